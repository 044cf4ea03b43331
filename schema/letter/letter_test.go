package letter

import (
	"strings"
	"testing"
)

// everything holds each block and each inline once at least.
var everything = Doc{Blocks: Blocks{
	Heading{Level: 1, Content: Inlines{Text{"Hello "}, Value{0}}},
	Paragraph{Content: Inlines{Strong{Inlines{Text{"a"}}}, Emphasis{Inlines{Text{"b"}}}, Strike{Inlines{Text{"c"}}}, CodeSpan{Inlines{Text{"d"}}}, Break{},
		Link{Content: Inlines{Text{"e"}}, To: Target{Inlines{Text{"https://acme.example/"}, Value{1}}}},
		Image{Source: Target{Inlines{Value{2}}}, Alt: Inlines{Text{"f"}}}}},
	Quote{Blocks{Paragraph{Inlines{Text{"g"}}}}},
	ListBlock{Ordered: true, Start: 3, Tight: true, Items: []Blocks{{Paragraph{Inlines{Text{"h"}}}}, {}}},
	Code{Inlines{Text{"i\n"}}},
	Rule{},
	Table{Align: []Align{AlignNone, AlignRight}, Head: []Cell{{Inlines{Text{"j"}}}, {}}, Rows: [][]Cell{{{Inlines{Text{"k"}}}, {}}}},
	Button{Outline: true, Label: Inlines{Text{"l"}}, To: Target{Inlines{Value{3}}}},
	Hero{Image: Image{Source: Target{Inlines{Text{"https://acme.example/m.png"}}}, Alt: Inlines{Text{"m"}}}},
	Items{From: 4, Max: 4, Columns: 2, Blocks: Blocks{Paragraph{Inlines{Value{5}}}}},
	OrderSummary{},
	If{When: 6, Then: Blocks{Paragraph{Inlines{Text{"n"}}}}, Else: Blocks{Rule{}}},
	Columns{Parts: []Blocks{{Paragraph{Inlines{Text{"o"}}}}, {Share{Link: 7}}}},
}}

func TestWalkMeetsEveryPieceInOrder(t *testing.T) {
	var seen strings.Builder
	blocks := 0
	everything.Walk(func(Block) { blocks++ }, func(in Inline) {
		if text, ok := in.(Text); ok {
			seen.WriteString(strings.TrimSpace(text.Text))
		}
	})
	if got, want := seen.String(), "Helloabcdefghijklmno"; got != want {
		t.Errorf("text in order: got %q, want %q", got, want)
	}
	if blocks != 20 {
		t.Errorf("blocks: got %d, want 20", blocks)
	}
}

func TestOnlyOneHoleAloneIsAWholeTarget(t *testing.T) {
	for _, c := range []struct {
		to   Target
		want bool
	}{{Target{}, false}, {Target{Inlines{Value{2}}}, true}, {Target{Inlines{Text{"x"}}}, false}, {Target{Inlines{Text{"x"}, Value{1}}}, false}} {
		if _, got := c.to.Whole(); got != c.want {
			t.Errorf("%#v: got %v, want %v", c.to, got, c.want)
		}
	}
}
