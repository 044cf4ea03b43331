package delivery

import (
	"bytes"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/flowc/flowc/runtime/delivery/smtpsink"
)

// benchmarkLetter is of the size of an ordinary shop's letter: 12 KB.
func benchmarkLetter() Message {
	m := letter("k1")
	m.Raw = append(m.Raw, bytes.Repeat([]byte("A line of an ordinary letter, with a link and a few words about it.\r\n"), 12_000/69)...)
	return m
}

// BenchmarkAgainstBareLoop delivers batches over the channel and over a bare go-smtp loop with the same bytes, in
// turns on one sink. x-bare is the rate of the channel over that of the loop (goal: at least 0.6), ideal the rate
// of the channel over connections / latency where there is a latency (goal: at least 0.85 at 16 connections).
func BenchmarkAgainstBareLoop(b *testing.B) {
	for _, c := range []struct {
		connections int
		latency     time.Duration
	}{{1, 0}, {4, 0}, {16, 0}, {16, 20 * time.Millisecond}} {
		b.Run(fmt.Sprintf("connections=%d/latency=%v", c.connections, c.latency), func(b *testing.B) {
			s := startSink(b, smtpsink.Config{Latency: c.latency})
			m := benchmarkLetter()
			batch := 25 * c.connections
			channel := openRelay(b, s.URL(), Options{Connections: c.connections})
			bare := newBareLoop(b, s.Addr(), c.connections)
			ours := func(int) error {
				if got := channel.Deliver(b.Context(), m, yes); got.Verdict != Accepted {
					return got.Err
				}
				return nil
			}
			theirs := func(worker int) error { return bare.send(worker, m) }
			// Connect, and be warm.
			inParallel(b, c.connections, c.connections, ours)
			inParallel(b, c.connections, c.connections, theirs)
			var tookOurs, tookTheirs time.Duration
			rounds := 0
			b.ResetTimer()
			for b.Loop() {
				rounds++
				begin := b.Elapsed()
				inParallel(b, c.connections, batch, ours)
				middle := b.Elapsed()
				inParallel(b, c.connections, batch, theirs)
				tookOurs += middle - begin
				tookTheirs += b.Elapsed() - middle
			}
			sent := float64(rounds * batch)
			b.ReportMetric(sent/tookOurs.Seconds(), "mails/s")
			b.ReportMetric(tookTheirs.Seconds()/tookOurs.Seconds(), "x-bare")
			if c.latency > 0 {
				limit := float64(c.connections) / c.latency.Seconds()
				b.ReportMetric(sent/tookOurs.Seconds()/limit, "ideal")
			}
		})
	}
}

// inParallel calls send total times from as many goroutines as there are workers.
func inParallel(b *testing.B, workers, total int, send func(worker int) error) {
	var left atomic.Int64
	left.Store(int64(total))
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if err := send(w); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

// bareLoop is one go-smtp client a worker, kept open, without the instant before the last byte.
type bareLoop struct{ clients []*smtp.Client }

func newBareLoop(b *testing.B, addr string, workers int) *bareLoop {
	l := &bareLoop{}
	for range workers {
		c, err := smtp.Dial(addr)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = c.Close() })
		l.clients = append(l.clients, c)
	}
	return l
}

func (l *bareLoop) send(worker int, m Message) error {
	c := l.clients[worker]
	if err := c.Mail(m.From, nil); err != nil {
		return err
	}
	if err := c.Rcpt(m.To, nil); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(m.Raw); err != nil {
		return err
	}
	return w.Close()
}
