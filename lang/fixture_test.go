package lang_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/diag"
	"github.com/rogpeppe/go-internal/txtar"
)

// corpus is the shared test data, beside the packages.
const corpus = "../testdata"

// fixture is a project with the diagnostics that its files announce in comments on the lines on which they are expected:
//
//	# ERROR F0201 "did you mean" "vips"        (in HCL; WARNING for a warning)
//	<!-- ERROR F0303 "coalesce" -->            (in Markdown)
//
// ERROR+2 means two lines below. The quoted words stand in the summary or the detail.
type fixture struct {
	name  string
	files fstest.MapFS
	want  []expected
}

type expected struct {
	file     string
	line     int
	severity diag.Severity
	code     diag.Code
	words    []string
}

var (
	announced = regexp.MustCompile(`(?:#|<!--) (ERROR|WARNING)(?:\+(\d+))? ([FW]\d{4})(.*?)(?:-->)?$`)
	inQuotes  = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
)

// readFixtures are the fixtures of a folder: single files, which get the base project and its letter beside them, and .txtar
// archives, which get them too unless they bring a project of their own.
func readFixtures(t *testing.T, folder string) []fixture {
	t.Helper()
	var out []fixture
	paths, err := filepath.Glob(filepath.Join(corpus, folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		src, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		f := fixture{name: filepath.Base(p), files: fstest.MapFS{}}
		switch {
		case strings.HasSuffix(p, ".flow.hcl"):
			f.files["flows.flow.hcl"] = &fstest.MapFile{Data: src}
		case strings.HasSuffix(p, ".txtar"):
			for _, in := range txtar.Parse(src).Files {
				f.files[in.Name] = &fstest.MapFile{Data: in.Data}
			}
		case strings.HasSuffix(p, ".flow.hcl.txt") || strings.HasSuffix(p, ".md"):
			continue
		default:
			t.Fatalf("%s is no fixture", p)
		}
		f.announce(t)
		f.complete(t)
		out = append(out, f)
	}
	return out
}

var header = regexp.MustCompile(`(?m)^(\w+)((?: "[^"]*")*) \{`)

// complete adds the blocks of the base project that the fixture does not have itself, and the base's letter.
func (f *fixture) complete(t *testing.T) {
	t.Helper()
	own := map[string]bool{}
	for name, file := range f.files {
		if strings.HasSuffix(name, ".flow.hcl") {
			for _, m := range header.FindAllStringSubmatch(string(file.Data), -1) {
				own[m[1]+m[2]] = true
				own[m[1]] = own[m[1]] || m[1] == "project" || m[1] == "brand"
			}
		}
	}
	var base strings.Builder
	for block := range strings.SplitSeq(string(readCorpus(t, "invalid/base.flow.hcl.txt")), "\n\n") {
		if m := header.FindStringSubmatch(block); !own[m[1]] && !own[m[1]+m[2]] {
			base.WriteString(block + "\n\n")
		}
	}
	f.files["base.flow.hcl"] = &fstest.MapFile{Data: []byte(base.String())}
	if f.files["m.md"] == nil {
		f.files["m.md"] = &fstest.MapFile{Data: readCorpus(t, "invalid/m.md")}
	}
}

// announce reads the comments.
func (f *fixture) announce(t *testing.T) {
	t.Helper()
	for name, file := range f.files {
		for i, line := range strings.Split(string(file.Data), "\n") {
			m := announced.FindStringSubmatch(line)
			if m == nil {
				if strings.Contains(line, "# ERROR") || strings.Contains(line, "# WARNING") {
					t.Fatalf("%s: %s:%d announces nothing that can be read: %s", f.name, name, i+1, line)
				}
				continue
			}
			e := expected{file: name, line: i + 1, code: diag.Code(m[3])}
			if m[1] == "WARNING" {
				e.severity = diag.Warning
			}
			if m[2] != "" {
				down, _ := strconv.Atoi(m[2])
				e.line += down
			}
			for _, w := range inQuotes.FindAllStringSubmatch(m[4], -1) {
				e.words = append(e.words, strings.ReplaceAll(w[1], `\"`, `"`))
			}
			f.want = append(f.want, e)
		}
	}
}

// compare says in which way diagnostics differ from what the fixture announces.
func (f *fixture) compare(got diag.List) (problems []string) {
	left := slices.Clone(f.want)
	for _, d := range got {
		i := slices.IndexFunc(left, func(e expected) bool { return e.meets(d) })
		if i < 0 {
			problems = append(problems, fmt.Sprintf("not expected: %s:%d:%d: %s %s: %s: %s", d.Range.File, d.Range.Start.Line, d.Range.Start.Column, d.Severity, d.Code, d.Summary, d.Detail))
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, e := range left {
		problems = append(problems, fmt.Sprintf("missing: %s:%d: %s %s %q", e.file, e.line, e.severity, e.code, e.words))
	}
	return problems
}

func (e expected) meets(d diag.Diagnostic) bool {
	if e.file != d.Range.File || e.line != d.Range.Start.Line || e.code != d.Code || e.severity != d.Severity {
		return false
	}
	for _, w := range e.words {
		if !strings.Contains(strings.ToLower(d.Summary+" "+d.Detail), strings.ToLower(w)) {
			return false
		}
	}
	return true
}

func readCorpus(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// sound holds each diagnostic against what all of them promise: a code of the registry, a place inside its file, a text.
func sound(t *testing.T, files fs.FS, list diag.List) {
	t.Helper()
	for _, d := range list {
		e, known := diag.Lookup(d.Code)
		switch {
		case !known || e.Summary != d.Summary || e.Severity != d.Severity:
			t.Errorf("%s is not what the registry says: %+v", d.Code, d)
		case strings.TrimSpace(d.Detail) == "" || strings.Contains(d.Detail, "%!"):
			t.Errorf("%s has the detail %q", d.Code, d.Detail)
		}
		src, err := fs.ReadFile(files, d.Range.File)
		if err != nil {
			if d.Range.File != "." && path.Ext(d.Range.File) != "" {
				t.Errorf("%s stands in %q, which cannot be read: %v", d.Code, d.Range.File, err)
			}
			continue
		}
		if r := d.Range; r.Start.Byte < 0 || r.End.Byte < r.Start.Byte || r.End.Byte > len(src) {
			t.Errorf("%s stands at bytes %d to %d of %d in %s", d.Code, r.Start.Byte, r.End.Byte, len(src), r.File)
		}
	}
}

func TestBrokenProjectsSayWhatTheyAnnounceAndNothingElse(t *testing.T) {
	for _, folder := range []string{"invalid", "warning"} {
		for _, f := range readFixtures(t, folder) {
			t.Run(folder+"/"+f.name, func(t *testing.T) {
				got := lang.Compile(f.files)
				sound(t, f.files, got.Diagnostics)
				for _, p := range f.compare(got.Diagnostics) {
					t.Error(p)
				}
				if len(f.want) == 0 {
					t.Error("the fixture announces nothing")
				}
				if folder == "warning" && got.Program == nil {
					t.Error("a project with warnings alone compiles")
				}
			})
		}
	}
}

// shownElsewhere are the codes that a text file cannot show, with the package whose tests do.
var shownElsewhere = map[diag.Code]string{
	"F0001": "lang/ast", "F0002": "lang/ast", "F0003": "lang/ast", "F0004": "lang/ast", "F0009": "lang/ast", "F0014": "lang/ast",
	"F0315": "lang/typing",
	"F0811": "cmd/flowc", "F0812": "cmd/flowc", "F0813": "cmd/flowc", "F0814": "cmd/flowc",
}

func TestEveryCodeHasAFixtureAndAnExplanation(t *testing.T) {
	shown := map[diag.Code]bool{}
	for _, folder := range []string{"invalid", "warning"} {
		for _, f := range readFixtures(t, folder) {
			for _, e := range f.want {
				shown[e.code] = true
			}
		}
	}
	for _, code := range diag.Codes() {
		e, _ := diag.Lookup(code)
		if !shown[code] && shownElsewhere[code] == "" {
			t.Errorf("%s %q has no fixture in testdata", code, e.Summary)
		}
		if len(strings.TrimSpace(e.Explanation)) < 80 {
			t.Errorf("%s has no explanation that helps: %q", code, e.Explanation)
		}
		if e.Summary == "" || strings.HasSuffix(e.Summary, ".") {
			t.Errorf("%s has the summary %q", code, e.Summary)
		}
	}
}
