package delivery

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAnswer bounds what a receiver can write into the ledger.
const maxAnswer = 200

// oneLine makes foreign text fit for the ledger and a terminal: control and formatting characters become single
// spaces (a right-to-left override could make a log line lie), and the length is cut at a rune.
func oneLine(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		if r == utf8.RuneError {
			r = '?'
		}
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			if b.Len()+1+utf8.RuneLen(r) > maxAnswer {
				break
			}
			b.WriteByte(' ')
			gap = false
		}
		if b.Len()+utf8.RuneLen(r) > maxAnswer {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}
