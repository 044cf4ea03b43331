// Package smtpsink turns SMTP dialogues into a list of the messages that were accepted: a mail server on this
// machine for tests and benchmarks, which can be told to fail at the two instants that matter.
//
// It shares no code with the client under test, so that it can be the judge of it.
package smtpsink

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-sasl"
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
	// Latency is waited before the answer to the final dot.
	Latency time.Duration
	// DropBefore and DropAfter are the shares, from 0 to 1, of deliveries whose connection is ended after the final
	// dot and before the message is taken, or after that and before the answer.
	DropBefore, DropAfter float64
	// Seed chooses which ones. The same seed, Message-ID and number of the attempt give the same fate.
	Seed uint64
	// Refuse, if set, is asked for each recipient; an error is the answer to RCPT. It may be a *smtp.SMTPError.
	Refuse func(to string) error
	// KeepRaw keeps the messages' text.
	KeepRaw bool
}

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
	_ = s.server.Close() // the listener's error says nothing about the messages
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

// fate draws, from 0 to 1, what becomes of an attempt at a message.
func (s *Sink) fate(id string) float64 {
	s.mu.Lock()
	attempt := s.attempts[id]
	s.attempts[id]++
	s.mu.Unlock()
	var head [16]byte
	binary.BigEndian.PutUint64(head[:8], s.config.Seed)
	binary.BigEndian.PutUint64(head[8:], attempt)
	sum := sha256.Sum256(append(head[:], id...))
	return float64(binary.BigEndian.Uint64(sum[:8])) / math.MaxUint64
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

// session is one client's.
type session struct {
	sink     *Sink
	conn     *smtp.Conn
	known    bool
	from, to string
}

func (s *session) Reset()        { s.from, s.to = "", "" }
func (s *session) Logout() error { return nil }

func (s *session) AuthMechanisms() []string {
	if s.sink.config.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.sink.config.User || password != s.sink.config.Password {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.known {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.sink.config.Refuse != nil {
		if err := s.sink.config.Refuse(to); err != nil {
			return err
		}
	}
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	config := s.sink.config
	header, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(raw))).ReadMIMEHeader()
	if err != nil && len(header) == 0 {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "No header"}
	}
	m := Message{
		ID:   strings.Trim(header.Get("Message-Id"), "<> "),
		From: s.from,
		To:   s.to,
		Sum:  sha256.Sum256(raw),
		Size: len(raw),
	}
	if config.KeyHeader != "" {
		m.Key = header.Get(config.KeyHeader)
	}
	if config.KeepRaw {
		m.Raw = raw
	}
	if config.Latency > 0 {
		pause := time.NewTimer(config.Latency)
		defer pause.Stop()
		select {
		case <-pause.C:
		case <-s.sink.done:
		}
	}
	fate := s.sink.fate(m.ID)
	if fate < config.DropBefore {
		return s.drop()
	}
	if err := s.sink.accept(m); err != nil {
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "The log cannot be written"}
	}
	if fate < config.DropBefore+config.DropAfter {
		return s.drop()
	}
	return nil
}

// drop ends the connection without another word.
func (s *session) drop() error {
	_ = s.conn.Conn().Close()
	return errors.New("dropped")
}
