package view

import (
	"fmt"
	"html"
	"strings"
)

// edgeWriter draws edges between boxes that have their places.
type edgeWriter struct {
	b    *strings.Builder
	top  int
	at   map[string]place
	main map[string]string // by box: where its first edge leads, for which its column is kept free

	labels strings.Builder // written last, so that no line goes through them
}

func (w *edgeWriter) x(p place) int { return margin + p.column*(boxWidth+columnGap) }
func (w *edgeWriter) y(p place) int { return w.top + p.row*(boxHeight+rowGap) }

// write draws an edge: a curve to the next row; straight down its own column and then over, where that is kept free; else down the lane
// between two columns, where no box stands.
func (w *edgeWriter) write(e Edge) {
	from, to := w.at[e.From], w.at[e.To]
	x1, y1 := w.x(from)+boxWidth/2, w.y(from)+boxHeight
	x2, y2 := w.x(to)+boxWidth/2, w.y(to)
	switch {
	case e.Back:
		w.back(e, from, to)
		return
	case to.row == from.row+1:
		w.path("M%d %d%s", x1, y1, curve(x1, y1, x2, y2))
		// An edge that ends straight below is labelled at its foot, others near their head, where fewer meet.
		if x1 == x2 {
			w.label(e, x2, y2-8)
			return
		}
		w.label(e, (x1+3*x2)/4, y2-rowGap/2+2)
		return
	case w.main[e.From] == e.To:
		w.path("M%d %dL%d %d%s", x1, y1, x1, y2-rowGap, curve(x1, y2-rowGap, x2, y2))
		w.label(e, x1, y1+rowGap-8)
		return
	}
	lane := w.x(from) + boxWidth + columnGap/2
	if to.column > from.column {
		lane = w.x(to) - columnGap/2
	}
	w.path("M%d %d%sL%d %d%s", x1, y1, curve(x1, y1, lane, y1+rowGap), lane, y2-rowGap, curve(lane, y2-rowGap, x2, y2))
	w.label(e, (x1+lane)/2, y1+rowGap/2+4)
}

// back draws an edge that leads up, to a repeat, beside the boxes.
func (w *edgeWriter) back(e Edge, from, to place) {
	x1, y1 := w.x(from)+boxWidth, w.y(from)+boxHeight/2
	x2, y2 := w.x(to)+boxWidth, w.y(to)+boxHeight/2
	out := max(x1, x2) + columnGap
	fmt.Fprintf(w.b, `<path d="M%d %dC%d %d %d %d %d %d" fill="none" stroke="#6b7280" stroke-dasharray="4 3" marker-end="url(#tip)"/>`+"\n",
		x1, y1, out, y1, out, y2, x2, y2)
	w.label(e, x1+columnGap/2, y1-6)
}

func curve(x1, y1, x2, y2 int) string {
	middle := (y1 + y2) / 2
	return fmt.Sprintf("C%d %d %d %d %d %d", x1, middle, x2, middle, x2, y2)
}

func (w *edgeWriter) path(format string, args ...any) {
	fmt.Fprintf(w.b, `<path d="%s" fill="none" stroke="#6b7280" marker-end="url(#tip)"/>`+"\n", fmt.Sprintf(format, args...))
}

func (w *edgeWriter) label(e Edge, x, y int) {
	if e.Label != "" {
		fmt.Fprintf(&w.labels, `<text x="%d" y="%d" text-anchor="middle" font-size="11" fill="#374151" stroke="#ffffff" stroke-width="3" paint-order="stroke">%s</text>`+"\n",
			x, y, html.EscapeString(e.Label))
	}
}
