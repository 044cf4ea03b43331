package view

import (
	"fmt"
	"io"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// nullable is a text that JSON shows as null where it is empty.
func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

type journeyLine struct {
	Kind     string `json:"kind"`
	At       string `json:"at"`
	Journey  string `json:"journey"`
	Flow     string `json:"flow"`
	Customer string `json:"customer"`
	Order    string `json:"order,omitempty"`
	Node     string `json:"node,omitempty"`
	Outcome  string `json:"outcome"`
	Reason   string `json:"reason,omitempty"`
}

type assignmentLine struct {
	Kind     string  `json:"kind"`
	At       string  `json:"at"`
	Journey  string  `json:"journey"`
	Flow     string  `json:"flow"`
	Customer string  `json:"customer"`
	Node     string  `json:"node"`
	Variant  *string `json:"variant"`
	Outcome  string  `json:"outcome"`
}

type messageLine struct {
	Kind     string  `json:"kind"`
	At       string  `json:"at"`
	Journey  string  `json:"journey"`
	Flow     string  `json:"flow"`
	Node     string  `json:"node"`
	Round    string  `json:"round"`
	Channel  string  `json:"channel"`
	Customer string  `json:"customer"`
	Order    string  `json:"order,omitempty"`
	Topic    string  `json:"topic,omitempty"`
	Variant  *string `json:"variant"`
	Outcome  string  `json:"outcome"`
	Reason   string  `json:"reason,omitempty"`
	Subject  string  `json:"subject,omitempty"`
}

// timeLayout is UTC with a fraction only where there is one.
const timeLayout = "2006-01-02T15:04:05.999Z07:00"

// FormatTime is an instant as the ledger writes it.
func FormatTime(t time.Time) string { return t.UTC().Format(timeLayout) }

// LedgerJSON writes one line of the ledger as contracts.md has it.
func LedgerJSON(w io.Writer, l store.LedgerLine) error {
	switch l.Kind {
	case "assignment":
		return writeJSON(w, assignmentLine{l.Kind, FormatTime(l.At), l.Journey, l.Flow, l.Customer, l.Node, nullable(l.Variant), l.Outcome})
	case "message", "webhook":
		return writeJSON(w, messageLine{
			l.Kind, FormatTime(l.At), l.Journey, l.Flow, l.Node, l.Round, l.Channel, l.Customer, l.Order, l.Topic, nullable(l.Variant),
			l.Outcome, l.Reason, l.Subject,
		})
	default:
		return writeJSON(w, journeyLine{l.Kind, FormatTime(l.At), l.Journey, l.Flow, l.Customer, l.Order, l.Node, l.Outcome, l.Reason})
	}
}

// LedgerText writes one line of the ledger for a person, with the time as the clocks of a zone show it.
func LedgerText(w io.Writer, l store.LedgerLine, zone *time.Location) error {
	what := l.Outcome
	if l.Node != "" {
		what = l.Node + " " + what
	}
	if l.Variant != "" {
		what += " [" + l.Variant + "]"
	}
	if l.Reason != "" {
		what += " (" + l.Reason + ")"
	}
	if l.Subject != "" {
		what += fmt.Sprintf(" %q", l.Subject)
	}
	_, err := fmt.Fprintf(w, "%s  %-10s  %s  %s\n", l.At.In(zone).Format("Mon 2006-01-02 15:04:05 MST"), l.Kind, l.Journey, what)
	return err
}
