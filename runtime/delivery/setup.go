package delivery

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/emersion/go-sasl"
)

// errOffer: the server does not offer an extension without which the message may not go.
var errOffer = errors.New("the mail server does not offer what is needed")

// connect opens a link that is ready for MAIL, or says why there is none.
func (r *relay) connect(ctx context.Context) (*link, Outcome) {
	dialling, cancel := context.WithTimeout(ctx, r.opt.ConnectTimeout)
	conn, err := r.opt.Dial(dialling, "tcp", r.server.address())
	cancel()
	if err != nil {
		return nil, judge(atConnect, reply{}, stopped(ctx, err))
	}
	l := newLink(conn)
	release := l.follow(ctx)
	at, a, err := r.introduce(l)
	release()
	if err == nil && a.code == 0 && !l.spent {
		l.listen()
		return l, Outcome{}
	}
	if err == nil && a.code == 0 {
		err = net.ErrClosed
	}
	l.close()
	o := judge(at, a, stopped(ctx, err))
	if at == atAuth {
		o = r.hush(o)
	}
	return nil, o
}

// introduce goes from the greeting to the last AUTH. Where it stops, it says at which moment, and gives the answer
// or the error that stopped it; both are empty when all is well.
func (r *relay) introduce(l *link) (moment, reply, error) {
	if r.server.implicit {
		if err := r.encrypt(l, true); err != nil {
			return atTLS, reply{}, err
		}
	}
	if a, err := l.hear(r.opt.CommandTimeout); err != nil || a.code != 220 {
		return atGreeting, a, err
	}
	if a, err := r.hello(l); err != nil || a.code != 250 {
		return atHello, a, err
	}
	if at, a, err := r.startTLS(l); err != nil || a.code != 0 {
		return at, a, err
	}
	if a, err := r.auth(l); err != nil || a.code != 0 {
		return atAuth, a, err
	}
	return atMail, reply{}, nil
}

// hello says EHLO and notes what is offered; a server that knows no EHLO gets HELO.
func (r *relay) hello(l *link) (reply, error) {
	name := r.opt.Hello
	if name == "" {
		name = literal(l.wire.LocalAddr())
	}
	l.offers = map[string]string{}
	a, err := l.ask(r.opt.CommandTimeout, "EHLO "+name)
	if err != nil {
		return a, err
	}
	if a.code == 500 || a.code == 502 || a.code == 504 {
		return l.ask(r.opt.CommandTimeout, "HELO "+name)
	}
	for _, line := range a.lines[1:] {
		word, parameters, _ := strings.Cut(line, " ")
		// "AUTH=PLAIN" is how some old servers write "AUTH PLAIN".
		if rest, old := strings.CutPrefix(strings.ToUpper(word), "AUTH="); old {
			word, parameters = "AUTH", rest+" "+parameters
		}
		l.offers[strings.ToUpper(word)] = strings.TrimSpace(parameters)
	}
	return a, nil
}

// literal is the address literal of our end, which RFC 5321 wants from a client that has no name.
func literal(addr net.Addr) string {
	host := ""
	if addr != nil {
		host, _, _ = net.SplitHostPort(addr.String())
	}
	ip := net.ParseIP(host)
	switch {
	case ip == nil:
		return "localhost"
	case ip.To4() != nil:
		return "[" + ip.To4().String() + "]"
	}
	return "[IPv6:" + ip.String() + "]"
}

// startTLS encrypts where the policy and the server want it. Once TLS was begun there is no way back to plain
// text: that would be a downgrade at the wish of whoever broke the handshake.
func (r *relay) startTLS(l *link) (moment, reply, error) {
	_, offered := l.offers["STARTTLS"]
	switch {
	case r.server.implicit, r.server.starttls == tlsOff:
		return atTLS, reply{}, nil
	case !offered && r.server.starttls == tlsOpportunistic:
		return atTLS, reply{}, nil
	case !offered:
		return atTLS, reply{}, fmt.Errorf("%w: STARTTLS", errOffer)
	}
	a, err := l.ask(r.opt.CommandTimeout, "STARTTLS")
	if err != nil || a.code != 220 {
		return atTLS, a, err
	}
	if l.in.Buffered() > 0 {
		// What was written after the 220 in the clear could be anybody's words in the encrypted dialogue.
		return atTLS, reply{}, errExtra
	}
	if err := r.encrypt(l, r.server.starttls == tlsRequired); err != nil {
		return atTLS, reply{}, err
	}
	a, err = r.hello(l)
	if err != nil || a.code != 250 {
		return atHello, a, err
	}
	return atTLS, reply{}, nil
}

func (r *relay) encrypt(l *link, verify bool) error {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if r.opt.TLSConfig != nil {
		config = r.opt.TLSConfig.Clone()
	}
	if config.ServerName == "" {
		config.ServerName = r.server.host
	}
	if !verify {
		// Opportunistic TLS (RFC 7435) keeps out those who only listen. Asking for a valid certificate would keep out
		// nobody else, since who can forge one can also hide the offer; it would only lose the local relay, whose
		// certificate is its own.
		config.InsecureSkipVerify = true
	}
	conn := tls.Client(l.wire, config)
	if err := l.within(r.opt.ConnectTimeout, conn.Handshake); err != nil {
		return err
	}
	l.wear(conn)
	return nil
}

// auth logs in where there are credentials. A code of 0 and no error mean: done, or nothing to do.
func (r *relay) auth(l *link) (reply, error) {
	if r.server.user == "" {
		return reply{}, nil
	}
	var mechanism sasl.Client
	offered := strings.Fields(strings.ToUpper(l.offers["AUTH"]))
	switch {
	case slices.Contains(offered, sasl.Plain):
		mechanism = sasl.NewPlainClient("", r.server.user, r.server.pass)
	case slices.Contains(offered, sasl.Login):
		mechanism = &login{answers: []string{r.server.user, r.server.pass}}
	default:
		return reply{}, fmt.Errorf("%w: AUTH PLAIN or LOGIN", errOffer)
	}
	name, first, err := mechanism.Start()
	if err != nil {
		return reply{}, err
	}
	line := "AUTH " + name
	if first != nil {
		line += " " + base64.StdEncoding.EncodeToString(first)
	}
	for {
		a, err := l.ask(r.opt.CommandTimeout, line)
		switch {
		case err != nil:
			return reply{}, err
		case a.code == 235:
			return reply{}, nil
		case a.code != 334:
			return a, nil
		}
		// What a challenge says is not needed by either mechanism, so one that is not base64 does no harm.
		response, err := mechanism.Next(nil)
		if err != nil {
			return reply{}, err
		}
		line = base64.StdEncoding.EncodeToString(response)
	}
}

// login is AUTH LOGIN without an initial response and without reading the prompts: servers differ in whether they
// take the one, and in how they word the other.
type login struct{ answers []string }

func (*login) Start() (mechanism string, first []byte, err error) { return sasl.Login, nil, nil }

func (c *login) Next([]byte) ([]byte, error) {
	if len(c.answers) == 0 {
		return nil, sasl.ErrUnexpectedServerChallenge
	}
	next := c.answers[0]
	c.answers = c.answers[1:]
	return []byte(next), nil
}

// hush takes credentials out of what a server said about them.
func (r *relay) hush(o Outcome) Outcome {
	said := o.Answer
	plain := "\x00" + r.server.user + "\x00" + r.server.pass
	for _, secret := range []string{plain, r.server.pass} {
		said = strings.ReplaceAll(said, base64.StdEncoding.EncodeToString([]byte(secret)), "(hidden)")
	}
	said = strings.ReplaceAll(said, r.server.pass, "(hidden)")
	if said != o.Answer {
		o.Answer = oneLine(said)
		o.Err = fmt.Errorf("%v: the mail server answered %q", atAuth, o.Answer)
	}
	return o
}

// stopped gives the reason of ctx where an error is only what its end looks like from below.
func stopped(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
