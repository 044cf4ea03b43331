package feed

import (
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/language"
)

var (
	grants = []string{"granted", "grant", "subscribed", "active", "yes", "y", "true", "1", "optin", "optedin", "confirmed"}
	denies = []string{"denied", "deny", "unsubscribed", "no", "n", "false", "0", "optout", "optedout", "revoked", "withdrawn", "cleaned"}
	// unsubscriptions are reasons for which another tool suppresses who has only unsubscribed.
	unsubscriptions = []string{"unsubscribe", "unsubscribed", "optout", "optedout", "listunsubscribe", "globalunsubscribe"}
	reasons         = map[string]string{
		"hardbounce": "hard_bounce", "bounce": "hard_bounce", "bounced": "hard_bounce", "hard": "hard_bounce", "invalid": "hard_bounce", "invalidemail": "hard_bounce",
		"complaint": "complaint", "complained": "complaint", "spam": "complaint", "spamcomplaint": "complaint", "spamreport": "complaint", "abuse": "complaint",
		"legal": "legal", "gdpr": "legal",
	}
	allMarketing = []string{"", "all", "marketing", "allmarketing"}
)

// Consents reads what another tool knew of consents: columns email or customer, state, topic, at, basis and source. Without a topic a line
// is about all marketing. yield is told of each line, or of what is wrong with it.
func Consents(r io.Reader, opt WordOptions, yield func(number int, c store.Choice, err error) error) error {
	return readWords(r, opt, [][]string{{"email", "customer"}, {"state"}}, func(f *wordFile) error {
		c := f.choice()
		return yield(f.number, c, f.wrong)
	})
}

// Suppressions reads what another tool kept from everything: columns email, reason and at. Where the reason is that somebody unsubscribed the
// line is a choice, which denies all marketing and nothing else.
func Suppressions(r io.Reader, opt WordOptions, yield func(number int, s *store.Suppression, c *store.Choice, err error) error) error {
	return readWords(r, opt, [][]string{{"email"}}, func(f *wordFile) error {
		s, c := f.suppression()
		return yield(f.number, s, c, f.wrong)
	})
}

func (f *wordFile) choice() store.Choice {
	c := store.Choice{
		Channel: "email", Address: f.email(), Customer: f.text("customer"), Topic: f.topic(f.text("topic")),
		Basis: f.text("basis"), Source: f.text("source"), Evidence: f.evidence(""),
	}
	if c.Address == "" && c.Customer == "" {
		f.fail("names neither an address nor a customer")
	}
	switch said := squeezed(f.text("state")); {
	case slices.Contains(grants, said):
		c.State = "granted"
	case slices.Contains(denies, said):
		c.State = "denied"
	default:
		f.fail("%q is neither granted nor denied", f.text("state"))
	}
	switch c.Basis {
	case "":
		c.Basis = "import"
	case store.BasisSnapshot, store.BasisUndo, store.BasisErased:
		f.fail("the basis %q is flowc's own word", c.Basis)
	}
	if c.Source == "" {
		c.Source = f.File
	}
	var day bool
	if c.At, day = f.instant(); day && c.State == "denied" && f.wrong == nil {
		c.At = f.dayEnd(c.At)
	}
	return c
}

// dayEnd is the end of the day that begins then: of a grant and a denial on one day, of which nobody knows the hours, the denial holds.
func (f *wordFile) dayEnd(begin time.Time) time.Time {
	end := begin.In(f.Zone).AddDate(0, 0, 1).Add(-time.Millisecond)
	if end.After(f.Now) {
		end = f.Now
	}
	return end.UTC().Truncate(time.Millisecond)
}

func (f *wordFile) email() string {
	s := f.text("email")
	if s != "" && !store.ValidEmail(s) {
		f.fail("%q is no e-mail address", s)
	}
	return store.NormalEmail(s)
}

func (f *wordFile) topic(name string) string {
	if name == "*" || slices.Contains(allMarketing, squeezed(name)) && (name == "" || squeezed(name) != "") {
		return "*"
	}
	for _, t := range f.Topics {
		if strings.EqualFold(t, name) {
			return t
		}
	}
	if near, ok := language.Nearest(name, f.Topics); ok {
		f.fail("there is no marketing topic %q; did you mean %q?", name, near)
	}
	f.fail("there is no marketing topic %q; there are %s, and all", name, strings.Join(f.Topics, ", "))
	return ""
}

func (f *wordFile) suppression() (*store.Suppression, *store.Choice) {
	address, reason := f.email(), f.text("reason")
	if address == "" {
		f.fail("names no address")
	}
	at, day := f.instant()
	if f.wrong != nil {
		return nil, nil
	}
	if slices.Contains(unsubscriptions, squeezed(reason)) {
		if day {
			at = f.dayEnd(at)
		}
		return nil, &store.Choice{
			Channel: "email", Address: address, Topic: "*", State: "denied", Basis: "unsubscribe", Source: f.File, At: at, Evidence: f.evidence(reason),
		}
	}
	kind := reasons[squeezed(reason)]
	if kind == "" {
		kind = "manual"
	}
	return &store.Suppression{Channel: "email", Address: address, Reason: kind, At: at, Evidence: f.evidence(reason)}, nil
}

// evidence says where a line stands, and its reason as it was written.
func (f *wordFile) evidence(reason string) json.RawMessage {
	m := map[string]string{"file": f.File, "line": strconv.Itoa(f.number)}
	if reason != "" {
		m["reason"] = reason
	}
	text, err := json.Marshal(m)
	if err != nil {
		panic("this is a bug in flowc: " + err.Error())
	}
	return text
}
