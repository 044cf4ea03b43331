package email

import (
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
)

// filling is one customer's values while a letter is rendered.
type filling struct {
	in    *Input
	item  facts.Value // of the enclosing items, else absent
	texts []string    // of holes outside of items, once they were asked for
	known []bool
	part  []byte
}

func (f *filling) reset(t *Template, in *Input) {
	f.in, f.item = in, facts.Value{}
	if cap(f.texts) < t.holes {
		f.texts, f.known = make([]string, t.holes), make([]bool, t.holes)
	}
	f.texts, f.known = f.texts[:t.holes], f.known[:t.holes]
	clear(f.texts)
	clear(f.known)
}

func (f *filling) value(h letter.Hole) facts.Value {
	if f.in.Hole == nil {
		return facts.Value{}
	}
	return f.in.Hole(h, f.item)
}

// text is the value of a hole on one line.
func (f *filling) text(h letter.Hole) string {
	if !f.item.IsAbsent() || int(h) >= len(f.texts) {
		return plain(f.value(h), f.in.Locale)
	}
	if !f.known[h] {
		f.texts[h], f.known[h] = plain(f.value(h), f.in.Locale), true
	}
	return f.texts[h]
}

// target is the address that a link leads to, or a picture comes from; false where it is none that may stand in a letter.
func (f *filling) target(to letter.Target, picture bool) (string, bool) {
	if h, whole := to.Whole(); whole {
		return address(f.value(h).Text(), picture)
	}
	if len(to.Parts) == 1 {
		if text, ok := to.Parts[0].(letter.Text); ok {
			return text.Text, true
		}
	}
	f.part = f.part[:0]
	for _, p := range to.Parts {
		switch p := p.(type) {
		case letter.Text:
			f.part = append(f.part, p.Text...)
		case letter.Value:
			f.part = appendPart(f.part, f.text(p.Hole))
		default: // the other kinds have nothing to do here
		}
	}
	return string(f.part), len(f.part) > 0 && len(f.part) <= urlMax
}

// link is target with the address that stands for it when clicks are counted.
func (f *filling) link(to letter.Target, number int) (string, bool) {
	u, ok := f.target(to, false)
	if ok && f.in.Track != nil {
		u = f.in.Track(number, u)
	}
	return u, ok && u != ""
}

// elements are the elements that items shows.
func (f *filling) elements(b letter.Items) []facts.Value {
	list := f.value(b.From).List()
	return list[:min(len(list), max(0, b.Max))]
}
