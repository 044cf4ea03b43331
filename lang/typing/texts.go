package typing

import (
	"fmt"
	"strings"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// literalText is the text of quotes without ${…} in them. HCL divides it at escapes.
func literalText(e *hclsyntax.TemplateExpr) (string, bool) {
	var b strings.Builder
	for _, part := range e.Parts {
		lit, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || !lit.Val.IsKnown() || lit.Val.IsNull() || lit.Val.Type() != cty.String {
			return "", false
		}
		b.WriteString(lit.Val.AsString())
	}
	return b.String(), true
}

// template is "Hello ${name}", or a text without holes.
func (c *checker) template(s *Scope, e *hclsyntax.TemplateExpr) expr.Expr {
	if text, ok := literalText(e); ok {
		return &expr.Lit{Value: facts.StringOf(text), T: facts.Of(facts.String)}
	}
	out, ok := &expr.Template{}, true
	for _, part := range e.Parts {
		if c.directive(part) {
			ok = false
			continue
		}
		x := c.check(s, part)
		if x = c.textual(x); x == nil {
			ok = false
			continue
		}
		out.Parts = append(out.Parts, x)
	}
	if !ok {
		return nil
	}
	return out
}

// wrapped is "${x}": text all the same, and not x itself.
func (c *checker) wrapped(s *Scope, e *hclsyntax.TemplateWrapExpr) expr.Expr {
	if c.directive(e.Wrapped) {
		return nil
	}
	x := c.check(s, e.Wrapped)
	reported := len(c.diags)
	x = c.textual(x)
	if x == nil {
		if len(c.diags) > reported && c.diags[reported].Code == "F0317" {
			c.diags[reported].Detail += " If no text is meant, write it without the quotes and without ${ }."
		}
		return nil
	}
	return &expr.Template{Parts: []expr.Expr{x}}
}

// directive reports %{ if … } and %{ for … } in a text.
func (c *checker) directive(part hclsyntax.Expression) bool {
	switch part := part.(type) {
	case *hclsyntax.TemplateJoinExpr:
		c.report("F0315", Range(part.Range()), "%%{ for } is not written in a text. Put the texts together: ${join_and([for x in LIST : x.title])}.")
		return true
	case *hclsyntax.ConditionalExpr:
		// ${ a ? b : c } begins with its condition, and %{ if a } before it.
		if part.SrcRange.Start.Byte < part.Condition.Range().Start.Byte {
			c.report("F0315", Range(part.SrcRange), "%%{ if } is not written in a text. Write ${condition ? \"one text\" : \"another\"}.")
			return true
		}
	}
	return false
}

// text is an expression as text: a subject, a hole in a body.
func (c *checker) text(s *Scope, e hclsyntax.Expression) expr.Expr {
	if c.directive(e) {
		return nil
	}
	x := c.textual(c.check(s, e))
	if x == nil || x.Type().Kind != facts.Number {
		return x
	}
	return &expr.Template{Parts: []expr.Expr{x}}
}

// textual is what may stand in a text: texts, numbers and addresses that are never absent.
func (c *checker) textual(x expr.Expr) expr.Expr {
	if x == nil {
		return nil
	}
	t, at, code, place := x.Type(), c.at(x), c.code(x), upper(c.into)
	instead := ""
	switch t.Kind {
	case facts.String, facts.Number, facts.URL:
		if !t.Nullable {
			return x
		}
		d := c.report("F0303", at, "%s may not hold what may be absent, and %s may be. %s", place, c.name(x), c.otherwise(x))
		if strings.HasSuffix(code, "first_name") {
			instead = fmt.Sprintf("coalesce(%s, \"there\")", code)
			d.Detail = fmt.Sprintf("%s may not hold what may be absent, and %s may be. Write %s.", place, code, instead)
			fix(d, at, instead)
		}
		return nil
	case facts.Absent:
		c.report("F0323", at, "%s cannot hold null.", place)
		return nil
	case facts.Money:
		instead = "money(" + code + ")"
	case facts.Time:
		instead = "date(" + code + `, "long")`
	case facts.Bool:
		instead = code + ` ? "yes" : "no"`
	case facts.List:
		instead = "join_and(" + code + ")"
		if t.Elem != nil && t.Elem.Kind == facts.Object {
			instead = fmt.Sprintf("join_and([for x in %s : x.%s])", code, firstText(t.Elem.Object))
		}
	case facts.Object:
		instead = code + "." + firstText(t.Object)
	case facts.Duration:
		c.report("F0317", at, "%s holds texts and numbers, and %s is a duration. Write the words themselves.", place, c.name(x))
		return nil
	default:
		panic("this is a bug in flowc: no text for " + t.Kind.String())
	}
	d := c.report("F0317", at, "%s holds texts and numbers, and %s is %s. Write %s.", place, c.name(x), typeWords(t), instead)
	if code != "…" && (t.Kind == facts.Money || t.Kind == facts.Time) && !t.Nullable {
		fix(d, at, instead)
	}
	return nil
}

// firstText is the field by which an object is shown.
func firstText(o *facts.ObjectType) string {
	if o == nil {
		return "field"
	}
	for _, name := range []string{"title", "number", "first_name"} {
		if o.Field(name) != nil {
			return name
		}
	}
	for _, f := range o.Fields {
		if f.Type.Kind == facts.String && !f.Type.Nullable {
			return f.Name
		}
	}
	return "field"
}
