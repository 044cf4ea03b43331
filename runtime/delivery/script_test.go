package delivery

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	mathrand "math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// atQuit is the moment after the letter, which the package itself has no need to name.
const atQuit moment = 100

// host is a mail server that follows the rules except at one moment of one connection. It is the oracle: it knows
// what it took and what it promised, whatever the client believes.
type host struct {
	tls        *tls.Config // offers STARTTLS
	auth       string      // what follows AUTH in the answer to EHLO
	offers     []string
	faultAt    moment
	fault      string
	faultyConn int // which connection misbehaves, from 0
	rng        *mathrand.Rand

	mu       sync.Mutex
	conns    int
	under    []*dialogue
	open     int
	most     int
	commands []string
	taken    []string // letters whose final dot arrived
	promised []string // letters that were answered with 250
}

func (h *host) dial(context.Context, string, string) (net.Conn, error) {
	client, server := pipe()
	h.mu.Lock()
	n := h.conns
	h.conns++
	h.open++
	h.most = max(h.most, h.open)
	h.mu.Unlock()
	d := &dialogue{host: h, raw: server, faulty: n == h.faultyConn}
	d.wear(server)
	h.mu.Lock()
	h.under = append(h.under, d)
	h.mu.Unlock()
	go func() {
		d.serve()
		_ = server.Close()
		h.mu.Lock()
		h.open--
		h.mu.Unlock()
	}()
	return client, nil
}

// spoil makes every connection, those under way included, misbehave.
func (h *host) spoil() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, d := range h.under {
		d.faulty = true
	}
}

// mend ends all misbehaving.
func (h *host) mend() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fault = ""
}

// connections is how many were made and how many are open.
func (h *host) connections() (made, open int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.conns, h.open
}

func (h *host) seen() (commands, taken, promised []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.commands), slices.Clone(h.taken), slices.Clone(h.promised)
}

// dialogue is one connection at its server's end.
type dialogue struct {
	host   *host
	raw    *pipeEnd
	conn   net.Conn
	in     *bufio.Reader
	faulty bool
	over   bool
}

func (d *dialogue) wear(c net.Conn) {
	d.conn = c
	d.in = bufio.NewReader(c)
}

func (d *dialogue) serve() {
	d.answer(atGreeting, "220 mx.test ESMTP\r\n")
	for !d.over {
		line, err := d.in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		d.host.mu.Lock()
		d.host.commands = append(d.host.commands, line)
		d.host.mu.Unlock()
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		switch verb {
		case "EHLO":
			d.answer(atHello, d.extensions())
		case "STARTTLS":
			d.startTLS()
		case "AUTH":
			d.authenticate(line)
		case "MAIL":
			d.answer(atMail, "250 2.1.0 Ok\r\n")
		case "RCPT":
			d.answer(atRecipient, "250 2.1.5 Ok\r\n")
		case "RSET":
			d.say("250 2.0.0 Ok\r\n")
		case "DATA":
			d.answer(atData, "354 Go on\r\n")
			if wrong := d.wrong(atData); d.over || wrong != "" && !harmless(wrong) {
				continue
			}
			d.data()
		case "QUIT":
			d.answer(atQuit, "221 2.0.0 Bye\r\n")
			return
		default:
			d.say("500 5.5.1 What?\r\n")
		}
	}
}

func (d *dialogue) extensions() string {
	offers := slices.Clone(d.host.offers)
	if _, encrypted := d.conn.(*tls.Conn); d.host.tls != nil && !encrypted {
		offers = append(offers, "STARTTLS")
	}
	if d.host.auth != "" {
		offers = append(offers, "AUTH "+d.host.auth)
	}
	lines := append([]string{"mx.test"}, offers...)
	text := ""
	for i, line := range lines {
		mark := "-"
		if i == len(lines)-1 {
			mark = " "
		}
		text += "250" + mark + line + "\r\n"
	}
	return text
}

func (d *dialogue) startTLS() {
	wrong := d.wrong(atTLS)
	if wrong == "cut" || wrong == "garbage" {
		// These two are about the handshake, not about the answer before it.
		d.say("220 2.0.0 Go on\r\n")
		if wrong == "garbage" {
			d.say("\x16\x03\x03garbage garbage garbage")
		}
		_, _ = d.in.ReadByte()
		d.over = true
		return
	}
	d.answer(atTLS, "220 2.0.0 Go on\r\n")
	if d.over || wrong != "" && !harmless(wrong) {
		return
	}
	secure := tls.Server(d.conn, d.host.tls)
	if secure.Handshake() != nil {
		d.over = true
		return
	}
	d.wear(secure)
}

func (d *dialogue) authenticate(line string) {
	if strings.HasPrefix(strings.ToUpper(line), "AUTH LOGIN") {
		for _, prompt := range []string{"334 VXNlciBOYW1lAA==\r\n", "334 no base64 at all\r\n"} {
			d.say(prompt)
			said, err := d.in.ReadString('\n')
			if err != nil {
				d.over = true
				return
			}
			d.host.mu.Lock()
			d.host.commands = append(d.host.commands, strings.TrimRight(said, "\r\n"))
			d.host.mu.Unlock()
		}
	}
	d.answer(atAuth, "235 2.7.0 Welcome\r\n")
}

// data reads the letter. It is strict: CRLF only, and the end of the connection is not the end of a letter.
func (d *dialogue) data() {
	wrong := d.wrong(atBody)
	if wrong == "hang" {
		d.hang()
		return
	}
	var letter strings.Builder
	for first := true; ; first = false {
		line, err := d.in.ReadString('\n')
		if err != nil {
			d.over = true
			return
		}
		if first && wrong != "" && !harmless(wrong) {
			d.answer(atBody, "")
			if d.over {
				return
			}
		}
		if line == ".\r\n" {
			break
		}
		if !strings.HasSuffix(line, "\r\n") {
			panic(fmt.Sprintf("a bare LF on the wire: %q", line))
		}
		letter.WriteString(strings.TrimPrefix(line, "."))
	}
	d.host.mu.Lock()
	d.host.taken = append(d.host.taken, letter.String())
	d.host.mu.Unlock()
	if d.answer(atDot, "250 2.0.0 Queued\r\n") {
		d.host.mu.Lock()
		d.host.promised = append(d.host.promised, letter.String())
		d.host.mu.Unlock()
	}
}

func (d *dialogue) say(text string) {
	if _, err := io.WriteString(d.conn, text); err != nil {
		d.over = true
	}
}

// hang says nothing more, and reads nothing more, until the client has gone.
func (d *dialogue) hang() {
	d.raw.in.mu.Lock()
	for !d.raw.in.closed {
		d.raw.in.moved.Wait()
	}
	d.raw.in.mu.Unlock()
	d.over = true
}

// wrong is what is to go wrong at this moment, or nothing.
func (d *dialogue) wrong(at moment) string {
	d.host.mu.Lock()
	defer d.host.mu.Unlock()
	if !d.faulty || d.host.faultAt != at {
		return ""
	}
	return d.host.fault
}

// harmless faults change how an answer travels and not what it says.
func harmless(fault string) bool { return slices.Contains([]string{"split", "bare LF", "slow"}, fault) }

// answer says text, or does what is wrong at this moment. It reports whether text was said in full.
func (d *dialogue) answer(at moment, text string) bool {
	fault := d.wrong(at)
	if fault == "" {
		d.say(text)
		return true
	}
	rng := d.host.rng
	switch fault {
	case "4xx":
		codes := []string{"450 4.2.0", "451 4.3.0", "452 4.2.2", "450-4.7.1 Greylisted\r\n450 4.7.1"}
		d.say(codes[rng.IntN(len(codes))] + " Later\r\n")
	case "421":
		d.say("421 4.3.2 Closing\r\n")
		d.over = true
	case "5xx":
		codes := []string{"550 5.1.1", "554", "550-5.1.1 Not\r\n550 5.1.1", "552 5.2.2", "571 5.1.6"}
		if at == atMail {
			codes = []string{"550 5.1.8", "553", "554 5.7.1"}
		}
		d.say(codes[rng.IntN(len(codes))] + " Never\r\n")
	case "drop":
		d.over = true
	case "hang":
		d.hang()
	case "garbage":
		noise := []string{"hello world\r\n", "25\r\n", "2500 ok\r\n", "\x00\xff\x00\r\n", "250-ok\r\n550 no\r\n", "999 ok\r\n", "\r\n"}
		d.say(noise[rng.IntN(len(noise))])
	case "flood":
		chunk := strings.Repeat("x", 1<<10)
		if rng.IntN(2) == 0 {
			chunk = "220-" + strings.Repeat("x", 50) + "\r\n"
		}
		for sent := 0; sent < 10<<20 && !d.over; sent += len(chunk) {
			d.say(chunk)
		}
	case "early 250":
		d.say("250 2.0.0 Already\r\n")
		d.say(text)
		return true
	case "cut":
		// The answer begins; with TLS, the end comes in the middle of a record.
		if text == "" {
			text = "250 Ok\r\n"
		}
		if _, encrypted := d.conn.(*tls.Conn); encrypted {
			_, _ = d.raw.Write([]byte{0x17, 0x03, 0x03, 0x00, 0x40, 1, 2, 3})
		} else {
			_, _ = d.raw.Write([]byte(text[:1+rng.IntN(len(text)-1)]))
		}
		d.over = true
	case "split":
		text = strings.Replace(text, "250 2", "250-2.0.0 One moment\r\n250 2", 1)
		for len(text) > 0 && !d.over {
			n := 1 + rng.IntN(len(text))
			d.say(text[:n])
			text = text[n:]
		}
		return true
	case "bare LF":
		d.say(strings.ReplaceAll(text, "\r\n", "\n"))
		return true
	case "slow":
		for i := 0; i < len(text) && !d.over; i++ {
			<-time.After(time.Second) // of the bubble's clock
			d.say(text[i : i+1])
		}
		return true
	default:
		panic("unknown fault " + fault)
	}
	return false
}

// certificate makes a self-signed pair of configurations for a name.
func certificate(t testing.TB, name string) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:              time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA:                  true,
		BasicConstraintsValid: true,
		DNSNames:              []string{name},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	pair := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
	return &tls.Config{Certificates: []tls.Certificate{pair}}, &tls.Config{RootCAs: pool}
}

// letter is a small mail, different for each key, with a line that begins with a dot.
func letter(key string) Message {
	return Message{
		Key:       key,
		MessageID: key + "@shop.test",
		From:      "bounces@shop.test",
		To:        "ada@example.test",
		Raw: []byte("From: Shop <hello@shop.test>\r\nTo: ada@example.test\r\nSubject: " + key +
			"\r\nMessage-ID: <" + key + "@shop.test>\r\n\r\nDear Ada,\r\n.\r\n..dots\r\nBye\r\n"),
	}
}

func yes(context.Context) error { return nil }

// channel opens a channel to the scripted host, with credentials, on this machine.
func (h *host) channel(t testing.TB, query string, opt Options) Channel {
	t.Helper()
	opt.Dial = h.dial
	address := "smtp://127.0.0.1:2525" + query
	if h.auth != "" {
		address = "smtp://user:secret@127.0.0.1:2525" + query
	}
	c, err := Open(address, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// dialling gives the one connection there is.
func dialling(c net.Conn) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) { return c, nil }
}
