package email

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/flowc/flowc/schema/letter"
)

// The measures of the layout, in pixels.
const (
	layoutWidth = 600
	sideSpace   = 40
	cardGap     = 16
	cardSpace   = 16
)

// renderer writes the HTML of a letter as ops.
type renderer struct {
	p      *program
	t      *Template
	s      styles
	width  int  // of what stands inside of the block that is written
	links  int  // numbered so far
	card   bool // of a product: smaller
	fit    bool // pictures that stand alone are as wide as their box
	alone  bool // the picture stands alone in its paragraph
	listed bool // inside of a list
	last   bool // nothing follows in its box, so no space below
}

// styles are the inline styles of the light scheme; the dark one is in the head, by class.
type styles struct {
	light      scheme
	start, end string // left and right, or right and left
}

const (
	fontText = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
	fontCode = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
)

func (r *renderer) ink(more string) string {
	return fmt.Sprintf(`class="tx" style="color:%s;%s"`, r.s.light.ink, more)
}

// within renders into a program of its own.
func (r *renderer) within(write func(inner *renderer)) []op {
	inner := *r
	inner.p = &program{}
	write(&inner)
	r.links = inner.links
	return inner.p.done()
}

const presentation = `<table role="presentation" cellpadding="0" cellspacing="0" border="0"`

// rows writes the blocks as rows of the layout's table. A wide picture reaches to both edges, all else keeps its distance.
func (r *renderer) rows(blocks letter.Blocks) {
	open := false
	shut := func() {
		if open {
			r.p.lit("</td></tr>\n")
			open = false
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case letter.Hero:
			shut()
			r.p.lit(`<tr><td style="padding:8px 0 28px;">`)
			r.hero(b, layoutWidth, "0")
			r.p.lit("</td></tr>\n")
		case letter.If:
			shut()
			r.p.add(choice{b.When, r.within(func(in *renderer) { in.rows(b.Then) }), r.within(func(in *renderer) { in.rows(b.Else) })})
		default:
			if !open {
				r.p.lit(fmt.Sprintf(`<tr><td class="p" style="padding:0 %dpx;font-family:%s;font-size:16px;line-height:26px;">`, sideSpace, fontText), "\n")
				open = true
			}
			r.block(b)
		}
	}
	shut()
}

func (r *renderer) blocks(bs letter.Blocks) {
	for _, b := range bs {
		r.block(b)
	}
}

func (r *renderer) block(b letter.Block) {
	switch b := b.(type) {
	case letter.Paragraph:
		r.paragraph(b.Content)
	case letter.Heading:
		r.heading(b)
	case letter.Quote:
		r.p.lit(fmt.Sprintf(`<blockquote class="ln mu" style="margin:0 0 20px;padding:2px 0;padding-%s:18px;border-%s:3px solid %s;color:%s;">`, r.s.start, r.s.start, r.s.light.line, r.s.light.muted), "\n")
		r.muting(func(in *renderer) {
			for i, inner := range b.Blocks {
				in.last = i == len(b.Blocks)-1
				in.block(inner)
			}
		})
		r.p.lit("</blockquote>\n")
	case letter.ListBlock:
		r.list(b)
	case letter.Code:
		r.p.lit(fmt.Sprintf(`<pre class="ti tx" style="margin:0 0 20px;padding:14px 18px;background:%s;color:%s;border-radius:8px;font-family:%s;font-size:14px;line-height:22px;white-space:pre-wrap;word-break:break-word;">`, r.s.light.tint, r.s.light.ink, fontCode))
		r.inlines(b.Content)
		r.p.lit("</pre>\n")
	case letter.Rule:
		r.p.lit(fmt.Sprintf(`<hr class="ln" style="margin:28px 0;border:0;border-top:1px solid %s;">`, r.s.light.line), "\n")
	case letter.Table:
		r.table(b)
	case letter.Button:
		r.button(b)
	case letter.Hero:
		r.p.lit(`<div style="margin:0 0 20px;">`)
		r.hero(b, r.width, "10px")
		r.p.lit("</div>\n")
	case letter.Items:
		r.items(b)
	case letter.OrderSummary:
		r.p.add(summary{r.summaryStyle()})
	case letter.If:
		r.p.add(choice{b.When, r.within(func(in *renderer) { in.blocks(b.Then) }), r.within(func(in *renderer) { in.blocks(b.Else) })})
	case letter.Columns:
		r.columns(b)
	case letter.Share:
		r.links++
		r.p.add(sharing{b.Link, r.links - 1, r.shareStyle()})
	default:
		panic(fmt.Sprintf("this is a bug in flowc: no HTML for the block %T", b))
	}
}

// muting writes blocks in the muted colour.
func (r *renderer) muting(write func(in *renderer)) {
	inner := *r
	inner.s.light.ink = r.s.light.muted
	write(&inner)
	r.links = inner.links
}

func (r *renderer) paragraph(content letter.Inlines) {
	space := 18
	if r.card {
		space = 8
	}
	if r.last {
		space = 0
	}
	class := "tx"
	if r.s.light.ink == r.s.light.muted {
		class = "mu"
	}
	r.p.lit(fmt.Sprintf(`<p class="%s" style="margin:0 0 %dpx;color:%s;">`, class, space, r.s.light.ink))
	if len(content) == 1 {
		r.alone = true
	}
	r.inlines(content)
	r.alone = false
	r.p.lit("</p>\n")
}

func (r *renderer) heading(b letter.Heading) {
	size, height, weight, above, below := 17, 24, 600, 24, 8
	class := "tx"
	switch {
	case b.Level == 1:
		size, height, weight, above, below = 30, 36, 700, 0, 16
		class = "tx h1"
	case b.Level == 2:
		size, height, weight, above, below = 21, 28, 700, 30, 10
	}
	if r.card {
		size, height, above, below = min(size, 17), min(height, 24), 4, 4
	}
	tag := "h" + strconv.Itoa(b.Level)
	r.p.lit(fmt.Sprintf(`<%s class="%s" style="margin:%dpx 0 %dpx;color:%s;font-size:%dpx;line-height:%dpx;font-weight:%d;letter-spacing:-0.01em;">`, tag, class, above, below, r.s.light.ink, size, height, weight))
	r.inlines(b.Content)
	r.p.lit("</", tag, ">\n")
}

func (r *renderer) list(b letter.ListBlock) {
	tag, start := "ul", ""
	if b.Ordered {
		tag = "ol"
		if b.Start != 1 {
			start = fmt.Sprintf(` start="%d"`, b.Start)
		}
	}
	below := "18px"
	if r.listed {
		below = "0"
	}
	outer := r.listed
	r.listed = true
	defer func() { r.listed = outer }()
	r.p.lit(fmt.Sprintf(`<%s%s %s>`, tag, start, r.ink("margin:0 0 "+below+";padding:0;padding-"+r.s.start+":24px;")), "\n")
	for _, item := range b.Items {
		r.p.lit(`<li style="margin:0 0 6px;">`)
		for i, block := range item {
			// A tight item is its text; the paragraphs of a loose one keep their distance.
			if p, ok := block.(letter.Paragraph); ok && b.Tight {
				if i > 0 {
					r.p.lit("<br>")
				}
				r.inlines(p.Content)
				continue
			}
			r.block(block)
		}
		r.p.lit("</li>\n")
	}
	r.p.lit("</", tag, ">\n")
}

func (r *renderer) table(b letter.Table) {
	r.p.lit(fmt.Sprintf(`<table class="tx" width="100%%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px;border-collapse:collapse;color:%s;font-size:15px;line-height:22px;">`, r.s.light.ink))
	r.p.lit("<thead><tr>")
	for i, c := range b.Head {
		r.cell("th", ` scope="col"`, "mu ln", fmt.Sprintf("padding:8px 0;padding-%s:%s;border-bottom:2px solid %s;color:%s;font-size:13px;font-weight:600;", r.s.end, between(i, len(b.Head)), r.s.light.line, r.s.light.muted), b.Align, i, c)
	}
	r.p.lit("</tr></thead>\n<tbody>\n")
	for _, row := range b.Rows {
		r.p.lit("<tr>")
		for i, c := range row {
			r.cell("td", "", "tx ln", fmt.Sprintf("padding:10px 0;padding-%s:%s;border-bottom:1px solid %s;color:%s;vertical-align:top;", r.s.end, between(i, len(row)), r.s.light.line, r.s.light.ink), b.Align, i, c)
		}
		r.p.lit("</tr>\n")
	}
	r.p.lit("</tbody></table>\n")
}

// between is the space after a cell: none after the last one, so that the table ends where the text does.
func between(i, columns int) string {
	if i == columns-1 {
		return "0"
	}
	return "12px"
}

func (r *renderer) cell(tag, attributes, class, style string, align []letter.Align, i int, c letter.Cell) {
	side := r.s.start
	if i < len(align) {
		switch align[i] {
		case letter.AlignCenter:
			side = "center"
		case letter.AlignRight:
			side = "right"
		case letter.AlignLeft:
			side = "left"
		}
	}
	r.p.lit("<", tag, attributes, ` align="`, side, `" class="`, class, `" style="`, style, "text-align:", side, `;">`)
	r.inlines(c.Content)
	r.p.lit("</", tag, ">")
}

func (r *renderer) columns(b letter.Columns) {
	n := len(b.Parts)
	width := (r.width - (n-1)*cardGap) / n
	r.p.lit(presentation, ` width="100%" style="margin:0 0 8px;"><tr>`)
	for i, part := range b.Parts {
		inner := 0
		if i < n-1 {
			inner = cardGap
		}
		far := r.s.end
		r.p.lit(fmt.Sprintf(`<td class="col" valign="top" width="%d%%" style="padding:0;padding-%s:%dpx;vertical-align:top;">`, 100/n, far, inner))
		r.p.lit("\n")
		outer, fit := r.width, r.fit
		r.width, r.fit = width, true
		r.blocks(part)
		r.width, r.fit = outer, fit
		r.p.lit("</td>")
	}
	r.p.lit("</tr></table>\n")
}

func (r *renderer) items(b letter.Items) {
	columns := max(1, b.Columns)
	b.Columns = columns
	share := 100 / columns
	width := (r.width-(columns-1)*cardGap)/columns - 2*cardSpace - 2
	body := r.within(func(in *renderer) {
		in.card, in.fit, in.width = true, true, width
		in.blocks(b.Blocks)
	})
	half := cardGap / 2
	outside := fmt.Sprintf("padding:0 %dpx %dpx;", half, cardGap)
	if columns == 1 {
		outside = fmt.Sprintf("padding:0 0 %dpx;", cardGap)
		half = 0
	}
	r.p.add(cards{
		of:    b,
		begin: fmt.Sprintf(`<div class="gap" style="margin:0 -%dpx 12px;">%s width="100%%">`, half, presentation) + "\n", end: "</table></div>\n",
		row: "<tr>", rowEnd: "</tr>\n",
		cell:    fmt.Sprintf(`<td class="col" valign="top" width="%d%%" style="%svertical-align:top;">%s width="100%%"><tr><td class="ln" style="padding:%dpx %dpx %dpx;border:1px solid %s;border-radius:12px;font-size:15px;line-height:22px;">`, share, outside, presentation, cardSpace, cardSpace, cardSpace-8, r.s.light.line) + "\n",
		cellEnd: "</td></tr></table></td>", blank: fmt.Sprintf(`<td class="col" width="%d%%" style="padding:0;"></td>`, share), body: body,
	})
}

func (r *renderer) button(b letter.Button) {
	light := r.s.light
	class, background, text, rim := "bt", light.button, light.onButton, light.rim
	if b.Outline {
		class, background, text, rim = "bo", light.card, light.link, light.link
	}
	space, pad := 22, "13px 26px"
	if r.card {
		space, pad = 10, "9px 18px"
	}
	bg := fmt.Sprintf(` bgcolor="%s"`, background)
	if b.Outline {
		bg = ""
	}
	begin := fmt.Sprintf(`%s style="margin:6px 0 %dpx;"><tr><td class="%s"%s align="center" style="border-radius:10px;border:1px solid %s;`, presentation, space, class, bg, rim)
	if !b.Outline {
		begin += fmt.Sprintf("background:%s;", background)
	}
	begin += fmt.Sprintf(`mso-padding-alt:%s;"><a href="`, pad)
	after := fmt.Sprintf(`" class="%st" style="display:inline-block;padding:%s;color:%s;font-family:%s;font-size:16px;line-height:22px;font-weight:600;text-decoration:none;border-radius:10px;">`, class, pad, text, fontText)
	if r.card {
		after = strings.Replace(after, "font-size:16px;line-height:22px", "font-size:14px;line-height:20px", 1)
	}
	r.links++
	number := r.links - 1
	r.p.add(anchor{to: b.To, number: number, before: begin, after: after, body: r.within(func(in *renderer) { in.inlines(b.Label) }), end: "</a></td></tr></table>\n"})
}

func (r *renderer) hero(b letter.Hero, width int, radius string) {
	img := r.within(func(in *renderer) {
		in.p.add(in.pictureOp(b.Image, fmt.Sprintf(`width="%d" style="display:block;width:100%%;max-width:%dpx;height:auto;border:0;border-radius:%s;"`, width, width, radius)))
	})
	if b.To.IsZero() {
		for _, o := range img {
			r.p.add(o)
		}
		return
	}
	r.links++
	r.p.add(anchor{to: b.To, number: r.links - 1, before: `<a href="`, after: `" style="text-decoration:none;">`, body: img, end: "</a>", fallback: img})
}

func (r *renderer) pictureOp(img letter.Image, attributes string) picture {
	return picture{from: img.Source, before: `<img src="`, after: `" ` + attributes + ` alt="`, alt: r.within(func(in *renderer) { in.inlines(img.Alt) }), end: `">`}
}
