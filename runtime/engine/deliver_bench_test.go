package engine_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/delivery/smtpsink"
)

const thanks = `flow "thanks" {
  topic = topic.tips

  trigger {
    event = "order.placed"
  }

  step "thank" {
    email {
      subject   = "Thank you, ${coalesce(customer.first_name, "friend")}: ${order.number}"
      preheader = "Two lines for your first week with ${order.items[0].title}."
      body      = "thank.md"
    }
  }
}
`

// thankBody is a long letter: with its layout and as text it makes a mail of about 12 KB.
var thankBody = `# Hello ${coalesce(customer.first_name, "there")}

Thank you for order **${order.number}** of ${money(order.total)}. It leaves our house this morning.

` + strings.Repeat(`## How to use ${order.items[0].title}

1. Wash your face with warm water and pat it dry.
2. Put three drops on your fingers.
3. Press them into the skin, from the middle outwards.

> My skin is calmer since I use the serum. I take it in the evening, and a second time on days in the sun.

- Read [how to begin](https://acme.example/begin) with a new serum.
- Look at [what others say](https://acme.example/reviews).

`, 4) + `[See your order](${links.order}){.button}

Until soon, ${coalesce(customer.first_name, "friend")}.
`

const connections = 16

// BenchmarkDeliver is P12: letters that are rendered, kept in an outbox on disk with a sync each time that something is promised, asked
// about before the last byte and delivered over 16 connections, against a loop over as many go-smtp clients that sends the same bytes to
// the same sink, taking turns. ratio is the rate of the engine by that of the loop, to be at least 0.6; look is all of it, from the
// orders' events on, and deliver what happens once the letters stand in the outbox.
func BenchmarkDeliver(b *testing.B) {
	for _, from := range []string{"look", "deliver"} {
		b.Run("from="+from, func(b *testing.B) { deliverAgainstLoop(b, from == "look") })
	}
}

func deliverAgainstLoop(b *testing.B, wholeLook bool) {
	const letters = 2000
	sink := startSink(b, smtpsink.Config{})
	channel := openChannel(b, sink.URL())
	s := openShop(b, channel, connections, thanks, map[string]string{"thank.md": thankBody})
	sample := sampleLetter(b)
	loop := newLoop(b, sink.Addr())

	var ratios []float64
	var own, bare time.Duration
	sent := 0
	round := func(n int) (ours, theirs time.Duration) {
		s.now = s.now.Add(time.Minute)
		s.place(n)
		if !wholeLook {
			if _, err := s.engine.Advance(b.Context(), s.now); err != nil {
				b.Fatal(err)
			}
		}
		began := time.Now()
		var accepted int
		if wholeLook {
			accepted = s.look().Accepted
		} else {
			report, err := s.engine.Deliver(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			accepted = report.Accepted
		}
		ours = time.Since(began)
		if accepted != n {
			b.Fatalf("%d of %d letters were accepted", accepted, n)
		}
		sent += n
		began = time.Now()
		loop.send(b, sample, n)
		return ours, time.Since(began)
	}
	round(100) // connect, and be warm
	for b.Loop() {
		ours, theirs := round(letters)
		own, bare = own+ours, bare+theirs
		ratios = append(ratios, float64(theirs)/float64(ours))
	}
	once(b, sink, sent)
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	b.ReportMetric(float64(letters*b.N)/own.Seconds(), "mails/s")
	b.ReportMetric(float64(letters*b.N)/bare.Seconds(), "bare_mails/s")
	b.ReportMetric(float64(len(sample.Raw)), "B/mail")
}

// once fails where a letter arrived twice or not at all. What the bare loop sent has one Message-ID.
func once(b *testing.B, sink *smtpsink.Sink, want int) {
	ids := map[string]int{}
	for _, m := range sink.Messages() {
		ids[m.ID]++
	}
	alone := 0
	for _, n := range ids {
		if n == 1 {
			alone++
		}
	}
	if alone != want || len(ids) > want+1 {
		b.Fatalf("%d letters arrived once, of %d that were sent", alone, want)
	}
}

func startSink(b *testing.B, c smtpsink.Config) *smtpsink.Sink {
	b.Helper()
	sink, err := smtpsink.Start(c)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { sink.Close() })
	return sink
}

func openChannel(b *testing.B, url string) delivery.Channel {
	b.Helper()
	channel, err := delivery.Open(url, delivery.Options{Connections: connections, Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { channel.Close() })
	return channel
}

// sampleLetter is one mail as the engine makes it.
func sampleLetter(b *testing.B) smtpsink.Message {
	b.Helper()
	sink := startSink(b, smtpsink.Config{KeepRaw: true})
	s := openShop(b, openChannel(b, sink.URL()), 1, thanks, map[string]string{"thank.md": thankBody})
	s.now = s.now.Add(time.Minute)
	s.place(1)
	s.look()
	all := sink.Messages()
	if len(all) != 1 {
		b.Fatalf("%d letters arrived", len(all))
	}
	m := all[0]
	m.Raw = bytes.ReplaceAll(m.Raw, []byte(m.ID), []byte("bare"+m.ID[len("bare"):])) // so that it is nobody's
	return m
}

// bareLoop is one go-smtp client a worker, kept open; nothing is rendered and nothing is kept.
type bareLoop struct{ clients []*smtp.Client }

func newLoop(b *testing.B, addr string) *bareLoop {
	l := &bareLoop{}
	for range connections {
		c, err := smtp.Dial(addr)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = c.Close() })
		l.clients = append(l.clients, c)
	}
	return l
}

func (l *bareLoop) send(b *testing.B, m smtpsink.Message, n int) {
	var left atomic.Int64
	left.Store(int64(n))
	var all sync.WaitGroup
	for _, c := range l.clients {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if err := sendBare(c, m); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

func sendBare(c *smtp.Client, m smtpsink.Message) error {
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
