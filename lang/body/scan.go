package body

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanned is a letter after the scanner: Markdown with tokens, and what the tokens stand for.
type scanned struct {
	source
	holes      []Hole
	components []component
	// lost is true where the rest of the letter could not be told apart any more, so that what follows would be guesses.
	lost bool
}

// scanner takes out of a letter what is not Markdown.
type scanner struct {
	*report
	*scanned
	src []byte
	i   int

	fence     fence // the fenced code that is open
	fenceFrom int
	code      int // the end of the code span that is open: no comments and no placeholders before it
	paragraph int // the end of the paragraph, where it is known
}

func scan(r *report, src []byte) *scanned {
	s := &scanner{report: r, scanned: &scanned{}, src: src}
	if bytes.HasPrefix(src, []byte("\ufeff")) {
		s.i = len("\ufeff")
	}
	for atLine := true; s.i < len(src) && !s.lost; s.lost = s.lost || len(s.list) == reportMax {
		if atLine {
			atLine = false
			if s.line() {
				atLine = true
				continue
			}
		}
		atLine = s.step()
	}
	if s.fence.length > 0 && !s.lost {
		s.add("F0628", s.fenceFrom, s.fenceFrom+s.fence.length, "The code block that begins here is not closed, so that all the rest of the letter would be shown as code. Write the same marks on a line of their own where the code ends.")
	}
	return s.scanned
}

// line looks at the beginning of a line. It answers true where it took the whole line.
func (s *scanner) line() bool {
	end := lineEnd(s.src, s.i)
	text := s.src[s.i:end]
	if s.fence.length > 0 {
		if s.fence.closedBy(text) {
			s.fence = fence{}
			s.take(end)
			return true
		}
		s.code = end
		return false
	}
	if f, ok := fenceOf(text); ok {
		s.fence, s.fenceFrom = f, s.i+bytes.IndexByte(text, f.char)
		s.code = end
		return false
	}
	indent := len(text) - len(bytes.TrimLeft(text, " \t"))
	if bytes.HasPrefix(text[indent:], []byte(":::")) {
		s.component(s.i+indent, end)
		return true
	}
	return false
}

// take copies up to the end of the line, and the line's end.
func (s *scanner) take(end int) {
	s.copy(s.src, s.i, end)
	s.i = end
	s.newline()
}

// newline copies one end of a line as a line feed.
func (s *scanner) newline() {
	if s.i >= len(s.src) {
		return
	}
	n := 1
	if s.src[s.i] == '\r' && s.i+1 < len(s.src) && s.src[s.i+1] == '\n' {
		n = 2
	}
	if n == 1 && s.src[s.i] == '\n' {
		s.copy(s.src, s.i, s.i+1)
	} else {
		s.stand("\n", s.i, s.i+n)
	}
	s.i += n
}

// step takes what stands at the scanner's place. It answers true where a new line begins after it.
func (s *scanner) step() (newLine bool) {
	rest := s.src[s.i:]
	inCode := s.i < s.code
	switch c := rest[0]; {
	case c == '\n' || c == '\r':
		s.newline()
		return true
	case bytes.HasPrefix(rest, []byte("$${")):
		s.stand("${", s.i, s.i+3)
		s.i += 3
		return false
	case bytes.HasPrefix(rest, []byte("${")):
		s.hole()
		return false
	case c == '\\' && !inCode:
		if bytes.HasPrefix(rest[1:], []byte("${")) {
			s.fix("F0603", s.i, s.i+3, "A backslash does not turn ${ into plain text. Write $${ where the letter shall show ${.", "$${")
			s.stand("${", s.i, s.i+3)
			s.i += 3
			return false
		}
		n := min(2, len(rest))
		if n == 2 && (rest[1] == '\n' || rest[1] == '\r' || rest[1] >= utf8.RuneSelf) {
			n = 1
		}
		s.copy(s.src, s.i, s.i+n)
		s.i += n
		return false
	case c == '`' && !inCode:
		s.codeSpan()
		return false
	case c == '<' && !inCode && bytes.HasPrefix(rest, []byte("<!--")):
		return s.comment()
	case !inCode && (c == '{' || c == '*' || c == '%' || c == '[' || c == '<'):
		if p, ok := foreign(rest); ok {
			s.placeholder(p)
			return false
		}
		s.copy(s.src, s.i, s.i+1)
		s.i++
		return false
	default:
		s.character()
		return false
	}
}

// codeSpan copies a run of back-ticks and finds out whether it opens a code span: then a run of the same length follows in the
// same paragraph.
func (s *scanner) codeSpan() {
	n := run(s.src[s.i:], '`')
	from := s.i + n
	s.copy(s.src, s.i, from)
	s.i = from
	if s.paragraph < from {
		s.paragraph = paragraphEnd(s.src, from)
	}
	end := s.paragraph
	for at := from; at < end; {
		next := bytes.IndexByte(s.src[at:end], '`')
		if next < 0 {
			return
		}
		at += next
		length := run(s.src[at:end], '`')
		if length == n {
			s.code = at
			return
		}
		at += length
	}
}

// comment drops a comment, and its line where nothing else stands on it.
func (s *scanner) comment() (newLine bool) {
	from := s.i
	end := bytes.Index(s.src[from+4:], []byte("-->"))
	if end < 0 {
		s.add("F0607", from, from+4, "The comment that begins here is not closed, so that all the rest of the letter would be dropped. Write --> where it ends.")
		s.lost = true
		return false
	}
	s.i = from + 4 + end + 3
	alone := len(bytes.TrimLeft(s.src[lineStart(s.src, from):from], " \t")) == 0
	if !alone {
		return false
	}
	lineEnds := lineEnd(s.src, s.i)
	if len(bytes.TrimSpace(s.src[s.i:lineEnds])) > 0 {
		return false
	}
	// What was copied of the line is its indentation.
	s.dropIndent(from - lineStart(s.src, from))
	s.i = min(len(s.src), lineEnds+1)
	if lineEnds+1 < len(s.src) && s.src[lineEnds] == '\r' && s.src[lineEnds+1] == '\n' {
		s.i++
	}
	return true
}

func (s *source) dropIndent(n int) {
	for ; n > 0 && len(s.pieces) > 0; n-- {
		last := &s.pieces[len(s.pieces)-1]
		s.clean = s.clean[:len(s.clean)-1]
		last.cleanEnd--
		last.originEnd--
		if last.clean == last.cleanEnd {
			s.pieces = s.pieces[:len(s.pieces)-1]
		}
	}
}

// hole takes out one ${ … }.
func (s *scanner) hole() {
	from := s.i
	end, why := holeEnd(s.src, from+2)
	if why != "" {
		s.add("F0603", from, from+2, why)
		s.stand("${", from, from+2)
		s.i = from + 2
		return
	}
	n, ok := s.newHole(from+2, end, InText)
	if !ok {
		return
	}
	s.stand(token(holeMark, n), from, end+1)
	s.i = end + 1
}

// newHole makes the next hole from the expression between two bytes of the file. It answers false at the limit.
func (s *scanner) newHole(from, to int, context Context) (int, bool) {
	if len(s.holes) == holesMax {
		s.add("F0601", from, to, fmt.Sprintf("A letter may hold at most %d expressions, and this is one more.", holesMax))
		s.lost = true
		return 0, false
	}
	h := Hole{Context: context, Within: -1}
	h.Expr, h.Range = s.expression(s.src, from, to)
	s.holes = append(s.holes, h)
	return len(s.holes) - 1, true
}

func token(mark rune, n int) string {
	return string(mark) + strconv.Itoa(n) + string(endMark)
}

func (s *scanner) placeholder(p foreignName) {
	s.fix("F0605", s.i, s.i+p.length, p.detail(string(s.src[s.i:s.i+p.length])), p.instead)
	// What stands for it keeps an address an address, so that one mistake is said once.
	instead := "x"
	if strings.HasPrefix(p.instead, "${links.") {
		instead = "https://placeholder.invalid/"
	}
	s.stand(instead, s.i, s.i+p.length)
	s.i += p.length
}

// character copies one character, or refuses it.
func (s *scanner) character() {
	c, n := utf8.DecodeRune(s.src[s.i:])
	if why := unprintable(c, n); why != "" {
		s.add("F0624", s.i, s.i+n, why)
	} else {
		s.copy(s.src, s.i, s.i+n)
	}
	s.i += n
}

// unprintable says why a character cannot stand in a letter.
func unprintable(c rune, size int) string {
	switch {
	case c == '\t':
		return ""
	case c == utf8.RuneError && size <= 1:
		return "The file is not written in UTF-8 here. Save it as UTF-8."
	case c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069':
		return fmt.Sprintf("The character U+%04X turns the direction of the text that follows, and nobody who reads the file can see it. Take it out; the layout sets the direction of a letter by its language.", c)
	case unicode.IsControl(c), unicode.Is(unicode.Co, c), unicode.Is(unicode.Noncharacter_Code_Point, c), c == '\ufeff':
		return fmt.Sprintf("The character U+%04X cannot be shown. Take it out.", c)
	}
	return ""
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

// lineEnd is where the line that holds a byte ends, before its line feed or carriage return.
func lineEnd(src []byte, at int) int {
	if n := bytes.IndexAny(src[at:], "\r\n"); n >= 0 {
		return at + n
	}
	return len(src)
}

// paragraphEnd is the beginning of the next blank line.
func paragraphEnd(src []byte, at int) int {
	for at < len(src) {
		end := lineEnd(src, at)
		if len(bytes.TrimSpace(src[lineStart(src, at):end])) == 0 {
			return at
		}
		at = end + 1
	}
	return len(src)
}

func run(b []byte, c byte) int {
	n := 0
	for n < len(b) && b[n] == c {
		n++
	}
	return n
}
