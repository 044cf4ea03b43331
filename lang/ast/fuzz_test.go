package ast

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzLoad: no input panics, every range lies inside its file, and a file without syntax mistakes is read as HCL reads it.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(baseProject))
	f.Add(fmt.Appendf(nil, pageOfFlow, 1))
	f.Add([]byte("flow \"a\" {\n  step \"b {\n    when = (a\n  }\n"))
	f.Add([]byte("a = [for x in y : x if z]\nb \"c\" { d = { e = \"f${g}\" } }\n"))
	f.Add([]byte("a = <<A\n${b}\nA\nc = \"%{ if d }\"\n/* e */ f = /* \n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 20_000 {
			t.Skip() // lextest is for size
		}
		if diffs := compare(src); len(diffs) > 0 {
			t.Errorf("%q\n%s", src, strings.Join(diffs, "\n"))
		}
		checkRanges(t, src)
		p, _ := Load(fstest.MapFS{"a.flow.hcl": {Data: src}})
		for _, flow := range p.Flows {
			inside(t, src, flow.Range, "flow")
			inside(t, src, flow.Header, "flow")
			for _, n := range flow.Body {
				inside(t, src, n.Head().Range, "node")
				inside(t, src, n.Head().Header, "node")
			}
		}
	})
}
