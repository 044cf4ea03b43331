package body

import (
	"fmt"

	"github.com/yuin/goldmark/ast"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/schema/letter"
)

func newAt(code diag.Code, h Hole, detail string) diag.Diagnostic {
	return diag.New(code, h.Range, detail)
}

// component is the letter's block for a component; nil where it shows nothing or is wrong.
func (w *walker) component(n *componentNode) letter.Block {
	c := &w.scan.components[n.n]
	if c.kind == closing || c.kind == otherwise || c.kind == column {
		return nil // said in unplaced, unless its container took it
	}
	c.placed = true
	if c.kind == unknown {
		return nil
	}
	if n.deep {
		w.tooDeep(c.start, c.end)
		return nil
	}
	if c.kind.container() && !n.closed && !w.lost() {
		w.add("F0617", c.start, c.end, fmt.Sprintf("The component %q is not closed. Write ::: on a line of its own where it ends, indented like this line.", string(c.kind)))
	}
	if why := w.refuses(c.kind); why != "" {
		w.add("F0620", c.start, c.end, why)
		w.skip(n)
		return nil
	}
	if c.hole >= 0 {
		w.here(c.hole, w.scan.holes[c.hole].Context)
	}
	w.components = append(w.components, Component{Name: string(c.kind), Range: w.span(c.start, c.end), Hole: c.hole})
	switch c.kind {
	case items:
		return w.items(n, c)
	case ifHolds:
		return w.condition(n, c)
	case columns:
		return w.columns(n, c)
	case orderSummary:
		return letter.OrderSummary{}
	case share:
		return letter.Share{Link: letter.Hole(c.hole)}
	default:
		panic("this is a bug in flowc: no block for the component " + string(c.kind))
	}
}

// refuses says why a component cannot stand where the walk is, if it cannot.
func (w *walker) refuses(k kind) string {
	switch {
	case k == ifHolds:
		return ""
	case w.inside.list || w.inside.quote:
		return fmt.Sprintf("The component %q cannot stand in a list or a quotation: it is as wide as the letter. Put it before or after.", string(k))
	case w.inside.items && k == items:
		return "Products cannot be shown inside products, since item would be two things. Show the second list after the first."
	case w.inside.items:
		return fmt.Sprintf("The component %q would be repeated for each product here. Put it before or after ::: items.", string(k))
	case w.inside.columns && k != share:
		return fmt.Sprintf("The component %q is too wide for a column. Put it before or after ::: columns.", string(k))
	}
	return ""
}

// skip marks what stands in a component that was refused, so that one mistake is said once.
func (w *walker) skip(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if inner, ok := c.(*componentNode); ok {
			w.scan.components[inner.n].placed = true
			w.skip(inner)
		}
	}
}

func (w *walker) items(n *componentNode, c *component) letter.Block {
	outer, within := w.inside, w.within
	w.inside.items = true
	if c.hole >= 0 {
		w.within = c.hole
	}
	said := len(w.list)
	blocks := w.blocks(n)
	w.inside, w.within = outer, within
	if len(blocks) == 0 && len(w.list) == said {
		w.empty(c, "Write what to show of each product before the closing line, for example **${item.title}**.")
	}
	return letter.Items{From: letter.Hole(c.hole), Max: c.max, Columns: c.columns, Blocks: blocks}
}

func (w *walker) condition(n *componentNode, c *component) letter.Block {
	parts := w.parts(n, otherwise)
	if len(parts) > 2 {
		extra := &w.scan.components[parts[2].divider]
		w.add("F0619", extra.start, extra.end, "A condition has one ::: else at most. Put a second condition into the part after the first ::: else.")
		parts = parts[:2]
	}
	block := letter.If{When: letter.Hole(c.hole)}
	outer, said := w.narrow, len(w.list)
	for i, p := range parts {
		if c.hole >= 0 {
			w.narrow = append(outer[:len(outer):len(outer)], Narrow{Hole: c.hole, Holds: i == 0})
		}
		blocks := w.nodes(p.nodes)
		if i == 0 {
			block.Then = blocks
			continue
		}
		block.Else = blocks
	}
	w.narrow = outer
	if len(block.Then) == 0 && len(block.Else) == 0 && len(w.list) == said {
		w.empty(c, "Write what to show where the condition holds.")
	}
	return block
}

func (w *walker) columns(n *componentNode, c *component) letter.Block {
	outer := w.inside
	w.inside.columns = true
	defer func() { w.inside = outer }()
	var block letter.Columns
	from := n.n
	for i, p := range w.parts(n, column) {
		if i == 0 && len(p.nodes) == 0 {
			continue // a ::: column right below ::: columns begins the first one
		}
		said := len(w.list)
		blocks := w.nodes(p.nodes)
		if len(blocks) == 0 && len(w.list) == said {
			w.empty(c, "Write what stands in each column.")
		}
		block.Parts = append(block.Parts, blocks)
	}
	if n := len(block.Parts); n == 1 && w.goesOn(from) {
		w.closedEach = true
		w.add("F0616", c.start, c.end, "The first of these columns is closed, and with it all of them. A line ::: column ends the column before it; write one ::: behind the last one.")
	} else if n != 2 && n != columnsMax {
		w.add("F0616", c.start, c.end, fmt.Sprintf("A letter is wide enough for 2 or %d columns, and these are %d. Divide them by lines ::: column.", columnsMax, n))
	}
	return block
}

// goesOn is true where the next line of a component that has no place behind one is a ::: column.
func (w *walker) goesOn(behind int) bool {
	for _, c := range w.scan.components[behind+1:] {
		if !c.placed {
			return c.kind == column
		}
	}
	return false
}

func (w *walker) empty(c *component, what string) {
	w.add("F0622", c.start, c.end, fmt.Sprintf("The component %q holds nothing. %s", string(c.kind), what))
}

// part is what stands between two dividing lines; divider is the line before it, -1 for the first part.
type part struct {
	nodes   []ast.Node
	divider int
}

func (w *walker) parts(n *componentNode, divider kind) []part {
	parts := []part{{divider: -1}}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if d, ok := c.(*componentNode); ok && w.scan.components[d.n].kind == divider {
			w.scan.components[d.n].placed = true
			parts = append(parts, part{divider: d.n})
			continue
		}
		last := &parts[len(parts)-1]
		last.nodes = append(last.nodes, c)
	}
	return parts
}

func (w *walker) nodes(nodes []ast.Node) letter.Blocks {
	w.depth++
	defer func() { w.depth-- }()
	var out letter.Blocks
	for _, n := range nodes {
		if b := w.block(n); b != nil {
			out = append(out, b)
		}
	}
	return out
}

// here notes that a hole stands where the walk is, and answers its number: another one where the hole stands elsewhere already,
// as the definition of a reference that is used twice does.
func (w *walker) here(n int, context Context) letter.Hole {
	if n < 0 || n >= len(w.scan.holes) {
		panic("this is a bug in flowc: a token without a hole")
	}
	if w.placed[n] {
		w.scan.holes = append(w.scan.holes, w.scan.holes[n])
		n = len(w.scan.holes) - 1
	}
	w.placed[n] = true
	h := &w.scan.holes[n]
	h.Context, h.Within, h.Narrow = context, w.within, w.narrow
	return letter.Hole(n)
}
