package wire

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"
)

// Bool codes true or false.
func (c *Coder) Bool(b *bool) {
	c.separate()
	c.comma = true
	if c.writing {
		c.raw(strconv.FormatBool(*b))
		return
	}
	switch {
	case c.literal("true"):
		*b = true
	case c.literal("false"):
		*b = false
	default:
		c.Fail("neither true nor false")
	}
}

// Null codes null.
func (c *Coder) Null() {
	c.separate()
	c.comma = true
	if c.writing {
		c.raw("null")
	} else if !c.literal("null") {
		c.Fail("not null")
	}
}

// Int codes a whole number.
func (c *Coder) Int(n *int64) {
	c.separate()
	c.comma = true
	if c.err != nil {
		return
	}
	if c.writing {
		c.raw(strconv.FormatInt(*n, 10))
		return
	}
	end := c.at
	if end < len(c.buf) && c.buf[end] == '-' {
		end++
	}
	for end < len(c.buf) && end-c.at < len("-9223372036854775808")+1 && '0' <= c.buf[end] && c.buf[end] <= '9' {
		end++
	}
	digits := string(c.buf[c.at:end])
	v, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || strconv.FormatInt(v, 10) != digits {
		c.Fail("no whole number in 64 bits")
		return
	}
	*n, c.at = v, end
}

// Count codes a whole number that fits an int and is not negative.
func (c *Coder) Count(n *int) {
	v := int64(*n)
	c.Int(&v)
	if v < 0 || v > math.MaxInt32 {
		c.Fail("%d is out of range", v)
		return
	}
	*n = int(v)
}

// Text codes a text, which must be UTF-8.
func (c *Coder) Text(s *string) {
	c.separate()
	c.comma = true
	if c.err != nil {
		return
	}
	if c.writing {
		c.string(*s)
		return
	}
	*s = c.readText()
}

func (c *Coder) literal(word string) bool {
	if c.err != nil || !bytes.HasPrefix(c.buf[c.at:], []byte(word)) {
		return false
	}
	c.at += len(word)
	return true
}

func (c *Coder) raw(s string) {
	if c.err != nil {
		return
	}
	if len(c.buf)+len(s) > SizeMax {
		c.Fail("more than %d bytes", SizeMax)
		return
	}
	c.buf = append(c.buf, s...)
}

const hex = "0123456789abcdef"

// string writes a text with the fewest escapes that JSON allows.
func (c *Coder) string(s string) {
	if !utf8.ValidString(s) {
		c.Fail("a text is not UTF-8")
		return
	}
	if len(c.buf)+len(s)+2 > SizeMax {
		c.Fail("more than %d bytes", SizeMax)
		return
	}
	c.buf = append(c.buf, '"')
	from := 0
	for i := range len(s) {
		b := s[i]
		if b >= ' ' && b != '"' && b != '\\' {
			continue
		}
		c.buf = append(c.buf, s[from:i]...)
		from = i + 1
		switch b {
		case '"', '\\':
			c.buf = append(c.buf, '\\', b)
		case '\n':
			c.buf = append(c.buf, '\\', 'n')
		case '\r':
			c.buf = append(c.buf, '\\', 'r')
		case '\t':
			c.buf = append(c.buf, '\\', 't')
		default:
			c.buf = append(c.buf, '\\', 'u', '0', '0', hex[b>>4], hex[b&15])
		}
	}
	c.buf = append(append(c.buf, s[from:]...), '"')
}

// readText reads what string writes.
func (c *Coder) readText() string {
	if c.at >= len(c.buf) || c.buf[c.at] != '"' {
		c.Fail("no text")
		return ""
	}
	start := c.at + 1
	var plain []byte // set from the first escape on
	from := start
	for i := start; i < len(c.buf); i++ {
		switch b := c.buf[i]; {
		case b == '"':
			text := c.buf[from:i]
			if plain != nil {
				text = append(plain, text...)
			}
			if !utf8.Valid(text) {
				c.Fail("a text is not UTF-8")
				return ""
			}
			c.at = i + 1
			return string(text)
		case b < ' ':
			c.at = i
			c.Fail("a control character in a text")
			return ""
		case b == '\\':
			r, n := unescape(c.buf[i+1:])
			if n == 0 {
				c.at = i
				c.Fail("an escape that is never written")
				return ""
			}
			plain = append(append(plain, c.buf[from:i]...), r)
			i += n
			from = i + 1
		}
	}
	c.Fail("the end of a text is missing")
	return ""
}

// unescape is the byte that an escape stands for and the escape's length without the backslash, 0 for one that string never writes.
func unescape(s []byte) (byte, int) {
	if len(s) == 0 {
		return 0, 0
	}
	switch s[0] {
	case '"', '\\':
		return s[0], 1
	case 'n':
		return '\n', 1
	case 'r':
		return '\r', 1
	case 't':
		return '\t', 1
	case 'u':
		if len(s) < 5 || s[1] != '0' || s[2] != '0' || (s[3] != '0' && s[3] != '1') {
			return 0, 0
		}
		low := bytes.IndexByte([]byte(hex), s[4])
		if low < 0 {
			return 0, 0
		}
		b := (s[3]-'0')<<4 | byte(low)
		if b == '\n' || b == '\r' || b == '\t' {
			return 0, 0
		}
		return b, 5
	}
	return 0, 0
}
