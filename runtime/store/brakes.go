package store

import (
	"context"
	"time"
)

// Scope is what a pause, a release or a drop is about.
type Scope string

// The scopes. All and Marketing have no name.
const (
	All       Scope = "all"
	Marketing Scope = "marketing"
	OfFlow    Scope = "flow"
	OfTopic   Scope = "topic"
	OfSender  Scope = "sender"
	OfOne     Scope = "customer"
)

// Pause is what was stopped, when and why.
type Pause struct {
	Scope  Scope
	Name   string
	Reason string
	At     time.Time
}

// Waiting counts messages and webhooks that are due and wait in the outbox.
type Waiting struct {
	Free  int64 // they go when nothing stops them
	Stale int64 // they came too late and are dropped
	Held  int64 // a limit holds them
}

// Traffic is what was handed over lately, in messages, and what came back.
type Traffic struct {
	Hour, Day int // the last 60 minutes, the last 24 hours
	Today     int // of the day, in UTC
	BestDay   int // the highest of the fortnight before
	// Bounces and Complaints are shares of the last 200 and 1,000 messages; 0 where there were fewer.
	Bounces, Complaints float64
}

// Brakes is what keeps a mistake from reaching everybody.
type Brakes interface {
	Pause(ctx context.Context, p Pause) error
	// Resume ends a pause; it answers whether there was one.
	Resume(ctx context.Context, scope Scope, name string) (bool, error)
	Traffic(ctx context.Context, now time.Time) (Traffic, error)
	// Hold keeps all messages that are due from going, but those that a person has let go; limit says which limit they are beyond.
	Hold(ctx context.Context, now time.Time, limit string) (int, error)
	// Free lets held messages go, and no limit holds them again. DropHeld drops them (`held`).
	Free(ctx context.Context, scope Scope, name string) (int, error)
	DropHeld(ctx context.Context, scope Scope, name string, now time.Time) (int, error)
}
