package ast

import (
	"testing"
	"testing/fstest"

	"github.com/flowc/flowc/lang/lex/lextest"
)

func mistakes(src []byte) int {
	_, found := Load(fstest.MapFS{"a.flow.hcl": {Data: src}})
	return len(found)
}

// TestLoadAnswersHostileFiles: no file ends the process, takes more than two seconds or 256 MB, or passes.
func TestLoadAnswersHostileFiles(t *testing.T) { lextest.Run(t, 30<<10, mistakes) }

// TestLoadAnswersLargeHostileFiles: the largest that pass the bound on words and signs.
func TestLoadAnswersLargeHostileFiles(t *testing.T) {
	lextest.Long(t)
	lextest.Run(t, 200<<10, mistakes)
}

// TestLoadAnswersTheLargestHostileFiles: those of 1 MB, the largest that are read.
func TestLoadAnswersTheLargestHostileFiles(t *testing.T) {
	lextest.Long(t)
	lextest.Run(t, 1<<20, mistakes)
}
