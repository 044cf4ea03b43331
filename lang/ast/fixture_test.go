package ast

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/flowc/flowc/lang/diag"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// corpus holds a file for each code, with `# ERROR F0101 "words"` on the line of the mistake, or ERROR+1 on the line above.
const corpus = "../../testdata/invalid"

var (
	announced   = regexp.MustCompile(`# ERROR(?:\+(\d+))? (F\d{4})((?: "(?:[^"\\]|\\.)*")*)`)
	inQuotes    = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
	topOfBlock  = regexp.MustCompile(`(?m)^(\w+)((?: "[^"]*")*) \{`)
	ownFamilies = regexp.MustCompile(`^F0[01]`)
)

type announcement struct {
	line  int
	code  diag.Code
	words []string
}

func announcements(src string) (all []announcement) {
	for i, line := range strings.Split(src, "\n") {
		for _, m := range announced.FindAllStringSubmatch(line, -1) {
			below, _ := strconv.Atoi(m[1])
			a := announcement{line: i + 1 + below, code: diag.Code(m[2])}
			for _, w := range inQuotes.FindAllStringSubmatch(m[3], -1) {
				a.words = append(a.words, strings.ReplaceAll(w[1], `\"`, `"`))
			}
			all = append(all, a)
		}
	}
	return all
}

// fixtures are the files of the families F00 and F01 by name.
func fixtures(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(corpus + "/F0[01]*.flow.hcl")
	if err != nil || len(names) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	all := map[string]string{}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = string(src)
	}
	return all
}

// beside is a fixture with the blocks of the base project that it does not have itself, and a letter.
func beside(t *testing.T, fixture string) fstest.MapFS {
	t.Helper()
	base, err := os.ReadFile(corpus + "/base.flow.hcl.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rest strings.Builder
	for block := range strings.SplitSeq(string(base), "\n\n") {
		if m := topOfBlock.FindStringSubmatch(block); m == nil || !strings.Contains(fixture, m[1]+m[2]+" {") {
			rest.WriteString(block + "\n\n")
		}
	}
	return fstest.MapFS{
		"base.flow.hcl":  {Data: []byte(rest.String())},
		"flows.flow.hcl": {Data: []byte(fixture)},
		"m.md":           {Data: []byte("Hello,\n\nthis is a letter.\n")},
	}
}

// letters reads the bodies of a flow's steps as checking does.
func letters(p *Project) (found diag.List) {
	for _, f := range p.Flows {
		for _, n := range f.Body {
			s, ok := n.(*Step)
			if !ok || s.Email == nil || !s.Email.Body.Readable() {
				continue
			}
			name, _ := s.Email.Body.Expr.(*hclsyntax.TemplateExpr).Value(nil)
			if _, _, problem := p.ReadBeside(s.Email.Body.Range.File, name.AsString(), s.Email.Body.Range); problem != nil {
				found = append(found, *problem)
			}
		}
	}
	return found
}

func TestFixtures(t *testing.T) {
	for name, src := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			p, found := Load(beside(t, src))
			found = append(found, letters(p)...)
			left := slices.DeleteFunc(announcements(src), func(a announcement) bool { return !ownFamilies.MatchString(string(a.code)) })
			if len(left) == 0 {
				t.Fatal("the fixture announces nothing")
			}
			for _, d := range found {
				i := slices.IndexFunc(left, func(a announcement) bool {
					return a.code == d.Code && a.line == d.Range.Start.Line && !slices.ContainsFunc(a.words, func(w string) bool {
						return !strings.Contains(strings.ToLower(d.Summary+" "+d.Detail), strings.ToLower(w))
					})
				})
				if i < 0 || d.Range.File != "flows.flow.hcl" {
					t.Errorf("not announced: %s:%d:%d: %s %s: %s", d.Range.File, d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Summary, d.Detail)
					continue
				}
				left = slices.Delete(left, i, i+1)
			}
			for _, a := range left {
				t.Errorf("missing: line %d: %s %q", a.line, a.code, a.words)
			}
		})
	}
}

// generated are the codes whose mistake is a matter of size or of the file system; the tests of Load show them.
var generated = []diag.Code{"F0001", "F0002", "F0003", "F0004", "F0009", "F0014"}

func TestEachCodeHasAFixtureAndAnExplanation(t *testing.T) {
	shown := slices.Clone(generated)
	for _, src := range fixtures(t) {
		for _, a := range announcements(src) {
			shown = append(shown, a.code)
		}
	}
	for _, code := range diag.Codes() {
		if !ownFamilies.MatchString(string(code)) {
			continue
		}
		if !slices.Contains(shown, code) {
			t.Errorf("%s has no fixture in %s", code, corpus)
		}
		if e, _ := diag.Lookup(code); len(e.Explanation) < 100 {
			t.Errorf("%s has no explanation that helps: %q", code, e.Explanation)
		}
	}
}
