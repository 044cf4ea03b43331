// Package wire turns plain data into canonical JSON and back. One description serves both directions: the same calls, in the same
// order, write a value or read it. There is one form of each value (no white space, members in the order of the calls, those at
// their zero left out, integers only), so equal data has equal bytes, and what is read is written again as it was.
//
// A Coder keeps its first error; after it every call does nothing and every loop ends, so that callers look once, at the end.
package wire

import (
	"errors"
	"fmt"
)

// ErrForm is wrapped by every error about input: it is not JSON, or not in the one form that is written.
var ErrForm = errors.New("not in the canonical form")

const (
	// DepthMax bounds how deep arrays and objects nest. SQLite's json_valid gives up at 1,000.
	DepthMax = 500
	// SizeMax bounds what is read or written, in bytes.
	SizeMax = 64 << 20
)

// Coder writes, or reads. Its methods take pointers: a writing Coder reads them, a reading one sets them.
type Coder struct {
	buf     []byte // what was written, or the input
	at      int    // of the input: how far it is read
	depth   int
	comma   bool // a value stands before this place
	writing bool
	err     error
}

// Writer is a Coder that writes.
func Writer() *Coder { return &Coder{writing: true} }

// Reader is a Coder that reads the input, which it does not change.
func Reader(input []byte) *Coder {
	c := &Coder{buf: input}
	if len(input) > SizeMax {
		c.Fail("more than %d bytes", SizeMax)
	}
	return c
}

// Writing is true for a Coder that writes.
func (c *Coder) Writing() bool { return c.writing }

// Fail keeps the first error, with the place in the input. It wraps ErrForm.
func (c *Coder) Fail(format string, args ...any) {
	if c.err != nil {
		return
	}
	detail := fmt.Sprintf(format, args...)
	if c.writing {
		c.err = fmt.Errorf("%w: %s", ErrForm, detail)
		return
	}
	c.err = fmt.Errorf("%w: byte %d: %s", ErrForm, c.at, detail)
}

// Err is the first error.
func (c *Coder) Err() error { return c.err }

// Finish ends the value: the bytes written, nil for a Coder that reads; there the whole input must have been used.
func (c *Coder) Finish() ([]byte, error) {
	if !c.writing && c.err == nil && c.at != len(c.buf) {
		c.Fail("more than one value")
	}
	if c.err != nil || !c.writing {
		return nil, c.err
	}
	return c.buf, nil
}

// Array codes the brackets around what inside codes, element by element.
func (c *Coder) Array(inside func()) { c.nest('[', ']', inside) }

// Object codes the braces around what inside codes with Member and the value after it.
func (c *Coder) Object(inside func()) { c.nest('{', '}', inside) }

func (c *Coder) nest(open, end byte, inside func()) {
	c.separate()
	c.byte(open)
	c.depth++
	if c.depth > DepthMax {
		c.Fail("nested deeper than %d", DepthMax)
	}
	if c.err != nil {
		return
	}
	c.comma = false
	inside()
	c.depth--
	c.byte(end)
	c.comma = true
}

// Member codes the name of a member and says whether its value is to be coded. A Coder that writes does so where present is true;
// one that reads where the input has the member at this place.
func (c *Coder) Member(name string, present bool) bool {
	if c.err != nil {
		return false
	}
	if c.writing {
		if !present {
			return false
		}
		c.separate()
		c.string(name)
		c.byte(':')
		c.comma = false
		return c.err == nil
	}
	at := c.at
	if c.comma {
		if at >= len(c.buf) || c.buf[at] != ',' {
			return false
		}
		at++
	}
	// Names are plain, so the input bears them as they are.
	end := at + len(name) + 3
	if end > len(c.buf) || c.buf[at] != '"' || string(c.buf[at+1:end-2]) != name || c.buf[end-2] != '"' || c.buf[end-1] != ':' {
		return false
	}
	c.at, c.comma = end, false
	return true
}

// More says, of a Coder that reads, whether the array has another element.
func (c *Coder) More() bool {
	if c.err != nil || c.writing {
		return false
	}
	if c.at >= len(c.buf) {
		c.Fail("the end is missing")
		return false
	}
	return c.buf[c.at] != ']'
}

// Kind is the first byte of the next value: `"` of a text, `[`, `{`, a digit or `-` of a number, `t`, `f` or `n`; 0 at the end of the
// input and for a Coder that writes.
func (c *Coder) Kind() byte {
	at := c.at
	if c.comma && at < len(c.buf) && c.buf[at] == ',' {
		at++
	}
	if c.err != nil || c.writing || at >= len(c.buf) {
		return 0
	}
	return c.buf[at]
}

// separate codes the comma between two values.
func (c *Coder) separate() {
	if c.comma {
		c.byte(',')
	}
}

// byte codes one byte of punctuation.
func (c *Coder) byte(b byte) {
	switch {
	case c.err != nil:
	case c.writing:
		if len(c.buf) >= SizeMax {
			c.Fail("more than %d bytes", SizeMax)
			return
		}
		c.buf = append(c.buf, b)
	case c.at >= len(c.buf):
		c.Fail("the end is missing")
	case c.buf[c.at] != b:
		c.Fail("%q where %q belongs", c.buf[c.at], b)
	default:
		c.at++
	}
}

// List codes an array of any length.
func List[T any](c *Coder, list *[]T, elem func(*T)) {
	c.Array(func() {
		if c.writing {
			for i := range *list {
				elem(&(*list)[i])
			}
			return
		}
		*list = nil
		for c.More() {
			var v T
			elem(&v)
			*list = append(*list, v)
		}
	})
}

// Names is a member that is a list of texts, left out where it is empty.
func (c *Coder) Names(name string, list *[]string) { Some(c, name, list, c.Text) }

// Some is a member that is a list, left out where it is empty.
func Some[T any](c *Coder, name string, list *[]T, elem func(*T)) {
	if !c.Member(name, len(*list) > 0) {
		return
	}
	List(c, list, elem)
	if c.err == nil && len(*list) == 0 {
		c.Fail("an empty list")
	}
}
