package delivery

import "context"

// null is the channel that accepts everything: what a simulation sends to.
type null struct{}

// NewNull returns a channel that hands nothing to anybody and accepts all that Ready agrees to, invalid messages
// excepted.
func NewNull() Channel { return null{} }

func (null) Deliver(ctx context.Context, m Message, ready Ready) Outcome {
	if err := m.Validate(); err != nil {
		return Outcome{Verdict: Refused, Answer: oneLine("not sent: " + err.Error()), Err: err}
	}
	if ready != nil {
		if err := ready(ctx); err != nil {
			return withheld(err)
		}
	}
	return Outcome{Verdict: Accepted}
}

func (null) Close() error { return nil }
