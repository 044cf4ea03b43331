package delivery

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// server is what an smtp:// or smtps:// address says.
type server struct {
	host       string
	port       string
	implicit   bool // TLS from the first byte
	starttls   tlsPolicy
	user, pass string
}

// tlsPolicy says what STARTTLS is to a plain connection.
type tlsPolicy int

const (
	tlsOpportunistic tlsPolicy = iota // used when offered, the certificate not checked
	tlsRequired                       // no mail and no password without it, the certificate checked
	tlsOff                            // never asked for
)

func (s server) address() string { return net.JoinHostPort(s.host, s.port) }

// parseRelay reads an address. Its errors quote nothing of it but names of parameters: a password may stand
// anywhere in a mistyped address.
func parseRelay(address string) (server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return server{}, errors.New("the mail server's address is not a URL; write special characters of the password as %xx")
	}
	s := server{host: u.Hostname(), port: u.Port(), implicit: strings.EqualFold(u.Scheme, "smtps")}
	if s.host == "" || u.Opaque != "" || strings.ContainsFunc(s.host, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return server{}, errors.New("the mail server's address names no host")
	}
	if u.Path != "" && u.Path != "/" || u.Fragment != "" {
		return server{}, errors.New("the mail server's address has something after the host; only ?starttls= may stand there")
	}
	if u.User != nil {
		s.user = u.User.Username()
		s.pass, _ = u.User.Password()
		if s.user == "" || s.pass == "" || strings.ContainsRune(s.user+s.pass, 0) {
			return server{}, errors.New("the mail server's address names a user or a password, and not the other")
		}
	}
	if err := s.parseQuery(u.RawQuery); err != nil {
		return server{}, err
	}
	return s, s.parsePort()
}

func (s *server) parseQuery(raw string) error {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return errors.New("what follows the ? in the mail server's address cannot be read")
	}
	for name := range query {
		if name != "starttls" {
			return errors.New("the only parameter of a mail server's address is starttls")
		}
	}
	remoteSecret := s.user != "" && !loopback(s.host)
	switch word := query.Get("starttls"); {
	case s.implicit && query.Has("starttls"):
		return errors.New("smtps:// is encrypted from the first byte and takes no starttls; use smtp:// with it")
	case !query.Has("starttls"):
		if remoteSecret {
			s.starttls = tlsRequired
		}
	case word == "required":
		s.starttls = tlsRequired
	case word == "opportunistic", word == "off":
		if remoteSecret {
			return fmt.Errorf("starttls=%s could send the password in the clear; credentials need starttls=required or smtps://", word)
		}
		s.starttls = tlsOpportunistic
		if word == "off" {
			s.starttls = tlsOff
		}
	default:
		return errors.New("starttls is required, opportunistic or off")
	}
	return nil
}

// parsePort fills in the port by custom: 465 for smtps, 587 (submission) with credentials, else 25.
func (s *server) parsePort() error {
	switch {
	case s.port == "" && s.implicit:
		s.port = "465"
	case s.port == "" && s.user != "":
		s.port = "587"
	case s.port == "":
		s.port = "25"
	}
	if n, err := strconv.Atoi(s.port); err != nil || n < 1 || n > 65535 {
		return errors.New("the mail server's port is not between 1 and 65535")
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
