package email_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/flowc/flowc/runtime/email"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/order"
)

// pieces are blocks of Markdown with and without holes, among them those that leave little or nothing in the text.
var pieces = []string{
	"A paragraph of plain words that is long enough to be wrapped once at least, since it has more than seventy-two characters.", "Hello ${name}.", "# A heading", "## Of ${number}", "### Third",
	"- one\n- two\n- three", "- one ${name}\n- two", "1. first\n2. second\n\n   with a paragraph", "- a\n\n- b", "> quoted\n> twice", "> quoted ${number}", "> - a list\n> - in it", "---",
	"| A | B |\n|---|--:|\n| 1 | 2 |", "| A | B |\n|---|---|\n| ${name} | 2 |", "```\ncode  kept\n   as it is\n```", "[a link](https://acme.example/a) in text", "[${name}](https://acme.example/b)",
	"[Button](https://acme.example/c){.button}", "[Button](https://acme.example/${number}){.button}", "![a picture](https://acme.example/p.png)", "one  \nbreak", "**bold** and *slanted* and ~~gone~~ and `code`",
	"<https://acme.example>", "::: if on\nshown\n:::", "::: if on\n[x](https://acme.example/x)\n::: else\n[y](https://acme.example/y)\n:::", "&nbsp;",
}

// TestTextThatIsMadeOnceIsTheTextThatIsMadeForEach puts letters together by chance.
func TestTextThatIsMadeOnceIsTheTextThatIsMadeForEach(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	fixed := 0
	for round := range 1500 {
		var parts []string
		for range 1 + rng.IntN(6) {
			parts = append(parts, pieces[rng.IntN(len(pieces))])
		}
		src := strings.Join(append(parts, "The end."), "\n\n") + "\n"
		c := compile(t, []byte(src))
		template := email.Compile(c.body.Doc, brand, email.Options{Order: order.OrderType})
		fixed += template.Fixed()
		in := email.Input{Subject: "s", Preheader: "p", Hole: func(h letter.Hole, _ facts.Value) facts.Value {
			if c.texts[h] == "on" {
				return facts.BoolOf(round%2 == 0)
			}
			return facts.StringOf("Ada")
		}}
		if round%3 == 0 {
			in.Track = func(n int, to string) string { return fmt.Sprintf("https://t.example/%d", n) }
		}
		var one, other email.Buffers
		_, got, err := template.Render(&one, in)
		if err != nil {
			t.Fatal(err)
		}
		_, want, err := template.WithoutFixed().Render(&other, in)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("%s\ngot\n%s\nwant\n%s", src, got, want)
		}
	}
	if fixed < 1500 {
		t.Errorf("only %d blocks were fixed: this compares little", fixed)
	}
}
