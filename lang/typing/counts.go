package typing

import (
	"maps"
	"slices"
	"strconv"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// countArgs are the arguments of the counts over a customer's own history, each with its type.
var countArgs = map[expr.CountWhat]map[string]facts.Type{
	expr.OrdersPlaced:    {"within": durationType, "min_total": facts.Of(facts.Money), "channel": facts.OneOf(order.Channels...)},
	expr.ItemsBought:     {"within": durationType, "category": textType, "product": textType, "brand": textType, "sku": textType, "tag": textType},
	expr.ReviewsWritten:  {"within": durationType, "min_rating": numberType},
	expr.MessagesSent:    {"within": durationType, "flow": textType, "topic": textType},
	expr.MessagesClicked: {"within": durationType, "flow": textType, "topic": textType},
	expr.EventsSeen:      {"within": durationType, "type": textType, "where": boolType},
}

// countUsage is how each count is written.
var countUsage = map[expr.CountWhat]string{
	expr.OrdersPlaced:    `orders_placed({ within = "90d" })`,
	expr.ItemsBought:     `items_bought({ category = "skincare" })`,
	expr.ReviewsWritten:  `reviews_written({ min_rating = 4 })`,
	expr.MessagesSent:    `messages_sent({ topic = topic.reviews, within = "30d" })`,
	expr.MessagesClicked: `messages_clicked({ within = "30d" })`,
	expr.EventsSeen:      `events({ type = "review.submitted" })`,
}

// count is orders_placed({ within = "90d" }) and the like.
func (c *checker) count(s *Scope, what expr.CountWhat, e *hclsyntax.FunctionCallExpr) expr.Expr {
	ok := true
	if _, customer := s.root(expr.RootCustomer); !customer {
		c.report("F0216", Range(e.NameRange), "%s counts in a customer's own history, and there is no customer here.", e.Name)
		ok = false
	}
	items, itemsOK := c.countItems(what, e)
	known := countArgs[what]
	names := slices.Sorted(maps.Keys(known))
	out := &expr.Count{What: what}
	var where hclsyntax.Expression
	var event *order.EventType
	for _, item := range items {
		want, found := known[item.name]
		switch {
		case !found:
			c.unknown("F0219", item.at, item.name, names, "%s has no argument %q.", what, item.name)
			ok = false
		case item.name == "where":
			where = item.value
		default:
			x := c.countArg(s, item, want)
			if x == nil {
				ok = false
				continue
			}
			if item.name == "type" {
				event = c.world.Events[x.(*expr.Lit).Value.Text()]
			}
			out.Args = append(out.Args, expr.CountArg{Name: item.name, Value: x})
		}
	}
	if what == expr.EventsSeen && itemsOK && !slices.ContainsFunc(items, func(i objectItem) bool { return i.name == "type" }) {
		c.report("F0326", Range(e.Range()), "events counts the events of one type. Write it: events({ type = \"review.submitted\" }).")
		ok = false
	}
	if where != nil {
		if out.Where = c.countWhere(s, event, where); out.Where == nil {
			ok = false
		}
	}
	if !ok || !itemsOK {
		return nil
	}
	slices.SortFunc(out.Args, func(a, b expr.CountArg) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out
}

// countItems are the arguments as written. No object at all is an empty one.
func (c *checker) countItems(what expr.CountWhat, e *hclsyntax.FunctionCallExpr) ([]objectItem, bool) {
	if len(e.Args) == 0 && what != expr.EventsSeen {
		return nil, true
	}
	if len(e.Args) == 1 && !e.ExpandFinal {
		if o, ok := bare(e.Args[0]).(*hclsyntax.ObjectConsExpr); ok {
			return c.items(o)
		}
	}
	c.report("F0308", Range(e.Range()), "%s takes its arguments by name, in braces: %s.", what, countUsage[what])
	return nil, false
}

// countArg is the value of one argument.
func (c *checker) countArg(s *Scope, item objectItem, want facts.Type) expr.Expr {
	switch item.name {
	case "flow", "topic":
		return c.declaredText(s, item.name, item)
	case "type":
		return c.declaredText(s, "event", item)
	}
	var x expr.Expr
	if item.name == "min_total" {
		x = c.amountsAllowed(s, item.value)
	} else {
		x = c.check(s, item.value)
	}
	x = c.want(x, Want{Kind: want.Kind, For: "the argument " + item.name})
	if x == nil || !c.inSet(x, want.Set) {
		return nil
	}
	return x
}

// declaredText is the name of something that the project declares: a reference such as topic.reviews, or a constant text.
func (c *checker) declaredText(s *Scope, kind string, item objectItem) expr.Expr {
	name := ""
	if root, _, _, ok := Reference(item.value); ok && root == kind && kind != "event" {
		name = c.reference(kind, item.value)
	} else {
		x := c.want(c.check(s, item.value), Want{Kind: facts.String, For: "the argument " + item.name})
		if x == nil {
			return nil
		}
		lit, ok := x.(*expr.Lit)
		if !ok {
			c.report("F0324", c.at(x), "Which %s is meant is written here, not calculated.", kind)
			return nil
		}
		name = lit.Value.Text()
		if !c.declared(kind, name, c.at(x)) {
			switch d := &c.diags[len(c.diags)-1]; {
			case c.literalHere(lit) == nil:
				d.Fix = nil
			case d.Fix != nil:
				d.Fix.Text = strconv.Quote(d.Fix.Text)
			}
			return nil
		}
	}
	if name == "" {
		return nil
	}
	out := &expr.Lit{Value: facts.StringOf(name), T: textType}
	c.from[out] = item.value
	return out
}

// countWhere is the condition on each event, which it reads as event. The type may be wrong (nil): then event is let pass.
func (c *checker) countWhere(s *Scope, event *order.EventType, e hclsyntax.Expression) expr.Expr {
	inner := s.reset(expr.RootEvent)
	if event != nil {
		inner = inner.WithRoot(expr.RootEvent, facts.ObjectTypeOf(event.Type))
	} else {
		inner = inner.WithRoot(expr.RootEvent, facts.Type{})
	}
	return c.truth(c.check(inner, e), "The argument where")
}
