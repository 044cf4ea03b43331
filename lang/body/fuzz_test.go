package body

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/schema/letter"
)

// wellFormed checks what holds of every answer: ranges lie inside the file, holes in the tree are there, and a letter without
// errors holds every expression and shows something.
func wellFormed(t *testing.T, name, src string, b Body, list diag.List) {
	t.Helper()
	inFile := func(what string, r diag.Range) {
		t.Helper()
		if r.Start.Byte < 0 || r.Start.Byte > r.End.Byte || r.End.Byte > len(src) || r.Start.Line < 1 || r.Start.Column < 1 || r.End.Line < r.Start.Line || r.File != "letter.md" {
			t.Errorf("%s: %s has the range %+v, the file %d bytes", name, what, r, len(src))
			return
		}
		if line := 1 + strings.Count(src[:r.Start.Byte], "\n"); line != r.Start.Line {
			t.Errorf("%s: %s begins on line %d, not %d", name, what, line, r.Start.Line)
		}
	}
	for i, d := range list {
		if i < 3 {
			inFile(string(d.Code), d.Range)
		}
		if d.Detail == "" || !utf8.ValidString(d.Detail) {
			t.Errorf("%s: %s says %q", name, d.Code, d.Detail)
		}
	}
	seen := make([]bool, len(b.Holes))
	use := func(h letter.Hole) {
		if h == -1 && list.HasErrors() {
			return
		}
		if int(h) < 0 || int(h) >= len(b.Holes) {
			t.Fatalf("%s: the letter holds hole %d of %d", name, h, len(b.Holes))
		}
		seen[h] = true
	}
	target := func(to letter.Target) {
		for _, p := range to.Parts {
			switch p := p.(type) {
			case letter.Value:
				use(p.Hole)
			case letter.Text:
				if strings.ContainsAny(p.Text, "\"'<> \n") && !list.HasErrors() {
					t.Errorf("%s: the address %q", name, p.Text)
				}
			default:
				t.Errorf("%s: an address holds %#v", name, p)
			}
		}
	}
	b.Doc.Walk(func(block letter.Block) {
		switch block := block.(type) {
		case letter.Items:
			use(block.From)
		case letter.If:
			use(block.When)
		case letter.Share:
			use(block.Link)
		case letter.Button:
			target(block.To)
		case letter.Hero:
			target(block.To)
		case letter.Table:
			for _, row := range block.Rows {
				if len(row) != len(block.Head) {
					t.Errorf("%s: a row of %d cells in a table of %d columns", name, len(row), len(block.Head))
				}
			}
		}
	}, func(in letter.Inline) {
		switch in := in.(type) {
		case letter.Value:
			use(in.Hole)
		case letter.Link:
			target(in.To)
		case letter.Image:
			target(in.Source)
		case letter.Text:
			if strings.ContainsAny(in.Text, "\ue000\ue001\ue002") || !utf8.ValidString(in.Text) {
				t.Errorf("%s: the text %q", name, in.Text)
			}
		}
	})
	if list.HasErrors() {
		return
	}
	if len(b.Doc.Blocks) == 0 {
		t.Errorf("%s: compiles, and shows nothing", name)
	}
	for i, ok := range seen {
		if !ok {
			t.Errorf("%s: compiles, but hole %d is not in the letter", name, i)
		}
	}
	for i, h := range b.Holes {
		inFile("a hole", h.Range)
		if h.Within >= i || h.Expr == nil {
			t.Errorf("%s: hole %d is %+v", name, i, h)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range hostile {
		f.Add(seed + seed)
	}
	for _, m := range mistakes {
		if len(m.src) < 500 {
			f.Add(m.src)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		b, list := Parse("letter.md", []byte(src))
		wellFormed(t, "fuzz", src, b, list)
	})
}

// FuzzExpressionNeverLeavesItsHole puts text between ${ and }: whatever it is, it makes no markup of its own.
func FuzzExpressionNeverLeavesItsHole(f *testing.F) {
	for _, seed := range []string{"a", "\"}\"", "{a=1}", "\"${a}\"", "f(\"}\", \"{\")", "\n# x", "a}**b**${c", "\"$${\"", "<<E\nx\nE\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := "x ${" + text + "} y"
		b, list := Parse("letter.md", []byte(src))
		wellFormed(t, "fuzz", src, b, list)
		if !list.HasErrors() && len(b.Holes) == 0 {
			t.Errorf("%q: no hole and no error", src)
		}
	})
}
