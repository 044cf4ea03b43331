// Package view turns what flowc found out into what people and CI read: text for a terminal, JSON for scripts.
package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"
	"github.com/mattn/go-runewidth"

	"github.com/flowc/flowc/lang/diag"
)

// Sources are the project's files by name, for the lines that diagnostics show.
type Sources map[string][]byte

// line is the text of a line, counted from 1, without its end, and the byte at which it begins.
func (s Sources) line(file string, number int) (text string, begin int) {
	rest := s[file]
	for n := 1; n < number; n++ {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			return "", begin
		}
		begin += i + 1
		rest = rest[i+1:]
	}
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return strings.TrimSuffix(string(rest), "\r"), begin
}

// Diagnostics prints each diagnostic with its place, its source line and a caret that does not need colour, and a count at the end.
func Diagnostics(w io.Writer, list diag.List, sources Sources, colours bool) {
	paint := painter(colours)
	errors, warnings := counts(list)
	for _, d := range list {
		word, shade := "Error", paint.red
		if d.Severity == diag.Warning {
			word, shade = "Warning", paint.yellow
		}
		fmt.Fprintf(w, "%s %s %s\n", shade(word+":"), paint.bold(d.Summary), paint.faint("["+string(d.Code)+"]"))
		if d.Range.File != "" {
			fmt.Fprintf(w, "  --> %s:%d:%d\n", d.Range.File, d.Range.Start.Line, d.Range.Start.Column)
			excerpt(w, d, sources, shade)
		}
		fmt.Fprintln(w, wrap(d.Detail, 100, "  "))
		fmt.Fprintln(w)
	}
	if errors+warnings > 0 {
		fmt.Fprintf(w, "%s. `flowc explain CODE` tells more.\n", tally(errors, warnings))
	}
}

// excerptMax bounds what is shown of a long line.
const excerptMax = 160

// excerpt prints the source line and a caret under the range.
func excerpt(w io.Writer, d diag.Diagnostic, sources Sources, shade func(...any) string) {
	text, begin := sources.line(d.Range.File, d.Range.Start.Line)
	if text == "" {
		return
	}
	from := min(max(d.Range.Start.Byte-begin, 0), len(text))
	to := len(text)
	if d.Range.End.Line == d.Range.Start.Line {
		to = min(max(d.Range.End.Byte-begin, from), len(text))
	}
	if cut := from - excerptMax/2; len(text) > excerptMax && cut > 0 {
		for cut < len(text) && text[cut]&0xC0 == 0x80 {
			cut++
		}
		text, from, to = text[cut:], from-cut, to-cut
	}
	shown := text
	if len(shown) > excerptMax {
		shown = strings.ToValidUTF8(shown[:excerptMax], "")
		to = min(to, len(shown))
	}
	shown = plain(shown)
	from, to = min(from, len(shown)), min(to, len(shown))
	pad := spaces(shown[:from])
	number := fmt.Sprint(d.Range.Start.Line)
	gutter := strings.Repeat(" ", len(number))
	carets := strings.Repeat("^", max(runewidth.StringWidth(shown[from:to]), 1))
	fmt.Fprintf(w, "  %s |\n  %s | %s\n  %s | %s%s\n", gutter, number, shown, gutter, pad, shade(carets))
}

// plain replaces what would move a terminal's cursor, byte for byte, so that positions stay.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && r < 0x20 || r == 0x7f {
			return '?'
		}
		return r
	}, s)
}

// spaces is as wide as s on a terminal; tabs stay tabs.
func spaces(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\t' {
			b.WriteByte('\t')
			continue
		}
		b.WriteString(strings.Repeat(" ", runewidth.RuneWidth(r)))
	}
	return b.String()
}

func counts(list diag.List) (errors, warnings int) {
	for _, d := range list {
		if d.Severity == diag.Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

func tally(errors, warnings int) string {
	var parts []string
	if errors > 0 {
		parts = append(parts, Plural(errors, "error"))
	}
	if warnings > 0 {
		parts = append(parts, Plural(warnings, "warning"))
	}
	return strings.Join(parts, ", ")
}

// Plural is "1 error", "2 errors".
func Plural[N ~int | ~int64](n N, word string) string {
	if n == 1 {
		return "1 " + word
	}
	if strings.HasSuffix(word, "y") && !strings.HasSuffix(word, "ey") && !strings.HasSuffix(word, "ay") {
		return Thousands(int64(n)) + " " + strings.TrimSuffix(word, "y") + "ies"
	}
	return Thousands(int64(n)) + " " + word + "s"
}

// Thousands groups digits: 25,900.
func Thousands(n int64) string {
	s := fmt.Sprint(n)
	neg := strings.TrimPrefix(s, "-")
	for i := len(neg) - 3; i > 0; i -= 3 {
		neg = neg[:i] + "," + neg[i:]
	}
	if n < 0 {
		return "-" + neg
	}
	return neg
}

type palette struct{ red, yellow, green, bold, faint func(...any) string }

// painter is the colours of a terminal, or none.
func painter(on bool) palette {
	paint := func(attrs ...color.Attribute) func(...any) string {
		c := color.New(attrs...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return palette{
		red: paint(color.FgRed, color.Bold), yellow: paint(color.FgYellow, color.Bold), green: paint(color.FgGreen),
		bold: paint(color.Bold), faint: paint(color.Faint),
	}
}

// wrap breaks text at words, each line behind a margin. Lines that are indented already stay.
func wrap(text string, width int, margin string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, " ") {
			out = append(out, margin+line)
			continue
		}
		current := ""
		for word := range strings.FieldsSeq(line) {
			if current != "" && runewidth.StringWidth(current)+1+runewidth.StringWidth(word) > width {
				out = append(out, margin+current)
				current = ""
			}
			if current != "" {
				current += " "
			}
			current += word
		}
		out = append(out, margin+current)
	}
	return strings.Join(out, "\n")
}

type jsonDiagnostic struct {
	Severity string       `json:"severity"`
	Code     diag.Code    `json:"code"`
	Summary  string       `json:"summary"`
	Detail   string       `json:"detail"`
	Range    diag.Range   `json:"range"`
	Snippet  *jsonSnippet `json:"snippet,omitempty"`
	Fix      *diag.Fix    `json:"fix,omitempty"`
}

type jsonSnippet struct {
	Code  string `json:"code"`
	Start int    `json:"highlight_start"` // bytes into code
	End   int    `json:"highlight_end"`
}

// DiagnosticsJSON writes contracts.md's form of `validate -json`.
func DiagnosticsJSON(w io.Writer, list diag.List, sources Sources) error {
	errors, warnings := counts(list)
	out := struct {
		FormatVersion string           `json:"format_version"`
		Valid         bool             `json:"valid"`
		Errors        int              `json:"errors"`
		Warnings      int              `json:"warnings"`
		Diagnostics   []jsonDiagnostic `json:"diagnostics"`
	}{"1.0", errors == 0, errors, warnings, []jsonDiagnostic{}}
	for _, d := range list {
		j := jsonDiagnostic{
			Severity: d.Severity.String(), Code: d.Code, Summary: d.Summary, Detail: d.Detail, Range: d.Range, Fix: d.Fix,
		}
		if text, begin := sources.line(d.Range.File, d.Range.Start.Line); d.Range.File != "" {
			from := min(max(d.Range.Start.Byte-begin, 0), len(text))
			to := len(text)
			if d.Range.End.Line == d.Range.Start.Line {
				to = min(max(d.Range.End.Byte-begin, from), len(text))
			}
			j.Snippet = &jsonSnippet{Code: text, Start: from, End: to}
		}
		out.Diagnostics = append(out.Diagnostics, j)
	}
	return writeJSON(w, out)
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
