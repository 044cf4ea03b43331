package lex

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/diag"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// told is what was reported of a source: codes with the piece of source that they are about.
func told(src string, list diag.List) []string {
	var all []string
	for _, d := range list {
		all = append(all, fmt.Sprintf("%s %s", d.Code, src[d.Range.Start.Byte:d.Range.End.Byte]))
	}
	return all
}

// signs are the tokens' texts, with [] around a Made one and <> around a bracket that was put in.
func signs(tokens hclsyntax.Tokens) string {
	var b strings.Builder
	for _, t := range tokens {
		switch {
		case t.Type == Made:
			b.WriteString("[" + string(t.Bytes) + "]")
		case t.Type == hclsyntax.TokenNewline:
			b.WriteString(";")
		case (closes(t.Type) || t.Type == hclsyntax.TokenOBrace) && len(t.Bytes) == 0:
			b.WriteString("<" + string(rune(t.Type)) + ">")
		default:
			b.Write(t.Bytes)
		}
		b.WriteString(" ")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestFileMendsTextsWithoutAnEnd(t *testing.T) {
	tests := []struct {
		name, src, tokens string
		told              []string
	}{
		{"on one line", "a = \"b\nc = 1\n", `a = ["b] ; c = 1 ;`, []string{`F0020 "b`}},
		{"again and again", "a = \"b\nc = \"d\ne = 1\n", `a = ["b] ; c = ["d] ; e = 1 ;`, []string{`F0020 "b`, `F0020 "d`}},
		{"at the file's end", "a = \"b", `a = ["b]`, []string{`F0020 "b`}},
		{"on Windows", "a = \"b\r\nc = 1\r\n", `a = ["b] ; c = 1 ;`, []string{`F0020 "b`}},
		{"with an open value", "a = \"b${c\"\nd = 1\n", `a = ["b${c"] ; d = 1 ;`, []string{`F0020 ${c"`}},
		{"with a value open over lines", "a = \"b${c\nd = 1\ne = 2\n", `a = ["b${c] ; d = 1 ; e = 2 ;`, []string{`F0020 ${c`}},
		{"of a block", "step \"a {\n}\n", `step ["a {] <{> ; } ;`, []string{`F0020 "a {`}},
		{"of a block with a comment", "step \"a { # b\n}\n", `step ["a { # b] <{> ; } ;`, []string{`F0020 "a { # b`}},
		{"in a block of one line", "a { b = \"c }\nd = 1\n", `a { b = ["c }] <}> ; d = 1 ;`, []string{`F0020 "c }`}},
		{"an even number of quotes", "a = \"b\" c\"\nd = 1\n", `a = " b " c ["] ; d = 1 ;`, []string{`F0020 "`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tokens, found := File("f", []byte(test.src))
			if got := signs(tokens); got != test.tokens {
				t.Errorf("%q:\n got %s\nwant %s", test.src, got, test.tokens)
			}
			if got := told(test.src, found); !slices.Equal(got, test.told) {
				t.Errorf("%q: got %q, want %q", test.src, got, test.told)
			}
		})
	}
}

func TestFileMendsBrackets(t *testing.T) {
	tests := []struct {
		name, src, tokens string
		told              []string
	}{
		{"a ( that stays open", "a = (b\nc = 1\n", "a = ( b <)> ; c = 1 ;", []string{"F0031 ("}},
		{"two that stay open", "a = [f(b\nc = 1\n", "a = [ f ( b <)> <]> ; c = 1 ;", []string{"F0031 ("}},
		{"a ( inside a list", "a = [(b]\nc = 1\n", "a = [ ( b <)> ] ; c = 1 ;", []string{"F0031 ("}},
		{"a ( inside a text", "a = \"${f(b}\"\nc = 1\n", `a = " ${ f ( b <)> } " ; c = 1 ;`, []string{"F0031 ("}},
		{"a ( in a block of one line", "a { b = f(c }\nd = 1\n", "a { b = f ( c <)> } ; d = 1 ;", []string{"F0031 ("}},
		{"a ) too many", "a = b)\nc = 1\n", "a = b [)] ; c = 1 ;", []string{"F0031 )"}},
		{"a ] for a )", "a = (b]\nc = 1\n", "a = ( b []] <)> ; c = 1 ;", []string{"F0031 ]", "F0031 ("}},
		{"a } too many at the end", "a {\n}\n}\n", "a { ; } ; ;", []string{"F0031 }"}},
		{"a } too many inside", "a {\n  b {\n  }\n  }\n  c = 1\n}\n", "a { ; b { ; } ; ; c = 1 ; } ;", []string{"F0031 }"}},
		{"a } too many on a line", "a {\n  b { c = 1 } }\n  d = 1\n}\n", "a { ; b { c = 1 } ; d = 1 ; } ;", []string{"F0031 }"}},
		{"a block inside that stays open", "a {\n  b {\n    c = 1\n  d = 1\n}\n", "a { ; b { ; c = 1 ; d = 1 ; <}> ; } ;", []string{"F0030 b {"}},
		{"one further inside", "a {\n  b {\n    c {\n      d = 1\n  }\n  e = 1\n}\n", "a { ; b { ; c { ; d = 1 ; <}> ; } ; e = 1 ; } ;", []string{"F0030 c {"}},
		{"two that stay open", "a {\n  b {\n    c {\n      d = 1\n}\n", "a { ; b { ; c { ; d = 1 ; <}> ; <}> ; } ;", []string{"F0030 c {", "F0030 b {"}},
		{"an outer block that stays open", "flow \"a\" {\n  b {\n  }\n\nflow \"c\" {\n}\n", `flow " a " { ; b { ; } ; ; <}> ; flow " c " { ; } ;`, []string{`F0030 flow "a" {`}},
		{"a file that breaks off", "a {\n  b {\n    c = 1\n", "a { ; b { ; c = 1 ; <}> ; <}> ;", []string{"F0030 b {"}},
		{"one region only", "flow \"a\" {\n  b {\n}\nflow \"c\" {\n d = 1)\n}\n", `flow " a " { ; b { ; <}> ; } ; flow " c " { ; d = 1 [)] ; } ;`, []string{"F0030 b {", "F0031 )"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tokens, found := File("f", []byte(test.src))
			if got := signs(tokens); got != test.tokens {
				t.Errorf("%q:\n got %s\nwant %s", test.src, got, test.tokens)
			}
			if got := told(test.src, found); !slices.Equal(got, test.told) {
				t.Errorf("%q: got %q, want %q", test.src, got, test.told)
			}
		})
	}
}

func TestFileLeavesTheRestWhereOneArgumentIsTooMuch(t *testing.T) {
	tests := []struct{ name, value, code string }{
		{"brackets", strings.Repeat("(", 65) + "1" + strings.Repeat(")", 65), "F0010"},
		{"conditions", strings.Repeat("b ? c : ", 65) + "d", "F0010"},
		{"signs", strings.Repeat("!", 65) + "b", "F0010"},
		{"operators", strings.Repeat("1 + ", 10_001) + "1", "F0011"},
		{"pieces of a text", `"` + strings.Repeat("${b}", 1001) + `"`, "F0011"},
		{"a number", strings.Repeat("7", 101), "F0012"},
		{"an exponent", "1e309", "F0012"},
		{"a negative exponent", "1e-309", "F0012"},
		{"an exponent that is no number", "1e99999999999999999999", "F0012"},
		{"a directive", `"%{ if b }c%{ endif }"`, "F0024"},
		{"a scoped name", "b::c()", "F0044"},
		{"a heredoc", "<<B\nc\nB", "F0023"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src := "x {\n  a = " + test.value + "\n  b = 1\n}\nc = )\n"
			tokens, found := File("f", []byte(src))
			var got []string
			for _, d := range found {
				got = append(got, string(d.Code))
			}
			if !slices.Equal(got, []string{test.code, "F0031"}) {
				t.Errorf("got %v, want %s, and F0031 for what stands below", got, test.code)
			}
			if got := signs(tokens); !strings.HasPrefix(got, "x { ; a = ") || !strings.HasSuffix(got, "b = 1 ; } ; c = [)] ;") {
				t.Errorf("what stands around it was lost: %.80s … %s", got, got[max(0, len(got)-80):])
			}
		})
	}
}

func TestFileEndsWhereWhatIsTooMuchIsOutOfOrderToo(t *testing.T) {
	much := strings.Repeat("!", 65)
	for _, src := range []string{
		"a = ) " + much + "b\n", "a = }" + much + "b\n", "x { a = 1 } " + much + "\n", "x { a = " + much + "b }\nc = 1\n", "x { a = " + much + "(b }\nc = 1\n",
		much, "a = " + much, "a = \"" + strings.Repeat("${b}", 1001), "x { a = (" + strings.Repeat("1+", 10_001) + "1) } " + strings.Repeat("!", 70) + "\n",
		strings.Repeat("a = "+much+"b\n", 50),
	} {
		if _, found := File("f", []byte(src)); !found.HasErrors() {
			t.Errorf("%.60q…: no mistake was reported", src)
		}
	}
}

func TestFileAllowsWhatIsJustBelowItsBounds(t *testing.T) {
	many := "a = b ? c : d\n"
	for _, src := range []string{
		"a = " + strings.Repeat("(", 64) + "1" + strings.Repeat(")", 64) + "\n",
		"a = " + strings.Repeat("b ? c : ", 64) + "d\n",
		"a = 1" + strings.Repeat(" + 1", 10_000) + "\n",
		`a = "` + strings.Repeat("${b}", 1000) + "\"\n",
		"a = " + strings.Repeat("7", 100) + "\n",
		"a = 1e308\nb = 1e-308\n",
		strings.Repeat(many, 100),
		"a = [" + strings.Repeat("b ? c : d, ", 100) + "]\n",
		"a = {\n" + strings.Repeat(many, 100) + "}\n",
		strings.Repeat("files = \"*/x/*.csv\"\n", 1000),
	} {
		if _, found := File("f", []byte(src)); len(found) > 0 {
			t.Errorf("%.60q…: got %v, want no mistakes", src, told(src, found))
		}
	}
}

func TestExpressionStandsWhereItsFileSays(t *testing.T) {
	file := "Hello ${customer.first_name},\n\nÄäh ${ order. } and ${(a\n&& b)}"
	from := strings.Index(file, "customer")
	at := At([]byte(file), from)
	expr, found := Expression("m.md", []byte(file), at, At([]byte(file), from+len("customer.first_name")))
	if len(found) > 0 {
		t.Fatal(found)
	}
	if r := diag.RangeOf(expr.Range()); r.File != "m.md" || r.Start != at || r.End.Column != at.Column+len("customer.first_name") {
		t.Errorf("got the range %+v, want it to begin at %+v", r, at)
	}

	from = strings.Index(file, " order")
	_, found = Expression("m.md", []byte(file), At([]byte(file), from), At([]byte(file), from+len(" order. ")))
	if len(found) != 1 || found[0].Code != "F0044" || found[0].Range.Start.Line != 3 || found[0].Range.Start.Column != 15 {
		t.Errorf("got %+v, want F0044 in line 3 behind the point", found)
	}

	from = strings.Index(file, "(a")
	if _, found = Expression("m.md", []byte(file), At([]byte(file), from), At([]byte(file), from+len("(a\n&& b)"))); len(found) > 0 {
		t.Errorf("an expression over two lines in brackets: got %v", found)
	}
}

func TestExpressionIsBounded(t *testing.T) {
	for _, src := range []string{
		"", strings.Repeat("(", 100), strings.Repeat("1+\n", 20_000) + "1", "{for x in y : x => " + strings.Repeat("b ? c : \n", 100) + "d}", "1e999", "\"%{ if a }\"", "a::b()", "\x00", "\xff", "\"a", "a)", "a b", "a\n&&", "/* a",
	} {
		expr, found := Expression("m.md", []byte(src), At([]byte(src), 0), At([]byte(src), len(src)))
		if expr != nil || !found.HasErrors() {
			t.Errorf("%.40q: got %v and %v, want a mistake and no tree", src, expr, found)
		}
	}
}

func TestParseKnowsHabitsFromElsewhere(t *testing.T) {
	tests := []struct{ src, told, fix string }{
		{"a and b", "F0039 and", "&&"},
		{"a AND b", "F0039 AND", "&&"},
		{"a or (b)", "F0039 or", "||"},
		{"not a", "F0039 not", "!"},
		{"a && not (b)", "F0039 not", "!"},
		{"a is 1", "F0039 is", "=="},
		{"a.b equals \"c\"", "F0039 equals", "=="},
		{"a = b", "F0039 =", "=="},
		{"a === b", "F0039 ===", "=="},
		{"a !== b", "F0039 !==", "!="},
		{"a <> b", "F0039 <>", "!="},
		{"a => b", "F0039 =>", ">="},
		{"a =< b", "F0039 =<", "<="},
		{"a & b", "F0039 &", "&&"},
		{"a | b", "F0039 |", "||"},
		{"a ^ b", "F0039 ^", ""},
		{"~a", "F0039 ~", ""},
		{"'a'", "F0022 '", ""},
		{"`a`", "F0022 `", ""},
		{"“a”", "F0021 “", ""},
		{"„a“", "F0021 „", ""},
		{"‘a’", "F0021 ‘", ""},
		{"«a»", "F0021 «", ""},
		{"a;", "F0034 ;", ""},
		{"a@b", "F0008 @", ""},
		{"a\u00a0+ b", "F0008 \u00a0", ""},
		{"[a b]", "F0037 b", ""},
		{"f(a b)", "F0037 b", ""},
		{"7d", "F0044 7d", `"7d"`},
		{"7 days", "F0044 7 days", `"7d"`},
		{"f(30D)", "F0044 30D", `"30d"`},
		{"7x", "F0044 x", ""},
		{"50%", "F0044 50%", ""},
		{"[50%, 1]", "F0044 50%", ""},
		{"10:00", "F0044 10:00", `"10:00"`},
		{"20,50", "F0044 20,50", "20.50"},
		{"1.000,50", "F0044 1.000,50", "1000.50"},
		{"1,000.50", "F0044 1,000.50", "1000.50"},
		{"1,000", "F0044 1,000", "1000"},
		{"1_000", "F0044 1_000", "1000"},
		{"a > 20,50 && b", "F0044 20,50", "20.50"},
		{"\"say \"hi\" to us\"", "F0044 \"hi", ""},
		{"\"vip\" in a.tags", "F0039 in", ""},
		{"a.tags contains \"vip\"", "F0039 contains", ""},
		{"a like \"%x%\"", "F0039 like", ""},
		{"\"\\d\"", "F0025 \\d", ""},
		{"a &&", "F0038 &&", ""},
		{"[for o in p o]", "F0044 o", ""},
		{"a ? b", "F0044 ", ""},
		{"order.items.0.1", "F0044 0.1", ""},
	}
	for _, test := range tests {
		_, found := Expression("f", []byte(test.src), At([]byte(test.src), 0), At([]byte(test.src), len(test.src)))
		if got := told(test.src, found); len(got) != 1 || got[0] != test.told {
			t.Errorf("%s: got %q, want %q", test.src, got, test.told)
			continue
		}
		fix := ""
		if found[0].Fix != nil {
			fix = found[0].Fix.Text
		}
		if fix != test.fix {
			t.Errorf("%s: the fix is %q, want %q", test.src, fix, test.fix)
		}
	}
}

func TestParseLeavesWhatIsRightAlone(t *testing.T) {
	for _, src := range []string{
		"a && !b || c == d ? e : f", "{ a = b, and = c }", "{for k, v in a : k => v}", "[for is in a : is if not(is)]", "a.and", "a.or == b.not", "f(not, is)",
		"\"a and b, 'c' & “d”; e = f\"", "a.*", "-1 - -2", "\"$${a}%%{b}\"", "order.items[0].title", "{ a = 1 }", "[]", "f()",
		"[1,2]", "f(1,2)", "{ a = 1, b = 2 }", "a ? 1:2", "5 % 2 == 1", "a % b", "[for d in days : d.in]", "contains(a, b)", "{ in = 1 }", "a.contains", "\"a\" == \"b\"", "5 * days",
	} {
		if _, found := Expression("f", []byte(src), At([]byte(src), 0), At([]byte(src), len(src))); len(found) > 0 {
			t.Errorf("%s: got %v, want no mistakes", src, found[0])
		}
	}
}

func TestQuoteShowsANameSafely(t *testing.T) {
	tests := []struct{ name, want string }{
		{"vip", `"vip"`},
		{strings.Repeat("é", 50), `"` + strings.Repeat("é", 40) + `…"`},
		{"a\x1b[31m\n", "\"a�[31m�\""},
	}
	for _, test := range tests {
		if got := Quote(test.name); got != test.want {
			t.Errorf("Quote(%q) = %s, want %s", test.name, got, test.want)
		}
	}
}
