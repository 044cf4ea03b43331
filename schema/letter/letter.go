// Package letter is the vocabulary that the compiler of Markdown bodies and the mail renderer share: a letter as a tree
// of blocks and inlines with numbered holes. It is plain data: nothing in it knows Markdown, HTML or HCL.
package letter

// Doc is one body. Holes are numbered from 0 in the order of the source; what fills a hole is kept beside the Doc.
type Doc struct {
	Blocks Blocks
}

// Block is one block of a letter: Paragraph, Heading, Quote, ListBlock, Code, Rule, Table, Button, Hero, Items, OrderSummary, If,
// Columns or Share.
//
//sumtype:decl
type Block interface{ block() }

// Inline is one piece of running text: Text, Value, Strong, Emphasis, Strike, CodeSpan, Link, Image or Break.
//
//sumtype:decl
type Inline interface{ inline() }

// Blocks are blocks from top to bottom.
type Blocks []Block

// Inlines are pieces of running text, one after the other.
type Inlines []Inline

// Hole is the number of the expression that fills a place.
type Hole int

// The blocks.
type (
	// Paragraph is running text.
	Paragraph struct {
		Content Inlines
	}
	// Heading is a heading of level 1 to 6.
	Heading struct {
		Level   int
		Content Inlines
	}
	// Quote is a block quotation.
	Quote struct {
		Blocks Blocks
	}
	// ListBlock is a list; Ordered lists count from Start. A Tight list has no space between its items.
	ListBlock struct {
		Ordered bool
		Start   int
		Tight   bool
		Items   []Blocks
	}
	// Code is a fenced block, shown as it is: Text with line ends, and Value.
	Code struct {
		Content Inlines
	}
	// Rule is a horizontal line.
	Rule struct{}
	// Table is a data table. Each row has as many cells as the head.
	Table struct {
		Align []Align
		Head  []Cell
		Rows  [][]Cell
	}
	// Button is a paragraph that was only a link with {.button} or {.button-outline}.
	Button struct {
		Outline bool
		Label   Inlines
		To      Target
	}
	// Hero is a picture that stands alone with {.hero}: as wide as the layout. To is empty where it leads nowhere.
	Hero struct {
		Image Image
		To    Target
	}
	// Items repeats its blocks as a card for each element of the list in From, at most Max, in Columns (1 or 2).
	// Inside, the holes that read `item` are evaluated once an element.
	Items struct {
		From    Hole
		Max     int
		Columns int
		Blocks  Blocks
	}
	// OrderSummary is the table of the order's lines and totals.
	OrderSummary struct{}
	// If shows Then where the hole is true, else Else.
	If struct {
		When Hole
		Then Blocks
		Else Blocks
	}
	// Columns puts each part beside the other, and below it on a phone. There are 2 or 3 parts.
	Columns struct {
		Parts []Blocks
	}
	// Share offers a link to pass on.
	Share struct {
		Link Hole
	}
)

// The inlines.
type (
	// Text is literal text.
	Text struct {
		Text string
	}
	// Value is a hole in running text.
	Value struct {
		Hole Hole
	}
	// Strong marks important text.
	Strong struct {
		Content Inlines
	}
	// Emphasis marks stressed text.
	Emphasis struct {
		Content Inlines
	}
	// Strike crosses text out.
	Strike struct {
		Content Inlines
	}
	// CodeSpan is text in a fixed font: Text and Value only.
	CodeSpan struct {
		Content Inlines
	}
	// Link leads to its target. Its content holds no other link.
	Link struct {
		Content Inlines
		To      Target
	}
	// Image is a picture. Alt holds Text and Value only.
	Image struct {
		Source Target
		Alt    Inlines
	}
	// Break is a line break that was asked for.
	Break struct{}
)

// Target is an address made of literal parts and holes: Text and Value only. One hole alone is a whole address (of kind url); a
// hole among literal parts is a part of one and is percent-encoded. The first literal part then holds scheme and host.
type Target struct {
	Parts Inlines
}

// Whole is the hole of a target that is one hole alone.
func (t Target) Whole() (Hole, bool) {
	if len(t.Parts) != 1 {
		return 0, false
	}
	v, ok := t.Parts[0].(Value)
	return v.Hole, ok
}

// IsZero is true for the target that leads nowhere.
func (t Target) IsZero() bool { return len(t.Parts) == 0 }

// Align is a table column's alignment.
type Align int

// The alignments.
const (
	AlignNone Align = iota
	AlignLeft
	AlignCenter
	AlignRight
)

// Cell is one cell of a table.
type Cell struct {
	Content Inlines
}

func (Paragraph) block()    {}
func (Heading) block()      {}
func (Quote) block()        {}
func (ListBlock) block()    {}
func (Code) block()         {}
func (Rule) block()         {}
func (Table) block()        {}
func (Button) block()       {}
func (Hero) block()         {}
func (Items) block()        {}
func (OrderSummary) block() {}
func (If) block()           {}
func (Columns) block()      {}
func (Share) block()        {}

func (Text) inline()     {}
func (Value) inline()    {}
func (Strong) inline()   {}
func (Emphasis) inline() {}
func (Strike) inline()   {}
func (CodeSpan) inline() {}
func (Link) inline()     {}
func (Image) inline()    {}
func (Break) inline()    {}
