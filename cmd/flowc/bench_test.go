package main

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/flowc/flowc/flows"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// benchNow is when nothing is due in the benchmarks' stores.
var benchNow = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// benchShop is the shipped project, applied to a store in which n journeys wait for a later day.
func benchShop(b *testing.B, n int) *command {
	b.Helper()
	dir := b.TempDir()
	if err := os.CopyFS(dir, flows.Files); err != nil {
		b.Fatal(err)
	}
	c := &command{environment: environment{stdout: io.Discard, stderr: os.Stderr, getenv: os.Getenv, now: func() time.Time { return benchNow }}, project: dir}
	if err := c.apply(b.Context(), true); err != nil {
		b.Fatal(err)
	}
	st, err := c.openStore(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	const together = 20_000
	for i := 0; i < n; i += together {
		js := make([]*interp.Journey, min(together, n-i))
		for k := range js {
			id := strconv.Itoa(i + k)
			js[k] = &interp.Journey{Flow: "review_request", Key: "o" + id, Customer: "c" + id, Order: "o" + id, Entered: benchNow, State: "who/default/time_to_use",
				Due: benchNow.Add(24*time.Hour + time.Duration(i+k)*time.Second), Watch: benchNow.Add(1440 * time.Hour)}
		}
		err := st.Write(b.Context(), func(tx store.Tx) error { return tx.InsertJourneys(context.Background(), js) })
		if err != nil {
			b.Fatal(err)
		}
	}
	return c
}

// BenchmarkIdleLook is P4's first part: what a running process does each minute where nothing is due, at most 1 ms whatever the number of
// journeys that wait. The lease is renewed in it, which is a sync to disk.
func BenchmarkIdleLook(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run("journeys="+strconv.Itoa(n), func(b *testing.B) {
			c := benchShop(b, n)
			st, err := c.openStore(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			defer st.Close()
			r := &runner{c: c, st: st, log: slog.New(slog.DiscardHandler)}
			if err := r.begin(b.Context()); err != nil {
				b.Fatal(err)
			}
			if err := r.load(b.Context()); err != nil {
				b.Fatal(err)
			}
			defer r.close()
			var all []time.Duration
			for b.Loop() {
				began := time.Now()
				if err := r.look(b.Context(), benchNow); err != nil {
					b.Fatal(err)
				}
				all = append(all, time.Since(began))
			}
			slices.Sort(all)
			b.ReportMetric(float64(all[len(all)/2].Microseconds()), "median-µs")
		})
	}
}

// bareProcess opens the database with the same settings and asks one question that an index answers.
const bareProcess = `package main

import (
	"database/sql"
	"os"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	db, err := sql.Open("sqlite3", "file:"+os.Args[1]+"?mode=rw&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_busy_timeout=5000")
	if err != nil {
		panic(err)
	}
	var due int
	if err := db.QueryRow("select count(*) from (select 1 from journeys indexed by journeys_due where due_ms <= 0 order by due_ms limit 1)").Scan(&due); err != nil {
		panic(err)
	}
	if err := db.Close(); err != nil {
		panic(err)
	}
}
`

// BenchmarkRunOnce is P4's second part: flowc run -once from cron where nothing is due, against a bare process on the same database, taking
// turns. ratio is the median of its times by that of the bare process's, to be at most 8. No file of the project is parsed in it.
func BenchmarkRunOnce(b *testing.B) {
	c := benchShop(b, 10_000)
	dir := b.TempDir()
	build := func(name string, what ...string) string {
		out := filepath.Join(dir, name)
		cmd := exec.Command("go", append([]string{"build", "-o", out}, what...)...)
		if text, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
		return out
	}
	source := filepath.Join(dir, "bare.go")
	if err := os.WriteFile(source, []byte(bareProcess), fs.FileMode(0o600)); err != nil {
		b.Fatal(err)
	}
	bare, own := build("bare", source), build("flowc", ".")
	timed := func(name string, args ...string) time.Duration {
		began := time.Now()
		if text, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			b.Fatalf("%s: %v: %s", name, err, text)
		}
		return time.Since(began)
	}
	at := benchNow.Format(time.RFC3339)
	var ours, theirs []time.Duration
	for b.Loop() {
		theirs = append(theirs, timed(bare, filepath.Join(c.project, "flowc.db")))
		ours = append(ours, timed(own, "-project", c.project, "run", "-once", "-at", at))
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	median := func(all []time.Duration) float64 { return float64(all[len(all)/2].Microseconds()) / 1000 }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ours)/median(theirs), "ratio")
	b.ReportMetric(median(ours), "ms-flowc")
	b.ReportMetric(median(theirs), "ms-bare")
}
