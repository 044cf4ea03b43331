// Package lex turns the text of a file, or of one expression, into HCL tokens and trees that are safe to build: size, nesting,
// length of numbers and of expressions are bounded before HCL's recursive parser sees them, and texts and brackets
// without an end are reported where they begin and closed there, so that one slip does not swallow the file.
package lex

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Made is the type of a token that stands for a piece of source with a mistake in it that has been reported. A bracket
// without bytes has been put in, for one that was missing.
const Made = hclsyntax.TokenNil

// relexMax bounds the tokens that are read again after texts without an end; every such text costs the rest of the file.
const relexMax = tokenMax

// File is the tokens of a file, ending with TokenEOF. Every bracket in them has its partner. Where the list holds an error
// that concerns the whole file (its size, its encoding), the tokens are nil.
func File(name string, src []byte) (hclsyntax.Tokens, diag.List) {
	l := &lexer{file: name, src: src}
	if !l.readable() {
		return nil, l.found
	}
	l.scan()
	l.bound()
	l.balance()
	return l.tokens, l.found
}

// Expression is the tree of one expression that stands at the given place of a file; src is the whole file, from and to are
// bytes in it. The tree is nil where the list holds an error.
func Expression(name string, src []byte, from, to diag.Pos) (hclsyntax.Expression, diag.List) {
	piece := src[from.Byte:to.Byte]
	l := &lexer{file: name, src: piece, lone: true, start: hcl.Pos{Line: from.Line, Column: from.Column, Byte: from.Byte}}
	if !l.readable() {
		return nil, l.found
	}
	l.scan()
	l.bound()
	l.balance()
	tokens := l.tokens[:len(l.tokens)-1]
	if l.found.HasErrors() || l.slip(tokens) {
		return nil, l.found
	}
	return l.parse(piece, l.start, tokens)
}

// Parse is the tree of an expression whose tokens are File's: a run of tokens on which File reported nothing.
func Parse(name string, src []byte, tokens hclsyntax.Tokens) (hclsyntax.Expression, diag.List) {
	first, last := tokens[0].Range, tokens[len(tokens)-1].Range
	l := &lexer{file: name}
	if l.slip(tokens) {
		return nil, l.found
	}
	return l.parse(src[first.Start.Byte:last.End.Byte], first.Start, tokens)
}

func (l *lexer) parse(piece []byte, at hcl.Pos, tokens hclsyntax.Tokens) (hclsyntax.Expression, diag.List) {
	if x := tree(tokens); x != nil {
		return x, nil
	}
	expr, problems := hclsyntax.ParseExpression(piece, l.file, at)
	// After the first mistake of an expression HCL only guesses.
	for _, p := range problems {
		if p.Severity == hcl.DiagError {
			return nil, diag.List{diag.FromHCL(p)}
		}
	}
	return expr, nil
}

type lexer struct {
	file   string
	src    []byte // from start on
	start  hcl.Pos
	lone   bool // one expression, not a file
	tokens hclsyntax.Tokens
	found  diag.List
	// cut is true where the file was given up before its end, so that what is open there is no mistake of its own.
	cut bool
}

func (l *lexer) report(code diag.Code, at hcl.Range, detail string, args ...any) {
	if len(args) > 0 {
		detail = fmt.Sprintf(detail, args...)
	}
	l.found = append(l.found, diag.New(code, diag.RangeOf(at), detail))
}

// fix adds to the last diagnostic what to write instead.
func (l *lexer) fix(at hcl.Range, text string) {
	last := &l.found[len(l.found)-1]
	*last = last.Instead(diag.RangeOf(at), text)
}

// scan fills tokens. A text that does not end on its line becomes one Made token, and scanning begins anew on the next line.
func (l *lexer) scan() {
	if l.start == (hcl.Pos{}) {
		l.start = hcl.InitialPos
	}
	rest, at, read := l.src, l.start, 0
	for {
		// LexConfig's own diagnostics are left out: each of the tokens that they are about is met again below or by the parser.
		batch, _ := hclsyntax.LexConfig(rest, l.file, at)
		open, stop := openText(batch)
		if open < 0 {
			if l.tokens == nil {
				l.tokens = batch
			} else {
				l.tokens = append(l.tokens, batch...)
			}
			return
		}
		l.tokens = append(l.tokens, batch[:open]...)
		begin, end := batch[open].Range.Start, batch[stop].Range.Start
		line := l.src[begin.Byte-l.start.Byte : end.Byte-l.start.Byte]
		l.textWithoutEnd(batch[open:stop], hcl.Range{Filename: l.file, Start: begin, End: end}, line)

		rest, at = l.src[end.Byte-l.start.Byte:], end
		if read += len(batch) - open; read > relexMax {
			l.report("F0013", hcl.Range{Filename: l.file, Start: end, End: end}, "So many texts in this file have no end that the rest of it was not read. Mend those above first.")
			l.giveUp(end)
			return
		}
	}
}

// openText finds the first text that does not end: the index of its opening quote, and of the token that ends the line on
// which it begins. The first is -1 where all texts end.
func openText(tokens hclsyntax.Tokens) (open, stop int) {
	depth := 0
	for i, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOQuote:
			if depth == 0 {
				open = i
			}
			depth++
			continue
		case hclsyntax.TokenCQuote:
			depth--
			continue
		case hclsyntax.TokenQuotedNewline:
		case hclsyntax.TokenEOF:
			if depth == 0 {
				return -1, i
			}
		default:
			continue
		}
		stop = open
		for stop < i && !isLineEnd(tokens[stop]) {
			stop++
		}
		return open, stop
	}
	return -1, len(tokens)
}

func (l *lexer) textWithoutEnd(tokens hclsyntax.Tokens, at hcl.Range, line []byte) {
	hole := hcl.Range{}
	holes := 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenTemplateInterp:
			hole = t.Range
			holes++
		case hclsyntax.TokenTemplateSeqEnd:
			holes--
		}
	}
	switch {
	case holes > 0:
		l.report("F0020", hcl.Range{Filename: l.file, Start: hole.Start, End: at.End}, "This ${ has no } on its line, so the text around it does not end either. Write ${…} with the } before the closing quote.")
	case bytes.ContainsAny(line, "“”„"):
		l.report("F0020", at, "This text begins with a straight quote and has no straight quote at its end; a curly one such as ” does not close it. Write \" at both ends.")
	default:
		l.report("F0020", at, "This text has no closing quote on its line. Write \" at its end; a line break inside a text is written \\n.")
	}

	// What follows must not suffer: a brace that the text swallowed opens or closes a block.
	made := hclsyntax.Token{Type: Made, Range: at, Bytes: line}
	l.tokens = append(l.tokens, made)
	brace := hcl.Range{Filename: l.file, Start: at.End, End: at.End}
	last, _, _ := bytes.Cut(line, []byte("#"))
	switch last = bytes.TrimRight(last, " \t\r"); {
	case holes > 0:
	case bytes.HasSuffix(last, []byte("{")) && l.inHeader():
		l.tokens = append(l.tokens, hclsyntax.Token{Type: hclsyntax.TokenOBrace, Range: brace})
	case bytes.HasSuffix(last, []byte("}")) && l.openOnLine() > 0:
		l.tokens = append(l.tokens, hclsyntax.Token{Type: hclsyntax.TokenCBrace, Range: brace})
	}
}

// inHeader is true where the last token stands in a line that reads like the beginning of a block: words and texts only.
func (l *lexer) inHeader() bool {
	n := len(l.tokens) - 1
	words := 0
	for i := n - 1; i >= 0; i-- {
		switch t := l.tokens[i]; {
		case isLineEnd(t):
			return words > 0
		case t.Type == hclsyntax.TokenIdent:
			words++
		case t.Type == hclsyntax.TokenOQuote, t.Type == hclsyntax.TokenCQuote, t.Type == hclsyntax.TokenQuotedLit:
		default:
			return false
		}
	}
	return words > 0
}

// openOnLine is how many braces the line of the last token has opened and not closed.
func (l *lexer) openOnLine() int {
	open := 0
	for i := len(l.tokens) - 1; i >= 0 && !isLineEnd(l.tokens[i]); i-- {
		switch l.tokens[i].Type {
		case hclsyntax.TokenOBrace:
			open++
		case hclsyntax.TokenCBrace:
			open--
		}
	}
	return open
}

// giveUp ends the tokens at a place before the file's end.
func (l *lexer) giveUp(at hcl.Pos) {
	end := hcl.Range{Filename: l.file, Start: at, End: at}
	l.tokens = append(l.tokens, hclsyntax.Token{Type: Made, Range: end}, hclsyntax.Token{Type: hclsyntax.TokenEOF, Range: end})
	l.cut = true
}

func isLineEnd(t hclsyntax.Token) bool {
	switch t.Type {
	case hclsyntax.TokenNewline, hclsyntax.TokenEOF:
		return true
	case hclsyntax.TokenComment:
		// A comment of one line holds the line's end.
		return bytes.HasSuffix(t.Bytes, []byte("\n"))
	default:
		return false
	}
}

// EndsLine is true for a token that ends its line: a line break, a comment that holds one, the end of the file.
func EndsLine(t hclsyntax.Token) bool { return isLineEnd(t) }

// Quote is a name from a file as a message shows it: in quotes, and cut where it is long.
func Quote(name string) string {
	const most = 40
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most]) + "…"
	}
	return `"` + strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '�'
		}
		return r
	}, name) + `"`
}
