package delivery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// badWriter is a connection whose n-th write, from 0, goes wrong. Writes are the commands, the body and the dot.
type badWriter struct {
	net.Conn
	n     int
	wrong func(w net.Conn, b []byte) (int, error)

	mu   sync.Mutex
	done int
}

func (w *badWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	n := w.done
	w.done++
	w.mu.Unlock()
	if n == w.n {
		return w.wrong(w.Conn, b)
	}
	return w.Conn.Write(b)
}

var errReset = errors.New("write tcp 127.0.0.1:1->127.0.0.1:2: connection reset by peer")

func TestWriteThatFailsIsUnknownOnlyIfSomeOfTheDotWent(t *testing.T) {
	fails := func(took int) func(net.Conn, []byte) (int, error) {
		return func(w net.Conn, b []byte) (int, error) {
			n, _ := w.Write(b[:min(took, len(b))])
			return n, errReset
		}
	}
	// The write is done, but only when nobody waits for it any more.
	late := func(w net.Conn, b []byte) (int, error) {
		<-time.After(11 * time.Minute) // of the bubble's clock
		return len(b), nil
	}
	for _, pipelining := range []bool{false, true} {
		writes := []string{"EHLO", "AUTH", "MAIL", "RCPT", "DATA", "body", "dot"}
		var offers []string
		if pipelining {
			writes = []string{"EHLO", "AUTH", "MAIL and RCPT", "DATA", "body", "dot"}
			offers = []string{"PIPELINING"}
		}
		for n, write := range writes {
			for _, c := range []struct {
				name  string
				wrong func(net.Conn, []byte) (int, error)
				atDot Verdict
			}{
				{"nothing taken", fails(0), NotSent},
				{"one byte taken", fails(1), Unknown},
				{"all taken", fails(1 << 20), Unknown},
				{"too late", late, Unknown},
			} {
				name := fmt.Sprintf("%s, pipelining %v, %s", write, pipelining, c.name)
				synctest.Test(t, func(t *testing.T) {
					h := &host{auth: "PLAIN", offers: offers}
					channel, err := Open("smtp://user:secret@127.0.0.1", Options{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
						conn, err := h.dial(ctx, network, address)
						return &badWriter{Conn: conn, n: n, wrong: c.wrong}, err
					}})
					if err != nil {
						t.Fatal(err)
					}
					asked := 0
					got := channel.Deliver(t.Context(), letter("k1"), func(context.Context) error { asked++; return nil })
					_ = channel.Close()
					want := NotSent
					if write == "dot" {
						want = c.atDot
					}
					if got.Verdict != want || strings.Contains(got.Answer, "127.0.0.1") {
						t.Errorf("%s: got %+v, want %v", name, got, want)
					}
					if (asked == 1) != (write == "dot") {
						t.Errorf("%s: ready was asked %d times", name, asked)
					}
				})
			}
		}
	}
}

func TestAnswersThatNobodyAskedForEndTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		c := h.channel(t, "", Options{})
		for i := range 2 {
			if got := c.Deliver(t.Context(), letter(fmt.Sprint("k", i)), yes); got.Verdict != Accepted {
				t.Errorf("letter %d: got %+v, want accepted", i, got)
			}
			for range 3 * maxUnread {
				h.under[i].say("250 And another thing\r\n")
			}
			synctest.Wait()
		}
		_ = c.Close()
		if made, _ := h.connections(); made != 2 {
			t.Errorf("%d connections, want a new one after the noise", made)
		}
	})
}

func TestCloseDoesNotDisturbALetterUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		c := h.channel(t, "", Options{Connections: 1})
		atReady, closed := make(chan struct{}), make(chan struct{})
		var both sync.WaitGroup
		both.Go(func() {
			got := c.Deliver(t.Context(), letter("k1"), func(context.Context) error {
				close(atReady)
				<-closed
				return nil
			})
			if got.Verdict != Accepted {
				t.Errorf("under way: got %+v, want accepted", got)
			}
		})
		<-atReady
		both.Go(func() {
			if got := c.Deliver(t.Context(), letter("k2"), yes); got.Verdict != NotSent || !errors.Is(got.Err, ErrClosed) {
				t.Errorf("waiting: got %+v, want not sent, closed", got)
			}
		})
		synctest.Wait()
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		close(closed)
		both.Wait()
		synctest.Wait()
		commands, taken, _ := h.seen()
		if _, open := h.connections(); open != 0 || len(taken) != 1 || count(commands, "QUIT") != 1 {
			t.Errorf("%d connections left, %d letters taken, commands %q; want 0, 1, QUIT", open, len(taken), commands)
		}
	})
}

func TestLoginThatNeverEndsIsGivenUp(t *testing.T) {
	for _, offered := range []string{"AUTH PLAIN", "AUTH=LOGIN"} {
		synctest.Test(t, func(t *testing.T) {
			client, server := pipe()
			d := &dialogue{host: &host{}, raw: server}
			d.wear(server)
			heard := 0
			go func() {
				d.say("220 mx\r\n")
				_, _ = d.in.ReadString('\n')
				d.say("250-mx\r\n250 " + offered + "\r\n")
				for {
					if _, err := d.in.ReadString('\n'); err != nil {
						return
					}
					heard++
					d.say("334 More\r\n")
				}
			}()
			c, err := Open("smtp://user:secret@127.0.0.1", Options{Dial: dialling(client)})
			if err != nil {
				t.Fatal(err)
			}
			got := c.Deliver(t.Context(), letter("k1"), yes)
			synctest.Wait()
			if want := map[string]int{"AUTH PLAIN": 1, "AUTH=LOGIN": 3}[offered]; got.Verdict != NotSent || got.Scope != ScopeRelay || heard != want {
				t.Errorf("%s: got %+v after %d lines, want not sent, relay, %d", offered, got, heard, want)
			}
		})
	}
}

func TestOwnEndIsNamedAsRFC5321WantsIt(t *testing.T) {
	for want, addr := range map[string]net.Addr{
		"[192.0.2.1]":        &net.TCPAddr{IP: net.ParseIP("192.0.2.1"), Port: 25},
		"[IPv6:2001:db8::1]": &net.TCPAddr{IP: net.ParseIP("2001:db8::1"), Port: 25},
		"localhost":          &net.UnixAddr{Name: "/tmp/x"},
	} {
		if got := literal(addr); got != want {
			t.Errorf("%v: got %q, want %q", addr, got, want)
		}
	}
	if got := literal(nil); got != "localhost" {
		t.Errorf("no address: got %q", got)
	}
}
