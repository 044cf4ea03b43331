package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameMax is the length beyond which a name is taken to be something else.
const nameMax = 40

// seen drops what nobody sees in a letter: a character of no width behind a dot would hide a domain from the rule, and be gone where
// the name is shown.
func seen(r rune) rune {
	if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Noncharacter_Code_Point) {
		return -1
	}
	return r
}

// PlausibleName tells a person's name from what robots type into the field to have it mailed to others: a value with an address, a
// link or a domain in it (a dot and two letters: "J.R." is a name), or of more than 40 characters, counts as missing.
func PlausibleName(s string) bool {
	lower := strings.Map(seen, strings.ToLower(s))
	if strings.Contains(lower, "://") || strings.Contains(lower, "www.") || strings.ContainsAny(lower, "@＠") {
		return false
	}
	letters, afterDot, n := 0, false, 0
	for _, r := range lower {
		if n++; n > nameMax {
			return false
		}
		switch {
		case r == '.' || r == '。' || r == '．' || r == '｡': // browsers take all four in a host
			letters, afterDot = 0, true
		case afterDot && (unicode.IsLetter(r) || unicode.IsMark(r)):
			if letters++; letters == 2 {
				return false
			}
		default:
			afterDot = false
		}
	}
	return utf8.ValidString(s)
}
