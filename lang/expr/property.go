package expr

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"

	"github.com/flowc/flowc/schema/facts"
)

// The JSON of one attribute or event property, as the columns customers.attrs, orders.attrs, products.attrs and events.properties hold
// it by name, for whoever writes and reads rows:
//
//	bool               true, false
//	number             a decimal: 30, 2.5; read from text too: "2.5"
//	string, url        text; an empty one is absent
//	timestamp          text, 2026-03-01T09:00:00.000Z; any RFC 3339 time is read
//	money              {"minor":1200,"currency":"EUR"}
//	object (product)   text: the product's id
//	list (of texts)    an array; what is no text in it, or an empty one, is left out
//	list (of items)    an array of the ids of the lines of the event's order
//
// What has another form is absent. SQL reads the same columns to the same meaning.

// PropertyOf reads a bool, number, string, url, timestamp, money, or a list, which it takes for one of texts; of other kinds it answers
// absent. It never fails.
func PropertyOf(raw []byte, kind facts.Kind) facts.Value {
	raw = bytes.TrimSpace(raw)
	switch kind {
	case facts.Bool:
		switch string(raw) {
		case "true":
			return facts.BoolOf(true)
		case "false":
			return facts.BoolOf(false)
		}
	case facts.Number:
		return numberProperty(raw)
	case facts.String, facts.URL:
		s, _ := textProperty(raw)
		if kind == facts.URL && s != "" {
			return facts.URLOf(s)
		}
		return facts.Optional(s)
	case facts.Time:
		if s, ok := textProperty(raw); ok {
			if t, ok := timeOf(s); ok {
				return facts.TimeOf(t)
			}
		}
	case facts.Money:
		return moneyProperty(raw)
	case facts.List:
		return listProperty(raw)
	case facts.Absent, facts.Duration, facts.Object:
	}
	return facts.Value{}
}

func listProperty(raw []byte) facts.Value {
	var parts []json.RawMessage
	if len(raw) == 0 || raw[0] != '[' || json.Unmarshal(raw, &parts) != nil {
		return facts.Value{}
	}
	list := make([]facts.Value, 0, len(parts))
	for _, part := range parts {
		if v := PropertyOf(part, facts.String); !v.IsAbsent() {
			list = append(list, v)
		}
	}
	return facts.ListOf(list)
}

// AppendProperty writes what PropertyOf reads: null for a value of another kind.
func AppendProperty(b []byte, v facts.Value) []byte {
	switch v.Kind() {
	case facts.Bool:
		return strconv.AppendBool(b, v.True())
	case facts.Number:
		return append(b, facts.FormatNumber(v.Millionths())...)
	case facts.String, facts.URL:
		return appendJSON(b, v.Text())
	case facts.Time:
		return appendJSON(b, timeText(v.Time()))
	case facts.Money:
		b = append(b, `{"minor":`...)
		b = strconv.AppendInt(b, v.Minor(), 10)
		b = append(b, `,"currency":`...)
		return append(appendJSON(b, v.Currency()), '}')
	case facts.List:
		b = append(b, '[')
		for i, elem := range v.List() {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendProperty(b, elem)
		}
		return append(b, ']')
	case facts.Absent, facts.Duration, facts.Object:
	}
	return append(b, "null"...)
}

func appendJSON(b []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic("this is a bug in flowc: a text that is no JSON: " + err.Error())
	}
	return append(b, quoted...)
}

func textProperty(raw []byte) (string, bool) {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	return s, true
}

func numberProperty(raw []byte) facts.Value {
	s, ok := textProperty(raw)
	if !ok {
		s = string(raw)
	}
	if n, ok := ParseNumber(s); ok {
		return facts.NumberOf(n)
	}
	return facts.Value{}
}

func moneyProperty(raw []byte) facts.Value {
	var m struct {
		Minor    *int64
		Currency string
	}
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &m) != nil || m.Minor == nil || m.Currency == "" {
		return facts.Value{}
	}
	return facts.MoneyOf(*m.Minor, m.Currency)
}

// numberLength bounds the text of a number.
const numberLength = 64

// ParseNumber reads a decimal such as 30, -2.5 or 1e3 as millionths, and whether it is one. What has more than six places is rounded half
// away from zero; what is beyond ±facts.Limit stays there.
func ParseNumber(s string) (millionths int64, ok bool) {
	if len(s) > numberLength {
		return 0, false
	}
	s, negative := cutSign(s)
	digits, point, exponent, ok := decimalParts(s)
	if !ok {
		return 0, false
	}
	// The value is digits · 10^(exponent − point); in millionths, six more.
	shift := exponent - point + placesMax
	n := shifted(digits, shift)
	if negative {
		n = -n
	}
	return n, true
}

func cutSign(s string) (rest string, negative bool) {
	if s != "" && s[0] == '-' {
		return s[1:], true
	}
	return s, false
}

// decimalParts divides the text of a number without a sign: its digits, how many of them stand after the point, and the exponent.
func decimalParts(s string) (digits string, point, exponent int, ok bool) {
	b := make([]byte, 0, len(s))
	i, seen := 0, false
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			b = append(b, c)
			if seen {
				point++
			}
			continue
		case c == '.' && !seen && i > 0 && i+1 < len(s):
			seen = true
			continue
		}
		break
	}
	if len(b) == 0 || i > 0 && s[i-1] == '.' {
		return "", 0, 0, false
	}
	if i < len(s) {
		e, err := strconv.Atoi(s[i+1:])
		if s[i] != 'e' && s[i] != 'E' || err != nil {
			return "", 0, 0, false
		}
		exponent = max(-2*numberLength, min(e, 2*numberLength))
	}
	return string(b), point, exponent, true
}

// shifted is digits · 10^shift, rounded half away from zero and kept within facts.Limit.
func shifted(digits string, shift int) int64 {
	n, half := int64(0), false
	end := len(digits) + shift
	for i := 0; i < end; i++ {
		d := byte('0')
		if i < len(digits) {
			d = digits[i]
		}
		if n > (math.MaxInt64-9)/10 {
			return facts.Limit
		}
		n = 10*n + int64(d-'0')
	}
	if 0 <= end && end < len(digits) {
		half = digits[end] >= '5'
	}
	if half {
		n++
	}
	return facts.Clamp(n)
}
