package expr

import (
	"cmp"
	"slices"

	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

// Comparisons answer true or false whatever is absent (language.md, "Expressions"):
//
//   - Two absent values are equal, since an absent value equals null, and null alone. An absent value is neither less nor greater
//     than anything, and neither "less or equal" nor "greater or equal" either.
//   - x != y is always the opposite of x == y.
//   - Amounts compare within one currency, and only in one that the project declares (Binary.Currencies). Any other two amounts are
//     not equal and neither is greater: an order in a foreign currency exceeds nothing, and x != y is true of it for every y, even
//     for the same amount in the same currency. It is not absent: x == null is false of it.
//   - money({ EUR = 20, USD = 22 }) stands for the amount in the other side's currency; where it has none, nothing is equal to it.
//   - Texts and addresses are equal byte by byte. Durations are equal as written: "1d" is not "24h". They are ordered by their
//     nominal length. Lists and objects equal nothing but an absent one.

// equal is x == y of two values of one kind, amounts in any currency.
func equal(x, y facts.Value) bool {
	xk, yk := plainKind(x.Kind()), plainKind(y.Kind())
	if xk != yk {
		return false
	}
	switch xk {
	case facts.Absent:
		return true
	case facts.Bool, facts.Number, facts.Time:
		return x.Millionths() == y.Millionths()
	case facts.Money:
		return x.Minor() == y.Minor() && x.Currency() == y.Currency()
	case facts.String, facts.URL:
		return x.Text() == y.Text()
	case facts.Duration:
		return x.Span() == y.Span()
	case facts.List, facts.Object:
		return false
	default:
		panic("this is a bug in flowc: no kind " + xk.String())
	}
}

// plainKind is the kind by which two values compare: an address is a text.
func plainKind(k facts.Kind) facts.Kind {
	if k == facts.URL {
		return facts.String
	}
	return k
}

// ordered is what op says of a comparison's result: -1, 0 or 1.
func ordered(op Op, order int) bool {
	switch op {
	case Eq:
		return order == 0
	case Ne:
		return order != 0
	case Lt:
		return order < 0
	case Le:
		return order <= 0
	case Gt:
		return order > 0
	case Ge:
		return order >= 0
	default:
		panic("this is a bug in flowc: no comparison " + string(op))
	}
}

// mirrored is the op of y op x that means x op y.
func mirrored(op Op) Op {
	switch op {
	case Lt:
		return Gt
	case Le:
		return Ge
	case Gt:
		return Lt
	case Ge:
		return Le
	}
	return op
}

// isComparison is true for the operators that answer a bool and compare.
func isComparison(op Op) bool {
	switch op {
	case Eq, Ne, Lt, Le, Gt, Ge:
		return true
	}
	return false
}

// isArithmetic is true for the operators over numbers and amounts.
func isArithmetic(op Op) bool {
	switch op {
	case Add, Sub, Mul, Div, Mod:
		return true
	}
	return false
}

// compareMoney is x op y of two amounts, either of which may be absent.
func compareMoney(op Op, x, y facts.Value, declared []string) bool {
	if x.Kind() != facts.Money || y.Kind() != facts.Money {
		both := x.Kind() != facts.Money && y.Kind() != facts.Money
		return op == Eq && both || op == Ne && !both
	}
	if x.Currency() != y.Currency() || !slices.Contains(declared, x.Currency()) {
		return op == Ne
	}
	return ordered(op, cmp.Compare(x.Minor(), y.Minor()))
}

// compareSpans is x op y of two durations, either of which may be absent.
func compareSpans(op Op, x, y facts.Value) bool {
	switch op {
	case Eq:
		return equal(x, y)
	case Ne:
		return !equal(x, y)
	}
	if x.Kind() != facts.Duration || y.Kind() != facts.Duration {
		return false
	}
	return ordered(op, calendar.Span(x.Span()).Compare(calendar.Span(y.Span())))
}
