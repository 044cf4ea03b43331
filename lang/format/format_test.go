package format

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/lex/lextest"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestSourceIsCanonical(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"indents", "flow \"a\" {\nstep \"b\" {\n      when   =   true\n}\n}\n", "flow \"a\" {\n  step \"b\" {\n    when = true\n  }\n}\n"},
		{"aligns", "a {\n  title = \"x\" # one\n  if_missing = \"end\" # two\n}\n", "a {\n  title      = \"x\"   # one\n  if_missing = \"end\" # two\n}\n"},
		{"parts blocks", "a {\n  b = 1\n}\nc {\n  d {\n    e = 1\n  }\n  f {\n    g = 1\n  }\n}\n", "a {\n  b = 1\n}\n\nc {\n  d {\n    e = 1\n  }\n\n  f {\n    g = 1\n  }\n}\n"},
		{"leaves blocks of one line together", "a {\n  b { c = 1 }\n  b { c = 2 }\n  d {\n    e = 1\n  }\n}\n", "a {\n  b { c = 1 }\n  b { c = 2 }\n\n  d {\n    e = 1\n  }\n}\n"},
		{"keeps comments with the block below", "a {\n}\n# of b\n# still\nb {\n}\n", "a {\n}\n\n# of b\n# still\nb {\n}\n"},
		{"keeps comments that stand alone", "a {\n}\n# of a\n\nb {\n}\n", "a {\n}\n# of a\n\nb {\n}\n"},
		{"keeps comments behind braces", "a { # one\n} # two\nb {\n}\n", "a { # one\n}   # two\n\nb {\n}\n"},
		{"takes blank lines out", "\n\na {\n\n\n  b = 1\n\n\n  c = 2\n\n}\n\n\n", "a {\n  b = 1\n\n  c = 2\n}\n"},
		{"takes blank lines out of empty blocks", "a {\n\n\n}\n", "a {\n}\n"},
		{"leaves blank lines in comments", "/* a\n\n\n b */\nc {}\n", "/* a\n\n\n b */\nc {}\n"},
		{"takes spaces from the ends of lines", "a = 1  \n# b \t\nc = 2 # d  \n", "a = 1\n# b\nc = 2 # d\n"},
		{"ends with a line break", "a = 1", "a = 1\n"},
		{"of nothing is nothing", "", ""},
		{"of blank lines is nothing", "\n \n\t\n", ""},
		{"has no carriage returns", "a = 1\r\nb {\r\n}\r\n", "a = 1\nb {\n}\n"},
		{"has no mark", "\ufeffa = 1\n", "a = 1\n"},
		{"has no tabs", "a {\n\tb\t=\t1\n}\n", "a {\n  b = 1\n}\n"},
		{"leaves texts alone", "a = \"  ${ b }  c\"\n", "a = \"  ${b}  c\"\n"},
		{"keeps lists of several lines", "a = [\n1,\n\n\n2,\n]\n", "a = [\n  1,\n\n  2,\n]\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Source([]byte(test.src))
			if err != nil {
				t.Fatalf("%q: %v", test.src, err)
			}
			if string(got) != test.want {
				t.Errorf("%q\n got %q\nwant %q", test.src, got, test.want)
			}
		})
	}
}

func TestSourceRefusesWhatDoesNotParse(t *testing.T) {
	tests := []struct {
		name, src string
		line      int
	}{
		{"an open block", "a {\n", 1},
		{"an open text", "a = 1\nb = \"c\n", 2},
		{"two arguments in a line", "a = 1\n\nb = 2 c = 3\n", 3},
		{"no value", "a =\n", 1},
		{"a text of several lines", "a = <<B\nc\nB\n", 1},
		{"too deep", "a = 1\nb = " + strings.Repeat("(", 65) + strings.Repeat(")", 65) + "\n", 2},
		{"no UTF-8", "a = 1\n# \xff\n", 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Source([]byte(test.src))
			var unreadable *Unreadable
			if !errors.As(err, &unreadable) || unreadable.At.Start.Line != test.line {
				t.Errorf("%q: got %q and the error %v, want an Unreadable in line %d", test.src, got, err, test.line)
			}
		})
	}
}

func TestDiffNamesTheLinesThatChange(t *testing.T) {
	src := []byte("a = 1\nb   =   2\nc = 3\n")
	laidOut, err := Source(src)
	if err != nil {
		t.Fatal(err)
	}
	got := Diff("x.flow.hcl", src, laidOut)
	for _, want := range []string{"--- x.flow.hcl\n", "+++ x.flow.hcl", "-b   =   2\n", "+b = 2\n", " a = 1\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("the diff lacks %q:\n%s", want, got)
		}
	}
	if got := Diff("x", laidOut, laidOut); got != "" {
		t.Errorf("want no diff of a file with itself, got %q", got)
	}
}

// corpus is every flow file of the repository and some of HCL's stranger sights.
func corpus(t testing.TB) [][]byte {
	var all [][]byte
	for _, pattern := range []string{"../../testdata/*/*.hcl", "../../testdata/valid/*/*.hcl", "../../flows/*/*.hcl", "../../flows/*.hcl"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, src)
		}
	}
	for _, s := range []string{
		"a = -1 - -2\nb = !c\n", "a = [for x in y : x if z]\nb = {for k, v in y : k => v...}\n", "a = b[0][\"c\"].d[*].e\n",
		"a = \"${b}${~ c ~}$${\"\n", "a = (\n1 +\n2 // c\n)\n", "/* a */ b /* c */ = /* d */ 1 /* e */\n", "a \"b\" c {\n}\nd {} # e\n",
		"a = b ? c : d\ne = f(g, h...)\n", "a = {\n  b = 1, c : 2\n  (d) = 3\n\n\n}\n", "a = 1 # é\nbb = \"ü\" # x\n",
	} {
		all = append(all, []byte(s))
	}
	return all
}

func TestSourceIsIdempotentAndKeepsTheMeaning(t *testing.T) {
	sources := corpus(t)
	for _, src := range sources {
		keepsTheMeaning(t, src)
	}
}

func FuzzSource(f *testing.F) {
	for _, src := range corpus(f) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 20_000 {
			t.Skip() // lextest is for size
		}
		keepsTheMeaning(t, src)
	})
}

// keepsTheMeaning fails where laying out the source changes what it says, is not stable, or leaves spaces at the ends of lines.
func keepsTheMeaning(t *testing.T, src []byte) {
	t.Helper()
	got, err := Source(src)
	if err != nil {
		if got != nil {
			t.Errorf("%q: an error and %q", src, got)
		}
		return
	}
	again, err := Source(got)
	if err != nil || !bytes.Equal(again, got) {
		t.Errorf("%q\nis laid out as %q\nand that as    %q, %v", src, got, again, err)
	}
	if a, b := meaning(t, src), meaning(t, got); a != b {
		t.Errorf("%q\nsays             %s\nlaid out it says %s", src, a, b)
	}
	for _, line := range bytes.Split(got, []byte("\n")) {
		if len(bytes.TrimRight(line, " \t\r")) != len(line) {
			t.Errorf("%q\nends with a space: %q", src, line)
		}
	}
}

// meaning is everything that a file says, without its layout: words, names and values, in order.
func meaning(t *testing.T, src []byte) string {
	t.Helper()
	parsed, problems := hclsyntax.ParseConfig(src, "", hcl.InitialPos)
	if problems.HasErrors() {
		t.Fatalf("%q: %v", src, problems)
	}
	var b strings.Builder
	var body func(in *hclsyntax.Body)
	body = func(in *hclsyntax.Body) {
		var words []string
		place := map[string]int{}
		for name, a := range in.Attributes {
			place[name] = a.SrcRange.Start.Byte
			words = append(words, name)
		}
		for i := range words {
			for j := range words[:i] {
				if place[words[j]] > place[words[i]] {
					words[i], words[j] = words[j], words[i]
				}
			}
		}
		for _, name := range words {
			b.WriteString(name + " = ")
			tokens, _ := hclsyntax.LexExpression(in.Attributes[name].Expr.Range().SliceBytes(src), "", hcl.InitialPos)
			for _, tok := range tokens {
				if tok.Type != hclsyntax.TokenNewline && tok.Type != hclsyntax.TokenComment {
					b.WriteString(string(tok.Bytes) + " ")
				}
			}
			b.WriteString("; ")
		}
		for _, inner := range in.Blocks {
			b.WriteString(inner.Type + " " + strings.Join(inner.Labels, " ") + " { ")
			body(inner.Body)
			b.WriteString("} ")
		}
	}
	body(parsed.Body.(*hclsyntax.Body))
	return b.String()
}

// TestSourceAnswersHostileFiles: what could end the process is refused, and nothing takes too long.
func TestSourceAnswersHostileFiles(t *testing.T) { lextest.Run(t, 30<<10, answered(t)) }

// TestSourceAnswersLargeHostileFiles: the largest that pass the bound on words and signs.
func TestSourceAnswersLargeHostileFiles(t *testing.T) {
	lextest.Long(t)
	lextest.Run(t, 200<<10, answered(t))
}

// answered lays a file out; many of the shapes are ugly and right.
func answered(t *testing.T) func(src []byte) int {
	return func(src []byte) int {
		out, err := Source(src)
		if err == nil && len(out) == 0 && len(bytes.TrimSpace(src)) > 0 {
			t.Error("what the file said is gone")
		}
		return 1
	}
}
