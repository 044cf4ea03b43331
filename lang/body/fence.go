package body

import "bytes"

// fence is the marks that open a block of code: ``` or ~~~, three or more.
type fence struct {
	char   byte
	length int
}

// fenceOf reads a line that opens a fenced block, also inside a quotation or a list.
func fenceOf(line []byte) (fence, bool) {
	rest := afterMarkers(line)
	if len(rest) == 0 || rest[0] != '`' && rest[0] != '~' {
		return fence{}, false
	}
	n := run(rest, rest[0])
	if n < 3 || rest[0] == '`' && bytes.IndexByte(rest[n:], '`') >= 0 {
		return fence{}, false
	}
	return fence{rest[0], n}, true
}

func (f fence) closedBy(line []byte) bool {
	rest := bytes.TrimLeft(line, " \t>")
	n := run(rest, f.char)
	return n >= f.length && len(bytes.TrimSpace(rest[n:])) == 0
}

// afterMarkers is a line without the signs of quotations and lists at its beginning.
func afterMarkers(line []byte) []byte {
	rest, _ := cutMarkers(line)
	return rest
}

// cutMarkers also counts the signs.
func cutMarkers(line []byte) (rest []byte, signs int) {
	for {
		line = bytes.TrimLeft(line, " \t")
		switch n := marker(line); n {
		case 0:
			return line, signs
		default:
			line = line[n:]
			signs++
		}
	}
}

// marker is the length of the sign of a quotation or a list item at the beginning of a line, 0 for none.
func marker(line []byte) int {
	if len(line) == 0 {
		return 0
	}
	n := 0
	switch c := line[0]; {
	case c == '>':
		return 1
	case c == '-' || c == '*' || c == '+':
		n = 1
	case c >= '0' && c <= '9':
		for n < len(line) && n < 10 && line[n] >= '0' && line[n] <= '9' {
			n++
		}
		if n == len(line) || line[n] != '.' && line[n] != ')' {
			return 0
		}
		n++
	default:
		return 0
	}
	if n < len(line) && line[n] != ' ' && line[n] != '\t' {
		return 0
	}
	return n
}
