package pages

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Bounds of what a POST may bring. A mail program sends 26 bytes.
const (
	maxBody      = 16 << 10
	maxParts     = 10
	maxUserAgent = 200
)

// unsubscribe acts on a POST. Whoever posts to a link that verifies wishes to leave, whatever the body says: the
// body only tells a mail program, which wants a 200 and no page, from a person.
func (h *handler) unsubscribe(w http.ResponseWriter, r *http.Request, claim Claim, issued, now time.Time) {
	form, err := readForm(w, r)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		h.show(w, http.StatusRequestEntityTooLarge, h.layout.notice(r, words.failed))
		return
	case err != nil:
		// It broke off. Whoever it was will try again.
		h.show(w, http.StatusBadRequest, h.layout.notice(r, words.failed))
		return
	}
	evidence := Evidence{Via: ViaPage, Issued: issued, UserAgent: printable(r.UserAgent())}
	oneClick := form.Get("List-Unsubscribe") == "One-Click"
	switch {
	case oneClick:
		evidence.Via = ViaOneClick
	case form.Get("scope") == "all":
		claim.Topic = ""
	}
	if err := h.config.Store.Unsubscribe(r.Context(), claim, now, evidence); err != nil {
		h.config.Report(fmt.Errorf("unsubscribe: %w", err))
		w.Header().Set("Retry-After", "60")
		h.show(w, http.StatusServiceUnavailable, h.layout.notice(r, words.failed))
		return
	}
	if oneClick {
		plain(w, http.StatusOK, "unsubscribed\n")
		return
	}
	h.show(w, http.StatusOK, h.layout.done(r, h.topics(r.Context()), claim, h.back(claim, issued, now)))
}

// back is the way to take an unsubscription back, from its own page. It says from which letter the unsubscription came, since that is
// by what it is known; its own time is that of the press, from which the day counts in which it works.
func (h *handler) back(claim Claim, letter, now time.Time) string {
	claim.Key = strconv.FormatInt(letter.Unix(), 10)
	return "../" + KindResubscribe.letter() + "/" + h.config.Keys.Sign(KindResubscribe, claim, now)
}

// resubscribe acts on a POST to a link that back made.
func (h *handler) resubscribe(w http.ResponseWriter, r *http.Request, claim Claim, now time.Time) {
	letter, err := strconv.ParseInt(claim.Key, 10, 64)
	if err != nil {
		h.stranger(w, r, now)
		return
	}
	claim.Key = ""
	evidence := Evidence{Via: ViaUndo, Issued: time.Unix(letter, 0).UTC(), UserAgent: printable(r.UserAgent())}
	if err := h.config.Store.Resubscribe(r.Context(), claim, now, evidence); err != nil {
		h.config.Report(fmt.Errorf("resubscribe: %w", err))
		w.Header().Set("Retry-After", "60")
		h.show(w, http.StatusServiceUnavailable, h.layout.notice(r, words.failed))
		return
	}
	h.show(w, http.StatusOK, h.layout.backAgain(r, h.topics(r.Context()), claim))
}

// readForm reads a body as a form of either kind. What is not a form is an empty one; only a body that is too
// large, or ends before its end, is an error.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, err
	}
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && kind == "multipart/form-data" {
		return readParts(string(body), parameters["boundary"]), nil
	}
	// A mail program that names no type sends this one.
	form, err := url.ParseQuery(strings.TrimSpace(string(body)))
	if err != nil {
		return url.Values{}, nil
	}
	return form, nil
}

func readParts(body, boundary string) url.Values {
	form := url.Values{}
	if boundary == "" {
		return form
	}
	reader := multipart.NewReader(strings.NewReader(body), boundary)
	for range maxParts {
		part, err := reader.NextPart()
		if err != nil {
			return form
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return form
		}
		form.Add(part.FormName(), string(value))
	}
	return form
}

// printable keeps what of a program's name can go into a log as it is.
func printable(s string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s[:min(len(s), maxUserAgent)])
	return strings.TrimSpace(clean)
}
