package expr

import (
	"math"
	"math/bits"

	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
)

// scaled is a*b/d, rounded half away from zero, kept within ±math.MaxInt64. d must not be 0.
func scaled(a, b, d int64) int64 {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	by := magnitude(d)
	lo, carry := bits.Add64(lo, by/2, 0)
	hi += carry
	q := uint64(math.MaxInt64)
	if hi < by {
		q, _ = bits.Div64(hi, lo, by)
	}
	n := int64(min(q, math.MaxInt64))
	if (a < 0) != (b < 0) != (d < 0) {
		return -n
	}
	return n
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// added is a+b, kept within ±math.MaxInt64.
func added(a, b int64) int64 {
	switch {
	case b > 0 && a > math.MaxInt64-b:
		return math.MaxInt64
	case b < 0 && a < -math.MaxInt64-b:
		return -math.MaxInt64
	}
	return a + b
}

// negated is -n, kept within ±math.MaxInt64.
func negated(n int64) int64 { return -max(n, -math.MaxInt64) }

// Numbers are decimals of six places, in millionths: results are rounded half away from zero and stay within ±facts.Limit.
// Dividing by zero answers absent.

// numbers is x op y of two numbers.
func numbers(op Op, x, y int64) (int64, bool) {
	switch op {
	case Add:
		return facts.Clamp(x + y), true
	case Sub:
		return facts.Clamp(x - y), true
	case Mul:
		return facts.Clamp(scaled(x, y, facts.Scale)), true
	case Div:
		if y == 0 {
			return 0, false
		}
		return facts.Clamp(scaled(x, facts.Scale, y)), true
	case Mod:
		// The sign is that of x, as in HCL, Go and SQLite.
		if y == 0 {
			return 0, false
		}
		return x % y, true
	default:
		panic("this is a bug in flowc: no arithmetic " + string(op))
	}
}

// amounts is x op y where one is an amount: two amounts of one currency are added, taken from another or divided (a number then);
// an amount is multiplied and divided by a number. Anything else is absent.
func amounts(op Op, x, y facts.Value) facts.Value {
	xm, ym := x.Kind() == facts.Money, y.Kind() == facts.Money
	switch {
	case xm && ym && x.Currency() != y.Currency():
		return facts.Value{}
	case xm && ym && op == Add:
		return facts.MoneyOf(added(x.Minor(), y.Minor()), x.Currency())
	case xm && ym && op == Sub:
		return facts.MoneyOf(added(x.Minor(), negated(y.Minor())), x.Currency())
	case xm && ym && op == Div && y.Minor() != 0:
		return facts.NumberOf(scaled(x.Minor(), facts.Scale, y.Minor()))
	case xm && y.Kind() == facts.Number && op == Mul:
		return facts.MoneyOf(scaled(x.Minor(), y.Millionths(), facts.Scale), x.Currency())
	case x.Kind() == facts.Number && ym && op == Mul:
		return facts.MoneyOf(scaled(y.Minor(), x.Millionths(), facts.Scale), y.Currency())
	case xm && y.Kind() == facts.Number && op == Div && y.Millionths() != 0:
		return facts.MoneyOf(scaled(x.Minor(), facts.Scale, y.Millionths()), x.Currency())
	}
	return facts.Value{}
}

// moneyOf is a number as an amount of the currency, rounded to its minor units; of one that ISO 4217 does not know, with two places.
func moneyOf(millionths int64, currency string) facts.Value {
	return facts.MoneyOf(scaled(millionths, power10(minorDigits(currency)), facts.Scale), currency)
}

func minorDigits(currency string) int {
	if d, known := locale.MinorDigits(currency); known {
		return d
	}
	return 2
}

func power10(n int) int64 {
	p := int64(1)
	for range min(n, 18) {
		p *= 10
	}
	return p
}

// placesMax is how many places a number has.
const placesMax = 6

// roundNumber rounds half away from zero to that many places, at most six; fewer than none are none.
func roundNumber(millionths int64, places int64) int64 {
	unit := power10(int(placesMax - max(0, min(places, placesMax))))
	return facts.Clamp(scaled(millionths, 1, unit) * unit)
}

// roundMoney rounds half away from zero to whole units of the currency.
func roundMoney(minor int64, currency string) int64 {
	unit := power10(minorDigits(currency))
	if magnitude(minor) > math.MaxInt64-uint64(unit) {
		return minor
	}
	return scaled(minor, 1, unit) * unit
}
