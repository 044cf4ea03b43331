package lang_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/machine"
)

// FuzzCompile: whatever stands in a flow's file and in its letter, there is a program that has a canonical form, or an error with a
// place inside a file.
func FuzzCompile(f *testing.F) {
	base, err := os.ReadFile(filepath.Join(corpus, "invalid", "base.flow.hcl.txt"))
	if err != nil {
		f.Fatal(err)
	}
	const letter = "Hello ${coalesce(customer.first_name, \"there\")},\n\n::: if order.carrier != null\nwith ${order.carrier}\n:::\n"
	for _, pattern := range []string{"valid/*/f.flow.hcl", "valid/language/post_purchase.flow.hcl", "invalid/F04*.flow.hcl"} {
		seeds, err := filepath.Glob(filepath.Join(corpus, pattern))
		if err != nil || len(seeds) == 0 {
			f.Fatalf("no seeds in %s: %v", pattern, err)
		}
		for _, s := range seeds {
			src, err := os.ReadFile(s)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src, letter)
		}
	}
	f.Fuzz(func(t *testing.T, flows []byte, letter string) {
		files := fstest.MapFS{"base.flow.hcl": {Data: base}, "f.flow.hcl": {Data: flows}, "m.md": {Data: []byte(letter)}}
		got := lang.Compile(files)
		sound(t, files, got.Diagnostics)
		if got.Program == nil {
			if !got.Diagnostics.HasErrors() {
				t.Error("no program, and no word why")
			}
			return
		}
		if _, err := machine.Encode(got.Program); err != nil {
			t.Error(err)
		}
	})
}
