package machine

import (
	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/letter"
)

// A block is [KIND,…] and so is an inline; a literal text is a plain text, and a hole in running text its number.

// block codes a block by its kind.
func (c *codec) block(b *letter.Block) {
	c.Array(func() {
		kind := ""
		if c.Writing() {
			kind = blockKind(*b)
		}
		c.Text(&kind)
		if c.Err() != nil {
			return
		}
		if c.Writing() {
			c.writeBlock(*b)
		} else {
			*b = c.readBlock(kind)
		}
	})
}

func blockKind(b letter.Block) string {
	switch b.(type) {
	case letter.Paragraph:
		return "p"
	case letter.Heading:
		return "h"
	case letter.Quote:
		return "quote"
	case letter.ListBlock:
		return "list"
	case letter.Code:
		return "code"
	case letter.Rule:
		return "rule"
	case letter.Table:
		return "table"
	case letter.Button:
		return "button"
	case letter.Hero:
		return "hero"
	case letter.Items:
		return "items"
	case letter.OrderSummary:
		return "order_summary"
	case letter.If:
		return "if"
	case letter.Columns:
		return "columns"
	case letter.Share:
		return "share"
	default:
		panic("this is a bug in flowc: an unknown block")
	}
}

// writeBlock and readBlock give a block by its kind to the description of its parts.
func (c *codec) writeBlock(b letter.Block) {
	switch x := b.(type) {
	case letter.Paragraph:
		c.inlines(&x.Content)
	case letter.Heading:
		c.heading(&x)
	case letter.Quote:
		c.blocks(&x.Blocks)
	case letter.ListBlock:
		c.list(&x)
	case letter.Code:
		c.inlines(&x.Content)
	case letter.Rule, letter.OrderSummary:
	case letter.Table:
		c.table(&x)
	case letter.Button:
		c.button(&x)
	case letter.Hero:
		c.hero(&x)
	case letter.Items:
		c.items(&x)
	case letter.If:
		c.choice(&x)
	case letter.Columns:
		wire.List(c.Coder, &x.Parts, c.blocks)
	case letter.Share:
		c.hole(&x.Link)
	default:
		panic("this is a bug in flowc: an unknown block")
	}
}

func (c *codec) readBlock(kind string) letter.Block {
	switch kind {
	case "p":
		return read(c.paragraph)
	case "h":
		return read(c.heading)
	case "quote":
		return read(func(x *letter.Quote) { c.blocks(&x.Blocks) })
	case "list":
		return read(c.list)
	case "code":
		return read(func(x *letter.Code) { c.inlines(&x.Content) })
	case "rule":
		return letter.Rule{}
	case "table":
		return read(c.table)
	case "button":
		return read(c.button)
	case "hero":
		return read(c.hero)
	case "items":
		return read(c.items)
	case "order_summary":
		return letter.OrderSummary{}
	case "if":
		return read(c.choice)
	case "columns":
		return read(func(x *letter.Columns) { wire.List(c.Coder, &x.Parts, c.blocks) })
	case "share":
		return read(func(x *letter.Share) { c.hole(&x.Link) })
	}
	c.Fail("no block %q", kind)
	return letter.Rule{}
}

func read[T any](parts func(*T)) T {
	var x T
	parts(&x)
	return x
}

func (c *codec) blocks(list *letter.Blocks)    { wire.List(c.Coder, (*[]letter.Block)(list), c.block) }
func (c *codec) inlines(list *letter.Inlines)  { wire.List(c.Coder, (*[]letter.Inline)(list), c.inline) }
func (c *codec) paragraph(x *letter.Paragraph) { c.inlines(&x.Content) }
func (c *codec) target(x *letter.Target)       { c.inlines(&x.Parts) }
func (c *codec) cell(x *letter.Cell)           { c.inlines(&x.Content) }

func (c *codec) hole(h *letter.Hole) {
	n := int(*h)
	c.Count(&n)
	*h = letter.Hole(n)
}

func (c *codec) heading(x *letter.Heading) {
	c.Count(&x.Level)
	c.inlines(&x.Content)
}

func (c *codec) list(x *letter.ListBlock) {
	c.Bool(&x.Ordered)
	c.Count(&x.Start)
	c.Bool(&x.Tight)
	wire.List(c.Coder, &x.Items, c.blocks)
}

func (c *codec) table(x *letter.Table) {
	wire.List(c.Coder, &x.Align, func(a *letter.Align) {
		n := int(*a)
		c.Count(&n)
		*a = letter.Align(n)
	})
	wire.List(c.Coder, &x.Head, c.cell)
	wire.List(c.Coder, &x.Rows, func(row *[]letter.Cell) { wire.List(c.Coder, row, c.cell) })
}

func (c *codec) button(x *letter.Button) {
	c.Bool(&x.Outline)
	c.inlines(&x.Label)
	c.target(&x.To)
}

func (c *codec) image(x *letter.Image) {
	c.target(&x.Source)
	c.inlines(&x.Alt)
}

func (c *codec) hero(x *letter.Hero) {
	c.image(&x.Image)
	c.target(&x.To)
}

func (c *codec) items(x *letter.Items) {
	c.hole(&x.From)
	c.Count(&x.Max)
	c.Count(&x.Columns)
	c.blocks(&x.Blocks)
}

func (c *codec) choice(x *letter.If) {
	c.hole(&x.When)
	c.blocks(&x.Then)
	c.blocks(&x.Else)
}

// inline codes an inline by its kind.
func (c *codec) inline(i *letter.Inline) {
	if c.Writing() {
		c.writeInline(*i)
		return
	}
	switch kind := c.Kind(); {
	case kind == '"':
		*i = read(func(x *letter.Text) { c.Text(&x.Text) })
	case '0' <= kind && kind <= '9':
		*i = read(func(x *letter.Value) { c.hole(&x.Hole) })
	default:
		c.Array(func() {
			var tag string
			c.Text(&tag)
			*i = c.readInline(tag)
		})
	}
}

func (c *codec) writeInline(i letter.Inline) {
	tagged := func(tag string, parts func()) {
		c.Array(func() {
			c.Text(&tag)
			parts()
		})
	}
	switch x := i.(type) {
	case letter.Text:
		c.Text(&x.Text)
	case letter.Value:
		c.hole(&x.Hole)
	case letter.Strong:
		tagged("strong", func() { c.inlines(&x.Content) })
	case letter.Emphasis:
		tagged("em", func() { c.inlines(&x.Content) })
	case letter.Strike:
		tagged("strike", func() { c.inlines(&x.Content) })
	case letter.CodeSpan:
		tagged("code", func() { c.inlines(&x.Content) })
	case letter.Link:
		tagged("link", func() { c.link(&x) })
	case letter.Image:
		tagged("image", func() { c.image(&x) })
	case letter.Break:
		tagged("break", func() {})
	default:
		panic("this is a bug in flowc: an unknown inline")
	}
}

func (c *codec) readInline(tag string) letter.Inline {
	switch tag {
	case "strong":
		return read(func(x *letter.Strong) { c.inlines(&x.Content) })
	case "em":
		return read(func(x *letter.Emphasis) { c.inlines(&x.Content) })
	case "strike":
		return read(func(x *letter.Strike) { c.inlines(&x.Content) })
	case "code":
		return read(func(x *letter.CodeSpan) { c.inlines(&x.Content) })
	case "link":
		return read(c.link)
	case "image":
		return read(c.image)
	case "break":
		return letter.Break{}
	}
	c.Fail("no inline %q", tag)
	return letter.Break{}
}

func (c *codec) link(x *letter.Link) {
	c.inlines(&x.Content)
	c.target(&x.To)
}
