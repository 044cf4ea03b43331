package expr

import (
	"math"

	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// The fields that counts read.
var (
	orderPlacedAt = order.OrderType.Field("placed_at")
	orderStatus   = order.OrderType.Field("status")
	orderTest     = order.OrderType.Field("test")
	orderTotal    = order.OrderType.Field("total")
	orderChannel  = order.OrderType.Field("channel")
	orderItems    = order.OrderType.Field("items")

	itemProduct  = order.ItemType.Field("product")
	itemQuantity = order.ItemType.Field("quantity")
	itemSKU      = order.ItemType.Field("sku")

	productID       = order.ProductType.Field("id")
	productCategory = order.ProductType.Field("category")
	productBrand    = order.ProductType.Field("brand")
	productTags     = order.ProductType.Field("tags")

	reviewAt     = order.BuiltinEvents["review.submitted"].Type.Field("at")
	reviewRating = order.BuiltinEvents["review.submitted"].Type.Field("rating")
)

// eventAt reads the time of any event: `at` is the first field of each.
var eventAt = reviewAt

// Counted is true for an order that counters count: not cancelled, and no test.
func Counted(o facts.Value) bool {
	return !o.Get(orderTest).True() && o.Get(orderStatus).Text() != "cancelled"
}

// count compiles a count. A count over a span counts in (now − span, now], by the calendar of the customer's zone. An argument that is
// absent equals nothing and exceeds nothing, so nothing is counted.
func (c *compiler) count(x *Count) intFn {
	tally := c.tally(x)
	return func(env *Env) (int64, bool) {
		if env.History == nil {
			return 0, true
		}
		n := tally(env)
		if env.left < 0 {
			return 0, true
		}
		return facts.Int(n).Millionths(), true
	}
}

func (c *compiler) tally(x *Count) func(*Env) int64 {
	args := map[string]Expr{}
	for _, a := range x.Args {
		args[a.Name] = a.Value
	}
	within := c.window(args["within"])
	switch x.What {
	case OrdersPlaced:
		return c.ordersPlaced(args, within)
	case ItemsBought:
		return c.itemsBought(args, within)
	case ReviewsWritten:
		return c.reviewsWritten(args, within)
	case MessagesSent, MessagesClicked:
		return c.messages(args, within, x.What == MessagesClicked)
	case EventsSeen:
		return c.events(args, within, x.Where)
	default:
		panic("this is a bug in flowc: no count " + string(x.What))
	}
}

// window compiles the bounds of what is counted, in milliseconds: after the first, up to the second.
func (c *compiler) window(span Expr) func(*Env) (after, until int64) {
	if span == nil {
		return func(*Env) (int64, int64) { return math.MinInt64, math.MaxInt64 }
	}
	f := c.value(span)
	return func(env *Env) (int64, int64) {
		v := f(env)
		if v.Kind() != facts.Duration {
			return math.MaxInt64, math.MinInt64
		}
		return earlier(env.now(), v.Span(), env.zone()).UnixMilli(), env.now().UnixMilli()
	}
}

// inside is true for an instant in the window.
func inside(at facts.Value, after, until int64) bool {
	return at.Kind() == facts.Time && after < at.UnixMilli() && at.UnixMilli() <= until
}

// criterion is an argument's value, where the argument is given.
type criterion struct {
	given bool
	value facts.Value
}

// criteria compiles the named arguments, in the order of the names.
func (c *compiler) criteria(args map[string]Expr, names ...string) func(*Env) [5]criterion {
	var fs [5]valueFn
	for i, name := range names {
		if e := args[name]; e != nil {
			fs[i] = c.value(e)
		}
	}
	return func(env *Env) (found [5]criterion) {
		for i, f := range fs {
			if f != nil {
				found[i] = criterion{true, f(env)}
			}
		}
		return found
	}
}

// admits is true where the argument is not given, or equals the value, which must be there.
func (c criterion) admits(v facts.Value) bool {
	return !c.given || !v.IsAbsent() && equal(v, c.value)
}

func (c *compiler) ordersPlaced(args map[string]Expr, within func(*Env) (int64, int64)) func(*Env) int64 {
	criteria := c.criteria(args, "channel")
	enough := c.enough(args["min_total"])
	return func(env *Env) (n int64) {
		by := criteria(env)
		after, until := within(env)
		for _, o := range env.History.Orders() {
			if !env.spend(1) {
				return 0
			}
			if Counted(o) && inside(o.Get(orderPlacedAt), after, until) && by[0].admits(o.Get(orderChannel)) && enough(env, o.Get(orderTotal)) {
				n++
			}
		}
		return n
	}
}

// enough compiles min_total: an amount, or one for each currency.
func (c *compiler) enough(e Expr) func(*Env, facts.Value) bool {
	if e == nil {
		return func(*Env, facts.Value) bool { return true }
	}
	of := func(*Env, string) facts.Value { return facts.Value{} }
	if by, ok := amountsOf(e); ok {
		of = c.amountIn(by)
	} else {
		f := c.value(e)
		of = func(env *Env, _ string) facts.Value { return f(env) }
	}
	return func(env *Env, total facts.Value) bool {
		least := of(env, total.Currency())
		return total.Kind() == facts.Money && least.Kind() == facts.Money && total.Currency() == least.Currency() && total.Minor() >= least.Minor()
	}
}

func (c *compiler) itemsBought(args map[string]Expr, within func(*Env) (int64, int64)) func(*Env) int64 {
	criteria := c.criteria(args, "product", "category", "brand", "sku", "tag")
	return func(env *Env) (n int64) {
		by := criteria(env)
		after, until := within(env)
		for _, o := range env.History.Orders() {
			if !env.spend(1) {
				return 0
			}
			if !Counted(o) || !inside(o.Get(orderPlacedAt), after, until) {
				continue
			}
			for _, item := range o.Get(orderItems).List() {
				if !env.spend(1) {
					return 0
				}
				product := item.Get(itemProduct)
				if by[0].admits(product.Get(productID)) && by[1].admits(product.Get(productCategory)) && by[2].admits(product.Get(productBrand)) &&
					by[3].admits(item.Get(itemSKU)) && tagged(env, product, by[4]) {
					n = added(n, item.Get(itemQuantity).Millionths()/facts.Scale)
				}
			}
		}
		return n
	}
}

func tagged(env *Env, product facts.Value, tag criterion) bool {
	if !tag.given {
		return true
	}
	if tag.value.IsAbsent() {
		return false
	}
	for _, t := range product.Get(productTags).List() {
		if !env.spend(1) {
			return false
		}
		if equal(t, tag.value) {
			return true
		}
	}
	return false
}

func (c *compiler) reviewsWritten(args map[string]Expr, within func(*Env) (int64, int64)) func(*Env) int64 {
	criteria := c.criteria(args, "min_rating")
	return func(env *Env) (n int64) {
		least := criteria(env)[0]
		after, until := within(env)
		for _, r := range env.History.Reviews() {
			if !env.spend(1) {
				return 0
			}
			rating := r.Get(reviewRating)
			if inside(r.Get(reviewAt), after, until) &&
				(!least.given || rating.Kind() == facts.Number && least.value.Kind() == facts.Number && rating.Millionths() >= least.value.Millionths()) {
				n++
			}
		}
		return n
	}
}

func (c *compiler) messages(args map[string]Expr, within func(*Env) (int64, int64), clicked bool) func(*Env) int64 {
	criteria := c.criteria(args, "flow", "topic")
	return func(env *Env) (n int64) {
		by := criteria(env)
		after, until := within(env)
		for _, m := range env.History.Messages() {
			if !env.spend(1) {
				return 0
			}
			if (m.Clicked || !clicked) && inside(facts.TimeOf(m.At), after, until) && by[0].admits(facts.Optional(m.Flow)) && by[1].admits(facts.Optional(m.Topic)) {
				n++
			}
		}
		return n
	}
}

func (c *compiler) events(args map[string]Expr, within func(*Env) (int64, int64), where Expr) func(*Env) int64 {
	criteria := c.criteria(args, "type")
	condition := func(*Env) bool { return true }
	if where != nil {
		condition = c.bool(where)
	}
	return func(env *Env) (n int64) {
		kind := criteria(env)[0].value
		if kind.Kind() != facts.String {
			return 0
		}
		after, until := within(env)
		outer := env.Event
		defer func() { env.Event = outer }()
		for _, e := range env.History.Events(kind.Text()) {
			if !env.spend(1) {
				return 0
			}
			if !inside(e.Get(eventAt), after, until) {
				continue
			}
			if env.Event = e; condition(env) {
				n++
			}
		}
		return n
	}
}
