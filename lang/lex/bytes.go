package lex

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/flowc/flowc/lang/diag"
	"github.com/hashicorp/hcl/v2"
)

// What a file may cost. A flow of a page is 4 KB with 1,000 tokens.
const (
	// FileMax is the size of a file in bytes.
	FileMax = 1 << 20
	// tokenMax bounds what the tokens of a file take: about 100 bytes of memory each, before there is a tree.
	tokenMax = 200_000
	// rescanMax bounds the steps that HCL's scanner takes over comments without an end: it reads each to the end of the file
	// before it gives up on it.
	rescanMax = 20_000_000
)

// readable is false where the text cannot be given to the scanner.
func (l *lexer) readable() bool {
	switch {
	case len(l.src) > FileMax:
		l.report("F0001", l.place(0, 0), "This file has %d bytes; at most %d are read. Divide it: the flows of a project may stand in as many files as you like.", len(l.src), FileMax)
	case bytes.HasPrefix(l.src, []byte("\xff\xfe")), bytes.HasPrefix(l.src, []byte("\xfe\xff")):
		l.report("F0007", l.place(0, 0), "This file is UTF-16. Save it as UTF-8: editors call it \"encoding\".")
	case !utf8.Valid(l.src):
		at := invalid(l.src)
		l.report("F0007", l.place(at, at+1), "Here are bytes that are no UTF-8. Save the file as UTF-8: editors call it \"encoding\".")
	case slices.ContainsFunc(l.src, control):
		at := slices.IndexFunc(l.src, control)
		l.report("F0008", l.place(at, at+1), "Here is a control character (code %d), which no editor shows. Delete it, and write the line anew if it still does not go.", l.src[at])
	case wordsAndSigns(l.src) > tokenMax:
		l.report("F0009", l.place(0, 0), "This file holds more than %d words and signs. Divide it: the flows of a project may stand in as many files as you like.", tokenMax)
	case rescans(l.src) > rescanMax:
		at := bytes.LastIndex(l.src, []byte("/*"))
		l.report("F0026", l.place(at, at+2), "After this file's last */ there are many /* more. Begin each comment with # instead.")
	default:
		return true
	}
	return false
}

func (l *lexer) place(from, to int) hcl.Range {
	return hcl.Range{Filename: l.file, Start: l.at(from), End: l.at(to)}
}

func (l *lexer) at(offset int) hcl.Pos {
	if l.start == (hcl.Pos{}) {
		l.start = hcl.InitialPos
	}
	p := At(l.src, offset)
	if p.Line == 1 {
		p.Column += l.start.Column - 1
	}
	return hcl.Pos{Line: p.Line + l.start.Line - 1, Column: p.Column, Byte: p.Byte + l.start.Byte}
}

// At is the position of a byte in a file, with columns counted in code points.
func At(src []byte, offset int) diag.Pos {
	before := src[:offset]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return diag.Pos{Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(line), Byte: offset}
}

func invalid(src []byte) int {
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return len(src)
}

// control is true for a control character of ASCII; in UTF-8 no other character holds such a byte.
func control(c byte) bool {
	return c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f
}

// wordsAndSigns is at least the number of tokens, but for signs beyond ASCII: runs of letters count once, any other sign, a
// line break too, on its own.
func wordsAndSigns(src []byte) int {
	count := 0
	inWord := false
	for i, c := range src {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c >= 0x80:
			if !inWord {
				count++
			}
			inWord = true
			continue
		case c == ' ', c == '\t':
		case c == '\r' && i+1 < len(src) && src[i+1] == '\n':
		default:
			count++
		}
		inWord = false
	}
	return count
}

// rescans is how many bytes HCL's scanner reads in vain: from every /* behind the last */ to the end.
func rescans(src []byte) int {
	tail := src[bytes.LastIndex(src, []byte("*/"))+1:]
	return bytes.Count(tail, []byte("/*")) * len(tail)
}
