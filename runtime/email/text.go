package email

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/flowc/flowc/schema/letter"
)

// writeText writes the text part from the letter's tree.
func writeText(t *Template, f *filling, w *textWriter, dst []byte) []byte {
	w.t, w.f, w.dst, w.links = t, f, dst, 0
	w.prefix, w.next = w.prefix[:0], w.next[:0]
	w.line = w.line[:0]
	w.gap = false
	w.letter()
	w.footer()
	w.t, w.f = nil, nil
	return w.dst
}

// textWriter writes lines. Blocks are separated by a blank line; prefix stands before each line of a quotation or a list item.
type textWriter struct {
	t     *Template
	f     *filling
	dst   []byte
	links int // numbered so far, as in the HTML

	line   []byte // of the block that is written, before it is wrapped
	prefix []byte // of each line
	next   []byte // of the next line, in the place of the end of prefix: the sign of a list item
	tight  bool   // no blank lines between blocks
	gap    bool   // a blank line is due before the next one
}

func (w *textWriter) blocks(bs letter.Blocks) {
	for _, b := range bs {
		w.block(b)
	}
}

func (w *textWriter) block(b letter.Block) {
	switch b := b.(type) {
	case letter.Paragraph:
		w.inlines(b.Content)
		w.flush()
	case letter.Heading:
		w.heading(b)
	case letter.Quote:
		w.prefixed("> ", "> ", func() { w.blocks(b.Blocks) })
		w.gap = true
	case letter.ListBlock:
		w.list(b)
	case letter.Code:
		w.inlines(b.Content)
		w.verbatim()
	case letter.Rule:
		w.write("---")
		w.flush()
	case letter.Table:
		w.table(b)
	case letter.Button:
		w.button(b)
	case letter.Hero:
		w.hero(b)
	case letter.Items:
		w.items(b)
	case letter.OrderSummary:
		w.summary()
	case letter.If:
		w.choice(b)
	case letter.Columns:
		for _, part := range b.Parts {
			w.blocks(part)
		}
	case letter.Share:
		w.share(b)
	default:
		panic(fmt.Sprintf("this is a bug in flowc: no text for the block %T", b))
	}
}

func (w *textWriter) heading(b letter.Heading) {
	w.inlines(b.Content)
	n := min(textWidth, utf8.RuneCount(bytes.TrimSpace(w.line)))
	w.flush()
	if n == 0 || b.Level > 2 {
		return
	}
	under := byte('=')
	if b.Level == 2 {
		under = '-'
	}
	w.begin()
	for range n {
		w.dst = append(w.dst, under)
	}
	w.dst = append(w.dst, '\n')
}

func (w *textWriter) list(b letter.ListBlock) {
	outer := w.tight
	for i, item := range b.Items {
		sign := "- "
		if b.Ordered {
			sign = strconv.Itoa(b.Start+i) + ". "
		}
		w.tight = outer
		w.prefixed(sign, strings.Repeat(" ", len(sign)), func() {
			w.tight = b.Tight
			w.blocks(item)
		})
	}
	w.tight = outer
	w.gap = !outer
}

func (w *textWriter) choice(b letter.If) {
	// Links are numbered in the order of the letter, whichever part is shown.
	then := countLinks(b.Then)
	if w.f.value(b.When).True() {
		w.blocks(b.Then)
		w.links += countLinks(b.Else)
		return
	}
	w.links += then
	w.blocks(b.Else)
}

func (w *textWriter) link(to letter.Target) (string, bool) {
	w.links++
	return w.f.link(to, w.links-1)
}

func (w *textWriter) button(b letter.Button) {
	to, ok := w.link(b.To)
	if !ok {
		return
	}
	w.inlines(b.Label)
	w.write(w.t.words.colon)
	w.write(shown(to))
	w.flush()
}

func (w *textWriter) hero(b letter.Hero) {
	if !b.To.IsZero() {
		if to, ok := w.link(b.To); ok {
			w.inlines(b.Image.Alt)
			w.write(w.t.words.colon)
			w.write(to)
			w.flush()
			return
		}
	}
	w.image(b.Image)
	w.flush()
}

func (w *textWriter) image(img letter.Image) {
	if _, ok := w.f.target(img.Source, true); !ok {
		return
	}
	w.write("[")
	w.inlines(img.Alt)
	w.write("]")
}

func (w *textWriter) items(b letter.Items) {
	outer, first, tight := w.f.item, w.links, w.tight
	for _, item := range w.f.elements(b) {
		w.f.item = item
		w.links = first
		w.tight = true
		w.prefixed("- ", "  ", func() { w.blocks(withoutPictures(b.Blocks)) })
	}
	w.tight, w.gap = tight, !tight
	w.links = first + countLinks(b.Blocks)
	w.f.item = outer
}

// withoutPictures are the blocks of a card without the pictures that stand alone, which repeat what the words say; all blocks
// where there is nothing else.
func withoutPictures(bs letter.Blocks) letter.Blocks {
	var out letter.Blocks
	for _, b := range bs {
		if p, ok := b.(letter.Paragraph); ok && len(p.Content) == 1 {
			if _, ok := p.Content[0].(letter.Image); ok {
				continue
			}
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		return bs
	}
	return out
}

func (w *textWriter) share(b letter.Share) {
	to, ok := w.link(letter.Target{Parts: letter.Inlines{letter.Value{Hole: b.Link}}})
	if !ok {
		return
	}
	w.write(w.t.words.shareLink + w.t.words.colon + to)
	w.flush()
}

func (w *textWriter) inlines(is letter.Inlines) {
	for _, in := range is {
		switch in := in.(type) {
		case letter.Text:
			w.write(in.Text)
		case letter.Value:
			w.write(w.f.text(in.Hole))
		case letter.Strong:
			w.inlines(in.Content)
		case letter.Emphasis:
			w.inlines(in.Content)
		case letter.Strike:
			w.inlines(in.Content)
		case letter.CodeSpan:
			w.inlines(in.Content)
		case letter.Link:
			w.inlineLink(in)
		case letter.Image:
			w.image(in)
		case letter.Break:
			w.write("\n")
		default:
			panic(fmt.Sprintf("this is a bug in flowc: no text for %T", in))
		}
	}
}

// inlineLink writes "text: url", or the address alone where the text is the address.
func (w *textWriter) inlineLink(in letter.Link) {
	from := len(w.line)
	to, ok := w.link(in.To)
	w.inlines(in.Content)
	if !ok {
		return
	}
	text := strings.TrimSpace(string(w.line[from:]))
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(to, "https://"), "http://"), "mailto:")
	if text == to || text == bare {
		w.line = append(w.line[:from], text...)
		return
	}
	w.write(w.t.words.colon + shown(to))
}

// shown is an address as people read it: without the scheme of a mailbox or a telephone.
func shown(to string) string { return strings.TrimPrefix(strings.TrimPrefix(to, "mailto:"), "tel:") }

func (w *textWriter) footer() {
	in, t := w.f.in, w.t
	w.write("---")
	w.flush()
	w.gap = false
	for _, s := range []string{Normal(in.Why), Normal(t.brand.PostalAddress)} {
		if s != "" {
			w.write(s)
			w.flush()
			w.gap = false
		}
	}
	for _, l := range [][2]string{{t.words.unsubscribe, in.UnsubscribeURL}, {t.words.preferences, in.PreferencesURL}, {t.words.browser, in.BrowserURL}} {
		if to, ok := address(l[1], false); ok {
			w.write(l[0] + t.words.colon + to)
			w.flush()
			w.gap = false
		}
	}
}

// countLinks is how many links blocks hold, as the HTML numbers them.
func countLinks(bs letter.Blocks) int {
	n := 0
	letter.Doc{Blocks: bs}.Walk(func(b letter.Block) {
		switch b := b.(type) {
		case letter.Button, letter.Share:
			n++
		case letter.Hero:
			if !b.To.IsZero() {
				n++
			}
		default: // the other kinds have nothing to do here
		}
	}, func(in letter.Inline) {
		if _, ok := in.(letter.Link); ok {
			n++
		}
	})
	return n
}
