package lang_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/flows"
	"github.com/flowc/flowc/lang"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

var flowName = regexp.MustCompile(`(?m)^flow "(\w+)"`)

var bodyOf = regexp.MustCompile(`(?m)^(\s*body\s*= ")`)

// multiplied writes a project to disk in which each flow of another one stands again and again, each in a folder of its own, until there
// are n flows; with letters of its own, or all with the same ones. It answers the folder and the names of the files with flows.
func multiplied(b *testing.B, from fs.FS, n int, ownLetters bool) (folder string, hclFiles []string) {
	b.Helper()
	folder = b.TempDir()
	var names []string // of files with a flow, once for each of its flows
	texts := map[string][]byte{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		texts[name], err = fs.ReadFile(from, name)
		if count := len(flowName.FindAll(texts[name], -1)); strings.HasSuffix(name, ".flow.hcl") && count > 0 {
			names = append(names, name)
		}
		return err
	})
	if err != nil || len(names) == 0 {
		b.Fatalf("no flows to multiply: %v", err)
	}
	slices.Sort(names)
	write := func(name string, text []byte) {
		if strings.HasSuffix(name, ".flow.hcl") {
			hclFiles = append(hclFiles, name)
		}
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for name, text := range texts {
		if !slices.Contains(names, name) && (path.Ext(name) != ".md" || !ownLetters) {
			write(name, text)
		}
	}
	for made := range n {
		of := names[made%len(names)]
		home := fmt.Sprintf("f%04d", made)
		flow := flowName.ReplaceAll(texts[of], fmt.Appendf(nil, `flow "${1}_%04d"`, made))
		if !ownLetters {
			write(path.Join(home, path.Base(of)), bodyOf.ReplaceAll(flow, fmt.Appendf(nil, "${1}../%s", strings.TrimPrefix(path.Dir(of)+"/", "./"))))
			continue
		}
		write(path.Join(home, path.Base(of)), flow)
		for name, text := range texts {
			if path.Ext(name) == ".md" && strings.HasPrefix(name, strings.TrimPrefix(path.Dir(of)+"/", "./")) {
				write(path.Join(home, strings.TrimPrefix(name, strings.TrimPrefix(path.Dir(of)+"/", "./"))), text)
			}
		}
	}
	return folder, hclFiles
}

// BenchmarkCompile is P15: Compile of 1,000 flows, from files to a program, against HCL's parser alone on the same files, both on one core,
// taking turns. ratio is the median of Compile's time by the parser's, to be at most 2. Where letters are own, each of the flows has
// Markdown files of its own, of which HCL's parser knows nothing; where they are shared, it is HCL that Compile reads.
func BenchmarkCompile(b *testing.B) {
	for _, from := range []struct {
		name  string
		files fs.FS
	}{
		{"shipped", flows.Files},
		{"language", os.DirFS(filepath.Join(corpus, "valid", "language"))}, // a flow of 134 lines with every construct
	} {
		for _, letters := range []string{"shared", "own"} {
			b.Run(from.name+"/letters="+letters, func(b *testing.B) {
				folder, files := multiplied(b, from.files, 1000, letters == "own")
				compileAgainstHCL(b, os.DirFS(folder), files)
			})
		}
	}
}

func compileAgainstHCL(b *testing.B, fsys fs.FS, files []string) {
	compile := func() {
		if got := lang.Compile(fsys); got.Program == nil || len(got.Program.Machines) != 1000 {
			b.Fatal(got.Diagnostics[:min(len(got.Diagnostics), 3)])
		}
	}
	parse := func() {
		for _, name := range files {
			src, err := fs.ReadFile(fsys, name)
			if err != nil {
				b.Fatal(err)
			}
			if _, problems := hclsyntax.ParseConfig(src, name, hcl.InitialPos); problems.HasErrors() {
				b.Fatal(problems)
			}
		}
	}
	compile()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var own, bare []time.Duration
	var ownCPU, bareCPU time.Duration
	timed := func(do func(), cpu *time.Duration) time.Duration {
		runtime.GC() // each cleans up what it made itself
		busy, began := worked(), time.Now()
		do()
		took := time.Since(began)
		*cpu += worked() - busy
		return took
	}
	for b.Loop() {
		bare = append(bare, timed(parse, &bareCPU))
		own = append(own, timed(compile, &ownCPU))
	}
	ratios := make([]float64, len(own))
	for i := range own {
		ratios[i] = float64(own[i]) / float64(bare[i])
	}
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	if ownCPU > 0 && bareCPU > 0 { // steadier on a machine that others use too
		b.ReportMetric(float64(ownCPU)/float64(bareCPU), "cpu_ratio")
	}
	b.ReportMetric(float64(slices.Min(own).Milliseconds()), "ms-compile")
	b.ReportMetric(float64(slices.Min(bare).Milliseconds()), "ms-hcl")
}

// worked is the processor time of this process, in hundredths of a second; 0 where the system does not say.
func worked() time.Duration {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}
