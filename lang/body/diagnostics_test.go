package body

import (
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/diag"
)

// mistakes are wrong letters: the code, the text that the diagnostic points at, and what it says. Each code of the family stands
// here at least once.
var mistakes = []struct {
	src, code, at, says string
	fix                 string
}{
	{src: "a " + strings.Repeat("${a.b}", 501), code: "F0601", at: "a.b", says: "at most 500"},
	{src: strings.Repeat("word ", 4000), code: "F0601", says: "without a blank line"},
	{src: strings.Repeat("> ", 20) + "a", code: "F0602", says: "16 levels"},
	{src: "Hi ${" + strings.Repeat("(", 80) + "a" + strings.Repeat(")", 80) + "}", code: "F0010"},
	{src: "Hi ${a + 1e999999999}", code: "F0012", at: "1e999999999"},
	{src: "Hi ${customer.first_name,\n\nand }", code: "F0603", at: "${", says: "Write }"},
	{src: "Hi ${customer.first_name", code: "F0603", at: "${", says: "Write }"},
	{src: "Hi ${f(\"there)}\n", code: "F0603", at: "${", says: "quotation mark"},
	{src: "Hi \\${a.b}", code: "F0603", at: "\\${", says: "$${", fix: "$${"},
	{src: "Hi ${}", code: "F0604", at: "", says: "nothing here"},
	{src: "Hi ${a b}", code: "F0044", at: "b"},
	{src: "Hi ${a | default: 'x'}", code: "F0604", says: "no filters"},
	{src: "Hi ${coalesce(a.b, “there”)}", code: "F0021", at: "“", says: "straight"},
	{src: "Hi ${f('x')}", code: "F0022", says: "double quotes"},
	{src: "::: if a ==\nb\n:::", code: "F0038"},
	{src: "Hi {{ first_name }}!", code: "F0605", at: "{{ first_name }}", says: `${coalesce(customer.first_name, "there")}`, fix: `${coalesce(customer.first_name, "there")}`},
	{src: "Hi {{ person.first_name|default:'friend' }}!", code: "F0605", at: "{{ person.first_name|default:'friend' }}", fix: `${coalesce(customer.first_name, "friend")}`},
	{src: "Hi {{ customer.first_name | default: \"you\" | capitalize }}", code: "F0605", fix: `${coalesce(customer.first_name, "you")}`},
	{src: "Hi *|FNAME|*!", code: "F0605", at: "*|FNAME|*", fix: `${coalesce(customer.first_name, "there")}`},
	{src: "[off](*|UNSUB|*)", code: "F0605", at: "*|UNSUB|*", fix: "${links.unsubscribe}"},
	{src: "Hi {first_name, \"you\"}!", code: "F0605", at: "{first_name, \"you\"}", fix: `${coalesce(customer.first_name, "you")}`},
	{src: "Hi {first_name}!", code: "F0605", at: "{first_name}", fix: `${coalesce(customer.first_name, "there")}`},
	{src: "Hi %FIRSTNAME%!", code: "F0605", at: "%FIRSTNAME%", fix: `${coalesce(customer.first_name, "there")}`},
	{src: "Hi [[first name]]!", code: "F0605", at: "[[first name]]", fix: `${coalesce(customer.first_name, "there")}`},
	{src: "Order {{ order.name }}", code: "F0605", fix: "${order.number}"},
	{src: "Total {{ total_price }}", code: "F0605", fix: "${money(order.total)}"},
	{src: "Hi {{ some_thing }}", code: "F0605", at: "{{ some_thing }}", says: "for example"},
	{src: "{% if customer.vip %}", code: "F0605", at: "{% if customer.vip %}", says: "::: if"},
	{src: "a <b>c</b>", code: "F0606", at: "<b>", says: "Markdown"},
	{src: "<div\nclass=\"${a.b}\">\nx\n</div>", code: "F0606", at: "<div\nclass=\"${a.b}\">"},
	{src: "<script>alert(1)</script>", code: "F0606", at: "<script>"},
	{src: "a <!-- b", code: "F0607", at: "<!--", says: "-->"},
	{src: "a ![](https://acme.example/a.png)", code: "F0608", at: "![](https://acme.example/a.png)"},
	{src: "[![ ](https://acme.example/a.png)](${links.shop}){.hero}", code: "F0608"},
	{src: "a [](https://acme.example) b", code: "F0609", at: "[](https://acme.example)"},
	{src: "[](${links.review}){.button}", code: "F0609", says: "label"},
	{src: "a [x](javascript:alert(1))", code: "F0610", at: "[x](javascript:alert(1))", says: "javascript:"},
	{src: "a [x](JavaScript&colon;alert)", code: "F0610"},
	{src: "a [x](java\\script:a)", code: "F0611"},
	{src: "a [x](&#106;avascript:alert)", code: "F0610"},
	{src: "a <javascript:alert(1)> b", code: "F0610"},
	{src: "[x]\n\n[x]: data:text/html,a", code: "F0610", at: "[x]"},
	{src: "![x](data:image/png;base64,aaaa)", code: "F0610", says: "picture"},
	{src: "[x](/sale)", code: "F0611", says: "must be whole"},
	{src: "[x](www.acme.example)", code: "F0611", says: "https://www.acme.example"},
	{src: "[x](//acme.example)", code: "F0611"},
	{src: "[x](#top)", code: "F0611"},
	{src: "[x]()", code: "F0611", says: "missing"},
	{src: "[x](https://${a.b}/x)", code: "F0611", says: "whole host"},
	{src: "[x](https://acme.example${a.b})", code: "F0611", says: "whole host"},
	{src: "[x](https://acme.example@evil.example/)", code: "F0611", says: "@"},
	{src: "[x](https://localhost/)", code: "F0611", says: "full host"},
	{src: "[x](${links.shop}/sale)", code: "F0611", says: "literal part"},
	{src: "[x](<https://acme.example/a b>)", code: "F0611", says: "%20"},
	{src: "[x](https://acme.example/%zz)", code: "F0611", says: "not an address"},
	{src: "[x](mailto:)", code: "F0611", says: "not complete"},
	{src: "See https://acme.example/${a.b} now", code: "F0612", at: "https://acme.example/${a.b}"},
	{src: "::: item from = order.items\na\n:::", code: "F0613", at: "item", says: `Did you mean "items"?`, fix: "items"},
	{src: "::: carousel\na\n:::", code: "F0613", at: "carousel", says: "There are items"},
	{src: "::: items form = order.items\na\n:::", code: "F0614", at: "form", fix: "from"},
	{src: "::: order-summary of = order", code: "F0614", says: "no arguments"},
	{src: "::: items from = order.items, 4\na\n:::", code: "F0614", says: "name = value"},
	{src: "::: items from = a.b, from = a.c\na\n:::", code: "F0614", says: "twice"},
	{src: "::: items max = 4\na\n:::", code: "F0615", at: "::: items max = 4", says: `"from"`},
	{src: "::: if\na\n:::", code: "F0615", says: "condition"},
	{src: "::: share", code: "F0615", says: "link"},
	{src: "::: items from = a.b, max = 100\na\n:::", code: "F0616", at: "100", says: "1 to 20"},
	{src: "::: items from = a.b, columns = a.c\na\n:::", code: "F0616", at: "a.c"},
	{src: "::: columns\na\n:::", code: "F0616", says: "2 or 3"},
	{src: "::: if a.b\nc", code: "F0617", at: "::: if a.b", says: "not closed"},
	{src: "a\n:::\nb", code: "F0618", at: ":::"},
	{src: "::: order-summary\n:::\n", code: "F0618", says: "order-summary"},
	{src: "a\n\n::: else\n", code: "F0619", at: "::: else"},
	{src: "::: if a.b\nc\n::: else\nd\n::: else\ne\n:::", code: "F0619", says: "one ::: else"},
	{src: "::: if a.b\nc\n::: column\nd\n:::", code: "F0619", at: "::: column"},
	{src: "> ::: order-summary", code: "F0620", at: "::: order-summary"},
	{src: "- ::: order-summary", code: "F0620"},
	{src: "- a\n\n  ::: order-summary", code: "F0620", says: "list"},
	{src: "::: items from = a.b\n::: items from = a.c\nx\n:::\n:::", code: "F0620", at: "::: items from = a.c"},
	{src: "Text [x](https://acme.example){.button} more", code: "F0621", at: "{.button}", says: "stands alone"},
	{src: "[x](https://acme.example){.buton}", code: "F0621", at: "{.buton}", fix: "{.button}"},
	{src: "[x](https://acme.example) {.button}", code: "F0621", says: "without a space"},
	{src: "[x](https://acme.example){.hero}", code: "F0621", says: "picture"},
	{src: "![x](https://acme.example/a.png){.button}", code: "F0621", says: "link"},
	{src: "a {.wide} b", code: "F0621", at: "{.wide}"},
	{src: "::: items from = a.b\n:::", code: "F0622"},
	{src: "::: if a.b\n:::", code: "F0622"},
	{src: "[x](https://acme.example \"${a.b}\")", code: "F0623", at: "a.b"},
	{src: "``` ${a.b}\nx\n```", code: "F0623"},
	{src: "a \u202e b", code: "F0624", at: "\u202e", says: "U+202E"},
	{src: "a \x00 b", code: "F0624", says: "U+0000"},
	{src: "a \ue000 b", code: "F0624", says: "U+E000"},
	{src: "a \xff b", code: "F0624", at: "\xff", says: "UTF-8"},
	{src: "${\"\xff\"}", code: "F0007", says: "UTF-8"},
	{src: "", code: "F0625"},
	{src: "<!-- all of it -->\n", code: "F0625"},
	{src: "Lorem ipsum dolor", code: "F0626", at: "Lorem ipsum"},
	{src: "a\n\nTODO: write this", code: "F0626", at: "TODO:"},
	{src: "| a | b |\n|---|---|\n| 1 | 2 | 3 |", code: "F0627", at: " 3 |"},
	{src: "```\na", code: "F0628", at: "```"},
	{src: "```\na\n      ```\nb", code: "F0628"},
	{src: "a\n\n        - b\n", code: "F0629"},
	{src: "::: rating of = order.items[0]\nHow was it?\n:::\n", code: "F0690", at: "rating"},
	{src: "[x](http://acme.example)", code: "W0601", at: "[x](http://acme.example)"},
	{src: "To track, [click here](${links.tracking}).", code: "W0602", at: "[click here](${links.tracking})"},
	{src: "[x](https://acme.example \"a title\")", code: "W0603"},
}

func TestEachMistakeIsSaidOnceWhereItIs(t *testing.T) {
	for _, m := range mistakes {
		_, list := Parse("letter.md", []byte(m.src))
		name := m.src[:min(len(m.src), 60)]
		var codes []string
		for _, d := range list {
			if len(codes) == 0 || codes[len(codes)-1] != string(d.Code) {
				codes = append(codes, string(d.Code))
			}
		}
		if len(codes) != 1 || codes[0] != m.code {
			t.Errorf("%q: got %v, want %s alone", name, codes, m.code)
			continue
		}
		d := list[0]
		if at := m.src[d.Range.Start.Byte:d.Range.End.Byte]; m.at != "" && at != m.at {
			t.Errorf("%q: %s points at %q, want %q", name, m.code, at, m.at)
		}
		if !strings.Contains(d.Detail, m.says) {
			t.Errorf("%q: says %q, want %q in it", name, d.Detail, m.says)
		}
		if m.fix != "" && (d.Fix == nil || d.Fix.Text != m.fix) {
			t.Errorf("%q: fix %+v, want %q", name, d.Fix, m.fix)
		}
	}
}

func TestEveryCodeOfLettersHasAMistake(t *testing.T) {
	have := map[diag.Code]bool{}
	for _, m := range mistakes {
		have[diag.Code(m.code)] = true
	}
	for _, c := range diag.Codes() {
		if strings.HasPrefix(string(c), "F06") && !have[c] {
			t.Errorf("no letter shows %s", c)
		}
	}
}

func TestEveryExplanationShowsWhatToWrite(t *testing.T) {
	for _, m := range mistakes {
		e, ok := diag.Lookup(diag.Code(m.code))
		if !ok || len(strings.TrimSpace(e.Explanation)) < 80 {
			t.Errorf("%s has no explanation that helps: %q", m.code, e.Explanation)
		}
		if strings.HasSuffix(e.Summary, ".") {
			t.Errorf("%s: the summary %q ends with a full stop", m.code, e.Summary)
		}
	}
}
