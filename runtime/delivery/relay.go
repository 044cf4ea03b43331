package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// relay is the channel to one mail server. It keeps connections that are between transactions, the last one used
// on top, so that those which are not needed grow old and go.
type relay struct {
	server server
	opt    Options
	// slots bounds the connections: whoever holds one may take a kept link or, if none is kept, open one.
	slots chan struct{}
	done  chan struct{}

	mu     sync.Mutex
	kept   []*link
	closed bool
}

func newRelay(s server, opt Options) *relay {
	return &relay{
		server: s,
		opt:    opt,
		slots:  make(chan struct{}, opt.Connections),
		done:   make(chan struct{}),
	}
}

// Deliver hands m over as the only message of an SMTP transaction with one recipient.
func (r *relay) Deliver(ctx context.Context, m Message, ready Ready) Outcome {
	if o, bad := refuseMail(m); bad {
		return o
	}
	if o, no := r.enter(ctx); no {
		return o
	}
	defer func() { <-r.slots }()

	if l := r.take(); l != nil {
		if o, stale := r.transact(ctx, l, m, ready); !stale {
			return o
		}
		// A kept connection may have died, or had its fill of messages, without our being at fault or the message
		// having been begun. One that is new will tell.
	}
	l, o := r.connect(ctx)
	if l == nil {
		return o
	}
	o, _ = r.transact(ctx, l, m, ready)
	return o
}

// refuseMail judges what no server needs to be asked about.
func refuseMail(m Message) (o Outcome, bad bool) {
	scope := ScopeMessage
	err := m.validateMail()
	switch {
	case err == nil:
		return Outcome{}, false
	case validateAddress(m.To) != nil:
		scope = ScopeAddress
	}
	return Outcome{Verdict: Refused, Scope: scope, Answer: oneLine("not sent: " + err.Error()), Err: fmt.Errorf("check the mail: %w", err)}, true
}

// enter waits for a slot.
func (r *relay) enter(ctx context.Context) (o Outcome, no bool) {
	var err error
	if err = ctx.Err(); err == nil {
		select {
		case r.slots <- struct{}{}:
			select {
			case <-r.done:
				<-r.slots
				err = ErrClosed
			default:
				return Outcome{}, false
			}
		case <-r.done:
			err = ErrClosed
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
	}
	o = Outcome{Verdict: NotSent, Scope: ScopeRelay, Answer: "stopped before connecting", Err: fmt.Errorf("wait for a connection: %w", err)}
	return o, true
}

// take gives the youngest kept link that is still in order, or nil.
func (r *relay) take() *link {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.kept) > 0 {
		l := r.kept[len(r.kept)-1]
		r.kept = r.kept[:len(r.kept)-1]
		l.idle.Stop()
		if l.quiet() {
			return l
		}
		// The server hung up, or said that it is about to.
		l.close()
	}
	return nil
}

// keep puts a link back for the next message.
func (r *relay) keep(l *link) {
	l.used = true
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		go l.quit()
		return
	}
	r.kept = append(r.kept, l)
	if l.idle == nil {
		l.idle = time.AfterFunc(r.opt.IdleTimeout, func() { r.expire(l) })
		return
	}
	l.idle.Reset(r.opt.IdleTimeout)
}

// expire ends a link that has been idle for long enough, unless somebody has just taken it.
func (r *relay) expire(l *link) {
	r.mu.Lock()
	i := slices.Index(r.kept, l)
	if i >= 0 {
		r.kept = slices.Delete(r.kept, i, i+1)
	}
	r.mu.Unlock()
	if i >= 0 {
		l.quit()
	}
}

// Close ends the kept connections.
func (r *relay) Close() error {
	r.mu.Lock()
	kept := r.kept
	r.kept = nil
	if !r.closed {
		r.closed = true
		close(r.done)
	}
	r.mu.Unlock()
	var farewell sync.WaitGroup
	for _, l := range kept {
		l.idle.Stop()
		farewell.Go(l.quit)
	}
	farewell.Wait()
	return nil
}

var errWithheld = errors.New("withheld at the last moment")
