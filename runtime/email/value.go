package email

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
)

// The bounds of one value.
const (
	valueMax = 2_000 // characters of a text: a long review
	urlMax   = 2_000 // bytes of an address, as many as every mail program takes
	marksMax = 8     // signs on top of one letter; no language needs more
)

// plain is a value as text.
func plain(v facts.Value, tag string) string {
	switch v.Kind() {
	case facts.String, facts.URL:
		return Normal(v.Text())
	case facts.Number:
		return facts.FormatNumber(v.Millionths())
	case facts.Money:
		return locale.Money(v.Minor(), v.Currency(), tag)
	case facts.Time:
		return locale.Date(v.Time(), locale.LayoutLong, tag, nil)
	case facts.Bool:
		if v.True() {
			return "true"
		}
		return "false"
	case facts.Absent, facts.Duration, facts.List, facts.Object:
		return "" // the compiler lets none of these stand in text
	default:
		panic("this is a bug in flowc: no text for the kind " + v.Kind().String())
	}
}

// Normal is a text of unknown origin as it may stand in one line of a letter or a header: in NFC, on one line with single spaces,
// without control characters, characters that turn the direction of text, hide or are for private use, and at most 2,000
// characters long.
func Normal(s string) string {
	if tame(s) {
		return s
	}
	if len(s) > valueMax*utf8.UTFMax {
		s = s[:valueMax*utf8.UTFMax]
	}
	return bounded(norm.NFC.String(visible(strings.ToValidUTF8(s, ""))))
}

// visible is the text without hidden characters, on one line with single spaces.
func visible(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f':
			space = b.Len() > 0
			continue
		case hidden(r):
			continue
		case space:
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// bounded is the text with as many characters as a value may have, and as many signs on top of a letter.
func bounded(s string) string {
	var b strings.Builder
	n, marks := 0, 0
	for _, r := range s {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > marksMax {
				continue
			}
		} else {
			marks = 0
		}
		if n++; n > valueMax {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// tame is true for a short text of plain ASCII without spaces that would collapse: most values.
func tame(s string) bool {
	if len(s) > valueMax {
		return false
	}
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' ' || s == ""
}

// hidden is true for characters that nobody sees, or that change how others are shown.
func hidden(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' || r == 0x7f
	}
	switch {
	case unicode.IsControl(r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r), unicode.Is(unicode.Noncharacter_Code_Point, r):
		return true
	case r == '\u200d' || r == '\u200c': // join and part letters and emoji
		return false
	case r == '\u200e' || r == '\u200f': // harmless, and some names are written with them
		return false
	}
	return unicode.Is(unicode.Cf, r)
}

// appendEscaped adds a text for a place between tags or in a quoted attribute.
func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var e string
		switch s[i] {
		case '&':
			e = "&amp;"
		case '<':
			e = "&lt;"
		case '>':
			e = "&gt;"
		case '"':
			e = "&#34;"
		case '\'':
			e = "&#39;"
		default:
			continue
		}
		dst = append(append(dst, s[from:i]...), e...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}

func escaped(s string) string { return string(appendEscaped(nil, s)) }

// appendPart percent-encodes a value that is a part of an address: all but letters, digits and -._~.
func appendPart(dst []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '~' || c == '.' {
			dst = append(dst, c)
			continue
		}
		dst = append(dst, '%', hex[c>>4], hex[c&15])
	}
	return dst
}

// address is a value as a whole address, and whether it may stand in a letter: https, http, mailto or tel (a picture: https), with a
// host and without a name to sign in, on one line. It is in ASCII.
func address(s string, picture bool) (string, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > urlMax || !utf8.ValidString(s) {
		return "", false
	}
	for _, r := range s {
		if r <= ' ' || r == 0x7f || hidden(r) || unicode.IsSpace(r) || strings.ContainsRune("\\\"'<>`{}|^", r) {
			return "", false
		}
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", false
	}
	switch {
	case u.Scheme == "https" || u.Scheme == "http" && !picture:
		return webAddress(u)
	case !picture && (u.Scheme == "mailto" || u.Scheme == "tel") && u.Opaque != "":
		return asciiOnly(u.String()), true
	}
	return "", false
}

func webAddress(u *url.URL) (string, bool) {
	if u.User != nil || u.Opaque != "" || u.Hostname() == "" || strings.Contains(u.Host, "@") || strings.Contains(u.Host, "%") {
		return "", false
	}
	if !isASCII(u.Host) {
		host, err := idna.Lookup.ToASCII(u.Hostname())
		if err != nil || host == "" {
			return "", false
		}
		if p := u.Port(); p != "" {
			host += ":" + p
		}
		u.Host = host
	}
	return asciiOnly(u.String()), true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func asciiOnly(s string) string {
	if isASCII(s) {
		return s
	}
	var b []byte
	for i := range len(s) {
		if s[i] < utf8.RuneSelf {
			b = append(b, s[i])
			continue
		}
		b = appendPart(b, s[i:i+1])
	}
	return string(b)
}
