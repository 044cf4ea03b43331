package delivery

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

func TestEncryptionFollowsThePolicy(t *testing.T) {
	server, trusting := certificate(t, "mx.test")
	const remote, local = "mx.test", "127.0.0.1"
	for _, c := range []struct {
		name, address string
		offered       bool
		client        *tls.Config
		want          Verdict
		encrypted     bool
	}{
		{"opportunistic, offered by a stranger", "smtp://" + remote, true, nil, Accepted, true},
		{"opportunistic, not offered", "smtp://" + remote, false, nil, Accepted, false},
		{"off, offered", "smtp://" + remote + "?starttls=off", true, nil, Accepted, false},
		{"required, not offered", "smtp://" + remote + "?starttls=required", false, trusting, NotSent, false},
		{"required, a valid certificate", "smtp://" + remote + "?starttls=required", true, trusting, Accepted, true},
		{"required, a stranger's certificate", "smtp://" + remote + "?starttls=required", true, nil, NotSent, false},
		{"credentials, not offered", "smtp://user:secret@" + remote, false, trusting, NotSent, false},
		{"credentials, a valid certificate", "smtp://user:secret@" + remote, true, trusting, Accepted, true},
		{"credentials, a stranger's certificate", "smtp://user:secret@" + remote, true, nil, NotSent, false},
		{"credentials to this machine, not offered", "smtp://user:secret@" + local, false, nil, Accepted, false},
		{"credentials to this machine, offered", "smtp://user:secret@" + local, true, nil, Accepted, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := &host{auth: "PLAIN"}
			if c.offered {
				h.tls = server
			}
			channel, err := Open(c.address, Options{Dial: h.dial, TLSConfig: c.client})
			if err != nil {
				t.Fatal(err)
			}
			got := channel.Deliver(t.Context(), letter("k1"), yes)
			_ = channel.Close()
			synctest.Wait()
			commands, taken, _ := h.seen()
			if got.Verdict != c.want || got.Verdict == NotSent && got.Scope != ScopeRelay {
				t.Errorf("%s: got %+v, want %v", c.name, got, c.want)
			}
			// After STARTTLS comes a second EHLO, and only then anything that matters.
			if encrypted := count(commands, "EHLO") == 2; encrypted != c.encrypted {
				t.Errorf("%s: encrypted %v, want %v (%q)", c.name, encrypted, c.encrypted, commands)
			}
			if c.want != Accepted && (count(commands, "AUTH") > 0 || len(taken) > 0) {
				t.Errorf("%s: a password or a letter went out: %q", c.name, commands)
			}
		})
	}
}

func TestWordsInjectedBeforeTheHandshakeAreNotHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		secure, _ := certificate(t, "mx.test")
		client, server := pipe()
		d := &dialogue{host: &host{}, raw: server}
		d.wear(server)
		go func() {
			d.say("220 mx\r\n")
			_, _ = d.in.ReadString('\n')
			d.say("250-mx\r\n250 STARTTLS\r\n")
			_, _ = d.in.ReadString('\n')
			d.say("220 Go on\r\n250-mx\r\n250 AUTH PLAIN\r\n")
			_ = tls.Server(server, secure).Handshake()
			_ = server.Close()
		}()
		c, err := Open("smtp://user:secret@127.0.0.1", Options{Dial: dialling(client)})
		if err != nil {
			t.Fatal(err)
		}
		got := c.Deliver(t.Context(), letter("k1"), yes)
		if got.Verdict != NotSent || got.Scope != ScopeRelay || !errors.Is(got.Err, errExtra) {
			t.Errorf("got %+v, want not sent for what was said too early", got)
		}
	})
}

func TestLoginGoesByWhatTheServerOffers(t *testing.T) {
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, c := range []struct {
		offered string
		want    []string
	}{
		{"PLAIN", []string{"AUTH PLAIN " + b64("\x00user\x00secret")}},
		{"login plain", []string{"AUTH PLAIN " + b64("\x00user\x00secret")}},
		{"LOGIN CRAM-MD5", []string{"AUTH LOGIN", b64("user"), b64("secret")}},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := &host{auth: c.offered}
			got := h.channel(t, "", Options{}).Deliver(t.Context(), letter("k1"), yes)
			commands, _, _ := h.seen()
			if got.Verdict != Accepted || !slices.Equal(commands[1:1+len(c.want)], c.want) {
				t.Errorf("offered %q: got %+v, commands %q, want %q", c.offered, got, commands, c.want)
			}
		})
	}
}

func TestServerWithoutOurMechanismsGetsNoPassword(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{auth: "CRAM-MD5 XOAUTH2"}
		got := h.channel(t, "", Options{}).Deliver(t.Context(), letter("k1"), yes)
		commands, _, _ := h.seen()
		if got.Verdict != NotSent || got.Scope != ScopeRelay || count(commands, "AUTH") != 0 {
			t.Errorf("got %+v, commands %q; want not sent, relay, no AUTH", got, commands)
		}
	})
}

func TestRefusedPasswordIsTheRelaysFaultAndStaysSecret(t *testing.T) {
	plain := base64.StdEncoding.EncodeToString([]byte("\x00user\x00secret"))
	for _, said := range []string{
		"535 5.7.8 no: secret\r\n",
		"535 5.7.8 no: " + plain + "\r\n",
		"535-5.7.8 no: " + base64.StdEncoding.EncodeToString([]byte("secret")) + "\r\n535 5.7.8 sorry\r\n",
	} {
		synctest.Test(t, func(t *testing.T) {
			client, server := pipe()
			d := &dialogue{host: &host{}, raw: server}
			d.wear(server)
			go func() {
				d.say("220 mx\r\n")
				_, _ = d.in.ReadString('\n')
				d.say("250-mx\r\n250 AUTH PLAIN\r\n")
				_, _ = d.in.ReadString('\n')
				d.say(said)
				_ = server.Close()
			}()
			c, err := Open("smtp://user:secret@127.0.0.1", Options{Dial: dialling(client)})
			if err != nil {
				t.Fatal(err)
			}
			got := c.Deliver(t.Context(), letter("k1"), yes)
			if got.Verdict != NotSent || got.Scope != ScopeRelay || got.Code != 535 {
				t.Errorf("got %+v, want not sent, relay, 535", got)
			}
			for _, text := range []string{got.Answer, got.Err.Error()} {
				if strings.Contains(text, "secret") || strings.Contains(text, plain) || strings.Contains(text, "c2VjcmV0") {
					t.Errorf("the password is in %q", text)
				}
			}
		})
	}
}

func TestAddressesBeyondASCIINeedTheServersConsent(t *testing.T) {
	for _, c := range []struct {
		to     string
		offers []string
		want   Verdict
		scope  Scope
		rcpt   string
	}{
		{"ada@bücher.example", nil, Accepted, ScopeMessage, "RCPT TO:<ada@xn--bcher-kva.example>"},
		{"böb@example.test", nil, Refused, ScopeAddress, ""},
		{"böb@example.test", []string{"SMTPUTF8", "8BITMIME"}, Accepted, ScopeMessage, "RCPT TO:<böb@example.test>"},
		{"böb@bücher.example", []string{"smtputf8"}, Accepted, ScopeMessage, "RCPT TO:<böb@xn--bcher-kva.example>"},
		{"ada@b\u2488.example", nil, Refused, ScopeAddress, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := &host{offers: c.offers}
			m := letter("k1")
			m.To = c.to
			channel := h.channel(t, "", Options{})
			got := channel.Deliver(t.Context(), m, yes)
			commands, taken, _ := h.seen()
			if got.Verdict != c.want || got.Scope != c.scope || (len(taken) == 1) != (c.want == Accepted) {
				t.Errorf("%s with %q: got %+v, want %v/%v", c.to, c.offers, got, c.want, c.scope)
			}
			if c.rcpt != "" && !slices.Contains(commands, c.rcpt) {
				t.Errorf("%s with %q: commands %q, want %q", c.to, c.offers, commands, c.rcpt)
			}
			utf8 := count(commands, "MAIL FROM:<bounces@shop.test> SMTPUTF8") == 1
			if want := strings.HasPrefix(c.to, "böb") && c.want == Accepted; utf8 != want {
				t.Errorf("%s with %q: SMTPUTF8 asked for: %v, want %v (%q)", c.to, c.offers, utf8, want, commands)
			}
			// An address that cannot be written costs nobody else the connection.
			if got := channel.Deliver(t.Context(), letter("k2"), yes); got.Verdict != Accepted || h.conns != 1 {
				t.Errorf("the next letter: got %+v over %d connections", got, h.conns)
			}
		})
	}
}

func TestLimitsOfTheServerAreKnownBeforeTheLetterIsBegun(t *testing.T) {
	for _, c := range []struct {
		name   string
		offers []string
		raw    string
		want   Verdict
		mail   string
	}{
		{"within the size", []string{"SIZE 100"}, "A: b\r\n\r\nc\r\n", Accepted, "MAIL FROM:<bounces@shop.test> SIZE=11"},
		{"beyond the size", []string{"SIZE 10"}, "A: b\r\n\r\nc\r\n", Refused, ""},
		{"no size given", []string{"SIZE"}, "A: b\r\n\r\nc\r\n", Accepted, "MAIL FROM:<bounces@shop.test> SIZE=11"},
		{"size 0 is no limit", []string{"SIZE 0"}, "A: b\r\n\r\nc\r\n", Accepted, "MAIL FROM:<bounces@shop.test> SIZE=11"},
		{"8 bit, offered", []string{"8BITMIME"}, "A: b\r\n\r\né\r\n", Accepted, "MAIL FROM:<bounces@shop.test> BODY=8BITMIME"},
		{"8 bit, not offered", nil, "A: b\r\n\r\né\r\n", Refused, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := &host{offers: c.offers}
			m := letter("k1")
			m.Raw = []byte(c.raw)
			got := h.channel(t, "", Options{}).Deliver(t.Context(), m, yes)
			commands, _, _ := h.seen()
			if got.Verdict != c.want || got.Scope != ScopeMessage {
				t.Errorf("%s: got %+v, want %v", c.name, got, c.want)
			}
			if c.mail != "" && !slices.Contains(commands, c.mail) || c.mail == "" && count(commands, "MAIL") > 0 {
				t.Errorf("%s: commands %q, want %q", c.name, commands, c.mail)
			}
		})
	}
}

func TestOldServerIsGreetedTheOldWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := pipe()
		d := &dialogue{host: &host{}, raw: server}
		d.wear(server)
		var heard []string
		go func() {
			d.say("220 mx\r\n")
			for _, answer := range []string{"502 5.5.1 EHLO?\r\n", "250 mx\r\n", "250\r\n", "250\r\n", "354\r\n"} {
				line, _ := d.in.ReadString('\n')
				heard = append(heard, strings.TrimSpace(line))
				d.say(answer)
			}
			for line := ""; line != ".\r\n"; {
				line, _ = d.in.ReadString('\n')
			}
			d.say("250\r\n")
			_ = server.Close()
		}()
		c, err := Open("smtp://127.0.0.1", Options{Dial: dialling(client), Hello: "shop.test"})
		if err != nil {
			t.Fatal(err)
		}
		got := c.Deliver(t.Context(), letter("k1"), yes)
		synctest.Wait()
		if got.Verdict != Accepted || !slices.Equal(heard[:2], []string{"EHLO shop.test", "HELO shop.test"}) {
			t.Errorf("got %+v, heard %q; want accepted after EHLO and HELO", got, heard)
		}
		_ = c.Close()
	})
}

func TestEveryAnswerHasItsMeaning(t *testing.T) {
	for _, c := range []struct {
		at      moment
		said    string
		verdict Verdict
		scope   Scope
	}{
		{atMail, "552 5.3.4 Too big", Refused, ScopeMessage},
		{atMail, "550 5.1.8 Bad sender", NotSent, ScopeRelay},
		{atMail, "530 5.7.0 Must issue STARTTLS", NotSent, ScopeRelay},
		{atMail, "454 4.7.0 TLS not available", NotSent, ScopeRelay},
		{atMail, "354 What", NotSent, ScopeRelay},
		{atRecipient, "550 5.1.1 No such user", Refused, ScopeAddress},
		{atRecipient, "550 No such user", Refused, ScopeAddress},
		{atRecipient, "550 5.7.1 Not from you", Refused, ScopeMessage},
		{atRecipient, "550 5.70.1 No policy", Refused, ScopeAddress},
		{atRecipient, "530 5.7.0 Log in first", NotSent, ScopeRelay},
		{atRecipient, "503 5.5.1 Out of order", NotSent, ScopeRelay},
		{atRecipient, "450 4.7.1 Greylisted", NotSent, ScopeAddress},
		{atRecipient, "421 4.7.0 Slow down", NotSent, ScopeRelay},
		{atData, "554 5.5.1 No", Refused, ScopeMessage},
		{atData, "250 Yes", NotSent, ScopeRelay},
		{atDot, "250 2.0.0 Queued", Accepted, ScopeMessage},
		{atDot, "252 Perhaps", Accepted, ScopeMessage},
		{atDot, "354 Again", Unknown, ScopeMessage},
		{atDot, "451 4.3.0 Later", NotSent, ScopeMessage},
		{atDot, "421 4.3.0 Going", NotSent, ScopeRelay},
		{atDot, "554 5.7.1 Spam", Refused, ScopeMessage},
		{atDot, "535 5.7.8 Log in", NotSent, ScopeRelay},
	} {
		code, text, _, ok := parseReplyLine(c.said)
		if !ok {
			t.Fatalf("%q is no answer", c.said)
		}
		got := judge(c.at, reply{code: code, lines: []string{text}}, nil)
		if got.Verdict != c.verdict || got.Scope != c.scope || got.Answer != c.said || (got.Err == nil) != (c.verdict == Accepted) {
			t.Errorf("%v, %q: got %+v, want %v/%v", c.at, c.said, got, c.verdict, c.scope)
		}
	}
}

func TestScriptedFaultsAreSeeded(t *testing.T) {
	// The matrix is worth its seeds only if they lead to different dialogues.
	said := map[string]bool{}
	for seed := range uint64(20) {
		client, server := pipe()
		h := &host{faultAt: atRecipient, fault: "5xx", rng: rand.New(rand.NewPCG(seed, 1))}
		d := &dialogue{host: h, raw: server, conn: server, faulty: true}
		d.answer(atRecipient, "")
		said[string(client.in.data)] = true
	}
	if len(said) < 3 {
		t.Errorf("20 seeds lead to %d dialogues, want more", len(said))
	}
}
