package typing_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// own are the codes of this package, from the registry.
func own() []diag.Code {
	var codes []diag.Code
	for _, c := range diag.Codes() {
		if strings.HasPrefix(string(c), "F02") || strings.HasPrefix(string(c), "F03") || strings.HasPrefix(string(c), "W03") {
			codes = append(codes, c)
		}
	}
	return codes
}

// told are the codes whose example is more than an expression: what is wrong lies in the place, not in the words.
var told = map[diag.Code]string{
	"F0214": "a sender is named by check", "F0216": "there is an order in the scope of this test", "F0217": "the order of steps",
	"F0321": "the example is cut short", "F0329": "a topic is named by check",
}

// snippet is an indented example in an explanation, after the word that begins it.
var snippet = regexp.MustCompile(`(?m)^(Wrong|Write)[^\n]*:\n\n((?:    [^\n]*\n|\n)+)`)

// The example that an explanation calls wrong is wrong with its code, and what it says to write instead is right.
func TestExplanationsShowWhatTheySay(t *testing.T) {
	if len(own()) < 50 {
		t.Fatalf("only %d codes were found", len(own()))
	}
	for _, code := range own() {
		entry, _ := diag.Lookup(code)
		examples := snippet.FindAllStringSubmatch(entry.Explanation+"\n", -1)
		if len(examples) != 2 {
			t.Errorf("%s: an explanation has a wrong example and a right one; this has %d", code, len(examples))
			continue
		}
		if told[code] != "" {
			continue
		}
		several := strings.Contains(examples[0][0], `currencies = ["EUR", "USD"]`)
		if found := checkSnippet(t, code, examples[0][2], several || code == "F0314"); !strings.Contains(found, string(code)) {
			t.Errorf("%s: the wrong example is answered with %q\n%s", code, found, examples[0][2])
		}
		if found := checkSnippet(t, code, examples[1][2], several || code == "F0314"); found != "" {
			t.Errorf("%s: the right example is answered with %q\n%s", code, found, examples[1][2])
		}
	}
}

// checkSnippet checks every expression in a piece of a flow file and answers the codes.
func checkSnippet(t *testing.T, code diag.Code, src string, several bool) string {
	lines := strings.Split(src, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, "    ")
	}
	// Two lines for one argument are two examples.
	var found diag.List
	for _, part := range parts(lines) {
		file, diags := hclsyntax.ParseConfig([]byte(part), "a.flow.hcl", hcl.InitialPos)
		if diags.HasErrors() {
			t.Errorf("%s: the example does not parse: %s\n%s", code, diags, part)
			return ""
		}
		w := world(t)
		w.Currencies = []string{"EUR"}
		if several {
			w.Currencies = []string{"EUR", "USD"}
		}
		body := file.Body.(*hclsyntax.Body)
		for _, b := range body.Blocks {
			if b.Type == "locals" {
				for name, a := range b.Body.Attributes {
					w.Locals[name] = a.Expr
				}
			}
		}
		for _, name := range []string{"loyal", "regular", "big", "c"} {
			if w.Locals[name] == nil {
				w.Locals[name] = parse(t, `100`)
			}
		}
		found = append(found, checkBody(inFlow(w), body)...)
	}
	return codes(found)
}

// parts are pieces in which no argument stands twice.
func parts(lines []string) []string {
	var out []string
	var now []string
	seen := map[string]bool{}
	depth := 0
	for _, l := range lines {
		name, _, isArg := strings.Cut(l, "=")
		name = strings.TrimSpace(name)
		block := strings.HasPrefix(l, "delay") || strings.HasPrefix(l, "locals")
		if depth == 0 && (isArg && seen[name] || block && len(now) > 0) {
			out = append(out, strings.Join(now, "\n"))
			now, seen = nil, map[string]bool{}
		}
		depth += strings.Count(l, "{") - strings.Count(l, "}")
		seen[name] = true
		now = append(now, l)
	}
	return append(out, strings.Join(now, "\n"))
}

func checkBody(s *typing.Scope, b *hclsyntax.Body) diag.List {
	wants := map[string]typing.Want{
		"where": {Kind: facts.Bool}, "when": {Kind: facts.Bool}, "for": {Kind: facts.Duration}, "until": {Kind: facts.Time}, "body": {Kind: facts.Object},
	}
	var found diag.List
	for name, a := range b.Attributes {
		var diags diag.List
		if name == "subject" {
			_, diags = s.Text(a.Expr, "the subject")
		} else {
			_, diags = s.Check(a.Expr, wants[name])
		}
		found = append(found, diags...)
	}
	for _, inner := range b.Blocks {
		found = append(found, checkBody(s, inner.Body)...)
	}
	return found
}

// Every summary is a fixed one without names.
func TestCodesAreWritten(t *testing.T) {
	for _, code := range own() {
		e, _ := diag.Lookup(code)
		if e.Summary == "" || strings.HasSuffix(e.Summary, ".") || strings.ContainsAny(e.Summary, `"%`) {
			t.Errorf("%s: the summary %q is no fixed one without names and full stop", code, e.Summary)
		}
	}
}
