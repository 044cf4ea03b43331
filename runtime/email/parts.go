package email

// appendParts adds the body of the message: the text, then the HTML, which programs prefer since it comes last. The encoder is our
// own because that of the standard library takes longer than all the rest of a message.
func appendParts(dst []byte, edge string, text, html []byte) []byte {
	for _, p := range []struct {
		kind    string
		content []byte
	}{{"text/plain", text}, {"text/html", html}} {
		dst = append(dst, "--"+edge+"\r\nContent-Type: "+p.kind+"; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"...)
		dst = appendQuoted(dst, p.content)
		dst = append(dst, "\r\n"...)
	}
	return append(dst, "--"+edge+"--\r\n"...)
}

// quotedMax is the longest line of quoted-printable (RFC 2045, 6.7).
const quotedMax = 76

// appendQuoted adds content in quoted-printable: ASCII as it is, all else as =XX, lines of at most 76 characters that end with CRLF. Any
// kind of line end of the content becomes one. At the beginning of a line, a hyphen is encoded, so that no content can look like the
// edge of a part, and a dot and the F of "From ", so that no server on the way changes them.
func appendQuoted(dst, content []byte) []byte {
	const hex = "0123456789ABCDEF"
	column := 0
	for i := 0; i < len(content); {
		// A run of plain characters, as far as the line goes.
		run, most := i, min(len(content), i+quotedMax-1-column)
		for run < most && plainQuoted[content[run]] {
			run++
		}
		if column == 0 && run > i && (content[i] == '-' || content[i] == '.' || content[i] == 'F') {
			dst = append(dst, '=', hex[content[i]>>4], hex[content[i]&15])
			column = 3
			i++
			continue
		}
		if run > i {
			dst = append(dst, content[i:run]...)
			column += run - i
			if i = run; i == len(content) {
				break
			}
		}
		c := content[i]
		switch {
		case c == '\n' || c == '\r':
			// A space before the end of a line would be lost on the way.
			if n := len(dst); column > 0 && (dst[n-1] == ' ' || dst[n-1] == '\t') {
				last := dst[n-1]
				if column+2 > quotedMax {
					dst = append(dst[:n-1], "=\r\n"...)
				} else {
					dst = dst[:n-1]
				}
				dst = append(dst, '=', hex[last>>4], hex[last&15])
			}
			dst = append(dst, "\r\n"...)
			column = 0
			i++
			if c == '\r' && i < len(content) && content[i] == '\n' {
				i++
			}
		case plainQuoted[c]: // the line is full
			dst = append(dst, "=\r\n"...)
			column = 0
		default:
			if column+3 > quotedMax-1 {
				dst = append(dst, "=\r\n"...)
				column = 0
			}
			dst = append(dst, '=', hex[c>>4], hex[c&15])
			column += 3
			i++
		}
	}
	if n := len(dst); column > 0 && (dst[n-1] == ' ' || dst[n-1] == '\t') {
		last := dst[n-1]
		dst = append(dst[:n-1], "=\r\n"...)
		dst = append(dst, '=', hex[last>>4], hex[last&15])
	}
	return dst
}

// plainQuoted are the characters that stand for themselves.
var plainQuoted = func() (t [256]bool) {
	for c := ' '; c <= '~'; c++ {
		t[c] = c != '='
	}
	t['\t'] = true
	return t
}()
