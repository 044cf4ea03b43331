package letter

import "fmt"

// Walk calls block and inline for each piece of the letter from top to bottom, an outer piece before what it holds. Either may be nil.
// The parts of targets are not visited: see Target.
func (d Doc) Walk(block func(Block), inline func(Inline)) {
	if block == nil {
		block = func(Block) {}
	}
	if inline == nil {
		inline = func(Inline) {}
	}
	walker{block, inline}.blocks(d.Blocks)
}

type walker struct {
	block  func(Block)
	inline func(Inline)
}

func (w walker) blocks(bs Blocks) {
	for _, b := range bs {
		w.block(b)
		switch b := b.(type) {
		case Paragraph:
			w.inlines(b.Content)
		case Heading:
			w.inlines(b.Content)
		case Quote:
			w.blocks(b.Blocks)
		case ListBlock:
			for _, item := range b.Items {
				w.blocks(item)
			}
		case Code:
			w.inlines(b.Content)
		case Table:
			w.cells(b.Head)
			for _, row := range b.Rows {
				w.cells(row)
			}
		case Button:
			w.inlines(b.Label)
		case Hero:
			w.inlines(Inlines{b.Image})
		case Items:
			w.blocks(b.Blocks)
		case If:
			w.blocks(b.Then)
			w.blocks(b.Else)
		case Columns:
			for _, part := range b.Parts {
				w.blocks(part)
			}
		case Rule, OrderSummary, Share:
		default:
			panic(fmt.Sprintf("this is a bug in flowc: no walk through the block %T", b))
		}
	}
}

func (w walker) cells(cells []Cell) {
	for _, c := range cells {
		w.inlines(c.Content)
	}
}

func (w walker) inlines(is Inlines) {
	for _, in := range is {
		w.inline(in)
		switch in := in.(type) {
		case Strong:
			w.inlines(in.Content)
		case Emphasis:
			w.inlines(in.Content)
		case Strike:
			w.inlines(in.Content)
		case CodeSpan:
			w.inlines(in.Content)
		case Link:
			w.inlines(in.Content)
		case Image:
			w.inlines(in.Alt)
		case Text, Value, Break:
		default:
			panic(fmt.Sprintf("this is a bug in flowc: no walk through the inline %T", in))
		}
	}
}
