package check

import (
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
)

// variables reads the values of all variables, then the rules that they must meet, which may name other variables.
func (c *checker) variables() {
	w := c.world
	w.Variables = map[string]expr.Expr{}
	taken := newNames("variable", "a project")
	var mine []*ast.Variable
	for _, v := range c.project.Variables {
		if c.take(taken, v.Name) {
			w.Variables[v.Name.Name] = c.variable(v)
			mine = append(mine, v)
		}
	}
	for _, v := range mine {
		for _, rule := range v.Validations {
			c.validation(v, rule)
		}
	}
}

// variable is the value of a variable; nil where it is wrong.
func (c *checker) variable(v *ast.Variable) expr.Expr {
	c.text(c.world.Scope(), v.Description, "the variable's description")
	want := typing.Want{For: "the default of the variable"}
	if v.Type != nil {
		t, ok := c.typeName(v.Type, variableTypes)
		if !ok {
			return nil
		}
		want = wanted(t, want.For)
	}
	if v.Default == nil {
		if c.complete(&v.Block) {
			c.report("F0423", v.Header, "This variable has no value: it has no default, and nothing else gives it one yet. Write default = … into it.")
		}
		return nil
	}
	if !v.Default.Readable() {
		return nil
	}
	x := c.typed(v.Default.Range, func() (expr.Expr, diag.List) { return c.world.Scope().Check(v.Default.Expr, want) })
	if x == nil {
		return nil
	}
	value, ok := constant(x)
	if !ok {
		c.report("F0324", v.Default.Range, "The default of a variable is read when the project is compiled, so it depends on nothing. Write the value itself.")
		return nil
	}
	return literal(value, x.Type())
}

// wanted is what a place with a written type asks for.
func wanted(t facts.Type, place string) typing.Want {
	want := typing.Want{Kind: t.Kind, For: place}
	if t.Elem != nil {
		want.Elem = t.Elem.Kind
	}
	return want
}

// literal is a value as an expression.
func literal(v facts.Value, t facts.Type) expr.Expr {
	if t.Kind != facts.List {
		return &expr.Lit{Value: v, T: t}
	}
	list := &expr.ListLit{T: t}
	for _, e := range v.List() {
		list.Elems = append(list.Elems, &expr.Lit{Value: e, T: *t.Elem})
	}
	return list
}

// validation holds a variable's value against a rule.
func (c *checker) validation(v *ast.Variable, rule *ast.Validation) {
	message, said := c.text(c.world.Scope(), rule.ErrorMessage, "the message")
	if c.world.Variables[v.Name.Name] == nil {
		return
	}
	condition := c.condition(c.world.Scope(), rule.Condition, "the condition of the validation")
	if condition == nil {
		return
	}
	holds, ok := constant(condition)
	switch {
	case !ok:
		c.report("F0324", rule.Condition.Range, "A validation is read when the project is compiled, so it depends on variables alone.")
	case !holds.True() && said:
		c.report("F0424", v.Default.Range, "The value of the variable %s does not meet its own rule: %s", quoted(v.Name.Name), strings.TrimSpace(message))
	}
}
