package delivery

import (
	"strings"
	"testing"
	"time"
)

func TestOpenReadsWhatAnAddressSays(t *testing.T) {
	for _, c := range []struct {
		address string
		want    server
	}{
		{"smtp://mail.example", server{host: "mail.example", port: "25"}},
		{"smtp://u:p@mail.example", server{host: "mail.example", port: "587", starttls: tlsRequired, user: "u", pass: "p"}},
		{"SMTPS://u:p%40%2F%3F@mail.example/", server{host: "mail.example", port: "465", implicit: true, starttls: tlsRequired, user: "u", pass: "p@/?"}},
		{"smtp://[::1]:2525?starttls=off", server{host: "::1", port: "2525", starttls: tlsOff}},
		{"smtp://u:p@[::1]:2525", server{host: "::1", port: "2525", user: "u", pass: "p"}},
		{"smtp://u:p@localhost?starttls=off", server{host: "localhost", port: "587", starttls: tlsOff, user: "u", pass: "p"}},
		{"smtp://mail.example:587?starttls=required", server{host: "mail.example", port: "587", starttls: tlsRequired}},
		{"smtp://mail.example?starttls=opportunistic", server{host: "mail.example", port: "25"}},
	} {
		got, err := parseRelay(c.address)
		if err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v; want %+v", c.address, got, err, c.want)
		}
	}
}

func TestOpenRefusesWhatItCannotKeep(t *testing.T) {
	clock := func() time.Time { return time.Unix(0, 0) }
	for address, want := range map[string]string{
		"":                                             "begins with",
		"hunter2":                                      "begins with",
		"http://hunter2@mail.example":                  "begins with",
		"smtp:hunter2":                                 "names no host",
		"smtp://":                                      "names no host",
		"smtp://u:hunter2@":                            "names no host",
		"smtp://u:hunter2@mail.example/x":              "after the host",
		"smtp://u:hunter2@mail.example#x":              "after the host",
		"smtp://u:hunter2%zz@mail.example":             "not a URL",
		"smtp://u:hun/ter2@mail.example":               "not a URL",
		"smtp://hunter2@mail.example":                  "not the other",
		"smtp://:hunter2@mail.example":                 "not the other",
		"smtp://u:hunter2%00@mail.example":             "not the other",
		"smtp://u:hunter2@m.example:0":                 "port",
		"smtp://u:hunter2@m.example:65536":             "port",
		"smtp://u:hunter2@m.example:x":                 "not a URL",
		"smtp://m.example?starttls=hunter2":            "required, opportunistic or off",
		"smtp://m.example?hunter2=off":                 "only parameter",
		"smtp://m.example?a;b":                         "cannot be read",
		"smtp://u:hunter2@m.ex?starttls=off":           "in the clear",
		"smtp://u:hunter2@m.ex?starttls=opportunistic": "in the clear",
		"smtps://u:hunter2@m.ex?starttls=off":          "takes no starttls",
		"file:":                                        "path of a folder",
		"file:a?b":                                     "path of a folder",
	} {
		c, err := Open(address, Options{Now: clock, Dir: t.TempDir()})
		if err == nil {
			t.Errorf("%s: opened %T", address, c)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error %q, want %q in it and no secret", address, err, want)
		}
	}
	if _, err := Open("smtp://m.example", Options{Hello: "a\r\nMAIL"}); err == nil {
		t.Error("a name for EHLO with a line end was taken")
	}
	if _, err := Open("file:outbox", Options{Dir: t.TempDir()}); err == nil {
		t.Error("a folder without a clock was opened")
	}
}

func TestVerdictsHaveNames(t *testing.T) {
	for v, want := range map[Verdict]string{NotSent: "not sent", Accepted: "accepted", Refused: "refused", Unknown: "unknown", Withheld: "withheld", 9: "Verdict(9)"} {
		if v.String() != want {
			t.Errorf("%d: got %q, want %q", int(v), v, want)
		}
	}
	for s, want := range map[Scope]string{ScopeMessage: "message", ScopeAddress: "address", ScopeRelay: "relay", 9: "Scope(9)"} {
		if s.String() != want {
			t.Errorf("%d: got %q, want %q", int(s), s, want)
		}
	}
}
