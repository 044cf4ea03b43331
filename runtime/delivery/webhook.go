package delivery

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// webhook is the channel that posts each message as JSON, signed as Standard Webhooks (standardwebhooks.com)
// describe: webhook-id, webhook-timestamp, and the HMAC-SHA256 of "id.timestamp.body" in webhook-signature.
type webhook struct {
	endpoint string
	secret   []byte
	opt      Options
	client   *http.Transport
	closed   atomic.Bool
}

const (
	// maxWebhookSaid is how much of a response is read for the ledger's line.
	maxWebhookSaid = 4 << 10
	// maxResponseHeader bounds what an endpoint can make us keep.
	maxResponseHeader = 64 << 10
	// maxRetryAfter keeps an endpoint from parking a message for ever.
	maxRetryAfter = 24 * time.Hour
)

// OpenWebhook returns the channel to an endpoint. secret is that of the signature: the "whsec_…" form of Standard
// Webhooks, whose rest is base64, or any other text, whose bytes are the key. An error never repeats either.
func OpenWebhook(endpoint, secret string, opt Options) (Channel, error) {
	opt = opt.withDefaults()
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("a webhook's url begins with https:// or http://, and a host follows")
	}
	key := []byte(secret)
	if coded, ok := strings.CutPrefix(secret, "whsec_"); ok {
		if key, err = base64.StdEncoding.DecodeString(coded); err != nil {
			return nil, errors.New("a webhook's secret that begins with whsec_ goes on in base64")
		}
	}
	if len(key) == 0 {
		return nil, errors.New("a webhook needs a secret: its receiver could not tell our calls from others")
	}
	if opt.Now == nil {
		return nil, errors.New("the webhook channel needs a clock")
	}
	client := &http.Transport{
		DialContext:            opt.Dial,
		TLSClientConfig:        opt.TLSConfig.Clone(),
		TLSHandshakeTimeout:    opt.ConnectTimeout,
		ResponseHeaderTimeout:  opt.ResponseTimeout,
		IdleConnTimeout:        opt.IdleTimeout,
		MaxConnsPerHost:        opt.Connections,
		MaxIdleConnsPerHost:    opt.Connections,
		MaxResponseHeaderBytes: maxResponseHeader,
		DisableCompression:     true,
		// HTTP/1 writes the body's last byte last, which is what decides between NotSent and Unknown.
		TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{},
	}
	return &webhook{endpoint: endpoint, secret: key, opt: opt, client: client}, nil
}

// Deliver posts m.Raw under m.Key. Redirects are not followed: the signature is for one receiver.
func (w *webhook) Deliver(ctx context.Context, m Message, ready Ready) Outcome {
	if err := m.validateCall(); err != nil {
		return Outcome{Verdict: Refused, Answer: oneLine("not sent: " + err.Error()), Err: fmt.Errorf("check the call: %w", err)}
	}
	if w.closed.Load() {
		return w.silence(false, ErrClosed)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, w.opt.CommandTimeout, errSlowCall)
	defer cancel()

	body := &heldBody{ctx: ctx, raw: m.Raw, ready: ready}
	request, err := w.request(ctx, m, body)
	if err != nil {
		return w.silence(false, err)
	}
	response, err := w.client.RoundTrip(request)
	released, said := body.seal()
	switch {
	case said != nil:
		if response != nil {
			_ = response.Body.Close()
		}
		return withheld(said)
	case err != nil:
		// What was let go may still lie in a buffer, which nobody can tell from here. Unknown is the answer that is
		// never wrong, and a call may be repeated under its key.
		return w.silence(released, stopped(ctx, err))
	}
	defer response.Body.Close()
	return w.judge(response, cancel, released)
}

var errSlowCall = fmt.Errorf("the call took too long: %w", context.DeadlineExceeded)

func (w *webhook) request(ctx context.Context, m Message, body io.Reader) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.endpoint, body)
	if err != nil {
		return nil, err
	}
	request.ContentLength = int64(len(m.Raw))
	at := strconv.FormatInt(w.opt.Now().Unix(), 10)
	request.Header = http.Header{
		"Content-Type":      {"application/json"},
		"User-Agent":        {"flowc"},
		"Idempotency-Key":   {m.Key},
		"Webhook-Id":        {m.Key},
		"Webhook-Timestamp": {at},
		"Webhook-Signature": {"v1," + signature(w.secret, m.Key, at, m.Raw)},
	}
	return request, nil
}

func signature(secret []byte, id, at string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + at + "."))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// judge is the table of what each status means.
func (w *webhook) judge(response *http.Response, cancel func(), released bool) Outcome {
	o := Outcome{Code: response.StatusCode, Answer: w.said(response, cancel)}
	switch code := response.StatusCode; {
	case code/100 == 2 && released:
		o.Verdict = Accepted
		return o
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code/100 == 5:
		o.Verdict, o.Scope = NotSent, ScopeRelay
		o.RetryAfter = w.retryAfter(response.Header.Get("Retry-After"))
	case code/100 == 4:
		o.Verdict, o.Scope = Refused, ScopeMessage
		switch code {
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone:
			// The endpoint is not what it was: the next message will fare no better.
			o.Scope = ScopeRelay
		}
	default:
		// A redirect, which is the operator's to follow; or agreement before the message was whole.
		o.Verdict, o.Scope = NotSent, ScopeRelay
	}
	o.Err = fmt.Errorf("call the webhook: %s", o.Answer)
	return o
}

// said is the status and the beginning of the body. The status has decided already, so a body that does not come
// is cut off.
func (w *webhook) said(response *http.Response, cancel func()) string {
	guard := time.AfterFunc(w.opt.ResponseTimeout, cancel)
	defer guard.Stop()
	var text bytes.Buffer
	_, _ = io.Copy(&text, io.LimitReader(response.Body, maxWebhookSaid))
	return oneLine("HTTP " + response.Status + " " + text.String())
}

// retryAfter reads seconds or an HTTP date.
func (w *webhook) retryAfter(value string) time.Duration {
	wait := time.Duration(0)
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(w.opt.Now())
	}
	return min(max(wait, 0), maxRetryAfter)
}

func (w *webhook) silence(handedOver bool, err error) Outcome {
	o := Outcome{Verdict: NotSent, Scope: ScopeRelay, Err: fmt.Errorf("call the webhook: %w", err)}
	o.Answer = cause(err) + " before the call was made"
	if handedOver {
		o.Verdict, o.Scope = Unknown, ScopeMessage
		o.Answer = cause(err) + " after the call was made"
	}
	return o
}

// Close ends idle connections.
func (w *webhook) Close() error {
	w.closed.Store(true)
	w.client.CloseIdleConnections()
	return nil
}

// heldBody is a request's body that gives its last byte only when ready agrees. A receiver without the last byte
// has less than Content-Length, and no whole JSON value.
type heldBody struct {
	ctx   context.Context
	ready Ready

	mu       sync.Mutex
	raw      []byte // what is left
	asked    bool
	refusal  error
	released bool
	sealed   bool
}

var errSealed = errors.New("the call is over")

func (b *heldBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case len(b.raw) == 0:
		return 0, io.EOF
	case len(p) == 0:
		return 0, nil
	case b.sealed:
		return 0, errSealed
	case len(b.raw) > 1:
		n := copy(p, b.raw[:len(b.raw)-1])
		b.raw = b.raw[n:]
		return n, nil
	}
	if !b.asked && b.ready != nil {
		b.asked = true
		b.refusal = b.ready(b.ctx)
	}
	if b.refusal != nil {
		return 0, b.refusal
	}
	if b.ctx.Err() != nil {
		return 0, context.Cause(b.ctx)
	}
	b.released = true
	n := copy(p, b.raw)
	b.raw = nil
	return n, nil
}

// seal ends the reading, and reports whether the last byte was given, or why not, if ready was against it. It waits
// for a question that is being asked.
func (b *heldBody) seal() (released bool, refusal error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sealed = true
	return b.released, b.refusal
}
