package lex

import (
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// slip reports the first thing in an expression that people write out of habit from elsewhere and that HCL would answer in
// its own terms. It is false where there is none.
func (l *lexer) slip(tokens hclsyntax.Tokens) bool {
	var open []hclsyntax.TokenType
	object := func() bool { return len(open) > 0 && open[len(open)-1] == hclsyntax.TokenOBrace }
	before, star, loop := hclsyntax.Token{Type: hclsyntax.TokenNil}, false, false
	for i, t := range tokens {
		next := hclsyntax.Token{Type: hclsyntax.TokenNil}
		if i+1 < len(tokens) {
			next = tokens[i+1]
		}
		loop = loop || string(t.Bytes) == "for"
		if l.unquoted(tokens, i, len(open) > 0) {
			return true
		}
		touching := next.Range.Start.Byte == t.Range.End.Byte
		switch {
		case closer(t.Type) != hclsyntax.TokenNil:
			open = append(open, t.Type)
		case closes(t.Type) && len(open) > 0:
			open = open[:len(open)-1]
		case l.sign(t):
			return true
		case t.Type == hclsyntax.TokenEqual && touching && next.Type == hclsyntax.TokenLessThan:
			l.instead(hcl.RangeBetween(t.Range, next.Range), "=<", "<=")
			return true
		case t.Type == hclsyntax.TokenEqualOp && touching && next.Type == hclsyntax.TokenEqual:
			l.instead(hcl.RangeBetween(t.Range, next.Range), "===", "==")
			return true
		case t.Type == hclsyntax.TokenNotEqual && touching && next.Type == hclsyntax.TokenEqual:
			l.instead(hcl.RangeBetween(t.Range, next.Range), "!==", "!=")
			return true
		case t.Type == hclsyntax.TokenLessThan && touching && next.Type == hclsyntax.TokenGreaterThan:
			l.instead(hcl.RangeBetween(t.Range, next.Range), "<>", "!=")
			return true
		case t.Type == hclsyntax.TokenFatArrow && !object():
			l.instead(t.Range, "=>", ">=")
			return true
		case t.Type == hclsyntax.TokenEqual && !object():
			l.report("F0039", t.Range, "A comparison has two equals signs: write == here. A single one gives an argument its value.")
			l.fix(t.Range, "==")
			return true
		case t.Type == hclsyntax.TokenIdent && (l.word(before, t, next) || !loop && l.within(before, t, next)):
			return true
		}
		if t.Type != hclsyntax.TokenComment && t.Type != hclsyntax.TokenNewline {
			star = t.Type == hclsyntax.TokenStar && before.Type == hclsyntax.TokenDot // in a.*, no operator
			before = t
		}
	}
	switch {
	case star || !joins(before.Type) && before.Type != hclsyntax.TokenBang:
		return false
	case l.lone:
		l.report("F0038", before.Range, "Behind %s something is missing.", before.Bytes)
	default:
		l.report("F0038", before.Range, "The line ends with %s, and what it joins is on the next one. Write both on one line, or put the whole value in brackets: then it may go on over several lines.", before.Bytes)
	}
	return true
}

// Sign is what is to be said of a sign that has no meaning outside of texts and comments, and whether the token is one.
func Sign(t hclsyntax.Token) (diag.Diagnostic, bool) {
	l := &lexer{file: t.Range.Filename}
	if l.sign(t) {
		return l.found[0], true
	}
	return diag.Diagnostic{}, false
}

func (l *lexer) sign(t hclsyntax.Token) bool {
	switch t.Type {
	case hclsyntax.TokenApostrophe:
		l.report("F0022", t.Range, "Texts stand in double quotes: write \" instead of '.")
	case hclsyntax.TokenBacktick:
		l.report("F0022", t.Range, "Texts stand in double quotes: write \" instead of `.")
	case hclsyntax.TokenBitwiseAnd:
		l.instead(t.Range, "&", "&&")
	case hclsyntax.TokenBitwiseOr:
		l.instead(t.Range, "|", "||")
	case hclsyntax.TokenBitwiseXor, hclsyntax.TokenBitwiseNot:
		l.report("F0039", t.Range, "There is no operator %s. \"Not\" is written !, as in !segment.internal.", t.Bytes)
	case hclsyntax.TokenSemicolon:
		l.report("F0034", t.Range, "There are no semicolons: each argument stands on a line of its own.")
	case hclsyntax.TokenInvalid, hclsyntax.TokenBadUTF8, hclsyntax.TokenTabs, hclsyntax.TokenStarStar:
		switch s := string(t.Bytes); {
		case strings.ContainsAny(s, "“”„‟«»"):
			l.report("F0021", t.Range, "This is a curly quote, as text programs put it in. Texts stand in straight ones: write \" at both ends.")
		case strings.ContainsAny(s, "‘’‚‛"):
			l.report("F0021", t.Range, "This is a curly quote, as text programs put it in. Texts stand in straight double quotes: write \" at both ends.")
		case strings.ContainsAny(s, "\u00a0\u2007\u202f\u3000\u200b\ufeff"):
			l.report("F0008", t.Range, "Here is a space of another kind, which looks like a common one and is not. Delete it and type a space.")
		default:
			l.report("F0008", t.Range, "The sign %s has no meaning here. It may stand in texts, in quotes, and in comments.", Quote(s))
		}
	default:
		return false
	}
	return true
}

func (l *lexer) instead(at hcl.Range, wrong, right string) {
	l.report("F0039", at, "There is no operator %s: write %s.", wrong, right)
	l.fix(at, right)
}

// words are operators as other languages spell them. A ! goes with the word behind it.
var words = map[string]string{
	"and": "&&", "or": "||", "not": "!", "is": "==", "equals": "==", "eq": "==", "ne": "!=", "gt": ">", "lt": "<", "gte": ">=", "lte": "<=",
}

// word reports an operator that is written as a word.
func (l *lexer) word(before, t, next hclsyntax.Token) bool {
	name := strings.ToLower(string(t.Bytes))
	sign, ok := words[name]
	if !ok || !beginsOperand(next.Type) || before.Type == hclsyntax.TokenDot || string(before.Bytes) == "for" {
		return false
	}
	if name == "not" {
		if next.Type == hclsyntax.TokenOParen && next.Range.Start.Byte == t.Range.End.Byte {
			return false
		}
		l.report("F0039", t.Range, "There is no operator %s: write !, as in !segment.internal.", t.Bytes)
		l.fix(hcl.Range{Filename: l.file, Start: t.Range.Start, End: next.Range.Start}, "!")
		return true
	}
	if !endsOperand(before) {
		return false
	}
	l.instead(t.Range, string(t.Bytes), sign)
	return true
}

// within reports an operator for what a list or a text holds.
func (l *lexer) within(before, t, next hclsyntax.Token) bool {
	switch strings.ToLower(string(t.Bytes)) {
	case "in", "contains", "includes", "like":
	default:
		return false
	}
	if !beginsOperand(next.Type) || next.Type == hclsyntax.TokenOParen || !endsOperand(before) {
		return false
	}
	l.report("F0039", t.Range, "There is no operator %s. What a list or a text holds is asked with contains(), as in contains(customer.tags, \"vip\").", t.Bytes)
	return true
}

func endsOperand(t hclsyntax.Token) bool {
	switch t.Type {
	case hclsyntax.TokenIdent, hclsyntax.TokenNumberLit, hclsyntax.TokenCQuote, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCBrace, Made:
		return len(t.Bytes) > 0
	default:
		return false
	}
}

func beginsOperand(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenIdent, hclsyntax.TokenNumberLit, hclsyntax.TokenOQuote, hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenOBrace, hclsyntax.TokenBang, hclsyntax.TokenMinus:
		return true
	default:
		return false
	}
}

// joins is true for a sign that joins what is before it to what follows.
func joins(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
		hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq, hclsyntax.TokenPlus, hclsyntax.TokenMinus, hclsyntax.TokenStar, hclsyntax.TokenSlash,
		hclsyntax.TokenPercent, hclsyntax.TokenQuestion, hclsyntax.TokenColon:
		return true
	default:
		return false
	}
}

// Joins is true for a token that joins what is before it to what follows: an operator, ? or :, a point.
func Joins(t hclsyntax.Token) bool { return joins(t.Type) || t.Type == hclsyntax.TokenDot }
