// Package segmenttest holds the two meanings of a segment together: what expr.CompileBool says of each customer's facts must be what
// expr.SQL finds in a database with the same customers.
package segmenttest

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// driver is SQLite with the functions that queries call.
var driver = sync.OnceValue(func() string {
	sql.Register("segmenttest", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		for name, f := range expr.SQLFuncs {
			if err := c.RegisterFunc(name, f, true); err != nil {
				return fmt.Errorf("register %s: %w", name, err)
			}
		}
		return nil
	}})
	return "segmenttest"
})

// open makes a database with the tables of schema/ddl.
func open(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	files, err := filepath.Glob("../../../../schema/ddl/sqlite/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tables: %v", err)
	}
	slices.Sort(files)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		exec(t, db, string(text))
	}
	exec(t, db, "pragma foreign_keys = off")
	return db
}

func exec(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
}

// What the project of the test declares.
var (
	attributes = []expr.Attribute{
		{Object: "customer", Name: "skin_type", Kind: facts.String}, {Object: "customer", Name: "points", Kind: facts.Number},
		{Object: "customer", Name: "club", Kind: facts.Bool}, {Object: "customer", Name: "renewal", Kind: facts.Time},
		{Object: "customer", Name: "credit", Kind: facts.Money}, {Object: "customer", Name: "likes", Kind: facts.List},
		{Object: "order", Name: "gift", Kind: facts.Bool}, {Object: "order", Name: "weight", Kind: facts.Number},
		{Object: "product", Name: "refill_days", Kind: facts.Number}, {Object: "product", Name: "line", Kind: facts.String},
	}
	declared = order.NewEventType("quiz.taken", false,
		order.Property("score", facts.Of(facts.Number)), order.Property("result", facts.Of(facts.String)), order.Property("passed", facts.Of(facts.Bool)),
		order.Property("prize", facts.Of(facts.Money)), order.Property("until", facts.Of(facts.Time)),
		order.Property("answers", facts.ListType(facts.Of(facts.String))))
	types = expr.NewTypes(attributes, []*order.EventType{declared})

	currencies = []string{"EUR", "USD", "JPY"}
	project    = mustZone("Europe/Berlin")
	now        = time.Date(2026, 3, 31, 14, 30, 0, 0, time.UTC) // two days after the clocks changed in Europe, three weeks after America's
)

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// The values that rows and expressions share, so that they meet.
var (
	zones     = []string{"", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "Pacific/Apia", "America/St_Johns", "Mars/Phobos", "Local", "UTC"}
	locales   = []string{"", "de", "en", "fr-CA", "xx"}
	countries = []string{"DE", "AT", "US", "NZ"}
	words     = []string{"vip", "staff", "dry", "oily", "Ada", "Byron", "Ödön", "don't", "a b", "%_", `quo"te`, "日本", "e\u0301", "👩‍👩‍👧 x", "vip ", "Acme", "skincare", "make-up", "é"}
	emails    = []string{"ada@acme.example", "bob@x.test", "ÉVA@acme.example", "@acme.example"}
	channels  = order.Channels
	money     = []string{"EUR", "USD", "JPY", "GBP"} // the last one is not declared
	kinds     = []string{"order.refunded", "review.submitted", "quiz.taken", "nps.answered"}
	flows     = []string{"welcome", "winback"}
	topics    = []string{"offers", "reviews"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// world is one set of customers: as rows of a database and as facts.
type world struct {
	t    testing.TB
	db   *sql.DB
	r    *rand.Rand
	envs []*expr.Env
	ids  []string

	products map[string]facts.Value
	pids     []string
}

func newWorld(t testing.TB, db *sql.DB, r *rand.Rand, customers int) *world {
	w := &world{t: t, db: db, r: r, products: map[string]facts.Value{}}
	for _, table := range []string{"customers", "products", "orders", "order_items", "shipments", "reviews", "events", "outbox"} {
		exec(t, db, "delete from "+table)
	}
	for i := range 6 {
		w.product(fmt.Sprintf("p%d", i))
	}
	for i := range customers {
		w.customer(fmt.Sprintf("c%d", i))
	}
	return w
}

// some answers a value sometimes, else its zero.
func some[T any](w *world, from []T) (v T) {
	if w.r.IntN(3) > 0 {
		return pick(w.r, from)
	}
	return v
}

// stored is a text that may be absent as a column has it: null, or now and then empty, which means the same.
func (w *world) stored(s string) any {
	if s == "" && w.r.IntN(2) == 0 {
		return nil
	}
	return s
}

// instant is a time in the past, often just at the edge of a span before now.
func (w *world) instant() time.Time {
	edge := now
	switch w.r.IntN(4) {
	case 0:
		edge = now.Add(-time.Duration(w.r.IntN(400*24)) * time.Hour)
	case 1:
		edge = expr.Eval(&expr.Call{Func: expr.Ago, Args: []expr.Expr{constant(facts.SpanOf(pick(w.r, spans)))}, T: facts.Of(facts.Time)},
			&expr.Env{Now: now, Zone: expr.Zone(pick(w.r, zones), project)}).Time()
	case 2:
		edge = now.Add(time.Duration(w.r.IntN(48)-24) * time.Hour)
	case 3:
		edge = now.Add(-time.Duration(w.r.IntN(40*24*60)) * time.Minute)
	}
	return edge.Add(time.Duration(w.r.IntN(3)-1) * time.Millisecond)
}

var spans = []facts.Span{{Days: 1}, {Days: 30}, {Days: 3}, {Days: 7}, {Months: 1}, {Months: 13}, {Exact: 36 * time.Hour}, {Exact: 90 * time.Minute}, {Days: 180}, {}}

func format(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func (w *world) maybeInstant() (time.Time, any) {
	if w.r.IntN(3) == 0 {
		return time.Time{}, nil
	}
	t := w.instant()
	return t, format(t)
}

// row fills a record by the names of its fields.
func row(of *facts.ObjectType, values map[string]facts.Value) facts.Value {
	r := make(facts.Row, len(of.Fields))
	for name, v := range values {
		f := of.Field(name)
		if f == nil {
			panic("no field " + of.Name + "." + name)
		}
		r[f.Index] = v
	}
	return facts.ObjectOf(r)
}

func textList(list []string) (facts.Value, string) {
	values := make([]facts.Value, len(list))
	b := []byte{'['}
	for i, s := range list {
		values[i] = facts.StringOf(s)
		if i > 0 {
			b = append(b, ',')
		}
		b = expr.AppendProperty(b, values[i])
	}
	return facts.ListOf(values), string(append(b, ']'))
}

func (w *world) tags() (facts.Value, string) {
	var list []string
	for range w.r.IntN(4) {
		list = append(list, pick(w.r, words))
	}
	return textList(list)
}

// properties are random attributes or properties of the fields, as facts and as JSON.
func (w *world) properties(fields []*facts.Field) (map[string]facts.Value, string) {
	values := map[string]facts.Value{}
	var parts []string
	for _, f := range fields {
		v, raw := w.property(f)
		if raw == "" {
			continue
		}
		values[f.Name] = v
		parts = append(parts, fmt.Sprintf("%q:%s", f.Name, raw))
	}
	return values, "{" + strings.Join(parts, ",") + "}"
}

func (w *world) property(f *facts.Field) (facts.Value, string) {
	if f.Type.Nullable && w.r.IntN(4) == 0 {
		return facts.Value{}, pick(w.r, []string{"", "null", "{}"})
	}
	var v facts.Value
	switch f.Type.Kind {
	case facts.Bool:
		v = facts.BoolOf(w.r.IntN(2) == 0)
	case facts.Number:
		if w.r.IntN(8) == 0 {
			return facts.NumberOf(2_500_000), `"2.5"`
		}
		if w.r.IntN(8) == 0 {
			return facts.NumberOf(facts.Limit), pick(w.r, []string{"9223372036854775807", "92233720368547758070", "1e30"})
		}
		v = facts.NumberOf(pick(w.r, numbers))
	case facts.String, facts.URL:
		v = facts.StringOf(pick(w.r, words))
	case facts.Time:
		v = facts.TimeOf(w.instant())
	case facts.Money:
		v = facts.MoneyOf(pick(w.r, minors), pick(w.r, money))
	case facts.Object:
		id := pick(w.r, w.pids)
		return w.products[id], fmt.Sprintf("%q", id)
	case facts.List:
		l, raw := w.tags()
		if len(l.List()) > 0 && w.r.IntN(4) == 0 {
			raw = `["",5,null,` + raw[1:] // what is no text is left out
		}
		return l, raw
	default:
		panic(f.Type.Kind.String())
	}
	return v, string(expr.AppendProperty(nil, v))
}

var (
	numbers = []int64{0, facts.Scale, 2 * facts.Scale, 3 * facts.Scale, 5 * facts.Scale, -facts.Scale, 2_500_000, 333_333, 1, 30 * facts.Scale, facts.Limit, -facts.Limit}
	minors  = []int64{0, 1, 500, 2000, 2200, 10000, -500, 123456, 50}
)

func ownFields(name string, base *facts.ObjectType) []*facts.Field {
	var own []*facts.Field
	for _, f := range types.Object(name).Fields {
		if base.Field(f.Name) == nil {
			own = append(own, f)
		}
	}
	return own
}

func (w *world) product(id string) {
	category, brand, image := some(w, words), some(w, []string{"Acme", "Other"}), some(w, []string{"https://x.test/p.jpg"})
	title := pick(w.r, words)
	tags, tagJSON := w.tags()
	values, attrs := w.properties(ownFields("product", order.ProductType))
	var minor, code any
	if w.r.IntN(2) == 0 {
		m, c := pick(w.r, minors), pick(w.r, money)
		minor, code = m, c
		values["price"] = facts.MoneyOf(m, c)
	}
	values["id"], values["title"] = facts.StringOf(id), facts.StringOf(title)
	values["category"], values["brand"], values["tags"] = facts.Optional(category), facts.Optional(brand), tags
	values["image_url"] = url(image)
	exec(w.t, w.db, `insert into products (id, title, category, brand, image_url, price_minor, currency, tags, attrs, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
		id, title, w.stored(category), w.stored(brand), w.stored(image), minor, code, tagJSON, attrs)
	w.products[id] = row(types.Object("product"), values)
	w.pids = append(w.pids, id)
}

func url(s string) facts.Value {
	if s == "" {
		return facts.Value{}
	}
	return facts.URLOf(s)
}
