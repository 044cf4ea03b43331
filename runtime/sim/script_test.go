package sim_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/feed"
	"github.com/flowc/flowc/schema/order"
)

// scripted is a line of a script: AT ID TYPE CUSTOMER ORDER [known AT] [JSON]. A dash names nobody.
var scripted = regexp.MustCompile(`^(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)(?:\s+known\s+(\S+))?(?:\s+(\{.*\}))?$`)

// lines are the events of the script, and when each that comes late becomes known, by its id.
func (f *fixture) lines(t *testing.T) (lines []*order.Line, known map[string]time.Time) {
	t.Helper()
	known = map[string]time.Time{}
	for text := range strings.Lines(f.script) {
		text = strings.TrimSpace(text)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		m := scripted.FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("no line of a script: %s", text)
		}
		src, err := json.Marshal(event(t, m))
		if err != nil {
			t.Fatal(err)
		}
		line, err := feed.Line(src, feed.Options{Currency: "EUR"})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if m[6] != "" {
			if known[line.ID], err = time.Parse(time.RFC3339, m[6]); err != nil {
				t.Fatal(err)
			}
		}
		lines = append(lines, line)
	}
	return lines, known
}

// event is the JSON of a scripted line: what its type needs is filled in, and what the line itself says lies over it.
func event(t *testing.T, m []string) map[string]any {
	t.Helper()
	at, id, kind, customer, about := m[1], m[2], m[3], m[4], m[5]
	e := map[string]any{"source": "shop", "id": id, "type": kind, "at": at}
	if customer != "-" {
		e["customer"] = map[string]any{"id": customer}
		if kind == "order.placed" || kind == "customer.created" {
			e["customer"] = map[string]any{"id": customer, "email": customer + "@example.test"}
		}
	}
	if about != "-" {
		e["order"] = map[string]any{"id": about}
		if kind == "order.placed" {
			e["order"] = map[string]any{
				"id": about, "currency": "EUR", "total": "80.00",
				"items": []any{map[string]any{"id": about + "-1", "product": "p9", "title": "Serum", "unit_price": "80.00"}},
			}
		}
	}
	switch kind {
	case "review.submitted":
		e["properties"] = map[string]any{"product": "p9", "rating": 5}
	case "order.refunded":
		e["properties"] = map[string]any{"amount": "10.00"}
	}
	if m[7] != "" {
		var over map[string]any
		if err := json.Unmarshal([]byte(m[7]), &over); err != nil {
			t.Fatalf("%s: %v", m[7], err)
		}
		overlay(e, over)
	}
	return e
}

// overlay puts one object over another; null takes a field away.
func overlay(base, over map[string]any) {
	for name, v := range over {
		inner, isObject := v.(map[string]any)
		below, wasObject := base[name].(map[string]any)
		switch {
		case v == nil:
			delete(base, name)
		case isObject && wasObject:
			overlay(below, inner)
		default:
			base[name] = v
		}
	}
}
