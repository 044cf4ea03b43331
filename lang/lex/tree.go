package lex

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// tree is what HCL's parser would make of the tokens of an expression; nil where it holds something that is rare in flows (an object, a
// for-expression, a line break, a comment) or a mistake. HCL then reads the source anew: it takes text alone, so that every expression
// given to it is cut into tokens twice, which costs more than all the rest of reading a file.
func tree(tokens hclsyntax.Tokens) hclsyntax.Expression {
	b := builder{tokens: tokens}
	x := b.conditional()
	if b.lost || b.at != len(tokens) {
		return nil
	}
	return x
}

// builder reads an expression from its tokens, as HCL's parser does. Once it is lost, its answers mean nothing.
type builder struct {
	tokens hclsyntax.Tokens
	at     int
	lost   bool
}

// peek is the type of the next token; TokenEOF behind the last.
func (b *builder) peek() hclsyntax.TokenType {
	if b.at < len(b.tokens) {
		return b.tokens[b.at].Type
	}
	return hclsyntax.TokenEOF
}

// take is the next token, which is of the given type or this is nothing for tree.
func (b *builder) take(t hclsyntax.TokenType) *hclsyntax.Token {
	if b.peek() != t {
		return b.lose()
	}
	b.at++
	return &b.tokens[b.at-1]
}

func (b *builder) lose() *hclsyntax.Token {
	b.lost, b.at = true, len(b.tokens)
	return &hclsyntax.Token{}
}

func (b *builder) conditional() hclsyntax.Expression {
	var first hcl.Range
	if b.at < len(b.tokens) {
		first = b.tokens[b.at].Range
	}
	when := b.binary(0)
	if b.peek() != hclsyntax.TokenQuestion {
		return when
	}
	b.at++
	then := b.conditional()
	b.take(hclsyntax.TokenColon)
	other := b.conditional()
	if b.lost {
		return nil
	}
	return &hclsyntax.ConditionalExpr{Condition: when, TrueResult: then, FalseResult: other, SrcRange: hcl.RangeBetween(first, other.Range())}
}

// levels are the operators that bind alike, the loosest first.
var levels = [...]map[hclsyntax.TokenType]*hclsyntax.Operation{
	{hclsyntax.TokenOr: hclsyntax.OpLogicalOr},
	{hclsyntax.TokenAnd: hclsyntax.OpLogicalAnd},
	{hclsyntax.TokenEqualOp: hclsyntax.OpEqual, hclsyntax.TokenNotEqual: hclsyntax.OpNotEqual},
	{
		hclsyntax.TokenGreaterThan: hclsyntax.OpGreaterThan, hclsyntax.TokenGreaterThanEq: hclsyntax.OpGreaterThanOrEqual,
		hclsyntax.TokenLessThan: hclsyntax.OpLessThan, hclsyntax.TokenLessThanEq: hclsyntax.OpLessThanOrEqual,
	},
	{hclsyntax.TokenPlus: hclsyntax.OpAdd, hclsyntax.TokenMinus: hclsyntax.OpSubtract},
	{hclsyntax.TokenStar: hclsyntax.OpMultiply, hclsyntax.TokenSlash: hclsyntax.OpDivide, hclsyntax.TokenPercent: hclsyntax.OpModulo},
}

// binary reads operations of a level and of those that bind tighter; operators of one level join from the left.
func (b *builder) binary(level int) hclsyntax.Expression {
	if level == len(levels) {
		return b.steps(b.term())
	}
	x := b.binary(level + 1)
	for !b.lost && joins(b.peek()) {
		op := levels[level][b.peek()]
		if op == nil {
			break
		}
		b.at++
		y := b.binary(level + 1)
		if b.lost {
			return nil
		}
		x = &hclsyntax.BinaryOpExpr{LHS: x, Op: op, RHS: y, SrcRange: hcl.RangeBetween(x.Range(), y.Range())}
	}
	return x
}

// term reads what operators join, without the steps behind it.
func (b *builder) term() hclsyntax.Expression {
	switch t := b.peek(); t {
	case hclsyntax.TokenOQuote:
		return b.text()
	case hclsyntax.TokenIdent:
		return b.name()
	case hclsyntax.TokenNumberLit:
		token := b.take(t)
		n, err := cty.ParseNumberVal(string(token.Bytes))
		if err != nil {
			b.lose()
			return nil
		}
		return &hclsyntax.LiteralValueExpr{Val: n, SrcRange: token.Range}
	case hclsyntax.TokenOParen:
		open := b.take(t)
		x := b.conditional()
		end := b.take(hclsyntax.TokenCParen)
		return &hclsyntax.ParenthesesExpr{Expression: x, SrcRange: hcl.RangeBetween(open.Range, end.Range)}
	case hclsyntax.TokenOBrack:
		return b.list()
	case hclsyntax.TokenBang, hclsyntax.TokenMinus:
		sign := b.take(t)
		op := hclsyntax.OpNegate
		if t == hclsyntax.TokenBang {
			op = hclsyntax.OpLogicalNot
		}
		x := b.steps(b.term())
		if b.lost {
			return nil
		}
		return &hclsyntax.UnaryOpExpr{Op: op, Val: x, SrcRange: hcl.RangeBetween(sign.Range, x.Range()), SymbolRange: sign.Range}
	default:
		b.lose()
		return nil
	}
}

func (b *builder) name() hclsyntax.Expression {
	word := b.take(hclsyntax.TokenIdent)
	if b.peek() == hclsyntax.TokenOParen {
		return b.call(word)
	}
	var value cty.Value
	switch string(word.Bytes) {
	case "true":
		value = cty.True
	case "false":
		value = cty.False
	case "null":
		value = cty.NullVal(cty.DynamicPseudoType)
	default:
		root := make(hcl.Traversal, 1, 3)
		root[0] = hcl.TraverseRoot{Name: string(word.Bytes), SrcRange: word.Range}
		return &hclsyntax.ScopeTraversalExpr{Traversal: root, SrcRange: word.Range}
	}
	return &hclsyntax.LiteralValueExpr{Val: value, SrcRange: word.Range}
}

func (b *builder) call(word *hclsyntax.Token) hclsyntax.Expression {
	open := b.take(hclsyntax.TokenOParen)
	args, end := b.elements(hclsyntax.TokenCParen)
	return &hclsyntax.FunctionCallExpr{
		Name: string(word.Bytes), Args: args, NameRange: word.Range, OpenParenRange: open.Range, CloseParenRange: end.Range,
	}
}

func (b *builder) list() hclsyntax.Expression {
	open := b.take(hclsyntax.TokenOBrack)
	if b.peek() == hclsyntax.TokenIdent && string(b.tokens[b.at].Bytes) == "for" {
		b.lose()
		return nil
	}
	elements, end := b.elements(hclsyntax.TokenCBrack)
	return &hclsyntax.TupleConsExpr{Exprs: elements, SrcRange: hcl.RangeBetween(open.Range, end.Range), OpenRange: open.Range}
}

// elements reads expressions with commas between them, up to what ends them. A comma may stand behind the last.
func (b *builder) elements(until hclsyntax.TokenType) (all []hclsyntax.Expression, end *hclsyntax.Token) {
	for !b.lost && b.peek() != until {
		all = append(all, b.conditional())
		if b.peek() != until {
			b.take(hclsyntax.TokenComma)
		}
	}
	return all, b.take(until)
}

// steps reads .name and [key] behind a term.
func (b *builder) steps(x hclsyntax.Expression) hclsyntax.Expression {
	for !b.lost {
		switch b.peek() {
		case hclsyntax.TokenDot:
			dot := b.take(hclsyntax.TokenDot)
			word := b.take(hclsyntax.TokenIdent)
			at := hcl.RangeBetween(dot.Range, word.Range)
			x = step(x, hcl.TraverseAttr{Name: string(word.Bytes), SrcRange: at}, at)
		case hclsyntax.TokenOBrack:
			open := b.take(hclsyntax.TokenOBrack)
			key, ok := b.conditional().(*hclsyntax.LiteralValueExpr)
			end := b.take(hclsyntax.TokenCBrack)
			if !ok {
				b.lose()
				return nil
			}
			at := hcl.RangeBetween(open.Range, end.Range)
			x = step(x, hcl.TraverseIndex{Key: key.Val, SrcRange: at}, at)
		default:
			return x
		}
	}
	return nil
}

// step is an expression with one step more. As in HCL, a traversal grows in its place.
func step(x hclsyntax.Expression, next hcl.Traverser, at hcl.Range) hclsyntax.Expression {
	switch x := x.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		x.Traversal = append(x.Traversal, next)
		x.SrcRange = hcl.RangeBetween(x.SrcRange, at)
		return x
	case *hclsyntax.RelativeTraversalExpr:
		x.Traversal = append(x.Traversal, next)
		x.SrcRange = hcl.RangeBetween(x.SrcRange, at)
		return x
	default:
		return &hclsyntax.RelativeTraversalExpr{Source: x, Traversal: hcl.Traversal{next}, SrcRange: hcl.RangeBetween(x.Range(), at)}
	}
}

// text reads a text in quotes with its ${…}.
func (b *builder) text() hclsyntax.Expression {
	open := b.take(hclsyntax.TokenOQuote)
	var parts []hclsyntax.Expression
	literal := false // what was read last
	holes := 0
	for !b.lost && b.peek() != hclsyntax.TokenCQuote {
		if b.peek() == hclsyntax.TokenQuotedLit {
			token := b.take(hclsyntax.TokenQuotedLit)
			text, problems := Text(*token)
			if literal || len(problems) > 0 { // HCL joins neighbours
				b.lose()
				return nil
			}
			parts = append(parts, &hclsyntax.LiteralValueExpr{Val: cty.StringVal(text), SrcRange: token.Range})
			literal = true
			continue
		}
		begin := b.take(hclsyntax.TokenTemplateInterp)
		parts = append(parts, b.conditional())
		end := b.take(hclsyntax.TokenTemplateSeqEnd)
		if len(begin.Bytes) != len("${") || len(end.Bytes) != len("}") { // ${~ … ~} takes the spaces around away
			b.lose()
			return nil
		}
		literal = false
		holes++
	}
	end := b.take(hclsyntax.TokenCQuote)
	at := hcl.RangeBetween(open.Range, end.Range)
	if len(parts) == 0 { // HCL puts an empty one in, behind the quotes
		behind := end.Range
		behind.Start = behind.End
		parts = []hclsyntax.Expression{&hclsyntax.LiteralValueExpr{Val: cty.StringVal(""), SrcRange: behind}}
	}
	if holes == 1 && len(parts) == 1 {
		return &hclsyntax.TemplateWrapExpr{Wrapped: parts[0], SrcRange: at}
	}
	return &hclsyntax.TemplateExpr{Parts: parts, SrcRange: at}
}

// Text is what a piece of a text in quotes says: HCL's ParseStringLiteralToken, without its work for the pieces that hold no escape.
func Text(t hclsyntax.Token) (string, hcl.Diagnostics) {
	if t.Type == hclsyntax.TokenQuotedLit && !bytes.ContainsAny(t.Bytes, "\\$%\r\n") {
		return string(t.Bytes), nil
	}
	return hclsyntax.ParseStringLiteralToken(t)
}
