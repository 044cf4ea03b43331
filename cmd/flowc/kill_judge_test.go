package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// evidence is what is known when all is over: what the shop exported, what the receivers took, and what the store says, read with the
// ledger's command and with SQL. Nothing of it comes from the code that sends.
type evidence struct {
	orders  []killOrder
	mails   []delivered
	calls   []delivered
	lines   []ledgerLine
	doubts  map[string]int // by step and order
	open    []string       // what is not finished
	kills   int
	dropped int // by the receivers, before they took it or after
}

// ledgerLine is what the judge reads of a line of `flowc ledger -json`.
type ledgerLine struct{ Kind, Journey, Node, Round, Outcome, Reason string }

// tally is what the summary tells.
type tally struct {
	messages, unknown, received int // unknown in the end, and of those in truth received
	lost, owed                  int // of those not: the price of never sending marketing twice; and those owed that were in doubt twice
	doubted, resent             int // ever in doubt; received twice, which only transactional ones may be
	doubles, losses             int // what must not be
}

// judge compares, and says what is wrong.
func (e *evidence) judge() (sum tally, wrong []string) {
	blame := func(count *int, format string, args ...any) {
		*count++
		wrong = append(wrong, fmt.Sprintf(format, args...))
	}
	var other int
	for _, what := range e.open {
		blame(&sum.losses, "not finished: %s", what)
	}
	entered, finished, outcomes := map[string]int{}, map[string]int{}, map[string][]string{}
	for _, l := range e.lines {
		switch order := orderOf(l.Journey); {
		case l.Kind == "journey" && l.Outcome == "entered":
			entered[order]++
		case l.Kind == "journey" && l.Outcome == "finished":
			finished[order]++
		case (l.Kind == "message" || l.Kind == "webhook") && l.Round == "0":
			key := l.Node + " " + order
			outcomes[key] = append(outcomes[key], l.Outcome+l.Reason)
		default:
			blame(&other, "an odd line in the ledger: %+v", l)
		}
	}
	taken := e.taken(func(format string, args ...any) { blame(&other, format, args...) })
	inDoubt := 0
	for _, o := range e.orders {
		if entered[o.id] != 1 || finished[o.id] != 1 {
			blame(&sum.losses, "order %s entered %d times and finished %d times", o.id, entered[o.id], finished[o.id])
		}
		delete(entered, o.id)
		for _, step := range killSteps {
			key := step.name + " " + o.id
			got, times, doubts := outcomes[key], len(taken[key]), e.doubts[key]
			delete(outcomes, key)
			delete(taken, key)
			sum.doubted += min(doubts, 1)
			inDoubt += doubts
			if step.marketing && o.denied {
				if len(got) != 1 || got[0] != "droppedno_consent" || times > 0 {
					blame(&sum.doubles, "%s is not wanted: the ledger says %v, it was received %d times", key, got, times)
				}
				continue
			}
			sum.messages++
			if len(got) != 1 {
				blame(&sum.losses, "%s has the lines %q in the ledger, not one", key, got)
				continue
			}
			allowed := 1
			if !step.marketing && doubts > 0 {
				allowed = 2
			}
			if times > allowed {
				blame(&sum.doubles, "%s was received %d times, and was in doubt %d times", key, times, doubts)
			}
			sum.resent += max(times-1, 0)
			switch {
			case got[0] == "sent" && times == 0:
				blame(&sum.losses, "%s is sent, says the ledger, and was never received", key)
			case got[0] == "sent":
			case strings.HasPrefix(got[0], "unknown"):
				sum.unknown++
				sum.received += min(times, 1)
				if doubts == 0 {
					blame(&other, "%s is unknown and was never in doubt", key)
				}
				switch {
				case times == 0 && step.marketing:
					sum.lost++
				case times == 0:
					sum.owed++
				}
			default:
				blame(&sum.losses, "%s ended as %s", key, got[0])
			}
		}
	}
	for _, order := range slices.Sorted(maps.Keys(entered)) {
		blame(&sum.doubles, "a journey of %q, an order that nobody placed", order)
	}
	for _, key := range slices.Sorted(maps.Keys(outcomes)) {
		blame(&sum.doubles, "the ledger has %s, which nobody asked for", key)
	}
	for _, key := range slices.Sorted(maps.Keys(taken)) {
		blame(&sum.doubles, "%s was received, which the ledger does not know", key)
	}
	if most := killConnections*e.kills + e.dropped; inDoubt > most {
		blame(&other, "%d doubts after %d kills and %d dropped answers: more than %d", inDoubt, e.kills, e.dropped, most)
	}
	return sum, wrong
}

// taken are the deliveries by step and order. All of one key have one id, one receiver and one content, and no other key has that id.
func (e *evidence) taken(blame func(string, ...any)) map[string][]delivered {
	email := make(map[string]string, len(e.orders))
	for _, o := range e.orders {
		email[o.id] = o.email
	}
	byKey, owner := map[string][]delivered{}, map[string]string{}
	for i, d := range slices.Concat(e.mails, e.calls) {
		key := d.subject
		if first, again := owner[d.id]; again && first != key {
			blame("%s and %s have one id, %s", first, key, d.id)
		}
		owner[d.id] = key
		if before := byKey[key]; len(before) > 0 && (before[0].id != d.id || before[0].sum != d.sum) {
			blame("%s was received under the ids %s and %s; the same content: %t", key, before[0].id, d.id, before[0].sum == d.sum)
		}
		if to := email[lastWord(key)]; i < len(e.mails) && d.to != to {
			blame("%s went to %q, not to %q", key, d.to, to)
		}
		byKey[key] = append(byKey[key], d)
	}
	return byKey
}

// allWell is the evidence of two orders of which everything was sent once; the customer of the second wants no marketing.
func allWell() *evidence {
	e := &evidence{orders: []killOrder{{id: "o0", email: "c0@example.test"}, {id: "o1", email: "c1@example.test", denied: true}}, doubts: map[string]int{}, kills: 1}
	for _, o := range e.orders {
		e.lines = append(e.lines, ledgerLine{Kind: "journey", Journey: "placed:" + o.id, Outcome: "entered"})
		for _, step := range killSteps {
			key := step.name + " " + o.id
			line := ledgerLine{Kind: "message", Journey: "placed:" + o.id, Node: step.name, Round: "0", Outcome: "sent"}
			switch {
			case step.webhook:
				line.Kind = "webhook"
				e.calls = append(e.calls, delivered{subject: key, id: "id of " + key})
			case step.marketing && o.denied:
				line.Outcome, line.Reason = "dropped", "no_consent"
			default:
				e.mails = append(e.mails, delivered{subject: key, id: "id of " + key, to: o.email})
			}
			e.lines = append(e.lines, line)
		}
		e.lines = append(e.lines, ledgerLine{Kind: "journey", Journey: "placed:" + o.id, Outcome: "finished"})
	}
	return e
}

// line is the ledger's line of a step of an order.
func (e *evidence) line(key string) *ledgerLine {
	for i := range e.lines {
		if l := &e.lines[i]; l.Node+" "+orderOf(l.Journey) == key {
			return l
		}
	}
	panic("no line of " + key)
}

// again lets a mail be received once more.
func (e *evidence) again(key string) {
	i := slices.IndexFunc(e.mails, func(d delivered) bool { return d.subject == key })
	e.mails = append(e.mails, e.mails[i])
}

func (e *evidence) forget(key string) {
	e.mails = slices.DeleteFunc(e.mails, func(d delivered) bool { return d.subject == key })
}

func TestTheJudgeOfKillsSeesEachHarmAndNoOther(t *testing.T) {
	for _, c := range []struct {
		what  string
		harm  bool
		alter func(e *evidence)
	}{
		{"nothing happened", false, func(*evidence) {}},
		{"marketing in doubt, received", false, func(e *evidence) { e.line("hello o0").Outcome, e.doubts["hello o0"] = "unknown", 1 }},
		{"marketing in doubt, not received", false, func(e *evidence) {
			e.line("hello o0").Outcome, e.doubts["hello o0"] = "unknown", 1
			e.forget("hello o0")
		}},
		{"a receipt in doubt, received twice", false, func(e *evidence) { e.doubts["receipt o0"] = 1; e.again("receipt o0") }},

		{"marketing received twice", true, func(e *evidence) { e.again("hello o0") }},
		{"marketing in doubt, received twice", true, func(e *evidence) {
			e.line("hello o0").Outcome, e.doubts["hello o0"] = "unknown", 1
			e.again("hello o0")
		}},
		{"a receipt received twice without a doubt", true, func(e *evidence) { e.again("receipt o0") }},
		{"a receipt received three times", true, func(e *evidence) { e.doubts["receipt o0"] = 2; e.again("receipt o0"); e.again("receipt o0") }},
		{"a second attempt under another Message-ID", true, func(e *evidence) {
			e.doubts["receipt o0"] = 1
			e.again("receipt o0")
			e.mails[len(e.mails)-1].id = "another"
		}},
		{"a second attempt with another content", true, func(e *evidence) {
			e.doubts["receipt o0"] = 1
			e.again("receipt o0")
			e.mails[len(e.mails)-1].sum = "another"
		}},
		{"one Message-ID for two messages", true, func(e *evidence) { e.mails[0].id = e.mails[1].id }},
		{"a mail to somebody else", true, func(e *evidence) { e.mails[0].to = "c9@example.test" }},
		{"marketing that was denied", true, func(e *evidence) {
			e.mails = append(e.mails, delivered{subject: "hello o1", id: "x", to: "c1@example.test"})
		}},
		{"sent, and never received", true, func(e *evidence) { e.forget("receipt o1") }},
		{"a call that is sent, and was never received", true, func(e *evidence) { e.calls = e.calls[1:] }},
		{"received, and not in the ledger", true, func(e *evidence) { *e.line("news o0") = *e.line("news o1"); e.line("news o1").Kind = "none" }},
		{"received for an order that nobody placed", true, func(e *evidence) { e.mails = append(e.mails, delivered{subject: "hello o7", id: "x"}) }},
		{"two lines for one message", true, func(e *evidence) { e.lines = append(e.lines, *e.line("hello o0")) }},
		{"given up", true, func(e *evidence) { e.line("news o0").Outcome = "failed"; e.forget("news o0") }},
		{"dropped", true, func(e *evidence) { e.line("news o0").Outcome = "dropped"; e.forget("news o0") }},
		{"an order that nobody entered for", true, func(e *evidence) { e.lines[0].Outcome = "finished" }},
		{"an order that entered twice", true, func(e *evidence) { e.lines = append(e.lines, e.lines[0]) }},
		{"a journey that does not end", true, func(e *evidence) { e.lines = e.lines[:len(e.lines)-1] }},
		{"a row that is claimed for ever", true, func(e *evidence) { e.open = []string{"message news o0 is claimed"} }},
		{"unknown, and never in doubt", true, func(e *evidence) { e.line("hello o0").Outcome = "unknown" }},
		{"more doubts than a kill can make", true, func(e *evidence) { e.doubts["hello o0"] = killConnections + 1 }},
	} {
		e := allWell()
		c.alter(e)
		if sum, wrong := e.judge(); (len(wrong) > 0) != c.harm {
			t.Errorf("%s: harm %t, want %t: %v, %v", c.what, !c.harm, c.harm, wrong, sum)
		}
	}
}
