package delivery

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Message is one message ready to be handed over.
type Message struct {
	// Key is the ledger's key, printable ASCII; the idempotency key of a webhook.
	Key string
	// MessageID is that of the mail, without angle brackets. A webhook has none.
	MessageID string
	// From and To are the envelope addresses of the mail, without display names. A webhook has none.
	From, To string
	// Raw is the whole MIME message with CRLF line ends, or the JSON body of a webhook.
	Raw []byte
}

// Limits of a message. RFC 5321, section 4.5.3.1 gives those of addresses and lines; a key travels as an HTTP
// header, and 1 KB is far above any key made of ids.
const (
	maxKey     = 1024
	maxID      = 996
	maxAddress = 254
	maxLocal   = 64
	maxLine    = 998
	maxRaw     = 32 << 20
)

// Validate reports why the message cannot be handed over, or nil. A message without MessageID, From and To is a
// webhook's, and its Raw must be one JSON value; any other is a mail.
func (m Message) Validate() error {
	if m.MessageID == "" && m.From == "" && m.To == "" {
		return m.validateCall()
	}
	return m.validateMail()
}

func (m Message) validateKey() error {
	switch {
	case m.Key == "":
		return errors.New("the message has no key")
	case len(m.Key) > maxKey:
		return fmt.Errorf("the key is longer than %d bytes", maxKey)
	case !printable(m.Key) || strings.TrimSpace(m.Key) != m.Key:
		return errors.New("the key is not printable ASCII")
	}
	return nil
}

func (m Message) validateCall() error {
	if err := m.validateKey(); err != nil {
		return err
	}
	if len(m.Raw) > maxRaw {
		return fmt.Errorf("the body is larger than %d bytes", maxRaw)
	}
	if !json.Valid(m.Raw) {
		return errors.New("the body is not JSON")
	}
	return nil
}

func (m Message) validateMail() error {
	if err := m.validateKey(); err != nil {
		return err
	}
	if m.MessageID == "" || len(m.MessageID) > maxID || !printable(m.MessageID) || strings.ContainsAny(m.MessageID, " <>") {
		return errors.New("the Message-ID is empty or has characters that one cannot have")
	}
	if err := validateAddress(m.From); err != nil {
		return fmt.Errorf("envelope sender: %w", err)
	}
	if err := validateAddress(m.To); err != nil {
		return fmt.Errorf("envelope recipient: %w", err)
	}
	return validateRaw(m.Raw)
}

// validateAddress is strict on purpose: quoted local parts, address literals and source routes are legal and are
// also how commands are smuggled, and no shop's customer has one.
func validateAddress(address string) error {
	at := strings.LastIndexByte(address, '@')
	switch {
	case len(address) > maxAddress:
		return fmt.Errorf("longer than %d bytes", maxAddress)
	case at <= 0 || at == len(address)-1:
		return errors.New("not of the form name@domain")
	case at > maxLocal:
		return fmt.Errorf("the part before the @ is longer than %d bytes", maxLocal)
	case !utf8.ValidString(address):
		return errors.New("not UTF-8")
	}
	for _, r := range address {
		if unicode.IsSpace(r) || unicode.IsControl(r) || !unicode.IsGraphic(r) || strings.ContainsRune(`<>()[]",:;\`, r) {
			return fmt.Errorf("the character %q cannot stand in an address", r)
		}
	}
	if strings.Contains(address[:at], "@") {
		return errors.New("more than one @")
	}
	return nil
}

// validateRaw holds the line against smuggling: only CRLF ends a line, so no receiver can see an end of data that
// we did not write.
func validateRaw(raw []byte) error {
	switch {
	case len(raw) == 0:
		return errors.New("the mail is empty")
	case len(raw) > maxRaw:
		return fmt.Errorf("the mail is larger than %d bytes", maxRaw)
	case bytes.IndexByte(raw, 0) >= 0:
		return errors.New("the mail has a NUL")
	}
	for rest, number := raw, 1; len(rest) > 0; number++ {
		line := rest
		end := bytes.IndexByte(rest, '\n')
		switch {
		case end < 0:
			rest = nil
		case end == 0 || rest[end-1] != '\r':
			return fmt.Errorf("line %d of the mail ends in a bare LF", number)
		default:
			line, rest = rest[:end-1], rest[end+1:]
		}
		if bytes.IndexByte(line, '\r') >= 0 {
			return fmt.Errorf("line %d of the mail has a bare CR", number)
		}
		if len(line) > maxLine {
			return fmt.Errorf("line %d of the mail is longer than %d bytes", number, maxLine)
		}
	}
	return nil
}

// printable reports whether s is printable ASCII, the space included.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
