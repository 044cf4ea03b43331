// Package letter is the vocabulary that the compiler of Markdown bodies and the mail renderer share: a letter as a tree
// of blocks and inlines with numbered holes. It is plain data with a JSON form: nothing in it knows Markdown, HTML or HCL.
package letter

// Doc is one body. Holes are numbered from 0 in the order of the source; what fills a hole is kept beside the Doc.
type Doc struct {
	Blocks Blocks `json:"blocks"`
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
		Content Inlines `json:"content"`
	}
	// Heading is a heading of level 1 to 6.
	Heading struct {
		Level   int     `json:"level"`
		Content Inlines `json:"content"`
	}
	// Quote is a block quotation.
	Quote struct {
		Blocks Blocks `json:"blocks"`
	}
	// ListBlock is a list; Ordered lists count from Start. A Tight list has no space between its items.
	ListBlock struct {
		Ordered bool     `json:"ordered,omitempty"`
		Start   int      `json:"start,omitempty"`
		Tight   bool     `json:"tight,omitempty"`
		Items   []Blocks `json:"items"`
	}
	// Code is a fenced block, shown as it is: Text with line ends, and Value.
	Code struct {
		Content Inlines `json:"content"`
	}
	// Rule is a horizontal line.
	Rule struct{}
	// Table is a data table. Each row has as many cells as the head.
	Table struct {
		Align []Align  `json:"align"`
		Head  []Cell   `json:"head"`
		Rows  [][]Cell `json:"rows,omitempty"`
	}
	// Button is a paragraph that was only a link with {.button} or {.button-outline}.
	Button struct {
		Outline bool    `json:"outline,omitempty"`
		Label   Inlines `json:"label"`
		To      Target  `json:"to"`
	}
	// Hero is a picture that stands alone with {.hero}: as wide as the layout. To is empty where it leads nowhere.
	Hero struct {
		Image Image  `json:"image"`
		To    Target `json:"to,omitzero"`
	}
	// Items repeats its blocks as a card for each element of the list in From, at most Max, in Columns (1 or 2).
	// Inside, the holes that read `item` are evaluated once an element.
	Items struct {
		From    Hole   `json:"from"`
		Max     int    `json:"max"`
		Columns int    `json:"columns"`
		Blocks  Blocks `json:"blocks"`
	}
	// OrderSummary is the table of the order's lines and totals.
	OrderSummary struct{}
	// If shows Then where the hole is true, else Else.
	If struct {
		When Hole   `json:"when"`
		Then Blocks `json:"then"`
		Else Blocks `json:"else,omitempty"`
	}
	// Columns puts each part beside the other, and below it on a phone. There are 2 or 3 parts.
	Columns struct {
		Parts []Blocks `json:"parts"`
	}
	// Share offers a link to pass on.
	Share struct {
		Link Hole `json:"link"`
	}
)

// The inlines.
type (
	// Text is literal text.
	Text struct {
		Text string `json:"text"`
	}
	// Value is a hole in running text.
	Value struct {
		Hole Hole `json:"hole"`
	}
	// Strong marks important text.
	Strong struct {
		Content Inlines `json:"content"`
	}
	// Emphasis marks stressed text.
	Emphasis struct {
		Content Inlines `json:"content"`
	}
	// Strike crosses text out.
	Strike struct {
		Content Inlines `json:"content"`
	}
	// CodeSpan is text in a fixed font: Text and Value only.
	CodeSpan struct {
		Content Inlines `json:"content"`
	}
	// Link leads to its target. Its content holds no other link.
	Link struct {
		Content Inlines `json:"content"`
		To      Target  `json:"to"`
	}
	// Image is a picture. Alt holds Text and Value only.
	Image struct {
		Source Target  `json:"source"`
		Alt    Inlines `json:"alt"`
	}
	// Break is a line break that was asked for.
	Break struct{}
)

// Target is an address made of literal parts and holes: Text and Value only. One hole alone is a whole address (of kind url); a
// hole among literal parts is a part of one and is percent-encoded. The first literal part then holds scheme and host.
type Target struct {
	Parts Inlines `json:"parts"`
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
	Content Inlines `json:"content"`
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
