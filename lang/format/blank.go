package format

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// item is an argument or a block of a body, with the lines (from 1) on which it begins and ends.
type item struct {
	from, to int
	block    bool
}

func (i item) oneLine() bool { return i.from == i.to }

// lines decides which blank lines stay.
type lines struct {
	blank  []bool // by line: nothing stands on it
	drop   []bool // a blank line that goes
	before []bool // a line that wants a blank one before it
}

// spaced is a file with its blank lines in order: one between blocks, none behind a { and before a }, never two.
func spaced(src []byte, f file) []byte {
	text := bytes.Split(src, []byte("\n"))
	n := len(text) + 2
	l := &lines{blank: make([]bool, n), drop: make([]bool, n), before: make([]bool, n)}
	for i, line := range text {
		l.blank[i+1] = len(bytes.TrimSpace(line)) == 0
	}
	for _, t := range f.tokens {
		if t.Type == hclsyntax.TokenComment {
			// A blank line inside a comment is the author's.
			for line := t.Range.Start.Line + 1; line < t.Range.End.Line; line++ {
				l.blank[line] = false
			}
		}
	}
	l.body(f.body, 0, len(text)+1)

	var out [][]byte
	last := false // whether the last line was blank
	for i, line := range text {
		if l.before[i+1] && !last && len(out) > 0 {
			out, last = append(out, nil), true
		}
		if l.blank[i+1] && (l.drop[i+1] || last) {
			continue
		}
		out, last = append(out, line), l.blank[i+1]
	}
	return bytes.Join(out, []byte("\n"))
}

// body orders the blank lines of a body between the lines of its braces.
func (l *lines) body(b *hclsyntax.Body, open, end int) {
	items := make([]item, 0, len(b.Attributes)+len(b.Blocks))
	for _, a := range b.Attributes {
		items = append(items, item{a.SrcRange.Start.Line, a.SrcRange.End.Line, false})
	}
	for _, inner := range b.Blocks {
		items = append(items, item{inner.TypeRange.Start.Line, inner.CloseBraceRange.End.Line, true})
		l.body(inner.Body, inner.OpenBraceRange.Start.Line, inner.CloseBraceRange.Start.Line)
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.from, b.from) })

	for line := open + 1; line < end && l.blank[line]; line++ {
		l.drop[line] = true
	}
	for line := end - 1; line > open && l.blank[line]; line-- {
		l.drop[line] = true
	}
	for i := 1; i < len(items); i++ {
		a, b := items[i-1], items[i]
		if !a.block || !b.block || a.oneLine() && b.oneLine() || a.to >= b.from {
			continue
		}
		if !slices.Contains(l.blank[a.to+1:b.from], true) {
			// Comments between the two belong to the second.
			l.before[a.to+1] = true
		}
	}
}
