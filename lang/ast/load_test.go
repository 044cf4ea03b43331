package ast

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
)

func codes(list diag.List) []string {
	var all []string
	for _, d := range list {
		all = append(all, fmt.Sprintf("%s:%d %s", d.Range.File, d.Range.Start.Line, d.Code))
	}
	return all
}

func files(sources map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, src := range sources {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	return fsys
}

func flowNames(p *Project) []string {
	var names []string
	for _, f := range p.Flows {
		names = append(names, f.Name.Name)
	}
	return names
}

const emptyFlow = `flow %q {
  trigger { event = "order.placed" }
}
`

func TestLoadReadsTheFlowFilesOfAllFoldersInOrder(t *testing.T) {
	flow := func(name string) string { return fmt.Sprintf(emptyFlow, name) }
	p, found := Load(files(map[string]string{
		"project.flow.hcl":         baseProject,
		"b.flow.hcl":               flow("b"),
		"a/z.flow.hcl":             flow("az"),
		"a.flow.hcl":               flow("a"),
		"a/testdata/c.flow.hcl":    flow("atc"),
		".hidden/d.flow.hcl":       flow("hidden"),
		"a/.git/d.flow.hcl":        flow("git"),
		".e.flow.hcl":              flow("dot"),
		"f.flowtest.hcl":           "test \"x\" {}",
		"g.flow.hcl.bak":           "no flow",
		"h.flow.json":              "{",
		"i.flow.hcl.json":          "{",
		"folder.flow.hcl/j.md":     "no flow",
		"folder.flow.hcl/k.tf":     "no flow",
		"letters/l.md":             "Hello",
		"letters/flow.hcl":         "no flow",
		"letters/deep/m.flow.hcl":  flow("m"),
		"letters/deep/n.FLOW.HCL":  "no flow",
		"letters/deep/.o/.p/q.hcl": "no flow",
	}))
	if len(found) > 0 {
		t.Fatalf("want no mistakes, got %v", found)
	}
	if got, want := flowNames(p), []string{"a", "atc", "az", "b", "m"}; !slices.Equal(got, want) {
		t.Errorf("got the flows %v, want %v", got, want)
	}
	if got := len(p.Files); got != 6 {
		t.Errorf("got %d sources (%v), want 6", got, slices.Sorted(maps.Keys(p.Files)))
	}
}

func TestLoadReportsTheMistakesOfAllFiles(t *testing.T) {
	p, found := Load(files(map[string]string{
		"a.flow.hcl": "project \"a\" {\n}\nbrand {}\n",
		"b.flow.hcl": "flow \"b\" {\n  title = “x”\n  trigger {\n    event = \"order.placed\"\n  }\n  delay \"d\" { fro = \"7d\" }\n",
		"c.flow.hcl": "brand {}\nflow \"c\" {}\n",
		"d.flow.hcl": "\xff",
	}))
	want := []string{
		"a.flow.hcl:1 F0108", "b.flow.hcl:1 F0030", "b.flow.hcl:2 F0021", "b.flow.hcl:6 F0102", "c.flow.hcl:2 F0109",
		"d.flow.hcl:1 F0007", "c.flow.hcl:1 F0110",
	}
	got := codes(found)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if got := flowNames(p); !slices.Equal(got, []string{"b", "c"}) {
		t.Errorf("got the flows %v, want b and c in spite of their mistakes", got)
	}
	if !p.Broken {
		t.Error("a project of which a file could not be read is not called broken")
	}
}

func TestLoadNamesTheFirstOfTwoBlocksOfWhichOneIsAllowed(t *testing.T) {
	_, found := Load(files(map[string]string{
		"a.flow.hcl": baseProject,
		"b.flow.hcl": "store {\n  url = \"sqlite:a.db\"\n}\nrunner {}\ndefaults {}\n",
	}))
	if got, want := codes(found), []string{"b.flow.hcl:1 F0110", "b.flow.hcl:4 F0110", "b.flow.hcl:5 F0110"}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if want := "a.flow.hcl line 48"; !strings.Contains(found[0].Detail, want) {
		t.Errorf("%q does not name the first one, %q", found[0].Detail, want)
	}
}

func TestLoadWithoutAProject(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"nothing at all", nil, []string{".:1 F0014"}},
		{"no flow file", map[string]string{"a.md": "x"}, []string{".:1 F0014"}},
		{"no project block", map[string]string{"a.flow.hcl": "topic \"a\" {\n  title = \"A\"\n  kind = \"transactional\"\n}\n"}, []string{"a.flow.hcl:1 F0109"}},
		{"perhaps a project block", map[string]string{"a.flow.hcl": "projct? \"a\" {\n}\n"}, []string{"a.flow.hcl:1 F0045"}},
		{"a misspelt one", map[string]string{"a.flow.hcl": strings.Replace(baseProject, "project", "porject", 1)}, []string{"a.flow.hcl:1 F0101"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, found := Load(files(test.files)); !slices.Equal(codes(found), test.want) {
				t.Errorf("got %v, want %v", codes(found), test.want)
			}
		})
	}
}

func TestLoadBoundsWhatItReads(t *testing.T) {
	small := map[string]string{"a.flow.hcl": baseProject}
	with := func(more map[string]string) fs.FS {
		maps.Copy(more, small)
		return files(more)
	}
	comment := strings.Repeat(strings.Repeat("#", 99)+"\n", 9000) // 900 KB and few tokens
	many := map[string]string{}
	for i := range filesMax {
		many[fmt.Sprintf("f%d.flow.hcl", i)] = "# empty\n"
	}
	large := map[string]string{}
	for i := range 12 {
		large[fmt.Sprintf("b%02d.flow.hcl", i)] = strings.Repeat("#"+strings.Repeat("x", 998)+"\n", 900)
	}
	tests := []struct {
		name string
		fsys fs.FS
		want []string
	}{
		{"a file of 1 MB", with(map[string]string{"b.flow.hcl": strings.Repeat(" ", lex.FileMax)}), nil},
		{"a file of more", with(map[string]string{"b.flow.hcl": strings.Repeat(" ", lex.FileMax+1)}), []string{"b.flow.hcl:1 F0001"}},
		{"a file full of signs", with(map[string]string{"b.flow.hcl": comment}), []string{"b.flow.hcl:1 F0009"}},
		{"files of 10 MB together", with(large), []string{"b11.flow.hcl:1 F0002"}},
		{"too many files", with(many), []string{"f9999.flow.hcl:1 F0002"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, found := Load(test.fsys); !slices.Equal(codes(found), test.want) {
				t.Errorf("got %v, want %v", codes(found), test.want)
			}
		})
	}
}

func TestLoadReportsALimitedNumberOfMistakes(t *testing.T) {
	fsys := fstest.MapFS{}
	for i := range 20 {
		fsys[fmt.Sprintf("f%02d.flow.hcl", i)] = &fstest.MapFile{Data: bytes.Repeat([]byte("mistake\n"), 500)}
	}
	_, found := Load(fsys)
	if len(found) != foundMax+1 || found[len(found)-1].Code != "F0013" {
		t.Errorf("got %d mistakes that end with %s, want %d and F0013", len(found), found[len(found)-1].Code, foundMax)
	}
	inFirst := 0
	for _, d := range found {
		if d.Range.File == "f00.flow.hcl" {
			inFirst++
		}
	}
	if inFirst != mistakesMax+1 {
		t.Errorf("got %d mistakes in one file, want %d and F0013", inFirst, mistakesMax)
	}
}

// onDisk is a folder with a project and what make puts beside it, as os.DirFS and as os.Root show it.
func onDisk(t *testing.T, make func(folder string)) map[string]fs.FS {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.flow.hcl"), []byte(baseProject), 0o644); err != nil {
		t.Fatal(err)
	}
	make(folder)
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return map[string]fs.FS{"DirFS": os.DirFS(folder), "Root": root.FS()}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLoadFollowsNoLink(t *testing.T) {
	outside := t.TempDir()
	must(t, os.WriteFile(filepath.Join(outside, "b.flow.hcl"), []byte(fmt.Sprintf(emptyFlow, "outside")), 0o644))
	for name, fsys := range onDisk(t, func(folder string) {
		must(t, os.Symlink(filepath.Join(outside, "b.flow.hcl"), filepath.Join(folder, "b.flow.hcl")))
		must(t, os.Symlink("a.flow.hcl", filepath.Join(folder, "c.flow.hcl")))
		must(t, os.Symlink(outside, filepath.Join(folder, "folder")))
	}) {
		p, found := Load(fsys)
		if got, want := codes(found), []string{"b.flow.hcl:1 F0004", "c.flow.hcl:1 F0004"}; !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
		if len(p.Flows) > 0 {
			t.Errorf("%s: read the flow %q through a link", name, p.Flows[0].Name.Name)
		}
	}
}

func TestLoadOpensOrdinaryFilesOnly(t *testing.T) {
	for name, fsys := range onDisk(t, func(folder string) {
		// Whoever opens a pipe for reading waits until somebody writes.
		must(t, syscall.Mkfifo(filepath.Join(folder, "b.flow.hcl"), 0o644))
	}) {
		if _, found := Load(fsys); !slices.Equal(codes(found), []string{"b.flow.hcl:1 F0003"}) {
			t.Errorf("%s: got %v, want F0003 for the pipe", name, codes(found))
		}
	}
}

// refusing is a file system in which one file cannot be opened.
type refusing struct {
	fstest.MapFS
	name string
}

func (r refusing) Open(name string) (fs.File, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return r.MapFS.Open(name)
}

func TestLoadGoesOnBehindAFileThatCannotBeRead(t *testing.T) {
	p, found := Load(refusing{files(map[string]string{"a.flow.hcl": baseProject, "b.flow.hcl": "", "c.flow.hcl": fmt.Sprintf(emptyFlow, "c")}), "b.flow.hcl"})
	if !slices.Equal(codes(found), []string{"b.flow.hcl:1 F0003"}) || !strings.Contains(found[0].Detail, "may not read it") {
		t.Errorf("got %v, want F0003 with the reason", found)
	}
	if got := flowNames(p); !slices.Equal(got, []string{"c"}) || !p.Broken {
		t.Errorf("got the flows %v of a project that is broken: %v, want c and true", got, p.Broken)
	}
}

func TestReadBesideStaysInTheProject(t *testing.T) {
	outside := t.TempDir()
	must(t, os.WriteFile(filepath.Join(outside, "secret.md"), []byte("secret"), 0o644))
	for name, fsys := range onDisk(t, func(folder string) {
		must(t, os.MkdirAll(filepath.Join(folder, "flows/emails/.hidden"), 0o755))
		must(t, os.WriteFile(filepath.Join(folder, "flows/emails/hello.md"), []byte("hello"), 0o644))
		must(t, os.WriteFile(filepath.Join(folder, "flows/emails/.hidden/x.md"), []byte("hidden"), 0o644))
		must(t, os.WriteFile(filepath.Join(folder, "top.md"), []byte("top"), 0o644))
		must(t, os.WriteFile(filepath.Join(folder, "large.md"), make([]byte, lex.FileMax+1), 0o644))
		must(t, os.Symlink(filepath.Join(outside, "secret.md"), filepath.Join(folder, "flows/link.md")))
		must(t, os.Symlink(outside, filepath.Join(folder, "flows/folder")))
		must(t, syscall.Mkfifo(filepath.Join(folder, "pipe.md"), 0o644))
	}) {
		p, found := Load(fsys)
		if len(found) > 0 {
			t.Fatal(found)
		}
		tests := []struct{ path, want string }{ // a code, or a file's content
			{"emails/hello.md", "hello"},
			{"./emails/../emails/hello.md", "hello"},
			{"../top.md", "top"},
			{"emails/helo.md", "F0006"},
			{"nowhere/hello.md", "F0006"},
			{"emails/hello.md/x.md", "F0003"},
			{"", "F0005"},
			{".", "F0003"},
			{"..", "F0005"},
			{"emails/", "F0005"},
			{"emails", "F0003"},
			{"../../secret.md", "F0005"},
			{"../../../../../../etc/passwd", "F0005"},
			{"/etc/passwd", "F0005"},
			{`emails\hello.md`, "F0005"},
			{`..\..\secret.md`, "F0005"},
			{"emails/.hidden/x.md", "F0005"},
			{"../.git/config", "F0005"},
			{"emails/hello.md\x00", "F0005"},
			{"emails/hello.md\n", "F0005"},
			{strings.Repeat("a/", 50_000) + "b", "F0006"},
			{"link.md", "F0004"},
			{"folder/secret.md", "F0004"},
			{"../pipe.md", "F0003"},
			{"../large.md", "F0001"},
		}
		for _, test := range tests {
			at := diag.Range{File: "flows/f.flow.hcl", Start: diag.Pos{Line: 3, Column: 1}, End: diag.Pos{Line: 3, Column: 2}}
			src, file, problem := p.ReadBeside("flows/f.flow.hcl", test.path, at)
			shown := test.path[:min(len(test.path), 40)]
			switch {
			case problem == nil && string(src) != test.want:
				t.Errorf("%s: %q: got %q, want %s", name, shown, src, test.want)
			case problem == nil && !bytes.Equal(p.Files[file], src):
				t.Errorf("%s: %q: the source is not kept as %q", name, shown, file)
			case problem != nil && (string(problem.Code) != test.want || problem.Range != at || src != nil):
				t.Errorf("%s: %q: got %s at %v: %s, want %s", name, shown, problem.Code, problem.Range, problem.Detail, test.want)
			}
		}
	}
}

func TestReadBesideSuggestsTheNearestFile(t *testing.T) {
	p, _ := Load(files(map[string]string{"a.flow.hcl": baseProject, "flows/emails/thank-you.md": "x", "flows/emails/thank-yo.txt": "x"}))
	_, _, problem := p.ReadBeside("flows/f.flow.hcl", "emails/thankyou.md", diag.Range{})
	if problem == nil || !strings.Contains(problem.Detail, `Did you mean "emails/thank-you.md"?`) {
		t.Errorf("got %v, want the file with the nearest name, as the flow's file would name it", problem)
	}
}

func TestReloadKeepsWhatDidNotChange(t *testing.T) {
	sources := map[string]string{"a.flow.hcl": baseProject, "b.flow.hcl": fmt.Sprintf(emptyFlow, "b"), "c.flow.hcl": fmt.Sprintf(emptyFlow, "c") + "oops\n"}
	old, _ := Load(files(sources))
	sources["b.flow.hcl"] = fmt.Sprintf(emptyFlow, "b2")
	delete(sources, "a.flow.hcl")
	sources["d.flow.hcl"] = baseProject
	p, found := Reload(files(sources), old)
	fresh, want := Load(files(sources))
	if !slices.Equal(codes(found), codes(want)) || len(found) != 1 {
		t.Errorf("got the mistakes %v, want %v", codes(found), codes(want))
	}
	if got, want := flowNames(p), flowNames(fresh); !slices.Equal(got, want) {
		t.Errorf("got the flows %v, want %v", got, want)
	}
	if p.Flows[1] != old.Flows[1] {
		t.Error("the flow of a file that did not change was read again")
	}
	if p.Settings == nil || p.Settings.Header.File != "d.flow.hcl" {
		t.Errorf("got the settings of %v, want those of d.flow.hcl", p.Settings)
	}
}
