package lex

import (
	"strings"

	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Where braces are missing or too many, the language says more than the layout: what stands in which block.

// block is what a { opens behind the tokens of its line, where the language knows it there.
func (m *mender) block(line hclsyntax.Tokens, t hclsyntax.Token) *language.Block {
	if t.Type != hclsyntax.TokenOBrace || len(line) == 0 || line[0].Type != hclsyntax.TokenIdent {
		return nil
	}
	for _, t := range line {
		if t.Type == hclsyntax.TokenEqual {
			return nil
		}
	}
	around := language.File()
	if b := m.top(); b != nil {
		around = b.of
	}
	if around == nil {
		return nil
	}
	of, _ := around.Block(string(line[0].Bytes))
	return of
}

// closeStrangers closes blocks in which the statement that begins the tokens cannot stand, where a block around them can hold it, as
// long as there are } missing.
func (m *mender) closeStrangers(statement hclsyntax.Tokens, at hcl.Pos) {
	if statement[0].Type != hclsyntax.TokenIdent {
		return
	}
	word, argument := string(statement[0].Bytes), statement[1].Type == hclsyntax.TokenEqual
	levels := 0
	for i := len(m.stack) - 1; ; i, levels = i-1, levels+1 {
		if i < 0 || levels > m.excess || m.stack[i].of == nil {
			return
		}
		if fits(m.stack[i].of, word, argument) {
			break
		}
	}
	for ; levels > 0; levels-- {
		b := *m.top()
		m.report("F0030", b.header, "%s is not closed: %s in line %d cannot stand in it. Put a } on a line of its own where it ends.", b.words, word, statement[0].Range.Start.Line)
		m.put(hclsyntax.TokenCBrace, at)
		m.put(hclsyntax.TokenNewline, at)
		m.pop()
		m.excess--
	}
}

// fits is true for a word that can stand in a block, as an argument or as a block.
func fits(of *language.Block, word string, argument bool) bool {
	if argument {
		_, ok := of.Arg(word)
		return ok || of.AnyArgs
	}
	_, ok := of.Block(word)
	return ok
}

// openHeader puts in the { of a line that begins a block, where there are more } than { and the next line stands in such a block.
func (m *mender) openHeader(line, next hclsyntax.Tokens) {
	if m.excess >= 0 || len(line) == 0 || line[0].Type != hclsyntax.TokenIdent || next[0].Type != hclsyntax.TokenIdent {
		return
	}
	depth, said := 0, false
	for _, t := range line[1:] {
		switch t.Type {
		case hclsyntax.TokenOQuote:
			depth++
		case hclsyntax.TokenCQuote:
			depth--
		case hclsyntax.TokenQuotedLit:
		case Made: // a name without its closing quote, which has been reported
			said = true
		case hclsyntax.TokenIdent:
			if depth > 0 {
				return
			}
		default:
			return
		}
	}
	brace := hclsyntax.Token{Type: hclsyntax.TokenOBrace, Range: line[len(line)-1].Range}
	brace.Range.Start = brace.Range.End
	of := m.block(line, brace)
	if of == nil || !fits(of, string(next[0].Bytes), next[1].Type == hclsyntax.TokenEqual) {
		return
	}
	at := hcl.RangeBetween(line[0].Range, line[len(line)-1].Range)
	if !said {
		m.report("F0043", at, "%s has no { behind it, and what stands below belongs between its braces. Write { at the end of this line.", header(line))
		m.fix(brace.Range, " {")
	}
	m.stack = append(m.stack, bracket{brace, at, header(line), of})
	m.out = append(m.out, brace)
	m.excess++
}

// early is true for a } after which the block goes on, where there is one } too many: what follows belongs into the block that it would
// close, and not into the one around.
func (m *mender) early(t hclsyntax.Token, next hclsyntax.Tokens) bool {
	b := m.top()
	for len(next) > 0 && (isLineEnd(next[0]) || next[0].Type == hclsyntax.TokenComment) {
		next = next[1:]
	}
	if m.excess >= 0 || b == nil || b.of == nil || len(next) < 2 || next[0].Type != hclsyntax.TokenIdent {
		return false
	}
	around := language.File()
	if n := len(m.stack); n > 1 {
		around = m.stack[n-2].of
	}
	word, argument := string(next[0].Bytes), next[1].Type == hclsyntax.TokenEqual
	if around == nil || !fits(b.of, word, argument) || fits(around, word, argument) {
		return false
	}
	m.excess++
	m.report("F0031", t.Range, "This } closes %s too early: %s in line %d belongs into it, and another } comes for it below. Take it out.", lowered(b.words), word, next[0].Range.Start.Line)
	return true
}

// lowered is a text for the middle of a sentence.
func lowered(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// end closes what is open at the end of the part. Of several blocks the innermost is named: most likely it is the one.
func (m *mender) end(at hcl.Pos, cut bool) {
	for said := cut; len(m.stack) > 0; m.pop() {
		b := *m.top()
		if !said {
			m.unclosed(b)
			said = true
		}
		m.put(closer(b.token.Type), at)
		if b.token.Type == hclsyntax.TokenOBrace {
			m.put(hclsyntax.TokenNewline, at)
		}
	}
}
