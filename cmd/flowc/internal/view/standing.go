package view

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// Standing is what one customer, or an address that is nobody's, has agreed to.
type Standing struct {
	store.Standing
	Topics []TopicStanding
}

// TopicStanding is how it stands with one topic.
type TopicStanding struct {
	Name, Title   string
	Transactional bool
	Granted       bool
	By            *store.ConsentRow // nil: nobody chose
	Implied       time.Time         // until when a purchase implies it; zero: no end is set
}

type standingLine struct {
	Customer   *string     `json:"customer"`
	Address    *string     `json:"address"`
	Erased     bool        `json:"erased"`
	Suppressed *keptLine   `json:"suppressed"`
	Topics     []topicLine `json:"topics"`
	History    []wordLine  `json:"history"`
}

type keptLine struct {
	Reason string `json:"reason"`
	Since  string `json:"since"`
}

type topicLine struct {
	Topic   string    `json:"topic"`
	Title   string    `json:"title"`
	State   string    `json:"state"` // granted, denied
	Always  bool      `json:"transactional"`
	By      *wordLine `json:"by"` // null: nobody chose, and the default holds
	Implied string    `json:"implied_until,omitempty"`
}

type wordLine struct {
	Topic    string          `json:"topic"` // * is all marketing
	State    string          `json:"state"`
	Since    string          `json:"since"`
	Basis    string          `json:"basis"`
	Source   string          `json:"source"`
	Event    string          `json:"event,omitempty"`
	Address  string          `json:"address,omitempty"`
	Customer string          `json:"customer,omitempty"`
	Evidence json.RawMessage `json:"evidence"`
}

func wordOf(r *store.ConsentRow) *wordLine {
	w := &wordLine{
		Topic: r.Topic, State: r.State, Since: FormatTime(r.At), Basis: r.Basis, Source: r.Source, Event: r.Event,
		Address: r.Address, Customer: r.Customer, Evidence: r.Evidence,
	}
	if len(w.Evidence) == 0 {
		w.Evidence = json.RawMessage("{}")
	}
	if w.Address == store.Whose(r.Customer) {
		w.Address = ""
	}
	return w
}

func stateOf(granted bool) string {
	if granted {
		return "granted"
	}
	return "denied"
}

// StandingsJSON writes what people agreed to for scripts.
func StandingsJSON(w io.Writer, asOf time.Time, list []Standing) error {
	out := struct {
		FormatVersion string         `json:"format_version"`
		AsOf          string         `json:"as_of"`
		People        []standingLine `json:"people"`
	}{"1.0", FormatTime(asOf), []standingLine{}}
	for _, s := range list {
		line := standingLine{Customer: nullable(s.Customer), Address: nullable(s.Address), Erased: s.Erased, Topics: []topicLine{}, History: []wordLine{}}
		if s.Kept != nil {
			line.Suppressed = &keptLine{s.Kept.Reason, FormatTime(s.Kept.At)}
		}
		for _, t := range s.Topics {
			tl := topicLine{Topic: t.Name, Title: t.Title, State: stateOf(t.Granted), Always: t.Transactional}
			switch {
			case t.By != nil:
				tl.By = wordOf(t.By)
			case !t.Implied.IsZero():
				tl.Implied = FormatTime(t.Implied)
			}
			line.Topics = append(line.Topics, tl)
		}
		for i := range s.History {
			line.History = append(line.History, *wordOf(&s.History[i]))
		}
		out.People = append(out.People, line)
	}
	return writeJSON(w, out)
}

// StandingsText writes what people agreed to for a person.
func StandingsText(w io.Writer, asOf time.Time, list []Standing, colours bool) error {
	paint := painter(colours)
	for i, s := range list {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintln(w, paint.bold(s.who()))
		if s.Kept != nil {
			fmt.Fprintln(w, paint.yellow(fmt.Sprintf("Suppressed since %s (%s): gets nothing, whatever the topic", day(s.Kept.At), s.Kept.Reason)))
		}
		tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, t := range s.Topics {
			fmt.Fprintf(tab, "  %s\t%s\t%s\n", t.Name, stateOf(t.Granted), t.why(asOf))
		}
		if err := tab.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Standing) who() string {
	switch {
	case s.Customer == "":
		return s.Address + ", nobody's address"
	case s.Erased:
		return s.Customer + ", erased"
	case s.Address == "":
		return s.Customer + ", no address is known"
	}
	return s.Customer + ", " + s.Address
}

// why says in words by what a topic stands as it does.
func (t *TopicStanding) why(asOf time.Time) string {
	switch {
	case t.Transactional:
		return "transactional: goes out whatever the consent"
	case t.By == nil && t.Implied.IsZero():
		return "nobody chose: the topic's default"
	case t.By == nil && t.Implied.Unix() == 0:
		return "nobody chose, and no purchase implies it"
	case t.By == nil && asOf.After(t.Implied):
		return "nobody chose; what a purchase implied ended " + day(t.Implied)
	case t.By == nil:
		return "nobody chose; a purchase implies it until " + day(t.Implied)
	}
	text := "since " + day(t.By.At) + ", " + t.By.Basis
	if t.By.Topic != t.Name {
		text += " (of all marketing)"
	}
	if t.By.Source != "" {
		text += ", from " + t.By.Source
	}
	if t.By.Event != "" {
		text += " " + t.By.Event
	}
	if t.By.Address != store.Whose(t.By.Customer) {
		text += ", at " + t.By.Address
	}
	if e := string(t.By.Evidence); e != "" && e != "{}" {
		text += ", " + e
	}
	return text
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

type suppressedLine struct {
	Channel  string          `json:"channel"`
	Address  string          `json:"address"`
	Customer string          `json:"customer,omitempty"`
	Reason   string          `json:"reason"`
	At       string          `json:"at"`
	Evidence json.RawMessage `json:"evidence"`
	Lifted   string          `json:"lifted_at,omitempty"`
	Lift     json.RawMessage `json:"lift_evidence,omitempty"`
}

// SuppressedJSON writes a suppression as a JSON line.
func SuppressedJSON(w io.Writer, s store.Suppressed) error {
	line := suppressedLine{Channel: "email", Address: s.Address, Customer: s.Customer, Reason: s.Reason, At: FormatTime(s.At), Evidence: s.Evidence}
	if !s.Lifted.IsZero() {
		line.Lifted, line.Lift = FormatTime(s.Lifted), s.Lift.Evidence
	}
	return writeJSON(w, line)
}

// SuppressedText writes a suppression for a person.
func SuppressedText(w io.Writer, s store.Suppressed) error {
	address := s.Address
	switch {
	case store.IsHash(address):
		address = "(of somebody who was erased)"
	case address == "":
		address = s.Customer + " (no address is known)"
	}
	line := fmt.Sprintf("%s  %s  %s", day(s.At), address, s.Reason)
	if e := string(s.Evidence); e != "" && e != "{}" {
		line += "  " + e
	}
	if !s.Lifted.IsZero() {
		line += "  lifted " + day(s.Lifted)
		if e := string(s.Lift.Evidence); e != "" && e != "{}" {
			line += "  " + e
		}
	}
	_, err := fmt.Fprintln(w, line)
	return err
}
