package ast

import (
	"testing"
	"testing/fstest"

	"github.com/flowc/flowc/lang/lex/lextest"
)

// TestLoadAnswersHostileFiles: no file of up to 1 MB ends the process, takes more than two seconds or 256 MB, or passes.
func TestLoadAnswersHostileFiles(t *testing.T) {
	lextest.Run(t, 1<<20, func(src []byte) int {
		_, found := Load(fstest.MapFS{"a.flow.hcl": {Data: src}})
		return len(found)
	})
}

// TestLoadAnswersHostileFilesOfModestSize: what is below the limits of size must be bounded by the others.
func TestLoadAnswersHostileFilesOfModestSize(t *testing.T) {
	lextest.Run(t, 200<<10, func(src []byte) int {
		_, found := Load(fstest.MapFS{"a.flow.hcl": {Data: src}})
		return len(found)
	})
}
