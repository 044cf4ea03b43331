// Package pages turns the links of letters into signed tokens, and requests for those links into pages.
//
// Opening a link changes nothing: programs that scan mail open every link, and some press buttons that a script
// presses for them. So GET and HEAD show, POST acts, no page has a script, and nothing a page shows depends on
// who opens it.
package pages

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Store is what the pages ask of the project.
type Store interface {
	// Unsubscribe denies the topic that the claim names, or all marketing where it names none, from at on. It is
	// done when it returns nil, and doing it again is no error; neither is a customer who is not known any more.
	Unsubscribe(ctx context.Context, claim Claim, at time.Time, evidence Evidence) error
	// Resubscribe takes back what Unsubscribe did for the same claim and the same letter until at, so that what held before holds
	// again. Doing it again is no error.
	Resubscribe(ctx context.Context, claim Claim, at time.Time, evidence Evidence) error
	// Topics gives the project's topics in the order in which pages list them.
	Topics(ctx context.Context) ([]Topic, error)
}

// Topic is what a customer may or may not get.
type Topic struct {
	// Name is what a claim says.
	Name string
	// Title is what people read.
	Title string
	// Transactional topics are owed with an order and go on after an unsubscription.
	Transactional bool
}

// Evidence is what is kept as the proof of a wish. It holds no address of a network: the token already says
// whose wish it was.
type Evidence struct {
	Via Via
	// Issued is when the link was made, which is when its letter was.
	Issued time.Time
	// UserAgent is what the program called itself: printable ASCII, at most 200 bytes.
	UserAgent string
}

// Via says how a wish came.
type Via string

// The ways.
const (
	ViaOneClick Via = "one_click" // the mail program's own button (RFC 8058)
	ViaPage     Via = "page"      // the button on the page
	ViaUndo     Via = "undo"      // the button behind it, for a mistake
)

// Brand is what the pages show of the shop.
type Brand struct {
	Name string
	// Website is linked from every page; it must begin with https:// or is left out.
	Website string
	// Accent is the colour of buttons, as #rrggbb.
	Accent        string
	PostalAddress string
}

// Config holds what New needs. Keys, Store and Now are required.
type Config struct {
	Keys  Keys
	Store Store
	Brand Brand
	Now   func() time.Time
	// Locale is the language where a browser asks for none that there is; English by default.
	Locale string
	// Healthy, if set, decides what /healthz answers.
	Healthy func(ctx context.Context) error
	// Report, if set, is told what went wrong on our side.
	Report func(err error)
	// ClientAddr, if set, says who is asking. By default it is the other end of the connection, which behind a proxy
	// is the proxy: only links that do not verify are counted by it, so no proxy keeps anybody from unsubscribing.
	ClientAddr func(r *http.Request) netip.Addr
}

// handler serves the pages.
type handler struct {
	config  Config
	layout  *layout
	strange *limiter[netip.Prefix] // links that do not verify, by client
	busy    *limiter[[tagLen]byte] // links that do, each by itself
}

// Limits of asking. A person opens a link a few times; whoever guesses needs some 2^127 tries.
const (
	strangeBurst = 30
	strangeEvery = 2 * time.Second
	busyBurst    = 30
	busyEvery    = time.Second
)

// New returns the handler of a project's pages:
//
//	GET, HEAD  /u/TOKEN    a page with one button
//	POST       /u/TOKEN    unsubscribes: by the button, or by a mail program (RFC 8058)
//	GET, HEAD  /s/TOKEN    a page with one button, for a day after unsubscribing
//	POST       /s/TOKEN    takes the unsubscription back
//	GET, HEAD  /p/ /r/ /n/ /b/ /f/TOKEN    what the other links of a letter lead to
//	GET, HEAD  /healthz, /robots.txt
//
// Everything else, a token that was changed, has expired or is of another kind included, gets one and the same
// answer. Timeouts are the server's.
func New(config Config) (http.Handler, error) {
	switch {
	case len(config.Keys.ring) == 0:
		return nil, errors.New("pages need a key")
	case config.Store == nil:
		return nil, errors.New("pages need a store")
	case config.Now == nil:
		return nil, errors.New("pages need a clock")
	}
	if config.Report == nil {
		config.Report = func(error) {}
	}
	if config.ClientAddr == nil {
		config.ClientAddr = peer
	}
	return &handler{
		config:  config,
		layout:  newLayout(config.Brand, config.Locale),
		strange: newLimiter[netip.Prefix](strangeBurst, strangeEvery),
		busy:    newLimiter[[tagLen]byte](busyBurst, busyEvery),
	}, nil
}

// ServeHTTP finds the page.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.layout.headers(w.Header())
	switch r.URL.Path {
	case "/healthz":
		h.health(w, r)
		return
	case "/robots.txt":
		if h.allow(w, r, http.MethodGet, http.MethodHead) {
			plain(w, http.StatusOK, "User-agent: *\nDisallow: /\n")
		}
		return
	}
	letter, token, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	kind := kindOf(letter)
	methods := []string{http.MethodGet, http.MethodHead}
	if kind == KindUnsubscribe || kind == KindResubscribe {
		methods = append(methods, http.MethodPost)
	}
	if !h.allow(w, r, methods...) {
		return
	}
	now := h.config.Now()
	claim, issued, tag, err := h.config.Keys.verify(kind, token, now)
	if err != nil {
		h.stranger(w, r, now)
		return
	}
	if !h.busy.allow(tag, now) {
		h.tooMany(w, r, busyEvery)
		return
	}
	post := r.Method == http.MethodPost
	switch {
	case kind == KindUnsubscribe && post:
		h.unsubscribe(w, r, claim, issued, now)
	case kind == KindUnsubscribe:
		h.show(w, http.StatusOK, h.layout.ask(r, h.topics(r.Context()), claim))
	case kind == KindResubscribe && post:
		h.resubscribe(w, r, claim, now)
	case kind == KindResubscribe:
		h.show(w, http.StatusOK, h.layout.askBack(r))
	default:
		h.show(w, http.StatusOK, h.layout.coming(r, kind))
	}
}

// stranger answers a link that does not verify, until there were too many.
func (h *handler) stranger(w http.ResponseWriter, r *http.Request, now time.Time) {
	if !h.strange.allow(network(h.config.ClientAddr(r)), now) {
		h.tooMany(w, r, strangeEvery)
		return
	}
	h.show(w, http.StatusNotFound, h.layout.notice(r, words.noLink))
}

func (h *handler) tooMany(w http.ResponseWriter, r *http.Request, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
	h.show(w, http.StatusTooManyRequests, h.layout.notice(r, words.tooMany))
}

// allow answers methods that a page does not know.
func (h *handler) allow(w http.ResponseWriter, r *http.Request, methods ...string) bool {
	for _, m := range methods {
		if r.Method == m {
			return true
		}
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	h.show(w, http.StatusMethodNotAllowed, h.layout.notice(r, words.failed))
	return false
}

func (h *handler) health(w http.ResponseWriter, r *http.Request) {
	if !h.allow(w, r, http.MethodGet, http.MethodHead) {
		return
	}
	if h.config.Healthy != nil {
		if err := h.config.Healthy(r.Context()); err != nil {
			h.config.Report(err)
			plain(w, http.StatusServiceUnavailable, "not healthy\n")
			return
		}
	}
	plain(w, http.StatusOK, "ok\n")
}

// topics is empty where the store does not answer: the pages do without titles rather than without a button.
func (h *handler) topics(ctx context.Context) []Topic {
	topics, err := h.config.Store.Topics(ctx)
	if err != nil {
		h.config.Report(err)
		return nil
	}
	return topics
}

func (h *handler) show(w http.ResponseWriter, status int, p page) {
	body, err := h.layout.render(p)
	if err != nil {
		h.config.Report(err)
		plain(w, http.StatusInternalServerError, "sorry\n")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", p.Words.Lang)
	write(w, status, body)
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	write(w, status, []byte(text))
}

// write sends a whole answer; the server leaves the body out for HEAD.
func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever asked has gone
}

// peer is the other end of the connection.
func peer(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr()
}

// network is what one household or machine has to itself: an IPv4 address, or 64 bits of IPv6.
func network(addr netip.Addr) netip.Prefix {
	addr = addr.Unmap().WithZone("")
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // those of whom nothing is known share one
	}
	return prefix
}
