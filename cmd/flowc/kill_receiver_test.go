package main

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// receiver is the server that webhooks call. It fails as the mail server does: before it takes a call, or after that and before it
// answers.
type receiver struct {
	*httptest.Server
	mu            sync.Mutex
	r             *rand.Rand
	taken         []delivered
	before, after int // dropped
}

// delivered is one message or call that was taken, whether or not the runner got to know.
type delivered struct {
	subject string // step and order
	id      string // Message-ID or Idempotency-Key
	to      string
	sum     string // of the content
}

func startReceiver(seed uint64, dropBefore, dropAfter float64, jitter time.Duration) *receiver {
	h := &receiver{r: rand.New(rand.NewPCG(seed, 2))}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		var body struct{ Subject string }
		if err != nil || json.Unmarshal(raw, &body) != nil {
			http.Error(w, "not a whole call", http.StatusBadRequest)
			return
		}
		h.mu.Lock()
		drop, pause := h.r.Float64(), time.Duration(h.r.Float64()*float64(jitter))
		h.mu.Unlock()
		time.Sleep(pause)
		h.mu.Lock()
		defer h.mu.Unlock()
		if drop < dropBefore {
			h.before++
			panic(http.ErrAbortHandler)
		}
		h.taken = append(h.taken, delivered{subject: body.Subject, id: r.Header.Get("Idempotency-Key"), sum: string(raw)})
		if drop < dropBefore+dropAfter {
			h.after++
			panic(http.ErrAbortHandler)
		}
	}))
	return h
}

func (h *receiver) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.taken)
}
