package storetest

import (
	"fmt"
	"time"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// said is one word about the consent of c1 to tips.
type said struct {
	kind    string // granted, denied: a choice; +, -: a snapshot; address: a new e-mail; off: unsubscribed from all; spam: a complaint
	at      int
	email   string // the line names it; empty: only the customer
	channel string
}

func (w said) line(n int) *order.Line {
	l := of(fmt.Sprintf("w%02d", n), "customer.updated", "c1", hours(w.at))
	if w.email != "" {
		l.Customer.Email = ptr(w.email)
	}
	channel := w.channel
	if channel == "" {
		channel = "email"
	}
	switch w.kind {
	case "granted", "denied":
		l.Type = "consent.changed"
		with(l, "topic", `"tips"`, "state", `"`+w.kind+`"`)
		if w.channel != "" {
			l.Properties["channel"] = []byte(`"` + w.channel + `"`)
		}
	case "+", "-":
		state := map[string]string{"+": "granted", "-": "denied"}[w.kind]
		l.Customer.Consents = map[string]map[string]string{"tips": {channel: state}}
	case "off":
		l.Type = "message.unsubscribed"
	case "spam":
		l.Type = "message.complained"
	}
	return l
}

// choices are what is said and what holds for c1 then: yes, no, or - for never chosen.
var choiceCases = []struct {
	why  string
	said []said
	want string
}{
	{"nothing was said", []said{{kind: "address", at: 1, email: "a@x.test"}}, "-"},
	{"a choice", []said{{kind: "granted", at: 1}}, "yes"},
	{"the newest choice holds", []said{{kind: "granted", at: 1}, {kind: "denied", at: 2}}, "no"},
	{"and lifts a denial", []said{{kind: "denied", at: 1}, {kind: "granted", at: 2}}, "yes"},
	{"of two at one instant the denial", []said{{kind: "denied", at: 1}, {kind: "granted", at: 1}}, "no"},
	{"a snapshot fills what was never chosen", []said{{kind: "+", at: 1}}, "yes"},
	{"and lifts no denial, however often it is repeated", []said{{kind: "denied", at: 1}, {kind: "+", at: 2}, {kind: "+", at: 3}}, "no"},
	{"nor takes back a grant", []said{{kind: "granted", at: 1}, {kind: "-", at: 2}}, "yes"},
	{"of two snapshots that disagree the stricter", []said{{kind: "+", at: 1}, {kind: "-", at: 2}, {kind: "+", at: 3}}, "no"},
	{"a choice ends a snapshot's denial", []said{{kind: "-", at: 1}, {kind: "granted", at: 2}}, "yes"},
	{"unsubscribing from all denies each topic", []said{{kind: "granted", at: 1}, {kind: "off", at: 2}}, "no"},
	{"a later choice of the topic lifts that", []said{{kind: "off", at: 1}, {kind: "granted", at: 2}}, "yes"},
	{"an earlier one does not", []said{{kind: "granted", at: 1}, {kind: "off", at: 1}}, "no"},
	{"a snapshot does not", []said{{kind: "off", at: 1}, {kind: "+", at: 2}}, "no"},
	{"a choice for another channel is none for e-mail", []said{{kind: "granted", at: 1}, {kind: "denied", at: 2, channel: "sms"}}, "yes"},
	{"what was said before any address was known counts for the first one", []said{{kind: "granted", at: 1}, {kind: "address", at: 2, email: "a@x.test"}}, "yes"},
	{"a grant does not go along to another address", []said{{kind: "granted", at: 1, email: "a@x.test"}, {kind: "address", at: 2, email: "b@x.test"}}, "-"},
	{"nor one that names the customer alone", []said{{kind: "address", at: 1, email: "a@x.test"}, {kind: "granted", at: 2}, {kind: "address", at: 3, email: "b@x.test"}}, "-"},
	{"a denial goes along", []said{{kind: "denied", at: 1, email: "a@x.test"}, {kind: "address", at: 2, email: "b@x.test"}}, "no"},
	{"and one that names the customer alone", []said{{kind: "address", at: 1, email: "a@x.test"}, {kind: "denied", at: 2}, {kind: "address", at: 3, email: "b@x.test"}}, "no"},
	{"and that of a snapshot", []said{{kind: "-", at: 1, email: "a@x.test"}, {kind: "address", at: 2, email: "b@x.test"}}, "no"},
	{"until it is lifted at the new one", []said{{kind: "denied", at: 1, email: "a@x.test"}, {kind: "granted", at: 3, email: "b@x.test"}}, "yes"},
	{"back at the old address its grant counts again", []said{{kind: "granted", at: 1, email: "a@x.test"}, {kind: "address", at: 2, email: "b@x.test"}, {kind: "address", at: 3, email: "a@x.test"}}, "yes"},
	{"a complaint denies everything", []said{{kind: "granted", at: 1, email: "a@x.test"}, {kind: "spam", at: 2}}, "no"},
}

func verdict(p *store.Person, topic string) string {
	granted, ok := p.Choices[topic]
	if !ok {
		granted, ok = p.Choices["*"]
	}
	switch {
	case !ok:
		return "-"
	case granted:
		return "yes"
	}
	return "no"
}

var consents = []claim{
	{"what was said decides, in any order of arrival", func(l *lab) {
		for i, c := range choiceCases {
			for _, backwards := range []bool{false, true} {
				var lines []*order.Line
				for n, w := range c.said {
					lines = append(lines, renamed(w.line(n), fmt.Sprintf("%d%v-", i, backwards)))
				}
				if backwards {
					for a, b := 0, len(lines)-1; a < b; a, b = a+1, b-1 {
						lines[a], lines[b] = lines[b], lines[a]
					}
				}
				l.take(lines...)
				if got := verdict(l.person(fmt.Sprintf("%d%v-c1", i, backwards)), "tips"); got != c.want {
					l.Errorf("%s (backwards: %v): %s, want %s", c.why, backwards, got, c.want)
				}
			}
		}
	}},
	{"consent belongs to the address: who shares one shares its denials", func(l *lab) {
		a, b := of("e1", "customer.updated", "c1", t0), of("e2", "customer.updated", "c2", t0)
		a.Customer.Email, b.Customer.Email = ptr("home@x.test"), ptr("HOME@x.test")
		l.take(a, b, with(of("e3", "consent.changed", "c1", hours(1)), "topic", `"tips"`, "state", `"denied"`))
		same(l, "the other one", verdict(l.person("c2"), "tips"), "no")
		moved := of("e4", "customer.updated", "c2", hours(2))
		moved.Customer.Email = ptr("away@x.test")
		l.take(moved)
		same(l, "after moving away", verdict(l.person("c2"), "tips"), "-")
	}},
	{"a choice by a link counts for the address, and its denial goes along", func(l *lab) {
		a := of("e1", "customer.updated", "c1", t0)
		a.Customer.Email = ptr("Ada@x.test")
		l.take(a)
		l.write(func(tx store.Tx) error {
			return tx.Choose(l.ctx, store.Choice{Channel: "email", Address: "ada@X.test", Topic: "tips", State: "denied", Basis: "one_click", Source: "page", At: hours(1)})
		})
		same(l, "then", verdict(l.person("c1"), "tips"), "no")
		moved := of("e2", "customer.updated", "c1", hours(2))
		moved.Customer.Email = ptr("new@x.test")
		l.take(moved)
		same(l, "at a new address", verdict(l.person("c1"), "tips"), "no")
	}},
	{"a denial that was a mistake is taken back, and nothing beyond it", func(l *lab) {
		word := func(basis, state, topic string, at int) func(store.Tx) error {
			return func(tx store.Tx) error {
				return tx.Choose(l.ctx, store.Choice{Channel: "email", Customer: "c1", Topic: topic, State: state, Basis: basis, Source: "pages", Event: "unsubscribed/c1/" + topic, At: hours(at)})
			}
		}
		a, b := of("e1", "customer.updated", "c1", t0), of("e2", "customer.updated", "c2", t0)
		a.Customer.Email, b.Customer.Email = ptr("home@x.test"), ptr("home@x.test")
		l.take(a, b, with(of("e3", "consent.changed", "c1", hours(1)), "topic", `"news"`, "state", `"granted"`))
		l.take(with(of("e4", "consent.changed", "c1", hours(1)), "topic", `"offers"`, "state", `"denied"`))
		check := func(when, tips, news, offers, other string) {
			l.Helper()
			for topic, want := range map[string]string{"tips": tips, "news": news, "offers": offers} {
				same(l, when+": "+topic, verdict(l.person("c1"), topic), want)
			}
			same(l, when+": tips of who shares the address", verdict(l.person("c2"), "tips"), other)
		}
		check("before", "-", "yes", "no", "-")
		l.write(word("page", "denied", "*", 2))
		l.write(word("unsubscribe", "denied", "*", 2))
		check("unsubscribed from all", "no", "no", "no", "no")
		l.write(word(store.BasisUndo, "granted", "*", 2))
		check("taken back", "-", "yes", "no", "-")
		l.write(word("page", "denied", "tips", 3))
		l.write(word(store.BasisUndo, "granted", "tips", 4))
		check("another one taken back", "-", "yes", "no", "-")
		l.write(word("page", "denied", "*", 5))
		check("said again", "no", "no", "no", "no")
	}},
	{"a hard bounce and a complaint keep the address from everything, a soft bounce does not", func(l *lab) {
		for i, c := range []struct {
			kind       string
			properties []string
			want       bool
		}{
			{"message.bounced", []string{"kind", `"soft"`}, false},
			{"message.bounced", nil, false},
			{"message.bounced", []string{"kind", `"hard"`}, true},
			{"message.complained", nil, true},
		} {
			id := fmt.Sprintf("c%d", i)
			a := of("a"+id, "customer.updated", id, t0)
			a.Customer.Email = ptr(id + "@x.test")
			l.take(a, with(of("b"+id, c.kind, id, hours(1)), c.properties...))
			same(l, c.kind+fmt.Sprint(c.properties), l.person(id).Suppressed, c.want)
		}
		moved := of("m", "customer.updated", "c2", hours(2))
		moved.Customer.Email = ptr("new@x.test")
		l.take(moved)
		same(l, "at a new address", l.person("c2").Suppressed, false)
	}},
	{"an address that was suppressed by hand is suppressed, whatever its case", func(l *lab) {
		a := of("e1", "customer.updated", "c1", t0)
		a.Customer.Email = ptr("Ada@x.test")
		l.take(a)
		l.write(func(tx store.Tx) error {
			return tx.Suppress(l.ctx, store.Suppression{Channel: "email", Address: "ADA@x.test", Reason: "manual", At: t0})
		})
		same(l, "suppressed", l.person("c1").Suppressed, true)
	}},
	{"a shop that repeats its snapshot a thousand times is quick to read", func(l *lab) {
		var lines []*order.Line
		for i := range 1000 {
			s := of(fmt.Sprintf("e%04d", i), "customer.updated", "c1", t0.Add(time.Duration(i)*time.Minute))
			s.Customer.Email = ptr("ada@x.test")
			s.Customer.Consents = map[string]map[string]string{"tips": {"email": "granted"}}
			lines = append(lines, s)
		}
		l.take(lines...)
		same(l, "then", verdict(l.person("c1"), "tips"), "yes")
	}},
}
