package expr

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/flowc/flowc/schema/facts"
)

// ErrNotSQL is wrapped by SQL's error about an expression that reads what no database knows: a journey's nodes, its order, its trigger,
// a letter's links. The checker lets none of these into a segment.
var ErrNotSQL = errors.New("only a journey can evaluate it")

// ErrTooLarge is wrapped by SQL's error about an expression that SQLite would refuse for its size or depth.
var ErrTooLarge = errors.New("too large for one query")

const (
	// sqlMax bounds the text of a query: SQLite takes a million bytes.
	sqlMax = 900_000
	// sqlWork bounds the bytes put together on the way there, since every level copies those below.
	sqlWork = 32 << 20
	// sqlDepth bounds how deep an expression nests, chains of && and || aside, each level counted about twice. SQLite takes a depth of
	// 1,000, of which a level takes up to three.
	sqlDepth = 300
	// sqlArgsMax bounds the parameters; SQLite takes 32,766.
	sqlArgsMax = 30_000
)

// SQLOptions are what a query knows of the project and the time.
type SQLOptions struct {
	Now        time.Time
	Zone       *time.Location // the project's, loaded by its IANA name: for customers without one of their own; nil is UTC
	Locale     string         // the project's
	Currencies []string       // the project's; amounts of a customer are in the first
}

// Query is a condition over customers in SQL. Its text depends on the expression alone, its arguments also on the options: the same text
// serves every instant. It needs the functions of SQLFuncs on its connection.
type Query struct {
	Where string // the condition on a row c of customers; null means false
	Args  []any  // texts and int64, for ?1, ?2, …
}

// Text is a query for the ids of the customers. More conditions on c may be appended with " and …", with parameters from the number after
// those of Args on.
func (q Query) Text() string { return "select c.id from customers c where (" + q.Where + ")" }

// SQL turns a condition over customers into a query on SQLite that means the same as CompileBool for each of them. Customers that were
// merged or erased are the caller's to leave out. The query reads the tables of schema/ddl as follows, and a row that CompileBool reads
// must have been filled the same way:
//
//   - A column that may be null is absent where it is null, or text and empty. Times are texts as timeText writes them.
//   - customer.orders are the orders that are placed, by placed_at and id. order.sequence is one more than the number of the customer's
//     orders before it, in this order, that count (Counted).
//   - customer.total_spent and average_order_value (AverageOrderValue) are in the project's first currency, whichever the column is in;
//     days_since_last_order is DaysSince of last_order_at; median_days_between_orders is MedianDays.
//   - order.items are its lines by line_no; amounts of a line are in the order's currency. An order's carrier, tracking_number and
//     tracking_url are those of its parcel that was shipped first, then by id; parcels not yet shipped come last.
//   - item.product.image_url is the line's own, else the product's.
//   - Attributes and the properties of events have the JSON of PropertyOf. A product of an event that is not in products is absent.
//   - Messages are rows of outbox of the kind message whose status is planned, claimed, handing_off, retry_wait, accepted or unknown, at
//     released_ms. One is clicked if the customer has an event message.clicked whose properties flow, key, node and round name it.
func SQL(e Expr, opt SQLOptions) (Query, error) {
	g := &sqlGen{opt: opt, now: timeText(opt.Now), project: "UTC", params: map[any]int{}, layers: map[string]string{}, open: map[string]bool{}}
	if opt.Zone != nil {
		g.project = opt.Zone.String()
	}
	with, from := g.layered(e)
	where := g.truth(e, sqlScope{})
	if with != "" {
		where = g.sql("c.id in (with ", with, " select c.id from ", from, " c where ", where, ")")
	}
	if g.err != nil {
		return Query{}, fmt.Errorf("%s: %w", shortened(e), g.err)
	}
	return g.numbered(where), nil
}

// numbered numbers the parameters in the order in which they stand in the text, without those that were made for nothing.
func (g *sqlGen) numbered(where string) Query {
	var q Query
	var b strings.Builder
	numbers := make([]int, len(g.args)+1)
	for {
		before, rest, found := strings.Cut(where, "?")
		b.WriteString(before)
		if !found {
			break
		}
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.Atoi(rest[:digits])
		if err != nil {
			panic("this is a bug in flowc: a parameter without a number")
		}
		if numbers[n] == 0 {
			q.Args = append(q.Args, g.args[n-1])
			numbers[n] = len(q.Args)
		}
		b.WriteString("?" + strconv.Itoa(numbers[n]))
		where = rest[digits:]
	}
	q.Where = b.String()
	return q
}

// shortened is the beginning of an expression, for an error.
func shortened(e Expr) string {
	s := String(e)
	if len(s) > 120 {
		return s[:120] + "…"
	}
	return s
}

// sqlGen makes one query. After an error it goes on with nonsense, which SQL drops.
type sqlGen struct {
	opt     SQLOptions
	now     string
	project string // the name of the project's zone
	args    []any
	params  map[any]int // what an argument is → its number
	aliases int
	depth   int
	work    int
	layers  map[string]string // segment → the column that has its answer
	open    map[string]bool   // segments under way
	err     error
}

// sqlScope is what the variables of for-expressions and `event` stand for.
type sqlScope struct {
	slots [Slots]*sqlValue
	event *sqlRow
}

func (s sqlScope) with(slot int, v sqlValue) sqlScope {
	s.slots[slot] = &v
	return s
}

func (g *sqlGen) fail(err error) {
	if g.err == nil {
		g.err = err
	}
}

// role names a parameter that comes from the options. Two that are equal by chance are two: else the text would depend on them.
type role struct {
	name string
	span facts.Span
}

// option is the parameter for a text or an int64 from the options.
func (g *sqlGen) option(name string, span facts.Span, v any) string {
	return g.parameter(role{name, span}, v)
}

// param is the parameter for a text or an int64 of the expression.
func (g *sqlGen) param(v any) string { return g.parameter(v, v) }

func (g *sqlGen) parameter(key, v any) string {
	n, ok := g.params[key]
	if !ok {
		g.args = append(g.args, v)
		n = len(g.args)
		g.params[key] = n
		if n > sqlArgsMax {
			g.fail(ErrTooLarge)
		}
	}
	return "?" + strconv.Itoa(n)
}

// nowParam is the instant of the query.
func (g *sqlGen) nowParam() string { return g.option("now", facts.Span{}, g.now) }

// projectZone is the name of the project's zone.
func (g *sqlGen) projectZone() string { return g.option("zone", facts.Span{}, g.project) }

// alias is a name for a table that no other in the query has.
func (g *sqlGen) alias(letter string) string {
	g.aliases++
	return letter + strconv.Itoa(g.aliases)
}

// sql puts parts together.
func (g *sqlGen) sql(parts ...string) string {
	if g.err != nil {
		return "0"
	}
	s := strings.Join(parts, "")
	g.work += len(s)
	if len(s) > sqlMax || g.work > sqlWork {
		g.fail(ErrTooLarge)
	}
	return s
}

// nested guards the depth of the expression.
func (g *sqlGen) nested() (leave func()) { return g.deeper(1) }

// deeper is nested for what takes several levels: a query inside a query.
func (g *sqlGen) deeper(levels int) (leave func()) {
	g.depth += levels
	if g.depth > sqlDepth {
		g.fail(ErrTooLarge)
	}
	return func() { g.depth -= levels }
}

// queryLevels is how many levels a query over a list takes. SQLite counts those of the queries that it makes of one when it moves their
// conditions.
const queryLevels = 12

// value is any expression.
func (g *sqlGen) value(e Expr, in sqlScope) sqlValue {
	if g.err != nil {
		return sqlValue{term: absentTerm(kindOf(e))}
	}
	defer g.nested()()
	switch x := e.(type) {
	case *Lit:
		return g.literal(x.Value, x.T)
	case *Root:
		return g.root(x, in)
	case *Field:
		return g.field(g.value(x.Of, in), x.Field, x.T)
	case *Index:
		return g.index(g.value(x.Of, in), x, in)
	case *Local:
		if v := in.slots[x.Slot]; v != nil {
			return *v
		}
		g.fail(fmt.Errorf("the variable %s is not bound", x.Name))
		return sqlValue{term: absentTerm(kindOf(e))}
	case *Node:
		g.fail(fmt.Errorf("%w: %s", ErrNotSQL, String(x)))
		return sqlValue{term: absentTerm(kindOf(e))}
	case *Unary:
		if x.Op == Neg {
			return sqlValue{term: g.negation(g.term(x.X, in))}
		}
		return sqlValue{term: g.boolTerm(e, in)}
	case *Binary:
		if isArithmetic(x.Op) {
			return sqlValue{term: g.arithmetic(x, in)}
		}
		return sqlValue{term: g.boolTerm(e, in)}
	case *Cond:
		return g.cond(x, in)
	case *For:
		return g.loop(x, in)
	case *Call:
		return g.call(x, in)
	case *Count:
		return sqlValue{term: g.count(x, in)}
	case *Template:
		return sqlValue{term: g.template(x, in)}
	case *ListLit:
		return g.listLit(x.Elems, *x.T.Elem, in)
	case *ObjectLit:
		g.fail(fmt.Errorf("%w: %s", ErrNotSQL, String(x)))
		return sqlValue{term: absentTerm(kindOf(e))}
	case *Segment:
		return sqlValue{term: g.boolTerm(e, in)}
	default:
		panic(unknown(e))
	}
}

// boolTerm is a condition as 1 or 0.
func (g *sqlGen) boolTerm(e Expr, in sqlScope) *sqlTerm {
	return &sqlTerm{kind: facts.Bool, text: g.sql("((", g.truth(e, in), ") is true)")}
}

func (g *sqlGen) root(x *Root, in sqlScope) sqlValue {
	switch x.Name {
	case RootCustomer:
		return sqlValue{row: &sqlRow{table: tableCustomers, alias: "c"}}
	case RootNow:
		return sqlValue{term: &sqlTerm{kind: facts.Time, text: g.nowParam()}}
	case RootEvent:
		if in.event != nil {
			return sqlValue{row: in.event}
		}
	case RootOrder, RootItem, RootShipment, RootTrigger, RootLinks:
	}
	g.fail(fmt.Errorf("%w: %s", ErrNotSQL, x.Name))
	return sqlValue{term: absentTerm(x.T.Kind)}
}

// cond is when ? then : else: one case expression of scalars, else a choice.
func (g *sqlGen) cond(x *Cond, in sqlScope) sqlValue {
	when := g.truth(x.When, in)
	v := sqlValue{choice: []sqlChoice{{when: when, then: g.value(x.Then, in)}, {then: g.value(x.Else, in)}}}
	switch x.T.Kind {
	case facts.List, facts.Object:
		return v
	}
	return sqlValue{term: g.asTerm(v, kindOf(x))}
}

// declared is the condition that a currency is one of the project's.
func (g *sqlGen) declared(currency string, codes []string) string {
	var params []string
	for _, code := range codes {
		params = append(params, g.param(code))
	}
	if len(params) == 0 {
		return "0"
	}
	return g.sql(currency, " in (", strings.Join(params, ", "), ")")
}

// literalOf is the value of a constant.
func (t *sqlTerm) literalOf() (facts.Value, bool) {
	if t.lit == nil {
		return facts.Value{}, false
	}
	return *t.lit, true
}

func codeIn(code string, codes []string) bool { return slices.Contains(codes, code) }
