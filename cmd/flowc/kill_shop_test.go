package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// killConnections are how many messages the runner hands over at once: as many may be in doubt after a kill.
const killConnections = 8

const killProject = `project "acme" {
  timezone   = "Europe/Berlin"
  currencies = ["EUR"]
  locale     = "en"
  base_url   = "https://post.acme.example"
}

brand {
  name           = "Acme"
  website        = "https://acme.example"
  postal_address = "Acme GmbH, Torstr. 1, 10119 Berlin"
}

sender "email" "default" {
  from     = "Acme <hello@acme.example>"
  reply_to = "care@acme.example"
  smtp     = %q
}

sender "webhook" "stock" {
  url    = %q
  secret = env("STOCK_SECRET")
}

runner {
  connections = %d
}

topic "orders" {
  title = "Your orders"
  kind  = "transactional"
}

topic "tips" {
  title   = "Tips"
  kind    = "marketing"
  consent = "opt_out"
}
`

// killFlow sends each kind of message: at once, a second later, and late enough that the clock has to be moved. A subject names the
// step and the order, so that the judge need not know how a Message-ID is made.
const killFlow = `flow "placed" {
  title = "An order was placed"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "receipt" {
    email {
      subject   = "receipt ${order.id}"
      preheader = "What you ordered."
      body      = "m.md"
    }
  }

  step "tell" {
    webhook {
      sender = sender.stock
      body   = { subject = "tell ${order.id}" }
    }
  }

  step "hello" {
    topic = topic.tips
    email {
      subject   = "hello ${order.id}"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }

  delay "a_second" { for = "1s" }

  step "thanks" {
    topic = topic.tips
    email {
      subject   = "thanks ${order.id}"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }

  delay "a_while" { for = "10m" }

  step "news" {
    email {
      subject   = "news ${order.id}"
      preheader = "Where your order is."
      body      = "m.md"
    }
  }
}
`

// killSteps are the messages of one order. Those that do not wait for a moved clock come first.
var killSteps = []struct {
	name      string
	marketing bool
	webhook   bool
}{{name: "receipt"}, {name: "tell", webhook: true}, {name: "hello", marketing: true}, {name: "thanks", marketing: true}, {name: "news"}}

// killShop is a project in a folder, and all orders that its shop ever exported.
type killShop struct {
	dir    string
	r      *rand.Rand
	orders []killOrder
	files  int
}

type killOrder struct {
	id, email string
	denied    bool // its customer wants no marketing
}

func newKillShop(t *testing.T, r *rand.Rand, smtp, hook string) *killShop {
	t.Helper()
	s := &killShop{dir: t.TempDir(), r: r}
	for name, text := range map[string]string{
		"project.flow.hcl": fmt.Sprintf(killProject, smtp, hook, killConnections),
		"placed.flow.hcl":  killFlow,
		"m.md":             "Hello ${coalesce(customer.first_name, \"there\")},\n\nthis is what we wanted to say to you today.\n",
	} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// A file has so many orders, and for each so many lines that start nobody: it is longer than a transaction of the importer, so that a
// kill can fall between two.
const (
	ordersPerFile = 120
	otherLines    = 8
)

// export writes a file of new orders, placed at an instant. Some lines stand in it twice.
func (s *killShop) export(t *testing.T, at time.Time) (file string) {
	t.Helper()
	var text bytes.Buffer
	stamp := at.UTC().Format("2006-01-02T15:04:05.000Z")
	for range ordersPerFile {
		n := len(s.orders)
		customer := s.r.IntN(n/2 + 1)
		o := killOrder{id: fmt.Sprintf("o%d", n), email: fmt.Sprintf("c%d@example.test", customer), denied: customer%17 == 3}
		s.orders = append(s.orders, o)
		consents := ""
		if o.denied {
			consents = `,"consents":{"tips":"denied"}`
		}
		line := fmt.Sprintf(`{"id":"p%[1]s","type":"order.placed","at":%[2]q,"source":"shop","customer":{"id":"c%[3]d","email":%[4]q%[5]s},`+
			`"order":{"id":%[1]q,"currency":"EUR","total":"80.00","items":[{"id":"%[1]s-1","product":"p9","title":"Serum","unit_price":"80.00"}]}}`+"\n",
			o.id, stamp, customer, o.email, consents)
		text.WriteString(line)
		if s.r.IntN(7) == 0 {
			text.WriteString(line)
		}
		for k := range otherLines {
			fmt.Fprintf(&text, `{"id":"u%s-%d","type":"customer.updated","at":%q,"source":"shop","customer":{"id":"c%d","city":"Town %d"}}`+"\n", o.id, k, stamp, customer, k)
		}
	}
	s.files++
	file = filepath.Join(s.dir, fmt.Sprintf("orders-%04d.jsonl", s.files))
	if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
