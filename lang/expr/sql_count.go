package expr

import (
	"strconv"
	"strings"

	"github.com/flowc/flowc/schema/facts"
)

// count is a count in the customer's own history.
func (g *sqlGen) count(x *Count, in sqlScope) *sqlTerm {
	args := map[string]Expr{}
	for _, a := range x.Args {
		args[a.Name] = a.Value
	}
	of := &sqlTerm{kind: facts.Number, ones: true}
	switch x.What {
	case OrdersPlaced:
		of.text = g.ordersPlaced(args, in)
	case ItemsBought:
		of.text = g.itemsBought(args, in)
	case ReviewsWritten:
		of.text = g.reviewsWritten(args, in)
	case MessagesSent, MessagesClicked:
		of.text = g.messages(args, x.What == MessagesClicked, in)
	case EventsSeen:
		of.text = g.events(args, x.Where, in)
	default:
		panic("this is a bug in flowc: no count " + string(x.What))
	}
	return of
}

func (g *sqlGen) selected(what, from string, where []string) string {
	return g.sql("(select ", what, " from ", from, " where ", strings.Join(where, " and "), ")")
}

// window is the condition that a column of instants lies in (now − span, now]; nothing where no span is given.
func (g *sqlGen) window(span Expr, column string, in sqlScope) []string {
	if span == nil {
		return nil
	}
	ago := g.scalarCall(&Call{Func: Ago, Args: []Expr{span}, T: facts.Of(facts.Time)}, in)
	after := g.compareTimes(Gt, &sqlTerm{text: column, column: column}, ago)
	return []string{after, g.sql(column, " <= ", g.nowParam())}
}

// equals is the condition that a text column equals an argument; nothing where none is given. An empty text in a column is an absent one,
// which equals no argument.
func (g *sqlGen) equals(e Expr, column string, in sqlScope) []string {
	if e == nil {
		return nil
	}
	arg := g.term(e, in)
	if v, ok := arg.literalOf(); !ok || v.Text() == "" {
		column = g.sql("nullif(", column, ", '')")
	}
	return []string{g.sql(column, " = ", arg.text)}
}

func (g *sqlGen) ordersPlaced(args map[string]Expr, in sqlScope) string {
	o := g.alias("o")
	where := []string{o + ".customer_id = c.id", counted(o)}
	where = append(where, g.window(args["within"], o+".placed_at", in)...)
	where = append(where, g.equals(args["channel"], o+".channel", in)...)
	if least := args["min_total"]; least != nil {
		where = append(where, g.enough(least, o, in))
	}
	return g.selected("count(*)", "orders "+o, where)
}

// enough is the condition that an order's total is no less than min_total.
func (g *sqlGen) enough(least Expr, o string, in sqlScope) string {
	by, ok := amountsOf(least)
	if !ok {
		t := g.term(least, in)
		return g.sql(o, ".total_minor >= ", t.text, " and ", o, ".currency = ", t.currency)
	}
	parts := []string{"0"}
	for i, code := range by.Names {
		if codeIn(code, by.Names[:i]) {
			continue
		}
		parts = append(parts, g.sql("(", o, ".currency = ", g.param(code), " and ", o, ".total_minor >= ", g.inCurrency(g.term(by.Elems[i], in), code), ")"))
	}
	return g.balanced(parts, " or ")
}

func (g *sqlGen) itemsBought(args map[string]Expr, in sqlScope) string {
	o, i, p := g.alias("o"), g.alias("i"), g.alias("p")
	from := g.sql("orders ", o, " join order_items ", i, " on ", i, ".order_id = ", o, ".id")
	where := []string{o + ".customer_id = c.id", counted(o)}
	where = append(where, g.window(args["within"], o+".placed_at", in)...)
	where = append(where, g.equals(args["product"], i+".product_id", in)...)
	where = append(where, g.equals(args["sku"], i+".sku", in)...)
	if args["category"] != nil || args["brand"] != nil || args["tag"] != nil {
		from = g.sql(from, " join products ", p, " on ", p, ".id = ", i, ".product_id")
		where = append(where, g.equals(args["category"], p+".category", in)...)
		where = append(where, g.equals(args["brand"], p+".brand", in)...)
		if tag := args["tag"]; tag != nil {
			j := g.alias("j")
			where = append(where, g.sql("exists (select 1 from json_each(", p, ".tags) ", j, " where ", j, ".value = ", g.term(tag, in).text, ")"))
		}
	}
	// Bounded as a number is, so that a sum of many cannot overflow, which SQLite makes an error.
	quantity := g.sql("min(", i, ".quantity, ", strconv.FormatInt(onesMax, 10), ")")
	return g.sql("coalesce(", g.selected("sum("+quantity+")", from, where), ", 0)")
}

func (g *sqlGen) reviewsWritten(args map[string]Expr, in sqlScope) string {
	r := g.alias("r")
	where := []string{r + ".customer_id = c.id"}
	where = append(where, g.window(args["within"], r+".at", in)...)
	if least := args["min_rating"]; least != nil {
		where = append(where, g.sql(r, ".rating >= ", g.millionths(g.term(least, in))))
	}
	return g.selected("count(*)", "reviews "+r, where)
}

// messages counts rows of the outbox, whose instants are milliseconds.
func (g *sqlGen) messages(args map[string]Expr, clicked bool, in sqlScope) string {
	m := g.alias("m")
	where := []string{
		m + ".customer_id = c.id", m + ".kind = 'message'",
		m + ".status in ('planned', 'claimed', 'handing_off', 'retry_wait', 'accepted', 'unknown')",
	}
	if span := args["within"]; span != nil {
		ago := g.scalarCall(&Call{Func: Ago, Args: []Expr{span}, T: facts.Of(facts.Time)}, in)
		exact := g.sql(m, ".released_ms > flowc_millis(", ago.text, ")")
		if ago.ago != nil {
			lo, hi := g.agoBounds(*ago.ago)
			exact = g.sql(m, ".released_ms >= ", g.option("ago from, ms", *ago.ago, lo.UnixMilli()), " and ",
				g.either(g.sql("(", m, ".released_ms > ", g.option("ago to, ms", *ago.ago, hi.UnixMilli()), " or ", exact, ")")))
		}
		where = append(where, exact, g.sql(m, ".released_ms <= ", g.option("now, ms", facts.Span{}, g.opt.Now.UnixMilli())))
	}
	where = append(where, g.equals(args["flow"], m+".flow", in)...)
	where = append(where, g.equals(args["topic"], m+".topic", in)...)
	if clicked {
		e := g.alias("e")
		property := func(name string) string { return e + ".properties ->> '$." + name + "' = " + m + "." + name }
		where = append(where, g.sql("exists (select 1 from events ", e, " where ", e, ".customer_id = c.id and ", e, ".type = 'message.clicked' and ",
			property("flow"), " and ", property("key"), " and ", property("node"), " and ", property("round"), ")"))
	}
	return g.selected("count(*)", "outbox "+m, where)
}

func (g *sqlGen) events(args map[string]Expr, condition Expr, in sqlScope) string {
	e := g.alias("e")
	where := []string{e + ".customer_id = c.id"}
	where = append(where, g.equals(args["type"], e+".type", in)...)
	where = append(where, g.window(args["within"], e+".at", in)...)
	if condition != nil {
		in.event = &sqlRow{table: tableEvents, alias: e}
		where = append(where, g.sql("(", g.truth(condition, in), ")"))
	}
	return g.selected("count(*)", "events "+e, where)
}
