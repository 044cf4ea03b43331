package expr

import (
	"strings"
	"unicode/utf8"

	"github.com/flowc/flowc/schema/facts"
)

// test is the truth of a function that answers true or false whatever is absent.
func (g *sqlGen) test(x *Call, in sqlScope) (string, bool) {
	switch x.Func {
	case Any:
		return g.truthOver(g.value(x.Args[0], in), func(l *sqlList) string {
			return g.sql("exists ", l.query(g, "1", g.sql("(", g.elemTruth(l, true), ")")))
		}), true
	case All:
		return g.truthOver(g.value(x.Args[0], in), func(l *sqlList) string {
			none := g.sql("not exists ", l.query(g, "1", g.sql("(", g.elemTruth(l, false), ")")))
			if l.absent == "" {
				return none
			}
			return g.sql("(not (", l.absent, ") and ", none, ")")
		}), true
	case Contains:
		if kindOf(x.Args[0]) == facts.List {
			return g.member(x, in), true
		}
		return g.sql("instr(", g.term(x.Args[0], in).text, ", ", g.term(x.Args[1], in).text, ") > 0"), true
	case StartsWith, EndsWith:
		return g.affix(x, in), true
	}
	return "", false
}

// member is contains(list, x).
func (g *sqlGen) member(x *Call, in sqlScope) string {
	want := g.term(x.Args[1], in)
	return g.truthOver(g.value(x.Args[0], in), func(l *sqlList) string {
		elem := g.asTerm(l.elem(nil), want.kind)
		var same string
		switch want.kind {
		case facts.Number:
			same = g.sql(g.millionths(elem), " = ", g.millionths(want))
		case facts.Money:
			same = g.sql(elem.text, " = ", want.text, " and ", elem.currency, " = ", want.currency)
		default:
			same = g.sql(elem.text, " = ", want.text)
		}
		return g.sql("exists ", l.query(g, "1", same))
	})
}

// affix is startswith and endswith; with a plain literal, without a function of ours.
func (g *sqlGen) affix(x *Call, in sqlScope) string {
	s, part := g.term(x.Args[0], in), g.term(x.Args[1], in)
	v, ok := part.literalOf()
	if !ok || v.Text() == "" || !utf8.ValidString(v.Text()) || strings.ContainsRune(v.Text(), 0) {
		return g.sql("flowc_", string(x.Func), "(", s.text, ", ", part.text, ")")
	}
	text, n := s.text, g.param(int64(utf8.RuneCountInString(v.Text())))
	if s.column != "" {
		text = s.column // An empty text begins and ends with nothing that is not empty.
	}
	if x.Func == StartsWith {
		return g.sql("substr(", text, ", 1, ", n, ") = ", part.text)
	}
	return g.sql("substr(", text, ", -", n, ") = ", part.text)
}

// call is a function call.
func (g *sqlGen) call(x *Call, in sqlScope) sqlValue {
	if _, ok := signatures[x.Func]; ok && x.T.Kind == facts.Bool {
		return sqlValue{term: g.boolTerm(x, in)}
	}
	switch x.Func {
	case Coalesce:
		return g.coalesce(x, in)
	case Length:
		return sqlValue{term: g.length(x.Args[0], in)}
	case Min, Max:
		return sqlValue{term: g.extreme(x, in)}
	case Split:
		sep, s := g.term(x.Args[0], in), g.term(x.Args[1], in)
		absent := ""
		if sep.may || s.may {
			absent = g.sql("(", sep.text, " is null or ", s.text, " is null)")
		}
		return g.jsonTexts(g.sql("flowc_split(", sep.text, ", ", s.text, ")"), absent)
	case Join, JoinAnd:
		return sqlValue{term: g.join(x, in)}
	case Amounts:
		return sqlValue{term: absentTerm(facts.Money)}
	}
	return sqlValue{term: g.scalarCall(x, in)}
}

// scalarCall is a function of scalars: one of SQLFuncs with the same arguments.
func (g *sqlGen) scalarCall(x *Call, in sqlScope) *sqlTerm {
	of := &sqlTerm{kind: plainKind(x.T.Kind)}
	var args []string
	var terms []*sqlTerm
	for _, e := range x.Args {
		t := g.term(e, in)
		terms = append(terms, t)
		of.may = of.may || t.may
		args = append(args, g.millionths(t))
		if t.kind == facts.Money {
			args = append(args, t.currency)
		}
	}
	name := string(x.Func)
	switch x.Func {
	case Round, Abs:
		if of.kind == facts.Money {
			of.currency, of.code = terms[0].currency, terms[0].code
			name += "_money"
		} else if x.Func == Round && len(args) == 1 {
			args = append(args, "0")
		}
	case FormatMoney:
		args = append(args, g.locale())
	case FormatDate:
		args = append(args, g.locale(), g.zone())
	case Ago:
		if v, ok := terms[0].literalOf(); ok {
			s := v.Span()
			of.ago = &s
			// What is the same for all customers is one argument: this is called for many.
			args = []string{g.option("ago of", s, strings.Join([]string{spanText(s), g.now, g.project}, agoSeparator)), "c.timezone"}
			break
		}
		name, args = string(Before), []string{g.nowParam(), args[0], g.zone()}
	case After, Before, DaysBetween, Weekday:
		args = append(args, g.zone())
	case MoneyOf:
		v, _ := terms[1].literalOf()
		of.currency, of.code = terms[1].text, v.Text()
	}
	of.ones = x.Func == DaysBetween
	of.text = g.sql("flowc_", name, "(", strings.Join(args, ", "), ")")
	return of
}

// coalesce is the first that is not absent: of scalars in one call, else a choice.
func (g *sqlGen) coalesce(x *Call, in sqlScope) sqlValue {
	v := sqlValue{}
	var terms []*sqlTerm
	for i, e := range x.Args {
		arg := g.value(e, in)
		when := ""
		if i < len(x.Args)-1 {
			when = g.sql("not (", g.isAbsent(arg), ")")
		}
		v.choice = append(v.choice, sqlChoice{when, arg})
	}
	switch x.T.Kind {
	case facts.List, facts.Object:
		return v
	case facts.Money:
		t := *g.asTerm(v, facts.Money)
		t.may = v.choice[len(v.choice)-1].then.term == nil || v.choice[len(v.choice)-1].then.term.may
		return sqlValue{term: &t}
	}
	of := &sqlTerm{kind: plainKind(x.T.Kind), may: true, ones: true}
	for _, c := range v.choice {
		t := g.asTerm(c.then, x.T.Kind)
		terms = append(terms, t)
		of.may, of.ones = of.may && t.may, of.ones && t.ones
	}
	var args []string
	for _, t := range terms {
		if of.ones {
			args = append(args, t.text)
		} else {
			args = append(args, g.millionths(t))
		}
	}
	if len(args) == 1 {
		args = append(args, "null")
	}
	of.ones = of.ones && of.kind == facts.Number
	of.text = g.sql("coalesce(", strings.Join(args, ", "), ")")
	return sqlValue{term: of}
}

func (g *sqlGen) length(e Expr, in sqlScope) *sqlTerm {
	if kindOf(e) != facts.List {
		return &sqlTerm{kind: facts.Number, ones: true, text: g.sql("coalesce(flowc_length(", g.term(e, in).text, "), 0)")}
	}
	return g.termOver(g.value(e, in), facts.Number, func(l *sqlList) *sqlTerm {
		return &sqlTerm{kind: facts.Number, ones: true, text: l.query(g, "count(*)")}
	})
}

func (g *sqlGen) join(x *Call, in sqlScope) *sqlTerm {
	list, more := x.Args[0], g.locale
	name := "flowc_join_and("
	if x.Func == Join {
		sep := x.Args[0]
		if list = x.Args[1]; kindOf(sep) == facts.List {
			sep, list = list, sep
		}
		name, more = "flowc_join(", func() string { return g.term(sep, in).text }
	}
	elem := plainKind(list.Type().Elem.Kind)
	return g.termOver(g.value(list, in), facts.String, func(l *sqlList) *sqlTerm {
		t := &sqlTerm{kind: facts.String, may: true, text: g.sql(name, g.jsonOf(l, g.asTerm(l.elem(nil), elem)), ", ", more(), ")")}
		if l.absent != "" {
			t.text = g.sql("(case when not (", l.absent, ") then ", t.text, " end)")
		}
		return t
	})
}

// extreme is min and max: of several values SQLite's own, which is null where one of them is; or of the rows of a list.
func (g *sqlGen) extreme(x *Call, in sqlScope) *sqlTerm {
	name := string(x.Func)
	if len(x.Args) == 1 {
		return g.termOver(g.value(x.Args[0], in), x.T.Kind, func(l *sqlList) *sqlTerm { return g.extremeOf(l, name, x.T.Kind) })
	}
	of := &sqlTerm{kind: plainKind(x.T.Kind)}
	var args []string
	var terms []*sqlTerm
	for _, e := range x.Args {
		t := g.term(e, in)
		terms = append(terms, t)
		args = append(args, g.millionths(t))
		of.may = of.may || t.may
	}
	of.text = g.sql(name, "(", strings.Join(args, ", "), ")")
	if of.kind != facts.Money {
		return of
	}
	if of.code, of.currency = commonCode(terms), terms[0].currency; of.code != "" {
		of.currency = g.param(of.code)
		return of
	}
	var same []string
	for _, t := range terms[1:] {
		same = append(same, g.sql(terms[0].currency, " = ", t.currency))
	}
	of.may = true
	of.text = g.sql("(case when ", strings.Join(same, " and "), " then ", of.text, " end)")
	return of
}

func (g *sqlGen) extremeOf(l *sqlList, name string, kind facts.Kind) *sqlTerm {
	elem := g.asTerm(l.elem(nil), kind)
	of := &sqlTerm{kind: plainKind(kind), may: true}
	if kind != facts.Money {
		of.text = g.aggregate(l, name+"(v)", g.millionths(elem))
		return of
	}
	currency := elem.currency + " as currency"
	of.text = g.aggregate(l, "case when count(distinct currency) = 1 then "+name+"(v) end", elem.text, currency)
	of.currency = g.aggregate(l, "min(currency)", elem.text, currency)
	return of
}
