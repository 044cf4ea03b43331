package engine

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"strings"
	"sync"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/email"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/order"
)

// buffers are shared by all renderings: their memory is the size of a letter.
type buffers struct{ pool sync.Pool }

func (b *buffers) take() *email.Buffers {
	if buf, ok := b.pool.Get().(*email.Buffers); ok {
		return buf
	}
	return new(email.Buffers)
}

// template is a letter's HTML with holes, made once.
func (p *Program) template(t *letterText) *email.Template {
	t.once.Do(func() {
		locale := t.letter.Locale
		if locale == "" {
			locale = p.Project.Locale
		}
		b := p.Brand
		t.template = email.Compile(t.letter.Body.Doc, email.Brand{
			Name: b.Name, Website: b.Website, Logo: b.Logo, Accent: b.Accent, PostalAddress: b.PostalAddress,
		}, email.Options{Locale: locale, Order: order.OrderType})
	})
	return t.template
}

// render fills a letter. The answers are valid until buf is used again.
func (p *Program) render(buf *email.Buffers, t *letterText, f Filled, topic string, marketing bool) (html, text []byte, err error) {
	return p.template(t).Render(buf, email.Input{
		Subject: f.Subject, Preheader: f.Preheader, Order: f.Order, Locale: f.Locale, Marketing: marketing,
		OrderNumber: f.Number, Topic: p.topics[topic].Title,
		UnsubscribeURL: f.Links["unsubscribe"], PreferencesURL: f.Links["preferences"], BrowserURL: f.Links["browser"],
		Hole: func(h letter.Hole, item facts.Value) facts.Value {
			if item.IsAbsent() {
				if int(h) < len(f.Holes) {
					return f.Holes[h]
				}
				return facts.Value{}
			}
			row, _ := item.Record().(facts.Row)
			if at, ok := t.place[h]; ok && at < len(row) {
				return row[at]
			}
			return facts.Value{}
		},
	})
}

// message makes what is handed over for a row: the same bytes at each attempt.
func (e *Engine) message(ctx context.Context, row *store.OutboxRow) (delivery.Message, error) {
	key := sendKey(row.Flow, row.Key, row.Node, row.Round)
	if row.Kind == "webhook" {
		return delivery.Message{Key: key, Raw: row.Payload}, nil
	}
	p, err := e.programOf(ctx, row.Program)
	if err != nil {
		return delivery.Message{}, err
	}
	t := p.letterOf(row)
	if t == nil {
		return delivery.Message{}, fmt.Errorf("the program has no letter for %s.%s in locale %q", row.Flow, row.Node, row.Locale)
	}
	filled, err := decodeFilled(row.Subject, row.Payload)
	if err != nil {
		return delivery.Message{}, err
	}
	sender, err := p.sender(row.Sender)
	if err != nil {
		return delivery.Message{}, err
	}
	buf := e.buffers.take()
	defer e.buffers.pool.Put(buf)
	html, text, err := p.render(buf, t, filled, row.Topic, row.Marketing)
	if err != nil {
		return delivery.Message{}, err
	}
	m := delivery.Message{Key: key, MessageID: e.messageID(key, sender.address), From: sender.address, To: row.Address}
	m.Raw, err = email.MIME(email.Header{
		From: sender.from, ReplyTo: sender.replyTo, To: email.Mailbox{Address: row.Address}, Subject: filled.Subject, MessageID: m.MessageID,
		Date: row.ReleasedAt.In(p.Zone), Marketing: row.Marketing, ListUnsubscribe: filled.Links["unsubscribe"],
		ListID:     row.Topic + "." + domainOf(sender.address),
		FeedbackID: fmt.Sprintf("%s:%s:%s:%s", feedbackPart(row.Node), feedbackPart(row.Flow), feedbackPart(row.Topic), feedbackSender(p.Project.Name)),
	}, html, text)
	return m, err
}

// letterOf is the text that a row was released with.
func (p *Program) letterOf(row *store.OutboxRow) *letterText {
	if t := p.letters[letterKey{row.Flow, row.Node, row.Variant, row.Locale}]; t != nil {
		return t
	}
	return p.letters[letterKey{row.Flow, row.Node, "", row.Locale}] // the variant is that of an experiment around the step
}

// programOf is the program a row was released under; a retry after an apply is still the same letter.
func (e *Engine) programOf(ctx context.Context, fingerprint string) (*Program, error) {
	if fingerprint == e.Program.Fingerprint {
		return e.Program, nil
	}
	e.older.Lock()
	defer e.older.Unlock()
	if p := e.older.programs[fingerprint]; p != nil {
		return p, nil
	}
	var stored store.StoredProgram
	err := e.Store.Read(ctx, func(r store.Reader) error {
		var err error
		stored, err = r.Program(ctx, fingerprint)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the program that released the message: %w", err)
	}
	decoded, err := machine.Decode(stored.Body)
	if err != nil {
		return nil, fmt.Errorf("the program that released the message: %w", err)
	}
	p, err := Prepare(decoded)
	if err != nil {
		return nil, err
	}
	if e.older.programs == nil || len(e.older.programs) >= olderMax {
		e.older.programs = map[string]*Program{}
	}
	e.older.programs[fingerprint] = p
	return p, nil
}

// olderMax bounds how many programs that no longer run are kept for messages on their way.
const olderMax = 4

// older are programs that no longer run.
type older struct {
	sync.Mutex
	programs map[string]*Program
}

// mailSender is a sender of letters with its addresses read.
type mailSender struct {
	from, replyTo email.Mailbox
	address       string // of from
}

func (p *Program) sender(name string) (mailSender, error) {
	for _, s := range p.Senders {
		if s.Name == name && s.Kind == machine.SenderEmail {
			from, err := mailbox(s.From)
			if err != nil {
				return mailSender{}, fmt.Errorf("sender %q: from: %w", name, err)
			}
			replyTo, err := mailbox(s.ReplyTo)
			if err != nil {
				return mailSender{}, fmt.Errorf("sender %q: reply_to: %w", name, err)
			}
			return mailSender{from: from, replyTo: replyTo, address: from.Address}, nil
		}
	}
	return mailSender{}, fmt.Errorf("there is no e-mail sender %q", name)
}

// mailbox reads `Name <address>`; empty is no mailbox.
func mailbox(text string) (email.Mailbox, error) {
	if text == "" {
		return email.Mailbox{}, nil
	}
	a, err := mail.ParseAddress(text)
	if err != nil {
		return email.Mailbox{}, err
	}
	return email.Mailbox{Name: a.Name, Address: a.Address}, nil
}

// messageID is a keyed hash of the message's key at the sender's domain: the same at each attempt.
func (e *Engine) messageID(key, from string) string {
	mac := hmac.New(sha256.New, e.Secret)
	mac.Write([]byte("message-id\x00" + key))
	return hex.EncodeToString(mac.Sum(nil)[:16]) + "@" + domainOf(from)
}

func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

// feedbackPart keeps what may stand between the colons of a Feedback-ID.
func feedbackPart(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' || r == '.' {
			return r
		}
		return '-'
	}, s)
}

// feedbackSender is the SenderId of a Feedback-ID: 5 to 15 characters, always the same (mail.md, "Headers").
func feedbackSender(project string) string {
	s := feedbackPart(project)
	if len(s) < 5 {
		s += "-flowc"
	}
	return s[:min(len(s), 15)]
}
