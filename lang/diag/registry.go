package diag

import (
	"maps"
	"slices"
)

// Code is a diagnostic's stable name: F for an error, W for a warning, then four digits.
//
//	F00xx files and syntax      F01xx blocks and arguments     F02xx names            F03xx types and expressions
//	F04xx flows and their parts F05xx time                     F06xx letters          F07xx consent and identity
//	F08xx where things live     W0xxx warnings, numbered by the same families
type Code string

// Entry is what the registry knows of a code.
type Entry struct {
	Severity    Severity
	Summary     string // fixed, no names, no full stop
	Explanation string // a few paragraphs for `flowc explain`: what it means, a wrong example, what to write instead
}

// families are the tables of this package, one file a family.
var families = []map[Code]Entry{syntaxCodes, structureCodes, nameCodes, typeCodes, flowCodes, timeCodes, letterCodes, consentCodes, placeCodes, sourceCodes, warningCodes}

// Lookup is the registry's entry of a code.
func Lookup(code Code) (Entry, bool) {
	for _, f := range families {
		if e, ok := f[code]; ok {
			return e, true
		}
	}
	return Entry{}, false
}

// Codes are all codes in order.
func Codes() []Code {
	var all []Code
	for _, f := range families {
		all = slices.AppendSeq(all, maps.Keys(f))
	}
	slices.Sort(all)
	return all
}
