package ast

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// read is a file's blocks and arguments, and what the reader of its syntax has to say.
func read(src []byte) (rawBody, diag.List) {
	tokens, found := lex.File("a.flow.hcl", src)
	if tokens == nil {
		return rawBody{}, found
	}
	p := &parser{file: "a.flow.hcl", src: src, tokens: tokens}
	body := p.body(language.File(), false)
	return body, append(found, p.found...)
}

// differences between a body as we read it and as HCL does.
func differences(ours rawBody, theirs *hclsyntax.Body) (diffs []string) {
	differ := func(format string, args ...any) { diffs = append(diffs, fmt.Sprintf(format, args...)) }
	if len(ours.args) != len(theirs.Attributes) || len(ours.blocks) != len(theirs.Blocks) {
		differ("%d arguments and %d blocks, HCL has %d and %d", len(ours.args), len(ours.blocks), len(theirs.Attributes), len(theirs.Blocks))
		return diffs
	}
	for _, a := range ours.args {
		b := theirs.Attributes[a.Name]
		switch {
		case b == nil:
			differ("HCL has no %s", a.Name)
		case a.NameRange != diag.RangeOf(b.NameRange):
			differ("the name of %s is at %v, HCL has %v", a.Name, a.NameRange, b.NameRange)
		case a.Expr == nil:
			differ("%s was not read", a.Name)
		case !reflect.DeepEqual(a.Expr, b.Expr):
			differ("the value of %s is %#v, HCL has %#v", a.Name, a.Expr, b.Expr)
		case a.Range.Start != diag.RangeOf(b.Expr.Range()).Start && !parenthesised(b.Expr):
			differ("the value of %s is at %v, HCL has %v", a.Name, a.Range, b.Expr.Range())
		}
	}
	for i, a := range ours.blocks {
		b := theirs.Blocks[i]
		labels := []string{}
		for _, l := range a.labels {
			labels = append(labels, l.Name)
		}
		switch {
		case a.word != b.Type || !slices.Equal(labels, b.Labels):
			differ("block %s %q, HCL has %s %q", a.word, labels, b.Type, b.Labels)
		case a.header != diag.RangeOf(b.DefRange()):
			differ("the header of %s is at %v, HCL has %v", a.word, a.header, b.DefRange())
		case a.all != diag.RangeOf(b.Range()):
			differ("the block %s is at %v, HCL has %v", a.word, a.all, b.Range())
		}
		for j, l := range a.labels {
			if l.Range != diag.RangeOf(b.LabelRanges[j]) {
				differ("the name of %s is at %v, HCL has %v", a.word, l.Range, b.LabelRanges[j])
			}
		}
		diffs = append(diffs, differences(a.rawBody, b.Body)...)
	}
	return diffs
}

// parenthesised is true for an expression that HCL places inside brackets of its own that it does not keep.
func parenthesised(e hclsyntax.Expression) bool {
	_, binary := e.(*hclsyntax.BinaryOpExpr)
	_, conditional := e.(*hclsyntax.ConditionalExpr)
	return binary || conditional
}

// ours are the codes of what HCL allows and the flow language does not.
var ours = []diag.Code{"F0008", "F0023", "F0024", "F0040"}

// compare is what is wrong about our reading of a source, against HCL's.
func compare(src []byte) (diffs []string) {
	body, found := read(src)
	bounded := slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
		return slices.Contains([]diag.Code{"F0001", "F0007", "F0009", "F0010", "F0011", "F0012", "F0026"}, d.Code)
	})
	if bounded {
		return nil // not for HCL
	}
	file, problems := hclsyntax.ParseConfig(src, "a.flow.hcl", hcl.InitialPos)
	if len(found) == 0 {
		redefined := func(d *hcl.Diagnostic) bool { return d.Summary == "Attribute redefined" } // reported later, as F0103
		problems = slices.DeleteFunc(problems, redefined)
		if len(problems) > 0 {
			return []string{"no mistake was reported; HCL says: " + problems.Error()}
		}
		if repeated(body) {
			return nil
		}
		return differences(body, file.Body.(*hclsyntax.Body))
	}
	if !problems.HasErrors() && !slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
		return slices.Contains(ours, d.Code) || strings.Contains(d.Detail, "::")
	}) {
		return []string{fmt.Sprintf("HCL has nothing against it, but %s %s", found[0].Code, found[0].Detail)}
	}
	return nil
}

func repeated(b rawBody) bool {
	names := map[string]bool{}
	for _, a := range b.args {
		if names[a.Name] {
			return true
		}
		names[a.Name] = true
	}
	return slices.ContainsFunc(b.blocks, func(b *rawBlock) bool { return repeated(b.rawBody) })
}

func TestReadsWhatHCLReads(t *testing.T) {
	sources := map[string]string{
		"the project":  baseProject,
		"a flow":       fmt.Sprintf(pageOfFlow, 1),
		"Windows":      strings.ReplaceAll(fmt.Sprintf(pageOfFlow, 1), "\n", "\r\n"),
		"a mark":       "\ufeff" + baseProject,
		"nothing":      "",
		"a comment":    "# nothing",
		"no end":       "a = 1",
		"plain labels": "step ask \"b\" {\n}\n",
		"comments":     "a /* x */ = /* y */ 1 /* z */ # end\nb /* x */ \"c\" /* y */ { /* z */\n}\n// last",
		"in brackets":  "a = (1\n  + 2\n)\nb = [\n  1, # one\n  2,\n]\nc = {\n  d = 1\n  \"e\" : 2, (f) = 3\n}\n",
		"one line":     "a {}\nb { c = { d = 1 } }\nb { c = [\n 1\n ] }\n",
		"texts":        "a = \"\"\nb = \"x$${y}\"\nc = \"$\"\nd = \"\\u00e4\\n\"\ne = \"${a}\"\nf = \"x ${~ a ~} y\"\ng = \"é${\"ü${b}\"}\"\n",
		"names":        "a = b\nb = c.d.e\nc = d[0].e\nd = e.0.f\ne = f[*].g\nf = true\ng = null\nh = for\ni-j = k-l\n",
		"for":          "a = [for x in y : x if z]\nb = {for k, v in y : k => v...}\nc = [\n  for x in y :\n  x\n]\n",
		"signs":        "a = -1 - -2\nb = !c\nd = e ? f : g ? h : i\nj = k(l, m...)\n",
	}
	for name, src := range sources {
		t.Run(name, func(t *testing.T) {
			if diffs := compare([]byte(src)); len(diffs) > 0 {
				t.Errorf("%s\n%s", src, strings.Join(diffs, "\n"))
			}
			if _, found := read([]byte(src)); len(found) > 0 {
				t.Errorf("%s\nwant no mistakes, got %v", src, found)
			}
		})
	}
}

// damaged is a source with a few pieces taken out, put in, doubled or moved.
func damaged(src string, rng *rand.Rand) []byte {
	pieces := []string{"{", "}", "(", ")", "[", "]", "\"", "${", "=", "==", "&&", ",", "\n", ".", "#", "/*", "*/", "!", "-", "?", ":", "for", "x", "1", " ", "“", "'", "\\", "%{", "<<A\n", ";", "::", "=>", "..."}
	out := []byte(src)
	for range 1 + rng.IntN(4) {
		if len(out) == 0 {
			break
		}
		at := rng.IntN(len(out))
		switch rng.IntN(4) {
		case 0: // out
			end := min(len(out), at+1+rng.IntN(4))
			out = slices.Delete(out, at, end)
		case 1: // in
			out = slices.Insert(out, at, []byte(pieces[rng.IntN(len(pieces))])...)
		case 2: // doubled
			end := min(len(out), at+rng.IntN(30))
			out = slices.Insert(out, at, slices.Clone(out[at:end])...)
		case 3: // a line out
			end := at
			for end < len(out) && out[end] != '\n' {
				end++
			}
			out = slices.Delete(out, at, end)
		}
	}
	return out
}

// TestReadsDamagedFilesAsHCL: of a damaged file we report mistakes exactly where HCL does, and read the same where there are
// none; nothing panics and no range leaves the file.
func TestReadsDamagedFilesAsHCL(t *testing.T) {
	rounds := 1_000
	if os.Getenv("FLOWC_LONG") != "" {
		rounds = 30_000
	}
	rng := rand.New(rand.NewPCG(1, 2))
	pages := []string{baseProject, fmt.Sprintf(pageOfFlow, 1), "a = [for x in y : x if z]\nb \"c\" { d = { e = \"f${g}\" } }\n"}
	for i := range rounds {
		src := damaged(pages[rng.IntN(len(pages))], rng)
		if diffs := compare(src); len(diffs) > 0 {
			t.Fatalf("round %d\n%s\n%s", i, src, strings.Join(diffs, "\n"))
		}
		checkRanges(t, src)
	}
}

// checkRanges loads the source and fails where a range leaves it.
func checkRanges(t *testing.T, src []byte) {
	t.Helper()
	u := readFile("a.flow.hcl", src)
	for _, d := range u.found {
		inside(t, src, d.Range, string(d.Code))
		if d.Fix != nil {
			inside(t, src, d.Fix.Range, string(d.Code)+" fix")
		}
	}
}

func inside(t *testing.T, src []byte, r diag.Range, what string) {
	t.Helper()
	if r.File != "a.flow.hcl" || r.Start.Byte < 0 || r.Start.Byte > r.End.Byte || r.End.Byte > len(src) || r.Start.Line < 1 || r.Start.Column < 1 {
		t.Errorf("%s: range %+v leaves the file of %d bytes:\n%q", what, r, len(src), src)
	}
}
