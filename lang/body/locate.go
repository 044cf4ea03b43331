package body

import (
	"slices"
	"sort"
	"strings"

	"github.com/apparentlymart/go-textseg/v15/textseg"

	"github.com/flowc/flowc/lang/diag"
)

// locator tells the line and column of a byte of the file.
type locator struct {
	file  string
	src   []byte
	lines []int // the first byte of each line

	// The last answer: places are asked for mostly from top to bottom, and a line may be long.
	last diag.Pos
}

func newLocator(file string, src []byte) *locator {
	lines := []int{0}
	if len(src) <= sourceMax {
		for i, b := range src {
			if b == '\n' {
				lines = append(lines, i+1)
			}
		}
	}
	return &locator{file: file, src: src, lines: lines, last: diag.Pos{Line: 1, Column: 1}}
}

// pos is the place of a byte, kept inside the file.
func (l *locator) pos(at int) diag.Pos {
	at = max(0, min(at, len(l.src)))
	line := sort.SearchInts(l.lines, at+1) - 1
	from, column := l.lines[line], 1
	if l.last.Line == line+1 && l.last.Byte <= at {
		from, column = l.last.Byte, l.last.Column
	}
	if len(l.src) <= sourceMax {
		column += graphemes(l.src[from:at])
	}
	l.last = diag.Pos{Line: line + 1, Column: column, Byte: at}
	return l.last
}

func (l *locator) span(start, end int) diag.Range {
	start = max(0, min(start, len(l.src)))
	s := l.pos(start)
	return diag.Range{File: l.file, Start: s, End: l.pos(max(start, end))}
}

// graphemes counts characters as a reader does, and as HCL does.
func graphemes(b []byte) int {
	n := 0
	for i := 0; i < len(b); {
		if b[i] < 0x80 && b[i] != '\r' && (i+1 == len(b) || b[i+1] < 0x80) {
			n++
			i++
			continue
		}
		size, _, err := textseg.ScanGraphemeClusters(b[i:], true)
		if err != nil || size <= 0 {
			return n + len(b) - i
		}
		n++
		i += size
	}
	return n
}

// reportMax bounds what is said about one letter: beyond it the letter is broken in a way that more lines do not explain.
const reportMax = 60

// report collects what there is to say about the file.
type report struct {
	*locator
	list diag.List
}

func (r *report) add(code diag.Code, start, end int, detail string) {
	r.put(diag.New(code, r.span(start, end), detail))
}

// fix is add with the text that would mend the mistake, in the place of the range.
func (r *report) fix(code diag.Code, start, end int, detail, instead string) {
	at := r.span(start, end)
	r.put(diag.New(code, at, detail).Instead(at, instead))
}

func (r *report) put(d diag.Diagnostic) {
	d.Detail = strings.ToValidUTF8(d.Detail, "\ufffd") // it may quote the file
	if len(r.list) < reportMax {
		r.list = append(r.list, d)
	}
}

// said is true where a diagnostic of the code stands already.
func (r *report) said(codes ...diag.Code) bool {
	return slices.ContainsFunc(r.list, func(d diag.Diagnostic) bool { return slices.Contains(codes, d.Code) })
}
