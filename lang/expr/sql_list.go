package expr

import (
	"strconv"
	"strings"

	"github.com/flowc/flowc/schema/facts"
)

// sqlList is a list: the rows of a table, of which each gives an element.
type sqlList struct {
	from   string
	where  []string
	order  []string
	alias  string // of the table that the elements are read from
	absent string // the condition that the list is absent; empty: never
	// elem is the element of the row in scope, or, through a wrap, of the row that it picks.
	elem func(sqlWrap) sqlValue
	// truth and falsity are conditions on an element that is a bool, where there is more to say than its value.
	truth, falsity func() string
	fixed          []sqlValue // the elements, where they are known one by one
}

// query is select what from the list's rows.
func (l *sqlList) query(g *sqlGen, what string, more ...string) string {
	parts := []string{"(select ", what, " from ", l.from}
	if where := append(l.where[:len(l.where):len(l.where)], more...); len(where) > 0 {
		parts = append(parts, " where ", strings.Join(where, " and "))
	}
	return g.sql(append(parts, ")")...)
}

func (g *sqlGen) ordersOf(c *sqlRow) sqlValue {
	o := g.alias("o")
	return sqlValue{list: &sqlList{
		from: "orders " + o, where: []string{o + ".customer_id = " + c.column("id"), o + ".placed_at is not null"}, order: []string{o + ".placed_at", o + ".id"}, alias: o,
		elem: func(wrap sqlWrap) sqlValue { return sqlValue{row: picked(&sqlRow{table: tableOrders, alias: o}, wrap)} },
	}}
}

// picked is the row that a wrap picks; there may be none.
func picked(r *sqlRow, wrap sqlWrap) *sqlRow {
	if wrap != nil {
		r.wrap, r.absent = wrap, wrap("1")+" is null"
	}
	return r
}

func (g *sqlGen) itemsOf(order *sqlRow) sqlValue {
	i := g.alias("i")
	return sqlValue{list: &sqlList{
		from: "order_items " + i, where: []string{i + ".order_id = " + order.column("id")}, order: []string{i + ".line_no"}, alias: i, absent: order.absent,
		elem: func(wrap sqlWrap) sqlValue {
			return sqlValue{row: picked(&sqlRow{table: tableItems, alias: i, order: order}, wrap)}
		},
	}}
}

// itemsOfEvent are the lines of the event's order whose ids a property lists.
func (g *sqlGen) itemsOfEvent(e *sqlRow, at string) sqlValue {
	i, j, z := g.alias("i"), g.alias("j"), g.alias("o")
	order := &sqlRow{table: tableOrders, alias: z, wrap: func(inner string) string {
		return "(select " + inner + " from orders " + z + " where " + z + ".id = " + e.column("order_id") + ")"
	}}
	ids := g.sql(e.column("properties"), ", ", at)
	return sqlValue{list: &sqlList{
		from:  g.sql("json_each(", ids, ") ", j, ", order_items ", i),
		where: []string{i + ".order_id = " + e.column("order_id"), i + ".id = " + j + ".value"},
		order: []string{j + ".key"}, alias: i, absent: g.sql("json_type(", ids, ") is not 'array'"),
		elem: func(wrap sqlWrap) sqlValue {
			return sqlValue{row: picked(&sqlRow{table: tableItems, alias: i, order: order}, wrap)}
		},
	}}
}

// jsonTexts are the texts in an array.
func (g *sqlGen) jsonTexts(json, absent string) sqlValue {
	j := g.alias("j")
	return sqlValue{list: &sqlList{
		from: g.sql("json_each(", json, ") ", j), order: []string{j + ".key"}, alias: j, absent: absent,
		elem: func(wrap sqlWrap) sqlValue {
			r := &sqlRow{alias: j, wrap: wrap}
			return sqlValue{term: &sqlTerm{kind: facts.String, text: r.column("value"), may: wrap != nil}}
		},
	}}
}

// propertyTexts are the texts in an array that an attribute or property is.
func (g *sqlGen) propertyTexts(r *sqlRow, column, at string) sqlValue {
	json := g.sql(r.column(column), ", ", at)
	v := g.jsonTexts(json, g.sql("json_type(", json, ") is not 'array'"))
	l := v.list
	// What is no array gives one row, itself.
	l.where = []string{g.sql("json_type(", json, ") = 'array'"), l.alias + ".type = 'text'", l.alias + ".value <> ''"}
	return v
}

// listLit is [a, b]: a table of numbers, and of each the element with that number.
func (g *sqlGen) listLit(elems []Expr, elem facts.Type, in sqlScope) sqlValue {
	defer g.deeper(queryLevels)()
	n := g.alias("n")
	l := &sqlList{from: "(select 0 as n where 0) " + n, order: []string{n + ".n"}, alias: n}
	for i, e := range elems {
		if i == 0 {
			l.from = "(select 0 as n"
		} else {
			l.from += " union all select " + strconv.Itoa(i)
		}
		l.fixed = append(l.fixed, g.value(e, in))
	}
	if len(elems) > 0 {
		l.from += ") " + n
	}
	if len(elems) > listMax {
		g.fail(ErrTooLarge)
	}
	l.elem = func(wrap sqlWrap) sqlValue {
		number := (&sqlRow{alias: n, wrap: wrap}).column("n")
		if len(l.fixed) == 0 {
			return g.literal(facts.Value{}, elem.Maybe())
		}
		v := sqlValue{}
		for i, f := range l.fixed {
			v.choice = append(v.choice, sqlChoice{number + " = " + strconv.Itoa(i), f})
		}
		v.choice = append(v.choice, sqlChoice{"", g.literal(facts.Value{}, elem.Maybe())})
		return v
	}
	return sqlValue{list: l}
}

// listMax bounds the elements of a list literal: SQLite takes 500 selects in a union.
const listMax = 400

// loop is [for x in over : each if where]: the rows of the list, fewer of them, and another element of each.
func (g *sqlGen) loop(x *For, in sqlScope) sqlValue {
	defer g.deeper(queryLevels)()
	return g.overLists(g.value(x.Over, in), func(over *sqlList) sqlValue {
		l := *over
		l.fixed = nil
		bound := in.with(x.Slot, over.elem(nil))
		if x.Where != nil {
			l.where = append(l.where[:len(l.where):len(l.where)], g.sql("(", g.truth(x.Where, bound), ")"))
		}
		if x.Each == nil {
			return sqlValue{list: &l}
		}
		l.elem = func(wrap sqlWrap) sqlValue {
			if wrap == nil {
				return g.value(x.Each, bound)
			}
			// What does not read the variable would be there without a row.
			return sqlValue{choice: []sqlChoice{
				{wrap("1") + " is not null", g.value(x.Each, in.with(x.Slot, over.elem(wrap)))},
				{"", g.literal(facts.Value{}, x.Each.Type().Maybe())},
			}}
		}
		l.truth = func() string { return g.truth(x.Each, bound) }
		l.falsity = func() string { return g.falsity(x.Each, bound) }
		return sqlValue{list: &l}
	})
}

// overLists is f of a list, or of each list of a choice.
func (g *sqlGen) overLists(v sqlValue, f func(*sqlList) sqlValue) sqlValue {
	switch {
	case v.list != nil:
		return f(v.list)
	case v.choice != nil:
		of := sqlValue{}
		for _, c := range v.choice {
			of.choice = append(of.choice, sqlChoice{c.when, g.overLists(c.then, f)})
		}
		return of
	}
	g.fail(ErrNotSQL)
	return sqlValue{term: absentTerm(facts.Absent)}
}

// termOver is a scalar of a list.
func (g *sqlGen) termOver(v sqlValue, kind facts.Kind, f func(*sqlList) *sqlTerm) *sqlTerm {
	return g.asTerm(g.overLists(v, func(l *sqlList) sqlValue { return sqlValue{term: f(l)} }), kind)
}

// truthOver is a condition on a list.
func (g *sqlGen) truthOver(v sqlValue, f func(*sqlList) string) string {
	return g.termOver(v, facts.Bool, func(l *sqlList) *sqlTerm { return &sqlTerm{kind: facts.Bool, text: f(l)} }).text
}

// elemTruth is the condition that an element, a bool, is as wanted.
func (g *sqlGen) elemTruth(l *sqlList, want bool) string {
	defer g.deeper(queryLevels)()
	switch {
	case want && l.truth != nil:
		return l.truth()
	case !want && l.falsity != nil:
		return l.falsity()
	case want:
		return g.asTerm(l.elem(nil), facts.Bool).text
	}
	return g.sql("(", g.asTerm(l.elem(nil), facts.Bool).text, ") is not true")
}

// index is the element at a place. A scalar is picked by a query of its own; so is each scalar that is read from an object.
func (g *sqlGen) index(of sqlValue, x *Index, in sqlScope) sqlValue {
	scalar := x.T.Kind != facts.List && x.T.Kind != facts.Object
	v := g.overLists(of, func(l *sqlList) sqlValue {
		lit, ok := x.At.(*Lit)
		if !ok {
			return l.elem(g.pickAt(l, g.millionths(g.term(x.At, in))))
		}
		n := lit.Value.Millionths()
		if lit.Value.Kind() != facts.Number || n < 0 || n%facts.Scale != 0 || l.fixed != nil && n/facts.Scale >= int64(len(l.fixed)) {
			return g.literal(facts.Value{}, x.T.Maybe())
		}
		if l.fixed != nil {
			return l.fixed[n/facts.Scale]
		}
		return l.elem(g.pick(l, n/facts.Scale))
	})
	if scalar {
		t := *g.asTerm(v, x.T.Kind)
		t.may, t.lit, t.ago, t.since, t.column = true, nil, nil, "", ""
		return sqlValue{term: &t}
	}
	return v
}

// pick is a query for something of the n-th row.
func (g *sqlGen) pick(l *sqlList, n int64) sqlWrap {
	return func(inner string) string {
		s := l.query(g, inner)
		return g.sql(strings.TrimSuffix(s, ")"), " order by ", strings.Join(l.order, ", "), " limit 1 offset ", strconv.FormatInt(n, 10), ")")
	}
}

// pickAt is pick at a place that is itself an expression, in millionths, which an offset may not be.
func (g *sqlGen) pickAt(l *sqlList, at string) sqlWrap {
	numbered := l.query(g, g.sql(l.alias, ".*, row_number() over (order by ", strings.Join(l.order, ", "), ") as flowc_place"))
	return func(inner string) string {
		return g.sql("(select ", inner, " from ", numbered, " ", l.alias, " where ", l.alias, ".flowc_place * 1000000 = ", at, " + 1000000)")
	}
}

// aggregate is an aggregate over the list's elements, v, and what else is selected of each. They stand in a query of their own: SQLite
// takes an aggregate of what a query around it has for one of that query.
func (g *sqlGen) aggregate(l *sqlList, aggregate, v string, more ...string) string {
	columns := append([]string{v + " as v"}, more...)
	return g.sql("(select ", aggregate, " from ", l.query(g, strings.Join(columns, ", ")), " where v is not null)")
}

// jsonOf is a list's elements as text, in order, in an array; without those that text may not hold.
func (g *sqlGen) jsonOf(l *sqlList, elem *sqlTerm) string {
	var keys, names []string
	for i, key := range l.order {
		name := "k" + strconv.Itoa(i)
		keys, names = append(keys, key+" as "+name), append(names, name)
	}
	return g.aggregate(l, "json_group_array(v order by "+strings.Join(names, ", ")+")", g.written(elem), keys...)
}
