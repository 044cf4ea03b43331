package main

import (
	"testing"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/pages"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
	"github.com/flowc/flowc/schema/order"
)

func TestAnUnsubscriptionTakenBackLeavesWhatHeldBefore(t *testing.T) {
	program, err := engine.Prepare(&machine.Program{Project: machine.Project{Timezone: "UTC", Currencies: []string{"EUR"}, Locale: "en"}})
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), ":memory:", storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	s := pageStore{st, program}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	email := "ada@example.test"
	err = st.Write(t.Context(), func(tx store.Tx) error {
		_, err := tx.Import(t.Context(), &order.Line{
			Source: "shop", ID: "e1", Type: "customer.created", At: now,
			Customer: &order.CustomerPatch{ID: "c1", Email: &email, Consents: map[string]map[string]string{"offers": {"email": "denied"}, "news": {"email": "granted"}}},
		}, program.ImportOptions(now))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	holds := func(topic string) bool {
		var agreed bool
		err := st.Read(t.Context(), func(r store.Reader) error {
			f, err := r.Facts(t.Context(), store.FactsQuery{Customers: []string{"c1"}, Consents: true})
			if err == nil {
				agreed = store.Agreed(f.People["c1"].Choices, topic, topic == "tips") // tips are for who did not refuse
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return agreed
	}
	check := func(when string, tips, news, offers bool) {
		t.Helper()
		for topic, want := range map[string]bool{"tips": tips, "news": news, "offers": offers} {
			if got := holds(topic); got != want {
				t.Errorf("%s, %s: got %v, want %v", when, topic, got, want)
			}
		}
	}
	check("before", true, true, false)
	for i, topic := range []string{"tips", ""} {
		claim := pages.Claim{Customer: "c1", Address: pages.Mark(email), Topic: topic}
		letter := now.Add(time.Duration(i) * time.Hour)
		pressed := letter.Add(time.Minute)
		if err := s.Unsubscribe(t.Context(), claim, pressed, pages.Evidence{Via: pages.ViaPage, Issued: letter}); err != nil {
			t.Fatal(err)
		}
		check("unsubscribed from "+scope(claim), false, topic != "", false)
		if err := s.Resubscribe(t.Context(), claim, pressed.Add(time.Second), pages.Evidence{Via: pages.ViaUndo, Issued: letter}); err != nil {
			t.Fatal(err)
		}
		check("taken back", true, true, false)
		if err := s.Unsubscribe(t.Context(), claim, pressed.Add(time.Minute), pages.Evidence{Via: pages.ViaOneClick, Issued: letter}); err != nil {
			t.Fatal(err)
		}
		check("said again", false, topic != "", false)
		if err := s.Resubscribe(t.Context(), claim, pressed.Add(time.Hour), pages.Evidence{Via: pages.ViaUndo, Issued: letter}); err != nil {
			t.Fatal(err)
		}
	}
	check("in the end", true, true, false)
}
