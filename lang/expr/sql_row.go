package expr

import (
	"strings"

	"github.com/flowc/flowc/schema/facts"
)

// sqlWrap puts an expression over a table's alias into the query that has the alias; nil where it is in scope already.
type sqlWrap func(inner string) string

// sqlRow is an object: a row of a table.
type sqlRow struct {
	table  *sqlTable
	alias  string
	wrap   sqlWrap
	absent string  // the condition that there is no such row; empty: there always is
	order  *sqlRow // of an item: its order
	image  string  // of an item's product: the line's own picture; empty for none
}

// in is an expression over the row's alias, where the row can be seen.
func (r *sqlRow) in(inner string) string {
	if r.wrap == nil {
		return inner
	}
	return r.wrap(inner)
}

// column is one column of the row.
func (r *sqlRow) column(name string) string { return r.in(r.alias + "." + name) }

// sqlTable is how the fields of an object lie in a table.
type sqlTable struct {
	columns map[string]sqlColumn
	derived func(g *sqlGen, r *sqlRow, name string) (sqlValue, bool)
	json    string // the column of attributes or properties
}

type sqlColumn struct {
	name string
	kind facts.Kind
	may  bool
	ones bool
}

func texts(may bool, names ...string) map[string]sqlColumn { return columns(facts.String, may, names) }
func times(may bool, names ...string) map[string]sqlColumn { return columns(facts.Time, may, names) }

func columns(kind facts.Kind, may bool, names []string) map[string]sqlColumn {
	m := make(map[string]sqlColumn, len(names))
	for _, name := range names {
		m[name] = sqlColumn{name: name, kind: kind, may: may}
	}
	return m
}

func together(maps ...map[string]sqlColumn) map[string]sqlColumn {
	all := map[string]sqlColumn{}
	for _, m := range maps {
		for name, column := range m {
			all[name] = column
		}
	}
	return all
}

var (
	tableCustomers = &sqlTable{
		columns: together(
			texts(false, "id"),
			texts(true, "email", "phone", "first_name", "last_name", "locale", "timezone", "country", "city", "loyalty_id", "preferred_channel"),
			times(false, "created_at"), times(true, "birthday", "first_order_at", "last_order_at"),
			map[string]sqlColumn{"order_count": {name: "order_count", kind: facts.Number, ones: true}},
		),
		derived: (*sqlGen).ofCustomer,
		json:    "attrs",
	}
	tableOrders = &sqlTable{
		columns: together(
			texts(false, "id", "number", "channel", "currency", "status"),
			texts(true, "url", "location", "gift_message", "customer_note"),
			times(false, "placed_at"), times(true, "estimated_delivery_at", "shipped_at", "delivered_at", "cancelled_at"),
			map[string]sqlColumn{"test": {name: "is_test", kind: facts.Bool}},
		),
		derived: (*sqlGen).ofOrder,
		json:    "attrs",
	}
	tableItems = &sqlTable{
		columns: together(
			texts(false, "id", "title"), texts(true, "sku", "variant_title"),
			map[string]sqlColumn{"quantity": {name: "quantity", kind: facts.Number, ones: true}},
		),
		derived: (*sqlGen).ofItem,
	}
	tableProducts = &sqlTable{
		columns: together(texts(false, "id", "title"), texts(true, "category", "brand", "url")),
		derived: (*sqlGen).ofProduct,
		json:    "attrs",
	}
	tableEvents = &sqlTable{
		columns: together(texts(false, "type"), times(false, "at")),
		json:    "properties",
	}
)

// field is a field of an object.
func (g *sqlGen) field(of sqlValue, f *facts.Field, t facts.Type) sqlValue {
	switch {
	case of.choice != nil:
		v := sqlValue{}
		for _, c := range of.choice {
			v.choice = append(v.choice, sqlChoice{c.when, g.field(c.then, f, t)})
		}
		if t.Kind == facts.List || t.Kind == facts.Object {
			return v
		}
		return sqlValue{term: g.asTerm(v, t.Kind)}
	case of.row != nil:
		return g.fieldOf(of.row, f)
	case of.term != nil:
		return g.literal(facts.Value{}, t.Maybe()) // of null
	}
	g.fail(ErrNotSQL)
	return sqlValue{term: absentTerm(t.Kind)}
}

func (g *sqlGen) fieldOf(r *sqlRow, f *facts.Field) sqlValue {
	if column, ok := r.table.columns[f.Name]; ok {
		return sqlValue{term: g.columnTerm(r, column)}
	}
	if r.table.derived != nil {
		if v, ok := r.table.derived(g, r, f.Name); ok {
			return v
		}
	}
	if r.table.json != "" {
		return g.property(r, r.table.json, f)
	}
	g.fail(ErrNotSQL)
	return sqlValue{term: absentTerm(f.Type.Kind)}
}

func (g *sqlGen) columnTerm(r *sqlRow, column sqlColumn) *sqlTerm {
	t := &sqlTerm{kind: column.kind, text: r.column(column.name), may: column.may || r.absent != "", ones: column.ones}
	switch column.kind {
	case facts.String:
		if t.column = t.text; column.may {
			t.text = g.sql("nullif(", t.text, ", '')")
		}
	case facts.Time:
		if r.wrap == nil {
			t.column = t.text
		}
	}
	return t
}

// amount is a column of minor units beside a currency.
func amount(r *sqlRow, column, currency string) sqlValue {
	return sqlValue{term: &sqlTerm{kind: facts.Money, text: r.column(column), currency: currency, may: r.absent != ""}}
}

func (g *sqlGen) ofCustomer(r *sqlRow, name string) (sqlValue, bool) {
	code := ""
	if len(g.opt.Currencies) > 0 {
		code = g.opt.Currencies[0]
	}
	switch name {
	case "tags":
		return g.jsonTexts(r.column("tags"), ""), true
	case "orders":
		return g.ordersOf(r), true
	case "total_spent":
		return sqlValue{term: &sqlTerm{kind: facts.Money, text: g.spent(r, code), currency: g.option("currency", facts.Span{}, code), code: code}}, true
	case "average_order_value":
		text := g.sql("flowc_average(", g.spent(r, code), ", ", r.column("order_count"), ")")
		return sqlValue{term: &sqlTerm{kind: facts.Money, text: text, currency: g.option("currency", facts.Span{}, code), code: code}}, true
	case "days_since_last_order":
		last := r.column("last_order_at")
		text := g.sql("flowc_days_between(", last, ", ", g.nowParam(), ", ", g.zone(), ")")
		return sqlValue{term: &sqlTerm{kind: facts.Number, ones: true, text: text, may: true, since: last}}, true
	case "median_days_between_orders":
		o := g.alias("o")
		text := g.sql("flowc_median_days((select json_group_array(", o, ".placed_at) from orders ", o, " where ", o, ".customer_id = ", r.column("id"),
			" and ", counted(o), "), ", g.zone(), ")")
		return sqlValue{term: &sqlTerm{kind: facts.Number, text: text, may: true}}, true
	}
	return sqlValue{}, false
}

// spent is what a customer spent in a currency. The column has it in the one that was the project's first when the customer was last
// counted, and is summed anew where that is another: between an apply that changes the first currency and the next import.
func (g *sqlGen) spent(r *sqlRow, code string) string {
	o, currency := g.alias("o"), g.option("currency", facts.Span{}, code)
	return g.sql("(case when ", r.column("currency"), " = ", currency, " or ", r.column("order_count"), " = 0 then ", r.column("total_spent_minor"),
		" else (select coalesce(sum(", o, ".total_minor - ", o, ".refunded_minor), 0) from orders ", o, " where ", o, ".customer_id = ", r.column("id"),
		" and ", counted(o), " and ", o, ".currency = ", currency, ") end)")
}

// zone is the customer's zone and the project's, as the functions take them.
func (g *sqlGen) zone() string { return "c.timezone, " + g.projectZone() }

// locale is the customer's language, else the project's.
func (g *sqlGen) locale() string {
	return g.sql("coalesce(nullif(c.locale, ''), ", g.option("locale", facts.Span{}, g.opt.Locale), ")")
}

// counted is Counted, of a placed order.
func counted(alias string) string {
	return alias + ".placed_at is not null and " + alias + ".status <> 'cancelled' and " + alias + ".is_test = 0"
}

func (g *sqlGen) ofOrder(r *sqlRow, name string) (sqlValue, bool) {
	switch name {
	case "total", "subtotal", "discount", "shipping", "tax", "refunded":
		return amount(r, name+"_minor", r.column("currency")), true
	case "discount_codes", "tags":
		return g.jsonTexts(r.column(name), r.absent), true
	case "items":
		return g.itemsOf(r), true
	case "carrier", "tracking_number", "tracking_url":
		s := g.alias("s")
		text := r.in(g.sql("(select ", s, ".", name, " from shipments ", s, " where ", s, ".order_id = ", r.alias, ".id order by ", s, ".shipped_at is null, ",
			s, ".shipped_at, ", s, ".id limit 1)"))
		return sqlValue{term: &sqlTerm{kind: facts.String, text: g.sql("nullif(", text, ", '')"), may: true}}, true
	case "sequence":
		p := g.alias("o")
		text := r.in(g.sql("(select 1 + count(*) from orders ", p, " where ", p, ".customer_id = ", r.alias, ".customer_id and ", counted(p),
			" and (", p, ".placed_at, ", p, ".id) < (", r.alias, ".placed_at, ", r.alias, ".id))"))
		return sqlValue{term: &sqlTerm{kind: facts.Number, ones: true, text: text, may: r.absent != ""}}, true
	}
	return sqlValue{}, false
}

func (g *sqlGen) ofItem(r *sqlRow, name string) (sqlValue, bool) {
	switch name {
	case "unit_price":
		return amount(r, "unit_minor", r.order.column("currency")), true
	case "total":
		return amount(r, "total_minor", r.order.column("currency")), true
	case "product":
		return sqlValue{row: g.productOf(r, r.alias+".product_id", r.alias+".image_url")}, true
	}
	return sqlValue{}, false
}

// productOf is the product whose id an expression over the row's alias is.
func (g *sqlGen) productOf(r *sqlRow, id, image string) *sqlRow {
	p := g.alias("p")
	of := &sqlRow{table: tableProducts, alias: p, image: image}
	of.wrap = func(inner string) string {
		return r.in(g.sql("(select ", inner, " from products ", p, " where ", p, ".id = ", id, ")"))
	}
	of.absent = of.wrap("1") + " is null"
	return of
}

func (g *sqlGen) ofProduct(r *sqlRow, name string) (sqlValue, bool) {
	switch name {
	case "tags":
		return g.jsonTexts(r.column("tags"), r.absent), true
	case "image_url":
		image := g.sql("nullif(", r.alias, ".image_url, '')")
		if r.image != "" {
			image = g.sql("coalesce(nullif(", r.image, ", ''), ", image, ")")
		}
		return sqlValue{term: &sqlTerm{kind: facts.String, text: r.in(image), may: true}}, true
	case "price":
		minor := r.in(g.sql("case when ", r.alias, ".currency <> '' then ", r.alias, ".price_minor end"))
		return sqlValue{term: &sqlTerm{kind: facts.Money, text: minor, currency: r.column("currency"), may: true}}, true
	}
	return sqlValue{}, false
}

// property is an attribute of an object or a property of an event, from JSON.
func (g *sqlGen) property(r *sqlRow, column string, f *facts.Field) sqlValue {
	at := g.param(`$."` + strings.ReplaceAll(f.Name, `"`, `\"`) + `"`)
	of := r.alias + "." + column
	term := &sqlTerm{kind: plainKind(f.Type.Kind), may: true}
	kind := g.sql("(case json_type(", of, ", ", at, ")")
	json := g.sql(of, " -> ", at)
	switch f.Type.Kind {
	case facts.Bool:
		term.text = r.in(g.sql(kind, " when 'true' then 1 when 'false' then 0 end)"))
	case facts.Number:
		whole := g.millionths(&sqlTerm{ones: true, text: g.sql("(", of, " ->> ", at, ")")})
		term.text = r.in(g.sql(kind, " when 'integer' then ", whole, " else flowc_number(", json, ") end)"))
	case facts.String, facts.URL:
		term.text = r.in(g.sql(kind, " when 'text' then nullif(", of, " ->> ", at, ", '') end)"))
	case facts.Time:
		term.text = r.in(g.sql("flowc_time(", json, ")"))
	case facts.Money:
		term.text, term.currency = r.in(g.sql("flowc_minor(", json, ")")), r.in(g.sql("flowc_currency(", json, ")"))
	case facts.Object:
		if r.table == tableEvents && f.Type.Object != nil && f.Type.Object.Name == "product" {
			return sqlValue{row: g.productOf(r, g.sql("(", of, " ->> ", at, ")"), "")}
		}
		g.fail(ErrNotSQL)
	case facts.List:
		if r.table == tableEvents && f.Type.Elem != nil && f.Type.Elem.Object != nil && f.Type.Elem.Object.Name == "item" {
			return g.itemsOfEvent(r, at)
		}
		return g.propertyTexts(r, column, at)
	case facts.Absent, facts.Duration:
		g.fail(ErrNotSQL)
	}
	if term.text == "" {
		return g.literal(facts.Value{}, f.Type)
	}
	return sqlValue{term: term}
}
