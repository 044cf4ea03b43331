package segmenttest

import (
	"math/rand/v2"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

// generator makes typed expressions of every kind that a segment may use.
type generator struct {
	r     *rand.Rand
	scope []*expr.Local
	event *facts.ObjectType // of the event in scope; nil: none
	segs  []*expr.Segment
}

func constant(v facts.Value) *expr.Lit { return &expr.Lit{Value: v, T: facts.Of(v.Kind())} }

var (
	boolean  = facts.Of(facts.Bool)
	number   = facts.Of(facts.Number)
	amount   = facts.Of(facts.Money)
	text     = facts.Of(facts.String)
	instant  = facts.Of(facts.Time)
	duration = facts.Of(facts.Duration)
)

func (g *generator) one(options ...func() expr.Expr) expr.Expr {
	return options[g.r.IntN(len(options))]()
}

func field(of expr.Expr, name string) *expr.Field {
	f := of.Type().Object.Field(name)
	t := f.Type
	t.Nullable = t.Nullable || of.Type().Nullable
	return &expr.Field{Of: of, Field: f, T: t}
}

func customer() expr.Expr {
	return &expr.Root{Name: expr.RootCustomer, T: facts.ObjectTypeOf(types.Object("customer"))}
}

func (g *generator) call(f expr.Func, t facts.Type, args ...expr.Expr) expr.Expr {
	return &expr.Call{Func: f, T: t, Args: args}
}

func (g *generator) binary(op expr.Op, t facts.Type, x, y expr.Expr) expr.Expr {
	return &expr.Binary{Op: op, X: x, Y: y, T: t}
}

// of makes an expression of a kind; d is how much deeper it may go.
func (g *generator) of(k facts.Kind, d int) expr.Expr {
	switch k {
	case facts.Bool:
		return g.condition(d)
	case facts.Number:
		return g.number(d)
	case facts.Money:
		return g.money(d)
	case facts.String:
		return g.text(d)
	case facts.Time:
		return g.time(d)
	case facts.Duration:
		return g.span(d)
	default:
		panic(k.String())
	}
}

var scalars = []facts.Kind{facts.Bool, facts.Number, facts.Money, facts.String, facts.Time}

// fieldOf reads a field of the kind from an object that is in reach; nil where none has one.
func (g *generator) fieldOf(k facts.Kind, d int) expr.Expr {
	of := g.object(d - 1)
	var fields []*facts.Field
	for _, f := range of.Type().Object.Fields {
		if f.Type.Kind == k || k == facts.String && f.Type.Kind == facts.URL {
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return field(of, pick(g.r, fields).Name)
}

// read is a field of the kind, or a constant where no object in reach has one.
func (g *generator) read(k facts.Kind, d int) expr.Expr {
	if f := g.fieldOf(k, d); f != nil {
		return f
	}
	return g.leaf(k)
}

// object is any object in reach.
func (g *generator) object(d int) expr.Expr {
	var options []func() expr.Expr
	options = append(options, customer, customer)
	for _, l := range g.scope {
		if l.T.Kind == facts.Object {
			options = append(options, func() expr.Expr { return l }, func() expr.Expr { return l })
		}
	}
	if g.event != nil {
		options = append(options, g.theEvent, g.theEvent)
	}
	if d > 0 {
		for _, name := range []string{"order", "item", "product"} {
			options = append(options, func() expr.Expr { return g.objectOf(name, d) })
		}
	}
	return g.one(options...)
}

func (g *generator) theEvent() expr.Expr {
	return &expr.Root{Name: expr.RootEvent, T: facts.ObjectTypeOf(g.event)}
}

// objectOf is an order, an item or a product, which may be absent.
func (g *generator) objectOf(name string, d int) expr.Expr {
	t := facts.ObjectTypeOf(types.Object(name)).Maybe()
	options := []func() expr.Expr{
		func() expr.Expr {
			return &expr.Index{Of: g.objects(name, d-1), At: g.place(d - 1), T: t}
		},
	}
	if name == "product" {
		options = append(options, func() expr.Expr { return field(g.objectOf("item", d-1), "product") })
		if g.event != nil && g.event.Field("product") != nil {
			options = append(options, func() expr.Expr { return field(g.theEvent(), "product") })
		}
	}
	for _, l := range g.scope {
		if l.T.Object != nil && l.T.Object.Name == name {
			options = append(options, func() expr.Expr { return l })
		}
	}
	if d > 1 && g.r.IntN(4) == 0 {
		options = append(options,
			func() expr.Expr {
				return &expr.Cond{When: g.condition(d - 2), Then: g.objectOf(name, d-2), Else: g.objectOf(name, d-2), T: t}
			},
			func() expr.Expr { return g.call(expr.Coalesce, t, g.objectOf(name, d-2), g.objectOf(name, d-2)) })
	}
	return g.one(options...)
}

// objects is a list of orders, items or products.
func (g *generator) objects(name string, d int) expr.Expr {
	elem := facts.ObjectTypeOf(types.Object(name))
	list := facts.ListType(elem)
	var options []func() expr.Expr
	switch name {
	case "order":
		options = append(options, func() expr.Expr { return field(customer(), "orders") })
	case "item":
		options = append(options, func() expr.Expr { return field(g.objectOf("order", d-1), "items") })
		if g.event != nil && g.event.Field("items") != nil {
			options = append(options, func() expr.Expr { return field(g.theEvent(), "items") })
		}
	case "product":
		return g.loop(g.objects("item", d-1), func(l *expr.Local) expr.Expr { return field(l, "product") }, d)
	}
	if d > 1 {
		options = append(options, func() expr.Expr { return g.loop(g.objects(name, d-1), nil, d) })
		if g.r.IntN(4) == 0 {
			options = append(options,
				func() expr.Expr {
					return &expr.Cond{When: g.condition(d - 2), Then: g.objects(name, d-2), Else: g.objects(name, d-2), T: list}
				},
				func() expr.Expr {
					return &expr.ListLit{Elems: []expr.Expr{g.objectOf(name, d-2), g.objectOf(name, d-2)}, T: facts.ListType(elem.Maybe())}
				},
				func() expr.Expr { return g.call(expr.Coalesce, list, g.objects(name, d-2), g.objects(name, d-2)) })
		}
	}
	return g.one(options...)
}

// loop is a for-expression over the list; each is nil for its own elements.
func (g *generator) loop(over expr.Expr, each func(*expr.Local) expr.Expr, d int) expr.Expr {
	if len(g.scope) >= 4 {
		if each == nil {
			return over
		}
		d = 0
	}
	l := &expr.Local{Slot: len(g.scope), Name: string(rune('a' + len(g.scope))), T: *over.Type().Elem}
	f := &expr.For{Over: over, Slot: l.Slot, Name: l.Name, T: over.Type()}
	g.scope = append(g.scope, l)
	if each != nil {
		f.Each = each(l)
		f.T = facts.ListType(f.Each.Type())
	}
	if g.r.IntN(2) == 0 && d > 0 {
		f.Where = g.condition(d - 1)
	}
	g.scope = g.scope[:len(g.scope)-1]
	return f
}

// list is a list of scalars.
func (g *generator) list(k facts.Kind, d int) expr.Expr {
	t := facts.ListType(facts.Of(k).Maybe())
	options := []func() expr.Expr{
		func() expr.Expr {
			n := g.r.IntN(4)
			l := &expr.ListLit{T: t}
			for range n {
				l.Elems = append(l.Elems, g.of(k, d-1))
			}
			return l
		},
		func() expr.Expr {
			name := pick(g.r, []string{"order", "order", "item", "product"})
			return g.loop(g.objects(name, d-1), func(l *expr.Local) expr.Expr {
				g2 := g.of(k, d-1)
				if f := g.fieldIn(l, k); f != nil && g.r.IntN(3) > 0 {
					return f
				}
				return g2
			}, d)
		},
	}
	if k == facts.String {
		options = append(options,
			func() expr.Expr { return field(customer(), "tags") },
			func() expr.Expr { return field(customer(), "likes") },
			func() expr.Expr {
				return field(g.objectOf("order", d-1), pick(g.r, []string{"tags", "discount_codes"}))
			},
			func() expr.Expr { return field(g.objectOf("product", d-1), "tags") },
			func() expr.Expr {
				return g.call(expr.Split, t, constant(facts.StringOf(pick(g.r, []string{"", " ", "@", "a"}))), g.text(d-1))
			})
		if g.event != nil && g.event.Field("answers") != nil {
			options = append(options, func() expr.Expr { return field(g.theEvent(), "answers") })
		}
	}
	if d > 1 {
		options = append(options,
			func() expr.Expr { return g.loop(g.list(k, d-1), nil, d) },
			func() expr.Expr {
				return &expr.Cond{When: g.condition(d - 2), Then: g.list(k, d-2), Else: g.list(k, d-2), T: t}
			},
			func() expr.Expr { // an element of a list of lists
				inner := g.loop(field(customer(), "orders"), func(l *expr.Local) expr.Expr {
					return g.loop(field(l, "items"), func(*expr.Local) expr.Expr { return g.of(k, d-2) }, d-1)
				}, d)
				return &expr.Index{Of: inner, At: g.place(d - 1), T: t.Maybe()}
			})
	}
	return g.one(options...)
}

func (g *generator) fieldIn(of expr.Expr, k facts.Kind) expr.Expr {
	var fields []*facts.Field
	for _, f := range of.Type().Object.Fields {
		if f.Type.Kind == k {
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return field(of, pick(g.r, fields).Name)
}

// place is the index of an element.
func (g *generator) place(d int) expr.Expr {
	if d > 0 && g.r.IntN(4) == 0 {
		return g.number(d - 1)
	}
	return constant(facts.NumberOf(pick(g.r, []int64{0, 0, 0, facts.Scale, 2 * facts.Scale, -facts.Scale, 500_000})))
}

// common are the forms that every kind has.
func (g *generator) common(k facts.Kind, d int) []func() expr.Expr {
	t := facts.Of(k).Maybe()
	options := []func() expr.Expr{
		func() expr.Expr { return g.read(k, d) },
		func() expr.Expr { return &expr.Lit{T: t} },
	}
	for _, l := range g.scope {
		if l.T.Kind == k {
			options = append(options, func() expr.Expr { return l }, func() expr.Expr { return l })
		}
	}
	if d <= 0 {
		return options
	}
	return append(options,
		func() expr.Expr {
			return &expr.Cond{When: g.condition(d - 1), Then: g.of(k, d-1), Else: g.of(k, d-1), T: t}
		},
		func() expr.Expr {
			return g.call(expr.Coalesce, t, g.of(k, d-1), g.of(k, d-1))
		},
		func() expr.Expr { return &expr.Index{Of: g.list(k, d-1), At: g.place(d - 1), T: t} })
}

func (g *generator) leaf(k facts.Kind) expr.Expr {
	switch k {
	case facts.Bool:
		return constant(facts.BoolOf(g.r.IntN(2) == 0))
	case facts.Number:
		return constant(facts.NumberOf(pick(g.r, numbers)))
	case facts.Money:
		return constant(facts.MoneyOf(pick(g.r, minors), pick(g.r, money)))
	case facts.String:
		return constant(facts.StringOf(pick(g.r, append(words, append(countries, "", "online", "open", "de", "mon", "tue")...))))
	case facts.Time:
		return constant(facts.TimeOf(now.Add(-time.Duration(g.r.IntN(60*24)) * time.Hour)))
	default:
		return constant(facts.SpanOf(pick(g.r, spans)))
	}
}

var comparisons = []expr.Op{expr.Eq, expr.Ne, expr.Lt, expr.Le, expr.Gt, expr.Ge}

func (g *generator) condition(d int) expr.Expr {
	if d <= 0 {
		return g.comparison(0)
	}
	options := []func() expr.Expr{
		func() expr.Expr { return g.comparison(d) }, func() expr.Expr { return g.comparison(d) }, func() expr.Expr { return g.comparison(d) },
		func() expr.Expr { return g.null(d) },
		func() expr.Expr { return g.binary(expr.And, boolean, g.condition(d-1), g.condition(d-1)) },
		func() expr.Expr { return g.binary(expr.Or, boolean, g.condition(d-1), g.condition(d-1)) },
		func() expr.Expr { return &expr.Unary{Op: expr.Not, X: g.condition(d - 1)} },
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.Any, expr.All}), boolean, g.list(facts.Bool, d-1))
		},
		func() expr.Expr {
			k := pick(g.r, scalars)
			return g.call(expr.Contains, boolean, g.list(k, d-1), g.of(k, d-1))
		},
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.Contains, expr.StartsWith, expr.EndsWith}), boolean, g.text(d-1), g.text(d-1))
		},
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.StartsWith, expr.EndsWith}), boolean, g.text(d-1), g.leaf(facts.String))
		},
	}
	if len(g.segs) > 0 {
		options = append(options, func() expr.Expr { return pick(g.r, g.segs) }, func() expr.Expr { return pick(g.r, g.segs) })
	}
	return g.one(append(options, g.common(facts.Bool, d)...)...)
}

func (g *generator) comparison(d int) expr.Expr {
	k := pick(g.r, []facts.Kind{facts.Number, facts.Number, facts.Money, facts.String, facts.Time, facts.Time, facts.Bool, facts.Duration})
	op := pick(g.r, comparisons)
	if k == facts.String || k == facts.Bool {
		op = pick(g.r, comparisons[:2])
	}
	x, y := g.of(k, d-1), g.of(k, d-1)
	if g.r.IntN(2) == 0 {
		y = g.leaf(k)
	}
	if k == facts.Time && g.r.IntN(2) == 0 {
		y = g.call(expr.Ago, instant, g.leaf(facts.Duration))
	}
	if k == facts.Money && g.r.IntN(3) == 0 {
		y = g.amounts()
	}
	if g.r.IntN(4) == 0 {
		x, y = y, x
	}
	b := &expr.Binary{Op: op, X: x, Y: y, T: boolean}
	if k == facts.Money {
		b.Currencies = currencies
	}
	return b
}

// amounts is money({…}).
func (g *generator) amounts() expr.Expr {
	o := &expr.ObjectLit{T: amount}
	for _, code := range money {
		if g.r.IntN(2) == 0 {
			continue
		}
		o.Names = append(o.Names, code)
		if g.r.IntN(2) == 0 {
			o.Elems = append(o.Elems, g.leaf(facts.Number))
		} else {
			o.Elems = append(o.Elems, constant(facts.MoneyOf(pick(g.r, minors), code)))
		}
	}
	return g.call(expr.Amounts, amount, o)
}

// null compares anything with null.
func (g *generator) null(d int) expr.Expr {
	var x expr.Expr
	switch g.r.IntN(4) {
	case 0:
		x = g.objectOf(pick(g.r, []string{"order", "item", "product"}), d)
	case 1:
		x = g.list(pick(g.r, scalars), d-1)
	default:
		x = g.of(pick(g.r, scalars), d-1)
	}
	b := &expr.Binary{Op: pick(g.r, comparisons[:2]), X: x, Y: &expr.Lit{T: x.Type().Maybe()}, T: boolean}
	if g.r.IntN(4) == 0 {
		b.X, b.Y = b.Y, b.X
	}
	return b
}

func (g *generator) number(d int) expr.Expr {
	if d <= 0 {
		return g.one(func() expr.Expr { return g.leaf(facts.Number) }, func() expr.Expr { return g.read(facts.Number, 0) })
	}
	unary := func(f expr.Func) func() expr.Expr {
		return func() expr.Expr { return g.call(f, number, g.number(d-1)) }
	}
	options := []func() expr.Expr{
		func() expr.Expr {
			op := pick(g.r, []expr.Op{expr.Add, expr.Sub, expr.Mul, expr.Div, expr.Mod})
			return g.binary(op, number.Maybe(), g.number(d-1), g.number(d-1))
		},
		func() expr.Expr { return g.binary(expr.Div, number.Maybe(), g.money(d-1), g.money(d-1)) },
		func() expr.Expr { return &expr.Unary{Op: expr.Neg, X: g.number(d - 1)} },
		func() expr.Expr { return g.call(expr.Length, number, g.list(pick(g.r, scalars), d-1)) },
		func() expr.Expr {
			return g.call(expr.Length, number, g.objects(pick(g.r, []string{"order", "item", "product"}), d-1))
		},
		func() expr.Expr { return g.call(expr.Length, number, g.text(d-1)) },
		func() expr.Expr { return g.call(expr.DaysBetween, number, g.time(d-1), g.time(d-1)) },
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.Min, expr.Max}), number.Maybe(), g.number(d-1), g.number(d-1))
		},
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.Min, expr.Max}), number.Maybe(), g.list(facts.Number, d-1))
		},
		func() expr.Expr { return g.call(expr.Round, number, g.number(d-1), g.leaf(facts.Number)) },
		unary(expr.Round), unary(expr.Abs),
		func() expr.Expr { return g.count(d) }, func() expr.Expr { return g.count(d) },
	}
	return g.one(append(options, g.common(facts.Number, d)...)...)
}

func (g *generator) money(d int) expr.Expr {
	if d <= 0 {
		return g.one(func() expr.Expr { return g.leaf(facts.Money) }, func() expr.Expr { return field(customer(), "total_spent") }, func() expr.Expr { return field(customer(), "credit") })
	}
	options := []func() expr.Expr{
		func() expr.Expr {
			return g.binary(pick(g.r, []expr.Op{expr.Add, expr.Sub}), amount.Maybe(), g.money(d-1), g.money(d-1))
		},
		func() expr.Expr {
			return g.binary(pick(g.r, []expr.Op{expr.Mul, expr.Div}), amount.Maybe(), g.money(d-1), g.number(d-1))
		},
		func() expr.Expr { return g.binary(expr.Mul, amount.Maybe(), g.number(d-1), g.money(d-1)) },
		func() expr.Expr { return &expr.Unary{Op: expr.Neg, X: g.money(d - 1)} },
		func() expr.Expr { return g.call(pick(g.r, []expr.Func{expr.Round, expr.Abs}), amount, g.money(d-1)) },
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.Min, expr.Max}), amount.Maybe(), g.money(d-1), g.money(d-1))
		},
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.Min, expr.Max}), amount.Maybe(), g.list(facts.Money, d-1))
		},
		func() expr.Expr {
			return g.call(expr.MoneyOf, amount, g.number(d-1), constant(facts.StringOf(pick(g.r, money))))
		},
	}
	return g.one(append(options, g.common(facts.Money, d)...)...)
}

func (g *generator) text(d int) expr.Expr {
	if d <= 0 {
		return g.one(func() expr.Expr { return g.leaf(facts.String) }, func() expr.Expr { return g.read(facts.String, 0) })
	}
	unary := func(f expr.Func, k facts.Kind) func() expr.Expr {
		return func() expr.Expr { return g.call(f, text, g.of(k, d-1)) }
	}
	options := []func() expr.Expr{
		unary(expr.Lower, facts.String), unary(expr.Upper, facts.String), unary(expr.Title, facts.String), unary(expr.Trim, facts.String),
		unary(expr.URLEncode, facts.String), unary(expr.Weekday, facts.Time), unary(expr.FormatMoney, facts.Money),
		func() expr.Expr { return g.call(expr.Truncate, text, g.text(d-1), g.number(d-1)) },
		func() expr.Expr { return g.call(expr.Replace, text, g.text(d-1), g.text(d-1), g.text(d-1)) },
		func() expr.Expr { return g.call(expr.Plural, text, g.number(d-1), g.text(d-1), g.text(d-1)) },
		func() expr.Expr {
			return g.call(expr.Join, text, g.leaf(facts.String), g.list(pick(g.r, scalars), d-1))
		},
		func() expr.Expr { return g.call(expr.JoinAnd, text, g.list(pick(g.r, scalars), d-1)) },
		func() expr.Expr {
			return g.call(expr.FormatDate, text, g.time(d-1), constant(facts.StringOf(pick(g.r, []string{"long", "short", "weekday", "2 January"}))))
		},
		func() expr.Expr {
			return &expr.Template{Parts: []expr.Expr{constant(facts.StringOf("a")), g.text(d - 1), g.number(d - 1), g.condition(d - 1)}}
		},
	}
	return g.one(append(options, g.common(facts.String, d)...)...)
}

func (g *generator) time(d int) expr.Expr {
	now := func() expr.Expr { return &expr.Root{Name: expr.RootNow, T: instant} }
	if d <= 0 {
		return g.one(now, func() expr.Expr { return g.leaf(facts.Time) }, func() expr.Expr { return g.read(facts.Time, 0) })
	}
	options := []func() expr.Expr{
		now,
		func() expr.Expr { return g.call(expr.Ago, instant, g.span(d-1)) },
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.After, expr.Before}), instant, g.time(d-1), g.span(d-1))
		},
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.Min, expr.Max}), instant.Maybe(), g.time(d-1), g.time(d-1))
		},
		func() expr.Expr {
			return g.call(pick(g.r, []expr.Func{expr.Min, expr.Max}), instant.Maybe(), g.list(facts.Time, d-1))
		},
	}
	return g.one(append(options, g.common(facts.Time, d)...)...)
}

func (g *generator) span(d int) expr.Expr {
	if d <= 0 || g.r.IntN(2) == 0 {
		return g.leaf(facts.Duration)
	}
	return g.one(
		func() expr.Expr { return g.call(expr.Days, duration, g.number(d-1)) },
		func() expr.Expr {
			return &expr.Cond{When: g.condition(d - 1), Then: g.span(d - 1), Else: g.span(d - 1), T: duration}
		},
		func() expr.Expr { return &expr.Lit{T: duration.Maybe()} },
		func() expr.Expr { return g.call(expr.Coalesce, duration, g.span(d-1), g.span(d-1)) },
	)
}

// count is a count with some of its arguments, in the order of their names.
func (g *generator) count(d int) expr.Expr {
	what := pick(g.r, []expr.CountWhat{expr.OrdersPlaced, expr.ItemsBought, expr.ReviewsWritten, expr.MessagesSent, expr.MessagesClicked, expr.EventsSeen})
	x := &expr.Count{What: what}
	add := func(name string, v func() expr.Expr) {
		if g.r.IntN(3) == 0 {
			x.Args = append(x.Args, expr.CountArg{Name: name, Value: v()})
		}
	}
	textArg := func() expr.Expr {
		if g.r.IntN(4) == 0 {
			return g.text(d - 1)
		}
		return g.leaf(facts.String)
	}
	span := func() expr.Expr { return g.span(d - 1) }
	from := func(list []string) func() expr.Expr {
		return func() expr.Expr { return constant(facts.StringOf(pick(g.r, list))) }
	}
	switch what {
	case expr.OrdersPlaced:
		add("channel", from(channels))
		add("min_total", func() expr.Expr {
			return g.one(g.amounts, func() expr.Expr { return g.leaf(facts.Money) }, func() expr.Expr { return g.money(d - 1) })
		})
	case expr.ItemsBought:
		add("brand", from([]string{"Acme", "Other"}))
		add("category", textArg)
		add("product", from([]string{"p0", "p1", "p9"}))
		add("sku", textArg)
		add("tag", textArg)
	case expr.ReviewsWritten:
		add("min_rating", func() expr.Expr { return g.number(d - 1) })
	case expr.MessagesSent, expr.MessagesClicked:
		add("flow", from(flows))
		add("topic", from(topics))
	case expr.EventsSeen:
		kind := pick(g.r, kinds)
		x.Args = append(x.Args, expr.CountArg{Name: "type", Value: constant(facts.StringOf(kind))})
		if g.r.IntN(2) == 0 {
			outer := g.event
			g.event = types.Event(kind).Type
			x.Where = g.condition(d - 1)
			g.event = outer
		}
	}
	add("within", span)
	return x
}

// segments makes named conditions, each of which may name those before it.
func (g *generator) segments(n int) {
	for i := range n {
		body := g.condition(2)
		g.segs = append(g.segs, &expr.Segment{Name: string(rune('a'+i)) + "_segment", Body: body})
	}
}
