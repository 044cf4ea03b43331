package expr_test

import (
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

func TestFunctions(t *testing.T) {
	s := func(f expr.Func, args ...expr.Expr) expr.Expr { return call(f, textual, args...) }
	n := func(f expr.Func, args ...expr.Expr) expr.Expr { return call(f, numeric, args...) }
	str, num := facts.StringOf, facts.Int
	family := "👩‍👩‍👧"
	for _, c := range []struct {
		e    expr.Expr
		want facts.Value
	}{
		{s(expr.Coalesce, customer("last_name"), text("there")), str("there")},
		{s(expr.Lower, text("ÉVA")), str("éva")},
		{s(expr.Upper, text("ödön é")), str("ÖDÖN É")},
		{s(expr.Title, text("don't o’neil mc-donald (ada) ödön 2nd")), str("Don't O’neil Mc-Donald (Ada) Ödön 2nd")},
		{s(expr.Trim, text(" \u00a0a b\n")), str("a b")},
		{s(expr.Truncate, text("Hello world"), number(7)), str("Hello…")},
		{s(expr.Truncate, text("Hello world"), number(11)), str("Hello world")},
		{s(expr.Truncate, text(family+family+"a"), number(2)), str(family + "…")},
		{s(expr.Truncate, text("Hello"), number(0)), str("")},
		{s(expr.Truncate, text("Hello"), number(-3)), str("")},
		{s(expr.Replace, text("a-b-c"), text("-"), text("+")), str("a+b+c")},
		{s(expr.Replace, text("abc"), text(""), text("+")), str("abc")},
		{s(expr.Join, text(", "), customer("tags")), str("vip, news")},
		{s(expr.Join, customer("tags"), text(", ")), str("vip, news")},
		{s(expr.JoinAnd, customer("tags")), str("vip and news")},
		{s(expr.Plural, number(1), text("item"), text("items")), str("item")},
		{s(expr.Plural, decimal(1_500_000), text("item"), text("items")), str("items")},
		{s(expr.URLEncode, text("a b&c/ü~")), str("a%20b%26c%2F%C3%BC~")},
		{s(expr.FormatMoney, euros(80)), str("€80.00")},
		{s(expr.FormatDate, instant("2026-03-04T23:05:09Z"), text("2 January")), str("5 March")},
		{s(expr.Weekday, instant("2026-03-04T23:05:09Z")), str("thu")},
		{&expr.Template{Parts: []expr.Expr{text("Hi "), customer("first_name"), customer("last_name"), text(", "), number(2)}}, str("Hi Ada, 2")},

		{n(expr.Length, customer("tags")), num(2)},
		{n(expr.Length, text(family+"e\u0301")), num(2)},
		{n(expr.Length, customer("last_name")), num(0)},
		{n(expr.Round, decimal(2_500_000)), num(3)},
		{n(expr.Round, decimal(-2_500_000)), num(-3)},
		{n(expr.Round, decimal(2_345_678), number(2)), facts.NumberOf(2_350_000)},
		{n(expr.Round, decimal(2_345_678), number(40)), facts.NumberOf(2_345_678)},
		{n(expr.Abs, number(-4)), num(4)},
		{n(expr.Min, number(3), number(2), number(5)), num(2)},
		{n(expr.Max, number(3), customer("days_since_last_order")), facts.Value{}},
		{n(expr.DaysBetween, instant("2026-03-28T12:00:00Z"), instant("2026-03-29T11:00:00Z")), num(1)}, // 23 hours, by the clock a day
		{n(expr.DaysBetween, instant("2026-03-29T11:00:00Z"), instant("2026-03-28T12:00:00Z")), num(-1)},

		{call(expr.Round, monetary, money(250, "EUR")), facts.MoneyOf(300, "EUR")},
		{call(expr.Round, monetary, money(250, "JPY")), facts.MoneyOf(250, "JPY")},
		{call(expr.MoneyOf, monetary, decimal(19_995_000), text("EUR")), facts.MoneyOf(2000, "EUR")},
		{call(expr.MoneyOf, monetary, decimal(1_500_000), text("JPY")), facts.MoneyOf(2, "JPY")},
		{call(expr.Max, monetary, euros(1), money(900, "USD")), facts.Value{}},
		{call(expr.Max, monetary, loop(0, "o", customer("orders"), func(o expr.Expr) expr.Expr { return field(o, "total") }, nil)), facts.Value{}},
		{call(expr.Max, timely, loop(0, "o", customer("orders"), func(o expr.Expr) expr.Expr { return field(o, "placed_at") }, nil)), facts.TimeOf(at("2026-03-05T10:00:00Z"))},
		{call(expr.Ago, timely, days(7)), facts.TimeOf(at("2026-03-24T15:30:00Z"))}, // summer time began in between
		{call(expr.Ago, timely, span(facts.Span{Exact: 168 * time.Hour})), facts.TimeOf(at("2026-03-24T14:30:00Z"))},
		{call(expr.Ago, timely, span(facts.Span{Months: 1})), facts.TimeOf(at("2026-02-28T15:30:00Z"))},
		{call(expr.After, timely, instant("2026-03-28T01:30:00Z"), days(1)), facts.TimeOf(at("2026-03-29T01:00:00Z"))}, // 02:30 is not there
		{call(expr.Before, timely, customer("first_order_at"), days(1)), facts.Value{}},
		{call(expr.Days, lasting, decimal(2_900_000)), facts.SpanOf(facts.Span{Days: 2})},

		{call(expr.Contains, boolean, customer("tags"), text("vip")), facts.BoolOf(true)},
		{call(expr.Contains, boolean, customer("tags"), customer("last_name")), facts.BoolOf(false)},
		{call(expr.Contains, boolean, customer("first_name"), text("da")), facts.BoolOf(true)},
		{call(expr.Contains, boolean, customer("last_name"), text("")), facts.BoolOf(false)},
		{call(expr.StartsWith, boolean, customer("first_name"), text("A")), facts.BoolOf(true)},
		{call(expr.EndsWith, boolean, customer("last_name"), text("n")), facts.BoolOf(false)},
		{index(call(expr.Split, texts, text("@"), text("a@b.test")), number(1)), str("b.test")},
	} {
		check(t, ada(), c.e, c.want)
	}
}

func TestAFunctionOfSomethingAbsentIsAbsent(t *testing.T) {
	none, noTime, noMoney := customer("last_name"), customer("first_order_at"), &expr.Lit{T: monetary.Maybe()}
	noNumber := customer("days_since_last_order")
	for _, e := range []expr.Expr{
		call(expr.Lower, textual, none), call(expr.Upper, textual, none), call(expr.Title, textual, none), call(expr.Trim, textual, none),
		call(expr.Truncate, textual, none, number(1)), call(expr.Truncate, textual, text("a"), noNumber), call(expr.Replace, textual, text("a"), none, text("b")),
		call(expr.Split, texts, text(","), none), call(expr.Join, textual, none, customer("tags")), call(expr.Plural, textual, noNumber, text("a"), text("b")),
		call(expr.Min, numeric, number(1), noNumber), call(expr.Round, numeric, noNumber), call(expr.Abs, monetary, noMoney), call(expr.FormatMoney, textual, noMoney),
		call(expr.FormatDate, textual, noTime, text("long")), call(expr.After, timely, noTime, days(1)), call(expr.DaysBetween, numeric, noTime, noTime),
		call(expr.Days, lasting, noNumber), call(expr.Weekday, textual, noTime), call(expr.URLEncode, textual, none), call(expr.Coalesce, textual, none, none),
		call(expr.Max, numeric, &expr.ListLit{T: facts.ListType(numeric)}),
	} {
		check(t, ada(), e, facts.Value{})
	}
}
