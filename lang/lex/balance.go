package lex

import (
	"fmt"

	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// closer is what ends what a token of the given type begins; TokenNil where it begins nothing.
func closer(open hclsyntax.TokenType) hclsyntax.TokenType {
	switch open {
	case hclsyntax.TokenOBrace:
		return hclsyntax.TokenCBrace
	case hclsyntax.TokenOParen:
		return hclsyntax.TokenCParen
	case hclsyntax.TokenOBrack:
		return hclsyntax.TokenCBrack
	case hclsyntax.TokenOQuote:
		return hclsyntax.TokenCQuote
	case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return hclsyntax.TokenTemplateSeqEnd
	default:
		return hclsyntax.TokenNil
	}
}

func closes(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote, hclsyntax.TokenTemplateSeqEnd:
		return true
	default:
		return false
	}
}

// balanced is true where every bracket has its partner.
func balanced(tokens hclsyntax.Tokens) bool {
	var stack []hclsyntax.TokenType
	for _, t := range tokens {
		if c := closer(t.Type); c != hclsyntax.TokenNil {
			stack = append(stack, c)
		} else if closes(t.Type) {
			if len(stack) == 0 || stack[len(stack)-1] != t.Type {
				return false
			}
			stack = stack[:len(stack)-1]
		}
	}
	return len(stack) == 0
}

// balance gives every bracket its partner. Where one is missing, the layout says which: a word that begins a block of a file,
// at a line's very beginning, ends whatever is open before it; a } stands below the word whose { it closes.
func (l *lexer) balance() {
	if balanced(l.tokens) {
		return
	}
	all := l.tokens
	l.tokens = make(hclsyntax.Tokens, 0, len(all)+8)
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].Type != hclsyntax.TokenEOF && (l.lone || !beginsFile(all, to)) {
			to++
		}
		last := to == len(all) || all[to].Type == hclsyntax.TokenEOF
		part := all[from:to]
		if !balanced(part) {
			part = l.mend(part, last && l.cut)
		}
		l.tokens = append(l.tokens, part...)
		if last {
			l.tokens = append(l.tokens, all[to:]...)
			return
		}
		from = to
	}
}

// beginsFile is true for a word in the first column that begins a block of a file.
func beginsFile(tokens hclsyntax.Tokens, i int) bool {
	t := tokens[i]
	if t.Type != hclsyntax.TokenIdent || t.Range.Start.Column != 1 || i+1 >= len(tokens) || !isLineEnd(tokens[i-1]) {
		return false
	}
	if _, ok := language.File().Block(string(t.Bytes)); !ok {
		return false
	}
	switch tokens[i+1].Type {
	case hclsyntax.TokenOQuote, hclsyntax.TokenIdent, hclsyntax.TokenOBrace, Made:
		return true
	default:
		return false
	}
}

// beginsStatement is true where the tokens read like the beginning of a line in a block, or like its end.
func beginsStatement(tokens hclsyntax.Tokens) bool {
	if len(tokens) < 2 {
		return false
	}
	switch tokens[0].Type {
	case hclsyntax.TokenCBrace:
		return true
	case hclsyntax.TokenIdent:
		switch tokens[1].Type {
		case hclsyntax.TokenEqual, hclsyntax.TokenOQuote, hclsyntax.TokenOBrace:
			return true
		}
	}
	return false
}

// BeginsStatement is true where the tokens read like the beginning of a line in a block (an argument, a header), or like the
// block's end.
func BeginsStatement(tokens hclsyntax.Tokens) bool { return beginsStatement(tokens) }

// bracket is one that is open while a part of a file is mended.
type bracket struct {
	token  hclsyntax.Token
	header hcl.Range       // from the first token of its line to itself
	words  string          // the header, as a message shows it
	of     *language.Block // of a block's {, where the language knows it
}

func (b bracket) line() int   { return b.header.Start.Line }
func (b bracket) indent() int { return b.header.Start.Column }

type mender struct {
	*lexer
	out   hclsyntax.Tokens
	stack []bracket
	// excess is how many more { than } the part still has.
	excess int
}

// mend is a part of a file with every bracket's partner put in or left out. In a part that was given up before its end, what
// is open at the end is no mistake.
func (l *lexer) mend(part hclsyntax.Tokens, cut bool) hclsyntax.Tokens {
	m := &mender{lexer: l}
	for _, t := range part {
		switch t.Type {
		case hclsyntax.TokenOBrace:
			m.excess++
		case hclsyntax.TokenCBrace:
			m.excess--
		}
	}
	lineBegin := 0
	for i, t := range part {
		if i > 0 && isLineEnd(part[i-1]) {
			lineBegin = i
		}
		switch {
		case closer(t.Type) != hclsyntax.TokenNil:
			first := part[lineBegin]
			m.stack = append(m.stack, bracket{t, hcl.RangeBetween(first.Range, t.Range), header(part[lineBegin:i]), m.block(part[lineBegin:i], t)})
			m.out = append(m.out, t)
		case closes(t.Type):
			m.close(t, i == lineBegin, part[i+1:])
		default:
			statement := isLineEnd(t) && beginsStatement(part[i+1:])
			if statement {
				m.closeRound(t.Range.Start)
				m.openHeader(part[lineBegin:i], part[i+1:])
			}
			m.out = append(m.out, t)
			if statement {
				m.closeStrangers(part[i+1:], t.Range.End)
			}
		}
	}
	m.end(part[len(part)-1].Range.End, cut)
	if !balanced(m.out) {
		// No layout helps here.
		l.report("F0031", part[0].Range, "From here on the brackets do not belong together: ( with ), [ with ], { with }, and the inner ones close first.")
		at := hcl.RangeBetween(part[0].Range, part[len(part)-1].Range)
		return hclsyntax.Tokens{{Type: Made, Range: at}}
	}
	return m.out
}

func (m *mender) top() *bracket {
	if len(m.stack) == 0 {
		return nil
	}
	return &m.stack[len(m.stack)-1]
}

func (m *mender) pop() { m.stack = m.stack[:len(m.stack)-1] }

// put adds a token that the author left out.
func (m *mender) put(t hclsyntax.TokenType, at hcl.Pos) {
	m.out = append(m.out, hclsyntax.Token{Type: t, Range: hcl.Range{Filename: m.file, Start: at, End: at}})
}

func (m *mender) close(t hclsyntax.Token, first bool, next hclsyntax.Tokens) {
	if t.Type != hclsyntax.TokenCParen && t.Type != hclsyntax.TokenCBrack {
		m.closeRound(t.Range.Start)
	} else if m.opened(t.Type) {
		for m.top() != nil && closer(m.top().token.Type) != t.Type {
			m.unclosed(*m.top())
			m.put(closer(m.top().token.Type), t.Range.Start)
			m.pop()
		}
	}
	if t.Type == hclsyntax.TokenCBrace {
		if m.surplus(t, first) || m.early(t, next) {
			return
		}
		for m.missing(t, first) {
			m.put(hclsyntax.TokenCBrace, t.Range.Start)
			m.put(hclsyntax.TokenNewline, t.Range.Start)
			m.pop()
			m.excess--
		}
	}
	if m.top() == nil || closer(m.top().token.Type) != t.Type {
		m.report("F0031", t.Range, "This %s closes nothing: there is no %s before it that is open. Take it out, or put the other one in.", t.Bytes, opener(t.Type))
		if t.Type == hclsyntax.TokenCBrace {
			m.excess++
		}
		t.Type = Made
		m.out = append(m.out, t)
		return
	}
	m.pop()
	m.out = append(m.out, t)
}

// opened is true where a bracket of that kind is open inside the innermost braces.
func (m *mender) opened(by hclsyntax.TokenType) bool {
	for i := len(m.stack) - 1; i >= 0; i-- {
		switch m.stack[i].token.Type {
		case hclsyntax.TokenOParen, hclsyntax.TokenOBrack:
			if closer(m.stack[i].token.Type) == by {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// closeRound closes the ( and [ that are open inside the innermost braces; one report is enough for them all.
func (m *mender) closeRound(at hcl.Pos) {
	said := false
	for b := m.top(); b != nil && (b.token.Type == hclsyntax.TokenOParen || b.token.Type == hclsyntax.TokenOBrack); b = m.top() {
		if !said {
			m.unclosed(*b)
			said = true
		}
		m.put(closer(b.token.Type), at)
		m.pop()
	}
}

// missing is true where the innermost block, by its place, should have been closed before this }.
func (m *mender) missing(t hclsyntax.Token, first bool) bool {
	b := m.top()
	if m.excess <= 0 || !first || b == nil || b.token.Type != hclsyntax.TokenOBrace || b.indent() <= t.Range.Start.Column || len(m.stack) < 2 {
		return false
	}
	m.report("F0030", b.header, "%s is not closed: the } in line %d belongs, by its place, to something around it. Put a } on a line of its own where it ends.", b.words, t.Range.Start.Line)
	return true
}

// surplus is true for a } that, by its place, does not close the innermost block, where there is one } too many.
func (m *mender) surplus(t hclsyntax.Token, first bool) bool {
	b := m.top()
	if m.excess >= 0 || b != nil && (b.line() == t.Range.Start.Line || first && b.indent() >= t.Range.Start.Column) {
		return false
	}
	m.excess++
	m.report("F0031", t.Range, "There is one } too many here: it closes nothing that is open. Take it out.")
	return true
}

func (m *mender) unclosed(b bracket) {
	switch b.token.Type {
	case hclsyntax.TokenOBrace:
		m.report("F0030", b.header, "%s is not closed: what follows its { has no } for it. Put a } on a line of its own where it ends.", b.words)
	default:
		m.report("F0031", b.token.Range, "This %s is not closed. Put a %s where it ends.", b.token.Bytes, closerSign(b.token.Type))
	}
}

func closerSign(open hclsyntax.TokenType) string {
	switch open {
	case hclsyntax.TokenOParen:
		return ")"
	case hclsyntax.TokenOBrack:
		return "]"
	default:
		return "}"
	}
}

func opener(close hclsyntax.TokenType) string {
	switch close {
	case hclsyntax.TokenCParen:
		return "("
	case hclsyntax.TokenCBrack:
		return "["
	case hclsyntax.TokenTemplateSeqEnd:
		return "${"
	default:
		return "{"
	}
}

// header is how a message names what a line's { opens.
func header(line hclsyntax.Tokens) string {
	if len(line) == 0 || line[0].Type != hclsyntax.TokenIdent {
		return "What begins here"
	}
	word := string(line[0].Bytes)
	for _, t := range line[1:] {
		switch t.Type {
		case hclsyntax.TokenEqual:
			return fmt.Sprintf("The value of %s", word)
		case hclsyntax.TokenQuotedLit:
			return fmt.Sprintf("The block %s %s", word, Quote(string(t.Bytes)))
		}
	}
	return fmt.Sprintf("The block %s", word)
}
