package wire

// Raw codes a value whose content is left for later: writing, bytes that are one value of this form; reading, the bytes of the next value,
// of which only the brackets and quotes have been looked at.
func (c *Coder) Raw(value *[]byte) {
	c.separate()
	c.comma = true
	if c.err != nil {
		return
	}
	if c.writing {
		c.raw(string(*value))
		return
	}
	start := c.at
	c.skip()
	if c.err == nil {
		*value = c.buf[start:c.at]
	}
}

// skip goes past one value.
func (c *Coder) skip() {
	depth, start := 0, c.at
	for c.at < len(c.buf) {
		switch c.buf[c.at] {
		case '"':
			c.skipText()
			if c.err != nil {
				return
			}
		case '[', '{':
			depth++
			c.at++
		case ']', '}':
			if depth == 0 {
				c.ended(start)
				return
			}
			depth--
			c.at++
		case ',':
			if depth == 0 {
				c.ended(start)
				return
			}
			c.at++
			continue
		default:
			c.at++
			continue
		}
		if depth == 0 {
			return
		}
	}
	if depth > 0 {
		c.Fail("the end is missing")
		return
	}
	c.ended(start)
}

// ended fails where there was no value at all.
func (c *Coder) ended(start int) {
	if c.at == start {
		c.Fail("a value is missing")
	}
}

func (c *Coder) skipText() {
	for i := c.at + 1; i < len(c.buf); i++ {
		switch c.buf[i] {
		case '\\':
			i++
		case '"':
			c.at = i + 1
			return
		}
	}
	c.Fail("the end of a text is missing")
}
