package body

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"github.com/flowc/flowc/schema/letter"
)

// tokenise cuts a piece of the clean text at the tokens of holes. It calls literal for what stands between them.
func tokenise(b []byte, literal func([]byte), hole func(n int)) {
	mark, end := []byte(string(holeMark)), []byte(string(endMark))
	for {
		before, rest, ok := bytes.Cut(b, mark)
		if len(before) > 0 {
			literal(before)
		}
		if !ok {
			return
		}
		digits, after, ok := bytes.Cut(rest, end)
		n, err := strconv.Atoi(string(digits))
		if !ok || err != nil {
			b = rest // half a token, cut by goldmark: the walk says that the hole has no place
			continue
		}
		hole(n)
		b = after
	}
}

// unescape is literal Markdown as it is read: backslashes before punctuation go, entities become their characters. One pass,
// so that nothing that an entity makes is read as markup again.
func unescape(b []byte) string {
	if bytes.IndexByte(b, '\\') < 0 && bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	var out strings.Builder
	for i := 0; i < len(b); {
		switch {
		case b[i] == '\\' && i+1 < len(b) && util.IsPunct(b[i+1]):
			out.WriteByte(b[i+1])
			i += 2
		case b[i] == '&':
			text, n := entity(b[i:])
			out.WriteString(text)
			i += n
		default:
			out.WriteByte(b[i])
			i++
		}
	}
	return out.String()
}

// entityMax is longer than the longest name of an entity.
const entityMax = 40

// entity reads the entity at the beginning of b. One that is none is an ampersand.
func entity(b []byte) (text string, n int) {
	end := bytes.IndexByte(b[:min(len(b), entityMax)], ';')
	if end < 2 {
		return "&", 1
	}
	name := string(b[1:end])
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(e.Characters), end + 1
		}
		return "&", 1
	}
	base, digits := 10, name[1:]
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		base, digits = 16, digits[1:]
	}
	c, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > 7 {
		return "&", 1
	}
	return string(visible(rune(c))), end + 1
}

// visible is the character, or the replacement character for one that a letter cannot hold.
func visible(c rune) rune {
	if c == 0 || c > unicode.MaxRune || !utf8.ValidRune(c) || unprintable(c, utf8.UTFMax) != "" {
		return utf8.RuneError
	}
	return c
}

// running collects running text; neighbouring literal texts become one.
type running struct {
	pieces letter.Inlines
	text   strings.Builder
}

func (r *running) write(text string) { r.text.WriteString(text) }

func (r *running) add(in letter.Inline) {
	r.pieces = append(r.inlines(), in)
}

// inlines is what was collected.
func (r *running) inlines() letter.Inlines {
	if r.text.Len() > 0 {
		r.pieces = append(r.pieces, letter.Text{Text: r.text.String()})
		r.text.Reset()
	}
	return r.pieces
}

// trimmed is running text without spaces at its two ends.
func trimmed(is letter.Inlines) letter.Inlines {
	if len(is) == 0 {
		return is
	}
	if first, ok := is[0].(letter.Text); ok {
		if t := strings.TrimLeft(first.Text, " \t"); t != "" {
			is[0] = letter.Text{Text: t}
		} else {
			return trimmed(is[1:])
		}
	}
	n := len(is) - 1
	if last, ok := is[n].(letter.Text); ok {
		if t := strings.TrimRight(last.Text, " \t"); t != "" {
			is[n] = letter.Text{Text: t}
		} else {
			return trimmed(is[:n])
		}
	}
	if _, ok := is[len(is)-1].(letter.Break); ok {
		return trimmed(is[:len(is)-1])
	}
	return is
}

// blank is true where nobody would see anything.
func blank(is letter.Inlines) bool {
	for _, in := range is {
		switch in := in.(type) {
		case letter.Text:
			if strings.TrimSpace(strings.Trim(in.Text, "\u200b\u200c\u200d\u2060\u00ad\u00a0")) != "" {
				return false
			}
		case letter.Strong:
			if !blank(in.Content) {
				return false
			}
		case letter.Emphasis:
			if !blank(in.Content) {
				return false
			}
		case letter.Strike:
			if !blank(in.Content) {
				return false
			}
		case letter.CodeSpan:
			if !blank(in.Content) {
				return false
			}
		case letter.Break:
		case letter.Value, letter.Image, letter.Link:
			return false
		default:
			panic("this is a bug in flowc: an inline that is neither seen nor blank")
		}
	}
	return true
}

// literal is the text of running text, with a space for each hole.
func literal(is letter.Inlines) string {
	var b strings.Builder
	letter.Doc{Blocks: letter.Blocks{letter.Paragraph{Content: is}}}.Walk(nil, func(in letter.Inline) {
		switch in := in.(type) {
		case letter.Text:
			b.WriteString(in.Text)
		case letter.Value, letter.Break:
			b.WriteByte(' ')
		case letter.Strong, letter.Emphasis, letter.Strike, letter.CodeSpan, letter.Link, letter.Image:
		default:
			panic("this is a bug in flowc: an inline without text")
		}
	})
	return b.String()
}
