package check

import (
	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// attributes declares the fields that the project adds to customers, orders and products.
func (c *checker) attributes() {
	names := map[string]*names{}
	for _, object := range []string{"customer", "order", "product"} {
		names[object] = newNames("attribute", "a project's "+object+"s")
	}
	for _, a := range c.project.Attributes {
		if a.Object.Name == "" || !c.take(names[a.Object.Name], a.Name) {
			continue
		}
		c.attribute(a)
	}
}

func (c *checker) attribute(a *ast.Attribute) {
	object, name := a.Object.Name, a.Name.Name
	if f := order.Objects[object].Field(name); f != nil {
		c.report("F0445", a.Name.Range, "%s.%s is there without being declared. Give this attribute another name, or take the block out.", object, name)
		return
	}
	t, ok := c.typeName(a.Type, propertyTypes)
	if !ok {
		t = facts.Of(facts.String) // as good as any for what is read further on
	}
	c.out.Attributes = append(c.out.Attributes, expr.Attribute{Object: object, Name: name, Kind: t.Kind})
}

// object is the type of customers, orders, items, products or shipments, with what the project declares.
func (c *checker) object(name string) facts.Type { return facts.ObjectTypeOf(c.types.Object(name)) }
