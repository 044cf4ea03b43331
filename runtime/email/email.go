// Package email turns a letter and the facts of one customer into a subject, HTML, plain text and the bytes of a MIME message.
//
// Compile makes a letter's HTML once, as literal pieces with holes; Render fills the holes, each escaped for its place, and writes
// the text part from the letter's tree, but for the blocks that read nothing of the customer. No data passes through a parser or a template language, so that no value can add a
// tag, an attribute, a link or a line.
package email

import (
	"errors"
	"fmt"

	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/locale"
)

// Brand is what the layout shows of the shop: the project's brand block.
type Brand struct {
	Name          string
	Website       string // https, may be empty
	Logo          string // https, may be empty: then the name stands in its place
	Accent        string // #rrggbb; empty or unreadable: DefaultAccent
	PostalAddress string // required of marketing mail
}

// DefaultAccent is the colour of links and buttons of a brand that names none.
const DefaultAccent = "#1f2937"

// Options are what a letter is compiled for.
type Options struct {
	// Locale is the language of the letter's text: the layout's own words, lang and dir. Empty is English.
	Locale string
	// Order is the type of Input.Order. Its fields number, items, subtotal, discount, shipping, tax and total, and its items'
	// title, variant_title, quantity and total are read by name, for the order summary; a field that it lacks is left out.
	Order *facts.ObjectType
}

// Input is one customer's letter.
type Input struct {
	Subject   string
	Preheader string
	// Hole is the value of a hole. Inside of `::: items` item is the element, elsewhere it is absent. It must answer the same
	// value for the same arguments.
	Hole func(h letter.Hole, item facts.Value) facts.Value
	// Order is what `::: order-summary` shows.
	Order facts.Value
	// Locale is the customer's, for amounts and dates; empty is the letter's.
	Locale string
	// OrderNumber is that of the order for which the letter is sent, Topic the title of what it is about: with them the layout says why
	// the customer gets it, the order first. Both may be empty. Why is said instead.
	OrderNumber, Topic, Why string
	Marketing               bool
	// UnsubscribeURL is required of marketing; the others may be empty, and are then left out.
	UnsubscribeURL, PreferencesURL, BrowserURL string
	// Track gives the address that stands in the letter for a link to url. Links are numbered from 0 in the order of the letter;
	// those in `::: items` have one number for all elements. Nil leaves addresses as they are.
	Track func(link int, url string) string
}

// SizeMax is the most bytes of HTML that Render makes: mail programs clip at about 102 KB, and with it the unsubscribe link.
const SizeMax = 100_000

// SizeError is the error of a letter whose HTML is larger than SizeMax.
type SizeError struct {
	Size int // bytes
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("the letter has %d bytes of HTML, more than %d: mail programs would cut it off", e.Size, SizeMax)
}

// ErrNotMarketable is the error of a marketing letter without an unsubscribe address or a postal address.
var ErrNotMarketable = errors.New("a marketing letter needs an unsubscribe address and the brand's postal address")

// Template is one compiled letter in one language. It is immutable and may be used by several goroutines at once.
type Template struct {
	doc    letter.Doc
	brand  Brand
	words  words
	locale string
	order  summaryFields
	html   []op
	texts  [][]byte // of the outermost blocks that are the same for all
	holes  int      // as many as the letter has
	theme  theme
}

// Buffers are the memory of one Render after the other. The zero value is ready; a Buffers is for one goroutine.
type Buffers struct {
	html, text []byte
	filling    filling
	writer     textWriter
}

// Compile turns a letter into HTML with holes, once per step and locale. The letter must come from the compiler of bodies: its
// literal addresses are taken as they are.
func Compile(doc letter.Doc, brand Brand, opt Options) *Template {
	tag := opt.Locale
	if tag == "" {
		tag = "en"
	}
	t := &Template{doc: doc, brand: brand, words: wordsOf(tag), locale: tag, order: summaryFieldsOf(opt.Order), holes: countHoles(doc), theme: themeOf(brand.Accent)}
	t.html = compileHTML(t, locale.RightToLeft(tag))
	t.texts = fixTexts(t)
	return t
}

// Render fills the letter for one customer. The answers share the memory of dst and are valid until it is used again. Errors are
// ErrNotMarketable and *SizeError.
func (t *Template) Render(dst *Buffers, in Input) (html, text []byte, err error) {
	if in.Marketing && (in.UnsubscribeURL == "" || t.brand.PostalAddress == "") {
		return nil, nil, ErrNotMarketable
	}
	if in.Locale == "" {
		in.Locale = t.locale
	}
	if in.Why == "" {
		in.Why = t.reason(&in)
	}
	f := &dst.filling
	f.reset(t, &in)
	dst.html = runHTML(t, f, dst.html[:0])
	if len(dst.html) > SizeMax {
		return nil, nil, &SizeError{Size: len(dst.html)}
	}
	dst.text = writeText(t, f, &dst.writer, dst.text[:0])
	f.in = nil
	return dst.html, dst.text, nil
}

// reason says why a letter came, in the letter's language.
func (t *Template) reason(in *Input) string {
	switch {
	case in.OrderNumber != "":
		return fmt.Sprintf(t.words.whyOrder, in.OrderNumber, t.brand.Name)
	case in.Topic != "":
		return fmt.Sprintf(t.words.whyTopic, in.Topic, t.brand.Name)
	default:
		return fmt.Sprintf(t.words.why, t.brand.Name)
	}
}

// countHoles is one more than the highest number of a hole in text.
func countHoles(doc letter.Doc) int {
	n := 0
	see := func(is letter.Inlines) {
		for _, in := range is {
			if v, ok := in.(letter.Value); ok {
				n = max(n, int(v.Hole)+1)
			}
		}
	}
	doc.Walk(func(b letter.Block) {
		switch b := b.(type) {
		case letter.Button:
			see(b.To.Parts)
		case letter.Hero:
			see(b.To.Parts)
		default: // the other kinds have nothing to do here
		}
	}, func(in letter.Inline) {
		switch in := in.(type) {
		case letter.Value:
			n = max(n, int(in.Hole)+1)
		case letter.Link:
			see(in.To.Parts)
		case letter.Image:
			see(in.Source.Parts)
		default: // the other kinds have nothing to do here
		}
	})
	return n
}
