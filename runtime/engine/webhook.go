package engine

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
)

// appendBody writes a value as the body of a webhook shows it: numbers as numbers, amounts as {"amount":"12.50","currency":"EUR"},
// instants as RFC 3339 in UTC, durations as written, absent as null, objects with the names of their fields.
func appendBody(dst []byte, v facts.Value, e expr.Expr) []byte {
	if lit, ok := e.(*expr.ObjectLit); ok && v.Kind() == facts.Object {
		dst = append(dst, '{')
		for i, name := range lit.Names {
			dst = appendName(dst, i, name)
			dst = appendBody(dst, v.Get(&facts.Field{Index: i, Name: name}), lit.Elems[i])
		}
		return append(dst, '}')
	}
	return appendTyped(dst, v, e.Type())
}

func appendName(dst []byte, i int, name string) []byte {
	if i > 0 {
		dst = append(dst, ',')
	}
	return append(appendText(dst, name), ':')
}

func appendText(dst []byte, s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic("this is a bug in flowc: a text has no JSON form: " + err.Error())
	}
	return append(dst, b...)
}

func appendTyped(dst []byte, v facts.Value, t facts.Type) []byte {
	switch v.Kind() {
	case facts.Absent:
		return append(dst, "null"...)
	case facts.Bool:
		return strconv.AppendBool(dst, v.True())
	case facts.Number:
		return append(dst, facts.FormatNumber(v.Millionths())...)
	case facts.Money:
		return fmt.Appendf(dst, `{"amount":%q,"currency":%q}`, amount(v), v.Currency())
	case facts.String, facts.URL:
		return appendText(dst, v.Text())
	case facts.Time:
		return fmt.Appendf(dst, "%q", v.Time().Format(time.RFC3339Nano))
	case facts.Duration:
		s := v.Span()
		return fmt.Appendf(dst, `{"months":%d,"days":%d,"seconds":%d}`, s.Months, s.Days, int64(s.Exact/time.Second))
	case facts.List:
		dst = append(dst, '[')
		for i, elem := range v.List() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendTyped(dst, elem, elemType(t))
		}
		return append(dst, ']')
	case facts.Object:
		dst = append(dst, '{')
		if t.Object != nil {
			for i, f := range t.Object.Fields {
				dst = appendName(dst, i, f.Name)
				dst = appendTyped(dst, v.Get(f), f.Type)
			}
		}
		return append(dst, '}')
	default:
		panic("this is a bug in flowc: a value of an unknown kind")
	}
}

func elemType(t facts.Type) facts.Type {
	if t.Elem == nil {
		return facts.Type{}
	}
	return *t.Elem
}

// amount is an amount as a decimal text with the places of its currency.
func amount(v facts.Value) string {
	digits, ok := locale.MinorDigits(v.Currency())
	if !ok {
		digits = 2
	}
	minor := v.Minor()
	sign := ""
	if minor < 0 {
		sign, minor = "-", -minor
	}
	text := strconv.FormatInt(minor, 10)
	if digits == 0 {
		return sign + text
	}
	if len(text) <= digits {
		text = strings.Repeat("0", digits-len(text)+1) + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}
