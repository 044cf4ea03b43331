package lex

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// ordinary are expressions of which no text is read twice.
var ordinary = []string{
	`"a text"`, `""`, `"ä → ü"`, `"${order.number}"`, `"Hello ${coalesce(customer.first_name, "there")}, how is ${order.items[0].title}?"`,
	`"${a}${b}"`, `"a ${"b ${c} d"} e"`, `customer.orders[0].items[1].title`, `goal.reviewed.reached`, `topic.orders`, `true`, `false`, `null`,
	`1`, `1.5`, `2e3`, `-1`, `- 1 - -2`, `!a`, `!!a`, `!a.b && c`, `-a.b[0] * 2`, `(a)`, `((a)).b`, `(a.b).c[0]`, `f()`, `f(a)`, `f(a, b,)`, `f(a).b`, `f(a)[0]`, `f(g(h("x")))`,
	`[]`, `["a", "b"]`, `["a",]`, `[a, [b, c], f(d)]`, `[a][0]`, `a + b * c - d / e % f`, `a * b + c`, `a - b - c`, `a && b || c && d`, `a || b && c || d`,
	`a == b && c != d`, `a < b == c >= d`, `a <= b || a > c`, `a == null`, `a ? b : c`, `a ? b : c ? d : e`, `a ? b ? c : d : e`, `(a ? b : c) ? d : e`, `(a + b) ? c : d`,
	`goal.reviewed.reached && goal.reviewed.event.rating <= 2`, `orders_placed_within > 3 ? "again" : ""`, `env("SMTP_URL")`, `a[true]`, `a  .b [ 0 ]`,
}

// rare are left to HCL: what tree does not build, and mistakes.
var rare = []string{
	`{ a = b }`, `[for x in y : x]`, `f({ within = "1d" })`, `a[*].b`, `a.*.b`, `a.0`, `a["b"]`, `a[b]`, `f(a...)`, `"x ${~ a ~} y"`, "(a\n+ b)", `a /* b */ + c`, `"%{if a}b%{endif}"`,
	`"x\n\"y\" $${z}"`, ``, `a +`, `a b`, `f(a`, `f(,)`, `[,]`, `f(a b)`, `[a b]`, `a.`, `a ? b`, `"a`, `"\q"`, `a = b`, `)`, `a & b`, `a ~ b`, `'a'`, `a..b`, `"${}"`, `"${a b}"`, `1.2.3`,
}

func tokensOf(t *testing.T, src string) hclsyntax.Tokens {
	t.Helper()
	tokens, _ := hclsyntax.LexConfig([]byte(src), "a.flow.hcl", hcl.Pos{Line: 3, Column: 7, Byte: 40})
	return tokens[:len(tokens)-1]
}

// asHCL fails where an expression has another tree than HCL's, or one that HCL refuses.
func asHCL(t *testing.T, src string) hclsyntax.Expression {
	t.Helper()
	got := tree(tokensOf(t, src))
	if got == nil {
		return nil
	}
	want, problems := hclsyntax.ParseExpression([]byte(src), "a.flow.hcl", hcl.Pos{Line: 3, Column: 7, Byte: 40})
	if problems.HasErrors() {
		t.Fatalf("%s\nis a tree, and HCL says: %v", src, problems)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s\ngot  %#v\nwant %#v", src, got, want)
	}
	return got
}

func TestTheTreeOfTokensIsTheOneThatHCLMakes(t *testing.T) {
	for _, src := range ordinary {
		if asHCL(t, src) == nil {
			t.Errorf("%s: no tree", src)
		}
	}
	for _, src := range rare {
		if asHCL(t, src) != nil {
			t.Errorf("%s: has a tree and is listed as rare", src)
		}
	}
}

// TestTheTreeOfMixedTokensIsTheOneThatHCLMakes puts pieces of expressions together by chance, right and wrong.
func TestTheTreeOfMixedTokensIsTheOneThatHCLMakes(t *testing.T) {
	pieces := []string{
		"a", "b.c", "1", "2.5", `"t"`, `"x ${`, `}"`, `}`, `${`, `"`, "true", "null", "f(", "(", ")", "[", "]", "[0]", ",", ".d", ".", "+", "-", "*", "/", "%", "!", "&&", "||",
		"==", "!=", "<", "<=", ">", ">=", "?", ":", "=", "for", "...", "\n", "#c\n", "{", "é",
	}
	rng := rand.New(rand.NewPCG(3, 4))
	trees := 0
	for range 60_000 {
		var src strings.Builder
		for range 1 + rng.IntN(9) {
			src.WriteString(pieces[rng.IntN(len(pieces))])
			if rng.IntN(3) == 0 {
				src.WriteByte(' ')
			}
		}
		if asHCL(t, src.String()) != nil {
			trees++
		}
		if asHCL(t, ordinary[rng.IntN(len(ordinary))]+" "+pieces[rng.IntN(len(pieces))]+" "+ordinary[rng.IntN(len(ordinary))]) != nil {
			trees++
		}
	}
	if trees < 5_000 {
		t.Errorf("only %d of the mixtures had a tree: this compares nothing", trees)
	}
}
