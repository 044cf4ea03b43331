package machine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/order"
)

var boolean = facts.Of(facts.Bool)

func lit(v facts.Value) expr.Expr { return &expr.Lit{Value: v, T: facts.Of(v.Kind())} }
func say(s string) expr.Expr      { return lit(facts.StringOf(s)) }
func days(n int) expr.Expr        { return lit(facts.SpanOf(facts.Span{Days: n})) }

func field(of expr.Expr, name string) expr.Expr {
	f := of.Type().Object.Field(name)
	return &expr.Field{Of: of, Field: f, T: f.Type}
}

func root(name expr.RootName, of *facts.ObjectType) expr.Expr {
	return &expr.Root{Name: name, T: facts.ObjectTypeOf(of)}
}

func compare(op expr.Op, x, y expr.Expr) expr.Expr {
	return &expr.Binary{Op: op, X: x, Y: y, T: boolean}
}

// body has a block and an inline of every kind.
func body() machine.Body {
	words := func(s string) letter.Inlines { return letter.Inlines{letter.Text{Text: s}} }
	to := letter.Target{Parts: letter.Inlines{letter.Value{Hole: 0}}}
	theOrder := root(expr.RootOrder, order.OrderType)
	return machine.Body{
		Holes: []expr.Expr{
			&expr.Field{Of: &expr.Root{Name: expr.RootLinks, T: facts.Of(facts.Object)}, Field: &facts.Field{Index: 1 << 20, Name: "review", Type: facts.Of(facts.URL)}, T: facts.Of(facts.URL)},
			field(theOrder, "items"),
			compare(expr.Gt, field(root(expr.RootCustomer, order.CustomerType), "order_count"), lit(facts.Int(1))),
			field(root(expr.RootItem, order.ItemType), "title"),
		},
		Doc: letter.Doc{Blocks: letter.Blocks{
			letter.Heading{Level: 2, Content: words("Hello")},
			letter.Paragraph{Content: letter.Inlines{
				letter.Text{Text: "a"}, letter.Value{Hole: 3}, letter.Strong{Content: words("b")}, letter.Emphasis{Content: words("c")}, letter.Strike{Content: words("d")},
				letter.CodeSpan{Content: words("e")}, letter.Link{Content: words("f"), To: to}, letter.Image{Source: letter.Target{Parts: words("https://x.test/")}, Alt: words("g")}, letter.Break{},
			}},
			letter.Quote{Blocks: letter.Blocks{letter.Rule{}}},
			letter.ListBlock{Ordered: true, Start: 3, Tight: true, Items: []letter.Blocks{{letter.Paragraph{Content: words("h")}}, nil}},
			letter.Code{Content: words("i\n")},
			letter.Table{Align: []letter.Align{letter.AlignNone, letter.AlignRight}, Head: []letter.Cell{{Content: words("j")}, {}}, Rows: [][]letter.Cell{{{Content: words("k")}, {}}}},
			letter.Button{Outline: true, Label: words("l"), To: to},
			letter.Hero{Image: letter.Image{Source: to, Alt: words("m")}, To: to},
			letter.Items{From: 1, Max: 4, Columns: 2, Blocks: letter.Blocks{letter.Paragraph{Content: letter.Inlines{letter.Value{Hole: 3}}}}},
			letter.OrderSummary{},
			letter.If{When: 2, Then: letter.Blocks{letter.Rule{}}, Else: letter.Blocks{letter.Rule{}, letter.Rule{}}},
			letter.Columns{Parts: []letter.Blocks{{letter.Rule{}}, {letter.Rule{}}}},
			letter.Share{Link: 0},
		}},
	}
}

func draw(address string, names ...string) machine.Draw {
	d := machine.Draw{Salt: "welcome." + address + "@1", Unit: "customer", Holdout: 100_000, Address: "welcome." + address}
	for _, name := range names {
		d.Variants = append(d.Variants, machine.Share{Name: name, Weight: facts.Scale})
	}
	return d
}

// sample is a sound program with a state of every kind.
func sample() *machine.Program {
	customer := root(expr.RootCustomer, order.CustomerType)
	loyal := expr.Expr(compare(expr.Ge, field(customer, "order_count"), lit(facts.Int(3))))

	also := &expr.Binary{Op: expr.And, T: boolean, X: &expr.Segment{Name: "loyal", Body: loyal}, Y: compare(expr.Gt, &expr.Count{What: expr.ReviewsWritten}, lit(facts.Int(0)))}
	letters := func(subject string) []machine.Letter {
		return []machine.Letter{
			{Subject: say(subject), Preheader: say("p"), Body: body()},
			{Locale: "de", Subject: say(subject + " de"), Preheader: say("p"), Body: machine.Body{Doc: letter.Doc{Blocks: letter.Blocks{letter.Rule{}}}}},
		}
	}
	submitted := order.BuiltinEvents["review.submitted"]
	m := &machine.Machine{
		Flow: "welcome", Title: "Welcome", Owner: "a@x.test", Enabled: true,
		Trigger: machine.Trigger{Event: "order.placed", AboutOrder: true, OncePer: machine.OnceOrder, EnterWithin: facts.Span{Days: 3},
			Where: compare(expr.Ne, field(root(expr.RootOrder, order.OrderType), "channel"), say("wholesale"))},
		Exits: []machine.Exit{{Name: "refunded", Ordinal: 1, Match: machine.Match{Events: []string{"order.refunded"}, About: machine.AboutOrder}}},
		Goals: []machine.Goal{{Name: "reviewed", Within: facts.Span{Days: 60}, Ends: true, Match: machine.Match{Events: []string{"quiz.taken", "review.submitted"}, About: machine.AboutCustomer,
			Where: compare(expr.Ge, field(root(expr.RootEvent, order.Merged([]*order.EventType{submitted, order.BuiltinEvents["nps.answered"]})), "rating"), lit(facts.Int(4)))}}},
		First: "hello",
		States: []machine.State{
			&machine.Step{Name: "hello", Next: "wait", When: &expr.Segment{Name: "also", Body: also}, Act: &machine.Email{
				Topic: "orders", Sender: "default", Resend: true, Letters: letters("Hi"),
				Experiment: &machine.LetterTest{Draw: draw("hello", "a", "b"), Goal: "reviewed", Variants: [][]machine.Letter{letters("A"), letters("B")}},
			}},
			&machine.Delay{Name: "wait", Next: "review", For: days(7), On: 0b0001110, At: "10:00", IfPast: machine.Continue},
			&machine.Await{Name: "review", Next: "by", OnTimeout: "remind", Since: "hello", Timeout: days(14), Match: machine.Match{Events: []string{"review.submitted"}, About: machine.AboutOrder}},
			&machine.Repeat{Name: "remind", Every: days(2), Times: 3, While: lit(facts.BoolOf(true)), Body: "again", Next: "by"},
			&machine.Step{Name: "again", Next: "remind", Loops: []machine.Name{"remind"}, Act: &machine.Webhook{Sender: "care", Body: &expr.ObjectLit{
				Names: []string{"order"}, Elems: []expr.Expr{field(root(expr.RootOrder, order.OrderType), "id")}, T: facts.Of(facts.Object)}}},
			&machine.Branch{Name: "by", Cases: []machine.Case{{Name: "yes", When: &expr.Node{Kind: expr.NodeGoal, Name: "reviewed", Field: "reached", T: boolean}, To: "by/yes/end"}}, Default: "split"},
			&machine.End{Name: "by/yes/end"},
			&machine.Experiment{Name: "split", Draw: draw("split", "x", "y"), Goal: "reviewed", To: []machine.Name{"until", ""}, HeldOut: ""},
			&machine.Delay{Name: "until", Until: field(customer, "birthday"), IfMissing: machine.EndThere, IfPast: machine.EndThere},
		},
		Origins: map[machine.Name]machine.Origin{"hello": {File: "a.flow.hcl", Line: 12}, "by": {File: "b.flow.hcl", Line: 1}},
	}
	return &machine.Program{
		Format:  machine.Format,
		Project: machine.Project{Name: "acme", Timezone: "Europe/Berlin", Currencies: []string{"EUR", "USD"}, Locale: "en", BaseURL: "https://post.acme.example"},
		Brand:   machine.Brand{Name: "Acme", PostalAddress: "Torstr. 1"},
		Senders: []machine.Sender{
			{Name: "care", Kind: machine.SenderWebhook, URL: machine.Secret{Env: "CARE"}, Key: machine.Secret{Literal: "k"}},
			{Name: "default", Kind: machine.SenderEmail, From: "a@x.test", SMTP: machine.Secret{Literal: "file:out"}},
		},
		Topics:     []machine.Topic{{Name: "offers", Title: "Offers", Marketing: true, OptOut: true}, {Name: "orders", Title: "Orders"}},
		Segments:   []machine.Segment{{Name: "also", Title: "Also", Where: also}, {Name: "loyal", Where: loyal}},
		Events:     []machine.EventType{{Name: "quiz.taken", AboutOrder: true, Properties: []machine.Property{{Name: "answers", Kind: facts.List}, {Name: "score", Kind: facts.Number}}}},
		Runner:     machine.Runner{Schedule: "* * * * *", Connections: 8},
		Machines:   []*machine.Machine{m},
		Attributes: []expr.Attribute{{Object: "customer", Name: "skin_type", Kind: facts.String}},
	}
}

func encode(t *testing.T, p *machine.Program) []byte {
	t.Helper()
	data, err := machine.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAProgramSurvivesItsJSON(t *testing.T) {
	p := sample()
	if err := machine.Validate(p); err != nil {
		t.Fatal(err)
	}
	data := encode(t, p)
	back, err := machine.Decode(data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if again := encode(t, back); !bytes.Equal(again, data) {
		t.Errorf("it is written otherwise\n%s\n%s", data, again)
	}
	// The trees are compared as they print: types are shared pointers, and those of several events together have no fields.
	for i, s := range p.Machines[0].States {
		got := back.Machines[0].State(s.StateName())
		if got == nil || reflect.TypeOf(got) != reflect.TypeOf(s) {
			t.Fatalf("%s came back as %T", s.StateName(), got)
		}
		for n, e := range machine.Expressions(s) {
			b := machine.Expressions(back.Machines[0].States[i])[n]
			if (e == nil) != (b == nil) || e != nil && expr.String(e) != expr.String(b) {
				t.Errorf("%s: an expression came back as another one", s.StateName())
			}
		}
	}
	if !reflect.DeepEqual(back.Machines[0].Origins, p.Machines[0].Origins) {
		t.Errorf("origins: %v", back.Machines[0].Origins)
	}
	step := back.Machines[0].State("hello").(*machine.Step).Act.(*machine.Email)
	if want := body().Doc; !reflect.DeepEqual(step.Letters[0].Body.Doc, want) {
		t.Errorf("the letter came back as\n%+v\nwant\n%+v", step.Letters[0].Body.Doc, want)
	}
	plain := *p
	plain.Machines, plain.Segments = nil, nil
	other := *back
	other.Machines, other.Segments = nil, nil
	if !reflect.DeepEqual(plain, other) {
		t.Errorf("got  %+v\nwant %+v", other, plain)
	}
}

func TestASegmentIsInTheJSONOnce(t *testing.T) {
	data := string(encode(t, sample()))
	if n := strings.Count(data, `"order_count"],">="`); n != 1 {
		t.Errorf("the condition of a segment that is named three times stands there %d times\n%s", n, data)
	}
	back, err := machine.Decode([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	and := back.Segments[0].Where.(*expr.Binary)
	if and.X.(*expr.Segment).Body != back.Segments[1].Where {
		t.Error("a segment's condition is there twice in memory")
	}
}

func TestTheFingerprintIsThatOfWhatAProgramDoes(t *testing.T) {
	print := sample().Fingerprint()
	if !strings.HasPrefix(string(print), "sha256:") || len(print) != len("sha256:")+64 {
		t.Fatalf("fingerprint %q", print)
	}
	for name, c := range map[string]struct {
		change func(*machine.Program)
		same   bool
	}{
		"nothing":       {func(*machine.Program) {}, true},
		"another place": {func(p *machine.Program) { p.Machines[0].Origins = nil }, true},
		"title":         {func(p *machine.Program) { p.Machines[0].Title = "Hello" }, false},
		"owner":         {func(p *machine.Program) { p.Machines[0].Owner = "b@x.test" }, false},
		"segment":       {func(p *machine.Program) { p.Segments[1].Where = lit(facts.BoolOf(true)) }, false},
		"delay":         {func(p *machine.Program) { p.Machines[0].States[1].(*machine.Delay).For = days(8) }, false},
		"text": {func(p *machine.Program) {
			p.Machines[0].States[0].(*machine.Step).Act.(*machine.Email).Letters[1].Body.Doc.Blocks = nil
		}, false},
	} {
		p := sample()
		c.change(p)
		if got := p.Fingerprint(); (got == print) != c.same {
			t.Errorf("%s: the fingerprint is the same: %v, want %v", name, got == print, c.same)
		}
	}
	p := sample()
	p.Brand.Name = "\xff"
	if got := p.Fingerprint(); got != "" {
		t.Errorf("a program that cannot be written has the fingerprint %q", got)
	}
	if _, err := machine.Encode(p); !errors.Is(err, wire.ErrForm) {
		t.Errorf("%v, want ErrForm", err)
	}
}

func TestDecodeTakesNothingElse(t *testing.T) {
	good := string(encode(t, sample()))
	for name, in := range map[string]string{
		"nothing": "", "another format": strings.Replace(good, `{"format":1`, `{"format":2`, 1), "no format": `{}`, "only a format": `{"format":1}`,
		"cut": good[:len(good)/2], "more": good + " ", "a space": strings.Replace(good, ",", ", ", 1),
		"a segment in itself": strings.Replace(good, `["op","bool",[],["segment","loyal"]`, `["op","bool",[],["segment","also"]`, 1),
		"an unknown segment":  strings.Replace(good, `["op","bool",[],["segment","loyal"]`, `["op","bool",[],["segment","none"]`, 1),
		"two segments":        strings.Replace(good, `"name":"also"`, `"name":"loyal"`, 1),
		"an unknown state":    strings.Replace(good, `["delay",{`, `["sleep",{`, 1),
		"an unknown block":    strings.Replace(good, `["rule"]`, `["line"]`, 1),
		"an unknown inline":   strings.Replace(good, `["break"]`, `["stop"]`, 1),
		"a member at zero":    strings.Replace(good, `"title":"Welcome"`, `"title":""`, 1),
		"an edge to nowhere":  strings.Replace(good, `"next":"wait"`, `"next":"nowhere"`, 1),
		"no such hole":        strings.Replace(good, `["share",0]`, `["share",4]`, 1),
		"two acts":            strings.Replace(good, `"webhook":{"sender":"care"`, `"email":{"topic":"orders"},"webhook":{"sender":"care"`, 1),
		"origins of others":   strings.Replace(good, `["a.flow.hcl",12],`, ``, 1),
	} {
		if in == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		if p, err := machine.Decode([]byte(in)); err == nil || !errors.Is(err, wire.ErrForm) && !errors.Is(err, machine.ErrProgram) {
			t.Errorf("%s: %v, %v", name, p != nil, err)
		}
	}
}

func TestLettersBlocksNestNoDeeperThanTheyMay(t *testing.T) {
	p := sample()
	var blocks letter.Blocks
	for range 400 {
		blocks = letter.Blocks{letter.Quote{Blocks: blocks}}
	}
	p.Machines[0].States[0].(*machine.Step).Act.(*machine.Email).Letters[1].Body.Doc.Blocks = blocks
	if err := machine.Validate(p); !errors.Is(err, machine.ErrProgram) {
		t.Errorf("%v, want ErrProgram", err)
	}
}

// FuzzDecode feeds decoding anything. What it takes is written again as it was, and every expression in it can be evaluated.
func FuzzDecode(f *testing.F) {
	data, err := machine.Encode(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"format":1,"project":{"timezone":"UTC","currencies":["EUR"]}}`))
	f.Add([]byte(`{"format":1,"project":{"timezone":"UTC","currencies":["EUR"]},"segments":[{"name":"a","where":["segment","b"]},{"name":"b","where":true}],` +
		`"machines":[{"flow":"f","trigger":{"event":"order.placed"},"first":"d","states":[["delay",{"name":"d","next":"e","at":"10:00"}],["end",{"name":"e"}]]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		p, err := machine.Decode(data)
		if took := time.Since(start); took > 10*time.Second {
			t.Fatalf("it took %v", took)
		}
		if err != nil {
			return
		}
		again, err := machine.Encode(p)
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%v\nin  %s\nout %s", err, data, again)
		}
		p.Fingerprint()
		for _, m := range p.Machines {
			m.Needs()
			for _, s := range m.States {
				for _, e := range machine.Expressions(s) {
					if e != nil {
						expr.Eval(e, &expr.Env{})
					}
				}
			}
		}
	})
}

// BenchmarkDecode stands beside encoding/json, which makes no more than maps of the same bytes.
func BenchmarkDecode(b *testing.B) {
	p := sample()
	m := p.Machines[0]
	p.Machines = nil
	for i := range 100 {
		one := *m
		one.Flow = "flow" + string(rune('a'+i/10)) + string(rune('a'+i%10))
		p.Machines = append(p.Machines, &one)
	}
	data, err := machine.Encode(p)
	if err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]func() error{
		"decode": func() error { _, err := machine.Decode(data); return err },
		"json":   func() error { var v any; return json.Unmarshal(data, &v) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
