package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
)

// A property comes in as contracts.md writes it, an amount as a decimal, a product by its id or as an object, and is stored as
// expr.PropertyOf reads it, so that SQL and memory find the same.

// stored turns a property that comes in into its stored form; nil where it is absent. The error says what is wrong with the value, in
// words that follow its name: "is no number". mention is called for each product that the value names.
func stored(t facts.Type, raw json.RawMessage, currency string, mention func(id, title string)) (json.RawMessage, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	switch t.Kind {
	case facts.List:
		return storedList(t, raw, currency, mention)
	case facts.Object:
		return storedObject(t, raw, mention)
	case facts.Absent, facts.Duration:
		return nil, nil
	case facts.Bool, facts.Number, facts.Money, facts.String, facts.Time, facts.URL:
		v, err := plain(t.Kind, raw, currency)
		if err != nil || v.IsAbsent() {
			return nil, err
		}
		return expr.AppendProperty(nil, v), nil
	default:
		panic("this is a bug in flowc: a kind without a stored form")
	}
}

func plain(kind facts.Kind, raw json.RawMessage, currency string) (facts.Value, error) {
	s, err := scalar(raw)
	if err != nil {
		return facts.Value{}, err
	}
	switch kind {
	case facts.Number:
		if n, ok := expr.ParseNumber(s); ok {
			return facts.NumberOf(n), nil
		}
		return facts.Value{}, errors.New("is no number")
	case facts.Money:
		minor, err := locale.ParseAmount(s, currency)
		switch {
		case err != nil:
			return facts.Value{}, fmt.Errorf("is no amount: %w", err)
		case !within(minor):
			return facts.Value{}, errors.New("is beyond all bounds")
		}
		return facts.MoneyOf(minor, currency), nil
	case facts.Bool:
		switch s {
		case "true":
			return facts.BoolOf(true), nil
		case "false":
			return facts.BoolOf(false), nil
		}
		return facts.Value{}, errors.New("is neither true nor false")
	case facts.Time:
		at, err := time.Parse(time.RFC3339, s)
		if err != nil || !sane(at) {
			return facts.Value{}, errors.New("is no time with an offset, such as 2026-03-01T09:00:00Z")
		}
		return facts.TimeOf(at), nil
	default: // String and URL
		return facts.Optional(s), nil
	}
}

// scalar is the text of a JSON string, number, true or false.
func scalar(raw json.RawMessage) (string, error) {
	switch raw[0] {
	case '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return "", errors.New("is no text")
		}
		return CleanText(s), nil
	case '{', '[':
		return "", errors.New("is a list or an object, and should be one value")
	default:
		return string(raw), nil
	}
}

func storedList(t facts.Type, raw json.RawMessage, currency string, mention func(id, title string)) (json.RawMessage, error) {
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || t.Elem == nil {
		return nil, errors.New("is no list")
	}
	out := make([]json.RawMessage, 0, len(parts))
	for _, p := range parts {
		v, err := stored(*t.Elem, p, currency, mention)
		if err != nil {
			return nil, fmt.Errorf("has an element that %w", err)
		}
		if v != nil {
			out = append(out, v)
		}
	}
	return json.Marshal(out)
}

// storedObject reads a product or an item, written as its id or as an object that has one, as the id.
func storedObject(t facts.Type, raw json.RawMessage, mention func(id, title string)) (json.RawMessage, error) {
	said := struct {
		ID    json.RawMessage `json:"id"`
		Title string          `json:"title"`
	}{ID: raw}
	if raw[0] == '{' {
		said.ID = nil
		if json.Unmarshal(raw, &said) != nil {
			return nil, errors.New("is no " + t.String())
		}
	}
	said.ID = bytes.TrimSpace(said.ID)
	if len(said.ID) == 0 || string(said.ID) == "null" {
		return nil, errors.New("names no " + t.String())
	}
	id, err := scalar(said.ID)
	if err != nil || id == "" || len(id) > idMax || len(said.Title) > textMax {
		return nil, errors.New("names no " + t.String())
	}
	if t.Object != nil && t.Object.Name == "product" {
		mention(id, CleanText(said.Title))
	}
	return expr.AppendProperty(nil, facts.StringOf(id)), nil
}

// Lookup finds what a stored property names.
type Lookup struct {
	Product func(id string) (facts.Value, bool)
	Item    func(id string) (facts.Value, bool) // of the event's order, by the line's id; nil finds nothing
}

// StoredProperty reads a stored property as its type; absent where it is of another.
func StoredProperty(t facts.Type, raw json.RawMessage, look Lookup) facts.Value {
	switch t.Kind {
	case facts.List:
		var parts []json.RawMessage
		if json.Unmarshal(raw, &parts) != nil || t.Elem == nil {
			return facts.Value{}
		}
		values := make([]facts.Value, 0, len(parts))
		for _, p := range parts {
			if v := StoredProperty(*t.Elem, p, look); !v.IsAbsent() {
				values = append(values, v)
			}
		}
		return facts.ListOf(values)
	case facts.Object:
		id := expr.PropertyOf(raw, facts.String).Text()
		find := look.Product
		if t.Object != nil && t.Object.Name == "item" {
			find = look.Item
		}
		if find == nil || id == "" {
			return facts.Value{}
		}
		v, _ := find(id)
		return v
	case facts.Absent, facts.Bool, facts.Number, facts.Money, facts.String, facts.Time, facts.Duration, facts.URL:
		return expr.PropertyOf(raw, t.Kind)
	default:
		panic("this is a bug in flowc: a kind without a stored form")
	}
}

// StoredProduct is the product that a stored property of that type names; empty where it names none.
func StoredProduct(t facts.Type, raw json.RawMessage) string {
	if t.Kind != facts.Object || t.Object == nil || t.Object.Name != "product" {
		return ""
	}
	return expr.PropertyOf(raw, facts.String).Text()
}

// ConvertAmounts gives the amounts in stored properties another currency without changing their decimals, as far as the currency's places
// allow, and tells the minor units of `amount`.
func ConvertAmounts(properties, from, to string) (text string, amount int64, err error) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(properties), &m); err != nil {
		return "", 0, fmt.Errorf("properties: %w", err)
	}
	for name, raw := range m {
		v := expr.PropertyOf(raw, facts.Money)
		if v.IsAbsent() || v.Currency() != from {
			continue
		}
		m[name] = expr.AppendProperty(nil, facts.MoneyOf(rescaled(v.Minor(), from, to), to))
	}
	encoded, err := json.Marshal(m)
	return string(encoded), expr.PropertyOf(m["amount"], facts.Money).Minor(), err
}

func rescaled(minor int64, from, to string) int64 {
	before, _ := locale.MinorDigits(from)
	after, _ := locale.MinorDigits(to)
	for ; before < after && within(minor*10); before++ {
		minor *= 10
	}
	for ; before > after; before-- {
		minor /= 10
	}
	return minor
}
