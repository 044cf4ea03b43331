// Package diag holds what the compiler says to the person who wrote a project: diagnostics with a stable code, a tight range,
// plain words and, where it is known, what to write instead.
package diag

import (
	"cmp"
	"slices"
)

// Severity says whether a project with the diagnostic compiles.
type Severity int

// The severities.
const (
	Error Severity = iota
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Pos is a place in a file: line and column count from 1, the column in characters as a reader counts them, the byte from 0.
type Pos struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Byte   int `json:"byte"`
}

// Range is a piece of a file, from Start up to but not including End. File is relative to the project's folder, with slashes.
type Range struct {
	File  string `json:"file"`
	Start Pos    `json:"start"`
	End   Pos    `json:"end"`
}

// Fix is a change that would mend the mistake: Text in the place of Range.
type Fix struct {
	Range Range  `json:"range"`
	Text  string `json:"text"`
}

// Diagnostic is one thing that the compiler has to say.
type Diagnostic struct {
	Severity Severity
	Code     Code
	Summary  string // fixed for its code, no names, no full stop
	Detail   string // whole sentences: what, why, what to type
	Range    Range
	Fix      *Fix
}

// List is diagnostics in the order in which they were found.
type List []Diagnostic

// New makes the diagnostic of a code; severity and summary are the registry's. An unknown code is a bug in flowc.
func New(code Code, at Range, detail string) Diagnostic {
	e, ok := Lookup(code)
	if !ok {
		panic("this is a bug in flowc: no diagnostic has the code " + string(code))
	}
	return Diagnostic{Severity: e.Severity, Code: code, Summary: e.Summary, Detail: detail, Range: at}
}

// Instead adds the text that would mend the mistake, in the place of the given range.
func (d Diagnostic) Instead(at Range, text string) Diagnostic {
	d.Fix = &Fix{Range: at, Text: text}
	return d
}

// HasErrors is true where at least one diagnostic keeps the project from compiling.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sorted is the list by file, line, column and code, without repetitions.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Range.File, b.Range.File), cmp.Compare(a.Range.Start.Byte, b.Range.Start.Byte),
			cmp.Compare(a.Range.End.Byte, b.Range.End.Byte), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(out, func(a, b Diagnostic) bool {
		return a.Code == b.Code && a.Range == b.Range && a.Detail == b.Detail
	})
}
