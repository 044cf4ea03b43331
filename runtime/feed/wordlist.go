package feed

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// WordOptions say how a file of consents or suppressions is read.
type WordOptions struct {
	File   string         // for the evidence
	Topics []string       // of the project's marketing
	Zone   *time.Location // of times without an offset
	At     time.Time      // of lines without a date; zero: they are refused
	Now    time.Time      // what is dated later is refused
}

// wordColumns are the columns of such files by the names that other tools give them, squeezed.
var wordColumns = map[string][]string{
	"email":    {"email", "emailaddress", "address", "mail", "recipient", "subscriber"},
	"customer": {"customer", "customerid", "userid", "contactid", "profileid", "externalid"},
	"topic":    {"topic", "list", "listname", "category", "subscriptiontype", "group"},
	"state":    {"state", "status", "consent", "subscribed", "subscription", "acceptsmarketing", "optin", "emailmarketingconsent"},
	"at": {"at", "date", "time", "timestamp", "created", "createdat", "changedat", "updatedat", "consentedat", "consenttimestamp", "optintime",
		"unsubscribedat", "unsubscribetime", "suppressedat"},
	"basis":  {"basis", "method", "legalbasis", "optinlevel", "consentmethod"},
	"source": {"source", "origin", "tool"},
	"reason": {"reason", "type", "cause", "suppressionreason"},
}

// squeezed is a text without what tools write differently: case, spaces, dashes, underscores.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, s)
}

// wordFile is a file of consents or suppressions on its way.
type wordFile struct {
	WordOptions
	columns map[string]int
	number  int
	record  []string
	wrong   error // with the line; the first thing is kept
}

// headMax is how much of a file is looked at to tell commas from semicolons.
const headMax = 4096

// readWords calls row for each line of a file after its header, which must have the columns that are needed. needs are groups, of each of
// which one column must be there.
func readWords(r io.Reader, opt WordOptions, needs [][]string, row func(*wordFile) error) error {
	buffered := bufio.NewReaderSize(r, headMax)
	head, err := buffered.Peek(headMax)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return err
	}
	if mark := []byte("\xEF\xBB\xBF"); bytes.HasPrefix(head, mark) {
		if _, err := buffered.Discard(len(mark)); err != nil {
			return err
		}
	}
	in := csv.NewReader(buffered)
	in.FieldsPerRecord, in.ReuseRecord, in.TrimLeadingSpace = -1, true, true
	if first, _, _ := bytes.Cut(head, []byte("\n")); bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		in.Comma = ';' // as spreadsheets write it where the comma is in numbers
	}
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("the file is empty: its first line names the columns")
	}
	if err != nil {
		return fmt.Errorf("the header: %w", err)
	}
	f := &wordFile{WordOptions: opt}
	if err := f.header(header, needs); err != nil {
		return err
	}
	for {
		f.record, err = in.Read()
		f.wrong = nil
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			f.number, f.wrong = broken.StartLine, fmt.Errorf("cannot be read as CSV: %w", broken.Err)
		case err != nil:
			return err
		default:
			f.number, _ = in.FieldPos(0)
		}
		if err := row(f); err != nil {
			return err
		}
	}
}

func (f *wordFile) header(names []string, needs [][]string) error {
	f.columns = map[string]int{}
	for i, name := range names {
		for column, known := range wordColumns {
			if !slices.Contains(known, squeezed(name)) {
				continue
			}
			if before, twice := f.columns[column]; twice {
				return fmt.Errorf("the columns %q and %q both say the %s: leave one out", names[before], name, column)
			}
			f.columns[column] = i
		}
	}
	for _, group := range needs {
		if !slices.ContainsFunc(group, func(c string) bool { _, ok := f.columns[c]; return ok }) {
			return fmt.Errorf("no column is called %s; the first line names the columns, which are %s", strings.Join(group, " or "), strings.Join(names, ", "))
		}
	}
	return nil
}

// text is a column's text; empty where there is none.
func (f *wordFile) text(column string) string {
	i, ok := f.columns[column]
	if !ok || i >= len(f.record) {
		return ""
	}
	s := strings.TrimSpace(f.record[i])
	if len(s) > wordMax {
		f.fail("the %s is longer than %d bytes", column, wordMax)
		return ""
	}
	return s
}

// wordMax bounds a field, as the texts of events are.
const wordMax = 2000

func (f *wordFile) fail(format string, args ...any) {
	if f.wrong == nil {
		f.wrong = fmt.Errorf(format, args...)
	}
}

// instant is when a line was said. day is true where only the day is known: then it is the day's beginning.
func (f *wordFile) instant() (at time.Time, day bool) {
	s := f.text("at")
	if s == "" {
		if f.At.IsZero() {
			f.fail("has no date; say -at TIME for lines without one")
		}
		return f.At, false
	}
	at, day, ok := parseInstant(s, f.Zone)
	switch {
	case !ok:
		f.fail("%q is no date that can be read in one way only: write 2026-03-01T09:00:00Z, 2026-03-01 09:00:00 or 2026-03-01", s)
	case at.After(f.Now):
		f.fail("%s is in the future", s)
	case at.Year() < 1970:
		f.fail("%s is too long ago", s)
	}
	return at.UTC().Truncate(time.Millisecond), day
}

func parseInstant(s string, zone *time.Location) (at time.Time, day, ok bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST"} {
		if at, err := time.Parse(layout, s); err == nil && (layout != "2006-01-02 15:04:05 MST" || strings.HasSuffix(s, " UTC")) {
			return at, false, true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, s, zone); err == nil {
			return at, false, true
		}
	}
	at, err := time.ParseInLocation(time.DateOnly, s, zone)
	return at, true, err == nil
}
