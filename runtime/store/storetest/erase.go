package storetest

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// erase takes a customer out, n hours after t0.
func (l *lab) erase(customer string, n int) (e store.Erasure) {
	l.Helper()
	l.write(func(tx store.Tx) (err error) {
		e, err = tx.Erase(l.ctx, customer, hours(n))
		return err
	})
	return e
}

// at is a customer's line that names an address.
func at(id, customer, email string, n int) *order.Line {
	l := of(id, "customer.updated", customer, hours(n))
	l.Customer.Email = ptr(email)
	return l
}

// chosen is a choice of tips by who has an address.
func (l *lab) chosen(address, state string, n int) {
	l.Helper()
	l.write(func(tx store.Tx) error {
		return tx.Choose(l.ctx, store.Choice{Channel: "email", Address: address, Topic: "tips", State: state, Basis: "express", Source: "till", At: hours(n)})
	})
}

// returned is what holds for somebody new who comes with an address: the word about tips, and whether all is kept from it.
func (l *lab) returned(email string, n int) (tips string, suppressed bool) {
	l.Helper()
	id := "back-" + email + "-" + hours(n).Format("150405")
	l.take(at(id, id, email, n))
	p := l.person(id)
	return verdict(p, "tips"), p.Suppressed
}

var erasures = []claim{
	{"what was refused is refused again when the address comes back, and nothing else is known", func(l *lab) {
		l.take(at("e1", "c1", "Ada@x.test", 0), with(of("e2", "consent.changed", "c1", hours(1)), "topic", `"tips"`, "state", `"denied"`))
		l.take(with(of("e3", "consent.changed", "c1", hours(1)), "topic", `"news"`, "state", `"granted"`))
		l.take(with(of("e4", "message.bounced", "c1", hours(2)), "kind", `"hard"`))
		e := l.erase("c1", 3)
		if len(e.Refused) != 2 || !store.IsHash(e.Refused[0].Address) || strings.Contains(e.Refused[0].Address, "ada") {
			l.Errorf("refused: %+v", e.Refused)
		}
		tips, suppressed := l.returned("ADA@x.test", 4)
		same(l, "tips", tips, "no")
		same(l, "suppressed", suppressed, true)
		p := l.person("back-ADA@x.test-130000")
		same(l, "news, which was granted", verdict(p, "news"), "-")
		l.write(func(tx store.Tx) error {
			lifted, err := tx.Lift(l.ctx, store.Suppression{Channel: "email", Address: "ada@x.test", At: hours(5)})
			same(l, "lifted", lifted, true)
			return err
		})
		l.chosen("ada@x.test", "granted", 5)
		tips, suppressed = l.returned("ada@x.test", 6)
		same(l, "tips after a later choice", tips, "yes")
		same(l, "suppressed after a lift", suppressed, false)
	}},
	{"a denial that was lifted, and an address that was, are not refused", func(l *lab) {
		l.take(at("e1", "c1", "ada@x.test", 0))
		l.chosen("ada@x.test", "denied", 1)
		l.chosen("ada@x.test", "granted", 2)
		l.write(func(tx store.Tx) error {
			if err := tx.Suppress(l.ctx, store.Suppression{Channel: "email", Address: "ada@x.test", Reason: "manual", At: hours(1)}); err != nil {
				return err
			}
			_, err := tx.Lift(l.ctx, store.Suppression{Channel: "email", Address: "ada@x.test", At: hours(2)})
			return err
		})
		same(l, "refused", len(l.erase("c1", 3).Refused), 0)
		tips, suppressed := l.returned("ada@x.test", 4)
		same(l, "tips", tips, "-")
		same(l, "suppressed", suppressed, false)
	}},
	{"who shares the address keeps what was said there", func(l *lab) {
		l.take(at("e1", "c1", "home@x.test", 0), at("e2", "c2", "home@x.test", 0))
		l.chosen("home@x.test", "denied", 1)
		l.write(func(tx store.Tx) error {
			return tx.Suppress(l.ctx, store.Suppression{Channel: "email", Address: "home@x.test", Reason: "manual", At: hours(1)})
		})
		l.erase("c1", 2)
		same(l, "tips", verdict(l.person("c2"), "tips"), "no")
		same(l, "suppressed", l.person("c2").Suppressed, true)
	}},
	{"journeys under way leave, keys stay, what waits is dropped", func(l *lab) {
		l.take(at("e1", "c1", "ada@x.test", 0), placed("e2", "o1", "c1", t0))
		j := &interp.Journey{Flow: "f", Key: "o1", Customer: "c1", Order: "o1", Entered: t0, State: "s", Due: hours(9), Watch: hours(99)}
		row := &store.OutboxRow{
			Flow: "f", Key: "o1", Node: "s", Round: "0", Kind: "message", Status: store.Planned, Customer: "c1", Channel: "email", Sender: "default", Topic: "tips",
			Program: "p", ReleasedAt: t0, At: t0, Address: "ada@x.test", Subject: "Dear Ada", Payload: []byte(`{"a":1}`),
		}
		claimed := *row
		claimed.Node = "t"
		var epoch int64
		l.write(func(tx store.Tx) error {
			if err := tx.InsertJourneys(l.ctx, []*interp.Journey{j}); err != nil {
				return err
			}
			claimed.Journey, row.Journey = j.ID, j.ID
			return tx.InsertOutbox(l.ctx, []*store.OutboxRow{&claimed})
		})
		epoch, err := l.s.Acquire(l.ctx, "runner", t0, hours(99).Sub(t0))
		if err != nil {
			l.Fatal(err)
		}
		l.write(func(tx store.Tx) error {
			if _, err := tx.Claim(l.ctx, epoch, t0, 10); err != nil {
				return err
			}
			return tx.InsertOutbox(l.ctx, []*store.OutboxRow{row})
		})
		l.erase("c1", 1)
		l.write(func(tx store.Tx) error {
			verdicts, err := tx.HandOff(l.ctx, epoch, hours(1), []int64{claimed.ID})
			same(l, "the last question", verdicts[claimed.ID].Reason, "left")
			if err != nil {
				return err
			}
			rows, err := tx.Claim(l.ctx, epoch, hours(1), 10)
			same(l, "still to be sent", len(rows), 0)
			if err != nil {
				return err
			}
			exists, err := tx.Exists(l.ctx, "f", []string{"o1"})
			same(l, "the key is there", exists["o1"], true)
			again := *row
			again.ID = 0
			if err == nil {
				err = tx.InsertOutbox(l.ctx, []*store.OutboxRow{&again})
			}
			same(l, "the same message again", again.ID, 0)
			evs, _ := tx.NewEvents(l.ctx, hours(10), 10)
			same(l, "events that wait", len(evs), 0)
			return err
		})
		var out []string
		l.read(func(r store.Reader) error {
			return r.Ledger(l.ctx, store.LedgerQuery{}, func(line store.LedgerLine) bool {
				out = append(out, line.Kind+" "+line.Node+" "+line.Outcome+" "+line.Reason+line.Subject)
				return true
			})
		})
		same(l, "the ledger", strings.Join(out, "; "), "message t dropped left; message s dropped left; journey  left erased")
	}},
	{"what a runner writes of a person who was erased meanwhile says nothing of them, and sends nothing again", func(l *lab) {
		for _, end := range []string{"accepted", "failed", "retry_wait", "unknown", "rescued", "asked"} {
			id := "c-" + end
			l.take(at("e-"+end, id, end+"@x.test", 0))
			j := &interp.Journey{Flow: "f", Key: end, Customer: id, Entered: t0, State: "s", Over: 1}
			row := &store.OutboxRow{
				Flow: "f", Key: end, Node: "s", Round: "0", Kind: "message", Status: store.Planned, Customer: id, Channel: "email", Sender: "default", Topic: "orders",
				Program: "p", ReleasedAt: t0, At: t0, Address: end + "@x.test", Subject: "Dear you", Payload: []byte(`{}`), Resend: true,
			}
			epoch, err := l.s.Acquire(l.ctx, "runner", t0, hours(99).Sub(t0))
			if err != nil {
				l.Fatal(err)
			}
			l.write(func(tx store.Tx) error {
				if err := tx.InsertJourneys(l.ctx, []*interp.Journey{j}); err != nil {
					return err
				}
				row.Journey = j.ID
				if err := tx.InsertOutbox(l.ctx, []*store.OutboxRow{row}); err != nil {
					return err
				}
				if _, err := tx.Claim(l.ctx, epoch, t0, 10); err != nil {
					return err
				}
				if end == "retry_wait" || end == "rescued" || end == "asked" {
					return nil
				}
				_, err := tx.HandOff(l.ctx, epoch, t0, []int64{row.ID})
				return err
			})
			l.erase(id, 1)
			if end == "rescued" {
				if epoch, err = l.s.Acquire(l.ctx, "runner", hours(1), hours(99).Sub(t0)); err != nil {
					l.Fatal(err)
				}
			}
			answer := "no mailbox " + end + "@x.test"
			l.write(func(tx store.Tx) (err error) {
				switch end {
				case "rescued":
					_, _, err = tx.Rescue(l.ctx, epoch, hours(2))
				case "asked": // of a journey that had finished before
					var verdicts map[int64]store.Verdict
					verdicts, err = tx.HandOff(l.ctx, epoch, hours(2), []int64{row.ID})
					same(l, "the last question", verdicts[row.ID].Reason, "left")
				default:
					err = tx.Settle(l.ctx, epoch, hours(2), []store.Settled{{ID: row.ID, Status: store.Status(end), Reason: answer, Answer: answer, NextAt: hours(3), Suppress: end == "failed"}})
				}
				if err != nil {
					return err
				}
				rows, err := tx.Claim(l.ctx, epoch, hours(20), 10)
				same(l, end+": sent again", len(rows), 0)
				if err != nil {
					return err
				}
				e, err := tx.Export(l.ctx, id)
				if err != nil {
					return err
				}
				text, err := json.Marshal(e)
				if strings.Contains(string(text), "@x.test") || strings.Contains(string(text), "Dear") {
					l.Errorf("%s: %s", end, text)
				}
				return err
			})
			if err := l.s.Release(l.ctx, epoch, hours(3)); err != nil {
				l.Fatal(err)
			}
		}
	}},
	{"an older copy of the store is erased again, once, with what was refused later", func(l *lab) {
		l.take(at("e1", "c1", "ada@x.test", 0))
		e := store.Erasure{Customer: "c1", At: hours(5), Refused: []store.Refusal{{Channel: "email", Address: "hash:0123", Topic: "tips", At: hours(4)}}}
		for i, want := range []bool{true, false} {
			l.write(func(tx store.Tx) error {
				did, err := tx.EraseAgain(l.ctx, e, hours(6+i))
				same(l, "erased again", did, want)
				return err
			})
		}
		l.read(func(r store.Reader) error {
			s, err := r.Standing(l.ctx, "c1", "")
			same(l, "erased", s.Erased, true)
			same(l, "address", s.Address, "")
			return err
		})
		l.write(func(tx store.Tx) error { // one who is not in the copy
			did, err := tx.EraseAgain(l.ctx, store.Erasure{Customer: "c9", At: hours(5)}, hours(6))
			same(l, "done", did, true)
			_, nobody := tx.Erase(l.ctx, "c9", hours(6))
			same(l, "nobody", errors.Is(nobody, store.ErrNobody), true)
			return err
		})
	}},
	{"who comes back is a customer again", func(l *lab) {
		l.take(at("e1", "c1", "ada@x.test", 0))
		l.erase("c1", 1)
		l.take(of("e2", "message.clicked", "c1", hours(2)))
		erased := func(want bool) {
			l.Helper()
			l.read(func(r store.Reader) error {
				s, err := r.Standing(l.ctx, "c1", "")
				same(l, "erased", s.Erased, want)
				return err
			})
		}
		erased(true)
		l.take(at("e3", "c1", "ada@x.test", 3))
		erased(false)
	}},
	{"an export holds all that is known, and nothing of others", func(l *lab) {
		a := at("e1", "c1", "ada@x.test", 0)
		a.Customer.FirstName = ptr("Ada")
		l.take(a, at("e2", "c2", "bob@x.test", 0), placed("e3", "o1", "c1", hours(1)), placed("e4", "o2", "c2", hours(1)))
		l.take(with(of("e5", "review.submitted", "c1", hours(2)), "product", `"p9"`, "rating", "5", "body", `"Lovely"`))
		l.chosen("ada@x.test", "denied", 3)
		l.take(with(of("e6", "message.bounced", "c1", hours(4)), "kind", `"hard"`))
		l.read(func(r store.Reader) error {
			e, err := r.Export(l.ctx, "c1")
			if err != nil {
				return err
			}
			text, err := json.Marshal(e)
			if err != nil {
				return err
			}
			for _, want := range []string{"Ada", "ada@x.test", `"o1"`, "Serum", "Lovely", "denied", "hard_bounce", "review.submitted"} {
				if !strings.Contains(string(text), want) {
					l.Errorf("%q is missing in %s", want, text)
				}
			}
			for _, never := range []string{"bob", `"o2"`, `"c2"`} {
				if strings.Contains(string(text), never) {
					l.Errorf("%q is in %s", never, text)
				}
			}
			_, err = r.Export(l.ctx, "c9")
			same(l, "nobody", errors.Is(err, store.ErrNobody), true)
			return nil
		})
	}},
}
