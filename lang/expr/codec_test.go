package expr_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

var plainTypes = expr.NewTypes(nil, nil)

// vips is the one segment that decoding knows.
func vips(name string) (expr.Expr, bool) {
	return compare(expr.Eq, customer("country"), text("DE")), name == "vips"
}

func TestAnExpressionSurvivesItsJSON(t *testing.T) {
	for _, s := range samples() {
		if err := expr.Check(s.e); err != nil {
			t.Errorf("%s: %v", s.want, err)
		}
		data, err := expr.Marshal(s.e, plainTypes)
		if err != nil {
			t.Errorf("%s: %v", s.want, err)
			continue
		}
		back, err := expr.Unmarshal(data, plainTypes, vips)
		if err != nil {
			t.Errorf("%s: %v\n%s", s.want, err, data)
			continue
		}
		if got := expr.String(back); got != s.want {
			t.Errorf("%s came back as %s", s.want, got)
		}
		if !sameType(back.Type(), s.e.Type()) {
			t.Errorf("%s: %v came back as %v", s.want, s.e.Type(), back.Type())
		}
		again, err := expr.Marshal(back, plainTypes)
		if err != nil || !bytes.Equal(again, data) {
			t.Errorf("%s: %v\n%s\n%s", s.want, err, data, again)
		}
	}
}

func sameType(a, b facts.Type) bool {
	return a.Kind == b.Kind && a.Nullable == b.Nullable && a.String() == b.String() && strings.Join(a.Set, ",") == strings.Join(b.Set, ",")
}

func TestTheJSONOfAnExpression(t *testing.T) {
	for want, e := range map[string]expr.Expr{
		`["op","bool",[],[".",["root","customer","@customer"],"country"],"==","DE"]`:                           compare(expr.Eq, customer("country"), text("DE")),
		`["op","bool",["EUR","USD"],[".",["root","customer","@customer"],"total_spent"],">",["m",2000,"EUR"]]`: compare(expr.Gt, customer("total_spent"), euros(20)),
		`["op","bool",[],true,"&&",false,"&&",["!",2,true]]`:                                                   and(and(truth(true), truth(false)), not(not(truth(true)))),
		`["call","ago","timestamp",["d",0,30,0]]`:                                                              call(expr.Ago, timely, days(30)),
		`["lit","string?",null]`:                                              &expr.Lit{T: textual.Maybe()},
		`["lit",["string","a","b"],"a"]`:                                      &expr.Lit{Value: facts.StringOf("a"), T: facts.OneOf("a", "b")},
		`["for","([]@order)?",0,"o",["root","order","([]@order)?"],0,0]`:      loop(0, "o", &expr.Root{Name: "order", T: facts.ListType(facts.ObjectTypeOf(order.OrderType)).Maybe()}, nil, nil),
		`["segment","vips"]`:                                                  &expr.Segment{Name: "vips"},
		`["?","number",true,["n",1000000],false,["n",2000000],["n",3000000]]`: &expr.Cond{T: numeric, When: truth(true), Then: number(1), Else: &expr.Cond{T: numeric, When: truth(false), Then: number(2), Else: number(3)}},
		`["lit","[]string",["l","a","b"]]`:                                    &expr.Lit{Value: list(facts.StringOf("a"), facts.StringOf("b")), T: texts},
	} {
		got, err := expr.Marshal(e, plainTypes)
		if err != nil || string(got) != want {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
}

func TestOnlyTheCanonicalFormIsRead(t *testing.T) {
	for _, c := range []struct {
		in   string
		want error
	}{
		{``, wire.ErrForm}, {`{}`, wire.ErrForm}, {`[]`, wire.ErrForm}, {`["nothing"]`, wire.ErrForm}, {` true`, wire.ErrForm}, {`true `, wire.ErrForm}, {`1`, wire.ErrForm},
		{`["op","bool",[],true]`, wire.ErrForm}, {`["op","bool",[],["op","bool",[],true,"&&",true],"&&",true]`, wire.ErrForm}, {`["!",1,["!",1,true]]`, wire.ErrForm},
		{`["!",0,true]`, wire.ErrForm}, {`["!",100000000,true]`, wire.ErrForm}, {`["lit","string","a"]`, wire.ErrForm}, {`["n",01]`, wire.ErrForm}, {`["n",-0]`, wire.ErrForm},
		{`["n",9223372036854775807]`, wire.ErrForm}, {`"\u0041"`, wire.ErrForm}, {"\"\xff\"", wire.ErrForm}, {`["segment","none"]`, wire.ErrForm},
		{`[".",["root","customer","@customer"],"nothing"]`, wire.ErrForm}, {`[".",["root","customer","@customer"],"email","string?"]`, wire.ErrForm},
		{`["root","customer","list(order)"]`, wire.ErrForm}, {`["root","customer","[][][][][][][][][][][][][][][][][][][]string"]`, wire.ErrForm},
		{`["op","bool",[],true,"&&",["n",1]]`, expr.ErrTree}, {`["op","bool",[],["m",1,"EUR"],">",["m",1,"EUR"]]`, expr.ErrTree}, {`["v",0,"o","number"]`, expr.ErrTree},
		{`["for","[]number",8,"o",["list","[]number"],0,0]`, expr.ErrTree}, {`["call","lower","string",true]`, expr.ErrTree}, {`["call","nothing","string"]`, expr.ErrTree},
		{`["call","coalesce","string"]`, expr.ErrTree}, {`["call","money_of","money"]`, expr.ErrTree}, {`["root","nobody","string"]`, expr.ErrTree},
		{`["count","orders_placed",0,"nothing",true]`, expr.ErrTree}, {`["count","events",0]`, expr.ErrTree}, {`["count","orders_placed",true]`, expr.ErrTree},
		{`["count","orders_placed",0,"within",["d",0,1,0],"channel","x"]`, expr.ErrTree}, {`["op","bool",[],"a","<","b"]`, expr.ErrTree},
		{`["root","customer","[]"]`, expr.ErrTree}, {`["node","flow?","a","b","string"]`, expr.ErrTree}, {`["op","bool",[],true,"^",true]`, expr.ErrTree},
	} {
		if _, err := expr.Unmarshal([]byte(c.in), plainTypes, vips); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.in, err, c.want)
		}
	}
}

func TestWhatHasNoJSONIsAnError(t *testing.T) {
	deep := expr.Expr(truth(true))
	for range 600 {
		deep = call(expr.Coalesce, boolean, deep)
	}
	for name, e := range map[string]expr.Expr{
		"text":   text("\xff"),
		"object": lit(facts.ObjectOf(facts.Row{})),
		"deep":   deep,
		"hole":   &expr.Unary{Op: expr.Not},
	} {
		if _, err := expr.Marshal(e, plainTypes); !errors.Is(err, wire.ErrForm) {
			t.Errorf("%s: %v, want ErrForm", name, err)
		}
	}
}

func TestALongChainDoesNotNest(t *testing.T) {
	var e, c expr.Expr = truth(true), number(0)
	for range 5000 {
		e = and(e, truth(true))
		c = &expr.Cond{When: truth(false), Then: number(1), Else: c, T: numeric}
		e = or(e, truth(false))
	}
	var neg expr.Expr = c
	for range 5000 {
		neg = &expr.Unary{Op: expr.Neg, X: neg}
	}
	for _, e := range []expr.Expr{e, c, neg} {
		data, err := expr.Marshal(e, plainTypes)
		if err != nil {
			t.Fatal(err)
		}
		back, err := expr.Unmarshal(data, plainTypes, nil)
		if err != nil {
			t.Fatal(err)
		}
		if expr.String(back) != expr.String(e) {
			t.Error("it came back as another one")
		}
	}
}

// FuzzUnmarshal feeds decoding anything. What it takes is written again as it was, and is an expression that nothing fails on.
func FuzzUnmarshal(f *testing.F) {
	for _, s := range samples() {
		if data, err := expr.Marshal(s.e, plainTypes); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		defer func() {
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
		}()
		e, err := expr.Unmarshal(data, plainTypes, vips)
		if err != nil {
			return
		}
		again, err := expr.Marshal(e, plainTypes)
		if err != nil || !bytes.Equal(data, again) {
			t.Fatalf("%v\nin  %s\nout %s", err, data, again)
		}
		expr.String(e)
		expr.NeedsOf(e)
		for _, env := range []*expr.Env{{}, ada()} {
			expr.Eval(e, env)
			expr.CompileBool(e)(env)
		}
		if _, err := expr.SQL(e, expr.SQLOptions{Now: ada().Now, Currencies: []string{"EUR"}}); err != nil &&
			!errors.Is(err, expr.ErrNotSQL) && !errors.Is(err, expr.ErrTooLarge) {
			t.Fatalf("%s: %v", brief(e), err)
		}
	})
}
