package delivery

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
)

// moment is where in the dialogue with a mail server something happened.
type moment int

const (
	atConnect moment = iota
	atGreeting
	atHello
	atTLS
	atAuth
	atMail
	atRecipient
	atData
	atBody // DATA was agreed to, the dot not yet written
	atDot  // the dot was handed to the kernel
)

// String names the moment as an operator would.
func (at moment) String() string {
	switch at {
	case atConnect:
		return "connecting"
	case atGreeting:
		return "the greeting"
	case atHello:
		return "EHLO"
	case atTLS:
		return "the start of TLS"
	case atAuth:
		return "AUTH"
	case atMail:
		return "MAIL"
	case atRecipient:
		return "RCPT"
	case atData:
		return "DATA"
	case atBody:
		return "the body"
	case atDot:
		return "the final dot"
	default:
		return fmt.Sprintf("moment(%d)", int(at))
	}
}

// judge is the table of what each failure means. An answer a is judged by its code; without one, err says what
// happened instead.
func judge(at moment, a reply, err error) Outcome {
	if err != nil {
		return silence(at, err)
	}
	o := Outcome{
		Code:     a.code,
		Enhanced: a.enhanced(),
		Answer:   a.String(),
	}
	switch {
	case at == atDot && a.code/100 == 2:
		o.Verdict = Accepted
		return o
	case at == atDot && a.code/100 == 3:
		// No server may answer the dot so. It has the whole message, and we cannot tell what it made of it.
		o.Verdict = Unknown
	case a.code/100 == 5:
		o.Verdict, o.Scope = refusal(at, a)
	case a.code/100 == 4:
		o.Verdict, o.Scope = NotSent, postponement(at, a)
	default:
		// Agreement where none was asked for: the dialogue is out of step, which is the server's fault.
		o.Verdict, o.Scope = NotSent, ScopeRelay
	}
	o.Err = fmt.Errorf("%v: the mail server answered %q", at, o.Answer)
	return o
}

// refusal is what a 5xx means. Nothing about a relay is ever Refused: a wrong password must not cost a person
// their letter, so the message waits until an operator has mended it.
func refusal(at moment, a reply) (Verdict, Scope) {
	switch a.code {
	case 421, 530, 534, 535, 538: // closing; authentication missing, too weak or wrong; encryption needed
		return NotSent, ScopeRelay
	}
	enhanced := a.enhanced()
	switch at {
	case atMail:
		// The sender's address was refused, or our command: no recipient has been named yet. Only a message that is
		// too large is the message's own fault.
		if a.code == 552 || enhanced == "5.3.4" || enhanced == "5.2.3" {
			return Refused, ScopeMessage
		}
		return NotSent, ScopeRelay
	case atRecipient:
		switch {
		case a.code == 503: // bad sequence of commands
			return NotSent, ScopeRelay
		case len(enhanced) > 4 && enhanced[:4] == "5.7.":
			// Policy: this message is not wanted, which says nothing against the address.
			return Refused, ScopeMessage
		}
		return Refused, ScopeAddress
	case atData, atBody, atDot:
		return Refused, ScopeMessage
	default:
		return NotSent, ScopeRelay
	}
}

// postponement is whom a 4xx is about.
func postponement(at moment, a reply) Scope {
	switch {
	case a.code == 421, a.code == 454:
		return ScopeRelay
	case at == atRecipient:
		return ScopeAddress
	case at == atData, at == atBody, at == atDot:
		return ScopeMessage
	}
	return ScopeRelay
}

// silence is what it means that no answer came, or none that can be read.
func silence(at moment, err error) Outcome {
	o := Outcome{Verdict: NotSent, Scope: ScopeRelay}
	if at == atDot {
		o.Verdict, o.Scope = Unknown, ScopeMessage
	}
	o.Answer = oneLine(cause(err) + " at " + at.String())
	if at == atConnect && cause(err) == lost {
		o.Answer = "no connection" + why(err)
	}
	o.Err = fmt.Errorf("%v: %w", at, err)
	return o
}

// why there is no connection, in words that hold no address either: an operator mends a wrong name elsewhere than a server that is down.
func why(err error) string {
	var name *net.DNSError
	switch {
	case errors.As(err, &name) && name.IsNotFound:
		return ": the server's name is not known"
	case errors.As(err, &name):
		return ": the server's name could not be looked up"
	case errors.Is(err, syscall.ECONNREFUSED):
		return ": nothing listens there"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return ": no way leads there"
	}
	return ""
}

const lost = "connection lost"

// cause puts an error in words that hold no address or port, so that the ledger of two equal runs is equal.
func cause(err error) string {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return "certificate not valid"
	case errors.Is(err, context.Canceled):
		return "stopped"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, errNotSMTP), errors.Is(err, errLongReply), errors.Is(err, errExtra):
		return "an answer that is not SMTP"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed"
	case errors.Is(err, errOffer):
		return "a needed extension is not offered"
	}
	return lost
}
