package order

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
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

// PlausibleName tells a person's name from what robots type into the field to have it mailed to others. A value with an address, a link
// or a domain in it (a dot and two letters: "J.R." is a name), with brackets of markup, without a letter, or of more than 40 characters
// counts as missing.
func PlausibleName(s string) bool {
	visible := strings.Map(seen, s)
	if !utf8.ValidString(s) || utf8.RuneCountInString(visible) > nameMax {
		return false
	}
	// Mail programs make links of ｗｗｗ．and of one-dot leaders too.
	plain := strings.ToLower(norm.NFKC.String(visible))
	return strings.ContainsFunc(plain, unicode.IsLetter) && !strings.Contains(plain, "://") && !strings.Contains(plain, "www.") &&
		!strings.ContainsAny(plain, "@<>{}[]") && !hasDomain(plain)
}

// hasDomain is true where two letters stand right behind a dot. Browsers take the ideographic one in a host too.
func hasDomain(s string) bool {
	letters, behind := 0, false
	for _, r := range s {
		switch {
		case r == '.' || r == '。':
			letters, behind = 0, true
		case behind && (unicode.IsLetter(r) || unicode.IsMark(r)):
			if letters++; letters == 2 {
				return true
			}
		default:
			behind = false
		}
	}
	return false
}
