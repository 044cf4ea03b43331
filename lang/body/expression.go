package body

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
)

// holeEnd is the place of the } that closes the expression beginning at from, or why there is none. It knows quotation marks,
// nested braces and the ${ … } inside a quoted text. An expression ends before a blank line, so that a forgotten brace does not
// swallow the letter.
func holeEnd(src []byte, from int) (end int, why string) {
	const braces, quotes = '}', '"'
	open := []byte{braces} // what closes what is open, the innermost last
	for i := from; i < len(src) && i-from <= expressionMax; i++ {
		inQuotes := open[len(open)-1] == quotes
		switch c := src[i]; {
		case c == '\n' || c == '\r':
			if inQuotes {
				return i, "A quotation mark in the expression that begins here is not closed on its line. Write the missing \"."
			}
			if len(bytes.TrimSpace(src[i+1:lineEnd(src, i+1)])) == 0 && !(c == '\r' && i+1 < len(src) && src[i+1] == '\n') {
				return i, "The expression that begins here is not closed before the end of the paragraph. Write } where it ends, or $${ where the letter shall show ${."
			}
		case inQuotes && c == '\\':
			i++
		case inQuotes && (bytes.HasPrefix(src[i:], []byte("$${")) || bytes.HasPrefix(src[i:], []byte("%%{"))):
			i += 2
		case inQuotes && (bytes.HasPrefix(src[i:], []byte("${")) || bytes.HasPrefix(src[i:], []byte("%{"))):
			open = append(open, braces)
			i++
		case c == '"' && inQuotes, c == '}' && !inQuotes:
			if open = open[:len(open)-1]; len(open) == 0 {
				return i, ""
			}
		case c == '"':
			open = append(open, quotes)
		case c == '{' && !inQuotes:
			open = append(open, braces)
		}
		if len(open) > depthMax {
			return i, fmt.Sprintf("The expression that begins here is nested more than %d levels deep.", depthMax)
		}
	}
	if len(src)-from > expressionMax {
		return len(src), fmt.Sprintf("The expression that begins here is not closed within %d characters. Write } where it ends, or $${ where the letter shall show ${.", expressionMax)
	}
	return len(src), "The expression that begins here is not closed. Write } where it ends, or $${ where the letter shall show ${."
}

// expression parses the HCL between two bytes of the file. Its ranges are exact in the file. It is never nil: where it does not
// parse, a diagnostic is added and a null stands for it.
func (r *report) expression(src []byte, from, to int) (hclsyntax.Expression, diag.Range) {
	text := src[from:to]
	start := from + len(text) - len(bytes.TrimLeft(text, " \t\r\n"))
	text = bytes.TrimSpace(text)
	at := r.span(start, start+len(text))
	if len(text) == 0 {
		at = r.span(from, to)
		r.add("F0604", from, to, `There is nothing here to put into the letter. Write an expression, for example ${order.number}.`)
		return null(at), at
	}
	expr, problems := lex.Expression(r.file, src, at.Start, at.End)
	if expr != nil {
		for _, p := range problems {
			r.put(p)
		}
		return expr, at
	}
	if m := filter.FindIndex(text); m != nil {
		r.add("F0604", start+m[0], start+m[1], `There are no filters with |. Write a function instead, for example ${upper(order.number)} or ${coalesce(customer.first_name, "there")}.`)
		return null(at), at
	}
	if len(problems) == 0 {
		panic("this is a bug in flowc: an expression without a tree and without a mistake")
	}
	// What is wrong further on in one expression mostly follows from the first mistake.
	r.put(problems[0])
	return null(at), at
}

// filter is how Liquid and its relatives change a value: a single bar and a name.
var filter = regexp.MustCompile(`[^|]\|\s*[a-z_]+`)

// null stands for an expression that could not be parsed.
func null(at diag.Range) hclsyntax.Expression {
	pos := hcl.Pos{Line: at.Start.Line, Column: at.Start.Column, Byte: at.Start.Byte}
	expr, _ := hclsyntax.ParseExpression([]byte("null"), at.File, pos)
	return expr
}
