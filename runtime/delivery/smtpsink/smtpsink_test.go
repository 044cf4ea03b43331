package smtpsink

import (
	"fmt"
	"net/smtp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// send delivers with the standard library's client, which shares no code with the sink.
func send(s *Sink, id string) error {
	raw := "From: a@shop.test\r\nMessage-ID: <" + id + "@shop.test>\r\nX-Key: key-" + id + "\r\n\r\nHello\r\n"
	return smtp.SendMail(s.Addr(), nil, "a@shop.test", []string{"ada@example.test"}, []byte(raw))
}

func start(t *testing.T, config Config) *Sink {
	t.Helper()
	s, err := Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestLogHasALineForEachAcceptedMessage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	for round := range 2 {
		s := start(t, Config{Log: path, KeyHeader: "X-Key", KeepRaw: true})
		if err := send(s, fmt.Sprint("m", round)); err != nil {
			t.Fatal(err)
		}
		got := s.Messages()
		if len(got) != 1 || got[0].Key != fmt.Sprint("key-m", round) || got[0].To != "ada@example.test" || len(got[0].Raw) != got[0].Size {
			t.Errorf("round %d: got %+v", round, got)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "m0@shop.test\tkey-m0\tada@example.test\t") || !strings.HasPrefix(lines[1], "m1@") {
		t.Errorf("the log has %q", lines)
	}
}

func TestFateIsThatOfTheSeed(t *testing.T) {
	fates := func(seed uint64) (list []bool) {
		path := filepath.Join(t.TempDir(), "log")
		s := start(t, Config{DropBefore: 0.3, DropAfter: 0.3, Seed: seed, Log: path})
		for i := range 40 {
			list = append(list, send(s, fmt.Sprint("m", i)) == nil)
		}
		answered := 0
		for _, ok := range list {
			if ok {
				answered++
			}
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if logged := strings.Count(string(text), "\n"); logged != s.Count() || logged <= answered || logged >= 40 {
			t.Errorf("seed %d: %d answered, %d logged, %d counted of 40", seed, answered, logged, s.Count())
		}
		return list
	}
	first := fates(1)
	if !slices.Equal(first, fates(1)) {
		t.Error("the same seed gave other fates")
	}
	if slices.Equal(first, fates(2)) {
		t.Error("another seed gave the same fates")
	}
}

func TestRetryIsDrawnAnew(t *testing.T) {
	s := start(t, Config{DropBefore: 0.5, Seed: 1})
	tries := 1
	for send(s, "m") != nil {
		if tries++; tries > 50 {
			t.Fatal("one message is dropped for ever")
		}
	}
	if s.Count() != 1 {
		t.Errorf("%d accepted after %d tries, want 1", s.Count(), tries)
	}
}

func TestSinkListensOnThisMachineOnly(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "mail.example:25"} {
		if s, err := Start(Config{Addr: addr}); err == nil {
			_ = s.Close()
			t.Errorf("%s: started", addr)
		}
	}
}

func TestDeliveriesPassTheMomentsInOrderAndDropsAreCounted(t *testing.T) {
	var passed []Moment
	s := start(t, Config{Passed: func(m Moment) { passed = append(passed, m) }})
	if err := send(s, "m"); err != nil {
		t.Fatal(err)
	}
	if want := []Moment{AtRecipient, AtDot, AtAccepted}; !slices.Equal(passed, want) {
		t.Errorf("passed %v, want %v", passed, want)
	}
	for _, c := range []struct {
		config        Config
		before, after int
		accepted      int
	}{{Config{DropBefore: 1}, 1, 0, 0}, {Config{DropAfter: 1}, 0, 1, 1}} {
		s := start(t, c.config)
		if err := send(s, "m"); err == nil {
			t.Errorf("%+v: there was an answer", c.config)
		}
		if before, after := s.Drops(); before != c.before || after != c.after || s.Count() != c.accepted {
			t.Errorf("%+v: %d dropped before, %d after, %d accepted", c.config, before, after, s.Count())
		}
	}
}

func TestJitterIsThatOfTheSeed(t *testing.T) {
	delays := func(seed uint64) (list []float64) {
		s := start(t, Config{Seed: seed})
		for i := range 20 {
			f := s.draw(fmt.Sprint("m", i))
			if f.delay < 0 || f.delay > 1 || f.delay == f.drop {
				t.Errorf("seed %d: fate %+v", seed, f)
			}
			list = append(list, f.delay)
		}
		return list
	}
	if first := delays(1); !slices.Equal(first, delays(1)) || slices.Equal(first, delays(2)) {
		t.Error("the delays do not follow the seed")
	}
}

func TestASinkThatIsClosedAtOnceIsClosed(t *testing.T) {
	for range 200 {
		s, err := Start(Config{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
