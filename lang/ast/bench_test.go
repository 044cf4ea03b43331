package ast

import (
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// manyFlows is a project of n flows of about a page each, in as many files.
func manyFlows(n int) fstest.MapFS {
	fsys := fstest.MapFS{"project.flow.hcl": {Data: []byte(baseProject)}}
	for i := range n {
		fsys[fmt.Sprintf("flows/f%04d.flow.hcl", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, pageOfFlow, i)}
	}
	return fsys
}

// bare parses every file with HCL alone.
func bare(b *testing.B, fsys fstest.MapFS) {
	for name, f := range fsys {
		if _, problems := hclsyntax.ParseConfig(f.Data, name, hcl.InitialPos); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}

// BenchmarkLoad measures Load (P15's part in it) and Reload with one file changed (P16) against HCL's parser on the same 1,000
// flows, the three taking turns. x-load and x-reload are the ratios to HCL's parser, to be at most 2 and at most 0.1 x-load.
func BenchmarkLoad(b *testing.B) {
	fsys := manyFlows(1000)
	project, problems := Load(fsys)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	var hclTime, loadTime, reloadTime time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		bare(b, fsys)
		hclTime += time.Since(began)

		began = time.Now()
		Load(fsys)
		loadTime += time.Since(began)

		changed := fstest.MapFS{}
		for name, f := range fsys {
			changed[name] = f
		}
		changed["flows/f0500.flow.hcl"] = &fstest.MapFile{Data: fmt.Appendf(nil, pageOfFlow+"\n# %d\n", 500, i)}
		began = time.Now()
		Reload(changed, project)
		reloadTime += time.Since(began)
	}
	b.ReportMetric(float64(loadTime)/float64(hclTime), "x-load")
	b.ReportMetric(float64(reloadTime)/float64(hclTime), "x-reload")
	b.ReportMetric(float64(hclTime.Milliseconds())/float64(b.N), "ms-hcl")
}

var _ fs.FS = fstest.MapFS{}
