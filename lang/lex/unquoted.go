package lex

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// units are what people write behind a number that is meant as a length of time, with the unit that it is.
var units = map[string]string{
	"s": "s", "sec": "s", "second": "s", "seconds": "s", "m": "m", "min": "m", "minute": "m", "minutes": "m", "h": "h", "hour": "h", "hours": "h",
	"d": "d", "day": "d", "days": "d", "w": "w", "week": "w", "weeks": "w", "mo": "mo", "month": "mo", "months": "mo",
}

// unquoted reports, from the i-th token on, a value that is a text in this language and stands there without its quotes, or a text with
// a quote inside. It is false where there is none. inside is true within brackets.
func (l *lexer) unquoted(tokens hclsyntax.Tokens, i int, inside bool) bool {
	t := tokens[i]
	at := func(n int) hclsyntax.Token {
		if i+n < len(tokens) {
			return tokens[i+n]
		}
		return hclsyntax.Token{Type: hclsyntax.TokenNil}
	}
	next := at(1)
	if next.Type == hclsyntax.TokenNil {
		return false
	}
	touching := next.Range.Start.Byte == t.Range.End.Byte
	number, all := string(t.Bytes), hcl.RangeBetween(t.Range, next.Range)
	switch {
	case t.Type == hclsyntax.TokenCQuote && touching && (next.Type == hclsyntax.TokenIdent || next.Type == hclsyntax.TokenNumberLit):
		l.report("F0044", all, "The text ends with this quote, and a word stands right behind it. A quote inside of a text is written \\\".")
	case t.Type != hclsyntax.TokenNumberLit:
		return false
	case next.Type == hclsyntax.TokenIdent && units[strings.ToLower(string(next.Bytes))] != "":
		l.inQuotes(all, "A length of time", number+units[strings.ToLower(string(next.Bytes))])
	case next.Type == hclsyntax.TokenPercent && !beginsOperand(at(2).Type):
		l.report("F0044", all, "A share is a text: write \"%s%%\", in quotes. A number stands without the percent sign.", number)
	case next.Type == hclsyntax.TokenColon && touching && at(2).Type == hclsyntax.TokenNumberLit && i == 0:
		l.inQuotes(hcl.RangeBetween(t.Range, at(2).Range), "An hour", number+":"+string(at(2).Bytes))
	case next.Type == hclsyntax.TokenComma && touching && at(2).Type == hclsyntax.TokenNumberLit && at(2).Range.Start.Byte == next.Range.End.Byte && !inside:
		right := number + "." + string(at(2).Bytes)
		l.report("F0044", hcl.RangeBetween(t.Range, at(2).Range), "The decimal places of a number stand behind a point: write %s.", right)
		l.fix(hcl.RangeBetween(t.Range, at(2).Range), right)
	default:
		return false
	}
	return true
}

func (l *lexer) inQuotes(at hcl.Range, what, text string) {
	l.report("F0044", at, "%s is a text: write %s, in quotes.", what, Quote(text))
	l.fix(at, Quote(text))
}
