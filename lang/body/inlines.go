package body

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/flowc/flowc/schema/language"
	"github.com/flowc/flowc/schema/letter"
)

// inlines is the running text of a node.
func (w *walker) inlines(parent ast.Node) letter.Inlines {
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > 2*nestingMax {
		at := w.nodeStart(parent)
		w.tooDeep(at, at+1)
		return nil
	}
	out := &running{}
	skipTo := 0 // of the clean text: what an attribute took
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			w.text(out, n, skipTo)
		case *ast.String:
			out.write(string(n.Value))
		case *ast.CodeSpan:
			content := &running{}
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					w.raw(content, bytes.ReplaceAll(t.Segment.Value(w.source), []byte("\n"), []byte(" ")))
				}
			}
			out.add(letter.CodeSpan{Content: content.inlines()})
		case *ast.Emphasis:
			content := w.inlines(n)
			if n.Level >= 2 {
				out.add(letter.Strong{Content: content})
				continue
			}
			out.add(letter.Emphasis{Content: content})
		case *extast.Strikethrough:
			out.add(letter.Strike{Content: w.inlines(n)})
		case *ast.Link:
			out.add(w.link(n))
			skipTo = w.strayMark(n, skipTo)
		case *ast.Image:
			out.add(w.image(n))
			skipTo = w.strayMark(n, skipTo)
		case *ast.AutoLink:
			out.add(w.autoLink(n))
		case *ast.RawHTML:
			w.html(n)
		default:
			panic(fmt.Sprintf("this is a bug in flowc: no running text for the node %s", n.Kind()))
		}
	}
	return out.inlines()
}

// text adds a text of goldmark's tree, from the byte skipTo of the clean text on.
func (w *walker) text(out *running, n *ast.Text, skipTo int) {
	seg := n.Segment
	if seg.Start < skipTo {
		seg = seg.WithStart(min(skipTo, seg.Stop))
	}
	value := seg.Value(w.source)
	w.strayMarks(value, seg.Start)
	w.strayComponent(value, seg.Start)
	w.finished(value, seg.Start)
	tokenise(value, func(b []byte) {
		text := unescape(b)
		w.words += len(strings.Fields(text))
		out.write(text)
	}, func(hole int) {
		w.words++
		out.add(letter.Value{Hole: w.here(hole, InText)})
	})
	switch {
	case n.HardLineBreak():
		out.add(letter.Break{})
	case n.SoftLineBreak():
		out.write(" ")
	}
}

// raw adds text in which Markdown means nothing.
func (w *walker) raw(out *running, value []byte) {
	tokenise(value, func(b []byte) {
		w.words += len(bytes.Fields(b))
		out.write(string(b))
	}, func(hole int) {
		w.words++
		out.add(letter.Value{Hole: w.here(hole, InText)})
	})
}

// finished refuses a text that was to be replaced.
func (w *walker) finished(value []byte, start int) {
	if !mayBeLeft(value) {
		return
	}
	if m := leftover.FindIndex(value); m != nil {
		w.add("F0626", w.scan.origin(start+m[0]), w.scan.originEnd(start+m[1]), fmt.Sprintf("%q looks like a text that was to be replaced before anybody reads it. Replace it.", value[m[0]:m[1]]))
	}
}

// mayBeLeft is false for most texts that leftover does not find, in a fraction of its time. Beyond ASCII it leaves the letters' cases
// to leftover.
func mayBeLeft(value []byte) bool {
	for _, c := range value {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	lower := bytes.ToLower(value)
	return bytes.Contains(lower, []byte("ipsum")) || bytes.Contains(lower, []byte("todo:")) || bytes.Contains(lower, []byte("fixme"))
}

// strayComponent refuses the line of a component inside of a quotation or after a list's sign, where the scanner does not look.
func (w *walker) strayComponent(value []byte, start int) {
	if !bytes.HasPrefix(value, []byte(":::")) {
		return
	}
	at := w.scan.origin(start)
	if bytes.HasPrefix(value, []byte(":::"+string(componentMark))) {
		return // unplaced says it
	}
	w.add("F0620", at, w.scan.originEnd(lineEnd(w.source, start)), "A component cannot stand here. Put it on a line of its own, without a sign of a quotation or a list before it, or write \\::: where the text itself is meant.")
}

// html refuses a tag.
func (w *walker) html(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	first, last := n.Segments.At(0), n.Segments.At(n.Segments.Len()-1)
	tag := clip(string(first.Value(w.source)))
	w.add("F0606", w.scan.origin(first.Start), w.scan.originEnd(last.Stop), fmt.Sprintf("%q is HTML, and a letter is written in Markdown, so that it can be checked and shown as text, too. Write Markdown instead, or \\< where the sign itself is meant.", tag))
}

// mark is an attribute such as {.button} behind a link or a picture.
type mark struct {
	class      string
	start, end int // in the clean text
}

var (
	markForm  = regexp.MustCompile(`^\{\s*\.([A-Za-z0-9_-]{1,40})\s*\}`)
	strayForm = regexp.MustCompile(`\{\s*\.[A-Za-z][A-Za-z0-9_-]*(?:\s[^{}\n]{0,200})?\}`)
)

// marks are the attributes that there are.
var marks = []string{"button", "button-outline", "hero"}

// markAfter is the attribute right behind a node.
func (w *walker) markAfter(n ast.Node) (mark, bool) {
	next, ok := n.NextSibling().(*ast.Text)
	if !ok {
		return mark{}, false
	}
	start := next.Segment.Start
	end := lineEnd(w.source, start)
	m := markForm.FindSubmatch(w.source[start:min(end, start+foreignMax)])
	if m == nil {
		return mark{}, false
	}
	return mark{class: string(m[1]), start: start, end: start + len(m[0])}, true
}

// strayMark refuses an attribute behind a link or a picture that does not stand alone, and answers where the text goes on.
func (w *walker) strayMark(n ast.Node, skipTo int) int {
	m, ok := w.markAfter(n)
	if !ok {
		return skipTo
	}
	w.refuseMark(m, "It turns a link or a picture that stands alone in its paragraph into a button or a picture of full width. Put the link or picture on a line of its own, with a blank line before and after.")
	return m.end
}

func (w *walker) refuseMark(m mark, why string) {
	start, end := w.scan.origin(m.start), w.scan.originEnd(m.end)
	known := false
	for _, name := range marks {
		known = known || name == m.class
	}
	if known {
		w.add("F0621", start, end, fmt.Sprintf("{.%s} cannot stand here. %s", m.class, why))
		return
	}
	if near, ok := language.Nearest(m.class, marks); ok {
		w.fix("F0621", start, end, fmt.Sprintf("There is no {.%s}. Did you mean {.%s}?", m.class, near), "{."+near+"}")
		return
	}
	w.add("F0621", start, end, fmt.Sprintf("There is no {.%s}. There are {.button}, {.button-outline} and {.hero}.", clip(m.class)))
}

// strayMarks refuses attributes in the middle of a text.
func (w *walker) strayMarks(value []byte, start int) {
	// A text may end at any space of its line, also inside the braces; each pair of them is told by the text that it begins in.
	line := w.source[start:max(start+len(value), min(lineEnd(w.source, start), start+len(value)+foreignMax))]
	for _, m := range strayForm.FindAllIndex(line, reportMax) {
		if m[0] >= len(value) || m[0] > 0 && line[m[0]-1] == '\\' {
			continue
		}
		class := strings.Trim(string(line[m[0]:m[1]]), "{} .\t")
		if strings.ContainsAny(class, " \t") {
			// Other programs' Markdown takes several; left alone, they would stand in the letter.
			w.add("F0621", w.scan.origin(start+m[0]), w.scan.originEnd(start+m[1]), "One name stands in these braces and nothing beside it: {.button}, {.button-outline} or {.hero}.")
			continue
		}
		w.refuseMark(mark{class: class, start: start + m[0], end: start + m[1]}, "It belongs right behind a link or a picture, without a space, for example [Leave a review](${links.review}){.button}.")
	}
}

// alone is the button or the picture that a paragraph is, if it is one: nothing but a link or a picture with an attribute.
func (w *walker) alone(n ast.Node) letter.Block {
	first := n.FirstChild()
	if first == nil {
		return nil
	}
	m, ok := w.markAfter(first)
	if !ok || !w.onlyMark(first, m) {
		return nil
	}
	switch first := first.(type) {
	case *ast.Link:
		if img, ok := first.FirstChild().(*ast.Image); ok && img.NextSibling() == nil && m.class == "hero" {
			w.checkImagePlace(m)
			to := w.target(first.Destination, w.rangeOf(first), false)
			w.title(first.Title, first)
			return letter.Hero{Image: w.image(img), To: to}
		}
		if m.class == "button" || m.class == "button-outline" {
			return w.button(first, m)
		}
		if m.class == "hero" {
			w.refuseMark(m, "It belongs behind a picture: ![what it shows](https://…){.hero}.")
			return letter.Paragraph{Content: letter.Inlines{w.link(first)}}
		}
	case *ast.Image:
		if m.class == "hero" {
			w.checkImagePlace(m)
			return letter.Hero{Image: w.image(first)}
		}
		if m.class == "button" || m.class == "button-outline" {
			w.refuseMark(m, "It belongs behind a link: [Leave a review](${links.review}){.button}.")
			return letter.Paragraph{Content: letter.Inlines{w.image(first)}}
		}
	}
	return nil
}

func (w *walker) checkImagePlace(m mark) {
	if w.inside.list || w.inside.quote {
		w.refuseMark(m, "A picture as wide as the letter does not fit into a list or a quotation. Leave the attribute out.")
	}
}

// onlyMark is true where a paragraph holds the first node and its attribute, and nothing else.
func (w *walker) onlyMark(first ast.Node, m mark) bool {
	for c := first.NextSibling(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			return false
		}
		start := max(t.Segment.Start, m.end)
		if start < t.Segment.Stop && len(bytes.TrimSpace(w.source[start:t.Segment.Stop])) > 0 {
			return false
		}
	}
	return true
}

func (w *walker) button(n *ast.Link, m mark) letter.Block {
	label := trimmed(w.inlines(n))
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if _, ok := c.(*ast.Image); ok {
			w.refuseMark(m, "A button's label is text. Use {.hero} for a picture that leads somewhere.")
			break
		}
	}
	at := w.rangeOf(n)
	if blank(label) {
		w.add("F0609", at.start, at.end, "This button has no label. Write it between the brackets: [Leave a review](…){.button}.")
	}
	w.title(n.Title, n)
	return letter.Button{Outline: m.class == "button-outline", Label: label, To: w.target(n.Destination, at, false)}
}
