package locale

import "strings"

// Match is the one of the available tags that serves a customer of the given tag: the same one, else the one of a wider
// region or the bare language (de-AT is served by de), else "". Case and the separator do not matter; the answer is as it is
// written in available.
func Match(tag string, available []string) string {
	for t := normal(tag); t != ""; t = parent(t) {
		for _, a := range available {
			if normal(a) == t {
				return a
			}
		}
	}
	return ""
}

// Base is a tag's language alone, in lower case: "de" of "de-AT".
func Base(tag string) string {
	base, _, _ := strings.Cut(normal(tag), "-")
	return base
}

// RightToLeft is true for the languages that are written from the right.
func RightToLeft(tag string) bool {
	switch Base(tag) {
	case "ar", "he", "fa", "ur", "ps", "sd", "yi", "dv", "ckb":
		return true
	}
	return false
}

// tagMax bounds a tag: the longest in use has about 35 characters.
const tagMax = 64

func normal(tag string) string {
	if len(tag) > tagMax {
		return ""
	}
	tag, _, _ = strings.Cut(tag, ".") // de_DE.UTF-8 is how a shop's server may say it
	return strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
}

// parent is the tag without its last part.
func parent(tag string) string {
	if i := strings.LastIndexByte(tag, '-'); i >= 0 {
		return tag[:i]
	}
	return ""
}
