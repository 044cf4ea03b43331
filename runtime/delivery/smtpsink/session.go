package smtpsink

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"net/textproto"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

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
	s.pass(AtRecipient)
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
	s.pass(AtDot)
	f := s.sink.draw(m.ID)
	s.wait(config.Latency + time.Duration(f.delay*float64(config.Jitter)))
	if f.drop < config.DropBefore {
		return s.drop(&s.sink.before)
	}
	if err := s.sink.accept(m); err != nil {
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "The log cannot be written"}
	}
	s.pass(AtAccepted)
	if f.drop < config.DropBefore+config.DropAfter {
		return s.drop(&s.sink.after)
	}
	return nil
}

func (s *session) pass(m Moment) {
	if s.sink.config.Passed != nil {
		s.sink.config.Passed(m)
	}
}

// wait ends early where the sink does.
func (s *session) wait(d time.Duration) {
	if d <= 0 {
		return
	}
	pause := time.NewTimer(d)
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-s.sink.done:
	}
}

// drop ends the connection without another word.
func (s *session) drop(count *int) error {
	s.sink.mu.Lock()
	*count++
	s.sink.mu.Unlock()
	_ = s.conn.Conn().Close()
	return errors.New("dropped")
}

// fate is what becomes of an attempt at a message: two numbers from 0 to 1.
type fate struct{ drop, delay float64 }

func (s *Sink) draw(id string) fate {
	s.mu.Lock()
	attempt := s.attempts[id]
	s.attempts[id]++
	s.mu.Unlock()
	var head [16]byte
	binary.BigEndian.PutUint64(head[:8], s.config.Seed)
	binary.BigEndian.PutUint64(head[8:], attempt)
	sum := sha256.Sum256(append(head[:], id...))
	share := func(b []byte) float64 { return float64(binary.BigEndian.Uint64(b)) / math.MaxUint64 }
	return fate{drop: share(sum[:8]), delay: share(sum[8:16])}
}
