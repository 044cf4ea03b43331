package feed

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

func wordOptions(t testing.TB) WordOptions {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return WordOptions{File: "list.csv", Topics: []string{"tips", "offers"}, Zone: zone, Now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
}

func TestConsentsReadWhatOtherToolsWrite(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"email,topic,state,at\nAda@x.test,tips,granted,2026-03-01T09:00:00Z\n", "2 ada@x.test  tips granted 2026-03-01T09:00:00Z import list.csv"},
		{"\xEF\xBB\xBFEmail Address;Accepts-Marketing;Date;Method;Tool\nada@x.test;Yes;2026-03-01 09:00:00;double_opt_in;chimp\n",
			"2 ada@x.test  * granted 2026-03-01T08:00:00Z double_opt_in chimp"},
		{"customer_id,status,at\nc1,Unsubscribed,2026-02-28\n", "2  c1 * denied 2026-02-28T22:59:59.999Z import list.csv"},
		{"customer_id,status,at\nc1,subscribed,2026-02-28\n", "2  c1 * granted 2026-02-27T23:00:00Z import list.csv"},
		{"email,state,at\na@x.test,no,2026-03-02\n", "2 a@x.test  * denied 2026-03-02T12:00:00Z import list.csv"}, // the day is not over
		{"email,state,at,extra\n\n\"a@x.test\",opt-in,2026-03-01T10:00:00+01:00,\"x\ny\"\nb@x.test,1,2026-03-01 09:00 \n",
			"3 a@x.test  * granted 2026-03-01T09:00:00Z import list.csv\n5 b@x.test  * granted 2026-03-01T08:00:00Z import list.csv"},
		{"email,topic,state,at\na@x.test,tip,yes,2026-03-01\n", `2 there is no marketing topic "tip"; did you mean "tips"?`},
		{"email,topic,state,at\na@x.test,all,yes,2026-03-01\na@x.test,OFFERS,yes,2026-03-01\n",
			"2 a@x.test  * granted 2026-02-28T23:00:00Z import list.csv\n3 a@x.test  offers granted 2026-02-28T23:00:00Z import list.csv"},
		{"email,state,at\nnobody,yes,2026-03-01\n", `2 "nobody" is no e-mail address`},
		{"email,state,at\na@x.test,maybe,2026-03-01\n", `2 "maybe" is neither granted nor denied`},
		{"email,state,at\na@x.test,yes,01.03.2026\n", `2 "01.03.2026" is no date that can be read in one way only: write 2026-03-01T09:00:00Z, 2026-03-01 09:00:00 or 2026-03-01`},
		{"email,state,at\na@x.test,yes,2026-03-03\n", "2 2026-03-03 is in the future"},
		{"email,state\na@x.test,yes\n", "2 has no date; say -at TIME for lines without one"},
		{"email,state,at\n,yes,2026-03-01\n", "2 names neither an address nor a customer"},
		{"email,state,at,basis\na@x.test,yes,2026-03-01,undo\n", `2 the basis "undo" is flowc's own word`},
		{"email,state,at\na@x.test,y\"es,2026-03-01\nb@x.test,yes,2026-03-01\n",
			"2 cannot be read as CSV: bare \" in non-quoted-field\n3 b@x.test  * granted 2026-02-28T23:00:00Z import list.csv"},
		{"email,at\na@x.test,2026-03-01\n", "error no column is called state; the first line names the columns, which are email, at"},
		{"topic,state\n", "error no column is called email or customer; the first line names the columns, which are topic, state"},
		{"email,mail,state\n", `error the columns "email" and "mail" both say the email: leave one out`},
		{"", "error the file is empty: its first line names the columns"},
	} {
		var got []string
		err := Consents(strings.NewReader(c.text), wordOptions(t), func(number int, w store.Choice, err error) error {
			if err != nil {
				got = append(got, fmt.Sprintf("%d %v", number, err))
				return nil
			}
			got = append(got, fmt.Sprintf("%d %s %s %s %s %s %s %s", number, w.Address, w.Customer, w.Topic, w.State, w.At.Format(time.RFC3339Nano), w.Basis, w.Source))
			return nil
		})
		if err != nil {
			got = append(got, "error "+err.Error())
		}
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, text, c.want)
		}
	}
}

func TestSuppressionsTellWhoOnlyUnsubscribedFromWhoGetsNothing(t *testing.T) {
	const text = "address,reason,created at\na@x.test,Hard Bounce,2026-03-01\nb@x.test,spam_report,2026-03-01\nc@x.test,unsubscribed,2026-03-01\nd@x.test,asked,2026-03-01\n,x,2026-03-01\n"
	var got []string
	err := Suppressions(strings.NewReader(text), wordOptions(t), func(number int, s *store.Suppression, c *store.Choice, err error) error {
		switch {
		case err != nil:
			got = append(got, fmt.Sprint(number, " ", err))
		case c != nil:
			got = append(got, fmt.Sprint(number, " ", c.Address, " denies ", c.Topic, " ", string(c.Evidence)))
		default:
			got = append(got, fmt.Sprint(number, " ", s.Address, " ", s.Reason))
		}
		return nil
	})
	want := "2 a@x.test hard_bounce\n3 b@x.test complaint\n4 c@x.test denies * {\"file\":\"list.csv\",\"line\":\"4\",\"reason\":\"unsubscribed\"}\n5 d@x.test manual\n6 names no address"
	if text := strings.Join(got, "\n"); err != nil || text != want {
		t.Errorf("%v\n got %s\nwant %s", err, text, want)
	}
}

// Whatever stands in a file: every line that is taken says whose, what and when, and nothing else happens.
func FuzzWordFiles(f *testing.F) {
	for _, seed := range []string{
		"email,topic,state,at\nada@x.test,tips,granted,2026-03-01T09:00:00Z\n", "\xEF\xBB\xBFemail;state;at\na@x.test;no;2026-03-01\n", "email,state,at\n\"a,b\nc\n", "address,reason,at\na@x.test,unsubscribe,2026-03-01\n",
	} {
		f.Add([]byte(seed))
	}
	opt := wordOptions(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		complete := func(c store.Choice) {
			if c.Address == "" && c.Customer == "" || c.Topic == "" || c.State != "granted" && c.State != "denied" || c.At.IsZero() || c.At.After(opt.Now) || c.Basis == "" {
				t.Errorf("%q gives %+v", text, c)
			}
		}
		_ = Consents(bytes.NewReader(text), opt, func(_ int, c store.Choice, err error) error {
			if err == nil {
				complete(c)
			}
			return nil
		})
		_ = Suppressions(bytes.NewReader(text), opt, func(_ int, s *store.Suppression, c *store.Choice, err error) error {
			switch {
			case err != nil:
			case c != nil:
				complete(*c)
			case s.Address == "" || s.Reason == "" || s.At.IsZero() || s.At.After(opt.Now):
				t.Errorf("%q gives %+v", text, s)
			}
			return nil
		})
	})
}
