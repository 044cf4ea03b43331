package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/delivery/smtpsink"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/sim"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

var wholeYear = flag.Bool("year", false, "TestRetail: the whole year of orders in place of its first days")

// retailDays is the days of files of the short run.
const retailDays = 8

// retailConnections is how many of them lead to the mail server at once.
const retailConnections = 16

// TestRetail brings a year of a shop's orders through testdata/retail: the files are mapped by SQL, the store is a file that syncs each
// commit, the clock is the orders' own, and each letter goes over SMTP to a mail server on loopback. What the ledger and the mail server
// say in the end is compared with what the files themselves ask for.
func TestRetail(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "online-retail", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Skip("the orders are not on this machine")
	}
	if !*wholeYear {
		files = files[:retailDays]
	}
	want := readTill(t, files)

	sink, err := smtpsink.Start(smtpsink.Config{KeyHeader: "Subject"})
	if err != nil {
		t.Fatal(err)
	}
	defer sink.Close()
	run := simulateRetail(t, files, sink)
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}

	want.compareLedger(t, run.ledger)
	want.compareMail(t, run.ledger, sink.Messages())
	if len(run.result.Refused) > 0 {
		t.Errorf("%d rows were refused, the first for %q", len(run.result.Refused), run.result.Refused[0].Why)
	}
	t.Logf("%d invoices (%d of known customers), %d lines of events: %d thanked, %d messages over %d connections, %d journeys left as refunded, 0 under way; the clock ran from %s to %s in %s, %.0f messages a second",
		want.invoices, len(want.orders), run.lines, len(want.orders), sink.Count(), sink.Connections(), run.refunded, want.first.Format(time.DateOnly),
		run.result.End.Format(time.DateOnly), run.took.Round(time.Second), float64(sink.Count())/run.took.Seconds())
}

// retailRun is what a run over the files did.
type retailRun struct {
	lines    int
	ledger   []store.LedgerLine
	result   sim.Result
	refunded int
	took     time.Duration
}

func simulateRetail(t *testing.T, files []string, sink *smtpsink.Sink) (run retailRun) {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testdata", "retail"))); err != nil {
		t.Fatal(err)
	}
	copyInto(t, filepath.Join(dir, "data"), files)
	var stderr bytes.Buffer
	c := &command{project: dir, environment: environment{
		stderr: &stderr, now: time.Now, getenv: func(name string) string { return map[string]string{"RETAIL_SMTP": sink.URL()}[name] },
	}}
	compiled, err := c.compile()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	program, err := engine.Prepare(compiled.Program)
	if err != nil {
		t.Fatal(err)
	}
	var in input
	if err := c.readSources(ctx, program, &in); err != nil {
		t.Fatal(err)
	}
	for _, r := range in.refused {
		t.Errorf("%s: %s", r.origin, r.why)
	}
	st, err := sqlite.Open(ctx, filepath.Join(dir, "flowc.db"), storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	secret, err := st.Secret(ctx)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := linksOf(compiled.Program, secret)
	if err != nil {
		t.Fatal(err)
	}

	began := time.Now()
	run.lines = len(in.lines)
	run.result, err = sim.Run(ctx, st, program, in.lines, sim.Options{
		Links: pages, Workers: retailConnections,
		Deliver: func(sender machine.Sender, _ func() time.Time) (delivery.Channel, error) {
			return c.openSender(sender, retailConnections)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	run.took = time.Since(began)
	err = st.Read(ctx, func(r store.Reader) error {
		return r.Ledger(ctx, store.LedgerQuery{}, func(l store.LedgerLine) bool {
			run.ledger = append(run.ledger, l)
			if l.Kind == "journey" && l.Reason == "refunded" {
				run.refunded++
			}
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func copyInto(t *testing.T, dir string, files []string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
