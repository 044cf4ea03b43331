package delivery

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func count(commands []string, verb string) int {
	n := 0
	for _, c := range commands {
		if strings.HasPrefix(c, verb) {
			n++
		}
	}
	return n
}

func TestWithheldLetterReachesNobody(t *testing.T) {
	for _, encrypted := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			h := &host{}
			if encrypted {
				h.tls, _ = certificate(t, "mx.test")
			}
			c := h.channel(t, "", Options{})
			no := errors.New("the customer unsubscribed")
			got := c.Deliver(t.Context(), letter("k1"), func(context.Context) error { return no })
			if got.Verdict != Withheld || !errors.Is(got.Err, no) || got.Answer != "withheld: the customer unsubscribed" {
				t.Errorf("encrypted %v: got %+v, want withheld", encrypted, got)
			}
			if got := c.Deliver(t.Context(), letter("k2"), yes); got.Verdict != Accepted {
				t.Errorf("encrypted %v: the next letter: got %+v, want accepted", encrypted, got)
			}
			synctest.Wait()
			commands, taken, _ := h.seen()
			if len(taken) != 1 || !strings.Contains(taken[0], "Subject: k2") {
				t.Errorf("encrypted %v: the server took %q, want the second letter only", encrypted, taken)
			}
			if h.conns != 2 || count(commands, "QUIT") != 0 {
				t.Errorf("encrypted %v: %d connections, commands %q; want a new connection and no QUIT inside DATA", encrypted, h.conns, commands)
			}
			_ = c.Close()
		})
	}
}

func TestConnectionIsKeptForTheNextLetter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{auth: "PLAIN", offers: []string{"PIPELINING"}}
		c := h.channel(t, "", Options{})
		for i := range 50 {
			if got := c.Deliver(t.Context(), letter(fmt.Sprint("k", i)), yes); got.Verdict != Accepted {
				t.Fatalf("letter %d: got %+v, want accepted", i, got)
			}
		}
		_ = c.Close()
		synctest.Wait()
		commands, _, promised := h.seen()
		if h.conns != 1 || len(promised) != 50 {
			t.Errorf("%d connections for %d letters, want 1 for 50", h.conns, len(promised))
		}
		if count(commands, "AUTH") != 1 || count(commands, "RSET") != 0 || count(commands, "QUIT") != 1 {
			t.Errorf("commands %q, want one AUTH, no RSET, one QUIT", commands)
		}
	})
}

func TestRefusedRecipientLeavesTheConnectionInOrder(t *testing.T) {
	for _, offers := range [][]string{nil, {"PIPELINING"}} {
		for _, at := range []moment{atMail, atRecipient, atData} {
			synctest.Test(t, func(t *testing.T) {
				h := &host{offers: offers, faultAt: at, fault: "5xx", rng: rand.New(rand.NewPCG(1, 1))}
				c := h.channel(t, "", Options{})
				if got := c.Deliver(t.Context(), letter("k1"), yes); got.Verdict == Accepted {
					t.Fatalf("%v: accepted", at)
				}
				h.mend()
				if got := c.Deliver(t.Context(), letter("k2"), yes); got.Verdict != Accepted {
					t.Errorf("%v, offers %v: the next letter: got %+v, want accepted", at, offers, got)
				}
				_ = c.Close()
				synctest.Wait()
				commands, taken, _ := h.seen()
				if h.conns != 1 || count(commands, "RSET") != 1 || len(taken) != 1 {
					t.Errorf("%v, offers %v: %d connections, %d letters taken, commands %q; want 1, 1 and an RSET", at, offers, h.conns, len(taken), commands)
				}
			})
		}
	}
}

func TestKeptConnectionThatDiedCostsNothing(t *testing.T) {
	// The second dialogue ends before its body, in each way there is; the letter goes over a new connection.
	for _, row := range []struct {
		at     moment
		faults []string
	}{
		{atMail, []string{"4xx", "421", "5xx", "drop", "hang", "garbage", "early 250", "cut", "flood"}},
		{atRecipient, []string{"421", "drop", "hang", "garbage", "early 250", "cut", "flood"}},
		{atData, []string{"421", "drop", "hang", "garbage", "early 250", "cut", "flood"}},
	} {
		for _, fault := range row.faults {
			synctest.Test(t, func(t *testing.T) {
				h := &host{rng: rand.New(rand.NewPCG(1, 1)), faultAt: row.at}
				c, err := Open("smtp://127.0.0.1", Options{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
					synctest.Wait() // until the host has seen the end of the first connection
					return h.dial(ctx, network, address)
				}})
				if err != nil {
					t.Fatal(err)
				}
				if got := c.Deliver(t.Context(), letter("k1"), yes); got.Verdict != Accepted {
					t.Fatalf("%s: got %+v, want accepted", fault, got)
				}
				h.mu.Lock()
				h.fault = fault
				h.mu.Unlock()
				h.spoil()
				asked := 0
				got := c.Deliver(t.Context(), letter("k2"), func(context.Context) error { asked++; return nil })
				if got.Verdict != Accepted {
					t.Errorf("%s: got %+v, want accepted", fault, got)
				}
				_ = c.Close()
				synctest.Wait()
				_, taken, _ := h.seen()
				if h.conns != 2 || h.most != 1 || len(taken) != 2 || asked != 1 {
					t.Errorf("%s: %d connections, %d at once, %d letters taken, ready asked %d times; want 2, 1, 2, 1", fault, h.conns, h.most, len(taken), asked)
				}
			})
		}
	}
}

func TestServerThatHungUpWhileIdleIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		var ends []*pipeEnd
		dial := h.dial
		c, err := Open("smtp://127.0.0.1", Options{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			ends = append(ends, conn.(*pipeEnd))
			return conn, err
		}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			if got := c.Deliver(t.Context(), letter(fmt.Sprint("k", i)), yes); got.Verdict != Accepted {
				t.Errorf("letter %d: got %+v, want accepted", i, got)
			}
			// The server goes.
			ends[i].in.set(func() { ends[i].in.closed = true })
			ends[i].out.set(func() { ends[i].out.broken = true })
			synctest.Wait()
		}
		_ = c.Close()
		if h.conns != 3 {
			t.Errorf("%d connections, want 3", h.conns)
		}
	})
}

func TestIdleConnectionsAreEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		c := h.channel(t, "", Options{IdleTimeout: time.Minute})
		for i := range 2 {
			if got := c.Deliver(t.Context(), letter(fmt.Sprint("k", i)), yes); got.Verdict != Accepted {
				t.Fatalf("got %+v, want accepted", got)
			}
			<-time.After(59 * time.Second) // of the bubble's clock
			if _, open := h.connections(); open != 1 {
				t.Errorf("after 59 s %d connections are open, want 1", open)
			}
		}
		<-time.After(2 * time.Second)
		commands, _, _ := h.seen()
		if made, open := h.connections(); made != 1 || open != 0 || count(commands, "QUIT") != 1 {
			t.Errorf("after a minute: %d made, %d open, commands %q; want 1, 0, QUIT", made, open, commands)
		}
		_ = c.Close()
	})
}

func TestConnectionsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		c := h.channel(t, "", Options{Connections: 3})
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				got := c.Deliver(t.Context(), letter(fmt.Sprint("k", i)), func(context.Context) error {
					<-time.After(time.Second) // of the bubble's clock: hold the connection
					return nil
				})
				if got.Verdict != Accepted {
					t.Errorf("letter %d: got %+v, want accepted", i, got)
				}
			})
		}
		all.Wait()
		_ = c.Close()
		synctest.Wait()
		_, taken, _ := h.seen()
		if h.most != 3 || len(taken) != 40 {
			t.Errorf("%d connections at once, %d letters taken; want 3 and 40", h.most, len(taken))
		}
	})
}

func TestCancellingBeforeTheDotSendsNothing(t *testing.T) {
	for _, when := range []string{"waiting for a slot", "connecting", "before the answer to RCPT", "in ready"} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			h := &host{rng: rand.New(rand.NewPCG(1, 1))}
			opt := Options{Connections: 1}
			switch when {
			case "before the answer to RCPT":
				h.faultAt, h.fault = atRecipient, "hang"
			case "connecting":
				h.faultAt, h.fault = atGreeting, "hang"
			}
			c := h.channel(t, "", opt)
			release := make(chan struct{})
			var first sync.WaitGroup
			if when == "waiting for a slot" {
				first.Go(func() {
					c.Deliver(t.Context(), letter("k0"), func(context.Context) error { <-release; return nil })
				})
				synctest.Wait()
			}
			time.AfterFunc(time.Second, cancel)
			got := c.Deliver(ctx, letter("k1"), func(ctx context.Context) error {
				<-ctx.Done()
				return nil // as if the answer had been yes just before
			})
			if got.Verdict != NotSent || !errors.Is(got.Err, context.Canceled) {
				t.Errorf("%s: got %+v, want not sent, canceled", when, got)
			}
			close(release)
			first.Wait()
			_ = c.Close()
			synctest.Wait()
			_, taken, _ := h.seen()
			if slices.ContainsFunc(taken, func(l string) bool { return strings.Contains(l, "Subject: k1") }) {
				t.Errorf("%s: the server took the letter", when)
			}
		})
	}
}

// mute is a context that has ended and whose end nobody has been told of yet.
type mute struct {
	context.Context
	over atomic.Bool
}

func (c *mute) Err() error {
	if c.over.Load() {
		return context.Canceled
	}
	return nil
}

func TestEndOfTheContextIsReadBeforeTheDot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		ctx := &mute{Context: t.Context()}
		got := h.channel(t, "", Options{}).Deliver(ctx, letter("k1"), func(context.Context) error {
			ctx.over.Store(true)
			return nil
		})
		synctest.Wait()
		if _, taken, _ := h.seen(); got.Verdict != NotSent || len(taken) != 0 {
			t.Errorf("got %+v and %d letters taken, want not sent", got, len(taken))
		}
	})
}

func TestRefusalOnTheHeelsOfThe354IsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := pipe()
		d := &dialogue{host: &host{}, raw: server}
		d.wear(server)
		dotted := false
		go func() {
			d.say("220 mx\r\n")
			for _, answer := range []string{"250 mx\r\n", "250 Ok\r\n", "250 Ok\r\n", "354 Go\r\n554 5.7.1 On second thoughts\r\n"} {
				_, _ = d.in.ReadString('\n')
				d.say(answer)
			}
			for {
				line, err := d.in.ReadString('\n')
				if err != nil {
					return
				}
				dotted = dotted || line == ".\r\n"
			}
		}()
		c, err := Open("smtp://127.0.0.1", Options{Dial: dialling(client)})
		if err != nil {
			t.Fatal(err)
		}
		got := c.Deliver(t.Context(), letter("k1"), func(context.Context) error { synctest.Wait(); return nil })
		synctest.Wait()
		if got.Verdict != Refused || got.Code != 554 || dotted {
			t.Errorf("got %+v, dot sent: %v; want refused, without a dot", got, dotted)
		}
	})
}

func TestCancellingAfterTheDotIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{faultAt: atDot, fault: "hang"}
		c := h.channel(t, "", Options{})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		got := c.Deliver(ctx, letter("k1"), yes)
		if got.Verdict != Unknown || !errors.Is(got.Err, context.Canceled) || got.Answer != "stopped at the final dot" {
			t.Errorf("got %+v, want unknown, canceled", got)
		}
		_ = c.Close()
	})
}

func TestAnswerToTheDotIsAwaitedForTenMinutes(t *testing.T) {
	for _, c := range []struct {
		wait time.Duration
		want Verdict
	}{
		{9*time.Minute + 59*time.Second, Accepted},
		{10*time.Minute + time.Second, Unknown},
	} {
		synctest.Test(t, func(t *testing.T) {
			client, server := pipe()
			d := &dialogue{host: &host{}, raw: server}
			d.wear(server)
			go func() {
				d.say("220 mx\r\n")
				for _, answer := range []string{"250 mx\r\n", "250 Ok\r\n", "250 Ok\r\n", "354 Go\r\n"} {
					_, _ = d.in.ReadString('\n')
					d.say(answer)
				}
				for line := ""; line != ".\r\n"; {
					line, _ = d.in.ReadString('\n')
				}
				<-time.After(c.wait) // of the bubble's clock
				d.say("250 Ok\r\n")
				_ = server.Close()
			}()
			channel, err := Open("smtp://127.0.0.1", Options{Dial: func(context.Context, string, string) (net.Conn, error) { return client, nil }})
			if err != nil {
				t.Fatal(err)
			}
			if got := channel.Deliver(t.Context(), letter("k1"), yes); got.Verdict != c.want {
				t.Errorf("an answer after %v: got %+v, want %v", c.wait, got, c.want)
			}
			_ = channel.Close()
			<-time.After(time.Hour)
		})
	}
}

func TestAnswerDuringTheBodyStopsIt(t *testing.T) {
	// The server refuses in the middle, and reads no more: the body must not hang in the socket for minutes.
	synctest.Test(t, func(t *testing.T) {
		client, server := pipe()
		d := &dialogue{host: &host{}, raw: server}
		d.wear(server)
		go func() {
			d.say("220 mx\r\n")
			for _, answer := range []string{"250 mx\r\n", "250 Ok\r\n", "250 Ok\r\n", "354 Go\r\n"} {
				_, _ = d.in.ReadString('\n')
				d.say(answer)
			}
			_, _ = d.in.ReadString('\n')
			d.say("552 5.3.4 Too big for us\r\n")
			d.hang()
		}()
		channel, err := Open("smtp://127.0.0.1", Options{Dial: func(context.Context, string, string) (net.Conn, error) { return client, nil }})
		if err != nil {
			t.Fatal(err)
		}
		m := letter("k1")
		m.Raw = append(m.Raw, []byte(strings.Repeat("And so on.\r\n", 50_000))...)
		var late atomic.Bool
		clock := time.AfterFunc(time.Second, func() { late.Store(true) })
		got := channel.Deliver(t.Context(), m, func(context.Context) error {
			t.Error("ready was asked")
			return nil
		})
		clock.Stop()
		if got.Verdict != Refused || got.Scope != ScopeMessage || got.Code != 552 || got.Enhanced != "5.3.4" || late.Load() {
			t.Errorf("got %+v, late: %v; want refused at once, 552 5.3.4", got, late.Load())
		}
		_ = channel.Close()
	})
}

func TestClosedChannelSendsNothing(t *testing.T) {
	h := &host{}
	c := h.channel(t, "", Options{})
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	got := c.Deliver(t.Context(), letter("k1"), yes)
	if got.Verdict != NotSent || !errors.Is(got.Err, ErrClosed) || h.conns != 0 {
		t.Errorf("got %+v with %d connections, want not sent, closed, none", got, h.conns)
	}
}

func TestDialFailureIsTheRelaysFault(t *testing.T) {
	c, err := Open("smtp://127.0.0.1", Options{Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("dial tcp 127.0.0.1:25: connection refused")
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := c.Deliver(t.Context(), letter("k1"), yes)
	if got.Verdict != NotSent || got.Scope != ScopeRelay || got.Answer != "no connection" {
		t.Errorf("got %+v, want not sent, relay, without an address in the answer", got)
	}
}

// What an operator has to mend stands in the answer: a name, a server, or a way. No address does.
func TestAFailedDialSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "mail.shop.test", IsNotFound: true}}, "no connection: the server's name is not known"},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", Name: "mail.shop.test"}}, "no connection: the server's name could not be looked up"},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "no connection: nothing listens there"},
		{&net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH}, "no connection: no way leads there"},
		{context.DeadlineExceeded, "no answer in time at connecting"},
	} {
		channel, err := Open("smtp://mail.shop.test", Options{Dial: func(context.Context, string, string) (net.Conn, error) { return nil, c.err }})
		if err != nil {
			t.Fatal(err)
		}
		if got := channel.Deliver(t.Context(), letter("k1"), yes); got.Verdict != NotSent || got.Scope != ScopeRelay || got.Answer != c.want {
			t.Errorf("%v: got %+v, want not sent, relay, %q", c.err, got, c.want)
		}
	}
}
