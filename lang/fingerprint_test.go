package lang_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/flowc/flowc/lang"
)

// blocksOf divides a file into its blocks.
func blocksOf(src string) []string {
	var blocks []string
	var block strings.Builder
	for line := range strings.Lines(src) {
		if strings.TrimSpace(line) == "" && block.Len() == 0 {
			continue
		}
		first := block.Len() == 0
		block.WriteString(line)
		if strings.HasPrefix(line, "}") || first && strings.HasSuffix(strings.TrimSpace(line), "}") {
			blocks = append(blocks, block.String())
			block.Reset()
		}
	}
	return blocks
}

var assignment = regexp.MustCompile(`^(\s*)([\w-]+)\s+= (.*)$`)

// relaid is a block laid out otherwise, with comments put in.
func relaid(r *rand.Rand, block string) string {
	var out strings.Builder
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, "\n")
		if m := assignment.FindStringSubmatch(line); m != nil {
			line = m[2] + strings.Repeat(" ", r.IntN(4)) + "=" + strings.Repeat(" ", r.IntN(4)) + m[3]
		}
		switch r.IntN(5) {
		case 0:
			line += " # a comment"
		case 1:
			line += " /* another */ // and a third"
		case 2:
			out.WriteString("\n\t// on a line of its own\n")
		}
		out.WriteString(strings.Repeat(" ", r.IntN(9)) + strings.TrimSpace(line) + "\n")
	}
	return out.String()
}

// shuffled is a project whose blocks are laid out otherwise, in another order and in other files of the same folders.
func shuffled(t *testing.T, r *rand.Rand, project fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	blocks := map[string][]string{} // by folder
	err := fs.WalkDir(project, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(project, name)
		if strings.HasSuffix(name, ".flow.hcl") {
			blocks[path.Dir(name)] = append(blocks[path.Dir(name)], blocksOf(string(src))...)
		} else {
			out[name] = &fstest.MapFile{Data: src}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range slices.Sorted(maps.Keys(blocks)) {
		list := blocks[folder]
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, b := range list {
			name := path.Join(folder, fmt.Sprintf("%d.flow.hcl", r.IntN(3)))
			if out[name] == nil {
				out[name] = &fstest.MapFile{}
			}
			out[name].Data = append(out[name].Data, relaid(r, b)...)
		}
	}
	return out
}

func TestLayoutCommentsFilesAndTheOrderOfBlocksDoNotChangeAProgram(t *testing.T) {
	const rounds = 8
	for _, folder := range validProjects(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			want := lang.Compile(os.DirFS(folder)).Program.Fingerprint()
			for seed := range uint64(rounds) {
				files := shuffled(t, rand.New(rand.NewPCG(seed, 7)), os.DirFS(folder))
				got := lang.Compile(files)
				if got.Program == nil {
					t.Fatalf("seed %d: %v", seed, got.Diagnostics)
				}
				if have := got.Program.Fingerprint(); have != want {
					t.Errorf("seed %d: the fingerprint is %s and was %s", seed, have, want)
				}
			}
		})
	}
}

func TestWhatAFlowDoesChangesTheProgram(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"project.flow.hcl", "f.flow.hcl", "m.md"} {
		files[name] = &fstest.MapFile{Data: readCorpus(t, "valid/delay/"+name)}
	}
	before := lang.Compile(files).Program.Fingerprint()
	for _, c := range []struct{ file, was, is string }{
		{"f.flow.hcl", `for = "90m"`, `for = "91m"`},
		{"f.flow.hcl", `on = "mon"`, `on = "tue"`},
		{"f.flow.hcl", `at = "08:30"`, `at = "08:31"`},
		{"f.flow.hcl", `delay "only_at"`, `delay "only_at_all"`},
		{"f.flow.hcl", `if_past    = "end"`, `if_past    = "continue"`},
		{"f.flow.hcl", `A word from us`, `Another word from us`},
		{"f.flow.hcl", `topic = topic.orders`, "topic = topic.orders\n  enabled = false"},
		{"m.md", `this is what`, `this is all`},
		{"project.flow.hcl", `"Europe/Berlin"`, `"Europe/Vienna"`},
	} {
		changed := maps.Clone(files)
		changed[c.file] = &fstest.MapFile{Data: bytes.Replace(files[c.file].Data, []byte(c.was), []byte(c.is), 1)}
		got := lang.Compile(changed)
		if got.Program == nil {
			t.Fatalf("%s: %v", c.is, got.Diagnostics)
		}
		if got.Program.Fingerprint() == before {
			t.Errorf("%s in the place of %s changes nothing", c.is, c.was)
		}
	}
}
