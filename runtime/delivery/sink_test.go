package delivery

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/flowc/flowc/runtime/delivery/smtpsink"
)

func startSink(t testing.TB, config smtpsink.Config) *smtpsink.Sink {
	t.Helper()
	s, err := smtpsink.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func openRelay(t testing.TB, address string, opt Options) Channel {
	t.Helper()
	c, err := Open(address, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestRealServerGetsEachLetterOnceFromManyAtOnce(t *testing.T) {
	server, trusting := certificate(t, "127.0.0.1")
	for _, c := range []struct {
		name   string
		config smtpsink.Config
		query  string
		opt    Options
	}{
		{"in the clear", smtpsink.Config{}, "", Options{}},
		{"STARTTLS of a stranger", smtpsink.Config{TLS: server}, "", Options{}},
		{"STARTTLS required", smtpsink.Config{TLS: server, User: "u", Password: "p"}, "?starttls=required", Options{TLSConfig: trusting}},
		{"TLS from the first byte", smtpsink.Config{TLS: server, Implicit: true, User: "u", Password: "p@:/ "}, "", Options{TLSConfig: trusting}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := startSink(t, c.config)
			c.opt.Connections = 4
			channel := openRelay(t, s.URL()+c.query, c.opt)
			const letters = 200
			var all sync.WaitGroup
			for i := range letters {
				all.Go(func() {
					if got := channel.Deliver(t.Context(), letter(fmt.Sprint("k", i)), yes); got.Verdict != Accepted {
						t.Errorf("letter %d: got %+v, want accepted", i, got)
					}
				})
			}
			all.Wait()
			times := map[string]int{}
			for _, m := range s.Messages() {
				times[m.ID]++
				key := strings.TrimSuffix(m.ID, "@shop.test")
				want := letter(key)
				if m.Sum != sha256.Sum256(want.Raw) || m.From != want.From || m.To != want.To {
					t.Errorf("%s arrived as %+v, of %d bytes instead of %d", key, m, m.Size, len(want.Raw))
				}
			}
			if len(times) != letters || s.Count() != letters {
				t.Errorf("%d letters arrived %d times, want %d once each", len(times), s.Count(), letters)
			}
			if n := s.Connections(); n > 4 || n < 1 {
				t.Errorf("%d connections, want at most 4", n)
			}
		})
	}
}

func TestRealServerRefuses(t *testing.T) {
	server, trusting := certificate(t, "127.0.0.1")
	s := startSink(t, smtpsink.Config{TLS: server, User: "u", Password: "p", Refuse: func(to string) error {
		if to == "gone@example.test" {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user here"}
		}
		return nil
	}})
	good := openRelay(t, s.URL(), Options{TLSConfig: trusting})
	m := letter("k1")
	m.To = "gone@example.test"
	if got := good.Deliver(t.Context(), m, yes); got.Verdict != Refused || got.Scope != ScopeAddress || got.Code != 550 || got.Enhanced != "5.1.1" || got.Answer != "550 5.1.1 No such user here" {
		t.Errorf("got %+v, want refused, address, 550 5.1.1", got)
	}
	wrong := openRelay(t, "smtp://u:wrong@"+s.Addr(), Options{TLSConfig: trusting})
	if got := wrong.Deliver(t.Context(), letter("k2"), yes); got.Verdict != NotSent || got.Scope != ScopeRelay || got.Code != 535 {
		t.Errorf("a wrong password: got %+v, want not sent, relay, 535", got)
	}
	nobody := openRelay(t, "smtp://"+s.Addr(), Options{})
	if got := nobody.Deliver(t.Context(), letter("k3"), yes); got.Verdict != NotSent || got.Scope != ScopeRelay || got.Code != 530 {
		t.Errorf("no password: got %+v, want not sent, relay, 530", got)
	}
	stranger := openRelay(t, s.URL()+"?starttls=required", Options{})
	if got := stranger.Deliver(t.Context(), letter("k4"), yes); got.Verdict != NotSent || got.Scope != ScopeRelay || got.Answer != "certificate not valid at the start of TLS" {
		t.Errorf("a stranger's certificate: got %+v, want not sent, relay", got)
	}
	if s.Count() != 0 {
		t.Errorf("%d letters were accepted, want none", s.Count())
	}
}

func TestRealServerHasNothingOfALetterThatWasWithheld(t *testing.T) {
	server, trusting := certificate(t, "127.0.0.1")
	for _, config := range []smtpsink.Config{{}, {TLS: server, Implicit: true}} {
		s := startSink(t, config)
		c := openRelay(t, s.URL(), Options{TLSConfig: trusting})
		for i := range 50 {
			m := letter(fmt.Sprint("k", i))
			if i%2 == 0 {
				m.Raw = append(m.Raw, strings.Repeat("And so on.\r\n", 50_000)...)
			}
			if got := c.Deliver(t.Context(), m, func(context.Context) error { return errors.New("no") }); got.Verdict != Withheld {
				t.Errorf("got %+v, want withheld", got)
			}
		}
		if got := c.Deliver(t.Context(), letter("last"), yes); got.Verdict != Accepted || s.Count() != 1 {
			t.Errorf("got %+v and %d accepted, want the last letter alone", got, s.Count())
		}
	}
}

func TestRealServerThatDropsLettersMakesThemUnknown(t *testing.T) {
	s := startSink(t, smtpsink.Config{DropBefore: 0.2, DropAfter: 0.2, Seed: 3})
	c := openRelay(t, s.URL(), Options{})
	unknown, accepted := map[string]bool{}, map[string]bool{}
	for i := range 300 {
		m := letter(fmt.Sprint("k", i))
		switch got := c.Deliver(t.Context(), m, yes); got.Verdict {
		case Unknown:
			unknown[m.MessageID] = true
		case Accepted:
			accepted[m.MessageID] = true
		default:
			t.Errorf("letter %d: got %+v, want accepted or unknown", i, got)
		}
	}
	taken, both := 0, 0
	for _, m := range s.Messages() {
		taken++
		if unknown[m.ID] {
			both++
		}
	}
	if taken != len(accepted)+both {
		t.Errorf("%d taken, %d accepted, %d unknown of which %d taken", taken, len(accepted), len(unknown), both)
	}
	if both < 20 || len(unknown)-both < 20 {
		t.Errorf("%d unknown, %d of them taken; the seed should give both kinds", len(unknown), both)
	}
}
