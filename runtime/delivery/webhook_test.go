package delivery

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func call(key string) Message {
	return Message{Key: key, Raw: []byte(`{"order":"1001","rating":2}`)}
}

func openHook(t *testing.T, endpoint string, opt Options) Channel {
	t.Helper()
	if opt.Now == nil {
		opt.Now = clock("2026-03-01T09:00:00Z")
	}
	c, err := OpenWebhook(endpoint, "hush", opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestWebhookIsSignedAndKeyed(t *testing.T) {
	secret := []byte("0123456789abcdef0123456789abcdef")
	for _, form := range []string{string(secret), "whsec_" + base64.StdEncoding.EncodeToString(secret)} {
		var seen *http.Request
		var body []byte
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen = r
			body, _ = io.ReadAll(r.Body)
			w.WriteHeader(http.StatusAccepted)
			_, _ = io.WriteString(w, "thanks\n")
		}))
		defer s.Close()
		c, err := OpenWebhook(s.URL+"/care?x=1", form, Options{Now: clock("2026-03-01T09:00:00Z")})
		if err != nil {
			t.Fatal(err)
		}
		got := c.Deliver(t.Context(), call("post_purchase:o1/tell_care/0"), yes)
		_ = c.Close()
		if got.Verdict != Accepted || got.Code != 202 || got.Answer != "HTTP 202 Accepted thanks" || got.Err != nil {
			t.Errorf("got %+v, want accepted, 202", got)
		}
		mac := hmac.New(sha256.New, secret)
		fmt.Fprintf(mac, "%s.%d.%s", "post_purchase:o1/tell_care/0", 1772355600, `{"order":"1001","rating":2}`)
		for header, want := range map[string]string{
			"Content-Type":      "application/json",
			"Idempotency-Key":   "post_purchase:o1/tell_care/0",
			"Webhook-Id":        "post_purchase:o1/tell_care/0",
			"Webhook-Timestamp": "1772355600",
			"Webhook-Signature": "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)),
		} {
			if seen.Header.Get(header) != want {
				t.Errorf("%s: got %q, want %q", header, seen.Header.Get(header), want)
			}
		}
		if seen.Method != "POST" || seen.URL.String() != "/care?x=1" || string(body) != `{"order":"1001","rating":2}` || seen.ContentLength != int64(len(body)) {
			t.Errorf("got %s %s %q of length %d", seen.Method, seen.URL, body, seen.ContentLength)
		}
	}
}

func TestEveryStatusHasItsMeaning(t *testing.T) {
	for _, c := range []struct {
		status  int
		after   string
		verdict Verdict
		scope   Scope
		wait    time.Duration
	}{
		{200, "", Accepted, ScopeMessage, 0},
		{204, "", Accepted, ScopeMessage, 0},
		{301, "", NotSent, ScopeRelay, 0},
		{307, "", NotSent, ScopeRelay, 0},
		{400, "", Refused, ScopeMessage, 0},
		{401, "", Refused, ScopeRelay, 0},
		{404, "", Refused, ScopeRelay, 0},
		{408, "", NotSent, ScopeRelay, 0},
		{409, "", Refused, ScopeMessage, 0},
		{410, "", Refused, ScopeRelay, 0},
		{422, "", Refused, ScopeMessage, 0},
		{425, "", NotSent, ScopeRelay, 0},
		{429, "120", NotSent, ScopeRelay, 2 * time.Minute},
		{429, "Sun, 01 Mar 2026 09:05:00 GMT", NotSent, ScopeRelay, 5 * time.Minute},
		{429, "Sun, 01 Mar 2026 08:00:00 GMT", NotSent, ScopeRelay, 0},
		{429, "9999999999999999999", NotSent, ScopeRelay, 0},
		{429, "2147483647", NotSent, ScopeRelay, 24 * time.Hour},
		{429, "-5", NotSent, ScopeRelay, 0},
		{500, "", NotSent, ScopeRelay, 0},
		{503, "30", NotSent, ScopeRelay, 30 * time.Second},
		{599, "", NotSent, ScopeRelay, 0},
	} {
		followed := false
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			followed = followed || r.URL.Path != "/"
			w.Header().Set("Location", "/elsewhere")
			if c.after != "" {
				w.Header().Set("Retry-After", c.after)
			}
			w.WriteHeader(c.status)
		}))
		got := openHook(t, s.URL, Options{}).Deliver(t.Context(), call("k1"), yes)
		s.Close()
		if got.Verdict != c.verdict || got.Scope != c.scope || got.Code != c.status || got.RetryAfter != c.wait || (got.Err == nil) != (c.verdict == Accepted) {
			t.Errorf("%d %q: got %+v, want %v/%v after %v", c.status, c.after, got, c.verdict, c.scope, c.wait)
		}
		if followed {
			t.Errorf("%d: the redirect was followed", c.status)
		}
	}
}

func TestWithheldCallIsNotWhole(t *testing.T) {
	// Both below and above what the client buffers.
	for _, size := range []int{1, 100, 100_000} {
		ended := make(chan error, 2)
		s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, err := io.ReadAll(r.Body)
			ended <- err
		}))
		c := openHook(t, s.URL, Options{})
		m := Message{Key: "k1", Raw: []byte(strings.Repeat("1", size))}
		asked := 0
		no := errors.New("paused")
		got := c.Deliver(t.Context(), m, func(context.Context) error { asked++; return no })
		if got.Verdict != Withheld || !errors.Is(got.Err, no) || asked != 1 {
			t.Errorf("%d bytes: got %+v, asked %d times; want withheld, once", size, got, asked)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if got := c.Deliver(ctx, m, func(context.Context) error { cancel(); return nil }); got.Verdict != NotSent || !errors.Is(got.Err, context.Canceled) {
			t.Errorf("%d bytes, cancelled: got %+v, want not sent", size, got)
		}
		s.Close() // waits for the handlers
		close(ended)
		for err := range ended { // none, where nothing of it left the client's buffer
			if err == nil {
				t.Errorf("%d bytes: the receiver has the whole call", size)
			}
		}
	}
}

func TestLostConnectionDecidesByTheLastByte(t *testing.T) {
	const size = 8 << 20 // more than any kernel buffers
	for _, c := range []struct {
		name  string
		read  int // bytes of the body that are read before the connection is ended
		want  Verdict
		asked int
	}{
		{"before the last byte", 10, NotSent, 0},
		{"after it", size, Unknown, 1},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadFull(r.Body, make([]byte, c.read))
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				if tcp, ok := conn.(*net.TCPConn); ok {
					_ = tcp.SetLinger(0)
				}
				_ = conn.Close()
			}
		}))
		m := Message{Key: "k1", Raw: []byte(strings.Repeat("1", size))}
		asked := 0
		got := openHook(t, s.URL, Options{Dial: narrow(t)}).Deliver(t.Context(), m, func(context.Context) error {
			asked++
			return nil
		})
		s.Close()
		if got.Verdict != c.want || asked != c.asked {
			t.Errorf("%s: got %+v, asked %d times; want %v, %d", c.name, got, asked, c.want, c.asked)
		}
	}
}

// narrow dials with a small send buffer, so that a body does not fit into the kernel's.
func narrow(t *testing.T) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil {
			if err := conn.(*net.TCPConn).SetWriteBuffer(4 << 10); err != nil {
				t.Error(err)
			}
		}
		return conn, err
	}
}

func TestWebhookThatDoesNotAnswer(t *testing.T) {
	gone := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-gone
	}))
	defer s.Close()
	defer close(gone)
	got := openHook(t, s.URL, Options{ResponseTimeout: 20 * time.Millisecond}).Deliver(t.Context(), call("k1"), yes)
	if got.Verdict != Unknown || got.Err == nil || got.Answer == "" {
		t.Errorf("got %+v, want unknown", got)
	}
}

func TestWebhookWhoseAnswerNeverEndsIsJudgedByItsStatus(t *testing.T) {
	gone := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "\x1b[2Jso far")
		w.(http.Flusher).Flush()
		<-gone
	}))
	defer s.Close()
	defer close(gone)
	got := openHook(t, s.URL, Options{ResponseTimeout: time.Second}).Deliver(t.Context(), call("k1"), yes)
	if got.Verdict != Accepted || got.Answer != "HTTP 200 OK [2Jso far" {
		t.Errorf("got %+v, want accepted, without control characters", got)
	}
}

func TestWebhookThatCannotBeReached(t *testing.T) {
	opt := Options{Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("dial tcp 10.0.0.1:443: no route")
	}}
	got := openHook(t, "https://hook.example", opt).Deliver(t.Context(), call("k1"), func(context.Context) error {
		t.Error("ready was asked")
		return nil
	})
	if got.Verdict != NotSent || got.Scope != ScopeRelay || strings.Contains(got.Answer, "10.0.0.1") {
		t.Errorf("got %+v, want not sent, relay, without an address", got)
	}
}

func TestEarlyAgreementIsNoAcceptance(t *testing.T) {
	// The endpoint says 200 after the headers, and never has the body.
	gone := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = buffered.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
		_ = buffered.Flush()
		<-gone
		_ = conn.Close()
	}))
	defer s.Close()
	defer close(gone)
	m := Message{Key: "k1", Raw: []byte(strings.Repeat("1", 16<<20))}
	got := openHook(t, s.URL, Options{Dial: narrow(t)}).Deliver(t.Context(), m, func(context.Context) error {
		t.Error("ready was asked")
		return nil
	})
	if got.Verdict != NotSent || got.Code != 200 {
		t.Errorf("got %+v, want not sent, whatever the 200 says", got)
	}
}

func TestWebhookOverTLSIsWrittenByteAfterByte(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 1 {
			t.Errorf("the call came over %s, whose last byte is not written last", r.Proto)
		}
		_, _ = io.Copy(io.Discard, r.Body)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	trusting := Options{TLSConfig: &tls.Config{RootCAs: pool}}
	if got := openHook(t, s.URL, trusting).Deliver(t.Context(), call("k1"), yes); got.Verdict != Accepted {
		t.Errorf("got %+v, want accepted", got)
	}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if got := openHook(t, s.URL, Options{}).Deliver(t.Context(), call("k2"), yes); got.Verdict != NotSent || got.Answer != "certificate not valid before the call was made" {
		t.Errorf("a stranger's certificate: got %+v, want not sent", got)
	}
}

func TestWebhookConnectionsAreBoundedAndKept(t *testing.T) {
	var made atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			made.Add(1)
		}
	}
	s.Start()
	defer s.Close()
	c := openHook(t, s.URL, Options{Connections: 2})
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			if got := c.Deliver(t.Context(), call(fmt.Sprint("k", i)), yes); got.Verdict != Accepted {
				t.Errorf("call %d: got %+v, want accepted", i, got)
			}
		})
	}
	all.Wait()
	if made.Load() > 2 {
		t.Errorf("%d connections for 50 calls, want at most 2", made.Load())
	}
	_ = c.Close()
	if got := c.Deliver(t.Context(), call("k"), yes); got.Verdict != NotSent || !errors.Is(got.Err, ErrClosed) {
		t.Errorf("after Close: got %+v", got)
	}
}

func TestCallsThatCannotGoAreRefused(t *testing.T) {
	c := openHook(t, "http://127.0.0.1:1", Options{})
	for name, m := range map[string]Message{
		"no body":       {Key: "k1"},
		"not JSON":      {Key: "k1", Raw: []byte("{")},
		"two values":    {Key: "k1", Raw: []byte("{}{}")},
		"no key":        {Raw: []byte("{}")},
		"a header more": {Key: "k\r\nX: y", Raw: []byte("{}")},
		"too large":     {Key: "k1", Raw: []byte(strings.Repeat("1", maxRaw+1))},
	} {
		if got := c.Deliver(t.Context(), m, yes); got.Verdict != Refused || got.Err == nil || m.Validate() == nil {
			t.Errorf("%s: got %+v, want refused", name, got)
		}
	}
	if err := call("k1").Validate(); err != nil {
		t.Errorf("a good call: %v", err)
	}
}

func TestOpenWebhookRefusesWhatItCannotKeep(t *testing.T) {
	now := Options{Now: clock("2026-03-01T09:00:00Z")}
	for _, c := range []struct{ endpoint, secret string }{
		{"", "hunter2"}, {"hook.example", "hunter2"}, {"ftp://hook.example", "hunter2"}, {"https://", "hunter2"},
		{"https://u:hunter2%zz@hook.example", "hunter2"},
		{"https://hook.example", ""}, {"https://hook.example", "whsec_"}, {"https://hook.example", "whsec_hunter2!"},
	} {
		if _, err := OpenWebhook(c.endpoint, c.secret, now); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s, %s: error %v, want one without a secret", c.endpoint, c.secret, err)
		}
	}
	if _, err := OpenWebhook("https://hook.example", "s", Options{}); err == nil {
		t.Error("a webhook without a clock was opened")
	}
}
