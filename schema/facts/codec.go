package facts

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// errForm is the answer to JSON that Append did not write.
var errForm = errors.New("not the JSON form of a value")

// Append adds the compact JSON form of a value: null, true, "text", and for the rest an array that begins with a letter:
// ["n",millionths] ["m",minor,"EUR"] ["u","https://…"] ["t",milliseconds] ["d",months,days,nanoseconds] ["l",…] ["r",…].
// Of objects only rows have a form; others are written as null.
func Append(dst []byte, v Value) []byte {
	switch v.kind {
	case Bool:
		return fmt.Append(dst, v.n != 0)
	case Number:
		return fmt.Appendf(dst, `["n",%d]`, v.n)
	case Money:
		return fmt.Appendf(dst, `["m",%d,%s]`, v.n, quote(v.s))
	case String:
		return append(dst, quote(v.s)...)
	case Time:
		return fmt.Appendf(dst, `["t",%d]`, v.n)
	case Duration:
		s := v.Span()
		return fmt.Appendf(dst, `["d",%d,%d,%d]`, s.Months, s.Days, int64(s.Exact))
	case URL:
		return fmt.Appendf(dst, `["u",%s]`, quote(v.s))
	case List:
		return appendAll(append(dst, `["l"`...), v.List())
	case Object:
		row, ok := v.ref.(Row)
		if !ok {
			return append(dst, "null"...)
		}
		return appendAll(append(dst, `["r"`...), row)
	case Absent:
		return append(dst, "null"...)
	default:
		panic("this is a bug in flowc: a value of an unknown kind")
	}
}

func appendAll(dst []byte, vs []Value) []byte {
	for _, v := range vs {
		dst = append(dst, ',')
		dst = Append(dst, v)
	}
	return append(dst, ']')
}

func quote(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic("this is a bug in flowc: a text has no JSON form: " + err.Error())
	}
	return b
}

// parseDepth bounds how deep Parse follows lists and rows.
const parseDepth = 32

// Parse reads what Append wrote.
func Parse(data []byte) (Value, error) { return parse(data, parseDepth) }

func parse(data json.RawMessage, depth int) (Value, error) {
	if len(data) == 0 || depth == 0 {
		return Value{}, errForm
	}
	switch data[0] {
	case 'n':
		return Value{}, nil
	case 't', 'f':
		return BoolOf(data[0] == 't'), nil
	case '"':
		var s string
		err := json.Unmarshal(data, &s)
		return StringOf(s), err
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil || len(parts) == 0 {
		return Value{}, errForm
	}
	var letter string
	if err := json.Unmarshal(parts[0], &letter); err != nil {
		return Value{}, errForm
	}
	rest := parts[1:]
	switch letter {
	case "l", "r":
		vs := make([]Value, len(rest))
		for i, p := range rest {
			v, err := parse(p, depth-1)
			if err != nil {
				return Value{}, err
			}
			vs[i] = v
		}
		if letter == "l" {
			return ListOf(vs), nil
		}
		return ObjectOf(Row(vs)), nil
	case "u":
		s, err := one[string](rest, 0)
		return URLOf(s), err
	case "m":
		n, err := one[int64](rest, 0)
		if err != nil {
			return Value{}, err
		}
		c, err := one[string](rest, 1)
		return MoneyOf(n, c), err
	case "n":
		n, err := one[int64](rest, 0)
		return NumberOf(n), err
	case "t":
		n, err := one[int64](rest, 0)
		return Value{kind: Time, n: n}, err
	case "d":
		months, err1 := one[int](rest, 0)
		days, err2 := one[int](rest, 1)
		exact, err3 := one[int64](rest, 2)
		return SpanOf(Span{Months: months, Days: days, Exact: time.Duration(exact)}), errors.Join(err1, err2, err3)
	}
	return Value{}, errForm
}

func one[T any](parts []json.RawMessage, i int) (t T, err error) {
	if i >= len(parts) {
		return t, errForm
	}
	if err := json.Unmarshal(parts[i], &t); err != nil {
		return t, errForm
	}
	return t, nil
}
