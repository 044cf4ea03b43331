package expr

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
)

// SQLFuncs are the functions that a Query calls, by their names in SQL: to be registered, as pure, on each connection that runs one. Each
// takes and answers what SQLite has, nil for null, text as string or []byte, integers as int64, and is null where an argument is null or
// of another type. They are the functions of Compile, so that both mean the same.
var SQLFuncs = map[string]any{
	// Numbers are in millionths, amounts in minor units.
	"flowc_mul":     ints(func(a, b int64) any { n, _ := numbers(Mul, a, b); return n }),
	"flowc_div":     ints(func(a, b int64) any { return orNull(numbers(Div, a, b)) }),
	"flowc_add":     ints(func(a, b int64) any { return added(a, b) }),
	"flowc_sub":     ints(func(a, b int64) any { return added(a, negated(b)) }),
	"flowc_scale":   ints(func(minor, n int64) any { return scaled(minor, n, facts.Scale) }),
	"flowc_unscale": ints(unscaled),
	"flowc_average": ints(func(total, count int64) any { return AverageOrderValue(total, count) }),
	"flowc_round":   ints(func(n, places int64) any { return roundNumber(n, places/facts.Scale) }),
	"flowc_abs": func(a any) any {
		return intIn(a, func(n int64) any { return absolute(facts.NumberOf(n)).Millionths() })
	},
	"flowc_round_money": amountIn(func(minor int64, code string) any { return roundMoney(minor, code) }),
	"flowc_abs_money":   amountIn(func(minor int64, code string) any { return absolute(facts.MoneyOf(minor, code)).Minor() }),
	"flowc_money_of":    amountIn(func(n int64, code string) any { return moneyOf(n, code).Minor() }),

	"flowc_lower":      textIn(strings.ToLower),
	"flowc_upper":      textIn(strings.ToUpper),
	"flowc_title":      textIn(titled),
	"flowc_trim":       textIn(strings.TrimSpace),
	"flowc_url_encode": textIn(escaped),
	"flowc_length":     textTo(func(s string) any { return int64(characters(s)) }),
	"flowc_truncate": func(s, n any) any {
		return textAndInt(s, n, func(s string, n int64) any { return truncated(s, n/facts.Scale) })
	},
	"flowc_replace":    sqlReplace,
	"flowc_split":      textsTo(func(sep, s string) any { return jsonTexts(split(sep, s)) }),
	"flowc_startswith": textsTo(func(s, part string) any { return bit(startsWith(s, part)) }),
	"flowc_endswith":   textsTo(func(s, part string) any { return bit(endsWith(s, part)) }),
	"flowc_join":       textsTo(func(list, sep string) any { return joined(sep, textsOf(list)) }),
	"flowc_join_and":   textsTo(func(list, tag string) any { return clipped(locale.JoinAnd(textsOf(list), tag)) }),
	"flowc_plural":     sqlPlural,
	"flowc_text":       sqlText,
	"flowc_format":     func(a any) any { return intIn(a, func(n int64) any { return facts.FormatNumber(n) }) },
	"flowc_money":      sqlMoney,

	// Instants are texts, and zones two names: the customer's, which may be null or none, and the project's.
	"flowc_date":         sqlDate,
	"flowc_ago":          sqlAgo,
	"flowc_after":        func(at, span, own, project any) any { return moved(at, span, own, project, later) },
	"flowc_before":       func(at, span, own, project any) any { return moved(at, span, own, project, earlier) },
	"flowc_days":         func(a any) any { return intIn(a, func(n int64) any { return spanText(daysOf(n)) }) },
	"flowc_days_between": sqlDaysBetween,
	"flowc_median_days":  sqlMedianDays,
	"flowc_weekday": func(at, own, project any) any {
		return instantIn(at, func(t time.Time) any { return weekday(t, zoneIn(own, project)) })
	},
	"flowc_millis":        func(at any) any { return instantIn(at, func(t time.Time) any { return t.UnixMilli() }) },
	"flowc_compare_spans": textsTo(sqlCompareSpans),

	// Attributes and properties are JSON (PropertyOf).
	"flowc_number":   propertyIn(facts.Number, func(v facts.Value) any { return v.Millionths() }),
	"flowc_time":     propertyIn(facts.Time, func(v facts.Value) any { return timeText(v.Time()) }),
	"flowc_minor":    propertyIn(facts.Money, func(v facts.Value) any { return v.Minor() }),
	"flowc_currency": propertyIn(facts.Money, func(v facts.Value) any { return v.Currency() }),
}

func textArg(a any) (string, bool) {
	switch a := a.(type) {
	case string:
		return a, true
	case []byte:
		return string(a), a != nil
	}
	return "", false
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func orNull(n int64, ok bool) any {
	if !ok {
		return nil
	}
	return n
}

func unscaled(minor, n int64) any {
	if n == 0 {
		return nil
	}
	return scaled(minor, facts.Scale, n)
}

func intIn(a any, f func(int64) any) any {
	n, ok := a.(int64)
	if !ok {
		return nil
	}
	return f(n)
}

func ints(f func(a, b int64) any) func(a, b any) any {
	return func(a, b any) any {
		x, xok := a.(int64)
		y, yok := b.(int64)
		if !xok || !yok {
			return nil
		}
		return f(x, y)
	}
}

func textAndInt(s, n any, f func(string, int64) any) any {
	text, ok := textArg(s)
	number, nok := n.(int64)
	if !ok || !nok {
		return nil
	}
	return f(text, number)
}

func amountIn(f func(minor int64, code string) any) func(minor, code any) any {
	return func(minor, code any) any {
		return textAndInt(code, minor, func(code string, minor int64) any { return f(minor, code) })
	}
}

func textTo(f func(string) any) func(a any) any {
	return func(a any) any {
		s, ok := textArg(a)
		if !ok {
			return nil
		}
		return f(s)
	}
}

func textIn(f func(string) string) func(a any) any {
	return textTo(func(s string) any { return clipped(f(s)) })
}

func textsTo(f func(a, b string) any) func(a, b any) any {
	return func(a, b any) any {
		x, xok := textArg(a)
		y, yok := textArg(b)
		if !xok || !yok {
			return nil
		}
		return f(x, y)
	}
}

func sqlReplace(a, b, c any) any {
	s, ok := textArg(c)
	if !ok {
		return nil
	}
	return textsTo(func(text, old string) any { return replaced(text, old, s) })(a, b)
}

func sqlPlural(n, one, other any) any {
	number, ok := n.(int64)
	if !ok {
		return nil
	}
	return textsTo(func(one, other string) any {
		return plural(nil, facts.NumberOf(number), facts.StringOf(one), facts.StringOf(other)).Text()
	})(one, other)
}

// sqlText is a template's text: parts that are null are nothing.
func sqlText(parts ...any) any {
	var b strings.Builder
	for _, part := range parts {
		s, _ := textArg(part)
		if b.WriteString(s); b.Len() > textMax {
			break
		}
	}
	return clipped(b.String())
}

func jsonTexts(texts []string) string {
	data, err := json.Marshal(texts)
	if err != nil {
		panic("this is a bug in flowc: texts that are no JSON: " + err.Error())
	}
	return string(data)
}

// textsOf are the texts of a JSON array that SQLite made.
func textsOf(list string) []string {
	var texts []string
	if json.Unmarshal([]byte(list), &texts) != nil {
		return nil
	}
	return texts
}

func sqlMoney(minor, code, tag any) any {
	n, ok := minor.(int64)
	if !ok {
		return nil
	}
	return textsTo(func(code, tag string) any { return locale.Money(n, code, tag) })(code, tag)
}

func sqlDate(at, layout, tag, own, project any) any {
	return instantIn(at, func(t time.Time) any {
		return textsTo(func(layout, tag string) any { return locale.Date(t, layout, tag, zoneIn(own, project)) })(layout, tag)
	})
}

func instantIn(a any, f func(time.Time) any) any {
	s, ok := textArg(a)
	if !ok {
		return nil
	}
	t, ok := timeOf(s)
	if !ok {
		return nil
	}
	return f(t)
}

// zoneIn is the customer's zone, else the project's.
func zoneIn(own, project any) *time.Location {
	name, _ := textArg(own)
	other, _ := textArg(project)
	return Zone(name, Zone(other, time.UTC))
}

func moved(at, span, own, project any, move func(time.Time, facts.Span, *time.Location) time.Time) any {
	return instantIn(at, func(t time.Time) any {
		s, ok := textArg(span)
		if !ok {
			return nil
		}
		by, ok := spanOf(s)
		if !ok {
			return nil
		}
		return timeText(move(t, by, zoneIn(own, project)))
	})
}

// agos keeps what flowc_ago answered: one query asks the same of thousands of customers. It is thrown away when it is full, since now
// never comes back.
var agos = struct {
	sync.Mutex
	known map[agoKey]string
}{known: map[agoKey]string{}}

type agoKey struct{ of, zone string }

const (
	agosMax = 10_000
	// agoSeparator stands between the parts of flowc_ago's first argument: a duration, now, and the project's zone.
	agoSeparator = "|"
)

func sqlAgo(of, own any) any {
	key := agoKey{}
	key.of, _ = textArg(of)
	key.zone, _ = textArg(own) // null means the same as an empty text
	agos.Lock()
	defer agos.Unlock()
	if known, ok := agos.known[key]; ok {
		return known
	}
	parts := strings.SplitN(key.of, agoSeparator, 3)
	if len(parts) != 3 {
		return nil
	}
	text, ok := moved(parts[1], parts[0], key.zone, parts[2], earlier).(string)
	if !ok {
		return nil
	}
	if len(agos.known) >= agosMax {
		clear(agos.known)
	}
	agos.known[key] = text
	return text
}

func sqlDaysBetween(a, b, own, project any) any {
	return instantIn(a, func(from time.Time) any {
		return instantIn(b, func(to time.Time) any { return daysBetween(from, to, zoneIn(own, project)) })
	})
}

func sqlMedianDays(list, own, project any) any {
	s, ok := textArg(list)
	if !ok {
		return nil
	}
	var placed []time.Time
	for _, text := range textsOf(s) {
		if t, ok := timeOf(text); ok {
			placed = append(placed, t)
		}
	}
	if v := MedianDays(placed, zoneIn(own, project)); !v.IsAbsent() {
		return v.Millionths()
	}
	return nil
}

// spanText is a duration as SQL has it: months, days and nanoseconds, so that equal durations have equal texts.
func spanText(s facts.Span) string { return fmt.Sprintf("%d %d %d", s.Months, s.Days, int64(s.Exact)) }

// spanOf reads what spanText wrote.
func spanOf(text string) (facts.Span, bool) {
	months, rest, _ := strings.Cut(text, " ")
	days, exact, _ := strings.Cut(rest, " ")
	m, merr := strconv.Atoi(months)
	d, derr := strconv.Atoi(days)
	n, nerr := strconv.ParseInt(exact, 10, 64)
	return facts.Span{Months: m, Days: d, Exact: time.Duration(n)}, merr == nil && derr == nil && nerr == nil
}

func sqlCompareSpans(a, b string) any {
	x, xok := spanOf(a)
	y, yok := spanOf(b)
	if !xok || !yok {
		return nil
	}
	return int64(calendar.Span(x).Compare(calendar.Span(y)))
}

func propertyIn(kind facts.Kind, f func(facts.Value) any) func(a any) any {
	return textTo(func(s string) any {
		v := PropertyOf([]byte(s), kind)
		if v.IsAbsent() {
			return nil
		}
		return f(v)
	})
}
