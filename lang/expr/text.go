package expr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/flowc/flowc/schema/facts"
)

const (
	// textMax bounds, in bytes, a text that a function makes, so that replace inside replace cannot grow without end. What is longer
	// is cut before the character that passes it.
	textMax = 1 << 20
	// partsMax bounds what split answers; the rest of the text is left out.
	partsMax = 10_000
)

// clipped is the text, cut to textMax.
func clipped(s string) string {
	if len(s) <= textMax {
		return s
	}
	end := textMax
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// titled is the text with each word's first letter as a capital. A word begins after a space, a hyphen, an opening bracket or quote,
// and the like, but not after an apostrophe: "don't" is one word.
func titled(s string) string {
	inside := false
	return strings.Map(func(r rune) rune {
		begins := !inside
		inside = unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '\'' || r == '’' || r == '_'
		if begins {
			return unicode.ToTitle(r)
		}
		return r
	}, s)
}

// characters counts what a person would count: an emoji made of several code points is one.
func characters(s string) int { return uniseg.GraphemeClusterCount(s) }

// truncated is the text if it has at most that many characters, else its beginning with an ellipsis as the last of them.
func truncated(s string, most int64) string {
	if int64(len(s)) <= most {
		return s
	}
	if most <= 0 {
		return ""
	}
	rest, state, kept := s, -1, 0
	for n := int64(0); rest != ""; n++ {
		if n == most {
			return strings.TrimRightFunc(s[:kept], unicode.IsSpace) + "…"
		}
		if n == most-1 {
			kept = len(s) - len(rest)
		}
		_, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
	}
	return s
}

// replaced is the text with every old put in place by new; an empty old is nowhere. It stops growing at textMax.
func replaced(s, old, by string) string {
	if old == "" || !strings.Contains(s, old) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 && b.Len() <= textMax {
		before, after, found := strings.Cut(s, old)
		b.WriteString(before)
		s = after
		if !found {
			break
		}
		b.WriteString(by)
		if len(by) > textMax {
			break
		}
	}
	return clipped(b.String())
}

// split is the parts of the text between separators; by an empty separator, its code points.
func split(sep, s string) []string {
	parts := strings.SplitN(s, sep, partsMax+1)
	return parts[:min(len(parts), partsMax)]
}

// textsIn are the texts in a list; what is absent or something else is left out, numbers are written.
func textsIn(list []facts.Value) []string {
	texts := make([]string, 0, len(list))
	for _, v := range list {
		if s, ok := written(v); ok {
			texts = append(texts, s)
		}
	}
	return texts
}

// written is a value as text takes it, and whether it is one that may stand there.
func written(v facts.Value) (string, bool) {
	switch v.Kind() {
	case facts.String, facts.URL:
		return v.Text(), true
	case facts.Number:
		return facts.FormatNumber(v.Millionths()), true
	case facts.Bool:
		if v.True() {
			return "true", true
		}
		return "false", true
	case facts.Absent, facts.Money, facts.Time, facts.Duration, facts.List, facts.Object:
		return "", false
	default:
		panic("this is a bug in flowc: no kind " + v.Kind().String())
	}
}

// joined is the texts with the separator between them, cut at textMax.
func joined(sep string, texts []string) string {
	size := 0
	for i, s := range texts {
		size += len(s) + len(sep)
		if size > textMax {
			return clipped(strings.Join(texts[:i+1], sep))
		}
	}
	return strings.Join(texts, sep)
}

// escaped is the text as a part of an address (RFC 3986, section 2): every byte but letters, digits and -._~ is percent-encoded.
func escaped(s string) string {
	const upper = "0123456789ABCDEF"
	s = clipped(s)
	n := 0
	for i := range len(s) {
		if !unreserved(s[i]) {
			n++
		}
	}
	if n == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+2*n)
	for i := range len(s) {
		if unreserved(s[i]) {
			b = append(b, s[i])
		} else {
			b = append(b, '%', upper[s[i]>>4], upper[s[i]&15])
		}
	}
	return string(b)
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}
