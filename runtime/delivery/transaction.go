package delivery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/idna"
)

// transact hands m over on l, and afterwards keeps or ends l. stale says that a kept link failed before the message
// was begun, so that nothing speaks against trying again at once on a new one.
func (r *relay) transact(ctx context.Context, l *link, m Message, ready Ready) (o Outcome, stale bool) {
	release := l.follow(ctx)
	t := transaction{relay: r, link: l, ctx: ctx}
	o = t.run(m, ready)
	release()
	stale = t.early && l.used && ctx.Err() == nil
	switch {
	case t.aborted:
		l.abort()
	case t.broken || l.spent || stale:
		l.close()
	default:
		r.keep(l)
	}
	return o, stale
}

// transaction is one message's way through one link.
type transaction struct {
	relay   *relay
	link    *link
	ctx     context.Context // lives as long as the call to Deliver
	early   bool            // failed before the body was begun, and not for the recipient's or the message's sake
	broken  bool            // the link is of no more use
	aborted bool            // the same, inside DATA
}

func (t *transaction) run(m Message, ready Ready) Outcome {
	mail, rcpt, o, bad := t.envelope(m)
	if bad {
		return o
	}
	if o, done := t.address(mail, rcpt); done {
		return o
	}
	limit := t.relay.opt.CommandTimeout
	if err := t.link.write(limit, []byte("DATA\r\n")); err != nil {
		t.early = true
		return t.fail(atData, err)
	}
	a, err := t.link.next(limit)
	if err != nil {
		t.early = true
		return t.fail(atData, err)
	}
	if a.code != 354 {
		t.early = a.code/100 < 4 || a.code == 421
		// Nothing of the body has been written, so a refusal leaves the dialogue in step.
		t.broken = a.code/100 < 4 || a.code == 421
		t.link.ajar = true
		return judge(atData, a, nil)
	}
	return t.body(m.Raw, ready)
}

// address says MAIL and RCPT, and RSET before them where the last transaction was left half-way; in one go where
// the server allows that (RFC 2920). It is done when the recipient was not accepted.
func (t *transaction) address(mail, rcpt string) (o Outcome, done bool) {
	commands := []string{mail, rcpt}
	moments := []moment{atMail, atRecipient}
	if t.link.ajar {
		commands = append([]string{"RSET\r\n"}, commands...)
		moments = append([]moment{atMail}, moments...)
		t.link.ajar = false
	}
	_, pipelining := t.link.offers["PIPELINING"]
	limit := t.relay.opt.CommandTimeout
	if !t.link.quiet() {
		t.early = true
		return t.fail(atMail, errExtra), true
	}
	if pipelining {
		if err := t.link.write(limit, []byte(strings.Join(commands, ""))); err != nil {
			t.early = true
			return t.fail(moments[0], err), true
		}
	}
	for i, at := range moments {
		if done && !pipelining {
			return o, done
		}
		if !pipelining {
			if err := t.link.write(limit, []byte(commands[i])); err != nil {
				t.early = true
				return t.fail(at, err), true
			}
		}
		a, err := t.link.next(limit)
		switch {
		case done:
			// The answer to what was said together with the command that failed: read, to stay in step.
			t.broken = t.broken || err != nil || a.code == 421
		case err != nil:
			t.early = true
			return t.fail(at, err), true
		case a.code/100 != 2:
			o, done = judge(at, a, nil), true
			t.early = at == atMail || o.Scope == ScopeRelay
			t.broken = a.code/100 == 3 || a.code == 421
			t.link.ajar = true
		}
	}
	return o, done
}

// body writes the message, asks whether it may go, and lets it go.
func (t *transaction) body(raw []byte, ready Ready) Outcome {
	t.aborted = true
	t.link.begin()
	buffer := stuff(raw)
	err := t.link.write(t.relay.opt.CommandTimeout, buffer.b)
	buffer.free()
	if err != nil {
		return t.interrupted(err)
	}
	if ready != nil {
		if err := ready(t.ctx); err != nil {
			return withheld(err)
		}
	}
	// The link is cut soon after ctx has ended, and soon is too late for a dot.
	if err := t.ctx.Err(); err != nil {
		return t.fail(atBody, err)
	}
	if !t.link.end() {
		return t.interrupted(errExtra)
	}
	return t.dot()
}

// dot hands over. From here on, only an answer can say what became of the message.
func (t *transaction) dot() Outcome {
	l, limit := t.link, t.relay.opt.DataTimeout
	taken := l.wire.taken.Load()
	if err := l.write(limit, []byte(".\r\n")); err != nil {
		if l.wire.taken.Load() == taken {
			return t.fail(atBody, err)
		}
		t.aborted = false
		return t.fail(atDot, err)
	}
	t.aborted = false
	a, err := l.next(limit)
	if err != nil {
		return t.fail(atDot, err)
	}
	t.broken = a.code/100 == 3 || a.code == 421
	return judge(atDot, a, nil)
}

// interrupted says why the body or the dot was not written. If the server had its say, that is the reason, whatever
// error followed from it.
func (t *transaction) interrupted(err error) Outcome {
	// The link is done for, so whoever reads it has read all there is, or is about to find out.
	a, silent := t.link.next(goodbye)
	if silent != nil {
		return t.fail(atBody, errors.Join(err, silent))
	}
	return judge(atBody, a, nil)
}

func (t *transaction) fail(at moment, err error) Outcome {
	t.broken = true
	return judge(at, reply{}, stopped(t.ctx, err))
}

func withheld(err error) Outcome {
	return Outcome{
		Verdict: Withheld,
		Answer:  oneLine("withheld: " + err.Error()),
		Err:     fmt.Errorf("%w: %w", errWithheld, err),
	}
}

// envelope makes the MAIL and RCPT commands, or says what the server would have to offer for them.
func (t *transaction) envelope(m Message) (mail, rcpt string, o Outcome, bad bool) {
	from, fromUTF8, err := toASCII(m.From)
	if err != nil {
		return "", "", unsendable(ScopeMessage, "the sender's domain", err), true
	}
	to, toUTF8, err := toASCII(m.To)
	if err != nil {
		return "", "", unsendable(ScopeAddress, "the recipient's domain", err), true
	}
	mail = "MAIL FROM:<" + from + ">"
	_, offersUTF8 := t.link.offers["SMTPUTF8"]
	_, offers8Bit := t.link.offers["8BITMIME"]
	size, offersSize := t.link.offers["SIZE"]
	eightBit := !ascii(m.Raw)
	switch {
	case toUTF8 && !offersUTF8:
		return "", "", unsendable(ScopeAddress, "the recipient's address", fmt.Errorf("%w: SMTPUTF8", errOffer)), true
	case fromUTF8 && !offersUTF8:
		return "", "", unsendable(ScopeMessage, "the sender's address", fmt.Errorf("%w: SMTPUTF8", errOffer)), true
	case eightBit && !offers8Bit:
		return "", "", unsendable(ScopeMessage, "the mail's 8-bit text", fmt.Errorf("%w: 8BITMIME", errOffer)), true
	}
	if limit, err := strconv.ParseInt(size, 10, 64); err == nil && limit > 0 && int64(len(m.Raw)) > limit {
		return "", "", unsendable(ScopeMessage, "the mail's size", fmt.Errorf("the mail server takes no more than %d bytes", limit)), true
	}
	if offersSize {
		mail += " SIZE=" + strconv.Itoa(len(m.Raw))
	}
	if eightBit {
		mail += " BODY=8BITMIME"
	}
	if fromUTF8 || toUTF8 {
		mail += " SMTPUTF8"
	}
	return mail + "\r\n", "RCPT TO:<" + to + ">\r\n", Outcome{}, false
}

func unsendable(scope Scope, what string, err error) Outcome {
	return Outcome{
		Verdict: Refused,
		Scope:   scope,
		Answer:  oneLine("not sent: " + what + ": " + err.Error()),
		Err:     fmt.Errorf("address the mail: %s: %w", what, err),
	}
}

// toASCII writes the domain in ASCII (RFC 5890). Where the local part is not ASCII the address needs SMTPUTF8
// (RFC 6531), and so does the whole envelope.
func toASCII(address string) (written string, needsUTF8 bool, err error) {
	if ascii([]byte(address)) {
		return address, false, nil
	}
	at := strings.LastIndexByte(address, '@')
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil {
		return "", false, fmt.Errorf("write the domain in ASCII: %w", err)
	}
	return address[:at+1] + domain, !ascii([]byte(address[:at])), nil
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// stuffed is a body as it goes over the wire, up to the dot.
type stuffed struct {
	b    []byte
	pool *[]byte
}

// maxPooled keeps one large letter from staying in memory for ever.
const maxPooled = 256 << 10

var buffers = sync.Pool{New: func() any { return new([]byte) }}

func (s stuffed) free() {
	if s.pool != nil && cap(*s.pool) <= maxPooled {
		buffers.Put(s.pool)
	}
}

// stuff doubles each dot at the beginning of a line, and ends the last line (RFC 5321, section 4.5.2). A body that
// needs neither is not copied.
func stuff(raw []byte) stuffed {
	dotted := raw[0] == '.' || bytes.Contains(raw, []byte("\n."))
	if !dotted && bytes.HasSuffix(raw, []byte("\r\n")) {
		return stuffed{b: raw}
	}
	pool := buffers.Get().(*[]byte)
	b := (*pool)[:0]
	for rest := raw; len(rest) > 0; {
		if rest[0] == '.' {
			b = append(b, '.')
		}
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			b = append(b, rest...)
			break
		}
		b = append(b, rest[:end+1]...)
		rest = rest[end+1:]
	}
	if !bytes.HasSuffix(b, []byte("\r\n")) {
		b = append(b, '\r', '\n')
	}
	*pool = b
	return stuffed{b: b, pool: pool}
}
