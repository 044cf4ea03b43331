package lang_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/flowc/flowc/lang"
)

func TestValidProjectsCompileWithoutAWord(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(corpus, "valid", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no projects: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			got := lang.Compile(os.DirFS(folder))
			for _, d := range got.Diagnostics {
				t.Errorf("%s:%d:%d: %s %s: %s: %s", d.Range.File, d.Range.Start.Line, d.Range.Start.Column, d.Severity, d.Code, d.Summary, d.Detail)
			}
		})
	}
}
