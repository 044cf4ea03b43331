package ast

import (
	"bytes"
	"fmt"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// rawBlock is a block as it stands in the file, before it is held against the language.
type rawBlock struct {
	word      string
	wordRange diag.Range
	labels    []Ident
	header    diag.Range // word and labels
	all       diag.Range
	rawBody
}

type rawBody struct {
	args   []*Arg
	blocks []*rawBlock
	// lost is true where a line of the body itself could not be read: any block or argument may have been meant.
	lost bool
}

// parser reads the blocks and arguments of one file from its tokens; values go to HCL, one by one, so that no mistake hides
// another one. It makes of a file without mistakes what HCL would make of it.
type parser struct {
	file   string
	src    []byte
	tokens hclsyntax.Tokens
	at     int
	found  diag.List
}

func (p *parser) report(code diag.Code, at hcl.Range, detail string, args ...any) *diag.Diagnostic {
	if len(args) > 0 {
		detail = fmt.Sprintf(detail, args...)
	}
	p.found = append(p.found, diag.New(code, diag.RangeOf(at), detail))
	return &p.found[len(p.found)-1]
}

// instead adds to a diagnostic what to write in the place of a range.
func instead(d *diag.Diagnostic, at hcl.Range, text string) { *d = d.Instead(diag.RangeOf(at), text) }

// skipComments moves past comments that do not end their line.
func (p *parser) skipComments(i int) int {
	for p.tokens[i].Type == hclsyntax.TokenComment && !lex.EndsLine(p.tokens[i]) {
		i++
	}
	return i
}

func (p *parser) peek() hclsyntax.Token {
	p.at = p.skipComments(p.at)
	return p.tokens[p.at]
}

// second is the index of the token after the current one.
func (p *parser) second() int { return p.skipComments(p.at + 1) }

// endOfLine is the index of what ends the line that goes on at i: its line break, or the } of the body around it. Brackets that
// open on the line belong to it with all they hold.
func (p *parser) endOfLine(i int) int {
	depth := 0
	for ; ; i++ {
		switch t := p.tokens[i]; t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenOQuote, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote, hclsyntax.TokenTemplateSeqEnd:
			depth--
		case hclsyntax.TokenCBrace:
			if depth == 0 {
				return i
			}
			depth--
		case hclsyntax.TokenEOF:
			return i
		default:
			if depth == 0 && lex.EndsLine(t) {
				return i
			}
		}
	}
}

// loseLine gives up the line.
func (p *parser) loseLine(b *rawBody) {
	b.lost = true
	p.at = p.endOfLine(p.at)
}

// marks are what begins lines that are none of this language, with what they are.
var marks = map[string]string{
	"<<<<<<<": "This is a mark of git: two versions of the file were not brought together. Keep one of the two, and take the lines with <<<<<<<, ======= and >>>>>>> out.",
	"=======": "This is a mark of git: two versions of the file were not brought together. Keep one of the two, and take the lines with <<<<<<<, ======= and >>>>>>> out.",
	">>>>>>>": "This is a mark of git: two versions of the file were not brought together. Keep one of the two, and take the lines with <<<<<<<, ======= and >>>>>>> out.",
	"<!--":    "A comment begins with # and ends with its line.",
	"--":      "A comment begins with # and ends with its line.",
}

// strange reports a line that begins with a sign of another language.
func (p *parser) strange(t hclsyntax.Token) bool {
	rest := p.src[t.Range.Start.Byte:]
	for mark, say := range marks {
		if bytes.HasPrefix(rest, []byte(mark)) && lex.Joins(t) {
			at := t.Range
			at.End.Byte, at.End.Column = at.Start.Byte+len(mark), at.Start.Column+len(mark)
			p.report("F0045", at, "%s", say)
			return true
		}
	}
	return false
}

// body reads up to the } that closes it, or to the end of the file. In is what the language knows of the block, nil where it knows
// nothing; oneLine is true where the first argument stands on the line of the {.
func (p *parser) body(in *language.Block, oneLine bool) rawBody {
	var b rawBody
	fits := !oneLine // whether it has been said that the block does not fit on one line
	items := 0
	continued := false
	for {
		t := p.peek()
		switch {
		case t.Type == hclsyntax.TokenEOF || t.Type == hclsyntax.TokenCBrace:
			return b
		case lex.EndsLine(t):
			if oneLine && !fits && items > 0 && len(t.Bytes) > 0 {
				here := t.Range
				here.End = here.Start
				p.report("F0033", here, "A block whose first argument stands behind the { ends on that line too. Put a line break behind the {, and each argument on a line of its own.")
			}
			fits = true
			p.at++
			continue
		case t.Type == lex.Made:
			p.loseLine(&b)
		case p.strange(t):
			p.loseLine(&b)
		case lex.Joins(t):
			if !continued {
				p.report("F0038", t.Range, "A line cannot begin with %s: the value above ended with its line. Put %s and what follows it at the end of the line above, or put the whole value in brackets ( ).", t.Bytes, t.Bytes)
			}
			if n := len(b.args); n > 0 {
				b.args[n-1].Expr = nil
			}
			from := p.at
			p.at = p.endOfLine(p.at)
			for _, t := range p.tokens[from:p.at] {
				b.lost = b.lost || t.Type == hclsyntax.TokenOBrace // perhaps a block
			}
			continued = true
			continue
		case t.Type == hclsyntax.TokenComma:
			p.report("F0046", t.Range, "No comma stands between arguments or blocks; a line break does.")
			p.at++
			continue
		default:
			if !fits && items > 0 {
				p.report("F0033", t.Range, "Only one argument may stand in a block of one line. Put a line break behind the {, each argument on a line of its own, and the } too.")
				fits = true
			}
			block := len(b.blocks)
			p.statement(&b, in, oneLine)
			if len(b.blocks) > block && !fits {
				p.found = append(p.found, diag.New("F0033", b.blocks[block].header, "No block may stand inside a block of one line. Put a line break behind the first {, and another before its }."))
				fits = true
			}
			if !oneLine {
				p.lineBreak()
			}
		}
		items++
		continued = false
	}
}

// lineBreak says it where the line goes on after a statement that should have ended it.
func (p *parser) lineBreak() {
	switch t := p.peek(); {
	case lex.EndsLine(t), t.Type == hclsyntax.TokenComma:
	case t.Type == hclsyntax.TokenCBrace:
		if len(t.Bytes) > 0 {
			p.report("F0034", t.Range, "The } of a block stands on a line of its own. Put a line break before it.")
		}
	default:
		if _, foreign := lex.Sign(t); foreign || t.Type == lex.Made {
			return
		}
		p.report("F0034", t.Range, "Each argument and each block begins on a line of its own. Put a line break before this.")
	}
}

// statement reads one argument or block, up to what ends its line.
func (p *parser) statement(b *rawBody, in *language.Block, oneLine bool) {
	word := p.peek()
	if word.Type == hclsyntax.TokenOQuote {
		var ok bool
		if word, ok = p.quotedName(); !ok {
			p.unreadable(b)
			return
		}
	}
	if word.Type != hclsyntax.TokenIdent {
		p.unreadable(b)
		return
	}
	next := p.tokens[p.second()]
	switch next.Type {
	case hclsyntax.TokenEqual:
		p.assignment(b, in, word, oneLine)
	case hclsyntax.TokenColon:
		instead(p.report("F0035", next.Range, "A name gets its value with an equals sign: write = instead of the colon."), next.Range, " =")
		p.assignment(b, in, word, oneLine)
	case hclsyntax.TokenOQuote, hclsyntax.TokenIdent, hclsyntax.TokenOBrace, lex.Made:
		p.block(b, in, word)
	case hclsyntax.TokenNumberLit, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenMinus, hclsyntax.TokenBang:
		if knows(in, string(word.Bytes), false) {
			p.at = p.second() - 1 // the value begins behind it
			p.noEquals(word)
			p.argument(b, word, oneLine)
			return
		}
		p.unreadable(b)
	default:
		if lex.EndsLine(next) || next.Type == hclsyntax.TokenCBrace {
			p.headerOnly(b, in, word, nil, word.Range, p.second())
			return
		}
		p.unreadable(b)
	}
}

func knows(in *language.Block, word string, block bool) bool {
	if in == nil {
		return false
	}
	if block {
		_, ok := in.Block(word)
		return ok
	}
	_, ok := in.Arg(word)
	return ok
}

func (p *parser) noEquals(word hclsyntax.Token) {
	at := word.Range
	at.Start = at.End
	instead(p.report("F0035", word.Range, "The equals sign is missing: write %s = and then its value.", word.Bytes), at, " =")
}

// quotedName reads a name that stands in quotes where a plain one belongs, and answers it as a plain one.
func (p *parser) quotedName() (hclsyntax.Token, bool) {
	open := p.at
	end := open + 1
	for p.tokens[end].Type == hclsyntax.TokenQuotedLit {
		end++
	}
	next := p.skipComments(end + 1)
	if end != open+2 || p.tokens[end].Type != hclsyntax.TokenCQuote || !identifier.MatchString(string(p.tokens[open+1].Bytes)) {
		return hclsyntax.Token{}, false
	}
	if t := p.tokens[next].Type; t != hclsyntax.TokenEqual && t != hclsyntax.TokenColon {
		return hclsyntax.Token{}, false
	}
	at := hcl.RangeBetween(p.tokens[open].Range, p.tokens[end].Range)
	name := p.tokens[open+1].Bytes
	instead(p.report("F0041", at, "The name of an argument has no quotes. Write %s = and then its value.", name), at, string(name))
	p.at = end
	return hclsyntax.Token{Type: hclsyntax.TokenIdent, Bytes: name, Range: at}, true
}

// noBraces is a block whose braces are missing; it is taken as an empty one.
func (p *parser) noBraces(b *rawBody, in *language.Block, word hclsyntax.Token, labels []Ident, header hcl.Range) {
	name := string(word.Bytes)
	behind := header
	behind.Start = behind.End
	instead(p.report("F0043", header, "The block %s has no braces. Write { behind it and } where it ends; an empty block reads %s {}.", name, name), behind, " {}")
	raw := &rawBlock{word: name, wordRange: diag.RangeOf(word.Range), labels: labels, header: diag.RangeOf(header), all: diag.RangeOf(header)}
	raw.lost = true
	b.blocks = append(b.blocks, raw)
	p.at = p.endOfLine(p.at)
}

// unreadable gives up a line of which nothing can be made.
func (p *parser) unreadable(b *rawBody) {
	from, end := p.at, p.endOfLine(p.at)
	for _, t := range p.tokens[from:end] {
		// A sign from elsewhere explains more than the line's shape does, and what is reported needs no second word.
		if d, ok := lex.Sign(t); ok {
			p.found = append(p.found, d)
			p.loseLine(b)
			return
		}
		if t.Type == lex.Made {
			p.loseLine(b)
			return
		}
	}
	first := p.tokens[from]
	if help, ok := statements[string(first.Bytes)]; ok && first.Type == hclsyntax.TokenIdent {
		p.report("F0042", first.Range, "A flow has no statements such as %s. %s", first.Bytes, help)
	} else {
		p.report("F0045", first.Range, "This line is neither an argument, such as title = \"Thanks\", nor the beginning of a block, such as step \"thanks\" {.")
	}
	p.loseLine(b)
}

// statements are words that begin a line in programming languages, with what the flow language has for them.
var statements = map[string]string{
	"if":       "To choose between ways write a branch block with cases; to pass over one step write when = … in it.",
	"else":     "In a branch block the rest is the block default { … }.",
	"elif":     "In a branch block each way is a block case \"name\" { when = … }.",
	"elseif":   "In a branch block each way is a block case \"name\" { when = … }.",
	"for":      "To do something several times write a repeat block.",
	"foreach":  "To do something several times write a repeat block.",
	"while":    "To do something several times write a repeat block with while = …",
	"switch":   "To choose between ways write a branch block with cases.",
	"return":   "The block end {} ends the journey.",
	"break":    "The block end {} ends the journey.",
	"goto":     "A flow is read from top to bottom; branch and repeat are the ways to leave that order.",
	"let":      "A name for a value stands in a locals block.",
	"var":      "A name for a value stands in a locals block.",
	"set":      "A name for a value stands in a locals block.",
	"import":   "All files of the folder are read; nothing is imported.",
	"include":  "All files of the folder are read; nothing is included.",
	"function": "A body that is used several times is a fragment.",
	"def":      "A body that is used several times is a fragment.",
}
