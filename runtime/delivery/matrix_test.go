package delivery

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

// faults are the columns of the matrix; moments its rows.
var faults = []string{"4xx", "421", "5xx", "drop", "hang", "garbage", "split", "flood", "bare LF", "early 250", "cut", "slow"}

var rows = []moment{atGreeting, atHello, atTLS, atAuth, atMail, atRecipient, atData, atBody, atDot, atQuit}

// verdictOf is the table of sending.md, section 2.2, written a second time and from the outside.
func verdictOf(at moment, fault string) (Verdict, Scope) {
	switch {
	case harmless(fault), at == atQuit:
		return Accepted, ScopeMessage
	case at == atDot && fault == "early 250":
		return Accepted, ScopeMessage // it is said twice
	case fault == "421":
		return NotSent, ScopeRelay
	case fault == "4xx" && at == atRecipient:
		return NotSent, ScopeAddress
	case fault == "4xx" && at >= atData:
		return NotSent, ScopeMessage
	case fault == "5xx" && at == atRecipient:
		return Refused, ScopeAddress
	case fault == "5xx" && at >= atData:
		return Refused, ScopeMessage
	case fault == "4xx", fault == "5xx":
		return NotSent, ScopeRelay
	case at == atDot:
		return Unknown, ScopeMessage
	}
	return NotSent, ScopeRelay
}

// dialogues is how often each cell is played, each time with another seed. FLOWC_DIALOGUES says otherwise.
func dialogues(t *testing.T) int {
	if said := os.Getenv("FLOWC_DIALOGUES"); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n < 1 {
			t.Fatalf("FLOWC_DIALOGUES=%q is not a number of dialogues", said)
		}
		return n
	}
	if testing.Short() {
		return 2
	}
	return 10
}

func TestDeliverSaysWhatSurelyHappenedWhateverTheServerDoes(t *testing.T) {
	secure, _ := certificate(t, "mx.test")
	times := dialogues(t)
	for _, at := range rows {
		for _, fault := range faults {
			t.Run(rowName(at)+"/"+fault, func(t *testing.T) {
				for seed := range times {
					synctest.Test(t, func(t *testing.T) {
						h := &host{
							auth:    "PLAIN LOGIN",
							faultAt: at,
							fault:   fault,
							rng:     rand.New(rand.NewPCG(uint64(seed), 1)),
							offers:  []string{"SIZE 10000000", "8BITMIME"},
						}
						if seed%2 == 1 || at == atTLS {
							h.tls = secure
						}
						if seed/2%2 == 1 {
							h.offers = append(h.offers, "PIPELINING")
						}
						play(t, h, seed)
					})
				}
			})
		}
	}
}

func rowName(at moment) string {
	if at == atQuit {
		return "QUIT"
	}
	return at.String()
}

// wantsEnd says which faults no dialogue survives.
func wantsEnd(at moment, fault string) bool {
	switch fault {
	case "4xx", "5xx":
		return at < atMail || at == atBody
	case "early 250":
		return at < atDot
	}
	return !harmless(fault) && at != atQuit
}

// play delivers one letter through the fault, and holds the outcome against what the host knows.
func play(t *testing.T, h *host, seed int) {
	c := h.channel(t, "", Options{})
	m := letter("k1")
	if h.faultAt == atBody && h.fault == "hang" {
		// More than the sockets between the two can hold.
		m.Raw = append(m.Raw, bytes.Repeat([]byte("And so on.\r\n"), 20_000)...)
	}
	asked := 0
	got := c.Deliver(context.Background(), m, func(context.Context) error {
		asked++
		// Whatever the server is about to do during the body, it has done by now.
		synctest.Wait()
		return nil
	})
	synctest.Wait()
	if _, open := h.connections(); open != 0 && wantsEnd(h.faultAt, h.fault) {
		t.Errorf("%s at %s, seed %d: a connection that is out of step is kept", h.fault, rowName(h.faultAt), seed)
	}
	closing := c.Close()
	<-time.After(time.Hour) // of the bubble's clock: whoever still waits for something has given up by then

	_, taken, promised := h.seen()
	wantVerdict, wantScope := verdictOf(h.faultAt, h.fault)
	at := fmt.Sprintf("%s at %s, seed %d", h.fault, rowName(h.faultAt), seed)
	if got.Verdict != wantVerdict || got.Scope != wantScope {
		t.Errorf("%s: got %v/%v (%q, %v), want %v/%v", at, got.Verdict, got.Scope, got.Answer, got.Err, wantVerdict, wantScope)
	}
	if (got.Verdict == Accepted) != (len(promised) == 1) {
		t.Errorf("%s: the verdict is %v, and the server promised %d", at, got.Verdict, len(promised))
	}
	if (got.Verdict == NotSent || got.Verdict == Refused) && h.faultAt < atDot && len(taken) != 0 {
		t.Errorf("%s: the verdict is %v, and the server has the letter", at, got.Verdict)
	}
	if got.Verdict == Accepted && !slices.Equal(promised, []string{string(m.Raw)}) {
		t.Errorf("%s: the server has %q, want %q", at, promised, m.Raw)
	}
	if wantAsked := h.faultAt > atBody || harmless(h.fault); wantAsked && asked != 1 || asked > 1 {
		t.Errorf("%s: ready was asked %d times", at, asked)
	}
	if (got.Err == nil) != (got.Verdict == Accepted) || got.Answer == "" || len(got.Answer) > maxAnswer || oneLine(got.Answer) != got.Answer {
		t.Errorf("%s: answer %q, error %v", at, got.Answer, got.Err)
	}
	if closing != nil {
		t.Errorf("%s: close: %v", at, closing)
	}
	if _, open := h.connections(); open != 0 {
		t.Errorf("%s: %d connections are left open", at, open)
	}
}
