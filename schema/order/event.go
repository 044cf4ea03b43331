package order

import (
	"cmp"
	"time"

	"github.com/flowc/flowc/schema/facts"
)

// Event is something that happened to a customer or an order: what the engine reads. (Source, ID) is its key.
type Event struct {
	Seq      int64 // the store's own number, in the order of arrival
	Source   string
	ID       string
	Type     string
	At       time.Time // UTC, to the millisecond
	Customer string    // the customer's id; empty while it is not known
	Order    string    // the order's id; empty where the event names none
	Shipment string
	// Received is when the event was first seen; zero: when it is looked at.
	Received time.Time
	// Fresh is true while the engine has not looked at the event.
	Fresh bool
	// Properties by name, as the event's type has them: texts, numbers, money, and for product and items the objects.
	Properties map[string]facts.Value
}

// Get makes an event a facts.Record: its fields are read by name, so that a merged type reads any of its events.
func (e *Event) Get(f *facts.Field) facts.Value {
	switch f.Name {
	case "at":
		return facts.TimeOf(e.At)
	case "type":
		return facts.StringOf(e.Type)
	default:
		return e.Properties[f.Name]
	}
}

// Compare orders events by when they happened, then by source and id (language.md, "Small print").
func (e *Event) Compare(o *Event) int {
	return cmp.Or(e.At.Compare(o.At), cmp.Compare(e.Source, o.Source), cmp.Compare(e.ID, o.ID))
}

// Key is SOURCE/ID.
func (e *Event) Key() string { return e.Source + "/" + e.ID }

// Seen is when the event was first seen, at the latest now.
func (e *Event) Seen(now time.Time) time.Time {
	if e.Received.IsZero() {
		return now
	}
	return e.Received
}
