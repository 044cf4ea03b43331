package sim_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// refundFlow sends a letter when the order is there, unless it was refunded.
const refundFlow = `flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  exit "refunded" {
    event = "order.refunded"
  }

  await "delivery" {
    event   = "order.delivered"
    timeout = "9d"
    on_timeout {
      end {}
    }
  }
  step "m" {
    email {
      subject   = "m"
      preheader = "A word from us."
      body      = "m.md"
    }
  }
}
`

// The engine looks at events in batches. After an outage the exit may stand many batches behind the event that the journey awaits.
func TestAnExitThatIsKnownCountsHoweverManyEventsStandBeforeIt(t *testing.T) {
	var script strings.Builder
	script.WriteString("2026-03-02T09:00:00Z e1 order.placed c1 o1\n")
	script.WriteString("2026-03-03T09:00:00Z e2 order.delivered - o1 known 2026-03-03T12:00:00Z\n")
	for i := range 1200 {
		fmt.Fprintf(&script, "2026-03-03T10:00:00Z x%d customer.updated n%d - known 2026-03-03T12:00:00Z\n", i, i)
	}
	script.WriteString("2026-03-03T11:00:00Z e3 order.refunded - o1 known 2026-03-03T12:00:00Z\n")
	f := &fixture{files: fstest.MapFS{"f.flow.hcl": &fstest.MapFile{Data: []byte(refundFlow)}}, script: script.String()}
	f.complete(t)
	const want = "2026-03-02T09:00:00Z f:o1 entered\n2026-03-03T12:00:00Z f:o1 left (refunded)\n"
	if got := f.transcript(t); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}
