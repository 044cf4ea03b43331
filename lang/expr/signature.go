package expr

import (
	"strings"

	"github.com/flowc/flowc/schema/facts"
)

// signatures are the arguments that each function takes, a letter a kind, and what it answers after the colon.
var signatures = map[Func][]string{
	Length: {"l:n", "s:n"}, Contains: {"l*:b", "ss:b"}, StartsWith: {"ss:b"}, EndsWith: {"ss:b"}, Any: {"l:b"}, All: {"l:b"},
	Lower: {"s:s"}, Upper: {"s:s"}, Title: {"s:s"}, Trim: {"s:s"}, URLEncode: {"s:s"}, Truncate: {"sn:s"}, Replace: {"sss:s"},
	Split: {"ss:l"}, Join: {"sl:s", "ls:s"}, JoinAnd: {"l:s"}, Plural: {"nss:s"},
	Round: {"n:n", "nn:n", "m:m"}, Abs: {"n:n", "m:m"}, FormatMoney: {"m:s"}, FormatDate: {"ts:s"},
	Ago: {"d:t"}, After: {"td:t"}, Before: {"td:t"}, Days: {"n:d"}, DaysBetween: {"tt:n"}, Weekday: {"t:s"},
	MoneyOf: {"ns:m"}, Amounts: {"o:m", "m:m"},
}

var letters = map[facts.Kind]byte{
	facts.Absent: '0', facts.Bool: 'b', facts.Number: 'n', facts.Money: 'm', facts.String: 's', facts.URL: 's', facts.Time: 't',
	facts.Duration: 'd', facts.List: 'l', facts.Object: 'o',
}

// fits says whether arguments of these kinds go with a signature: `*` is anything, and null goes everywhere.
func fits(signature, given string) bool {
	if len(signature) != len(given) {
		return false
	}
	last := len(signature) - 1
	for i := range last {
		if s, g := signature[i], given[i]; s != g && s != '*' && g != '0' {
			return false
		}
	}
	return signature[last] == given[last]
}

func (c *checker) call(x *Call) {
	given := make([]byte, 0, len(x.Args)+2)
	for _, a := range x.Args {
		given = append(given, letters[c.part(x, a)])
	}
	if c.err != nil {
		return
	}
	given = append(given, ':', letters[x.T.Kind])
	shape := string(given)
	switch x.Func {
	case Coalesce, Min, Max:
		c.alike(x, shape)
		return
	case Amounts:
		c.amounts(x)
	case MoneyOf:
		if len(x.Args) != 2 || !literal(x.Args[1]) {
			c.fail(x, "the currency is no literal")
		}
	}
	for _, s := range signatures[x.Func] {
		if fits(s, shape) {
			return
		}
	}
	c.fail(x, "no %s(%s)", x.Func, strings.Replace(shape, ":", ") of kind (", 1))
}

// alike checks coalesce, min and max: their arguments are of the kind that they answer.
func (c *checker) alike(x *Call, shape string) {
	args, answer, _ := strings.Cut(shape, ":")
	if x.Func != Coalesce {
		if args == "l" && strings.Contains("nmt", answer) {
			return
		}
		if len(args) < 2 || !strings.Contains("nmt", answer) {
			c.fail(x, "no %s(%s)", x.Func, args)
		}
	}
	if args == "" || strings.Trim(args, answer+"0") != "" {
		c.fail(x, "no %s(%s) of kind %s", x.Func, args, answer)
	}
}

func (c *checker) amounts(x *Call) {
	if _, ok := amountsOf(x); !ok {
		c.fail(x, "no amounts")
	}
}
