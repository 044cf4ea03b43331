package body

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/diag"
)

// parse reads a letter that must compile without a word.
func parse(t *testing.T, src string) Body {
	t.Helper()
	b, list := Parse("letter.md", []byte(src))
	for _, d := range list {
		t.Errorf("%q: %s at %d:%d: %s", src, d.Code, d.Range.Start.Line, d.Range.Start.Column, d.Detail)
	}
	return b
}

// short is a letter in a short form: names of blocks and inlines, and texts.
func short(t *testing.T, b Body) string {
	t.Helper()
	return strings.TrimSpace(shorten(named(reflect.ValueOf(b.Doc.Blocks))))
}

// named is a piece of a letter as maps: a block and an inline under its name, without fields that say nothing.
func named(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Interface:
		name := v.Elem().Type().Name()
		name = strings.NewReplacer("codespan", "code_span", "ordersummary", "order_summary", "listblock", "list").Replace(strings.ToLower(name))
		return map[string]any{name: named(v.Elem())}
	case reflect.Slice:
		out := []any{}
		for i := range v.Len() {
			out = append(out, named(v.Index(i)))
		}
		return out
	case reflect.Struct:
		out := map[string]any{}
		for i := range v.NumField() {
			name := strings.ToLower(v.Type().Field(i).Name)
			if v.Field(i).IsZero() && slices.Contains([]string{"ordered", "start", "tight", "outline", "to", "else", "rows"}, name) {
				continue
			}
			out[name] = named(v.Field(i))
		}
		return out
	default:
		return v.Interface()
	}
}

func shorten(v any) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, e := range v {
			parts = append(parts, shorten(e))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case map[string]any:
		if len(v) == 1 {
			for name, content := range v {
				inner, ok := content.(map[string]any)
				if !ok {
					return shorten(content)
				}
				switch name {
				case "text":
					return fmt.Sprintf("%q", inner["text"])
				case "value":
					return fmt.Sprintf("$%v", inner["hole"])
				}
				if len(inner) == 0 {
					return name
				}
				return name + shorten(inner)
			}
		}
		var parts []string
		for _, key := range []string{"level", "ordered", "start", "tight", "outline", "align", "head", "rows", "image", "source", "alt", "from", "max", "columns", "when", "then", "else", "items", "parts", "link", "blocks", "label", "content", "to"} {
			if e, ok := v[key]; ok {
				if key == "content" || key == "blocks" {
					parts = append(parts, shorten(e))
					continue
				}
				parts = append(parts, key+"="+shorten(e))
			}
		}
		return "{" + strings.Join(parts, " ") + "}"
	default:
		return fmt.Sprint(v)
	}
}

func TestMarkdownBecomesALetter(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a paragraph", "Thank you.\n", `[paragraph["Thank you."]]`},
		{"lines of a paragraph", "Thank\nyou.", `[paragraph["Thank you."]]`},
		{"a break that was asked for", "Thank\\\nyou  \nall.", `[paragraph["Thank" break "you" break "all."]]`},
		{"an expression", "Hello ${coalesce(customer.first_name, \"there\")},", `[paragraph["Hello " $0 ","]]`},
		{"expressions in marks", "**${a.b}** a*${a.c}*b ~~${a.d}~~ `${a.e}`", `[paragraph[strong[$0] " a" emphasis[$1] "b " strike[$2] " " code_span[$3]]]`},
		{"a heading", "# Order ${order.number}\n\n## Two\n", `[heading{level=1 ["Order " $0]} heading{level=2 ["Two"]}]`},
		{"a heading by underline", "One\n===\n", `[heading{level=1 ["One"]}]`},
		{"a list", "- one\n- two ${a.b}\n", `[list{tight=true items=[[paragraph["one"]] [paragraph["two " $0]]]}]`},
		{"a numbered list", "3. one\n\n4. two\n", `[list{ordered=true start=3 items=[[paragraph["one"]] [paragraph["two"]]]}]`},
		{"a quotation", "> Lovely.\n> -- Ada\n", `[quote[paragraph["Lovely. -- Ada"]]]`},
		{"a rule", "a\n\n---\n\nb", `[paragraph["a"] rule paragraph["b"]]`},
		{"a table", "| a | b |\n|---|--:|\n| 1 | ${x.y} |\n", `[table{align=[0 3] head=[["a"] ["b"]] rows=[[["1"] [$0]]]}]`},
		{"a link", "[shop](https://acme.example/a?b=1&amp;c=2)", `[paragraph[link{["shop"] to=["https://acme.example/a?b=1&c=2"]}]]`},
		{"a whole address", "[shop](${links.shop})", `[paragraph[link{["shop"] to=[$0]}]]`},
		{"a part of an address", "[shop](https://acme.example/o/${order.number}?x=1)", `[paragraph[link{["shop"] to=["https://acme.example/o/" $0 "?x=1"]}]]`},
		{"an address in angle brackets", "<https://acme.example/${order.number}>", `[paragraph[link{["https://acme.example/" $1] to=["https://acme.example/" $0]}]]`},
		{"a bare address", "See https://acme.example/a.", `[paragraph["See " link{["https://acme.example/a"] to=["https://acme.example/a"]} "."]]`},
		{"a bare host", "See www.acme.example now", `[paragraph["See " link{["www.acme.example"] to=["https://www.acme.example"]} " now"]]`},
		{"a bare mailbox", "Ask care@acme.example", `[paragraph["Ask " link{["care@acme.example"] to=["mailto:care@acme.example"]}]]`},
		{"a reference", "[shop][s] and [again][s]\n\n[s]: https://acme.example/${order.number}\n", `[paragraph[link{["shop"] to=["https://acme.example/" $0]} " and " link{["again"] to=["https://acme.example/" $1]}]]`},
		{"an address of other letters", "[shop](https://münchen.example/straße)", `[paragraph[link{["shop"] to=["https://xn--mnchen-3ya.example/stra%C3%9Fe"]}]]`},
		{"a picture", "![A ${a.b} jar](https://acme.example/p.png)", `[paragraph[image{source=["https://acme.example/p.png"] alt=["A " $0 " jar"]}]]`},
		{"a button", "[Leave a review](${links.review}){.button}", `[button{label=["Leave a review"] to=[$0]}]`},
		{"a second button", "[Ask **us**](mailto:care@acme.example){ .button-outline }  ", `[button{outline=true label=["Ask " strong["us"]] to=["mailto:care@acme.example"]}]`},
		{"a wide picture", "![A jar](https://acme.example/p.png){.hero}", `[heroimage{source=["https://acme.example/p.png"] alt=["A jar"]}]`},
		{"a wide picture that leads somewhere", "[![A jar](https://acme.example/p.png)](${links.shop}){.hero}", `[hero{image={source=["https://acme.example/p.png"] alt=["A jar"]} to=[$0]}]`},
		{"code", "```\nSAVE ${a.b}\n  <b> {{x}} <!-- y -->\n```\n", `[code["SAVE " $0 "\n  <b> {{x}} <!-- y -->\n"]]`},
		{"a comment", "a <!-- ${broken( --> b\n<!-- alone\n${x -->\nc", `[paragraph["a  b c"]]`},
		{"a comment of an item", "- a\n<!-- - b -->\n- c\n", `[list{tight=true items=[[paragraph["a"]] [paragraph["c"]]]}]`},
		{"a comment in code", "`<!-- ${a.b} -->`", `[paragraph[code_span["<!-- " $0 " -->"]]]`},
		{"a dollar brace", "Write $${x} and \\{{y}} and 20%{off} and \\*|z|*", `[paragraph["Write ${x} and {{y}} and 20%{off} and *|z|*"]]`},
		{"entities and backslashes, once", "&amp;lt; \\&lt; &copy; &#35; &#x1F600; \\* &nope; &#xE000;0&#xE001;", "[paragraph[\"&lt; &lt; © # 😀 * &nope; �0�\"]]"},
		{"no indented code", "    # A heading\n\n    text\n", `[heading{level=1 ["A heading"]} paragraph["text"]]`},
		{"quotes and braces in an expression", `${join(", ", [for i in order.items : "${i.title} }\" {"])}.`, `[paragraph[$0 "."]]`},
		{"an expression of two lines", "a ${coalesce(\n  customer.first_name,\n  \"x\")} b", `[paragraph["a " $0 " b"]]`},
		{"a byte order mark and carriage returns", "\ufeffa\r\nb\r\n\r\nc", `[paragraph["a b"] paragraph["c"]]`},
		{"prose with odd signs", "100% of {you} said [sic] 3 * 4 < 5 % x", `[paragraph["100% of {you} said [sic] 3 * 4 < 5 % x"]]`},
		{"products", "::: items from = order.items, max = 4, columns = 2\n**${item.title}**\n:::\nafter", `[items{from=0 max=4 columns=2 [paragraph[strong[$1]]]} paragraph["after"]]`},
		{"products, indented", "::: items from = [for i in order.items : i if i.quantity > 1]\n    # ${item.title}\n\n    text\n\n      - a\n    :::\n", `[items{from=0 max=10 columns=1 [heading{level=1 [$1]} paragraph["text"] list{tight=true items=[[paragraph["a"]]]}]}]`},
		{"an order's table", "a\n::: order-summary\nb", `[paragraph["a"] order_summary paragraph["b"]]`},
		{"a condition", "::: if customer.order_count > 1\nBack.\n::: else\nNew.\n:::\n", `[if{when=0 then=[paragraph["Back."]] else=[paragraph["New."]]}]`},
		{"conditions inside each other", "::: if a.b\n  ::: if a.c\n  x\n  :::\n::: else\n  ::: if a.d\n  y\n  ::: else\n  z\n  :::\n:::\n", `[if{when=0 then=[if{when=1 then=[paragraph["x"]]}] else=[if{when=2 then=[paragraph["y"]] else=[paragraph["z"]]}]}]`},
		{"a condition in a list", "- a\n  ::: if a.b\n  b\n  :::\n- c\n", `[list{tight=true items=[[paragraph["a"] if{when=0 then=[paragraph["b"]]}] [paragraph["c"]]]}]`},
		{"columns", "::: columns\nleft\n::: column\nright\n:::\n", `[columns[[paragraph["left"]] [paragraph["right"]]]]`},
		{"columns with a first line", "::: columns\n::: column\nleft\n::: column\nmiddle\n\n::: share link = links.referral\n::: column\nright\n:::\n", `[columns[[paragraph["left"]] [paragraph["middle"] share0] [paragraph["right"]]]]`},
		{"code with the sign of a component", "```\n::: if\n```\n", `[code["::: if\n"]]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := short(t, parse(t, c.src)); got != c.want {
				t.Errorf("%q\ngot  %s\nwant %s", c.src, got, c.want)
			}
		})
	}
}

func TestHolesKnowTheirPlace(t *testing.T) {
	src := "Hi ${customer.first_name}\n\n::: if a.b\n::: items from = order.items\n![${item.title}](${item.product.image_url})\n:::\n::: else\n[x](https://acme.example/${order.number})\n:::\n\n::: share link = links.referral\n"
	b := parse(t, src)
	want := []string{
		`customer.first_name text within -1 []`,
		`a.b condition within -1 []`,
		`order.items list within -1 [{1 true}]`,
		`item.title alt within 2 [{1 true}]`,
		`item.product.image_url url within 2 [{1 true}]`,
		`order.number part within -1 [{1 false}]`,
		`links.referral url within -1 []`,
	}
	names := map[Context]string{InText: "text", Alt: "alt", WholeURL: "url", URLPart: "part", Condition: "condition", List: "list"}
	if len(b.Holes) != len(want) {
		t.Fatalf("holes: got %d, want %d", len(b.Holes), len(want))
	}
	for i, h := range b.Holes {
		text := src[h.Range.Start.Byte:h.Range.End.Byte]
		if got := fmt.Sprintf("%s %s within %d %v", text, names[h.Context], h.Within, h.Narrow); got != want[i] {
			t.Errorf("hole %d: got %s, want %s", i, got, want[i])
		}
		r := h.Expr.Range()
		if src[r.Start.Byte:r.End.Byte] != text || r.Start.Line != h.Range.Start.Line || r.Start.Column != h.Range.Start.Column {
			t.Errorf("hole %d: HCL's range is %v, ours %v", i, r, h.Range)
		}
	}
	var components []string
	for _, c := range b.Components {
		components = append(components, fmt.Sprintf("%s@%d:%d", c.Name, c.Range.Start.Line, c.Hole))
	}
	if got, want := strings.Join(components, " "), "if@3:1 items@4:2 share@11:6"; got != want {
		t.Errorf("components: got %s, want %s", got, want)
	}
	if len(b.Links) != 2 || !b.Links[0].Picture || b.Links[1].Range.Start.Line != 8 {
		t.Errorf("links: got %+v", b.Links)
	}
}

func TestPlacesCountCharactersAsAReaderDoes(t *testing.T) {
	src := "Schöne Grüße 👩‍👩‍👧 ${order.nummer} <!-- x\r\n --> é ${\r\n  a.b }"
	b, _ := Parse("letter.md", []byte(src))
	for i, want := range []diag.Pos{{Line: 1, Column: 18, Byte: 37}, {Line: 3, Column: 3, Byte: strings.LastIndex(src, "a.b")}} {
		if got := b.Holes[i].Range.Start; got != want {
			t.Errorf("hole %d begins at %+v, want %+v", i, got, want)
		}
	}
}
