package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Stamp is a writer of a field: an instant, a source and an id, as text that sorts as the three do. Of two writers the greater one
// holds (contracts.md, "Events in"), so that any order of arrival ends the same.
type Stamp string

// StampOf is the stamp of a line. Sources and ids hold no control characters, so the line break sorts before all that may follow.
func StampOf(at time.Time, source, id string) Stamp {
	return Stamp(FormatInstant(at) + "\n" + source + "\n" + id)
}

// weak is the stamp of what a line says only in passing, such as a product's title in an order: it yields to every plain stamp.
func (s Stamp) weak() Stamp { return " " + s }

// At is the instant of a plain stamp.
func (s Stamp) At() time.Time {
	if len(s) < len(instantLayout) {
		return time.Time{}
	}
	return ParseInstant(string(s[:len(instantLayout)]))
}

// Stamps says for each field who wrote it last. A field without a stamp was never written.
type Stamps map[string]Stamp

// take makes s the writer of a field if it is not older than the present one, and says whether it did.
func (m Stamps) take(field string, s Stamp) bool {
	if m[field] > s {
		return false
	}
	m[field] = s
	return true
}

// Encode is the JSON form: the fields by writer, since most fields of a row have the same one.
func (m Stamps) Encode() string {
	byStamp := make(map[Stamp][]string, 4)
	for field, s := range m {
		byStamp[s] = append(byStamp[s], field)
	}
	for _, fields := range byStamp {
		slices.Sort(fields)
	}
	text, err := json.Marshal(byStamp)
	if err != nil {
		panic("this is a bug in flowc: " + err.Error())
	}
	return string(text)
}

// DecodeStamps reads the JSON form.
func DecodeStamps(text string) (Stamps, error) {
	m := Stamps{}
	if text == "" || text == "{}" {
		return m, nil
	}
	var byStamp map[Stamp][]string
	if err := json.Unmarshal([]byte(text), &byStamp); err != nil {
		return nil, fmt.Errorf("stamps: %w", err)
	}
	for s, fields := range byStamp {
		for _, f := range fields {
			m[f] = s
		}
	}
	return m, nil
}
