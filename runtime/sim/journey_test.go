package sim_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/sim"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
	"github.com/flowc/flowc/schema/order"
)

// corpus is the shared test data.
const corpus = "../../testdata"

// The parts of a fixture that are no files of its project (testdata/README.md).
const (
	scriptPart = "script"
	goldenPart = "want.txt"
)

// fixture is one archive of testdata/journey.
type fixture struct {
	path    string
	archive *txtar.Archive
	files   fstest.MapFS
	script  string
	want    string
	opt     sim.Options
}

func readFixture(t *testing.T, path string) *fixture {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{path: path, archive: archive, files: fstest.MapFS{}}
	for _, part := range archive.Files {
		switch {
		case part.Name == scriptPart:
			f.script = string(part.Data)
		case part.Name == goldenPart:
			f.want = string(part.Data)
		case strings.HasPrefix(part.Name, "want"):
			t.Fatalf("no test asks for the golden %s", part.Name)
		default:
			f.files[part.Name] = &fstest.MapFile{Data: part.Data}
		}
	}
	f.complete(t)
	f.flags(t)
	return f
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
				own[m[1]] = own[m[1]] || m[1] == "project"
			}
		}
	}
	base, err := os.ReadFile(filepath.Join(corpus, "invalid", "base.flow.hcl.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for block := range strings.SplitSeq(string(base), "\n\n") {
		if m := header.FindStringSubmatch(block); !own[m[1]] && !own[m[1]+m[2]] {
			kept = append(kept, block)
		}
	}
	f.files["base.flow.hcl"] = &fstest.MapFile{Data: []byte(strings.Join(kept, "\n\n"))}
	if f.files["m.md"] == nil {
		letter, err := os.ReadFile(filepath.Join(corpus, "invalid", "m.md"))
		if err != nil {
			t.Fatal(err)
		}
		f.files["m.md"] = &fstest.MapFile{Data: letter}
	}
}

// flag is a line of the archive's comment that is passed on to the simulation.
var flag = regexp.MustCompile(`(?m)^(from|until|tick): (\S+)$`)

func (f *fixture) flags(t *testing.T) {
	t.Helper()
	for _, m := range flag.FindAllStringSubmatch(string(f.archive.Comment), -1) {
		var err error
		switch m[1] {
		case "from":
			f.opt.From, err = time.Parse(time.RFC3339, m[2])
		case "until":
			f.opt.Until, err = time.Parse(time.RFC3339, m[2])
		case "tick":
			f.opt.Tick, err = time.ParseDuration(m[2])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// transcript is what a project did with its script, a line of the ledger each; then the lines that were refused, and where people stand.
func (f *fixture) transcript(t *testing.T) string {
	t.Helper()
	result := lang.Compile(f.files)
	for _, d := range result.Diagnostics {
		t.Errorf("%s:%d: %s: %s: %s", d.Range.File, d.Range.Start.Line, d.Code, d.Summary, d.Detail)
	}
	if result.Program == nil {
		t.FailNow()
	}
	program, err := engine.Prepare(result.Program)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	st, err := sqlite.Open(ctx, ":memory:", sqlite.Options{RegisterFuncs: expr.SQLFuncs})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	lines, known := f.lines(t)
	f.opt.Known = func(line *order.Line) time.Time { return known[line.ID] }
	done, err := sim.Run(ctx, st, program, lines, f.opt)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	err = st.Read(ctx, func(r store.Reader) error {
		if err := r.Ledger(ctx, store.LedgerQuery{}, func(l store.LedgerLine) bool { b.WriteString(said(l)); return true }); err != nil {
			return err
		}
		counts, err := r.Census(ctx)
		for _, refused := range done.Refused {
			fmt.Fprintf(&b, "refused %s: %s\n", lines[refused.Index].ID, refused.Why)
		}
		for _, n := range counts {
			if n.Over == 0 {
				fmt.Fprintf(&b, "under way: %d in %s.%s\n", n.N, n.Flow, n.State)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// said is a line of the ledger as a transcript has it.
func said(l store.LedgerLine) string {
	words := []string{l.At.Format("2006-01-02T15:04:05.999Z07:00"), l.Journey}
	switch l.Kind {
	case "goal":
		words = append(words, "goal")
	case "webhook":
		words = append(words, "webhook")
	}
	if l.Node != "" {
		words = append(words, l.Node)
	}
	if l.Round != "" && l.Round != "0" {
		words = append(words, "#"+l.Round)
	}
	words = append(words, l.Outcome)
	if l.Variant != "" {
		words = append(words, "["+l.Variant+"]")
	}
	if l.Reason != "" {
		words = append(words, "("+l.Reason+")")
	}
	if l.Subject != "" && l.Outcome == "sent" {
		words = append(words, fmt.Sprintf("%q", l.Subject))
	}
	return strings.Join(words, " ") + "\n"
}

func TestJourneysGoAsTheLanguageSays(t *testing.T) {
	folder := filepath.Join(corpus, "journey")
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) == 0 {
		t.Fatal("there are no fixtures")
	}
	for _, e := range entries {
		name, isFixture := strings.CutSuffix(e.Name(), ".txtar")
		if !isFixture {
			t.Errorf("%s is no fixture", e.Name())
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := readFixture(t, filepath.Join(folder, e.Name()))
			got := f.transcript(t)
			if got == f.want {
				return
			}
			if os.Getenv("FLOWC_UPDATE") == "1" {
				f.rewrite(t, got)
				return
			}
			t.Errorf("%s\nscript:\n%sgot:\n%swant:\n%s", f.archive.Comment, f.script, got, f.want)
		})
	}
}

// rewrite puts the transcript into the archive, and fails: a golden that changed is looked at.
func (f *fixture) rewrite(t *testing.T, got string) {
	t.Helper()
	i := slices.IndexFunc(f.archive.Files, func(p txtar.File) bool { return p.Name == goldenPart })
	if i < 0 {
		i = len(f.archive.Files)
		f.archive.Files = append(f.archive.Files, txtar.File{Name: goldenPart})
	}
	f.archive.Files[i].Data = []byte(got)
	if err := os.WriteFile(f.path, txtar.Format(f.archive), fs.FileMode(0o644)); err != nil {
		t.Fatal(err)
	}
	t.Errorf("rewrote %s", f.path)
}
