package delivery

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"net/textproto"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestMessagesThatCannotGoAreRefusedBeforeAnybodyIsAsked(t *testing.T) {
	change := func(f func(*Message)) Message {
		m := letter("k1")
		f(&m)
		return m
	}
	for name, m := range map[string]Message{
		"no key":                               change(func(m *Message) { m.Key = "" }),
		"a key with a line end":                change(func(m *Message) { m.Key = "a\r\nb" }),
		"a key beyond ASCII":                   change(func(m *Message) { m.Key = "kéy" }),
		"a key with space around":              change(func(m *Message) { m.Key = "k " }),
		"a long key":                           change(func(m *Message) { m.Key = strings.Repeat("k", maxKey+1) }),
		"no Message-ID":                        change(func(m *Message) { m.MessageID = "" }),
		"a Message-ID in brackets":             change(func(m *Message) { m.MessageID = "<a@b>" }),
		"no sender":                            change(func(m *Message) { m.From = "" }),
		"no recipient":                         change(func(m *Message) { m.To = "" }),
		"a recipient without domain":           change(func(m *Message) { m.To = "ada@" }),
		"a recipient without name":             change(func(m *Message) { m.To = "@example.test" }),
		"a second command":                     change(func(m *Message) { m.To = "ada@example.test>\r\nDATA" }),
		"a parameter":                          change(func(m *Message) { m.From = "ada@example.test> SIZE=1" }),
		"a quoted local part":                  change(func(m *Message) { m.To = `"a b"@example.test` }),
		"two addresses":                        change(func(m *Message) { m.To = "a@example.test,b@example.test" }),
		"two at signs":                         change(func(m *Message) { m.To = "a@b@example.test" }),
		"a source route":                       change(func(m *Message) { m.To = "@relay:a@example.test" }),
		"an address literal":                   change(func(m *Message) { m.To = "a@[127.0.0.1]" }),
		"an address in another script's space": change(func(m *Message) { m.To = "a\u2028b@example.test" }),
		"an address that is not UTF-8":         change(func(m *Message) { m.To = "a\xff@example.test" }),
		"a hidden character":                   change(func(m *Message) { m.To = "a\u202eb@example.test" }),
		"a long address":                       change(func(m *Message) { m.To = "a@" + strings.Repeat("x", 254) }),
		"a long local part":                    change(func(m *Message) { m.To = strings.Repeat("x", 65) + "@example.test" }),
		"an empty mail":                        change(func(m *Message) { m.Raw = nil }),
		"a bare LF":                            change(func(m *Message) { m.Raw = []byte("A: b\n\r\nc\r\n") }),
		"a bare LF at the very start":          change(func(m *Message) { m.Raw = []byte("\nA: b\r\n") }),
		"a bare CR":                            change(func(m *Message) { m.Raw = []byte("A: b\r\n\r\nc\rd\r\n") }),
		"a bare CR at the end":                 change(func(m *Message) { m.Raw = []byte("A: b\r\n\r\nc\r") }),
		"two CR":                               change(func(m *Message) { m.Raw = []byte("A: b\r\r\n") }),
		"a smuggled end":                       change(func(m *Message) { m.Raw = []byte("A: b\r\n\r\nc\n.\r\nMAIL FROM:<x@y>\r\n") }),
		"a NUL":                                change(func(m *Message) { m.Raw = []byte("A: b\x00\r\n") }),
		"a long line":                          change(func(m *Message) { m.Raw = []byte(strings.Repeat("x", maxLine+1) + "\r\n") }),
		"a large mail":                         change(func(m *Message) { m.Raw = bytes.Repeat([]byte("\r\n"), maxRaw/2+1) }),
	} {
		h := &host{}
		got := h.channel(t, "", Options{}).Deliver(t.Context(), m, func(context.Context) error {
			t.Errorf("%s: ready was asked", name)
			return nil
		})
		if got.Verdict != Refused || got.Err == nil || !strings.HasPrefix(got.Answer, "not sent: ") || h.conns != 0 {
			t.Errorf("%s: got %+v with %d connections, want refused at once", name, got, h.conns)
		}
		if want := validateAddress(m.To) != nil; want != (got.Scope == ScopeAddress) {
			t.Errorf("%s: scope %v", name, got.Scope)
		}
		if m.Validate() == nil {
			t.Errorf("%s: Validate has nothing against it", name)
		}
	}
	if err := letter("k1").Validate(); err != nil {
		t.Errorf("a good letter: %v", err)
	}
}

func TestAnswersAreFitForTheLedger(t *testing.T) {
	for in, want := range map[string]string{
		"250 ok":                         "250 ok",
		"  a \t b\r\n c  ":               "a b c",
		"a\x1b[31mred\x07":               "a [31mred",
		"a\u202egnp.exe":                 "a gnp.exe",
		"a\xff\xfeb":                     "a??b",
		"\u2028\x00":                     "",
		"Grüße, 你好":                      "Grüße, 你好",
		strings.Repeat("x", 300):         strings.Repeat("x", maxAnswer),
		strings.Repeat("x", 199) + "é":   strings.Repeat("x", 199),
		strings.Repeat("x", 199) + " é":  strings.Repeat("x", 199),
		strings.Repeat("ab ", 100) + "é": strings.Repeat("ab ", 66) + "ab",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzOneLine(f *testing.F) {
	f.Add("a\r\nb\x00\u202e")
	f.Fuzz(func(t *testing.T, in string) {
		got := oneLine(in)
		if len(got) > maxAnswer || !utf8.ValidString(got) || oneLine(got) != got {
			t.Errorf("%q: got %q", in, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || !unicode.IsPrint(r) {
				t.Errorf("%q: got %q with %U", in, got, r)
			}
		}
	})
}

// unstuff reads a body as a strict server does: only CRLF ends a line, and the end is a dot on a line of its own.
func unstuff(wire []byte) (body, rest []byte, ok bool) {
	for {
		line, after, found := bytes.Cut(wire, []byte("\r\n"))
		switch {
		case !found:
			return nil, nil, false
		case string(line) == ".":
			return body, after, true
		}
		body = append(append(body, bytes.TrimPrefix(line, []byte("."))...), '\r', '\n')
		wire = after
	}
}

// hold checks that what goes over the wire for raw is raw again at the other end, for a strict reader and for the
// lenient one of the standard library, and that nothing is left over to be taken for a command.
func hold(t *testing.T, raw []byte) {
	t.Helper()
	want := raw
	if !bytes.HasSuffix(want, []byte("\r\n")) {
		want = append(bytes.Clone(want), '\r', '\n')
	}
	buffer := stuff(raw)
	wire := append(bytes.Clone(buffer.b), ".\r\n"...)
	buffer.free()
	got, rest, ok := unstuff(wire)
	if !ok || len(rest) > 0 || !bytes.Equal(got, want) {
		t.Fatalf("%q: a strict server reads %q and has %q left", raw, got, rest)
	}
	lenient := bufio.NewReader(bytes.NewReader(wire))
	read, err := io.ReadAll(textproto.NewReader(lenient).DotReader())
	if err != nil || lenient.Buffered() > 0 || !bytes.Equal(read, bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
		t.Fatalf("%q: a lenient server reads %q, %v, and has %d bytes left", raw, read, err, lenient.Buffered())
	}
}

func TestBodiesArriveAsTheyWereWritten(t *testing.T) {
	pieces := []string{".", "..", "\r\n", "\r\n.", "\r\n.\r\n", "a", " ", "=", "é", "MAIL FROM:<x@y>", "QUIT"}
	rng := rand.New(rand.NewPCG(7, 7))
	seen := map[[32]byte]bool{}
	for range 100_000 {
		var raw []byte
		for range 1 + rng.IntN(12) {
			raw = append(raw, pieces[rng.IntN(len(pieces))]...)
		}
		if validateRaw(raw) != nil {
			t.Fatalf("%q is not taken", raw)
		}
		hold(t, raw)
		seen[sha256.Sum256(raw)] = true
	}
	if len(seen) < 50_000 {
		t.Errorf("only %d different bodies", len(seen))
	}
}

func FuzzBodyArrivesOrIsRefused(f *testing.F) {
	f.Add([]byte("a\r\n.\r\nb"))
	f.Add([]byte("a\n.\nb"))
	f.Add([]byte("a\r.\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if validateRaw(raw) == nil {
			hold(t, raw)
		}
	})
}

func FuzzAddressIsOneAddressOrRefused(f *testing.F) {
	f.Add("ada@example.test")
	f.Add("a>\r\nRCPT TO:<b@c")
	f.Fuzz(func(t *testing.T, address string) {
		if validateAddress(address) != nil {
			return
		}
		written, _, err := toASCII(address)
		if err != nil {
			return
		}
		if strings.ContainsAny(written, "<> \r\n\x00\t") || strings.Count(written, "@") != 1 || !utf8.ValidString(written) {
			t.Errorf("%q is written %q", address, written)
		}
	})
}
