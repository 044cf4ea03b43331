package store

import (
	"net"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ValidEmail tells an address that mail can be sent to from other text. It is stricter than RFC 5322: one @, no quotes, no comments,
// no address literal, a domain with a dot in it, and at most 254 bytes.
func ValidEmail(s string) bool {
	if len(s) > emailMax || !utf8.ValidString(s) {
		return false
	}
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(local) > 64 || strings.Contains(domain, "@") {
		return false
	}
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return false
	}
	for _, r := range local {
		if r < utf8.RuneSelf && !isAtomText(r) || r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return validDomain(domain)
}

// isAtomText is RFC 5322's atext, and the dot.
func isAtomText(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", r)
}

func validDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	if len(labels) < 2 || net.ParseIP(domain) != nil {
		return false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
		for _, r := range l {
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '-' {
				return false
			}
		}
	}
	// A number at the end is an address, not a name.
	return strings.ContainsFunc(labels[len(labels)-1], unicode.IsLetter)
}
