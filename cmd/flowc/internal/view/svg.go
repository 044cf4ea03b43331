package view

import (
	"fmt"
	"html"
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

// SVG is the picture for a browser: boxes in rows from top to bottom, one column a path.
func (g Graph) SVG() string {
	at := g.places()
	columns, rows := 0, 0
	for _, p := range at {
		columns, rows = max(columns, p.column+1), max(rows, p.row+1)
	}
	width := 2*margin + columns*(boxWidth+columnGap)
	top := margin + 30 + noteHeight*len(g.Notes) + 10
	height := top + rows*(boxHeight+rowGap) + margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="system-ui, sans-serif" font-size="13" role="img">`+"\n",
		width, height, width, height)
	fmt.Fprintf(&b, `<title>%s</title><rect width="100%%" height="100%%" fill="#ffffff"/>`+"\n", html.EscapeString(g.Title))
	b.WriteString(`<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#6b7280"/></marker></defs>` + "\n")
	fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="17" font-weight="600" fill="#111827">%s</text>`+"\n", margin, margin+14, html.EscapeString(g.Title))
	for i, note := range g.Notes {
		fmt.Fprintf(&b, `<text x="%d" y="%d" fill="#4b5563">%s</text>`+"\n", margin, margin+38+i*noteHeight, html.EscapeString(note))
	}
	w := edgeWriter{b: &b, top: top, at: at, main: map[string]string{}}
	for _, e := range g.Edges {
		if _, known := w.main[e.From]; !known && !e.Back {
			w.main[e.From] = e.To
		}
	}
	for _, e := range g.Edges {
		w.write(e)
	}
	b.WriteString(w.labels.String())
	for _, n := range g.Nodes {
		if p, placed := at[n.ID]; placed {
			writeBox(&b, n, w.x(p), w.y(p))
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// fittingMax bounds the text in a box to what its width holds.
const fittingMax = 38

func fitting(s string) string {
	if r := []rune(s); len(r) > fittingMax {
		return string(r[:fittingMax-1]) + "…"
	}
	return s
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
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" font-size="11" fill="%s" opacity="0.8">%s</text>`+"\n", x+boxWidth/2, y+35, ink, html.EscapeString(fitting(n.Detail)))
	}
	kind := ""
	if n.Kind != "trigger" && n.Kind != "end" {
		kind = n.Kind + " "
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" fill="%s"><tspan opacity="0.6">%s</tspan><tspan font-weight="600">%s</tspan></text>`+"\n",
		x+boxWidth/2, titleY, ink, kind, html.EscapeString(fitting(n.Title)))
	if n.People > 0 {
		text := Thousands(n.People)
		w := 16 + 8*len(text)
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="20" rx="10" fill="#dc2626"/><text x="%d" y="%d" text-anchor="middle" font-size="11" font-weight="700" fill="#ffffff">%s</text>`+"\n",
			x+boxWidth-w/2, y-10, w, x+boxWidth, y+4, text)
	}
}
