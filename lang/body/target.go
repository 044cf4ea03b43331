package body

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/idna"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/schema/letter"
)

// reach is a place in the file.
type reach struct{ start, end int }

// rangeOf is the place of a link or a picture: from its bracket to the next thing on its line.
func (w *walker) rangeOf(n ast.Node) reach {
	from := n.Pos()
	if from < 0 || from >= len(w.source) {
		at := w.nodeStart(n.Parent())
		return reach{at, at}
	}
	end := lineEnd(w.source, from)
	if next := n.NextSibling(); next != nil && next.Pos() > from {
		end = min(end, next.Pos())
	}
	if p, ok := n.Parent().(*ast.Link); ok {
		end = min(end, max(from+1, lastEnd(p)))
	}
	return reach{w.scan.origin(from), w.scan.originEnd(end)}
}

// lastEnd is the end of the texts in a node, 0 where there are none.
func lastEnd(n ast.Node) int {
	end := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			end = max(end, t.Segment.Stop)
		}
	}
	return end
}

// empties are link texts that say nothing to who hears them out of their sentence.
var empties = map[string]bool{
	"click here": true, "here": true, "click": true, "this link": true, "hier": true, "hier klicken": true, "klicke hier": true, "klicken sie hier": true,
	"ici": true, "cliquez ici": true, "aquí": true, "haz clic aquí": true, "qui": true, "clicca qui": true, "klik hier": true, "klik her": true, "klicka här": true, "kliknij tutaj": true, "clique aqui": true,
}

func (w *walker) link(n *ast.Link) letter.Inline {
	at := w.rangeOf(n)
	content := w.inlines(n)
	if blank(content) {
		w.add("F0609", at.start, at.end, "This link has no text, so that nobody can see or hear it. Write the text between the brackets: [your order](…).")
	}
	if text := strings.ToLower(strings.Trim(literal(content), " .!›»→")); empties[text] {
		w.add("W0602", at.start, at.end, fmt.Sprintf("%q says nothing about where the link leads, and many readers go through a letter from link to link. Write what is there, for example [Track your parcel](…).", text))
	}
	w.title(n.Title, n)
	return letter.Link{Content: content, To: w.target(n.Destination, at, false)}
}

func (w *walker) title(title []byte, n ast.Node) {
	if len(bytes.TrimSpace(title)) == 0 {
		return
	}
	at := w.rangeOf(n)
	tokenise(title, func([]byte) {}, func(hole int) {
		w.placed[hole] = true
		w.put(newAt("F0623", w.scan.holes[hole], "The title of a link is not shown in mail. Write the expression into the text."))
		title = nil
	})
	if title == nil {
		return
	}
	w.add("W0603", at.start, at.end, "The title of a link is not shown in mail. Write it into the text.")
}

func (w *walker) image(n *ast.Image) letter.Image {
	at := w.rangeOf(n)
	w.title(n.Title, n)
	img := letter.Image{Source: w.target(n.Destination, at, true)}
	alt := &running{}
	w.alt(alt, n)
	img.Alt = trimmed(alt.inlines())
	if blank(img.Alt) {
		w.add("F0608", at.start, at.end, "This picture has no description. Many mail programs show no pictures at first, and some readers hear the letter. Write what it shows between the brackets: ![Serum in its box](…).")
	}
	return img
}

// alt is the text of a picture's description, without marks.
func (w *walker) alt(out *running, parent ast.Node) {
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > 2*nestingMax {
		at := w.nodeStart(parent)
		w.tooDeep(at, at+1)
		return
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			tokenise(n.Segment.Value(w.source), func(b []byte) {
				out.write(unescape(b))
			}, func(hole int) {
				out.add(letter.Value{Hole: w.here(hole, Alt)})
			})
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.write(" ")
			}
		case *ast.RawHTML:
			w.html(n)
		case *ast.Image:
			at := w.rangeOf(n)
			w.add("F0608", at.start, at.end, "A picture's description is text, and cannot hold a picture.")
		default:
			w.alt(out, n)
		}
	}
}

// autoLink is an address that stands in the text: <https://…>, or bare.
func (w *walker) autoLink(n *ast.AutoLink) letter.Inline {
	label := n.Label(w.source)
	start := n.Pos()
	if i := bytes.Index(w.source[max(0, min(start, len(w.source))):], label); i >= 0 {
		start += i
	}
	at := reach{w.scan.origin(start), w.scan.originEnd(start + len(label))}
	address := label
	switch {
	case n.AutoLinkType == ast.AutoLinkEmail:
		address = append([]byte("mailto:"), label...)
	case len(n.Protocol) > 0: // www.… without a scheme
		address = append([]byte("https://"), label...)
	}
	if after := start + len(label); after < len(w.source) && bytes.HasPrefix(w.source[after:], []byte(string(holeMark))) {
		w.add("F0612", at.start, w.scan.originEnd(after+len(string(holeMark))), "A bare address ends where an expression begins, so that the link would lead somewhere else. Write the whole address as a link: [Your order](https://…/${order.number}).")
	}
	to := w.target(address, at, false)
	content := &running{}
	tokenise(label, func(b []byte) { content.write(string(b)) }, func(hole int) {
		content.add(letter.Value{Hole: w.here(hole, InText)})
	})
	return letter.Link{Content: content.inlines(), To: to}
}

// target reads an address of goldmark's tree, in which entities and backslashes are still as written.
func (w *walker) target(destination []byte, at reach, picture bool) letter.Target {
	parts := &running{}
	var plain strings.Builder // with an x for each hole
	holes := 0
	tokenise(bytes.TrimSpace(destination), func(b []byte) {
		text := unescape(b)
		plain.WriteString(text)
		parts.write(text)
	}, func(hole int) {
		holes++
		plain.WriteByte('x')
		parts.add(letter.Value{Hole: letter.Hole(hole)})
	})
	t := letter.Target{Parts: parts.inlines()}
	whole := holes == 1 && len(t.Parts) == 1
	for i, p := range t.Parts {
		if v, ok := p.(letter.Value); ok {
			context := URLPart
			if whole {
				context = WholeURL
			}
			t.Parts[i] = letter.Value{Hole: w.here(int(v.Hole), context)}
		}
	}
	if !whole {
		if code, why := judge(t.Parts, plain.String(), picture); why != "" {
			w.add(code, at.start, at.end, why)
		}
		for i, p := range t.Parts {
			if text, ok := p.(letter.Text); ok {
				t.Parts[i] = letter.Text{Text: ascii(asciiHost(text.Text, i == 0))}
			}
		}
	}
	w.links = append(w.links, Link{To: t, Range: w.span(at.start, at.end), Picture: picture})
	return t
}

// judge says what is wrong with an address of literal parts and holes.
func judge(parts letter.Inlines, plain string, picture bool) (code diag.Code, why string) {
	if plain == "" {
		return "F0611", "The address is missing. Write it between the round brackets."
	}
	if i := strings.IndexFunc(plain, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\\' || r == '\u00a0' || r == '\ufffd'
	}); i >= 0 {
		return "F0611", "The address holds a space or another character that no address may hold. Write %20 for a space."
	}
	first, ok := parts[0].(letter.Text)
	if !ok {
		return "F0611", "An address of several parts must begin with its literal part, https:// and the host, so that nobody's data decides where a link leads. Only an expression that is a whole address may stand alone."
	}
	scheme, rest, ok := strings.Cut(first.Text, ":")
	if !ok || !isScheme(scheme) {
		return "F0611", relative(plain)
	}
	switch scheme = strings.ToLower(scheme); {
	case scheme == "http" || scheme == "https":
		return judgeWeb(scheme, rest, len(parts) > 1, plain)
	case picture:
		return "F0610", fmt.Sprintf("A picture's address must begin with https://, not with %s:. Put the picture on a web server, such as your shop's.", clip(scheme))
	case scheme == "mailto" || scheme == "tel":
		if rest == "" && len(parts) == 1 {
			return "F0611", "The address is not complete: nothing stands behind the colon."
		}
		return "", ""
	}
	return "F0610", fmt.Sprintf("A link's address must begin with https://, mailto: or tel:, not with %s:.", clip(scheme))
}

func judgeWeb(scheme, rest string, holes bool, plain string) (diag.Code, string) {
	host, ok := strings.CutPrefix(rest, "//")
	if !ok {
		return "F0611", "The address is not complete: two slashes and a host follow the colon, as in https://acme.example."
	}
	end := strings.IndexAny(host, "/?#")
	if end < 0 && holes {
		return "F0611", "An expression stands in or right behind the host of this address, so that data would decide where the link leads. Write the whole host, then a slash: https://acme.example/${order.number}."
	}
	if end >= 0 {
		host = host[:end]
	}
	u, err := url.Parse(plain)
	switch {
	case err != nil:
		return "F0611", "This is not an address: " + reason(err) + "."
	case strings.Contains(host, "@"):
		return "F0611", "The host of an address holds no @: what stands before it is a name for signing in, and hides where the link leads."
	case u.Hostname() == "" || !strings.Contains(u.Hostname(), "."):
		return "F0611", "The address has no full host, such as acme.example."
	case scheme == "http":
		return "W0601", "The address begins with http://, so that everybody on the way can read and change what it shows. Write https://."
	}
	return "", ""
}

func reason(err error) string {
	if e, ok := err.(*url.Error); ok {
		return e.Err.Error()
	}
	return err.Error()
}

func relative(plain string) string {
	if strings.HasPrefix(plain, "www.") {
		return fmt.Sprintf("The address must begin with https://. Write https://%s.", clip(plain))
	}
	return "A letter is no page of a site, so that an address must be whole. Write https:// and the host before it, as in https://acme.example/sale."
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (i == 0 || !(s[i] >= '0' && s[i] <= '9' || s[i] == '+' || s[i] == '-' || s[i] == '.')) {
			return false
		}
	}
	return s != ""
}

// asciiHost writes the host of an address in the letters that mail programs know: münchen.example as xn--mnchen-3ya.example.
func asciiHost(s string, first bool) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if !first || !ok {
		return s
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, err := idna.Lookup.ToASCII(rest[:end])
	if err != nil {
		return s
	}
	return scheme + "://" + host + rest[end:]
}

// ascii percent-encodes what is not ASCII, and the signs with which an address could leave its place in HTML or a header.
func ascii(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"'<>`\\{}|^", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
