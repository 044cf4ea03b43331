package email

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// textWidth is where lines of the text part are broken, in characters. Addresses and words longer than it are not.
const textWidth = 72

func (w *textWriter) write(s string) { w.line = append(w.line, s...) }

// prefixed writes blocks behind signs: first before the first line, rest before the others.
func (w *textWriter) prefixed(first, rest string, write func()) {
	if w.gap {
		w.blank()
	}
	outer, next := len(w.prefix), len(w.next)
	if next == 0 {
		w.next = append(w.next, w.prefix...)
	}
	w.next = append(w.next, first...)
	w.prefix = append(w.prefix, rest...)
	write()
	w.prefix = w.prefix[:outer]
	w.next = w.next[:0]
}

// blank ends a block.
func (w *textWriter) blank() {
	w.gap = false
	if len(w.dst) == 0 {
		return
	}
	w.dst = append(append(w.dst, bytes.TrimRight(w.prefix, " ")...), '\n')
}

// begin writes what stands before a line.
func (w *textWriter) begin() {
	if len(w.next) > 0 {
		w.dst = append(w.dst, w.next...)
		w.next = w.next[:0]
		return
	}
	w.dst = append(w.dst, w.prefix...)
}

// flush wraps the line that was written and ends the block. Line feeds in it are breaks that were asked for.
func (w *textWriter) flush() {
	if len(w.line) == 0 {
		return
	}
	if w.gap {
		w.blank()
	}
	for rest := w.line; ; {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			w.wrap(rest)
			break
		}
		w.wrap(rest[:end])
		rest = rest[end+1:]
	}
	w.line = w.line[:0]
	w.gap = !w.tight
}

// wrap writes a line, broken at its spaces.
func (w *textWriter) wrap(s []byte) {
	room := max(20, textWidth-utf8.RuneCount(w.prefix))
	w.begin()
	dst, used := w.dst, 0
	for i := 0; ; {
		for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
			i++
		}
		from, n := i, 0
		for i < len(s) && s[i] != ' ' && s[i] != '\t' {
			if utf8.RuneStart(s[i]) {
				n++
			}
			i++
		}
		if from == i {
			break
		}
		switch {
		case used == 0:
		case used+1+n > room:
			dst = append(append(dst, '\n'), w.prefix...)
			used = 0
		default:
			dst = append(dst, ' ')
			used++
		}
		dst = append(dst, s[from:i]...)
		used += n
	}
	w.dst = append(bytes.TrimRight(dst, " "), '\n')
}

// verbatim ends a block whose lines are kept as they are.
func (w *textWriter) verbatim() {
	if w.gap {
		w.blank()
	}
	for _, part := range strings.Split(strings.TrimRight(string(w.line), "\n"), "\n") {
		w.begin()
		w.dst = append(append(w.dst, strings.TrimRight(part, " ")...), '\n')
	}
	w.line = w.line[:0]
	w.gap = true
}
