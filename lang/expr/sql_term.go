package expr

import (
	"strconv"
	"strings"

	"github.com/flowc/flowc/schema/facts"
)

// sqlValue is an expression in SQL: exactly one of its fields is set. What is no scalar stays symbolic until something scalar is asked
// of it.
type sqlValue struct {
	term   *sqlTerm
	row    *sqlRow
	list   *sqlList
	choice []sqlChoice // the first whose condition is true; that of the last is empty
}

type sqlChoice struct {
	when string
	then sqlValue
}

// sqlTerm is a scalar. A bool is 0 or 1, a number millionths, money minor units beside a currency, an instant and a duration a text.
type sqlTerm struct {
	kind     facts.Kind // URL is String
	text     string     // an operand: a column, a parameter, a call, or something in brackets
	may      bool       // may be null
	ones     bool       // a number that is counted in ones
	currency string     // of money
	code     string     // of money: the currency where it is the same for all
	lit      *facts.Value
	column   string      // the bare column, where text is one, or one whose empty text is absent
	ago      *facts.Span // of an instant: ago of a constant, whose bounds are known for every zone
	since    string      // of a number: the calendar days from the instant in this column to now
}

func absentTerm(kind facts.Kind) *sqlTerm {
	return &sqlTerm{kind: plainKind(kind), text: "null", may: true, currency: "null"}
}

// literal is a constant.
func (g *sqlGen) literal(v facts.Value, t facts.Type) sqlValue {
	lit := &sqlTerm{kind: plainKind(v.Kind()), lit: &v}
	switch v.Kind() {
	case facts.Absent:
		if t.Kind == facts.List {
			return sqlValue{list: &sqlList{from: "(select 0 as n where 0) none", alias: "none", order: []string{"none.n"}, absent: "1",
				elem: func(sqlWrap) sqlValue { return sqlValue{term: absentTerm(t.Elem.Kind)} }}}
		}
		return sqlValue{term: absentTerm(t.Kind)}
	case facts.Bool:
		lit.text = strconv.FormatInt(v.Millionths(), 10)
	case facts.Number:
		lit.text = g.param(v.Millionths())
	case facts.Money:
		lit.text, lit.currency, lit.code = g.param(v.Minor()), g.param(v.Currency()), v.Currency()
	case facts.String, facts.URL:
		lit.text = g.param(v.Text())
	case facts.Time:
		lit.text = g.param(timeText(v.Time()))
	case facts.Duration:
		lit.text = g.param(spanText(v.Span()))
	case facts.List:
		var elems []Expr
		for _, elem := range v.List() {
			elems = append(elems, &Lit{Value: elem, T: *t.Elem})
		}
		return g.listLit(elems, *t.Elem, sqlScope{})
	case facts.Object:
		g.fail(ErrNotSQL)
		return sqlValue{term: absentTerm(facts.Object)}
	}
	return sqlValue{term: lit}
}

// term is a scalar expression.
func (g *sqlGen) term(e Expr, in sqlScope) *sqlTerm { return g.asTerm(g.value(e, in), kindOf(e)) }

// asTerm is the scalar of a value: of a choice, one case expression.
func (g *sqlGen) asTerm(v sqlValue, kind facts.Kind) *sqlTerm {
	switch {
	case v.term != nil:
		return v.term
	case v.choice != nil:
		terms := make([]*sqlTerm, len(v.choice))
		whens := make([]string, len(v.choice))
		for i, c := range v.choice {
			whens[i], terms[i] = c.when, g.asTerm(c.then, kind)
		}
		return g.cases(whens, terms, kind)
	}
	g.fail(ErrNotSQL)
	return absentTerm(kind)
}

// cases is a case expression over terms of one kind.
func (g *sqlGen) cases(whens []string, terms []*sqlTerm, kind facts.Kind) *sqlTerm {
	of := &sqlTerm{kind: plainKind(kind), ones: true}
	for _, t := range terms {
		of.may = of.may || t.may
		of.ones = of.ones && t.ones
	}
	pick := func(part func(*sqlTerm) string) string {
		var b strings.Builder
		b.WriteString("(case")
		for i, t := range terms {
			if whens[i] == "" {
				b.WriteString(" else " + part(t))
			} else {
				b.WriteString(" when " + whens[i] + " then " + part(t))
			}
		}
		return g.sql(b.String(), " end)")
	}
	switch {
	case of.kind == facts.Number && !of.ones:
		of.text = pick(g.millionths)
	case of.kind == facts.Money:
		of.text = pick(func(t *sqlTerm) string { return t.text })
		if of.code = commonCode(terms); of.code != "" {
			of.currency = g.param(of.code)
		} else {
			of.currency = pick(func(t *sqlTerm) string { return t.currency })
		}
	default:
		of.text = pick(func(t *sqlTerm) string { return t.text })
	}
	of.ones = of.ones && of.kind == facts.Number
	return of
}

// commonCode is the currency that all terms have for certain, else empty. One that is absent has any.
func commonCode(terms []*sqlTerm) string {
	code := ""
	for _, t := range terms {
		switch {
		case t.text == "null":
		case t.code == "" || code != "" && code != t.code:
			return ""
		default:
			code = t.code
		}
	}
	return code
}

// onesMax is facts.Limit in ones.
const onesMax = facts.Limit / facts.Scale

// millionths is a number's text in millionths.
func (g *sqlGen) millionths(t *sqlTerm) string {
	if !t.ones || t.text == "null" {
		return t.text
	}
	return g.sql("(max(min(", t.text, ", ", strconv.FormatInt(onesMax, 10), "), -", strconv.FormatInt(onesMax, 10), ") * 1000000)")
}

// clamped keeps the sum or difference of two numbers within the limit.
func (g *sqlGen) clamped(text string) string {
	limit := strconv.FormatInt(facts.Limit, 10)
	return g.sql("max(min(", text, ", ", limit, "), -", limit, ")")
}

func (g *sqlGen) negation(t *sqlTerm) *sqlTerm {
	if t.kind == facts.Money {
		return &sqlTerm{kind: facts.Money, text: g.sql("flowc_sub(0, ", t.text, ")"), currency: t.currency, code: t.code, may: t.may}
	}
	return &sqlTerm{kind: facts.Number, text: g.sql("(-", t.text, ")"), ones: t.ones, may: t.may}
}

func (g *sqlGen) arithmetic(x *Binary, in sqlScope) *sqlTerm {
	l, r := g.term(x.X, in), g.term(x.Y, in)
	if l.kind == facts.Money || r.kind == facts.Money {
		return g.moneyArithmetic(x.Op, l, r)
	}
	of := &sqlTerm{kind: facts.Number, may: l.may || r.may || x.Op == Div || x.Op == Mod}
	a, b := g.millionths(l), g.millionths(r)
	switch x.Op {
	case Add, Sub:
		of.text = g.clamped(g.sql(a, " ", string(x.Op), " ", b))
	case Mul:
		of.text = g.sql("flowc_mul(", a, ", ", b, ")")
	case Div:
		of.text = g.sql("flowc_div(", a, ", ", b, ")")
	case Mod:
		of.text = g.sql("(", a, " % ", b, ")") // null where b is 0
	default:
		panic("this is a bug in flowc: no arithmetic " + string(x.Op))
	}
	return of
}

func (g *sqlGen) moneyArithmetic(op Op, l, r *sqlTerm) *sqlTerm {
	if l.kind == r.kind {
		name := map[Op]string{Add: "flowc_add", Sub: "flowc_sub", Div: "flowc_div"}[op]
		text := g.sql(name, "(", l.text, ", ", r.text, ")")
		if l.code == "" || l.code != r.code {
			text = g.sql("(case when ", l.currency, " = ", r.currency, " then ", text, " end)")
		}
		if op == Div {
			return &sqlTerm{kind: facts.Number, text: text, may: true}
		}
		return &sqlTerm{kind: facts.Money, text: text, may: true, currency: l.currency, code: l.code}
	}
	if r.kind == facts.Money {
		l, r = r, l
	}
	name := "flowc_scale"
	if op == Div {
		name = "flowc_unscale"
	}
	return &sqlTerm{kind: facts.Money, text: g.sql(name, "(", l.text, ", ", g.millionths(r), ")"), may: true, currency: l.currency, code: l.code}
}

// template is text with values in it; an absent one is nothing.
func (g *sqlGen) template(x *Template, in sqlScope) *sqlTerm {
	parts := []string{"''"}
	for _, part := range x.Parts {
		parts = append(parts, g.written(g.term(part, in)))
	}
	return &sqlTerm{kind: facts.String, text: g.sql("flowc_text(", strings.Join(parts, ", "), ")")}
}

// written is a term as text takes it; null for what may not stand there.
func (g *sqlGen) written(t *sqlTerm) string {
	switch t.kind {
	case facts.String:
		return t.text
	case facts.Number:
		return g.sql("flowc_format(", g.millionths(t), ")")
	case facts.Bool:
		return g.sql("(case ", t.text, " when 1 then 'true' when 0 then 'false' end)")
	}
	return "null"
}
