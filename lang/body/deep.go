package body

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The limits of one expression. The parser of HCL recurses: some hundred thousand open brackets or operators in a row end the
// process, and a number with a large exponent takes minutes to evaluate. People's expressions stay far below.
const (
	depthMax     = 64
	operatorsMax = 10_000
	digitsMax    = 100
	exponentMax  = 308
)

// TooDeep finds the first token that would make the parser or the evaluation of HCL use more than its share: brackets, blocks
// and templates nested more than 64 deep, more than 10,000 operators in one expression, and numbers of more than 100 digits or
// with an exponent beyond 308. Call it on the tokens of an expression or a file before they are parsed; lexing does not recurse.
func TooDeep(tokens hclsyntax.Tokens) (hcl.Range, bool) {
	type level struct {
		opener    hclsyntax.TokenType
		operators int
		unary     int // operators before an operand, one after the other
	}
	open := []level{{}}
	for _, t := range tokens {
		top := &open[len(open)-1]
		switch t.Type {
		case hclsyntax.TokenBang, hclsyntax.TokenMinus:
			top.operators++
			if top.unary++; top.unary > depthMax {
				return t.Range, true
			}
			if top.operators > operatorsMax {
				return t.Range, true
			}
			continue
		case hclsyntax.TokenOParen, hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc,
			hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			top.operators++ // a row of indexes makes a deep tree, too
			if len(open) > depthMax || top.operators > operatorsMax {
				return t.Range, true
			}
			open = append(open, level{opener: t.Type})
			continue
		case hclsyntax.TokenCParen, hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			if len(open) > 1 {
				open = open[:len(open)-1]
			}
			open[len(open)-1].unary = 0
			continue
		case hclsyntax.TokenComma:
			top.operators = 0
		case hclsyntax.TokenNewline:
			if top.opener == hclsyntax.TokenOBrace || len(open) == 1 {
				top.operators = 0
			}
		case hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent, hclsyntax.TokenAnd, hclsyntax.TokenOr,
			hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan,
			hclsyntax.TokenGreaterThanEq, hclsyntax.TokenQuestion, hclsyntax.TokenDot:
			if top.operators++; top.operators > operatorsMax {
				return t.Range, true
			}
		case hclsyntax.TokenNumberLit:
			if !modest(t.Bytes) {
				return t.Range, true
			}
		}
		top.unary = 0
	}
	return hcl.Range{}, false
}

// modest is false for a number that takes long to compute with.
func modest(number []byte) bool {
	mantissa, exponent, has := bytes.Cut(bytes.ToLower(number), []byte("e"))
	if len(mantissa) > digitsMax {
		return false
	}
	if !has {
		return true
	}
	n := 0
	for _, c := range bytes.TrimLeft(exponent, "+-") {
		if n = n*10 + int(c-'0'); n > exponentMax {
			return false
		}
	}
	return true
}
