// Package format turns a file of the flow language into its canonical layout: two spaces a level, equals signs and comments of
// neighbouring lines aligned, one blank line between blocks, no space at a line's end. Only spaces and blank lines change.
package format

import (
	"bytes"
	"fmt"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/rogpeppe/go-internal/diff"
)

// passesMax is how often the layout is made anew until nothing changes any more: moving one thing may align another.
const passesMax = 4

// Unreadable is the error of a file that cannot be laid out, since its brackets, texts or lines are not in order. What is
// wrong with it, validating the project says.
type Unreadable struct {
	At     diag.Range // in a file without a name
	Reason string
}

func (e *Unreadable) Error() string { return fmt.Sprintf("line %d: %s", e.At.Start.Line, e.Reason) }

// Source is a file in the canonical layout. The error is an *Unreadable where the file is not one of the language: too large,
// too deep, or with mistakes in its syntax.
func Source(src []byte) ([]byte, error) {
	text := bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	before, err := read(text)
	if err != nil {
		return nil, err
	}
	out, last := text, before
	for range passesMax {
		next := trimmed(hclwrite.Format(spaced(out, last)))
		if bytes.Equal(next, out) {
			return out, nil
		}
		if last, err = read(next); err != nil || !same(before.tokens, last.tokens) {
			return nil, &Unreadable{At: diag.RangeOf(before.body.SrcRange), Reason: "this file cannot be laid out without changing what it says"}
		}
		out = next
	}
	return out, nil
}

// Diff is what laying out changes, as a unified diff; empty where nothing does.
func Diff(name string, a, b []byte) string {
	return string(diff.Diff(name, a, name, b))
}

// file is a text with its tokens and its tree.
type file struct {
	tokens hclsyntax.Tokens
	body   *hclsyntax.Body
}

// read refuses what HCL's parser could not bear before it is given to it.
func read(src []byte) (file, error) {
	tokens, found := lex.File("", src)
	if len(found) > 0 {
		return file{}, &Unreadable{At: found[0].Range, Reason: found[0].Detail}
	}
	parsed, problems := hclsyntax.ParseConfig(src, "", hcl.InitialPos)
	for _, p := range problems {
		if p.Severity == hcl.DiagError && p.Subject != nil {
			return file{}, &Unreadable{At: diag.RangeOf(*p.Subject), Reason: "the syntax is not in order here; flowc validate says what to write instead"}
		}
	}
	return file{tokens: tokens, body: parsed.Body.(*hclsyntax.Body)}, nil
}

// trimmed takes the spaces at the ends of lines away; what has any left is a comment.
func trimmed(src []byte) []byte {
	lines := bytes.Split(src, []byte("\n"))
	for i, line := range lines {
		lines[i] = bytes.TrimRight(line, " \t\r")
	}
	src = bytes.TrimRight(bytes.Join(lines, []byte("\n")), "\n")
	if len(src) == 0 {
		return src
	}
	return append(src, '\n')
}

// same is true for two lists of tokens that say the same, in the same lines.
func same(a, b hclsyntax.Tokens) bool {
	x, y := words(a), words(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

// words are the tokens' texts, with one line break for several, and comments without the spaces at their ends.
func words(tokens hclsyntax.Tokens) []string {
	out := []string{"\n"}
	for _, t := range tokens {
		text := string(t.Bytes)
		switch {
		case t.Type == hclsyntax.TokenComment:
			out = append(out, string(bytes.TrimSuffix(trimmed(t.Bytes), []byte("\n"))))
			if !lex.EndsLine(t) {
				continue
			}
			text = "\n"
		case lex.EndsLine(t):
			text = "\n"
		}
		if text != "\n" || out[len(out)-1] != "\n" {
			out = append(out, text)
		}
	}
	return out
}
