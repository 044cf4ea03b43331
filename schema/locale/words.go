package locale

import (
	"strings"
	"sync"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/cs"
	"github.com/go-playground/locales/da"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/el"
	"github.com/go-playground/locales/en"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/fi"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/he"
	"github.com/go-playground/locales/hu"
	"github.com/go-playground/locales/it"
	"github.com/go-playground/locales/ja"
	"github.com/go-playground/locales/ko"
	"github.com/go-playground/locales/nb"
	"github.com/go-playground/locales/nl"
	"github.com/go-playground/locales/pl"
	"github.com/go-playground/locales/pt"
	"github.com/go-playground/locales/pt_PT"
	"github.com/go-playground/locales/ro"
	"github.com/go-playground/locales/sk"
	"github.com/go-playground/locales/sv"
	"github.com/go-playground/locales/tr"
	"github.com/go-playground/locales/uk"
	"github.com/go-playground/locales/zh"
)

// language is what this package knows of one: month and day names, and the word between the last two of a list.
type language struct {
	words func() locales.Translator
	and   string
}

// languages by tag. The names are made when first asked for and kept, since making them costs as much as a letter.
var languages = map[string]language{
	"ar":    {sync.OnceValue(ar.New), " و"},
	"cs":    {sync.OnceValue(cs.New), " a "},
	"da":    {sync.OnceValue(da.New), " og "},
	"de":    {sync.OnceValue(de.New), " und "},
	"el":    {sync.OnceValue(el.New), " και "},
	"en":    {sync.OnceValue(en.New), " and "},
	"en-gb": {sync.OnceValue(en_GB.New), " and "},
	"es":    {sync.OnceValue(es.New), " y "},
	"fi":    {sync.OnceValue(fi.New), " ja "},
	"fr":    {sync.OnceValue(fr.New), " et "},
	"he":    {sync.OnceValue(he.New), " ו"},
	"hu":    {sync.OnceValue(hu.New), " és "},
	"it":    {sync.OnceValue(it.New), " e "},
	"ja":    {sync.OnceValue(ja.New), "、"},
	"ko":    {sync.OnceValue(ko.New), " 및 "},
	"nb":    {sync.OnceValue(nb.New), " og "},
	"nl":    {sync.OnceValue(nl.New), " en "},
	"pl":    {sync.OnceValue(pl.New), " i "},
	"pt":    {sync.OnceValue(pt.New), " e "},
	"pt-pt": {sync.OnceValue(pt_PT.New), " e "},
	"ro":    {sync.OnceValue(ro.New), " și "},
	"sk":    {sync.OnceValue(sk.New), " a "},
	"sv":    {sync.OnceValue(sv.New), " och "},
	"tr":    {sync.OnceValue(tr.New), " ve "},
	"uk":    {sync.OnceValue(uk.New), " і "},
	"zh":    {sync.OnceValue(zh.New), "和"},
}

// written are the tags that are written like another one: the English of everywhere but the United States puts the day first.
var written = map[string]string{
	"en-ie": "en-gb", "en-au": "en-gb", "en-nz": "en-gb", "en-in": "en-gb", "en-za": "en-gb", "en-eu": "en-gb", "en-de": "en-gb",
	"en-at": "en-gb", "en-ch": "en-gb", "en-nl": "en-gb", "en-se": "en-gb", "en-dk": "en-gb", "en-fi": "en-gb", "en-be": "en-gb", "en-150": "en-gb", "en-001": "en-gb",
	"pt-ao": "pt-pt", "pt-mz": "pt-pt", "no": "nb", "nn": "nb",
}

func languageOf(tag string) language {
	for t := normal(tag); t != ""; t = parent(t) {
		if as, ok := written[t]; ok {
			t = as
		}
		if l, ok := languages[t]; ok {
			return l
		}
	}
	return languages["en"]
}

func wordsOf(tag string) locales.Translator { return languageOf(tag).words() }

// JoinAnd is the items as a sentence lists them: "A", "A and B", "A, B and C".
func JoinAnd(items []string, tag string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	comma := ", "
	switch Base(tag) {
	case "ja", "zh":
		comma = "、"
	case "ar":
		comma = "، "
	}
	last := len(items) - 1
	return strings.Join(items[:last], comma) + languageOf(tag).and + items[last]
}
