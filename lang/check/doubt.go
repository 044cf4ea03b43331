package check

import (
	"regexp"
	"slices"
	"sort"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// doubts are the places at which the reader of the files found something that it could not take. What seems to be missing near one
// of them was perhaps meant there, so that nothing is said of it.
type doubts map[string][]int // the first bytes, sorted, by file

func doubtsOf(read diag.List) doubts {
	d := doubts{}
	for _, e := range read {
		if e.Severity == diag.Error {
			d[e.Range.File] = append(d[e.Range.File], e.Range.Start.Byte)
		}
	}
	for _, bytes := range d {
		slices.Sort(bytes)
	}
	return d
}

// in counts the places inside a range.
func (d doubts) in(r diag.Range) int {
	bytes := d[r.File]
	return sort.SearchInts(bytes, r.End.Byte+1) - sort.SearchInts(bytes, r.Start.Byte)
}

// complete is true where all that was written directly in a block was understood, so that what is not there was not written.
// The blocks inside are told, since what is wrong in them is no reason for doubt.
func (c *checker) complete(b *ast.Block, inside ...*ast.Block) bool {
	if b.Broken && len(inside) == 0 {
		return false
	}
	n := c.doubts.in(b.Range)
	for _, in := range inside {
		if in != nil {
			n -= c.doubts.in(in.Range)
		}
	}
	return n <= 0
}

// missingNames are the diagnostics of names that nobody declares, with the kind of what they name.
var missingNames = map[diag.Code]string{
	"F0201": "segment", "F0205": "variable", "F0206": "local", "F0211": "flow", "F0212": "topic", "F0213": "event", "F0214": "sender", "F0426": "fragment",
}

// missingNodes are those of names that are not in the flow.
var missingNodes = map[diag.Code]string{"F0207": "goal", "F0208": "await", "F0209": "step", "F0210": "experiment"}

// absences are those of values that may be absent.
var absences = []diag.Code{"F0303", "F0304"}

// unsure calls check behind conditions that are wrong: what they were meant to show to be there may be there.
func (c *checker) unsure(wrong []hclsyntax.Expression, check func()) {
	before := len(c.unclear)
	for _, e := range wrong {
		c.doubt(e)
	}
	check()
	c.unclear = c.unclear[:before]
}

// anything is in the place of names in a condition that could not even be read.
const anything = "*"

// doubt notes what a condition that is wrong was about.
func (c *checker) doubt(wrong hclsyntax.Expression) {
	roots := map[string]bool{anything: wrong == nil}
	if wrong == nil {
		c.unclear = append(c.unclear, roots)
		return
	}
	for _, t := range wrong.Variables() {
		roots[t.RootName()] = true
	}
	c.unclear = append(c.unclear, roots)
}

// mayBeThere is true for a report of something absent that begins with the same name as a condition around it that is wrong.
func (c *checker) mayBeThere(d diag.Diagnostic) bool {
	if len(c.unclear) == 0 || !slices.Contains(absences, d.Code) {
		return false
	}
	src, r := c.project.Files[d.Range.File], d.Range
	if r.Start.Byte > r.End.Byte || r.End.Byte > len(src) {
		return false
	}
	for _, root := range firstName.FindAllString(string(src[r.Start.Byte:r.End.Byte]), -1) {
		if slices.ContainsFunc(c.unclear, func(roots map[string]bool) bool { return roots[root] || roots[anything] }) {
			return true
		}
	}
	return false
}

var firstName = regexp.MustCompile(`[a-z_]+`)

// unless is a condition where it is wrong, and nothing where it was typed.
func unless(typed expr.Expr, a *ast.Arg) []hclsyntax.Expression {
	if typed != nil || a == nil {
		return nil
	}
	return []hclsyntax.Expression{a.Expr} // nil where it could not even be read
}

// add adds what another package found. A name that nobody declares is not reported where a declaration may have been left out; but
// one that is a letter away from a name that is there is, where none of its kind has a name that could not be read. What may be absent is not reported behind a condition that is wrong.
func (c *checker) add(list diag.List) {
	if c.quiet > 0 {
		return
	}
	for _, d := range list {
		if c.lost(d) || c.mayBeThere(d) || c.given(d) {
			continue
		}
		c.keep(d)
	}
}

// lost is true for a report of a name that may have been declared in what was left out.
func (c *checker) lost(d diag.Diagnostic) bool {
	kind, broken := missingNames[d.Code], c.project.Broken
	if kind == "" {
		kind, broken = missingNodes[d.Code], c.flowBroken || c.project.Broken
	}
	return kind != "" && (broken && !c.nearly(d) || c.nameless[kind])
}

// nearly is true for a name that is one letter away from the one that is offered in its place.
func (c *checker) nearly(d diag.Diagnostic) bool {
	if d.Fix == nil {
		return false
	}
	src, r := c.project.Files[d.Fix.Range.File], d.Fix.Range
	if r.Start.Byte > r.End.Byte || r.End.Byte > len(src) {
		return false
	}
	a, b := string(src[r.Start.Byte:r.End.Byte]), d.Fix.Text
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// foundMax is how many mistakes are reported: nobody reads more at once, and a fragment with one may be used a thousand times.
const foundMax = 1000

// keep keeps a diagnostic that was not made before: what stands in a fragment, in a local or in a letter is checked in each of its
// places.
func (c *checker) keep(d diag.Diagnostic) {
	key := diag.Diagnostic{Code: d.Code, Range: d.Range, Detail: d.Detail}
	if c.seen[key] {
		return
	}
	switch {
	case len(c.diags) < foundMax:
		c.seen[key] = true
		c.diags = append(c.diags, d)
	case len(c.diags) == foundMax && d.Severity == diag.Error:
		c.parts = partsMax + 1 // what else there is would not be reported
		at := d.Range
		at.End = at.Start
		c.diags = append(c.diags, diag.New("F0013", at, "The project has more mistakes; those above come first. Mend them and look again."))
	}
}

// stepBlocks are the blocks directly inside a step.
func stepBlocks(s *ast.Step) []*ast.Block {
	var list []*ast.Block
	if s.Email != nil {
		list = append(list, &s.Email.Block)
	}
	if s.Webhook != nil {
		list = append(list, &s.Webhook.Block)
	}
	if s.Experiment != nil {
		list = append(list, &s.Experiment.Block)
	}
	return list
}

// flowBlocks are the blocks directly inside a flow.
func flowBlocks(f *ast.Flow) []*ast.Block {
	var list []*ast.Block
	if f.Trigger != nil {
		list = append(list, &f.Trigger.Block)
	}
	for _, x := range f.Exits {
		list = append(list, &x.Block)
	}
	for _, g := range f.Goals {
		list = append(list, &g.Block)
	}
	return append(list, nodeBlocks(f.Body)...)
}

// fragmentBlocks are the blocks directly inside a fragment.
func fragmentBlocks(f *ast.Fragment) []*ast.Block {
	var list []*ast.Block
	for _, p := range f.Parameters {
		list = append(list, &p.Block)
	}
	return append(list, nodeBlocks(f.Body)...)
}

func nodeBlocks(nodes []ast.Node) []*ast.Block {
	var list []*ast.Block
	for _, n := range nodes {
		list = append(list, n.Head())
	}
	return list
}
