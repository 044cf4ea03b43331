package email

import (
	"net/url"

	"github.com/flowc/flowc/schema/letter"
)

// op is one step of writing a letter's HTML: literal, value, part, anchor, picture, choice, cards, summary, sharing or dynamic.
//
//sumtype:decl
type op interface{ html(x *writing) }

// writing is one letter's HTML while it is made.
type writing struct {
	*filling
	t   *Template
	dst []byte
}

func runHTML(t *Template, f *filling, dst []byte) []byte {
	x := &writing{filling: f, t: t, dst: dst}
	x.run(t.html)
	return x.dst
}

func (x *writing) run(ops []op) {
	for _, o := range ops {
		if len(x.dst) > 2*SizeMax {
			return // too large already; Render says so
		}
		o.html(x)
	}
}

func (x *writing) text(s string) { x.dst = appendEscaped(x.dst, s) }

func (x *writing) raw(s string) { x.dst = append(x.dst, s...) }

type (
	// literal is HTML as it is.
	literal string
	// value is a hole, in text or in a quoted attribute: the escaping is the same.
	value struct{ hole letter.Hole }
	// anchor is a link around what it leads from; without an address only fallback is shown.
	anchor struct {
		to            letter.Target
		number        int
		before, after string // <a href=" and " style="…">
		body          []op
		end           string
		fallback      []op
	}
	// picture is an image, of which nothing is shown without an address.
	picture struct {
		from          letter.Target
		before, after string
		alt           []op
		end           string
	}
	// choice is a condition.
	choice struct {
		when            letter.Hole
		then, otherwise []op
	}
	// cards repeats its body for each element of a list.
	cards struct {
		of            letter.Items
		begin, end    string // around all, where there is an element
		row, rowEnd   string
		cell, cellEnd string
		blank         string // the cell that fills the last row
		body          []op
	}
	// summary is the order's table.
	summary struct{ style summaryStyle }
	// sharing is a link to pass on.
	sharing struct {
		link   letter.Hole
		number int
		style  shareStyle
	}
	// dynamic is a text of the input, or of the layout, that may be left out.
	dynamic struct {
		text          func(in *Input) string
		before, after string
		attribute     bool // an address rather than text
	}
)

func (o literal) html(x *writing) { x.raw(string(o)) }

func (o value) html(x *writing) { x.text(x.filling.text(o.hole)) }

func (o anchor) html(x *writing) {
	to, ok := x.link(o.to, o.number)
	if !ok {
		x.run(o.fallback)
		return
	}
	x.raw(o.before)
	x.text(to)
	x.raw(o.after)
	x.run(o.body)
	x.raw(o.end)
}

func (o picture) html(x *writing) {
	from, ok := x.target(o.from, true)
	if !ok {
		return
	}
	x.raw(o.before)
	x.text(from)
	x.raw(o.after)
	x.run(o.alt)
	x.raw(o.end)
}

func (o choice) html(x *writing) {
	if x.value(o.when).True() {
		x.run(o.then)
		return
	}
	x.run(o.otherwise)
}

func (o cards) html(x *writing) {
	all := x.elements(o.of)
	if len(all) == 0 {
		return
	}
	outer := x.item
	x.raw(o.begin)
	for i, item := range all {
		if i%o.of.Columns == 0 {
			x.raw(o.row)
		}
		x.item = item
		x.raw(o.cell)
		x.run(o.body)
		x.raw(o.cellEnd)
		if i == len(all)-1 {
			for j := i + 1; j%o.of.Columns != 0; j++ {
				x.raw(o.blank)
			}
		}
		if (i+1)%o.of.Columns == 0 || i == len(all)-1 {
			x.raw(o.rowEnd)
		}
	}
	x.raw(o.end)
	x.item = outer
}

func (o dynamic) html(x *writing) {
	text := Normal(o.text(x.in))
	if o.attribute {
		var ok bool
		if text, ok = address(text, false); !ok {
			return
		}
	}
	if text == "" {
		return
	}
	x.raw(o.before)
	x.text(text)
	x.raw(o.after)
}

// shareStyle is the HTML around the parts of sharing.
type shareStyle struct {
	begin, end              string
	href, hrefEnd, aEnd     string // of the link itself
	button, label, labelEnd string
	between                 string
}

func (o sharing) html(x *writing) {
	to, ok := x.link(letter.Target{Parts: letter.Inlines{letter.Value{Hole: o.link}}}, o.number)
	if !ok {
		return
	}
	x.raw(o.style.begin)
	x.raw(o.style.href)
	x.text(to)
	x.raw(o.style.hrefEnd)
	x.text(to)
	x.raw(o.style.aEnd)
	for i, b := range shareButtons(x.t.words, to) {
		if i > 0 {
			x.raw(o.style.between)
		}
		x.raw(o.style.button)
		x.text(b.to)
		x.raw(o.style.label)
		x.text(b.label)
		x.raw(o.style.labelEnd)
	}
	x.raw(o.style.end)
}

// shareButton is one way to pass a link on.
type shareButton struct{ label, to string }

func shareButtons(w words, link string) [2]shareButton {
	q := url.QueryEscape(link)
	return [2]shareButton{{w.shareMail, "mailto:?body=" + string(appendPart(nil, link))}, {w.shareWhatsApp, "https://wa.me/?text=" + q}}
}

// program collects ops; neighbouring literals become one.
type program struct {
	ops  []op
	text []byte
}

func (p *program) lit(parts ...string) {
	for _, s := range parts {
		p.text = append(p.text, s...)
	}
}

func (p *program) add(o op) { p.ops = append(p.done(), o) }

// done is what was collected.
func (p *program) done() []op {
	if len(p.text) > 0 {
		p.ops = append(p.ops, literal(p.text))
		p.text = nil
	}
	return p.ops
}
