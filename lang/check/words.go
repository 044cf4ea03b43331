package check

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/schema/facts"
)

// shownMax is how many bytes of a text from the source a message repeats: enough to know it by.
const shownMax = 60

// quoted is a text from the source as a message shows it.
func quoted(s string) string {
	if len(s) <= shownMax {
		return strconv.Quote(s)
	}
	cut := shownMax
	for cut > shownMax-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strconv.Quote(s[:cut] + "…")
}

// alternatives are words to choose from: `"hold" or "resend"`.
func alternatives(words []string) string {
	quotes := make([]string, len(words))
	for i, w := range words {
		quotes[i] = quoted(w)
	}
	return listed(quotes, "or")
}

// listed joins texts as a sentence does: "a, b and c".
func listed(parts []string, last string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " " + last + " " + parts[len(parts)-1]
}

// article is a word with its indefinite article.
func article(word string) string {
	if word == "use" {
		return "a use" // as it sounds
	}
	if word != "" && word != "use" && strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// place is where something stands, for a message: "flows/a.flow.hcl, line 12".
func place(at diag.Range) string { return fmt.Sprintf("%s, line %d", at.File, at.Start.Line) }

// shareMax bounds the text of a share.
const shareMax = 12

// parseShare reads "10%" or "2.5%": more than nothing and less than all, with at most four places. It answers millionths, or a
// sentence on what is wrong.
func parseShare(s string) (millionths int64, problem string) {
	const say = ` Write a share such as "10%".`
	number, isPercent := strings.CutSuffix(s, "%")
	switch {
	case len(s) > shareMax:
		return 0, quoted(s) + " is no share." + say
	case !isPercent && digits(s):
		return 0, fmt.Sprintf("%s has no percent sign. Write %q.", quoted(s), s+"%")
	case !isPercent:
		return 0, quoted(s) + " is no share." + say
	}
	whole, fraction, point := strings.Cut(number, ".")
	if !digits(whole) || point && !digits(fraction) || len(fraction) > 4 {
		return 0, quoted(s) + " is no share." + say
	}
	percent, _ := strconv.ParseInt(whole, 10, 64)
	tail, _ := strconv.ParseInt((fraction + "0000")[:4], 10, 64)
	millionths = percent*facts.Scale/100 + tail
	if millionths <= 0 || millionths >= facts.Scale {
		return 0, quoted(s) + " is not between 0% and 100%: it leaves nobody out, or nobody in." + say
	}
	return millionths, ""
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// capitalised is a text with a capital letter at its beginning.
func capitalised(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[n:]
}
