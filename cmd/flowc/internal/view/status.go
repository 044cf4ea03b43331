package view

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// Status is where a store stands.
type Status struct {
	AsOf     time.Time
	Versions []store.Version
	Journeys []store.Count
	Messages []store.OutcomeCount
	Totals   store.Totals
	// WithoutOrder counts events that begin nothing since they name no order.
	WithoutOrder int64
}

type journeyCount struct {
	Flow  string `json:"flow"`
	Node  string `json:"node,omitempty"`
	State string `json:"state"` // under_way, finished, left
	N     int64  `json:"count"`
}

type messageCount struct {
	Kind    string `json:"kind"`
	Flow    string `json:"flow"`
	Node    string `json:"node"`
	Outcome string `json:"outcome"`
	Reason  string `json:"reason,omitempty"`
	N       int64  `json:"count"`
}

func (s Status) journeys() []journeyCount {
	out := []journeyCount{}
	for _, c := range s.Journeys {
		state := [...]string{"under_way", "finished", "left"}[c.Over]
		node := c.State
		if c.Over != 0 {
			node = ""
		}
		out = append(out, journeyCount{c.Flow, node, state, c.N})
	}
	return out
}

// Outcome is a status of the outbox in the words of the ledger.
func Outcome(s store.Status) string {
	if s == store.Accepted {
		return "sent"
	}
	return string(s)
}

// JSON writes the status for scripts.
func (s Status) JSON(w io.Writer) error {
	out := struct {
		FormatVersion string         `json:"format_version"`
		AsOf          string         `json:"as_of"`
		Version       int64          `json:"version"`
		Program       string         `json:"program"`
		AppliedAt     string         `json:"applied_at,omitempty"`
		Totals        map[string]any `json:"totals"`
		Journeys      []journeyCount `json:"journeys"`
		Messages      []messageCount `json:"messages"`
	}{FormatVersion: "1.0", AsOf: FormatTime(s.AsOf), Journeys: s.journeys(), Messages: []messageCount{}}
	if n := len(s.Versions); n > 0 {
		v := s.Versions[n-1]
		out.Version, out.Program, out.AppliedAt = v.Number, v.Fingerprint, FormatTime(v.AppliedAt)
	}
	t := s.Totals
	out.Totals = map[string]any{
		"customers": t.Customers, "orders": t.Orders, "events": t.Events, "events_waiting_for_their_order": t.Waiting,
		"journeys": t.Journeys, "journeys_under_way": t.UnderWay, "messages": t.Messages,
		"orders_in_an_undeclared_currency": t.UndeclaredCurrency, "events_without_their_order": s.WithoutOrder,
	}
	for _, m := range s.Messages {
		out.Messages = append(out.Messages, messageCount{m.Kind, m.Flow, m.Node, Outcome(m.Status), m.Reason, m.N})
	}
	return writeJSON(w, out)
}

// Text writes the status for a person.
func (s Status) Text(w io.Writer, colours bool) error {
	paint := painter(colours)
	t := s.Totals
	fmt.Fprintf(w, "%s, %s, %s\n", Plural(t.Customers, "customer"), Plural(t.Orders, "order"), Plural(t.Events, "event"))
	if n := len(s.Versions); n > 0 {
		v := s.Versions[n-1]
		fmt.Fprintf(w, "Version %d runs since %s (%s)\n", v.Number, v.AppliedAt.UTC().Format("2006-01-02 15:04Z"), Short(v.Fingerprint))
	} else {
		fmt.Fprintln(w, "Nothing was applied yet: `flowc apply`.")
	}
	if t.Waiting > 0 {
		waits := "wait"
		if t.Waiting == 1 {
			waits = "waits"
		}
		fmt.Fprintln(w, paint.yellow(fmt.Sprintf("%s %s for an order that is not known yet", Plural(t.Waiting, "event"), waits)))
	}
	if s.WithoutOrder > 0 {
		names, starts := "name", "start"
		if s.WithoutOrder == 1 {
			names, starts = "names", "starts"
		}
		fmt.Fprintln(w, paint.yellow(fmt.Sprintf("%s %s no order and %s nobody, since the flow needs one", Plural(s.WithoutOrder, "event"), names, starts)))
	}
	if t.UndeclaredCurrency > 0 {
		fmt.Fprintln(w, paint.yellow(fmt.Sprintf("%s in a currency that the project does not declare", Plural(t.UndeclaredCurrency, "order"))))
	}
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(s.Journeys) > 0 {
		fmt.Fprintf(tab, "\n%s\n", paint.bold("Journeys"))
		for _, c := range s.journeys() {
			where := c.State
			if c.Node != "" {
				where = "in " + c.Node
			}
			fmt.Fprintf(tab, "  %s\t%s\t%s\n", c.Flow, where, Thousands(c.N))
		}
	}
	if len(s.Messages) > 0 {
		fmt.Fprintf(tab, "\n%s\n", paint.bold("Messages"))
		for _, m := range s.Messages {
			outcome := Outcome(m.Status)
			if m.Reason != "" {
				outcome += " (" + m.Reason + ")"
			}
			fmt.Fprintf(tab, "  %s.%s\t%s\t%s\n", m.Flow, m.Node, outcome, Thousands(m.N))
		}
	}
	return tab.Flush()
}
