package ast

import (
	"fmt"
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/diag"
)

// sample is the base project with the page of flow and a fragment.
func sample(t *testing.T) (*Project, map[string]string) {
	t.Helper()
	sources := map[string]string{
		"a.flow.hcl": baseProject,
		"b.flow.hcl": fmt.Sprintf(pageOfFlow, 1),
		"c.flow.hcl": "fragment \"ask\" {\n  parameter \"days\" {\n    type    = number\n    default = 3\n  }\n  delay \"pause\" { for = days(var.days) }\n}\n",
	}
	p, found := Load(files(sources))
	if len(found) > 0 {
		t.Fatalf("want no mistakes, got %v", found)
	}
	return p, sources
}

// text is what stands at a range.
func text(sources map[string]string, r diag.Range) string {
	return sources[r.File][r.Start.Byte:r.End.Byte]
}

func TestEveryArgumentOfTheSampleIsInItsPlace(t *testing.T) {
	p, sources := sample(t)
	f := p.Flows[0]
	ask, branch, experiment, repeat := f.Body[3].(*Step), f.Body[5].(*Branch), f.Body[6].(*Experiment), f.Body[7].(*Repeat)
	await, delay := f.Body[1].(*Await), f.Body[2].(*Delay)
	unhappy := branch.Cases[0].Body[0].(*Step)
	use := branch.Cases[1].Body[0].(*Use)
	gift := ask.Experiment.Variants[1]
	tests := []struct {
		what string
		arg  *Arg
		want string
	}{
		{"project timezone", p.Settings.Timezone, `"Europe/Berlin"`},
		{"project currencies", p.Settings.Currencies, `["EUR"]`},
		{"project locale", p.Settings.Locale, `"en"`},
		{"project base_url", p.Settings.BaseURL, `"https://post.acme.example"`},
		{"brand name", p.Brand.Name, `"Acme Skincare"`},
		{"brand website", p.Brand.Website, `"https://acme.example"`},
		{"brand logo", p.Brand.Logo, `"https://cdn.acme.example/logo.png"`},
		{"brand accent", p.Brand.Accent, `"#b4235a"`},
		{"brand postal_address", p.Brand.PostalAddress, `"Acme GmbH, Torstr. 1, 10119 Berlin"`},
		{"sender from", p.Senders[0].From, `"Acme <hello@acme.example>"`},
		{"sender reply_to", p.Senders[0].ReplyTo, `"care@acme.example"`},
		{"sender smtp", p.Senders[0].SMTP, `env("SMTP_URL")`},
		{"sender url", p.Senders[1].URL, `env("CARE_URL")`},
		{"sender secret", p.Senders[1].Secret, `env("CARE_SECRET")`},
		{"topic title", p.Topics[1].Title, `"Review requests"`},
		{"topic kind", p.Topics[1].Kind, `"marketing"`},
		{"topic consent", p.Topics[1].Consent, `"opt_out"`},
		{"topic implied_for", p.Topics[1].ImpliedFor, `"24mo"`},
		{"segment title", p.Segments[0].Title, `"Staff"`},
		{"segment where", p.Segments[0].Where, `endswith(customer.email, "@acme.example") || contains(customer.tags, "staff")`},
		{"defaults enter_within", p.Defaults.EnterWithin, `"3d"`},
		{"store url", p.Store.URL, `env("FLOWC_STORE")`},
		{"runner schedule", p.Runner.Schedule, `"* * * * *"`},
		{"runner connections", p.Runner.Connections, `8`},
		{"runner journal", p.Runner.Journal, `"/var/lib/flowc/sent.journal"`},
		{"source url", p.Sources[0].URL, `env("SHOP_DB")`},
		{"source orders", p.Sources[0].Tables[1], `"sql/orders.sql"`},
		{"source files", p.Sources[1].Files, `"till/*.csv"`},
		{"source timezone", p.Sources[1].Timezone, `"Europe/Berlin"`},
		{"event about", p.Events[0].About, `"order"`},
		{"property type", p.Events[0].Properties[0].Type, `string`},
		{"variable type", p.Variables[0].Type, `string`},
		{"variable default", p.Variables[0].Default, `"eu"`},
		{"variable description", p.Variables[0].Description, `"Where the shop sells"`},
		{"validation condition", p.Variables[0].Validations[0].Condition, `length(var.region) == 2`},
		{"validation error_message", p.Variables[0].Validations[0].ErrorMessage, `"Two letters."`},
		{"locals big", p.Locals[0], `100`},
		{"locals small", p.Locals[1], `local.big / 10`},
		{"parameter type", p.Fragments[0].Parameters[0].Type, `number`},
		{"parameter default", p.Fragments[0].Parameters[0].Default, `3`},
		{"flow title", f.Title, `"After the purchase"`},
		{"flow owner", f.Owner, `"lifecycle@acme.example"`},
		{"flow topic", f.Topic, `topic.reviews`},
		{"flow enabled", f.Enabled, `true`},
		{"trigger event", f.Trigger.Event, `"order.placed"`},
		{"trigger where", f.Trigger.Where, `order.total >= 20 && order.channel != "wholesale"`},
		{"trigger once_per", f.Trigger.OncePer, `"order"`},
		{"trigger enter_within", f.Trigger.EnterWithin, `"2d"`},
		{"exit event", f.Exits[0].Event, `"order.refunded"`},
		{"exit where", f.Exits[0].Where, `event.amount > 10`},
		{"exit about", f.Exits[0].About, `"order"`},
		{"goal event", f.Goals[1].Event, `"order.placed"`},
		{"goal about", f.Goals[1].About, `"customer"`},
		{"goal within", f.Goals[1].Within, `"120d"`},
		{"goal exit", f.Goals[1].Exit, `false`},
		{"step topic", f.Body[0].(*Step).Topic, `topic.orders`},
		{"email subject", f.Body[0].(*Step).Email.Subject, `"Thank you, ${coalesce(customer.first_name, "and welcome")}"`},
		{"email preheader", f.Body[0].(*Step).Email.Preheader, `"Order ${order.number} is with us."`},
		{"email body", f.Body[0].(*Step).Email.Body, `"emails/thank-you.md"`},
		{"await event", await.Event, `"order.delivered"`},
		{"await timeout", await.Timeout, `"21d"`},
		{"await since", f.Body[4].(*Await).Since, `step.ask_review`},
		{"delay for", delay.For, `"7d"`},
		{"delay on", delay.On, `["tue", "wed", "thu"]`},
		{"delay at", delay.At, `"10:00"`},
		{"delay if_past", delay.IfPast, `"continue"`},
		{"delay if_missing", delay.IfMissing, `"end"`},
		{"step when", ask.When, `!goal.reviewed.reached`},
		{"step on_unknown", ask.OnUnknown, `"hold"`},
		{"email sender", ask.Email.Sender, `sender.default`},
		{"locale subject", ask.Email.Locales[0].Subject, `"Wie ist dein ${order.items[0].title}?"`},
		{"locale preheader", ask.Email.Locales[0].Preheader, `"Zwei Zeilen helfen den Nächsten."`},
		{"experiment hypothesis", ask.Experiment.Hypothesis, `"A question in the subject gets more reviews than a gift."`},
		{"experiment goal", ask.Experiment.Goal, `goal.reviewed`},
		{"experiment unit", ask.Experiment.Unit, `"customer"`},
		{"experiment generation", ask.Experiment.Generation, `1`},
		{"variant weight", gift.Weight, `50`},
		{"variant subject", gift.Email.Subject, `"A small gift for two lines about your ${order.items[0].title}"`},
		{"variant locale", gift.Email.Locales[0].Subject, `"Ein kleines Geschenk für zwei Zeilen"`},
		{"case when", branch.Cases[0].When, `goal.reviewed.reached && goal.reviewed.event.rating <= 2`},
		{"webhook sender", unhappy.Webhook.Sender, `sender.care`},
		{"webhook body", unhappy.Webhook.Body, `{ order = order.number, rating = goal.reviewed.event.rating }`},
		{"use fragment", use.Fragment, `fragment.ask`},
		{"use parameter", use.Args[0], `3`},
		{"experiment holdout", experiment.Holdout, `"10%"`},
		{"repeat every", repeat.Every, `"7d"`},
		{"repeat times", repeat.Times, `3`},
		{"repeat while", repeat.While, `length([for o in customer.orders : o if o.refunded > 0]) < 2`},
	}
	for _, test := range tests {
		switch {
		case !test.arg.Readable():
			t.Errorf("%s was not read", test.what)
		case text(sources, test.arg.Range) != test.want:
			t.Errorf("%s: got %s, want %s", test.what, text(sources, test.arg.Range), test.want)
		case text(sources, test.arg.NameRange) != test.arg.Name:
			t.Errorf("%s: its name %s is said to stand at %s", test.what, test.arg.Name, text(sources, test.arg.NameRange))
		case !strings.HasSuffix(test.what, " "+test.arg.Name) && !strings.HasPrefix(test.what, "use ") && !strings.HasPrefix(test.what, "variant ") && !strings.HasPrefix(test.what, "locals"):
			t.Errorf("%s is the argument %s", test.what, test.arg.Name)
		}
	}
}

func TestBodiesKeepTheOrderOfTheSource(t *testing.T) {
	p, _ := sample(t)
	var got []string
	var walk func(nodes []Node)
	walk = func(nodes []Node) {
		for _, n := range nodes {
			got = append(got, strings.TrimPrefix(fmt.Sprintf("%T %s", n, n.Label().Name), "*ast."))
			switch n := n.(type) {
			case *Await:
				if n.OnTimeout != nil {
					walk(n.OnTimeout.Body)
				}
			case *Branch:
				for _, c := range n.Cases {
					walk(c.Body)
				}
				walk(n.Default.Body)
			case *Experiment:
				for _, v := range n.Variants {
					walk(v.Body)
				}
			case *Repeat:
				walk(n.Body)
			case *Step, *Delay, *Use, *End:
			default:
				t.Fatalf("a node of the unknown type %T", n)
			}
		}
	}
	walk(p.Flows[0].Body)
	want := "Step thank_you, Await delivery, End , Delay let_it_be_used, Step ask_review, Await review, Branch by_rating, Step tell_care, " +
		"End , Use refer, Delay give_it_time, Experiment incentive, Step bundle, Repeat nudge, Delay until_evening"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

func TestHeadersAreWordAndNames(t *testing.T) {
	p, sources := sample(t)
	tests := []struct {
		b    *Block
		name Ident
		want string
	}{
		{p.Senders[1].Head(), p.Senders[1].Name, `sender "webhook" "care"`},
		{p.Brand.Head(), Ident{}, `brand`},
		{p.Flows[0].Head(), p.Flows[0].Name, `flow "post_purchase_1"`},
		{p.Flows[0].Body[2].Head(), p.Flows[0].Body[2].Label(), `delay "let_it_be_used"`},
	}
	for _, test := range tests {
		if got := text(sources, test.b.Header); got != test.want {
			t.Errorf("got the header %s, want %s", got, test.want)
		}
		if got := text(sources, test.b.Range); !strings.HasPrefix(got, test.want) || !strings.HasSuffix(got, "}") {
			t.Errorf("the block %s is said to be %s", test.want, got)
		}
		if test.name.Name != "" && text(sources, test.name.Range) != `"`+test.name.Name+`"` {
			t.Errorf("the name %s is said to stand at %s", test.name.Name, text(sources, test.name.Range))
		}
	}
}

// TestBrokenIsWhereABlockWasLeftOut: what is lost inside a flow must not raise "unknown" in that flow, and must in others.
func TestBrokenIsWhereABlockWasLeftOut(t *testing.T) {
	flow := func(inside string) string {
		return "flow \"f\" {\n  trigger {\n    event = \"order.placed\"\n  }\n  branch \"b\" {\n    case \"c\" {\n      when = true\n" + inside + "\n    }\n  }\n}\n"
	}
	tests := []struct {
		name, inside string
		want         bool
	}{
		{"nothing", "", false},
		{"a value that cannot be read", "delay \"d\" {\n  for = 7d\n}", false},
		{"an unknown argument", "delay \"d\" {\n  xyz = 1\n  for = \"7d\"\n}", false},
		{"a misspelt block", "dleay \"d\" { for = \"7d\" }", false},
		{"an unknown block", "xyz \"d\" {}", true},
		{"a line that cannot be read", "delay? \"d\" {}", true},
		{"a block without its name", "delay { for = \"7d\" }", true},
		{"a block with a name that is none", "delay \"a b\" { for = \"7d\" }", true},
		{"a block without its end", "delay \"d\" {\n  for = \"7d\"", true},
		{"a block in the wrong place", "goal \"d\" {}", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, found := Load(files(map[string]string{"a.flow.hcl": baseProject, "b.flow.hcl": flow(test.inside)}))
			f := p.Flows[0]
			if f.Broken != test.want {
				t.Errorf("the flow is broken: %v, want %v; %v", f.Broken, test.want, found)
			}
			if p.Broken {
				t.Error("the project is broken by what is wrong inside a flow")
			}
		})
	}
}
