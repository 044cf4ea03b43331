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
	case t.Type == hclsyntax.TokenIdent && next.Type == hclsyntax.TokenIdent && i == 0 && !l.lone && allWords(tokens): // in a letter, between ${ and }, no text is meant
		l.report("F0044", hcl.RangeBetween(t.Range, tokens[len(tokens)-1].Range), "These are several words, and no value. If a text is meant, put it in quotes.")
	case t.Type != hclsyntax.TokenNumberLit:
		return false
	case next.Type == hclsyntax.TokenIdent && touching && next.Bytes[0] == '_' && strings.Trim(string(next.Bytes), "_0123456789") == "":
		l.plainNumber(all, number, strings.ReplaceAll(string(next.Bytes), "_", "")+".")
	case next.Type == hclsyntax.TokenIdent && units[strings.ToLower(string(next.Bytes))] != "":
		l.inQuotes(all, "A length of time", number+units[strings.ToLower(string(next.Bytes))])
	case next.Type == hclsyntax.TokenPercent && !beginsOperand(at(2).Type):
		l.report("F0044", all, "A share is a text: write \"%s%%\", in quotes. A number stands without the percent sign.", number)
	case next.Type == hclsyntax.TokenColon && touching && at(2).Type == hclsyntax.TokenNumberLit && i == 0:
		l.inQuotes(hcl.RangeBetween(t.Range, at(2).Range), "An hour", number+":"+string(at(2).Bytes))
	case next.Type == hclsyntax.TokenComma && touching && at(2).Type == hclsyntax.TokenNumberLit && at(2).Range.Start.Byte == next.Range.End.Byte && !inside:
		l.plainNumber(hcl.RangeBetween(t.Range, at(2).Range), number, string(at(2).Bytes))
	default:
		return false
	}
	return true
}

// plainNumber reports a number with a comma or another sign in it. Three digits behind one are rather thousands than decimal places.
func (l *lexer) plainNumber(at hcl.Range, before, behind string) {
	right := strings.ReplaceAll(before, ".", "")
	switch whole, _, point := strings.Cut(behind, "."); {
	case point || len(whole) == 3 && !strings.Contains(before, "."):
		right += strings.TrimSuffix(behind, ".")
	default:
		right += "." + behind
	}
	l.report("F0044", at, "A number has a point before its decimal places, and nothing between its thousands: write %s.", right)
	l.fix(at, right)
}

// allWords is true for names without signs between them, none of which joins others.
func allWords(tokens hclsyntax.Tokens) bool {
	for _, t := range tokens {
		name := strings.ToLower(string(t.Bytes))
		if t.Type != hclsyntax.TokenIdent || words[name] != "" || name == "in" || name == "contains" || name == "like" || name == "includes" {
			return false
		}
	}
	return true
}

func (l *lexer) inQuotes(at hcl.Range, what, text string) {
	l.report("F0044", at, "%s is a text: write %s, in quotes.", what, Quote(text))
	l.fix(at, Quote(text))
}
