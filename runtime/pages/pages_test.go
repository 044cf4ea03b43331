package pages

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// wish is what a store was asked for.
type wish struct {
	Claim    Claim
	At       time.Time
	Evidence Evidence
}

type memory struct {
	mu      sync.Mutex
	wishes  []wish
	regrets []wish // what was taken back
	topics  []Topic
	fail    error
}

func (m *memory) Unsubscribe(_ context.Context, claim Claim, at time.Time, e Evidence) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	m.wishes = append(m.wishes, wish{claim, at, e})
	return nil
}

func (m *memory) Resubscribe(_ context.Context, claim Claim, at time.Time, e Evidence) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	m.regrets = append(m.regrets, wish{claim, at, e})
	return nil
}

func (m *memory) Topics(context.Context) ([]Topic, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.topics, m.fail
}

// shop is a handler with all that belongs to it.
type shop struct {
	http.Handler
	store    *memory
	keys     Keys
	now      time.Time
	reported []error
}

var brand = Brand{
	Name:          "Acme Skincare",
	Website:       "https://acme.example",
	Accent:        "#b4235a",
	PostalAddress: "Acme GmbH, Torstr. 1, 10119 Berlin",
}

func newShop(t testing.TB, change ...func(*Config)) *shop {
	t.Helper()
	s := &shop{
		store: &memory{topics: []Topic{
			{Name: "orders", Title: "Your orders", Transactional: true},
			{Name: "reviews", Title: "Review requests"},
			{Name: "offers", Title: "Offers"},
		}},
		keys: newKeys(t, Key{1, secret('a')}),
		now:  issued.Add(time.Hour),
	}
	config := Config{
		Keys:   s.keys,
		Store:  s.store,
		Brand:  brand,
		Now:    func() time.Time { return s.now },
		Report: func(err error) { s.reported = append(s.reported, err) },
	}
	for _, f := range change {
		f(&config)
	}
	h, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	s.Handler = h
	return s
}

func (s *shop) link(kind Kind, c Claim) string {
	return strings.TrimPrefix(s.keys.URL("https://post.acme.example", kind, c, issued), "https://post.acme.example")
}

func (s *shop) do(method, path, body string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var reviews = Claim{Customer: "c1", Address: "ada@example.test", Topic: "reviews"}

const (
	formType = "application/x-www-form-urlencoded"
	oneClick = "List-Unsubscribe=One-Click"
)

func TestOpeningALinkChangesNothing(t *testing.T) {
	s := newShop(t)
	for _, kind := range allKinds() {
		for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} {
			for _, query := range []string{"", "?List-Unsubscribe=One-Click", "?from=page&scope=all", "?_method=POST"} {
				r := s.do(method, s.link(kind, reviews)+query, oneClick, "Content-Type", formType, "X-HTTP-Method-Override", "POST")
				want := 405
				if method == "GET" || method == "HEAD" {
					want = 200
				}
				if r.StatusCode != want {
					t.Errorf("%s %s%s: got %d, want %d", method, kind.letter(), query, r.StatusCode, want)
				}
				s.now = s.now.Add(time.Minute)
			}
		}
	}
	if len(s.store.wishes)+len(s.store.regrets) > 0 {
		t.Errorf("the store was asked for %+v and %+v", s.store.wishes, s.store.regrets)
	}
}

// undo is the address of the button for a mistake, seen from the page at path.
func undo(t *testing.T, path, page string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `action="`)
	action, _, _ := strings.Cut(rest, `"`)
	if !ok || strings.Count(page, "action=") != 1 {
		t.Fatalf("no one button for a mistake in\n%s", page)
	}
	from, err := url.Parse("https://post.acme.example/mail" + path)
	if err != nil {
		t.Fatal(err)
	}
	to, err := from.Parse(action)
	if err != nil || !strings.HasPrefix(to.Path, "/mail/s/") {
		t.Fatalf("the button leads to %v, %v", to, err)
	}
	return strings.TrimPrefix(to.Path, "/mail")
}

func TestAMistakeIsTakenBackWithAButtonForADay(t *testing.T) {
	for body, c := range map[string]struct{ topic, says string }{
		"from=page":           {"reviews", "You get “Review requests” from Acme Skincare again."},
		"from=page&scope=all": {"", "You get from Acme Skincare again what you got before."},
	} {
		s := newShop(t)
		path := s.link(KindUnsubscribe, reviews)
		pressed := s.now
		back := undo(t, path, text(t, s.do("POST", path, body, "Content-Type", formType)))
		s.now = s.now.Add(23 * time.Hour)
		asked := s.do("GET", back, "")
		if got := text(t, asked); asked.StatusCode != 200 || !strings.Contains(got, "Was that a mistake?") || strings.Count(got, "<button") != 1 || len(s.store.regrets) != 0 {
			t.Errorf("%s: opening it gives %d and %+v\n%s", body, asked.StatusCode, s.store.regrets, got)
		}
		for range 2 {
			r := s.do("POST", back, "from=page", "Content-Type", formType, "User-Agent", "a phone")
			if got := text(t, r); r.StatusCode != 200 || !strings.Contains(got, c.says) {
				t.Errorf("%s: got %d\n%s", body, r.StatusCode, got)
			}
		}
		want := wish{Claim{Customer: "c1", Address: Mark("ada@example.test"), Topic: c.topic}, s.now, Evidence{ViaUndo, issued, "a phone"}}
		if !reflect.DeepEqual(s.store.regrets, []wish{want, want}) || len(s.store.wishes) != 1 {
			t.Errorf("%s: got %+v, want twice %+v", body, s.store.regrets, want)
		}
		s.now = pressed.Add(25 * time.Hour)
		if r := s.do("POST", back, "from=page"); r.StatusCode != 404 || len(s.store.regrets) != 2 {
			t.Errorf("%s: a day later: got %d and %+v", body, r.StatusCode, s.store.regrets)
		}
	}
}

func TestOnlyThePageItselfHandsOutTheWayBack(t *testing.T) {
	s := newShop(t)
	path := s.link(KindUnsubscribe, reviews)
	for _, forged := range []string{
		"/s/" + strings.TrimPrefix(path, "/u/"),
		s.link(KindResubscribe, reviews), // signed, and not by the page
		"/s/x",
	} {
		if r := s.do("POST", forged, "from=page"); r.StatusCode != 404 {
			t.Errorf("%.20s: got %d, want 404", forged, r.StatusCode)
		}
	}
	if got := text(t, s.do("POST", path, oneClick, "Content-Type", formType)); strings.Contains(got, "/s/") {
		t.Errorf("a mail program gets %s", got)
	}
	if len(s.store.regrets) != 0 {
		t.Errorf("taken back: %+v", s.store.regrets)
	}
	back := undo(t, path, text(t, s.do("POST", path, "from=page")))
	s.store.fail = errors.New("disk full")
	if r := s.do("POST", back, ""); r.StatusCode != 503 || !strings.Contains(text(t, r), "Nothing was changed") {
		t.Errorf("a store that fails: got %d", r.StatusCode)
	}
}

func TestButtonUnsubscribesAndSaysWhatStillComes(t *testing.T) {
	s := newShop(t)
	path := s.link(KindUnsubscribe, reviews)
	asked := text(t, s.do("GET", path, ""))
	for _, want := range []string{"Unsubscribe from “Review requests”?", "Acme Skincare", `<form method="post">`, "Acme GmbH, Torstr. 1, 10119 Berlin", "https://acme.example"} {
		if !strings.Contains(asked, want) {
			t.Errorf("the page lacks %q:\n%s", want, asked)
		}
	}
	if strings.Count(asked, "<button") != 1 {
		t.Errorf("the page has %d buttons, want 1", strings.Count(asked, "<button"))
	}
	r := s.do("POST", path, "from=page", "Content-Type", formType, "User-Agent", "Mozilla/5.0 \x1b[2J(a phone)", "Origin", "null")
	done := text(t, r)
	if r.StatusCode != 200 {
		t.Errorf("got %d, want 200", r.StatusCode)
	}
	for _, want := range []string{"You are unsubscribed", "You get no more “Review requests” from Acme Skincare.", "<li>Your orders</li>", "<li>Offers</li>", "Unsubscribe from all marketing"} {
		if !strings.Contains(done, want) {
			t.Errorf("the page lacks %q:\n%s", want, done)
		}
	}
	want := wish{
		Claim:    Claim{Customer: "c1", Address: Mark("ada@example.test"), Topic: "reviews"},
		At:       s.now,
		Evidence: Evidence{Via: ViaPage, Issued: issued, UserAgent: "Mozilla/5.0 [2J(a phone)"},
	}
	if !reflect.DeepEqual(s.store.wishes, []wish{want}) {
		t.Errorf("got %+v, want %+v", s.store.wishes, want)
	}

	done = text(t, s.do("POST", path, "from=page&scope=all", "Content-Type", formType))
	want.Claim.Topic, want.Evidence.UserAgent = "", ""
	if len(s.store.wishes) != 2 || !reflect.DeepEqual(s.store.wishes[1], want) {
		t.Errorf("all of it: got %+v, want %+v", s.store.wishes, want)
	}
	if !strings.Contains(done, "You get no more marketing e-mails from Acme Skincare.") || strings.Count(done, "<button") != 1 || strings.Contains(done, "Offers") {
		t.Errorf("all of it: the page says\n%s", done)
	}
}

func TestMailProgramUnsubscribesWithOnePost(t *testing.T) {
	multi := func(field, value string) (kind, body string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		if err := errors.Join(w.WriteField(field, value), w.Close()); err != nil {
			t.Fatal(err)
		}
		return w.FormDataContentType(), b.String()
	}
	multiType, multiBody := multi("List-Unsubscribe", "One-Click")
	pageType, pageBody := multi("from", "page")
	for _, c := range []struct {
		name, kind, body string
		via              Via
	}{
		{"a form", formType, oneClick, ViaOneClick},
		{"a form with a charset", formType + "; charset=utf-8", oneClick + "\r\n", ViaOneClick},
		{"multipart", multiType, multiBody, ViaOneClick},
		{"no type", "", oneClick, ViaOneClick},
		{"a form, and scope all has no say", formType, oneClick + "&scope=all", ViaOneClick},
		{"the page's form as multipart", pageType, pageBody, ViaPage},
		{"nothing", "", "", ViaPage},
		{"another word", formType, "List-Unsubscribe=Two-Click", ViaPage},
		{"no form", "application/json", `{"a":1}`, ViaPage},
		{"a broken form", formType, "%zz;;", ViaPage},
		{"multipart without a boundary", "multipart/form-data", multiBody, ViaPage},
		{"multipart cut short", multiType, multiBody[:40], ViaPage},
		{"many parts", "multipart/form-data; boundary=x", strings.Repeat("--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", 200), ViaPage},
	} {
		s := newShop(t)
		path := s.link(KindUnsubscribe, reviews)
		for range 3 { // a mail program may say it again
			r := s.do("POST", path, c.body, "Content-Type", c.kind)
			body := text(t, r)
			if r.StatusCode != 200 || r.Header.Get("Location") != "" || len(r.Cookies()) > 0 {
				t.Errorf("%s: got %d, location %q, cookies %v", c.name, r.StatusCode, r.Header.Get("Location"), r.Cookies())
			}
			if c.via == ViaOneClick && body != "unsubscribed\n" {
				t.Errorf("%s: got %q, want a word and no page", c.name, body)
			}
		}
		for _, w := range s.store.wishes {
			if w.Claim.Topic != "reviews" || w.Claim.Customer != "c1" || w.Evidence.Via != c.via {
				t.Errorf("%s: got %+v, want reviews of c1 by %s", c.name, w, c.via)
			}
		}
		if len(s.store.wishes) != 3 {
			t.Errorf("%s: the store was asked %d times, want 3", c.name, len(s.store.wishes))
		}
	}
}

func TestWhatIsTooLargeIsNotRead(t *testing.T) {
	s := newShop(t)
	endless := &endlessReader{}
	r := httptest.NewRequest("POST", s.link(KindUnsubscribe, reviews), endless)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != 413 || endless.read > 1<<20 || len(s.store.wishes) != 0 {
		t.Errorf("got %d after %d bytes and %d wishes, want 413 soon and none", w.Code, endless.read, len(s.store.wishes))
	}
	r = httptest.NewRequest("POST", s.link(KindUnsubscribe, reviews), io.MultiReader(strings.NewReader("List-"), brokenReader{}))
	w = httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != 400 || len(s.store.wishes) != 0 {
		t.Errorf("a body that broke off: got %d and %d wishes, want 400 and none", w.Code, len(s.store.wishes))
	}
}

type endlessReader struct{ read int }

func (r *endlessReader) Read(p []byte) (int, error) {
	r.read += len(p)
	return copy(p, bytes.Repeat([]byte("x"), len(p))), nil
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestStoreThatFailsIsSaidSo(t *testing.T) {
	s := newShop(t)
	s.store.fail = errors.New("disk full at /var/lib/flowc: secret")
	for _, body := range []string{oneClick, "from=page"} {
		r := s.do("POST", s.link(KindUnsubscribe, reviews), body, "Content-Type", formType)
		if got := text(t, r); r.StatusCode != 503 || r.Header.Get("Retry-After") == "" || strings.Contains(got, "secret") || !strings.Contains(got, "Nothing was changed") {
			t.Errorf("%s: got %d, %s", body, r.StatusCode, got)
		}
	}
	r := s.do("GET", s.link(KindUnsubscribe, reviews), "")
	if got := text(t, r); r.StatusCode != 200 || !strings.Contains(got, "Unsubscribe from Acme Skincare?") || !strings.Contains(got, "<button") {
		t.Errorf("without titles: got %d, %s", r.StatusCode, got)
	}
	if len(s.reported) != 3 {
		t.Errorf("reported %v, want 3", s.reported)
	}
}

func TestEveryLinkThatDoesNotWorkGetsOneAnswer(t *testing.T) {
	s := newShop(t, func(c *Config) { c.ClientAddr = spread() })
	good := s.link(KindUnsubscribe, reviews)
	token := strings.TrimPrefix(good, "/u/")
	other := newKeys(t, Key{1, secret('z')})
	paths := []string{
		"/", "/u", "/u/", "/u/x", "/x/" + token, "/u/" + token + "x", "/u/" + token + "/", "//u/" + token, "/p/" + token, "/u/../u/" + token,
		"/u/" + token[:len(token)-1], "/u/" + strings.ToUpper(token), "/U/" + token, "/favicon.ico", "/index.html", "/u/%00", "/u/" + strings.Repeat("A", 70_000),
		"/u/" + other.Sign(KindUnsubscribe, reviews, issued),
		"/r/" + s.keys.Sign(KindReview, reviews, issued.Add(-200*24*time.Hour)),
		"/c/https://evil.example", "/u//evil.example",
	}
	var want string
	for _, path := range paths {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			if method == "POST" && !strings.HasPrefix(path, "/u/") {
				continue
			}
			r := s.do(method, path, "")
			got := fmt.Sprint(r.StatusCode, r.Header, text(t, r))
			if want == "" {
				want = got
			}
			if got != want && method != "HEAD" || r.StatusCode != 404 {
				t.Errorf("%s %.60s: got %.300s, want %.300s", method, path, got, want)
			}
		}
	}
	if len(s.store.wishes) > 0 {
		t.Errorf("the store was asked for %+v", s.store.wishes)
	}
}

// spread says that everybody comes from somewhere else.
func spread() func(*http.Request) netip.Addr {
	n := byte(0)
	return func(*http.Request) netip.Addr { n++; return netip.AddrFrom4([4]byte{192, 0, 2, n}) }
}

func TestAnswersMayNotBeKeptFramedIndexedOrTold(t *testing.T) {
	s := newShop(t)
	path := s.link(KindUnsubscribe, reviews)
	for name, r := range map[string]*http.Response{
		"the page":      s.do("GET", path, ""),
		"the done page": s.do("POST", path, "from=page"),
		"one click":     s.do("POST", path, oneClick),
		"no such link":  s.do("GET", "/u/x", ""),
		"health":        s.do("GET", "/healthz", ""),
		"robots":        s.do("GET", "/robots.txt", ""),
		"method":        s.do("PUT", path, ""),
	} {
		for header, want := range map[string]string{
			"Referrer-Policy":        "no-referrer",
			"Cache-Control":          "no-store",
			"X-Robots-Tag":           "noindex, nofollow",
			"X-Content-Type-Options": "nosniff",
			"X-Frame-Options":        "DENY",
		} {
			if got := r.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", name, header, got, want)
			}
		}
		csp := r.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) || strings.Contains(csp, "unsafe") {
				t.Errorf("%s: the policy is %q, want %s in it", name, csp, want)
			}
		}
	}
}

func TestStyleIsTheOneThatThePolicyAllows(t *testing.T) {
	for _, accent := range []string{"", "#b4235a", "#ffffff", "red;}</style><script>"} {
		s := newShop(t, func(c *Config) { c.Brand.Accent = accent })
		r := s.do("GET", s.link(KindUnsubscribe, reviews), "")
		body := text(t, r)
		_, rest, _ := strings.Cut(body, "<style>")
		style, _, ok := strings.Cut(rest, "</style>")
		sum := sha256.Sum256([]byte(style))
		want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if !ok || !strings.Contains(r.Header.Get("Content-Security-Policy"), want) {
			t.Errorf("accent %q: the policy is %q, want %s", accent, r.Header.Get("Content-Security-Policy"), want)
		}
		if strings.Contains(body, "<script") || strings.Contains(body, "red;") {
			t.Errorf("accent %q came through", accent)
		}
	}
}

func TestPageIsWhatItIsWhateverTheNamesSay(t *testing.T) {
	harmless := shape(t, text(t, named(t, "Acme").do("POST", named(t, "Acme").link(KindUnsubscribe, reviews), "")))
	for _, evil := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title><script>`, `</style><script>`, "{{.}}", "%1%2", "javascript:alert(1)",
		`' onfocus='alert(1)`, "\u202e", "<!--", "]]>", "&lt;script&gt;", strings.Repeat("long ", 200),
	} {
		s := named(t, evil)
		body := text(t, s.do("POST", s.link(KindUnsubscribe, reviews), ""))
		if got := shape(t, body); got != harmless {
			t.Errorf("%q: got\n%s\nwant\n%s", evil, got, harmless)
		}
	}
}

// named is a shop in which everything is called so.
func named(t *testing.T, name string) *shop {
	s := newShop(t, func(c *Config) {
		c.Brand = Brand{Name: name, Website: "https://acme.example/?" + name, PostalAddress: name, Accent: name}
	})
	for i := range s.store.topics {
		s.store.topics[i].Title = name
	}
	return s
}

// shape is a page's elements and the names of their attributes.
func shape(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			b.WriteString(" <" + n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key)
			}
			b.WriteString(">")
		}
		if n.Type == html.CommentNode {
			b.WriteString(" <!-->")
		}
	}
	return b.String()
}

func TestPagesSpeakTheLanguageThatIsAskedFor(t *testing.T) {
	for _, c := range []struct{ project, asked, want string }{
		{"", "", "en"},
		{"", "de-AT,de;q=0.9,en;q=0.5", "de"},
		{"", "fr", "fr"},
		{"", "es-MX", "es"},
		{"de", "", "de"},
		{"de-DE", "ja", "de"},
		{"de", "en", "en"},
		{"xx-not-a-locale", "", "en"},
		{"fr", "nonsense;;q=", "fr"},
		{"", strings.Repeat("de,", 1000), "en"},
		{"", "*", "en"},
	} {
		s := newShop(t, func(config *Config) { config.Locale = c.project })
		r := s.do("GET", s.link(KindUnsubscribe, reviews), "", "Accept-Language", c.asked)
		if body := text(t, r); !strings.Contains(body, `<html lang="`+c.want+`">`) || r.Header.Get("Content-Language") != c.want {
			t.Errorf("project %q, asked %.20q: got %s, want %s", c.project, c.asked, r.Header.Get("Content-Language"), c.want)
		}
	}
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	first := reflect.ValueOf(english())
	for _, w := range languages() {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			name, want, got := v.Type().Field(i).Name, fmt.Sprint(first.Field(i)), fmt.Sprint(v.Field(i))
			parts := []string{got}
			if pair, ok := v.Field(i).Interface().([2]string); ok {
				parts = pair[:]
			}
			if slices.ContainsFunc(parts, func(part string) bool { return strings.TrimSpace(part) == "" }) {
				t.Errorf("%s has no words for %s", w.Lang, name)
			}
			for _, hole := range []string{"%1", "%2"} {
				if strings.Contains(got, hole) != strings.Contains(want, hole) {
					t.Errorf("%s: %s is %q, of which the English is %q", w.Lang, name, got, want)
				}
			}
			if w.Lang != "en" && got == want {
				t.Errorf("%s: %s is in English", w.Lang, name)
			}
		}
	}
}

func TestOtherLinksLeadToAnHonestPage(t *testing.T) {
	s := newShop(t)
	for kind, want := range map[Kind]string{
		KindPreferences: "Soon you can choose here",
		KindBrowser:     "Soon you can read the e-mail here",
		KindReview:      "Opening this page has recorded nothing",
		KindNPS:         "Opening this page has recorded nothing",
		KindReferral:    "A friend thinks that you would like Acme Skincare",
	} {
		r := s.do("GET", s.link(kind, reviews)+"?n=4", "")
		if body := text(t, r); r.StatusCode != 200 || !strings.Contains(body, want) || strings.Contains(body, "<form") {
			t.Errorf("%s: got %d\n%s", kind.letter(), r.StatusCode, body)
		}
		if r := s.do("POST", s.link(kind, reviews), oneClick); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: POST gives %d, Allow %q", kind.letter(), r.StatusCode, r.Header.Get("Allow"))
		}
	}
	if len(s.store.wishes) > 0 {
		t.Errorf("the store was asked for %+v", s.store.wishes)
	}
}

func TestGuessingIsSlowAndKeepsNobodyOut(t *testing.T) {
	s := newShop(t)
	count := map[int]int{}
	for range 3 * strangeBurst {
		r := s.do("GET", "/u/guess", "")
		count[r.StatusCode]++
		if r.StatusCode == 429 && r.Header.Get("Retry-After") != "2" {
			t.Errorf("Retry-After is %q", r.Header.Get("Retry-After"))
		}
	}
	if count[404] != strangeBurst || count[429] != 2*strangeBurst {
		t.Errorf("got %v, want %d answers and then 429", count, strangeBurst)
	}
	// The one address is that of a mailbox provider, say, from which thousands unsubscribe after a campaign.
	for i := range 1000 {
		if r := s.do("POST", s.link(KindUnsubscribe, Claim{Customer: fmt.Sprint(i)}), oneClick); r.StatusCode != 200 {
			t.Fatalf("customer %d: got %d, want 200", i, r.StatusCode)
		}
	}
	count = map[int]int{}
	for range 3 * busyBurst {
		count[s.do("POST", s.link(KindUnsubscribe, reviews), oneClick).StatusCode]++
	}
	if count[200] != busyBurst || count[429] != 2*busyBurst {
		t.Errorf("one link: got %v, want %d and then 429", count, busyBurst)
	}
}

func TestHealthIsThatOfTheProject(t *testing.T) {
	sick := errors.New("the disk is full: secret")
	for _, c := range []struct {
		healthy func(context.Context) error
		status  int
		body    string
	}{
		{nil, 200, "ok\n"},
		{func(context.Context) error { return nil }, 200, "ok\n"},
		{func(context.Context) error { return sick }, 503, "not healthy\n"},
	} {
		s := newShop(t, func(config *Config) { config.Healthy = c.healthy })
		r := s.do("GET", "/healthz", "")
		if got := text(t, r); r.StatusCode != c.status || got != c.body {
			t.Errorf("got %d %q, want %d %q", r.StatusCode, got, c.status, c.body)
		}
		if r := s.do("POST", "/healthz", ""); r.StatusCode != 405 {
			t.Errorf("POST: got %d, want 405", r.StatusCode)
		}
	}
	if got := text(t, newShop(t).do("GET", "/robots.txt", "")); got != "User-agent: *\nDisallow: /\n" {
		t.Errorf("robots.txt says %q", got)
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	keys, store, now := newKeys(t, Key{1, secret('a')}), &memory{}, func() time.Time { return issued }
	for name, c := range map[string]Config{
		"no keys":  {Store: store, Now: now},
		"no store": {Keys: keys, Now: now},
		"no clock": {Keys: keys, Store: store},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	h, err := New(Config{Keys: keys, Store: store, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/u/x", nil))
	if w.Code != 404 {
		t.Errorf("the least configuration: got %d", w.Code)
	}
}

func TestPagesAreSmallAndStandAlone(t *testing.T) {
	s := newShop(t)
	body := text(t, s.do("POST", s.link(KindUnsubscribe, reviews), ""))
	if len(body) > 8<<10 {
		t.Errorf("the page has %d bytes", len(body))
	}
	for _, outside := range []string{"<script", "<img", "<link", "<iframe", "src=", "url(", "@import"} {
		if strings.Contains(body, outside) {
			t.Errorf("the page has %q", outside)
		}
	}
}

func TestWebsiteIsLinkedOnlyWhereItIsOne(t *testing.T) {
	for website, want := range map[string]bool{"https://acme.example": true, "http://acme.example": false, "javascript:alert(1)": false, "//acme.example": false, "": false} {
		s := newShop(t, func(c *Config) { c.Brand.Website = website })
		if got := strings.Contains(text(t, s.do("GET", s.link(KindUnsubscribe, reviews), "")), "<a "); got != want {
			t.Errorf("%q: linked %v, want %v", website, got, want)
		}
	}
}

func TestColoursCanBeRead(t *testing.T) {
	for _, accent := range []string{"#b4235a", "#ffffff", "#000000", "#ffff00", "#767676", "#202023", "#0000ff", "#777", "blue", ""} {
		style := colours(accent)
		for scheme, card := range map[string]string{"light": lightCard, "dark": darkCard} {
			part := style
			if scheme == "dark" {
				_, part, _ = strings.Cut(style, "@media")
			}
			get := func(name string) colour {
				_, rest, _ := strings.Cut(part, "--"+name+":")
				c, ok := parseColour(rest[:7])
				if !ok {
					t.Fatalf("%s: no colour %s in %s", accent, name, part)
				}
				return c
			}
			ground, _ := parseColour(card)
			for _, pair := range []struct {
				name string
				a, b colour
				want float64
			}{
				{"text on the card", get("ink"), ground, 7},
				{"text on the ground", get("ink"), get("ground"), 7},
				{"small text on the card", get("soft"), ground, 4.5},
				{"small text on the ground", get("soft"), get("ground"), 4.5},
				{"text on the button", get("on-accent"), get("accent"), 4.5},
				{"the button on the card", get("accent"), ground, 3},
				{"the quiet button's edge", get("edge"), ground, 3},
				{"the tick", get("good"), ground, 3},
			} {
				if got := contrast(pair.a, pair.b); got < pair.want {
					t.Errorf("%q, %s: %s has a contrast of %.2f, want %.1f", accent, scheme, pair.name, got, pair.want)
				}
			}
		}
	}
}

func FuzzHandler(f *testing.F) {
	f.Add("GET", "/u/x", "", formType, "de")
	f.Add("POST", "/u/", oneClick, "multipart/form-data; boundary=x", "*")
	f.Fuzz(func(t *testing.T, method, path, body, kind, accept string) {
		s := newShop(t)
		r := httptest.NewRequest("GET", "/", strings.NewReader(body))
		r.Method, r.URL.Path = method, path
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Accept-Language", accept)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if len(s.store.wishes) > 0 || w.Code >= 500 {
			t.Errorf("%s %s: got %d and %+v", method, path, w.Code, s.store.wishes)
		}
		r = httptest.NewRequest("POST", s.link(KindUnsubscribe, reviews), strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Accept-Language", accept)
		w = httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if want := 200; len(body) <= maxBody && (w.Code != want || len(s.store.wishes) != 1) {
			t.Errorf("%q as %q: got %d and %+v", body, kind, w.Code, s.store.wishes)
		}
	})
}
