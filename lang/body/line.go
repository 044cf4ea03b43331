package body

import (
	"bytes"
	"fmt"
	"strings"
)

// Foreign is a placeholder of another program in a subject or a preheader.
type Foreign struct {
	From, To int    // bytes of the text
	Detail   string // what is wrong, and what to write
	Instead  string // what to write in its place; empty where that is not known
}

// ForeignIn are the placeholders of other programs in a quoted text, as it stands in the file: with its escapes, and with ${…} in it,
// which are left alone.
func ForeignIn(text []byte) (found []Foreign) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '$':
			if bytes.HasPrefix(text[i:], []byte("${")) && (i == 0 || text[i-1] != '$') {
				i += holeLength(text[i:]) - 1
			}
		case '{', '*', '%', '[', '<':
			p, ok := foreign(text[i:])
			if !ok {
				continue
			}
			written := strings.ReplaceAll(string(text[i:i+p.length]), `\"`, `"`)
			f := Foreign{From: i, To: i + p.length}
			if plain, ok := foreign([]byte(written)); ok && plain.known && !plain.block {
				f.Instead = plain.instead
				f.Detail = fmt.Sprintf("%q is %s; people would read it as it stands. Write %s.", written, plain.program, plain.instead)
			} else {
				f.Detail = fmt.Sprintf("%q is %s; people would read it as it stands. A field of the customer or the order is written as an expression, for example ${coalesce(customer.first_name, \"there\")}; a choice is ${customer.order_count > 1 ? \"again\" : \"\"}.", written, p.program)
			}
			found = append(found, f)
			i += p.length - 1
		}
	}
	return found
}

// holeLength is the length of a ${…} at the beginning of a text, by its braces.
func holeLength(text []byte) int {
	depth := 0
	for i, c := range text {
		switch c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}
