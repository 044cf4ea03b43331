package expr

import (
	"math"
	"strconv"
	"time"

	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

// comparison is the truth of x.X op x.Y.
func (g *sqlGen) comparison(op Op, x *Binary, in sqlScope) string {
	l, r := x.X, x.Y
	if _, ok := amountsOf(l); ok {
		op, l, r = mirrored(op), r, l
	}
	if by, ok := amountsOf(r); ok {
		return g.againstAmounts(op, l, by, x.Currencies, in)
	}
	if isNull(l) {
		op, l, r = mirrored(op), r, l
	}
	if isNull(r) {
		return g.nullness(op, g.value(l, in))
	}
	a, b := g.term(l, in), g.term(r, in)
	if a.lit != nil && b.lit == nil || a.ago != nil && b.ago == nil {
		op, a, b = mirrored(op), b, a
	}
	switch a.kind {
	case facts.Number:
		return g.compareNumbers(op, a, b)
	case facts.Time:
		return g.compareTimes(op, a, b)
	case facts.Money:
		return g.compareAmounts(op, a, b, x.Currencies)
	case facts.Duration:
		if op != Eq && op != Ne {
			return g.sql("flowc_compare_spans(", a.text, ", ", b.text, ") ", string(op), " 0")
		}
		return g.operator(op, a, b)
	case facts.String:
		return g.compareTexts(op, a, b)
	case facts.Bool:
		return g.operator(op, a, b)
	}
	return g.nothing(op)
}

// nothing is a comparison that no two values meet.
func (g *sqlGen) nothing(op Op) string {
	if op == Ne {
		return "1"
	}
	return "0"
}

// operator is a op b of two terms of the same form.
func (g *sqlGen) operator(op Op, a, b *sqlTerm) string {
	switch {
	case op == Ne:
		return g.sql(a.text, " is not ", b.text)
	case op == Eq && a.may && b.may:
		return g.sql(a.text, " is ", b.text)
	case op == Eq:
		return g.sql(a.text, " = ", b.text)
	default:
		return g.sql(a.text, " ", string(op), " ", b.text)
	}
}

// nullness is v == null or v != null.
func (g *sqlGen) nullness(op Op, v sqlValue) string {
	switch op {
	case Eq:
		return g.isAbsent(v)
	case Ne:
		return g.sql("not (", g.isAbsent(v), ")")
	}
	return "0"
}

// isAbsent is 1 or 0, never null.
func (g *sqlGen) isAbsent(v sqlValue) string {
	switch {
	case v.choice != nil:
		whens, terms := make([]string, len(v.choice)), make([]*sqlTerm, len(v.choice))
		for i, c := range v.choice {
			whens[i], terms[i] = c.when, &sqlTerm{kind: facts.Bool, text: g.sql("(", g.isAbsent(c.then), ")")}
		}
		return g.cases(whens, terms, facts.Bool).text
	case v.term != nil && v.term.may:
		return g.sql(v.term.text, " is null")
	case v.row != nil && v.row.absent != "":
		return v.row.absent
	case v.list != nil && v.list.absent != "":
		return v.list.absent
	}
	return "0"
}

// compareNumbers compares in ones where both sides are counted in ones, so that a column is compared as it is.
func (g *sqlGen) compareNumbers(op Op, a, b *sqlTerm) string {
	if v, ok := b.literalOf(); ok {
		n := v.Millionths()
		if a.since != "" && n%facts.Scale == 0 && 0 < n/facts.Scale && n/facts.Scale < daysMax {
			return g.compareSince(op, a, n/facts.Scale)
		}
		if a.ones && n%facts.Scale == 0 && n < facts.Limit && n > -facts.Limit {
			return g.operator(op, a, &sqlTerm{text: g.param(n / facts.Scale)})
		}
	}
	if a.ones && b.ones {
		return g.operator(op, a, b)
	}
	return g.operator(op, &sqlTerm{text: g.millionths(a), may: a.may}, &sqlTerm{text: g.millionths(b), may: b.may})
}

// compareTexts compares a column as it is with a text that is not empty: whether an empty one is absent makes no difference there.
func (g *sqlGen) compareTexts(op Op, a, b *sqlTerm) string {
	if op != Eq && op != Ne {
		return "0"
	}
	if v, ok := b.literalOf(); ok && a.column != "" && v.Text() != "" {
		return g.operator(op, &sqlTerm{text: a.column, may: a.may}, b)
	}
	return g.operator(op, a, b)
}

func (g *sqlGen) compareAmounts(op Op, a, b *sqlTerm, declared []string) string {
	if op == Ne {
		return g.sql("(", g.compareAmounts(Eq, a, b, declared), ") is not true")
	}
	same := ""
	switch {
	case a.code != "" && b.code != "":
		if a.code != b.code || !codeIn(a.code, declared) {
			return g.bothAbsent(op, a, b, "0")
		}
	case b.code != "" || a.code != "":
		if a.code != "" {
			op, a, b = mirrored(op), b, a
		}
		if !codeIn(b.code, declared) {
			return g.bothAbsent(op, a, b, "0")
		}
		same = g.sql(" and ", a.currency, " = ", g.param(b.code))
	default:
		same = g.sql(" and ", a.currency, " = ", b.currency, " and ", g.declared(a.currency, declared))
	}
	return g.bothAbsent(op, a, b, g.sql("(", a.text, " ", sqlOp(op), " ", b.text, same, ")"))
}

// bothAbsent adds that two absent amounts are equal.
func (g *sqlGen) bothAbsent(op Op, a, b *sqlTerm, otherwise string) string {
	if op != Eq || !a.may || !b.may {
		return otherwise
	}
	return g.either(g.sql("(", otherwise, " or (", a.text, " is null and ", b.text, " is null))"))
}

func sqlOp(op Op) string {
	if op == Eq {
		return "="
	}
	return string(op)
}

// againstAmounts is x op money({ EUR = 20, USD = 22 }).
func (g *sqlGen) againstAmounts(op Op, l Expr, by *ObjectLit, declared []string, in sqlScope) string {
	if _, ok := amountsOf(l); ok {
		return g.nothing(op) // Neither side has a currency.
	}
	if op == Ne {
		return g.sql("(", g.againstAmounts(Eq, l, by, declared, in), ") is not true")
	}
	a := g.term(l, in)
	var parts []string
	for i, code := range by.Names {
		if !codeIn(code, declared) || a.code != "" && a.code != code || codeIn(code, by.Names[:i]) {
			continue
		}
		b := g.inCurrency(g.term(by.Elems[i], in), code)
		part := g.sql(a.text, " ", sqlOp(op), " ", b)
		if a.code == "" {
			part = g.sql("(", a.currency, " = ", g.param(code), " and ", part, ")")
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return "0"
	}
	return g.balanced(parts, " or ")
}

// inCurrency is the minor units of a number or an amount taken in a currency.
func (g *sqlGen) inCurrency(t *sqlTerm, code string) string {
	switch {
	case t.kind == facts.Number:
		if v, ok := t.literalOf(); ok {
			return g.param(moneyOf(v.Millionths(), code).Minor())
		}
		return g.sql("flowc_money_of(", g.millionths(t), ", ", g.param(code), ")")
	case t.code == code:
		return t.text
	case t.code != "":
		return "null"
	}
	return g.sql("(case when ", t.currency, " = ", g.param(code), " then ", t.text, " end)")
}

// zonesApart is more than any zone of the IANA database has ever moved against UTC: a day, where one changed sides of the date line, and
// the hours of its summer time.
const zonesApart = 27 * time.Hour

// monthsApart is how much more the same number of months may differ between two instants a day apart: 28 to 31 days.
const monthsApart = 4 * 24 * time.Hour

// agoBounds are an instant before, and one after, what ago of the span is in every zone.
func (g *sqlGen) agoBounds(s facts.Span) (lo, hi time.Time) {
	apart := zonesApart
	switch {
	case s.Months != 0:
		apart += monthsApart
	case s.Days == 0:
		apart = 2 * time.Millisecond // for a part of one, which no column has
	}
	middle := calendar.Span(s).Sub(withinYears(g.opt.Now), time.UTC)
	return middle.Add(-apart), middle.Add(apart)
}

// compareTimes compares texts. A column is compared with ago("30d") first by the bounds that hold in every zone, and between them by the
// instant in the project's zone, or else in the customer's own.
func (g *sqlGen) compareTimes(op Op, a, b *sqlTerm) string {
	if b.ago == nil || a.column == "" || op == Ne || op == Eq {
		return g.operator(op, a, b)
	}
	lo, hi := g.agoBounds(*b.ago)
	theirs := g.sql(a.column, " ", string(op), " ", b.text)
	if b.ago.Days != 0 || b.ago.Months != 0 {
		ours := g.option("ago", *b.ago, timeText(earlier(withinYears(g.opt.Now), *b.ago, g.zoneOfProject())))
		theirs = g.byZone("", g.sql(a.column, " ", string(op), " ", ours), theirs)
	}
	from, to := g.option("ago from", *b.ago, timeText(lo)), g.option("ago to", *b.ago, timeText(hi))
	return g.between(op == Gt || op == Ge, a.column, from, to, theirs)
}

// between is a condition on a column of instants that is known in every zone before from and after to: there it is the same as late after
// to, and the opposite before from. In between it is exact. The bound stands first and by itself, so that an index on the column serves.
func (g *sqlGen) between(late bool, column, from, to, exact string) string {
	if late {
		return g.sql("(", column, " >= ", from, " and ", g.either(g.sql("(", column, " > ", to, " or ", exact, ")")), ")")
	}
	return g.sql("(", column, " <= ", to, " and ", g.either(g.sql("(", column, " < ", from, " or ", exact, ")")), ")")
}

// byZone is ours for a customer in the project's zone, which costs no call, else theirs. known is empty, or a condition on ours and "and".
func (g *sqlGen) byZone(known, ours, theirs string) string {
	return g.sql("(case when ", known, "(c.timezone is null or c.timezone = ", g.projectZone(), ") then ", ours, " else ", theirs, " end)")
}

func (g *sqlGen) zoneOfProject() *time.Location {
	if g.opt.Zone == nil {
		return time.UTC
	}
	return g.opt.Zone
}

// sinceMax bounds the days that a time.Duration holds.
const sinceMax = int64(math.MaxInt64/(24*time.Hour)) - 1

// compareSince is days_since op n, for n of at least 1: that n whole days have passed, or one more, is known of all but a few instants in
// every zone.
func (g *sqlGen) compareSince(op Op, a *sqlTerm, n int64) string {
	switch op {
	case Eq:
		return g.sql("(", g.compareSince(Ge, a, n), " and ", g.compareSince(Le, a, n), ")")
	case Ne:
		return g.sql("(", g.compareSince(Eq, a, n), ") is not true")
	case Gt:
		return g.compareSince(Ge, a, n+1)
	case Le:
		return g.compareSince(Lt, a, n+1)
	}
	exact := g.sql(a.text, " ", string(op), " ", strconv.FormatInt(n, 10))
	if n > sinceMax {
		return exact
	}
	days := facts.Span{Days: int(n)}
	last, known := g.daysAgo(n)
	before := map[Op]string{Ge: " <= ", Lt: " > "}[op]
	ours := g.sql(a.since, before, g.option("since", days, timeText(last)))
	exact = g.byZone(g.sql(g.option("since is known", days, bit(known)), " and "), ours, exact)
	middle := withinYears(g.opt.Now).Add(-time.Duration(n) * 24 * time.Hour)
	from, to := g.option("since from", days, timeText(middle.Add(-zonesApart))), g.option("since to", days, timeText(middle.Add(zonesApart)))
	return g.between(op == Lt, a.since, from, to, exact)
}

// daysAgo is the last instant from which n whole days have passed in the project's zone. It is not told where a change of the clock is
// near: an hour that is there twice then has several.
func (g *sqlGen) daysAgo(n int64) (time.Time, bool) {
	zone := g.zoneOfProject()
	reading := calendar.Reached(withinYears(g.opt.Now), zone).Add(-time.Duration(n) * 24 * time.Hour)
	_, offset := reading.In(zone).Zone()
	last := reading.Add(-time.Duration(offset) * time.Second)
	from, to := last.In(zone).ZoneBounds()
	clear := (from.IsZero() || from.Before(last.Add(-zonesApart))) && (to.IsZero() || to.After(last.Add(zonesApart)))
	_, there := last.In(zone).Zone()
	return last, clear && offset == there
}
