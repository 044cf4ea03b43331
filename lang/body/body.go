// Package body turns one Markdown letter into a letter.Doc with numbered holes and the expressions that fill them. What it cannot
// turn it refuses, at a line and a column: nothing is dropped but comments, and no data ever passes through it.
//
// The order of work is fixed. The scanner first takes out what is not Markdown (expressions, comments, the lines of components)
// and leaves opaque tokens; goldmark then parses the rest, so that an expression's text can never become markup; a walk over
// goldmark's tree makes the letter and puts the holes back, each with the place that it stands in.
package body

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/schema/letter"
)

// Body is one parsed letter.
type Body struct {
	Doc   letter.Doc
	Holes []Hole // by letter.Hole
	// Components are the letter's components that stand in Doc, in the order of the source: items, order-summary, if, columns, share.
	Components []Component
	Links      []Link // every link, button and picture, in the order of the source
	Words      int    // of literal text, holes counted as one word each
}

// Hole is a place that an expression fills.
type Hole struct {
	Expr    hclsyntax.Expression
	Range   diag.Range // of the expression alone, without ${ and }
	Context Context
	// Within is the hole of the list of the enclosing `::: items`, in whose element `item` is in scope, or -1.
	Within int
	// Narrow are the conditions of the enclosing `::: if`, the outermost first.
	Narrow []Narrow
}

// Narrow says that the condition in a hole is known to hold here, or known not to.
type Narrow struct {
	Hole  int
	Holds bool
}

// Context is the place that a hole stands in, which decides its type and how its value is escaped.
type Context int

// The contexts.
const (
	InText    Context = iota // running text, a heading, a table's cell, a button's label
	Alt                      // a picture's description
	WholeURL                 // a whole address
	URLPart                  // a part of an address: percent-encoded
	Condition                // of `::: if`
	List                     // of `::: items`
)

// Component is one component of the letter.
type Component struct {
	Name  string
	Range diag.Range // the line that begins it
	Hole  int        // of its list, condition or link; -1 for none
}

// Link is one address in the letter.
type Link struct {
	To      letter.Target
	Range   diag.Range
	Picture bool
}

// Parse turns one Markdown body into a letter with numbered holes and the expressions that fill them. The file is named in ranges
// only. Where the list has errors, the body is what could be understood and is fit for further checks, not for sending.
func Parse(file string, src []byte) (Body, diag.List) {
	r := &report{locator: newLocator(file, src)}
	if len(src) > sourceMax {
		r.add("F0601", 0, len(src), sizeDetail(len(src)))
		return Body{}, r.list
	}
	scan := scan(r, src)
	if r.list.HasErrors() && scan.lost || !bounded(r, scan) {
		return Body{Holes: scan.holes}, r.list
	}
	w := &walker{report: r, scan: scan, source: scan.clean, within: -1}
	doc := w.document(parseMarkdown(scan))
	return Body{Doc: doc, Holes: w.scan.holes, Components: w.components, Links: w.links, Words: w.words}, r.list
}
