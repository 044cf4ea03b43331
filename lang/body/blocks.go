package body

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/flowc/flowc/schema/letter"
)

// walker turns goldmark's tree into a letter.
type walker struct {
	*report
	scan   *scanned
	source []byte

	components []Component
	links      []Link
	words      int

	// Where the walk stands.
	depth  int
	within int      // the hole of the enclosing items, or -1
	narrow []Narrow // the enclosing conditions
	inside place

	placed map[int]bool
	// closedEach is true where columns were closed one by one, which is one mistake.
	closedEach bool
}

// place says what a block stands in, as far as it decides what may stand there.
type place struct {
	list, quote, items, columns bool
}

func (w *walker) document(root ast.Node) letter.Doc {
	w.placed = map[int]bool{}
	doc := letter.Doc{Blocks: w.blocks(root)}
	w.unplaced()
	if len(doc.Blocks) == 0 && !w.list.HasErrors() {
		w.add("F0625", 0, min(len(w.src), 1), "The letter has no text. Write at least one line.")
	}
	return doc
}

// unplaced says which holes and components of the file did not come into the letter: nothing is dropped in silence.
func (w *walker) unplaced() {
	// Behind columns that were closed one by one, or a divider of nothing, each line that closes or divides would seem to be wrong.
	adrift := w.closedEach
	for i, c := range w.scan.components {
		if c.hole >= 0 && c.placed {
			w.placed[c.hole] = true
		}
		if c.placed || c.kind == unknown || w.lost() && c.kind == closing {
			continue
		}
		divides := c.kind == otherwise || c.kind == column
		if adrift && (divides || c.kind == closing) {
			continue
		}
		adrift = adrift || divides
		w.misplaced(i)
	}
	for i, h := range w.scan.holes {
		if !w.placed[i] && !w.list.HasErrors() {
			w.put(newAt("F0623", h, "An expression cannot stand here: not in the name of a reference, the title of a link or the word after the marks of a code block. Put it into the text or into an address."))
		}
	}
}

// lost is true where a component is none that this version knows, so that what closes what is a guess.
func (w *walker) lost() bool { return w.said("F0613", "F0690") }

func (w *walker) misplaced(i int) {
	c := w.scan.components[i]
	if c.kind == closing {
		w.add("F0618", c.start, c.end, "There is no component here that this line could close. A component that holds nothing, such as ::: order-summary, has no closing line. Take the line out.")
		return
	}
	if c.kind == otherwise || c.kind == column {
		of := map[kind]kind{otherwise: ifHolds, column: columns}[c.kind]
		w.add("F0619", c.start, c.end, fmt.Sprintf("The line ::: %s divides a component ::: %s, and must stand in one, indented like it.", c.kind, of))
		return
	}
	w.add("F0620", c.start, c.end, fmt.Sprintf("The component %q cannot stand here. Put it on a line of its own, outside of quotations, tables and code.", string(c.kind)))
}

func (w *walker) blocks(parent ast.Node) letter.Blocks {
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > nestingMax {
		at := w.nodeStart(parent)
		w.tooDeep(at, at+1)
		return nil
	}
	var out letter.Blocks
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if b := w.block(n); b != nil {
			out = append(out, b)
		}
	}
	return out
}

func (w *walker) tooDeep(start, end int) {
	if !w.said("F0602") {
		w.add("F0602", start, end, fmt.Sprintf("Quotations, lists and components stand inside each other here more than %d levels deep.", nestingMax))
	}
}

// block is the letter's block for a node of goldmark's tree; nil for one that shows nothing.
func (w *walker) block(n ast.Node) letter.Block {
	switch n := n.(type) {
	case *ast.Paragraph:
		return w.paragraph(n)
	case *ast.TextBlock:
		return w.paragraph(n)
	case *ast.Heading:
		content := trimmed(w.inlines(n))
		if blank(content) {
			return nil
		}
		return letter.Heading{Level: n.Level, Content: content}
	case *ast.Blockquote:
		outer := w.inside
		w.inside.quote = true
		blocks := w.blocks(n)
		w.inside = outer
		if len(blocks) == 0 {
			return nil
		}
		return letter.Quote{Blocks: blocks}
	case *ast.List:
		return w.listBlock(n)
	case *ast.FencedCodeBlock:
		return w.codeBlock(n)
	case *ast.ThematicBreak:
		return letter.Rule{}
	case *extast.Table:
		return w.table(n)
	case *componentNode:
		return w.component(n)
	case *ast.LinkReferenceDefinition:
		return nil
	default:
		panic(fmt.Sprintf("this is a bug in flowc: no block for the node %s", n.Kind()))
	}
}

func (w *walker) paragraph(n ast.Node) letter.Block {
	if b := w.alone(n); b != nil {
		return b
	}
	w.overIndented(n)
	content := trimmed(w.inlines(n))
	if blank(content) {
		return nil
	}
	return letter.Paragraph{Content: content}
}

// overIndented refuses a list, a quotation or a block of code that is indented so far that Markdown takes it for a paragraph: a
// paragraph begins with their signs in no other way.
func (w *walker) overIndented(n ast.Node) {
	if n.Lines().Len() == 0 {
		return
	}
	seg := n.Lines().At(0)
	text := seg.Value(w.source)
	_, fenced := fenceOf(text)
	if m := marker(text); m > 0 && len(strings.TrimSpace(string(text[m:]))) > 0 || fenced {
		at := seg.Start
		w.add("F0629", w.scan.origin(at), w.scan.originEnd(at+max(1, marker(text))), "This line is indented so far that Markdown no longer takes its sign for a list, a quotation or code. Indent it like the lines around it.")
	}
}

func (w *walker) listBlock(n *ast.List) letter.Block {
	outer := w.inside
	w.inside.list = true
	defer func() { w.inside = outer }()
	l := letter.ListBlock{Ordered: n.IsOrdered(), Tight: n.IsTight}
	if l.Ordered {
		l.Start = n.Start
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		l.Items = append(l.Items, w.blocks(item))
	}
	return l
}

func (w *walker) codeBlock(n *ast.FencedCodeBlock) letter.Block {
	content := &running{}
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		w.raw(content, seg.Value(w.source))
	}
	w.codeIsClosed(n)
	return letter.Code{Content: content.inlines()}
}

// codeIsClosed refuses a block whose closing marks goldmark does not take for them, since they are indented further.
func (w *walker) codeIsClosed(n *ast.FencedCodeBlock) {
	last := n.Lines().Len() - 1
	if last < 0 || w.said("F0628") {
		return
	}
	end := n.Lines().At(last).Stop
	f, ok := fence{}, false
	if end <= len(w.source) {
		f, ok = fenceOf(w.source[end:lineEnd(w.source, end)])
	}
	if !ok || f.length < 3 {
		at := w.nodeStart(n)
		w.add("F0628", at, at+1, "The block of code that begins above this line is not closed by marks that are indented like its first ones, so that the text after it would be shown as code.")
	}
}

func (w *walker) table(n *extast.Table) letter.Block {
	t := letter.Table{}
	for _, a := range n.Alignments {
		t.Align = append(t.Align, map[extast.Alignment]letter.Align{extast.AlignLeft: letter.AlignLeft, extast.AlignCenter: letter.AlignCenter, extast.AlignRight: letter.AlignRight}[a])
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []letter.Cell
		end := row.Pos()
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, letter.Cell{Content: trimmed(w.inlines(cell))})
			if lines := cell.Lines(); lines != nil && lines.Len() > 0 {
				end = max(end, lines.At(lines.Len()-1).Stop)
			}
		}
		w.surplusCells(end)
		if _, head := row.(*extast.TableHeader); head {
			t.Head = cells
			continue
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// surplusCells refuses a row with more cells than the table has columns: they would be dropped.
func (w *walker) surplusCells(end int) {
	if end < 0 || end > len(w.source) {
		return
	}
	rest := string(w.source[end:lineEnd(w.source, end)])
	_, rest, _ = strings.Cut(rest, "|")
	if strings.Trim(rest, " \t|") != "" {
		start := lineEnd(w.source, end) - len(rest)
		w.add("F0627", w.scan.origin(start), w.scan.originEnd(start+len(rest)), "This row has more cells than the table has columns, and the last ones would not be shown. Give the second line of the table, |---|---|, as many columns, or write \\| where a bar is part of the text.")
	}
}

// nodeStart is the place of a node in the file.
func (w *walker) nodeStart(n ast.Node) int {
	if lines := n.Lines(); n.Type() != ast.TypeInline && lines != nil && lines.Len() > 0 {
		return w.scan.origin(lines.At(0).Start)
	}
	for c := n; c != nil; c = c.FirstChild() {
		if at := c.Pos(); at >= 0 {
			return w.scan.origin(at)
		}
	}
	return 0
}

// leftover finds the placeholders of a text that is not finished. TODO alone is a word of Spanish.
var leftover = regexp.MustCompile(`(?i)\blorem ipsum\b|\bTODO:|\bFIXME\b`)
