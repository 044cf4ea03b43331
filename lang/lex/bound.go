package lex

import (
	"bytes"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// What an expression may cost. HCL's parser and everything that walks its trees call themselves once a level, and a stack
// that overflows ends the process.
const (
	// depthMax bounds brackets, ${…}, signs before a value and ? : inside one another.
	depthMax = 64
	// operatorMax bounds the operators, calls and indices of one argument: a + b + c is a tree of that depth.
	operatorMax = 10_000
	// pieceMax bounds the ${…}, $, % and escapes of one text: HCL joins them in time that grows with their square.
	pieceMax = 1_000
	// digitMax and exponentMax bound numbers: HCL spends minutes on 1e10000000.
	digitMax    = 100
	exponentMax = 308
)

// frame is an open bracket, ${ or quote.
type frame struct {
	block    bool // a block's brace
	object   bool // an object's brace: a line break in it ends an item
	assigned bool // the line of a block that is being read has had its =
	level    int  // how many levels it counts for: one, none for a quote
	told     bool // of a text: that it holds %{ has been said
	asks     int  // the ? under way in it, which count for one each
	pieces   int  // of a text
}

// bound looks at every token once. An argument that HCL's parser could not bear becomes a Made token.
func (l *lexer) bound() {
	tokens := l.tokens
	stack := []frame{{block: !l.lone}}
	depth, signs, operators := 0, 0, 0
	value := 0 // where the argument that is read began, or its value if it has an equals sign
	for i := 0; i < len(tokens); i++ {
		t := &tokens[i]
		top := &stack[len(stack)-1]
		open := frame{level: -1}
		switch t.Type {
		case hclsyntax.TokenSlash:
			operators++
			if next := tokens[i+1]; next.Type == hclsyntax.TokenStar && next.Range.Start.Byte == t.Range.End.Byte {
				at := hcl.RangeBetween(t.Range, next.Range)
				l.report("F0026", at, "This comment has no */ that ends it, so the rest of the file was not read. Begin comments with # instead: they end with their line.")
				l.tokens = tokens[:i]
				l.giveUp(at.Start)
				return
			}
		case hclsyntax.TokenOHeredoc:
			i = l.heredoc(i)
		case hclsyntax.TokenOBrace:
			open = frame{level: 1, block: top.block && !top.assigned}
			open.object = !open.block && !isFor(tokens[i+1:])
		case hclsyntax.TokenOParen, hclsyntax.TokenOBrack:
			open = frame{level: 1}
			operators++
		case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			open = frame{level: 1}
			top.pieces++
			operators++
			if t.Type == hclsyntax.TokenTemplateControl && !top.told {
				top.told = true
				l.report("F0024", t.Range, "A text holds values as ${…}; there is no %{…}. For a condition write ${customer.order_count > 1 ? \"again\" : \"\"}; for the two signs themselves write %%{.")
			}
		case hclsyntax.TokenOQuote:
			open = frame{level: 0}
		case hclsyntax.TokenQuotedLit:
			top.pieces++
		case hclsyntax.TokenCQuote, hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenTemplateSeqEnd:
			if len(stack) > 1 {
				depth -= top.level + top.asks
				if top.block {
					value = i + 1
				}
				stack = stack[:len(stack)-1]
			}
		case hclsyntax.TokenEqual:
			if top.block && !top.assigned {
				value = i + 1
			}
			top.assigned = true
		case hclsyntax.TokenComma:
			depth -= top.settle()
		case hclsyntax.TokenQuestion:
			top.asks++
			depth++
			operators++
		case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenPercent,
			hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual,
			hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq:
			operators++
		case hclsyntax.TokenDoubleColon:
			l.report("F0044", t.Range, "There is no :: in this language; functions have plain names.")
			t.Type = Made
		case hclsyntax.TokenNumberLit:
			l.number(t)
		default:
			if (top.block || top.object) && isLineEnd(*t) {
				depth -= top.settle()
			}
			if top.block && isLineEnd(*t) {
				top.assigned, operators, value = false, 0, i+1
			}
		}
		if open.level >= 0 {
			depth += open.level
			stack = append(stack, open)
			if open.block {
				value = i + 1
			}
		}
		if t.Type == hclsyntax.TokenBang || t.Type == hclsyntax.TokenMinus {
			signs++
		} else {
			signs = 0
		}
		switch {
		case depth+signs > depthMax:
			l.report("F0010", t.Range, "Here more than %d brackets, texts with ${…}, signs or ? : stand inside one another. Give parts of it names of their own, in a locals block or as segments.", depthMax)
		case operators > operatorMax:
			l.report("F0011", t.Range, "This argument has more than %d operators, calls and indices. Give parts of it names of their own, in a locals block or as segments.", operatorMax)
		case top.pieces > pieceMax:
			l.report("F0011", t.Range, "This text has more than %d pieces. Long texts belong into a letter's Markdown file.", pieceMax)
		default:
			continue
		}
		if l.lone || open.block {
			l.tokens = tokens[:i]
			l.giveUp(t.Range.Start)
			return
		}
		for !stack[len(stack)-1].block {
			depth -= stack[len(stack)-1].level + stack[len(stack)-1].asks
			stack = stack[:len(stack)-1]
		}
		depth -= stack[len(stack)-1].settle()
		i = l.leaveOut(min(value, i), i) - 1
		signs, operators = 0, 0
	}
}

// leaveOut puts a Made token in the place of those from one index to the end of the argument that holds the other one. It answers
// the index of what ends the argument's line.
func (l *lexer) leaveOut(from, inside int) int {
	nested, end := 0, from
	for ; l.tokens[end].Type != hclsyntax.TokenEOF; end++ {
		t := l.tokens[end]
		// What closes nothing before the place that is too much is part of what is left out.
		if end > inside && nested == 0 && (isLineEnd(t) || closes(t.Type)) {
			break
		}
		switch {
		case closer(t.Type) != hclsyntax.TokenNil:
			nested++
		case closes(t.Type) && nested > 0:
			nested--
		}
	}
	l.blank(from, end, from)
	return end
}

// blank makes the tokens from one index up to another say nothing, but for one that stands for all of them.
func (l *lexer) blank(from, to, made int) {
	at := hcl.RangeBetween(l.tokens[from].Range, l.tokens[to-1].Range)
	for i := from; i < to; i++ {
		l.tokens[i] = hclsyntax.Token{Type: hclsyntax.TokenComment, Range: l.tokens[i].Range}
	}
	l.tokens[made] = hclsyntax.Token{Type: Made, Range: at, Bytes: []byte("…")}
}

// settle ends the ? : that are under way in the bracket and answers how many they were.
func (f *frame) settle() int {
	asks := f.asks
	f.asks = 0
	return asks
}

// isFor is true where the first word is for: in braces, line breaks mean nothing behind it.
func isFor(tokens hclsyntax.Tokens) bool {
	for _, t := range tokens {
		if t.Type != hclsyntax.TokenNewline && t.Type != hclsyntax.TokenComment {
			return t.Type == hclsyntax.TokenIdent && string(t.Bytes) == "for"
		}
	}
	return false
}

// number reports a number that is too long to be read and puts a Made token in its place.
func (l *lexer) number(t *hclsyntax.Token) {
	digits, exponent := t.Bytes, 0
	if e := bytes.IndexAny(digits, "eE"); e >= 0 {
		var err error
		// More than one e is no number either; what is behind the second is for HCL to refuse.
		if exponent, err = strconv.Atoi(string(bytes.TrimPrefix(digits[e+1:], []byte("+")))); err != nil {
			exponent = exponentMax + 1
		}
		digits = digits[:e]
	}
	if len(digits) <= digitMax && exponent <= exponentMax && exponent >= -exponentMax {
		return
	}
	l.report("F0012", t.Range, "This number is too long. A number has at most twelve digits before the point and six behind it.")
	t.Type = Made
}

// heredoc reports a text of several lines and puts a Made token in its place. The result is that token's index.
func (l *lexer) heredoc(open int) int {
	end := open + 1
	for nested := 1; end < len(l.tokens)-1 && nested > 0; end++ {
		switch l.tokens[end].Type {
		case hclsyntax.TokenOHeredoc:
			nested++
		case hclsyntax.TokenCHeredoc:
			nested--
		}
	}
	first := l.tokens[open].Range
	at := hcl.Range{Filename: l.file, Start: first.Start, End: hcl.Pos{Line: first.Start.Line, Column: first.Start.Column + 2, Byte: first.Start.Byte + 2}}
	l.report("F0023", at, "A text stands in quotes on one line; there are no texts of several lines between << and a word. Long texts belong into a letter's Markdown file; a line break inside a text is written \\n.")
	l.blank(open, end, open)
	return end - 1
}
