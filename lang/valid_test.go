package lang_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/machine"
)

// golden is where a valid project's machines are written down.
const golden = "want.machine.json"

// validProjects are the folders of the corpus that compile.
func validProjects(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(corpus, "valid", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no projects: %v", err)
	}
	return folders
}

// encoded is a program's canonical form, laid out for reading.
func encoded(t *testing.T, p *machine.Program) []byte {
	t.Helper()
	data, err := machine.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, data, "", " "); err != nil {
		t.Fatal(err)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

func TestValidProjectsCompileWithoutAWordToWhatIsWrittenDown(t *testing.T) {
	for _, folder := range validProjects(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			got := lang.Compile(os.DirFS(folder))
			for _, d := range got.Diagnostics {
				t.Errorf("%s:%d:%d: %s %s: %s: %s", d.Range.File, d.Range.Start.Line, d.Range.Start.Column, d.Severity, d.Code, d.Summary, d.Detail)
			}
			if got.Program == nil {
				t.Fatal("it does not compile")
			}
			have := encoded(t, got.Program)
			file := filepath.Join(folder, golden)
			want, err := os.ReadFile(file)
			if bytes.Equal(have, want) {
				return
			}
			if os.Getenv("FLOWC_UPDATE") != "" {
				if err := os.WriteFile(file, have, 0o644); err != nil {
					t.Fatal(err)
				}
				t.Errorf("rewrote %s", file)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Errorf("%s differs%s\nFLOWC_UPDATE=1 rewrites it", file, firstDifference(want, have))
		})
	}
}

// firstDifference shows the first lines that differ.
func firstDifference(want, have []byte) string {
	w, h := bytes.Split(want, []byte("\n")), bytes.Split(have, []byte("\n"))
	for i := 0; i < len(w) && i < len(h); i++ {
		if !bytes.Equal(w[i], h[i]) {
			return ":\nwant " + string(w[i]) + "\nhave " + string(h[i])
		}
	}
	return " in length"
}

func TestAProgramIsTheSameAfterItsJourneyThroughJSON(t *testing.T) {
	for _, folder := range validProjects(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			p := lang.Compile(os.DirFS(folder)).Program
			data, err := machine.Encode(p)
			if err != nil {
				t.Fatal(err)
			}
			again, err := machine.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			if p.Fingerprint() == "" || p.Fingerprint() != again.Fingerprint() {
				t.Errorf("the fingerprint %q became %q", p.Fingerprint(), again.Fingerprint())
			}
		})
	}
}
