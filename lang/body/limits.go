package body

import (
	"bytes"
	"fmt"

	"github.com/flowc/flowc/lang/diag"
)

// The limits of a letter, each far above what a mail program shows before it clips, and far below what would make parsing
// slow: goldmark's work grows with the square of a paragraph, and a table's with columns times rows.
const (
	sourceMax     = 64 << 10 // bytes of one file
	paragraphMax  = 16 << 10 // bytes without a blank line
	expressionMax = 4 << 10  // bytes of one expression
	holesMax      = 500      // expressions in one letter
	cellsMax      = 5_000    // of all tables
	bracketsMax   = 100      // open [ in one paragraph
	linksMax      = 200      // ]( and ][ in one paragraph
	nestingMax    = 16       // quotations, lists and components inside each other
	depthMax      = 64       // braces and quotes inside each other in one expression
)

func sizeDetail(n int) string {
	return fmt.Sprintf("The letter has %d bytes, and at most %d are read: mail programs cut a letter off at about 100,000 bytes of HTML. Say it in fewer words, or link to a page.", n, sourceMax)
}

// bounded looks at the clean text before goldmark does, and answers false where parsing it would take too long.
func bounded(r *report, s *scanned) bool {
	before := len(r.list)
	b := &bounds{report: r, scanned: s}
	for at := 0; at < len(s.clean); {
		end := at + len(s.clean[at:])
		if n := bytes.IndexByte(s.clean[at:], '\n'); n >= 0 {
			end = at + n
		}
		b.line(at, end)
		at = end + 1
	}
	return len(r.list) == before
}

// bounds counts through the lines of a letter.
type bounds struct {
	*report
	*scanned
	paragraphFrom int
	brackets      int
	links         int
	columns       int // of the table that is open, else 0
	cells         int
	told          bool
}

func (b *bounds) line(at, end int) {
	line := b.clean[at:end]
	rest, signs := cutMarkers(line)
	if signs > nestingMax && !onlyRule(line) {
		b.refuse("F0602", at, end, fmt.Sprintf("Quotations and lists stand inside each other here more than %d levels deep.", nestingMax))
	}
	if len(rest) == 0 {
		b.paragraphFrom, b.brackets, b.links, b.columns = end+1, 0, 0, 0
		return
	}
	if end-b.paragraphFrom > paragraphMax {
		b.refuse("F0601", b.paragraphFrom, min(b.paragraphFrom+1, end), fmt.Sprintf("There are more than %d bytes here without a blank line. Divide them into paragraphs.", paragraphMax))
	}
	b.countBrackets(at, line)
	b.countCells(at, end, rest)
}

func (b *bounds) countBrackets(at int, line []byte) {
	for i, c := range line {
		switch c {
		case '[':
			b.brackets++
		case ']':
			b.brackets = max(0, b.brackets-1)
			if i+1 < len(line) && (line[i+1] == '(' || line[i+1] == '[') {
				b.links++
			}
		case '<':
			b.links++
		}
		if b.brackets > bracketsMax {
			b.refuse("F0602", at+i, at+i+1, fmt.Sprintf("More than %d brackets are open here.", bracketsMax))
		}
		if b.links > linksMax {
			b.refuse("F0601", at+i, at+i+1, fmt.Sprintf("There are more than %d links in one paragraph here. Divide it.", linksMax))
		}
	}
}

// countCells counts what a table would have: goldmark fills every row up to the columns of its second line.
func (b *bounds) countCells(at, end int, line []byte) {
	if b.columns > 0 {
		b.cells += b.columns
	}
	if n := delimiterColumns(line); n > b.columns {
		b.columns = n
		b.cells += n
	}
	if b.cells > cellsMax {
		b.refuse("F0601", at, end, fmt.Sprintf("The tables of this letter have more than %d cells. Show fewer, or link to a page.", cellsMax))
	}
}

// delimiterColumns is the number of columns of a table's second line, |---|---:|, 0 for any other line.
func delimiterColumns(line []byte) int {
	dashes := false
	for _, c := range line {
		switch c {
		case '-':
			dashes = true
		case '|', ':', ' ', '\t':
		default:
			return 0
		}
	}
	if !dashes {
		return 0
	}
	return bytes.Count(line, []byte("|")) + 1
}

// onlyRule is true for a line of one sign alone, such as * * *, which draws a line.
func onlyRule(line []byte) bool {
	sign := byte(0)
	for _, c := range line {
		if c == ' ' || c == '\t' {
			continue
		}
		if sign == 0 {
			sign = c
		}
		if c != sign || c != '-' && c != '*' {
			return false
		}
	}
	return true
}

// refuse says once why the letter is not parsed.
func (b *bounds) refuse(code diag.Code, from, to int, detail string) {
	if b.told {
		return
	}
	b.told = true
	b.add(code, b.origin(from), b.originEnd(max(from+1, to)), detail)
}
