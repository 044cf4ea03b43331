package pages

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strings"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// layout makes pages in the shop's colours.
type layout struct {
	brand    Brand
	speech   speech
	template *template.Template
	style    template.CSS
	policy   string
}

// page is what the template shows. Its texts are plain; the template escapes them.
type page struct {
	Words   words
	Brand   Brand
	Website string
	Style   template.CSS

	Title   string
	Heading string
	Text    []string
	Done    bool

	Button string // a form with one button
	Small  string // below it

	Undo     string // a quieter button, for a mistake
	UndoText string // before it
	UndoURL  string // where it leads, from this page

	Lists []list
	Last  string // after the lists, before a second, quieter button
	Again string // that button
}

// list is a sentence, and what it introduces.
type list struct {
	Text  string
	Items []string
}

func newLayout(brand Brand, locale string) *layout {
	if strings.TrimSpace(brand.Name) == "" {
		brand.Name = "flowc"
	}
	if !strings.HasPrefix(brand.Website, "https://") {
		brand.Website = ""
	}
	l := &layout{
		brand:    brand,
		speech:   newSpeech(locale),
		template: template.Must(template.New("page").Parse(pageHTML)),
	}
	l.style = template.CSS(colours(brand.Accent) + pageCSS)
	sum := sha256.Sum256([]byte(l.style))
	l.policy = fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		base64.StdEncoding.EncodeToString(sum[:]))
	return l
}

// headers are those of every answer. Nobody may keep a page, frame it, index it, or learn from the next site that
// the link was opened.
func (l *layout) headers(h http.Header) {
	h.Set("Content-Security-Policy", l.policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Vary", "Accept-Language")
}

func (l *layout) render(p page) ([]byte, error) {
	var b bytes.Buffer
	if err := l.template.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("render a page: %w", err)
	}
	return b.Bytes(), nil
}

func (l *layout) page(r *http.Request) page {
	w := l.speech.choose(r.Header.Get("Accept-Language"))
	return page{
		Words:   w,
		Brand:   l.brand,
		Website: l.fill(w.Website, ""),
		Style:   l.style,
	}
}

// fill puts the shop's name and a topic's title into a sentence, in one go: a title may hold a "%1" of its own.
func (l *layout) fill(sentence, title string) string {
	return strings.NewReplacer("%1", l.brand.Name, "%2", title).Replace(sentence)
}

// notice is a page that only says something.
func (l *layout) notice(r *http.Request, said func(words) [2]string) page {
	p := l.page(r)
	text := said(p.Words)
	p.Title, p.Heading = text[0], text[0]
	p.Text = []string{l.fill(text[1], "")}
	return p
}

// coming is where a link leads whose page is yet to come.
func (l *layout) coming(r *http.Request, kind Kind) page {
	return l.notice(r, func(w words) [2]string { return w.coming(kind) })
}

// ask is the page with the button.
func (l *layout) ask(r *http.Request, topics []Topic, claim Claim) page {
	p := l.page(r)
	p.Title, p.Heading = p.Words.AskTitle, l.fill(p.Words.AskAll, "")
	if title := titleOf(topics, claim.Topic); title != "" {
		p.Heading = l.fill(p.Words.AskTopic, title)
	}
	p.Text = []string{l.fill(p.Words.AskText, "")}
	p.Button, p.Small = p.Words.AskButton, p.Words.AskNothing
	return p
}

// askBack is the page behind the address of the button for a mistake, for who opens it anew.
func (l *layout) askBack(r *http.Request) page {
	p := l.page(r)
	p.Title, p.Heading = p.Words.UndoText, p.Words.UndoText
	p.Button, p.Small = p.Words.UndoButton, p.Words.AskNothing
	return p
}

// backAgain is the page after that button.
func (l *layout) backAgain(r *http.Request, topics []Topic, claim Claim) page {
	p := l.page(r)
	p.Done = true
	p.Title, p.Heading = p.Words.BackTitle, p.Words.BackTitle
	back := l.fill(p.Words.BackAll, "")
	if title := titleOf(topics, claim.Topic); title != "" {
		back = l.fill(p.Words.BackTopic, title)
	}
	p.Text = []string{back}
	return p
}

// done is the page after the button: what has ended, and what has not. undo is the address that takes it back.
func (l *layout) done(r *http.Request, topics []Topic, claim Claim, undo string) page {
	p := l.page(r)
	p.Done = true
	p.Undo, p.UndoText, p.UndoURL = p.Words.UndoButton, p.Words.UndoText, undo
	p.Title, p.Heading = p.Words.DoneTitle, p.Words.DoneTitle
	ended := l.fill(p.Words.DoneAll, "")
	if claim.Topic != "" {
		ended = l.fill(p.Words.DoneTopic, titleOf(topics, claim.Topic))
		if titleOf(topics, claim.Topic) == "" {
			ended = ""
		}
	}
	p.Text = []string{strings.TrimSpace(ended + " " + p.Words.DoneLate)}
	owed := list{Text: p.Words.Still}
	others := list{Text: l.fill(p.Words.Others, "")}
	for _, t := range topics {
		switch {
		case t.Transactional:
			owed.Items = append(owed.Items, t.Title)
		case claim.Topic != "" && t.Name != claim.Topic:
			others.Items = append(others.Items, t.Title)
		}
	}
	if len(owed.Items) == 0 {
		owed.Text = p.Words.StillNone
	}
	p.Lists = []list{owed}
	if len(others.Items) > 0 {
		p.Lists = append(p.Lists, others)
		p.Again = p.Words.AllButton
	}
	return p
}

func titleOf(topics []Topic, name string) string {
	for _, t := range topics {
		if t.Name == name && name != "" {
			return t.Title
		}
	}
	return ""
}
