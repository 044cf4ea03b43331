// Package facts is the vocabulary that the language and the engine share: kinds, types, values and records.
// A value is what an expression reads from the order store and what it answers.
package facts

import (
	"strconv"
	"time"
)

// Kind says what a value is. The zero Kind is Absent: the value that equals only null.
type Kind uint8

// The kinds of the language (language.md, "Expressions"). URL is a string that may stand as a link's address.
const (
	Absent Kind = iota
	Bool
	Number
	Money
	String
	Time
	Duration
	URL
	List
	Object
)

var kindNames = [...]string{"null", "bool", "number", "money", "string", "timestamp", "duration", "url", "list", "object"}

func (k Kind) String() string { return kindNames[k] }

// KindNamed is the kind with the name that String gives it, and whether there is one.
func KindNamed(name string) (Kind, bool) {
	for k, n := range kindNames {
		if n == name {
			return Kind(k), true
		}
	}
	return Absent, false
}

// Scale is the number of parts in one: a Number is a decimal with six places, kept as an integer of millionths,
// so that SQL and memory add, compare and print it alike.
const Scale = 1_000_000

// Limit bounds a Number, in millionths: results beyond ±10^12 stay at the bound, in memory and in SQL.
const Limit = int64(1_000_000_000_000) * Scale

// Span is a wait as written: exactly one field is set. It has the shape of calendar.Span, into which it converts.
type Span struct {
	Months, Days int
	Exact        time.Duration
}

// Record is an object's content. Get answers the absent value for a field that it does not hold.
type Record interface {
	Get(f *Field) Value
}

// Row is a Record by position: the field with Index i is Row[i].
type Row []Value

// Get is the value at the field's index; absent beyond the row's end.
func (r Row) Get(f *Field) Value {
	if f.Index < len(r) {
		return r[f.Index]
	}
	return Value{}
}

// Value is one value of any kind. The zero Value is absent. Values are immutable and may be copied.
type Value struct {
	kind Kind
	n    int64 // bool: 0 or 1; number: millionths; money: minor units; time: Unix milliseconds
	s    string
	ref  any // duration: Span; list: []Value; object: Record
}

// Of each kind there is one constructor.

// BoolOf is a truth.
func BoolOf(b bool) Value {
	if b {
		return Value{kind: Bool, n: 1}
	}
	return Value{kind: Bool}
}

// NumberOf is a number given in millionths, kept within ±Limit.
func NumberOf(millionths int64) Value { return Value{kind: Number, n: Clamp(millionths)} }

// Int is a whole number.
func Int(n int64) Value {
	if n > Limit/Scale || n < -Limit/Scale {
		if n < 0 {
			return Value{kind: Number, n: -Limit}
		}
		return Value{kind: Number, n: Limit}
	}
	return Value{kind: Number, n: n * Scale}
}

// MoneyOf is an amount in the currency's minor units with its ISO 4217 code.
func MoneyOf(minor int64, currency string) Value { return Value{kind: Money, n: minor, s: currency} }

// StringOf is a text.
func StringOf(s string) Value { return Value{kind: String, s: s} }

// URLOf is a link's address.
func URLOf(s string) Value { return Value{kind: URL, s: s} }

// TimeOf is an instant, to the millisecond. The zero time is absent.
func TimeOf(t time.Time) Value {
	if t.IsZero() {
		return Value{}
	}
	return Value{kind: Time, n: t.UnixMilli()}
}

// SpanOf is a duration.
func SpanOf(s Span) Value { return Value{kind: Duration, ref: s} }

// ListOf is a list; the slice must not be changed afterwards.
func ListOf(vs []Value) Value { return Value{kind: List, ref: vs} }

// ObjectOf is an object; a nil record is absent.
func ObjectOf(r Record) Value {
	if r == nil {
		return Value{}
	}
	return Value{kind: Object, ref: r}
}

// Optional is a text that is absent when empty.
func Optional(s string) Value {
	if s == "" {
		return Value{}
	}
	return StringOf(s)
}

// Clamp keeps a number of millionths within ±Limit.
func Clamp(n int64) int64 { return max(min(n, Limit), -Limit) }

// Kind is what the value is.
func (v Value) Kind() Kind { return v.kind }

// IsAbsent is true for the value that equals only null.
func (v Value) IsAbsent() bool { return v.kind == Absent }

// True is true for the boolean true and for nothing else.
func (v Value) True() bool { return v.kind == Bool && v.n != 0 }

// Millionths is a number's value times 10^6.
func (v Value) Millionths() int64 { return v.n }

// Minor is an amount's value in minor units.
func (v Value) Minor() int64 { return v.n }

// Currency is an amount's ISO 4217 code.
func (v Value) Currency() string { return v.s }

// Text is a string's or an address's characters.
func (v Value) Text() string { return v.s }

// Time is the instant, in UTC.
func (v Value) Time() time.Time {
	if v.kind != Time {
		return time.Time{}
	}
	return time.UnixMilli(v.n).UTC()
}

// UnixMilli is the instant in milliseconds since 1970.
func (v Value) UnixMilli() int64 { return v.n }

// Span is a duration's content.
func (v Value) Span() Span { s, _ := v.ref.(Span); return s }

// List is a list's elements, nil for anything else. They must not be changed.
func (v Value) List() []Value { l, _ := v.ref.([]Value); return l }

// Record is an object's content, nil for anything else.
func (v Value) Record() Record { r, _ := v.ref.(Record); return r }

// Get is the field of an object; absent for anything that is no object.
func (v Value) Get(f *Field) Value {
	if v.kind != Object {
		return Value{}
	}
	if row, ok := v.ref.(Row); ok {
		return row.Get(f)
	}
	return v.ref.(Record).Get(f)
}

// FormatNumber prints a number of millionths with as many places as it needs.
func FormatNumber(millionths int64) string {
	neg := ""
	u := uint64(millionths)
	if millionths < 0 {
		neg, u = "-", -uint64(millionths)
	}
	s := neg + strconv.FormatUint(u/Scale, 10)
	frac := u % Scale
	if frac == 0 {
		return s
	}
	digits := strconv.FormatUint(frac+Scale, 10)[1:]
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return s + "." + digits
}
