package expr

import (
	"strings"

	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
)

func contains(s, part string) bool        { return strings.Contains(s, part) }
func startsWith(s, beginning string) bool { return strings.HasPrefix(s, beginning) }
func endsWith(s, end string) bool         { return strings.HasSuffix(s, end) }

// The functions by how many arguments they take. None is called with an absent argument. SQL calls the same ones.
var (
	unary = map[Func]func(env *Env, x facts.Value) facts.Value{
		Lower:       text1(strings.ToLower),
		Upper:       text1(strings.ToUpper),
		Title:       text1(titled),
		Trim:        text1(strings.TrimSpace),
		URLEncode:   text1(escaped),
		Round:       func(_ *Env, x facts.Value) facts.Value { return rounded(x, 0) },
		Abs:         func(_ *Env, x facts.Value) facts.Value { return absolute(x) },
		FormatMoney: formatMoney,
		Ago: func(env *Env, x facts.Value) facts.Value {
			return facts.TimeOf(earlier(env.now(), x.Span(), env.zone()))
		},
		Days:    func(_ *Env, x facts.Value) facts.Value { return facts.SpanOf(daysOf(x.Millionths())) },
		Weekday: func(env *Env, x facts.Value) facts.Value { return facts.StringOf(weekday(x.Time(), env.zone())) },
		JoinAnd: joinAnd,
	}
	binary = map[Func]func(env *Env, x, y facts.Value) facts.Value{
		Truncate: func(_ *Env, x, y facts.Value) facts.Value {
			return facts.StringOf(truncated(x.Text(), y.Millionths()/facts.Scale))
		},
		Split:      splitText,
		Join:       joinTexts,
		FormatDate: formatDate,
		After: func(env *Env, x, y facts.Value) facts.Value {
			return facts.TimeOf(later(x.Time(), y.Span(), env.zone()))
		},
		Before: func(env *Env, x, y facts.Value) facts.Value {
			return facts.TimeOf(earlier(x.Time(), y.Span(), env.zone()))
		},
		DaysBetween: func(env *Env, x, y facts.Value) facts.Value {
			return facts.Int(daysBetween(x.Time(), y.Time(), env.zone()))
		},
		MoneyOf: func(_ *Env, x, y facts.Value) facts.Value { return moneyOf(x.Millionths(), y.Text()) },
		Round:   func(_ *Env, x, y facts.Value) facts.Value { return rounded(x, y.Millionths()/facts.Scale) },
	}
	ternary = map[Func]func(env *Env, x, y, z facts.Value) facts.Value{
		Replace: func(_ *Env, x, y, z facts.Value) facts.Value {
			return facts.StringOf(replaced(x.Text(), y.Text(), z.Text()))
		},
		Plural: plural,
	}
)

// text1 is a function from one text to another.
func text1(f func(string) string) func(*Env, facts.Value) facts.Value {
	return func(_ *Env, x facts.Value) facts.Value { return facts.StringOf(clipped(f(x.Text()))) }
}

func rounded(x facts.Value, places int64) facts.Value {
	if x.Kind() == facts.Money {
		return facts.MoneyOf(roundMoney(x.Minor(), x.Currency()), x.Currency())
	}
	return facts.NumberOf(roundNumber(x.Millionths(), places))
}

func absolute(x facts.Value) facts.Value {
	n := x.Millionths()
	if n < 0 {
		n = negated(n)
	}
	if x.Kind() == facts.Money {
		return facts.MoneyOf(n, x.Currency())
	}
	return facts.NumberOf(n)
}

func formatMoney(env *Env, x facts.Value) facts.Value {
	return facts.StringOf(locale.Money(x.Minor(), x.Currency(), env.Locale))
}

func formatDate(env *Env, x, y facts.Value) facts.Value {
	return facts.StringOf(locale.Date(x.Time(), y.Text(), env.Locale, env.zone()))
}

func joinAnd(env *Env, x facts.Value) facts.Value {
	texts := textsIn(x.List())
	if !env.spend(len(texts)) {
		return facts.StringOf("")
	}
	return facts.StringOf(clipped(locale.JoinAnd(texts, env.Locale)))
}

func joinTexts(env *Env, x, y facts.Value) facts.Value {
	// Either order of the arguments is plain enough: one is a list.
	if x.Kind() == facts.List {
		x, y = y, x
	}
	texts := textsIn(y.List())
	if !env.spend(len(texts)) {
		return facts.StringOf("")
	}
	return facts.StringOf(joined(x.Text(), texts))
}

func splitText(env *Env, x, y facts.Value) facts.Value {
	parts := split(x.Text(), y.Text())
	if !env.spend(len(parts)) {
		return facts.Value{}
	}
	list := make([]facts.Value, len(parts))
	for i, p := range parts {
		list[i] = facts.StringOf(p)
	}
	return facts.ListOf(list)
}

func plural(_ *Env, n, one, other facts.Value) facts.Value {
	if n.Millionths() == facts.Scale {
		return one
	}
	return other
}

// call compiles a function call.
func (c *compiler) call(x *Call) valueFn {
	if f := c.test(x); f != nil {
		return boolValue(f)
	}
	switch x.Func {
	case Coalesce:
		return coalesce(c.all(x.Args))
	case Length:
		return c.length(x.Args[0])
	case Min, Max:
		return c.extreme(x)
	case Amounts:
		return absent // Compared, it never comes here.
	}
	args, made := c.all(x.Args), madeOf(x.T.Kind)
	switch len(args) {
	case 1:
		f, a := unary[x.Func], args[0]
		return func(env *Env) facts.Value {
			v := a(env)
			if v.IsAbsent() {
				return v
			}
			return made(env, f(env, v))
		}
	case 2:
		f, a, b := binary[x.Func], args[0], args[1]
		return func(env *Env) facts.Value {
			v, w := a(env), b(env)
			if v.IsAbsent() || w.IsAbsent() {
				return facts.Value{}
			}
			return made(env, f(env, v, w))
		}
	case 3:
		f, a, b, d := ternary[x.Func], args[0], args[1], args[2]
		return func(env *Env) facts.Value {
			v, w, z := a(env), b(env), d(env)
			if v.IsAbsent() || w.IsAbsent() || z.IsAbsent() {
				return facts.Value{}
			}
			return made(env, f(env, v, w, z))
		}
	default:
		panic("this is a bug in flowc: no function " + string(x.Func))
	}
}

// madeOf is what a call's answer goes through: a text is paid for from the budget, and empty beyond it.
func madeOf(k facts.Kind) func(*Env, facts.Value) facts.Value {
	if k != facts.String && k != facts.URL {
		return func(_ *Env, v facts.Value) facts.Value { return v }
	}
	return func(env *Env, v facts.Value) facts.Value {
		if !env.spendText(v.Text()) {
			return facts.StringOf("")
		}
		return v
	}
}

func coalesce(args []valueFn) valueFn {
	return func(env *Env) facts.Value {
		for _, f := range args {
			if v := f(env); !v.IsAbsent() {
				return v
			}
		}
		return facts.Value{}
	}
}

// extreme compiles min and max.
func (c *compiler) extreme(x *Call) valueFn {
	less := x.Func == Min
	if len(x.Args) == 1 {
		visits := c.visits(x.Args[0])
		return func(env *Env) facts.Value {
			best, mixed := facts.Value{}, false
			ok := visits(env, func(v facts.Value) bool {
				if !v.IsAbsent() {
					best, mixed = better(best, v, less)
				}
				return !mixed
			})
			if !ok || mixed {
				return facts.Value{}
			}
			return best
		}
	}
	args := c.all(x.Args)
	return func(env *Env) facts.Value {
		best, mixed := facts.Value{}, false
		for _, f := range args {
			v := f(env)
			if v.IsAbsent() {
				return v
			}
			if best, mixed = better(best, v, less); mixed {
				return facts.Value{}
			}
		}
		return best
	}
}

// better is the lesser or the greater of two values, and whether they cannot be compared. An absent best gives way to any.
func better(best, v facts.Value, less bool) (facts.Value, bool) {
	switch {
	case best.IsAbsent():
		return v, false
	case best.Kind() != v.Kind() || best.Currency() != v.Currency():
		return best, true
	case less == (v.Millionths() < best.Millionths()):
		return v, false
	}
	return best, false
}
