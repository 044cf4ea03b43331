package language

import (
	"strings"
	"unicode/utf8"
)

// nameMax is the longest name, in characters, for which a nearest one is looked for: the work grows with the square.
const nameMax = 64

// Nearest is the candidate that name was most likely meant to be, if one is near enough to be a typing mistake: letters
// left out, doubled, swapped with a neighbour or replaced by another. One mistake is forgiven in names of up to five characters, two in names of up
// to nine, three beyond. Of two candidates that are equally near, the one with the longer common beginning wins, then the
// one that comes first.
func Nearest(name string, candidates []string) (string, bool) {
	n := utf8.RuneCountInString(name)
	if n == 0 || n > nameMax {
		return "", false
	}
	key := fold(name)
	best, bestDistance, bestPrefix := "", budget(n)+1, -1
	for _, c := range candidates {
		if c == name || len(c) > 4*nameMax {
			continue
		}
		other := fold(c)
		limit := min(bestDistance, budget(n))
		d := distance(key, other, limit)
		if d > limit {
			continue
		}
		// Two short names that share nothing are not one another's misspelling.
		if d >= len(key) || d >= len(other) {
			continue
		}
		p := commonPrefix(key, other)
		if d < bestDistance || d == bestDistance && p > bestPrefix {
			best, bestDistance, bestPrefix = c, d, p
		}
	}
	return best, best != ""
}

func budget(runes int) int {
	switch {
	case runes <= 5:
		return 1
	case runes <= 9:
		return 2
	default:
		return 3
	}
}

// fold makes what typing rarely distinguishes equal: capital letters and the two joining signs.
func fold(s string) []rune {
	return []rune(strings.ReplaceAll(strings.ToLower(s), "-", "_"))
}

func commonPrefix(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// distance is the number of letters put in, left out, replaced or swapped with their neighbour between a and b; above limit
// it is only known to be more.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
