package view

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// The measures of a picture, in pixels.
const (
	boxWidth, boxHeight = 250, 46
	columnGap, rowGap   = 36, 40
	margin              = 24
	noteHeight          = 20
)

// fills are the colours of boxes by kind: fill and line.
var fills = map[string][2]string{
	"trigger": {"#111827", "#111827"}, "step": {"#e0f2fe", "#0369a1"}, "delay": {"#fef9c3", "#a16207"}, "await": {"#fef3c7", "#b45309"},
	"branch": {"#ede9fe", "#6d28d9"}, "experiment": {"#fce7f3", "#be185d"}, "repeat": {"#dcfce7", "#15803d"}, "end": {"#f3f4f6", "#6b7280"},
}

// place is a box's column and row.
type place struct{ column, row int }

// SVG is the picture for a browser: boxes in rows from top to bottom, one column a path.
func (g Graph) SVG() string {
	g.markBack()
	at := g.places()
	columns, rows := 0, 0
	for _, p := range at {
		columns, rows = max(columns, p.column+1), max(rows, p.row+1)
	}
	width := 2*margin + columns*(boxWidth+columnGap)
	top := margin + 30 + noteHeight*len(g.Notes) + 10
	height := top + rows*(boxHeight+rowGap) + margin
	x := func(id string) int { return margin + at[id].column*(boxWidth+columnGap) }
	y := func(id string) int { return top + at[id].row*(boxHeight+rowGap) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="system-ui, sans-serif" font-size="13" role="img">`+"\n",
		width, height, width, height)
	fmt.Fprintf(&b, `<title>%s</title><rect width="100%%" height="100%%" fill="#ffffff"/>`+"\n", html.EscapeString(g.Title))
	b.WriteString(`<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#6b7280"/></marker></defs>` + "\n")
	fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="17" font-weight="600" fill="#111827">%s</text>`+"\n", margin, margin+14, html.EscapeString(g.Title))
	for i, note := range g.Notes {
		fmt.Fprintf(&b, `<text x="%d" y="%d" fill="#4b5563">%s</text>`+"\n", margin, margin+38+i*noteHeight, html.EscapeString(note))
	}
	for _, e := range g.Edges {
		writeEdge(&b, e, x(e.From), y(e.From), x(e.To), y(e.To))
	}
	for _, n := range g.Nodes {
		if _, placed := at[n.ID]; placed {
			writeBox(&b, n, x(n.ID), y(n.ID))
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func writeEdge(b *strings.Builder, e Edge, x1, y1, x2, y2 int) {
	labelX, labelY := x2+boxWidth/2, y2-8
	if e.Back {
		fmt.Fprintf(b, `<path d="M%d %dC%d %d %d %d %d %d" fill="none" stroke="#6b7280" stroke-dasharray="4 3" marker-end="url(#tip)"/>`+"\n",
			x1+boxWidth, y1+boxHeight/2, x1+boxWidth+40, y1+boxHeight/2, x2+boxWidth+40, y2+boxHeight/2, x2+boxWidth, y2+boxHeight/2)
		return
	}
	fromX, fromY, toX, toY := x1+boxWidth/2, y1+boxHeight, x2+boxWidth/2, y2
	fmt.Fprintf(b, `<path d="M%d %dC%d %d %d %d %d %d" fill="none" stroke="#6b7280" marker-end="url(#tip)"/>`+"\n",
		fromX, fromY, fromX, fromY+rowGap/2, toX, toY-rowGap/2, toX, toY)
	if e.Label == "" {
		return
	}
	// An edge that ends straight below is labelled at its foot, others at their head, where fewer meet.
	if toX != fromX {
		labelX, labelY = (fromX+3*toX)/4, toY-rowGap/2+2
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" font-size="11" fill="#374151" stroke="#ffffff" stroke-width="3" paint-order="stroke">%s</text>`+"\n",
		labelX, labelY, html.EscapeString(e.Label))
}

func writeBox(b *strings.Builder, n Node, x, y int) {
	fill := fills[n.Kind]
	ink := "#111827"
	if n.Kind == "trigger" {
		ink = "#ffffff"
	}
	radius := 6
	if n.Kind == "delay" || n.Kind == "await" || n.Kind == "trigger" || n.Kind == "end" {
		radius = boxHeight / 2
	}
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="%s" stroke="%s"/>`+"\n", x, y, boxWidth, boxHeight, radius, fill[0], fill[1])
	titleY := y + boxHeight/2 + 4
	if n.Detail != "" {
		titleY = y + 19
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" font-size="11" fill="%s" opacity="0.8">%s</text>`+"\n", x+boxWidth/2, y+35, ink, html.EscapeString(n.Detail))
	}
	kind := ""
	if n.Kind != "trigger" && n.Kind != "end" {
		kind = n.Kind + " "
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" fill="%s"><tspan opacity="0.6">%s</tspan><tspan font-weight="600">%s</tspan></text>`+"\n",
		x+boxWidth/2, titleY, ink, kind, html.EscapeString(short(n.Title)))
	if n.People > 0 {
		text := Thousands(n.People)
		w := 16 + 8*len(text)
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="20" rx="10" fill="#dc2626"/><text x="%d" y="%d" text-anchor="middle" font-size="11" font-weight="700" fill="#ffffff">%s</text>`+"\n",
			x+boxWidth-w/2, y-10, w, x+boxWidth, y+4, text)
	}
}

// markBack finds the edges that lead up: those to a box on the path from the start to their own.
func (g *Graph) markBack() {
	out := map[string][]int{}
	for i, e := range g.Edges {
		out[e.From] = append(out[e.From], i)
	}
	state := map[string]int{} // 1 on the path, 2 done
	var visit func(id string)
	visit = func(id string) {
		state[id] = 1
		for _, i := range out[id] {
			switch state[g.Edges[i].To] {
			case 0:
				visit(g.Edges[i].To)
			case 1:
				g.Edges[i].Back = true
			}
		}
		state[id] = 2
	}
	visit(startNode)
}

// places gives each box that can be reached its row (the longest way from the start) and column (a new one for each further way out).
func (g Graph) places() map[string]place {
	out := map[string][]string{}
	into := map[string]int{}
	for _, e := range g.Edges {
		if !e.Back && !slices.Contains(out[e.From], e.To) {
			out[e.From] = append(out[e.From], e.To)
			into[e.To]++
		}
	}
	at := map[string]place{startNode: {}}
	columns := 1
	queue := []string{startNode}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for i, to := range out[id] {
			p, seen := at[to]
			column := at[id].column
			if i > 0 && into[to] == 1 {
				column, columns = columns, columns+1
			}
			if seen {
				column = min(p.column, column)
			}
			at[to] = place{column: column, row: max(p.row, at[id].row+1)}
			if into[to]--; into[to] == 0 {
				queue = append(queue, to)
			}
		}
	}
	return at
}
