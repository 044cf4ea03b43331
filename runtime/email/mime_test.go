package email_test

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/email"
)

var letterhead = email.Header{
	From: email.Mailbox{Name: "Acme", Address: "hello@acme.example"}, ReplyTo: email.Mailbox{Address: "care@acme.example"}, To: email.Mailbox{Name: "Ada Byron", Address: "ada@mail.example"},
	Subject: "How is your serum?", MessageID: "4f1d.0@acme.example", Date: time.Date(2026, 3, 4, 12, 30, 0, 0, time.FixedZone("", 3600)),
	ListUnsubscribe: "https://post.acme.example/u/AQEBq83vEjRWeJCrze8SNFZ4", ListMailto: "mailto:off@acme.example?subject=off", ListID: "reviews.acme.example", FeedbackID: "ask_review:post_purchase:reviews:acmeshop", Marketing: true,
}

func message(t *testing.T, h email.Header, html, text string) (*mail.Message, []byte) {
	t.Helper()
	raw, err := email.MIME(h, []byte(html), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return m, raw
}

func TestAMessageHasTheHeadersThatProvidersAskFor(t *testing.T) {
	m, _ := message(t, letterhead, "<p>x</p>", "x\n")
	want := map[string]string{
		"From": `"Acme" <hello@acme.example>`, "Reply-To": "<care@acme.example>", "To": `"Ada Byron" <ada@mail.example>`, "Subject": "How is your serum?",
		"Message-Id": "<4f1d.0@acme.example>", "Date": "Wed, 04 Mar 2026 12:30:00 +0100", "Mime-Version": "1.0",
		"List-Unsubscribe":      "<https://post.acme.example/u/AQEBq83vEjRWeJCrze8SNFZ4>, <mailto:off@acme.example?subject=off>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "List-Id": "<reviews.acme.example>", "Feedback-Id": "ask_review:post_purchase:reviews:acmeshop",
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply", "Precedence": "bulk",
	}
	for name, value := range want {
		if got := m.Header.Get(name); got != value {
			t.Errorf("%s: got %q, want %q", name, got, value)
		}
	}
	for name := range m.Header {
		if _, ok := want[name]; !ok && name != "Content-Type" {
			t.Errorf("a header that nobody asked for: %s: %s", name, m.Header.Get(name))
		}
	}
}

func TestTransactionalMailIsNoList(t *testing.T) {
	h := letterhead
	h.Marketing, h.ListUnsubscribe, h.ListMailto = false, "", ""
	m, _ := message(t, h, "x", "x")
	for _, name := range []string{"List-Unsubscribe", "List-Unsubscribe-Post", "Precedence"} {
		if got := m.Header.Get(name); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestPartsComeBackAsTheyWere(t *testing.T) {
	html := "<p>Grüße – \"ä\" = 100 %</p>\n" + strings.Repeat("long ", 400) + "\n.\n..\nFrom here\n"
	text := "Grüße\n\n.\n\nFrom here " + strings.Repeat("x", 2000) + "\n"
	m, raw := message(t, letterhead, html, text)
	for _, line := range strings.Split(string(raw), "\r\n") {
		if len(line) > 200 {
			t.Errorf("a line of %d bytes: %s…", len(line), line[:60])
		}
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []struct{ kind, content string }{{"text/plain; charset=UTF-8", text}, {"text/html; charset=UTF-8", html}} {
		p, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Header.Get("Content-Type"); got != want.kind {
			t.Errorf("kind: got %s, want %s", got, want.kind)
		}
		content, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(string(content), "\r\n", "\n"); strings.TrimRight(got, "\n") != strings.TrimRight(want.content, "\n") {
			t.Errorf("%s: got %q, want %q", want.kind, got, want.content)
		}
	}
}

func TestTheSameLetterIsTheSameBytes(t *testing.T) {
	_, first := message(t, letterhead, "<p>x</p>", "x")
	for range 20 {
		if _, again := message(t, letterhead, "<p>x</p>", "x"); !bytes.Equal(first, again) {
			t.Fatalf("two messages differ:\n%s\n%s", first, again)
		}
	}
	other := letterhead
	other.MessageID = "4f1d.1@acme.example"
	if _, b := message(t, other, "<p>x</p>", "x"); bytes.Equal(first, b) {
		t.Error("the message id makes no difference")
	}
}

func TestHeadersOfOtherLettersComeBack(t *testing.T) {
	h := letterhead
	h.Subject = "Größe, Überraschung und 👩‍👩‍👧 für dich: " + strings.Repeat("ä", 100)
	h.To.Name = "Zoë \"Z\" Ångström, 田中"
	m, raw := message(t, h, "x", "x")
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != h.Subject {
		t.Errorf("subject: got %q, %v", subject, err)
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != h.To.Name || to[0].Address != h.To.Address {
		t.Errorf("to: got %v, %v", to, err)
	}
	head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
	for _, line := range strings.Split(head, "\r\n") {
		for _, word := range strings.Fields(line) {
			if strings.HasPrefix(word, "=?") && len(word) > 76 {
				t.Errorf("an encoded word of %d characters", len(word))
			}
		}
		for i := range len(line) {
			if line[i] >= 0x80 {
				t.Fatalf("a header beyond ASCII: %q", line)
			}
		}
	}
}

func TestWhatCannotBeSentIsAnError(t *testing.T) {
	for name, change := range map[string]func(h *email.Header){
		"no date":              func(h *email.Header) { h.Date = time.Time{} },
		"no id":                func(h *email.Header) { h.MessageID = "" },
		"a line in the id":     func(h *email.Header) { h.MessageID = "a\r\nBcc: x@acme.example" },
		"an id with brackets":  func(h *email.Header) { h.MessageID = "<a@acme.example>" },
		"a colon in the id":    func(h *email.Header) { h.MessageID = "a:b@acme.example" },
		"no recipient":         func(h *email.Header) { h.To.Address = "" },
		"two recipients":       func(h *email.Header) { h.To.Address = "a@acme.example, b@acme.example" },
		"a line in an address": func(h *email.Header) { h.To.Address = "a@acme.example\r\nBcc: b@acme.example" },
		"no way out":           func(h *email.Header) { h.ListUnsubscribe = "" },
		"http":                 func(h *email.Header) { h.ListUnsubscribe = "http://post.acme.example/u" },
		"a line in a list":     func(h *email.Header) { h.ListUnsubscribe = "https://post.acme.example/u\r\nX: y" },
		"no mailbox":           func(h *email.Header) { h.ListMailto = "https://post.acme.example/u" },
		"a list's name":        func(h *email.Header) { h.ListID = "Reviews <x>" },
		"a report's name":      func(h *email.Header) { h.FeedbackID = "a b\r\nX: y" },
	} {
		h := letterhead
		change(&h)
		if raw, err := email.MIME(h, []byte("x"), []byte("x")); !errors.Is(err, email.ErrHeader) {
			t.Errorf("%s: got %v\n%s", name, err, raw)
		}
	}
}

func TestAddressesAreStricterThanTheStandard(t *testing.T) {
	for in, want := range map[string]string{
		"ada@acme.example": "ada@acme.example", "ada+tag@mail.acme.example": "ada+tag@mail.acme.example", "a.b-c_d@x1.example": "a.b-c_d@x1.example", "o'neil@acme.example": "o'neil@acme.example",
		"ada@münchen.example": "ada@xn--mnchen-3ya.example", "Ada@ACME.example": "Ada@acme.example",
	} {
		if got, err := email.CheckAddress(in); err != nil || got != want {
			t.Errorf("CheckAddress(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "@", "a@", "@b.example", "a@b", "a b@c.example", `"a b"@c.example`, "bob@[127.0.0.1]", "bob@127.0.0.1", "a@b..example", "a@.example", "a@b.example.", "a@-b.example", ".a@b.example", "a.@b.example", "a..b@c.example", "a@b@c.example",
		"Ada <a@b.example>", "a@b.example,c@d.example", "a@b.example\r\nX: y", "a@b.example\n", "a\x00@b.example", "a@b_c.example", "a(x)@b.example", strings.Repeat("a", 65) + "@b.example", "a@" + strings.Repeat("b.", 200) + "example", strings.Repeat("(", 400_000) + "@b.example",
	} {
		if got, err := email.CheckAddress(in); !errors.Is(err, email.ErrHeader) || errors.Is(err, email.ErrSMTPUTF8) {
			t.Errorf("CheckAddress(%q) = %q, %v; want an error", clip(in), got, err)
		}
	}
	if _, err := email.CheckAddress("zoë@acme.example"); !errors.Is(err, email.ErrSMTPUTF8) {
		t.Errorf("zoë@acme.example: got %v, want ErrSMTPUTF8", err)
	}
}

// The boundary follows from the message's id, which a customer may come to know, and a value may hold it.
func TestNoValueCanEndAPart(t *testing.T) {
	_, raw := message(t, letterhead, "x", "x")
	_, edge, _ := strings.Cut(string(raw), "boundary=")
	edge, _, _ = strings.Cut(edge, "\r\n")
	for _, evil := range []string{"--" + edge, "\n--" + edge + "\n", "\n--" + edge + "--\n", strings.Repeat("a", 75) + "--" + edge + "--", strings.Repeat("ä", 25) + "--" + edge} {
		_, raw := message(t, letterhead, "<p>"+evil+"</p>", evil)
		if n := strings.Count("\r\n"+string(raw), "\r\n--"+edge); n != 3 {
			t.Errorf("%q: the message has %d edges, want 3\n%s", evil, n, raw)
		}
	}
}
