package engine_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
	"github.com/flowc/flowc/schema/order"
)

const project = `project "acme" {
  timezone   = "Europe/Berlin"
  currencies = ["EUR"]
  locale     = "en"
  base_url   = "https://post.acme.example"
}

brand {
  name           = "Acme Skincare"
  website        = "https://acme.example"
  postal_address = "Acme GmbH, Torstr. 1, 10119 Berlin"
}

sender "email" "default" {
  from = "Acme Skincare <hello@acme.example>"
  smtp = "file:outbox"
}

topic "orders" {
  title = "Your orders"
  kind  = "transactional"
}

topic "tips" {
  title   = "Tips for what you bought"
  kind    = "marketing"
  consent = "opt_out"
}
`

// shop is a project on a store of its own, with a clock that stands until it is moved.
type shop struct {
	t       testing.TB
	db      *sqlite.DB
	program *engine.Program
	engine  *engine.Engine
	now     time.Time
	orders  int
}

// noPages makes addresses that lead nowhere.
type noPages struct{}

func (noPages) URL(kind string, _ engine.LinkFor) string {
	return "https://post.acme.example/" + kind + "/AQEBq83vEjRWeJq83vEjRWeJ"
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// openShop compiles a flow with its letters, given by file name, and applies it to a store on disk that syncs each commit.
func openShop(t testing.TB, channel delivery.Channel, workers int, flow string, letters map[string]string) *shop {
	t.Helper()
	return openShopIn(t, filepath.Join(t.TempDir(), "flowc.db"), channel, workers, flow, letters)
}

func openShopIn(t testing.TB, path string, channel delivery.Channel, workers int, flow string, letters map[string]string) *shop {
	t.Helper()
	files := fstest.MapFS{"project.flow.hcl": {Data: []byte(project)}, "f.flow.hcl": {Data: []byte(flow)}}
	for name, text := range letters {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	compiled := lang.Compile(files)
	if compiled.Program == nil {
		t.Fatal(compiled.Diagnostics)
	}
	program, err := engine.Prepare(compiled.Program)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{RegisterFuncs: expr.SQLFuncs})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := &shop{t: t, db: db, program: program, now: noon}
	body, err := machine.Encode(compiled.Program)
	if err != nil {
		t.Fatal(err)
	}
	var flows []string
	for _, m := range compiled.Program.Machines {
		flows = append(flows, m.Flow)
	}
	s.write(func(tx store.Tx) error {
		_, err := tx.SaveProgram(t.Context(), store.StoredProgram{Fingerprint: program.Fingerprint, Format: machine.Format, Body: body}, flows, s.now)
		return err
	})
	epoch, err := db.Acquire(t.Context(), "runner", s.now, 1000*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	s.engine = engine.New(engine.Config{
		Store: db, Program: program, Now: func() time.Time { return s.now }, Senders: map[string]delivery.Channel{"default": channel},
		Links: noPages{}, Secret: make([]byte, 32), Workers: workers,
	}, epoch)
	return s
}

func (s *shop) write(fn func(store.Tx) error) {
	s.t.Helper()
	if err := s.db.Write(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
}

// place lets n customers of whom nothing is known place an order each, now.
func (s *shop) place(n int) {
	s.t.Helper()
	const together = 1000
	for done := 0; done < n; done += together {
		s.write(func(tx store.Tx) error {
			for range min(together, n-done) {
				if _, err := tx.Import(s.t.Context(), s.order(s.orders), s.program.ImportOptions(s.now)); err != nil {
					return err
				}
				s.orders++
			}
			return nil
		})
	}
}

func ptr[T any](v T) *T { return &v }

func (s *shop) order(n int) *order.Line {
	return &order.Line{
		Source: "shop", ID: fmt.Sprint("e", n), Type: "order.placed", At: s.now,
		Customer: &order.CustomerPatch{ID: fmt.Sprint("c", n), Email: ptr(fmt.Sprintf("c%07d@mail.example", n)), FirstName: ptr("Ada"), Timezone: ptr("Europe/Berlin")},
		Order: &order.OrderPatch{ID: fmt.Sprint("o", n), Number: ptr(fmt.Sprint(1_000_000 + n)), Currency: ptr("EUR"), Total: ptr(int64(2400)), PlacedAt: ptr(s.now),
			Items: &[]order.ItemPatch{{ID: "1", Product: fmt.Sprint("p", n%50), Title: "Calming Serum 30 ml", Quantity: 1, Unit: 2400, Total: 2400}}},
		Products: []order.ProductPatch{{ID: fmt.Sprint("p", n%50), Title: ptr("Calming Serum 30 ml"), Category: ptr("skincare")}},
	}
}

// look lets the engine look, and fails where it could not.
func (s *shop) look() engine.Report {
	s.t.Helper()
	report, err := s.engine.Look(s.t.Context(), s.now)
	if err != nil {
		s.t.Fatal(err)
	}
	return report
}
