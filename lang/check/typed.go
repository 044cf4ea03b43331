package check

import (
	"cmp"
	"slices"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
)

// What a project may cost once every local, parameter and fragment is put in its place: a few lines that double one another make
// more than a machine can hold.
const (
	partsMax      = 600_000 // of all expressions; a letter counts as one for each letterPart bytes of its file
	letterPart    = 32
	expressionMax = 20_000 // parts of one expression
	levelsMax     = 400    // of one expression
)

// typed takes the answer of a check of an expression; nil where it is wrong, or too large.
func (c *checker) typed(at diag.Range, check func() (expr.Expr, diag.List)) expr.Expr {
	if c.parts > partsMax {
		return nil // which has been reported
	}
	x, diags := check()
	c.looked = append(c.looked, extentOf(at))
	for _, d := range diags {
		if d.Severity == diag.Error {
			c.add(diag.List{d})
			continue
		}
		// What stands in a local is looked at in many places, and each of them needs another part of it.
		if within(d.Range, at) {
			key := doubt{at: at, place: d.Range, code: d.Code, detail: d.Detail}
			c.doubtful[key] = append(c.doubtful[key], d)
		}
	}
	if x == nil {
		return nil
	}
	n, levels := measure(x, expressionMax, levelsMax)
	if n > expressionMax || levels > levelsMax {
		c.report("F0321", at, "With the parameters that it reads, this expression has more than %d parts or %d levels. Divide it.", expressionMax, levelsMax)
		return nil
	}
	c.spend(n, at)
	return x
}

// extent is a range in few bytes: the lines and columns say nothing that the bytes do not.
type extent struct {
	file     string
	from, to int32
}

func extentOf(r diag.Range) extent { return extent{r.File, int32(r.Start.Byte), int32(r.End.Byte)} }

// doubt is a warning about a part of the expression at a place.
type doubt struct {
	at, place diag.Range
	code      diag.Code
	detail    string
}

// everywhere reports what is doubtful about an expression in each of the places in which it was looked at. A letter that two steps
// send, or what stands in a fragment, may hold what only one of them needs.
func (c *checker) everywhere() {
	times := map[extent]int{}
	for key := range c.doubtful {
		times[extentOf(key.at)] = 0
	}
	for _, at := range c.looked {
		if n, asked := times[at]; asked {
			times[at] = n + 1
		}
	}
	var list diag.List
	for key, warnings := range c.doubtful {
		if len(warnings) == times[extentOf(key.at)] {
			list = append(list, warnings[0])
		}
	}
	slices.SortFunc(list, func(a, b diag.Diagnostic) int { return cmp.Compare(a.Detail, b.Detail) })
	c.add(list)
}

// spend counts parts, and reports a project that has too many.
func (c *checker) spend(n int, at diag.Range) {
	if c.parts > partsMax {
		return
	}
	if c.parts += n; c.parts > partsMax {
		c.unopened = true
		c.report("F0425", at, "With its fragments and its locals put in their places this project is too large to go on from here. Use them in fewer places.")
	}
}

// measure counts the parts and the levels of an expression. Where there are more than the limits it may stop early.
func measure(x expr.Expr, partsLimit, levelsLimit int) (n, levels int) {
	type todo struct {
		x     expr.Expr
		level int
	}
	stack := []todo{{x, 1}}
	for len(stack) > 0 && n <= partsLimit && levels <= levelsLimit {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n++
		levels = max(levels, top.level)
		for _, in := range parts(top.x) {
			if in != nil {
				stack = append(stack, todo{in, top.level + 1})
			}
		}
	}
	return n, levels
}
