package machine

import (
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
)

func (v *machineValidator) letters(place Name, letters []Letter) {
	v.needIn(len(letters) > 0 && letters[0].Locale == "", place, "no letter in the project's language")
	seen := map[string]bool{}
	for i := range letters {
		l := &letters[i]
		v.needIn(!seen[l.Locale], place, "two letters in %q", l.Locale)
		seen[l.Locale] = true
		v.part(place, "subject", l.Subject, true, facts.String, facts.URL)
		v.part(place, "preheader", l.Preheader, true, facts.String, facts.URL)
		v.needIn(len(l.Body.Holes) <= holesMax, place, "%d holes", len(l.Body.Holes))
		for _, e := range l.Body.Holes {
			v.part(place, "a hole", e, true)
		}
		b := &bodyValidator{machineValidator: v, place: place, body: &l.Body}
		b.blocks(l.Body.Doc.Blocks, 0)
	}
}

// bodyValidator checks that a letter's tree is one that can be rendered: no part is missing, and each hole is there and of its place's kind.
type bodyValidator struct {
	*machineValidator
	place Name
	body  *Body
}

func (v *bodyValidator) fail(format string, args ...any) { v.failIn(v.place, format, args...) }

func (v *bodyValidator) hole(h letter.Hole, kinds ...facts.Kind) {
	if h < 0 || int(h) >= len(v.body.Holes) {
		v.fail("the letter has no hole %d", h)
		return
	}
	if v.err != nil || len(kinds) == 0 {
		return
	}
	kind := v.body.Holes[h].Type().Kind
	for _, k := range kinds {
		if kind == k {
			return
		}
	}
	v.fail("hole %d is a %s", h, kind)
}

func (v *bodyValidator) blocks(list letter.Blocks, level int) {
	if level > levelsMax {
		v.fail("a letter of more than %d levels", levelsMax)
	}
	if v.err != nil {
		return
	}
	level++
	for _, b := range list {
		switch x := b.(type) {
		case letter.Paragraph:
			v.inlines(x.Content, level)
		case letter.Heading:
			v.need(1 <= x.Level && x.Level <= 6, "a heading of level %d", x.Level)
			v.inlines(x.Content, level)
		case letter.Quote:
			v.blocks(x.Blocks, level)
		case letter.ListBlock:
			for _, item := range x.Items {
				v.blocks(item, level)
			}
		case letter.Code:
			v.inlines(x.Content, level)
		case letter.Rule, letter.OrderSummary:
		case letter.Table:
			v.cells(x.Head, level)
			for _, row := range x.Rows {
				v.cells(row, level)
			}
		case letter.Button:
			v.inlines(x.Label, level)
			v.target(x.To, level)
		case letter.Hero:
			v.image(x.Image, level)
			v.target(x.To, level)
		case letter.Items:
			v.hole(x.From, facts.List)
			v.need(x.Columns == 1 || x.Columns == 2, "%d columns", x.Columns)
			v.blocks(x.Blocks, level)
		case letter.If:
			v.hole(x.When, facts.Bool)
			v.blocks(x.Then, level)
			v.blocks(x.Else, level)
		case letter.Columns:
			for _, part := range x.Parts {
				v.blocks(part, level)
			}
		case letter.Share:
			v.hole(x.Link, facts.URL, facts.String)
		default:
			v.fail("no block where one belongs")
		}
	}
}

func (v *bodyValidator) cells(cells []letter.Cell, level int) {
	for _, c := range cells {
		v.inlines(c.Content, level)
	}
}

func (v *bodyValidator) image(x letter.Image, level int) {
	v.target(x.Source, level)
	v.inlines(x.Alt, level)
}

func (v *bodyValidator) target(t letter.Target, level int) {
	for _, part := range t.Parts {
		switch part.(type) {
		case letter.Text, letter.Value:
		default:
			v.fail("an address with something in it that is neither text nor a hole")
		}
	}
	v.inlines(t.Parts, level)
}

func (v *bodyValidator) inlines(list letter.Inlines, level int) {
	if level > levelsMax {
		v.fail("a letter of more than %d levels", levelsMax)
	}
	if v.err != nil {
		return
	}
	level++
	for _, i := range list {
		switch x := i.(type) {
		case letter.Text, letter.Break:
		case letter.Value:
			v.hole(x.Hole)
		case letter.Strong:
			v.inlines(x.Content, level)
		case letter.Emphasis:
			v.inlines(x.Content, level)
		case letter.Strike:
			v.inlines(x.Content, level)
		case letter.CodeSpan:
			v.inlines(x.Content, level)
		case letter.Link:
			v.inlines(x.Content, level)
			v.target(x.To, level)
		case letter.Image:
			v.image(x, level)
		default:
			v.fail("no inline where one belongs")
		}
	}
}
