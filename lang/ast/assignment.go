package ast

import (
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// assignment reads what follows a name and its equals sign; a block that was given an equals sign is read as a block.
func (p *parser) assignment(b *rawBody, in *language.Block, word hclsyntax.Token, oneLine bool) {
	equals := p.second()
	value := p.skipComments(equals + 1)
	name := string(word.Bytes)
	if p.tokens[value].Type == hclsyntax.TokenOBrace && knows(in, name, true) && !knows(in, name, false) {
		at := p.tokens[equals].Range
		instead(p.report("F0040", at, "%s is a block, and no equals sign stands before its {.", name), at, "")
		p.at = value
		p.finishBlock(b, in, word, nil, word.Range)
		return
	}
	p.at = equals
	p.argument(b, word, oneLine)
}

// argument reads the value that begins behind the current token.
func (p *parser) argument(b *rawBody, word hclsyntax.Token, oneLine bool) {
	before := p.tokens[p.at]
	from := p.skipComments(p.at + 1)
	line := p.endOfLine(from)
	end := p.nextArgument(from, line)
	p.at = end

	// Comments and a comma around the value are not of it.
	to := end
	for to > from && p.tokens[to-1].Type == hclsyntax.TokenComment {
		to--
	}
	if to > from && p.tokens[to-1].Type == hclsyntax.TokenComma {
		to--
		// Where another argument follows on one line, body says that there is too much for it.
		if !oneLine || end == line {
			p.report("F0046", p.tokens[to].Range, "No comma stands at the end of an argument; a line break does.")
		}
	}
	arg := &Arg{Name: string(word.Bytes), NameRange: diag.RangeOf(word.Range)}
	b.args = append(b.args, arg)
	if to == from {
		arg.Range = diag.RangeOf(hcl.RangeBetween(word.Range, before.Range))
		p.report("F0036", hcl.RangeBetween(word.Range, before.Range), "%s has no value. Its value stands behind the equals sign, on the same line.", arg.Name)
		p.skipContinuation()
		return
	}
	tokens := p.tokens[from:to]
	arg.Range = diag.RangeOf(hcl.RangeBetween(tokens[0].Range, tokens[len(tokens)-1].Range))
	if reported(tokens) {
		return
	}
	expr, problems := lex.Parse(p.file, p.src, tokens)
	arg.Expr = expr
	p.found = append(p.found, problems...)
	if len(problems) > 0 && lex.Joins(tokens[len(tokens)-1]) {
		p.skipContinuation()
	}
}

// nextArgument is the index at which another argument begins on the same line, as in { for = "7d" at = "10:00" }, or the
// line's end.
func (p *parser) nextArgument(from, line int) int {
	depth := 0
	for i := from; i < line; i++ {
		switch p.tokens[i].Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenOQuote, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote, hclsyntax.TokenTemplateSeqEnd:
			depth--
		case hclsyntax.TokenIdent:
			if depth > 0 || i == from || p.tokens[i+1].Type != hclsyntax.TokenEqual {
				continue
			}
			// In when = order.status = "open" the second name goes on with the first one's value.
			switch p.tokens[i-1].Type {
			case hclsyntax.TokenCQuote, hclsyntax.TokenNumberLit, hclsyntax.TokenIdent, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCBrace,
				hclsyntax.TokenComma, hclsyntax.TokenSemicolon, lex.Made:
				return i
			}
		}
	}
	return line
}

// skipContinuation moves past the next line where it goes on with a value that is known to be incomplete.
func (p *parser) skipContinuation() {
	i := p.at
	if !lex.EndsLine(p.tokens[i]) || p.tokens[i].Type == hclsyntax.TokenEOF {
		return
	}
	i = p.skipComments(i + 1)
	if t := p.tokens[i]; lex.EndsLine(t) || lex.BeginsStatement(p.tokens[i:]) {
		return
	}
	p.at = p.endOfLine(i)
}

// reported is true where something in the tokens has been reported already.
func reported(tokens hclsyntax.Tokens) bool {
	for _, t := range tokens {
		switch t.Type {
		case lex.Made, hclsyntax.TokenTemplateControl:
			return true
		case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenTemplateSeqEnd:
			if len(t.Bytes) == 0 {
				return true
			}
		}
	}
	return false
}
