// Package delivery turns one finished message into one outcome: it hands the message to a mail server, a folder
// or a webhook, and says what surely happened.
//
// The instant before the last byte is the caller's: when everything else has been written, Deliver calls Ready,
// and only if Ready agrees does the message become the receiver's. Whatever fails before that instant is surely
// not sent; whatever fails after it, without an answer, is Unknown and is never guessed.
//
// The package keeps no clock and no state about people. It does not retry a message that may have been handed
// over; the one thing it repeats is a dialogue that stopped on a kept connection before the message was begun.
package delivery

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"
)

// Ready is asked once, when everything but the last byte has been written. An error means: do not hand over; the
// transaction is then broken off so that the receiver has nothing. A nil Ready always agrees.
type Ready func(ctx context.Context) error

// Verdict says what became of a message.
type Verdict int

// The verdicts.
const (
	// NotSent: surely not handed over. Try again later, under the same key. It is the zero value, so that an
	// outcome nobody filled in claims nothing.
	NotSent Verdict = iota
	// Accepted: the receiver took responsibility.
	Accepted
	// Refused: the receiver said no for good. Nothing was handed over.
	Refused
	// Unknown: the last byte was handed over and no answer came that can be read (RFC 1047).
	Unknown
	// Withheld: Ready said no. Nothing was handed over.
	Withheld
)

// String gives the word used in logs.
func (v Verdict) String() string {
	switch v {
	case NotSent:
		return "not sent"
	case Accepted:
		return "accepted"
	case Refused:
		return "refused"
	case Unknown:
		return "unknown"
	case Withheld:
		return "withheld"
	default:
		return fmt.Sprintf("Verdict(%d)", int(v))
	}
}

// Scope says whom a Refused or NotSent is about.
type Scope int

// The scopes.
const (
	// ScopeMessage: this message. Another one to the same address may go.
	ScopeMessage Scope = iota
	// ScopeAddress: this address, whatever is sent to it.
	ScopeAddress
	// ScopeRelay: the mail server or endpoint, or the way to it. No person is at fault, so no address may be
	// suppressed for it.
	ScopeRelay
)

// String gives the word used in logs.
func (s Scope) String() string {
	switch s {
	case ScopeMessage:
		return "message"
	case ScopeAddress:
		return "address"
	case ScopeRelay:
		return "relay"
	default:
		return fmt.Sprintf("Scope(%d)", int(s))
	}
}

// Outcome is what Deliver found out.
type Outcome struct {
	Verdict Verdict
	Scope   Scope
	// Code is the SMTP reply code or the HTTP status that decided; 0 where there was no answer.
	Code int
	// Enhanced is the enhanced status code of RFC 3463, such as "5.1.1"; empty where the server gave none.
	Enhanced string
	// Answer is one line for the ledger: what the receiver said, else what happened in our words. At most 200 bytes
	// of UTF-8, without control characters, and never empty unless the message was accepted without a word.
	Answer string
	// RetryAfter is how long the receiver asked to be left alone; 0 where it did not say.
	RetryAfter time.Duration
	// Err is the cause, for the operator's log; nil only when Verdict is Accepted.
	Err error
}

// Channel hands messages over. Its methods may be called by several goroutines at once.
type Channel interface {
	// Deliver hands m over and returns when the outcome is known. Cancelling ctx before Ready has agreed gives
	// NotSent. Cancelling it later makes Unknown of a message that may well have been taken: a runner that stops
	// should let its Ready say no, and leave ctx to hard limits such as the end of a lease.
	Deliver(ctx context.Context, m Message, ready Ready) Outcome
	// Close lets go of what is kept open. A delivery under way ends on its own; one begun later is NotSent.
	Close() error
}

// ErrClosed is the cause of a NotSent from a channel that was closed.
var ErrClosed = errors.New("the channel is closed")

// Limits of waiting where Options names none. Those of SMTP are RFC 5321, section 4.5.3.2: a shorter wait for the
// answer to the last byte manufactures duplicates.
const (
	defaultConnections     = 8
	defaultIdleTimeout     = time.Minute
	defaultConnectTimeout  = 30 * time.Second
	defaultCommandTimeout  = 5 * time.Minute
	defaultDataTimeout     = 10 * time.Minute
	defaultResponseTimeout = 30 * time.Second
)

// Options holds what a channel's address does not say. The zero value of a field is its default.
type Options struct {
	// Dir is the folder that a relative file: address starts from.
	Dir string
	// Connections bounds the connections to one receiver; 8 by default.
	Connections int
	// IdleTimeout ends a connection that has nothing to do; 1 minute by default.
	IdleTimeout time.Duration
	// ConnectTimeout bounds connecting, a TLS handshake included; 30 seconds by default.
	ConnectTimeout time.Duration
	// CommandTimeout bounds the wait for one SMTP answer before the last byte, and the writing of one body;
	// 5 minutes by default.
	CommandTimeout time.Duration
	// DataTimeout bounds the wait for the answer to the last byte of a mail; 10 minutes by default.
	DataTimeout time.Duration
	// ResponseTimeout bounds the wait for a webhook's answer; 30 seconds by default.
	ResponseTimeout time.Duration
	// TLSConfig is cloned for each connection; ServerName is filled in where it is empty.
	TLSConfig *tls.Config
	// Hello is the name given in EHLO; by default the address literal of the connection's own end.
	Hello string
	// Now is the clock of the file and webhook channels, which need it.
	Now func() time.Time
	// Dial opens connections; by default a net.Dialer. It is the one place through which this package reaches a
	// network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

func (o Options) withDefaults() Options {
	if o.Connections <= 0 {
		o.Connections = defaultConnections
	}
	fill := func(d *time.Duration, standard time.Duration) {
		if *d <= 0 {
			*d = standard
		}
	}
	fill(&o.IdleTimeout, defaultIdleTimeout)
	fill(&o.ConnectTimeout, defaultConnectTimeout)
	fill(&o.CommandTimeout, defaultCommandTimeout)
	fill(&o.DataTimeout, defaultDataTimeout)
	fill(&o.ResponseTimeout, defaultResponseTimeout)
	if o.Dial == nil {
		o.Dial = new(net.Dialer).DialContext
	}
	return o
}

// Open returns the channel that an e-mail sender's address names:
//
//	smtp://user:password@host:587   a mail server; ?starttls=required, opportunistic or off
//	smtps://host:465                the same, TLS from the first byte
//	file:outbox                     a folder of .eml files; a relative path starts from Options.Dir
//
// Without ?starttls, encryption is opportunistic, and required as soon as there are credentials and the host is
// not this machine. Nothing is dialled yet. An error never repeats the address, since it may hold a password.
func Open(address string, opt Options) (Channel, error) {
	opt = opt.withDefaults()
	scheme, rest, found := strings.Cut(address, ":")
	if !found {
		return nil, errors.New("a sender's address begins with file:, smtp:// or smtps://, and this one does not")
	}
	switch strings.ToLower(scheme) {
	case "smtp", "smtps":
		server, err := parseRelay(address)
		if err != nil {
			return nil, err
		}
		if !printable(opt.Hello) || strings.Contains(opt.Hello, " ") {
			return nil, errors.New("the name for EHLO has characters that a host name cannot have")
		}
		return newRelay(server, opt), nil
	case "file":
		return openFolder(rest, opt)
	default:
		return nil, errors.New("a sender's address begins with file:, smtp:// or smtps://, and this one does not")
	}
}
