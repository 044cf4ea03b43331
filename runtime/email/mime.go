package email

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	stdmail "net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wneessen/go-mail"
	"golang.org/x/net/idna"
)

// Mailbox is a name and an address. The name may be empty.
type Mailbox struct {
	Name    string
	Address string
}

// Header is what stands above a letter. Names of headers are constants of this package; values are made harmless here.
type Header struct {
	From, ReplyTo, To Mailbox // ReplyTo may be empty
	Subject           string
	MessageID         string    // without angle brackets: of the ledger's key, so that a second attempt is recognised
	Date              time.Time // of the runner's clock, with the zone to show
	ListUnsubscribe   string    // https, the one-click address; empty on mail that nobody can unsubscribe from
	ListMailto        string    // mailto:, for old mail programs; may be empty
	ListID            string    // stable per topic, such as reviews.acme.example
	FeedbackID        string    // step:flow:topic:sender
	Marketing         bool      // Precedence: bulk keeps automatic answers away
}

// ErrHeader is wrapped by the errors of MIME: a header that is missing or that cannot be sent.
var ErrHeader = errors.New("header cannot be sent")

// ErrSMTPUTF8 is wrapped by the error of an address that only servers with SMTPUTF8 take.
var ErrSMTPUTF8 = errors.New("the address needs SMTPUTF8")

// The bounds of RFC 5321 and of what programs show.
const (
	addressMax = 254 // bytes
	localMax   = 64  // bytes before the @
	subjectMax = 250 // characters
	phraseMax  = 100 // characters of a name beside an address
)

// CheckAddress is the address as it may stand in a header, with its domain in ASCII. It is stricter than RFC 5322: no quoted
// local part, no comment, no address literal, and a domain with a dot. Errors wrap ErrHeader; that of a local part beyond ASCII
// wraps ErrSMTPUTF8, too.
func CheckAddress(s string) (string, error) {
	refuse := func(why string) (string, error) { return "", fmt.Errorf("%w: address: %s", ErrHeader, why) }
	if len(s) > addressMax {
		return refuse("longer than 254 bytes")
	}
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at == len(s)-1 {
		return refuse("not of the form name@domain")
	}
	local, domain := s[:at], s[at+1:]
	if len(local) > localMax {
		return refuse("more than 64 bytes before the @")
	}
	if !isASCII(local) {
		return "", fmt.Errorf("%w: %w", ErrHeader, ErrSMTPUTF8)
	}
	for i := range len(local) {
		c := local[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),:;<>@[\]`, c) >= 0 {
			return refuse("a character before the @ that only a quoted name may hold")
		}
	}
	if local[0] == '.' || local[len(local)-1] == '.' || strings.Contains(local, "..") {
		return refuse("a dot at an end of what stands before the @, or two in a row")
	}
	host, err := idna.Lookup.ToASCII(domain)
	if err != nil || !isHost(host) {
		return refuse("not a domain behind the @")
	}
	if at+1+len(host) > addressMax {
		return refuse("longer than 254 bytes")
	}
	return local + "@" + host, nil
}

// isHost is true for a domain of at least two labels.
func isHost(s string) bool {
	labels := strings.Split(s, ".")
	if len(s) > 253 || len(labels) < 2 {
		return false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
		for i := range len(l) {
			c := l[i] | 0x20
			if (c < 'a' || c > 'z') && (l[i] < '0' || l[i] > '9') && l[i] != '-' {
				return false
			}
		}
	}
	last := labels[len(labels)-1]
	return strings.Trim(last, "0123456789") != ""
}

// MIME is the message as it is handed over: multipart/alternative of the text and the HTML, quoted-printable, lines that end with
// CRLF. The same arguments give the same bytes. Errors wrap ErrHeader.
func MIME(h Header, html, text []byte) ([]byte, error) {
	if h.Date.IsZero() {
		return nil, fmt.Errorf("%w: no date", ErrHeader)
	}
	if !isMessageID(h.MessageID) {
		return nil, fmt.Errorf("%w: the message id %q is not of the form left@right", ErrHeader, h.MessageID)
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingQP))
	if err := h.addresses(m); err != nil {
		return nil, err
	}
	m.SetMessageIDWithValue(h.MessageID)
	m.SetDateWithValue(h.Date)
	m.Subject(Short(h.Subject, subjectMax))
	if err := h.lists(m); err != nil {
		return nil, err
	}
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "OOF, AutoReply")
	if h.Marketing {
		m.SetGenHeader(mail.HeaderPrecedence, "bulk")
	}
	edge := boundary(h.MessageID)
	m.SetGenHeader(mail.HeaderContentType, "multipart/alternative; boundary="+edge)
	var out bytes.Buffer
	out.Grow(headMax + 5*(len(html)+len(text))/4)
	if _, err := m.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write headers: %w", err)
	}
	head := append(bytes.TrimRight(out.Bytes(), "\r\n"), "\r\n\r\n"...)
	return appendParts(head, edge, text, html), nil
}

// headMax is room for the headers.
const headMax = 4 << 10

func (h Header) addresses(m *mail.Msg) error {
	from, err := h.From.header("From")
	if err != nil {
		return err
	}
	to, err := h.To.header("To")
	if err != nil {
		return err
	}
	m.FromMailAddress(from)
	m.ToMailAddress(to)
	if h.ReplyTo.Address == "" {
		return nil
	}
	reply, err := h.ReplyTo.header("Reply-To")
	if err != nil {
		return err
	}
	m.ReplyToMailAddress(reply)
	return nil
}

func (b Mailbox) header(name string) (*stdmail.Address, error) {
	a, err := CheckAddress(b.Address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &stdmail.Address{Name: Short(b.Name, phraseMax), Address: a}, nil
}

// lists are the headers by which mail programs offer to unsubscribe (RFC 2369, RFC 8058), sort, and report (Feedback-ID).
func (h Header) lists(m *mail.Msg) error {
	if h.Marketing && h.ListUnsubscribe == "" {
		return fmt.Errorf("%w: marketing without List-Unsubscribe", ErrHeader)
	}
	if h.ListUnsubscribe != "" {
		one, ok := address(h.ListUnsubscribe, true)
		if !ok {
			return fmt.Errorf("%w: List-Unsubscribe is not an https address", ErrHeader)
		}
		value := "<" + one + ">"
		if h.ListMailto != "" {
			two, ok := address(h.ListMailto, false)
			if !ok || !strings.HasPrefix(two, "mailto:") {
				return fmt.Errorf("%w: List-Unsubscribe has a second address without mailto", ErrHeader)
			}
			value += ", <" + two + ">"
		}
		m.SetGenHeader(mail.HeaderListUnsubscribe, value)
		m.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	if h.ListID != "" {
		if !isHost(h.ListID) {
			return fmt.Errorf("%w: List-Id %q is not of the form topic.domain", ErrHeader, h.ListID)
		}
		m.SetGenHeader("List-Id", "<"+h.ListID+">")
	}
	if h.FeedbackID != "" {
		if !isToken(h.FeedbackID) {
			return fmt.Errorf("%w: Feedback-ID %q", ErrHeader, h.FeedbackID)
		}
		m.SetGenHeader("Feedback-ID", h.FeedbackID)
	}
	return nil
}

// isMessageID is true for what may stand between angle brackets without quoting.
func isMessageID(s string) bool {
	left, right, ok := strings.Cut(s, "@")
	return ok && len(s) <= addressMax && left != "" && isToken(left) && !strings.ContainsAny(left, ":") && isHost(right)
}

// isToken is true for printable ASCII without spaces and the signs that need quoting.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),;<>@[\]`, c) >= 0 {
			return false
		}
	}
	return len(s) <= addressMax
}

// boundary parts the message. It follows from the message's id, so that a letter made again is the same bytes. Whoever guesses it
// gains nothing: appendQuoted begins no line with a hyphen.
func boundary(messageID string) string {
	sum := sha256.Sum256([]byte("flowc boundary " + messageID))
	return "flowc-" + hex.EncodeToString(sum[:16])
}

// Short is a text on one line with at most so many characters, with a … where some were cut off.
func Short(s string, most int) string {
	s = Normal(s)
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n++; n == most {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}
