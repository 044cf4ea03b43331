// Package smtpsink turns SMTP dialogues into a list of the messages that were accepted: a mail server on this
// machine for tests and benchmarks, which can be told to fail at the two instants that matter.
//
// It shares no code with the client under test, so that it can be the judge of it.
package smtpsink

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// Config says what the sink does beyond accepting everything. Its zero value is a plain sink on a free port.
type Config struct {
	// Addr is where to listen; 127.0.0.1 and a free port by default. It must be a loopback address.
	Addr string
	// Log is a file to which a line per accepted message is appended before the 250 is given, so that what was
	// accepted outlives both processes: Message-ID, key, recipient and SHA-256, separated by tabs.
	Log string
	// KeyHeader names the header that holds the ledger's key, if the mail carries one.
	KeyHeader string
	// TLS offers STARTTLS, or with Implicit is spoken from the first byte.
	TLS      *tls.Config
	Implicit bool
	// User and Password make AUTH PLAIN necessary.
	User, Password string
	// Latency is waited between the final dot and the acceptance, and up to Jitter more, drawn by Seed.
	Latency, Jitter time.Duration
	// DropBefore and DropAfter are the shares, from 0 to 1, of deliveries whose connection is ended after the final
	// dot and before the message is taken, or after that and before the answer.
	DropBefore, DropAfter float64
	// Seed chooses which ones, and the jitter. The same seed, Message-ID and number of the attempt give the same fate.
	Seed uint64
	// Refuse, if set, is asked for each recipient; an error is the answer to RCPT. It may be a *smtp.SMTPError.
	Refuse func(to string) error
	// Passed, if set, is called by each dialogue at the moments of a delivery; the dialogue goes on when it returns.
	Passed func(Moment)
	// KeepRaw keeps the messages' text.
	KeepRaw bool
}

// Moment is one of those that a sender cannot see from its side.
type Moment int

// The moments of a delivery, in their order.
const (
	AtRecipient Moment = iota // RCPT was said, and nothing of the body
	AtDot                     // the final dot has come in, and nothing is accepted
	AtAccepted                // the message is accepted, and nothing answered
)

// Message is one message that was accepted, whether or not its sender got to know.
type Message struct {
	ID   string // Message-ID without angle brackets
	Key  string // of Config.KeyHeader
	From string // envelope
	To   string // envelope
	Sum  [sha256.Size]byte
	Size int
	Raw  []byte // with Config.KeepRaw
}

// Sink is a running mail server.
type Sink struct {
	config   Config
	server   *smtp.Server
	listener *counting
	log      *os.File
	done     chan struct{}
	served   chan struct{}

	mu       sync.Mutex
	accepted []Message
	attempts map[string]uint64
	before   int // dropped before the acceptance
	after    int // and after it
	err      error
}

// maxMessage is the largest message that is taken.
const maxMessage = 64 << 20

// Start listens and serves until Close.
func Start(config Config) (*Sink, error) {
	if config.Addr == "" {
		config.Addr = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(config.Addr)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return nil, errors.New("a sink listens on a loopback address only")
	}
	s := &Sink{
		config:   config,
		done:     make(chan struct{}),
		served:   make(chan struct{}),
		attempts: map[string]uint64{},
	}
	if config.Log != "" {
		s.log, err = os.OpenFile(config.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, fmt.Errorf("open the sink's log: %w", err)
		}
	}
	listener, err := net.Listen("tcp", config.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	s.listener = &counting{Listener: listener}
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{sink: s, conn: c, known: config.User == ""}, nil
	}))
	s.server.Domain = "sink.test"
	s.server.MaxMessageBytes = maxMessage
	s.server.AllowInsecureAuth = true
	s.server.EnableSMTPUTF8 = true
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	var front net.Listener = s.listener
	if config.TLS != nil {
		s.server.TLSConfig = config.TLS
		if config.Implicit {
			front = tls.NewListener(front, config.TLS)
		}
	}
	go func() {
		defer close(s.served)
		_ = s.server.Serve(front) // ends with Close
	}()
	return s, nil
}

// Addr is host and port.
func (s *Sink) Addr() string { return s.listener.Addr().String() }

// URL is the address of a sender that delivers here.
func (s *Sink) URL() string {
	u := url.URL{Scheme: "smtp", Host: s.Addr()}
	if s.config.Implicit {
		u.Scheme = "smtps"
	}
	if s.config.User != "" {
		u.User = url.UserPassword(s.config.User, s.config.Password)
	}
	return u.String()
}

// Messages gives what was accepted so far, in the order of acceptance.
func (s *Sink) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.accepted...)
}

// Count is the number of messages accepted so far.
func (s *Sink) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.accepted)
}

// Drops are the numbers of deliveries that were dropped so far before the acceptance, and after it.
func (s *Sink) Drops() (before, after int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.before, s.after
}

// Connections is the number of connections that were made so far.
func (s *Sink) Connections() int { return int(s.listener.n.Load()) }

// Close ends all connections. What is not in the log by then will not be accepted any more. It returns the errors of
// the log.
func (s *Sink) Close() error {
	s.mu.Lock()
	select {
	case <-s.done:
		s.mu.Unlock()
		return nil
	default:
		close(s.done)
	}
	s.mu.Unlock()
	// The listeners' errors say nothing about the messages. The server does not know ours yet where it has not begun to serve.
	_ = s.server.Close()
	_ = s.listener.Close()
	<-s.served
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.log != nil {
		s.err = errors.Join(s.err, s.log.Close())
		s.log = nil
	}
	return s.err
}

// accept takes a message, in the log first.
func (s *Sink) accept(m Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.config.Log != "" {
		if s.log == nil {
			return errors.New("the sink is closed")
		}
		line := fmt.Sprintf("%s\t%s\t%s\t%s\n", m.ID, m.Key, m.To, hex.EncodeToString(m.Sum[:]))
		// One write a line: with O_APPEND, lines of several sinks on one file do not mix.
		if _, err := s.log.WriteString(line); err != nil {
			s.err = errors.Join(s.err, err)
			return err
		}
	}
	s.accepted = append(s.accepted, m)
	return nil
}

// counting counts the connections that were made.
type counting struct {
	net.Listener
	n atomic.Int64
}

func (l *counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		l.n.Add(1)
	}
	return c, err
}
