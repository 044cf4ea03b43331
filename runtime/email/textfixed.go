package email

import "github.com/flowc/flowc/schema/letter"

// fixTexts makes the texts of the letter's outermost blocks that read nothing of a customer, once with the HTML. One is empty where it is
// written for each: also that of a block behind which no blank line is due.
func fixTexts(t *Template) [][]byte {
	fixed := make([][]byte, len(t.doc.Blocks))
	f := &filling{in: &Input{}}
	for i, b := range t.doc.Blocks {
		if reads(b) {
			continue
		}
		w := &textWriter{t: t, f: f}
		if w.block(b); w.gap {
			fixed[i] = w.dst
		}
	}
	return fixed
}

// reads is true for a block with a hole, or one that depends on a value in another way.
func reads(b letter.Block) (hole bool) {
	target := func(to letter.Target) {
		for _, part := range to.Parts {
			if _, ok := part.(letter.Value); ok {
				hole = true
			}
		}
	}
	letter.Doc{Blocks: letter.Blocks{b}}.Walk(func(b letter.Block) {
		switch b := b.(type) {
		case letter.Items, letter.OrderSummary, letter.If, letter.Share:
			hole = true
		case letter.Button:
			target(b.To)
		case letter.Hero:
			target(b.To)
			target(b.Image.Source)
		default: // the other kinds hold inlines and blocks alone
		}
	}, func(in letter.Inline) {
		switch in := in.(type) {
		case letter.Value:
			hole = true
		case letter.Link:
			target(in.To)
		case letter.Image:
			target(in.Source)
		default: // the other kinds have nothing to do here
		}
	})
	return hole
}

// letter writes all blocks of the letter, those that are fixed as they are. Where clicks are counted, each address is the customer's own.
func (w *textWriter) letter() {
	for i, b := range w.t.doc.Blocks {
		fixed := w.t.texts[i]
		if len(fixed) == 0 || w.f.in.Track != nil {
			w.block(b)
			continue
		}
		if w.gap {
			w.blank()
		}
		w.dst = append(w.dst, fixed...)
		w.gap = true
	}
}
