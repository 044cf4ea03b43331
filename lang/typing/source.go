package typing

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Range is a place as a diagnostic gives it. Of what did not parse, HCL may know the beginning only.
func Range(r hcl.Range) diag.Range {
	if r.End.Byte < r.Start.Byte {
		r.End = r.Start
	}
	return diag.RangeOf(r)
}

// stepName is the range of the name alone in a step such as ".total".
func stepName(step hcl.Traverser) diag.Range {
	r := Range(step.SourceRange())
	attr, ok := step.(hcl.TraverseAttr)
	if ok && r.End.Byte-r.Start.Byte == len(attr.Name)+1 {
		r.Start.Byte++
		r.Start.Column++
	}
	return r
}

// bare is an expression without the brackets around it.
func bare(e hclsyntax.Expression) hclsyntax.Expression {
	for {
		p, ok := e.(*hclsyntax.ParenthesesExpr)
		if !ok {
			return e
		}
		e = p.Expression
	}
}

// written is how an expression was written, where that is only a name with dots and places, such as order.items[0].title, or a
// short literal; else "".
func written(e hclsyntax.Expression) string {
	switch e := bare(e).(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return writtenPath(e.Traversal)
	case *hclsyntax.LiteralValueExpr:
		if n, ok := numberOf(e.Val); ok {
			return facts.FormatNumber(n)
		}
	case *hclsyntax.TemplateExpr:
		if text, ok := literalText(e); ok && len(text) <= shownMax {
			return strconv.Quote(text)
		}
	}
	return ""
}

// How long a text may be that a message repeats, in bytes: one alone, and one put together for a suggestion.
const (
	shownMax   = 60
	messageMax = 400
)

// clip is a text of at most so many bytes.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}

func writtenPath(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(step.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + step.Name)
		case hcl.TraverseIndex:
			n, ok := numberOf(step.Key)
			if !ok {
				return ""
			}
			b.WriteString("[" + facts.FormatNumber(n) + "]")
		default:
			return ""
		}
		if b.Len() > 2*shownMax {
			return ""
		}
	}
	return b.String()
}

// name is how a checked expression was written, or "this value".
func (c *checker) name(x expr.Expr) string {
	if c.part.of == x && c.part.written != "" {
		return c.part.written
	}
	if e := c.from[x]; e != nil {
		if s := written(e); s != "" {
			return s
		}
	}
	return "this value"
}

// at is where a checked expression was written.
func (c *checker) at(x expr.Expr) diag.Range {
	if e := c.from[x]; e != nil {
		return Range(e.Range())
	}
	return c.whole
}

// code is how a checked expression was written, for a suggestion to build on, or "…".
func (c *checker) code(x expr.Expr) string {
	if s := c.name(x); s != "this value" {
		return s
	}
	return "…"
}

// kindWords name a kind in a sentence.
func kindWords(k facts.Kind) string {
	switch k {
	case facts.Absent:
		return "null"
	case facts.Bool:
		return "true or false"
	case facts.Number:
		return "a number"
	case facts.Money:
		return "an amount of money"
	case facts.String:
		return "a text"
	case facts.Time:
		return "a timestamp"
	case facts.Duration:
		return "a duration"
	case facts.URL:
		return "an address"
	case facts.List:
		return "a list"
	case facts.Object:
		return "an object"
	default:
		panic("this is a bug in flowc: no words for " + k.String())
	}
}

// typeWords name a type in a sentence.
func typeWords(t facts.Type) string {
	switch {
	case t.Kind == facts.Object && t.Object != nil && t.Object.Name != "" && t.Object.Name != "object":
		if isEvent(t.Object) {
			return "a whole event"
		}
		return "a whole " + t.Object.Name
	case t.Kind == facts.List && t.Elem != nil && t.Elem.Kind == facts.Object && t.Elem.Object != nil && t.Elem.Object.Name != "":
		return "a list of " + t.Elem.Object.Name + "s"
	default:
		return kindWords(t.Kind)
	}
}

// upper begins a sentence with a capital.
func upper(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if s != "" && 'a' <= s[0] && s[0] <= 'z' && !strings.Contains(first, "_") { // once_per is written so
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}

// capital is the name of an expression at the beginning of a sentence: code is left as it is.
func capital(name string) string {
	if name == "this value" {
		return "This value"
	}
	return name
}

// listed is "a, b or c".
func listed(words []string, last string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

// listMax is how many names a message lists when it knows no nearest one.
const listMax = 12

// quoted are the words in quotes.
func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return out
}
