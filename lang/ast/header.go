package ast

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// block reads a word that is followed by a name or a brace.
func (p *parser) block(b *rawBody, in *language.Block, word hclsyntax.Token) {
	begin := p.at
	var labels []Ident
	header := word.Range
	name := string(word.Bytes)
	for i := p.second(); ; i = p.skipComments(i) {
		switch t := p.tokens[i]; t.Type {
		case hclsyntax.TokenOBrace:
			p.at = i
			p.finishBlock(b, in, word, labels, header)
			return
		case hclsyntax.TokenIdent:
			labels = append(labels, Ident{Name: string(t.Bytes), Range: diag.RangeOf(t.Range)})
			header = hcl.RangeBetween(word.Range, t.Range)
			i++
		case hclsyntax.TokenOQuote:
			label, end := p.label(i)
			labels = append(labels, label)
			header = hcl.RangeBetween(word.Range, p.tokens[end].Range)
			i = end + 1
		case lex.Made:
			// A text without an end: what it holds up to the brace was meant to be the name.
			text, _, _ := strings.Cut(string(t.Bytes), "#")
			text = strings.Trim(text, "\" {}\t\r“”„")
			labels = append(labels, Ident{Name: text, Range: diag.RangeOf(t.Range)})
			header = hcl.RangeBetween(word.Range, t.Range)
			i++
		case hclsyntax.TokenEqual, hclsyntax.TokenColon:
			if brace := p.skipComments(i + 1); p.tokens[brace].Type == hclsyntax.TokenOBrace {
				instead(p.report("F0040", t.Range, "%s is a block, and nothing stands between its name and its {.", name), t.Range, "")
				i = brace
				continue
			}
			p.at = begin
			p.unreadable(b)
			return
		default:
			p.at = begin
			if lex.EndsLine(t) || t.Type == hclsyntax.TokenCBrace {
				p.headerOnly(b, in, word, labels, header, i)
				return
			}
			if knows(in, name, false) && !knows(in, name, true) {
				p.noEquals(word)
				p.argument(b, word, false)
				return
			}
			p.unreadable(b)
			return
		}
	}
}

// headerOnly is a word, perhaps with names behind it, and then the end of the line, at index end.
func (p *parser) headerOnly(b *rawBody, in *language.Block, word hclsyntax.Token, labels []Ident, header hcl.Range, end int) {
	name := string(word.Bytes)
	below := end
	for p.tokens[below].Type != hclsyntax.TokenEOF && (lex.EndsLine(p.tokens[below]) || p.tokens[below].Type == hclsyntax.TokenComment) {
		below++
	}
	last := p.tokens[end-1]
	switch {
	case p.tokens[below].Type == hclsyntax.TokenOBrace:
		p.report("F0032", p.tokens[below].Range, "The { of a block stands on the line of its word: %s … {.", name)
		p.at = below
		p.finishBlock(b, in, word, labels, header)
	case last.Type == lex.Made:
		p.at = end
		b.lost = true
	case knows(in, name, false) && !knows(in, name, true) && len(labels) == 0:
		p.report("F0036", word.Range, "%s has no value. Write %s = and then its value, on the same line.", name, name)
		b.args = append(b.args, &Arg{Name: name, Range: diag.RangeOf(word.Range), NameRange: diag.RangeOf(word.Range)})
		p.at = end
	case knows(in, name, false) && !knows(in, name, true):
		p.noEquals(word)
		p.argument(b, word, false)
	case knows(in, name, true):
		p.noBraces(b, in, word, labels, header)
	default:
		p.unreadable(b)
	}
}

// label reads a name in quotes that begins at i, and answers it with the index of its closing quote.
func (p *parser) label(i int) (Ident, int) {
	var text bytes.Buffer
	end := i + 1
	depth := 0
	holes := false
	for ; depth > 0 || p.tokens[end].Type != hclsyntax.TokenCQuote; end++ {
		switch t := p.tokens[end]; t.Type {
		case hclsyntax.TokenQuotedLit:
			if depth == 0 {
				part, problems := lex.Text(t)
				text.WriteString(part)
				for _, problem := range problems[:min(1, len(problems))] {
					p.found = append(p.found, diag.FromHCL(problem))
				}
			}
		case hclsyntax.TokenOQuote:
			depth++
		case hclsyntax.TokenCQuote:
			depth--
		case hclsyntax.TokenTemplateInterp:
			holes = true
		}
	}
	at := hcl.RangeBetween(p.tokens[i].Range, p.tokens[end].Range)
	if holes {
		p.report("F0106", at, "A name is fixed: it holds no ${…}.")
		return Ident{Range: diag.RangeOf(at)}, end
	}
	if text.Len() == 0 {
		p.report("F0106", at, "There is no name between these quotes. It consists of letters from a to z, digits, _ and -, and begins with a letter or _.")
	}
	return Ident{Name: text.String(), Range: diag.RangeOf(at)}, end
}

// finishBlock reads the braces of a block, whose { is the current token.
func (p *parser) finishBlock(b *rawBody, in *language.Block, word hclsyntax.Token, labels []Ident, header hcl.Range) {
	var of *language.Block
	if in != nil {
		of, _ = in.Block(string(word.Bytes))
	}
	p.at++
	first := p.peek()
	raw := &rawBlock{word: string(word.Bytes), wordRange: diag.RangeOf(word.Range), labels: labels, header: diag.RangeOf(header)}
	before := len(p.found)
	raw.rawBody = p.body(of, !lex.EndsLine(first) && first.Type != hclsyntax.TokenCBrace)
	if knows(in, raw.word, false) && !knows(in, raw.word, true) {
		p.found = p.found[:before] // It is a value in braces, and was never meant to be read as a body.
	}
	end := p.peek()
	raw.all = diag.RangeOf(hcl.RangeBetween(word.Range, end.Range))
	if end.Type == hclsyntax.TokenCBrace {
		p.at++
	}
	// Where a } was put in, more may be missing than it alone.
	raw.lost = raw.lost || len(end.Bytes) == 0
	b.blocks = append(b.blocks, raw)
}
