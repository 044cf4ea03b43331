package email

import (
	"strings"
	"unicode/utf8"

	"github.com/flowc/flowc/schema/letter"
)

// grid is a table of texts, whose columns are aligned with spaces. A row's cells may be fewer than the columns.
type grid struct {
	right []bool // of each column
	rows  [][]string
	rules map[int]bool // a line is drawn below these rows
}

// table writes a table with its columns aligned.
func (w *textWriter) table(b letter.Table) {
	g := grid{rules: map[int]bool{0: true}}
	for _, a := range b.Align {
		g.right = append(g.right, a == letter.AlignRight)
	}
	row := func(cells []letter.Cell) {
		texts := make([]string, 0, len(cells))
		for _, c := range cells {
			from := len(w.line)
			w.inlines(c.Content)
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(w.line[from:]), "\n", " ")))
			w.line = w.line[:from]
		}
		g.rows = append(g.rows, texts)
	}
	row(b.Head)
	for _, r := range b.Rows {
		row(r)
	}
	w.grid(g)
}

// cellMax bounds what a column is filled up to: one long cell does not push the others away.
const cellMax = 44

func (w *textWriter) grid(g grid) {
	widths := make([]int, len(g.right))
	for _, row := range g.rows {
		for i, text := range row[:min(len(row), len(widths))] {
			widths[i] = min(cellMax, max(widths[i], utf8.RuneCountInString(text)))
		}
	}
	total := 0
	for _, n := range widths {
		total += n + 2
	}
	for i, row := range g.rows {
		for j, text := range row {
			if j > 0 {
				w.write("  ")
			}
			pad := 0
			if j < len(widths) {
				pad = max(0, widths[j]-utf8.RuneCountInString(text))
			}
			if j < len(g.right) && g.right[j] {
				w.write(strings.Repeat(" ", pad) + text)
				continue
			}
			w.write(text + strings.Repeat(" ", pad))
		}
		w.write("\n")
		if g.rules[i] {
			w.write(strings.Repeat("-", max(3, total-2)) + "\n")
		}
	}
	if len(g.rows) > 0 {
		w.verbatim()
	}
}

// summary writes the order's table.
func (w *textWriter) summary() {
	table := w.t.orderTable(w.f)
	if len(table.lines) == 0 && len(table.sums) == 0 {
		return
	}
	if table.caption != "" {
		w.write(table.caption)
		w.flush()
		w.gap = false
	}
	words := w.t.words
	g := grid{right: []bool{false, true, true}, rows: [][]string{{words.item, words.quantity, words.total}}, rules: map[int]bool{0: true}}
	for _, l := range table.lines {
		title := l.title
		if l.variant != "" {
			title += ", " + l.variant
		}
		g.rows = append(g.rows, []string{title, l.quantity, l.total})
	}
	if table.more != "" {
		g.rows = append(g.rows, []string{table.more, "", ""})
	}
	g.rules[len(g.rows)-1] = true
	for _, s := range table.sums {
		g.rows = append(g.rows, []string{s.label, "", s.amount})
	}
	w.grid(g)
}
