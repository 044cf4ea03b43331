package email_test

import (
	"bytes"
	"fmt"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/flowc/flowc/runtime/email"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/order"
)

// naughty are values that somebody may type as a name, a review or an address.
var naughty = []string{
	// HTML and scripts
	"<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "<svg><script>alert&#40;1&#41;</script>",
	"</title><script>alert(1)</script>", "</style><b>", "</td></tr></table><h1>Pwned</h1>", "--><b>x</b><!--", "<!--", "-->", "<![endif]-->", "<![CDATA[x]]>", "<!DOCTYPE html>", "<a href=\"https://evil.example\">x</a>", "<A HREF='https://evil.example'>x",
	"\" onmouseover=\"alert(1)", "' onfocus='alert(1)' autofocus='", "` onerror=alert(1) `", "x\" style=\"position:fixed", "<base href=https://evil.example>", "<meta http-equiv=refresh content=0>", "<iframe src=javascript:alert(1)>", "<form action=https://evil.example><input>",
	"<math><mtext></mtext><mglyph><style></math><img src onerror=alert(1)>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><s>", "<p", "<", ">", "&", "&lt;b&gt;", "&amp;lt;", "&#60;b&#62;", "&#x3c;b", "&lt", "&", "\"", "'", "`", "=", "/", "<b>", "</p>", "<plaintext>", "<xmp>", "<textarea>",
	// Markdown and templates
	"# Pwned", "**bold**", "_x_", "[x](https://evil.example)", "![x](https://evil.example/x.png)", "<https://evil.example>", "https://evil.example/offer", "www.evil.example", "`code`", "> quote", "- item", "1. item", "---", "===", "| a | b |", "```", "~~~", "::: if true", "[x]: https://evil.example", "\\", "\\\\", "a\n# b", "a\n\nb", "a\r\n\r\nb", "  \n", "{.button}",
	"${customer.email}", "$${x}", "%{ if true }", "{{ 7*7 }}", "{{constructor.constructor('alert(1)')()}}", "{% raw %}", "<%= 7*7 %>", "#{7*7}", "*|EMAIL|*", "%EMAIL%", "{{.}}", "{{ env \"SMTP_URL\" }}", "%s%n%d", "%00", "\x00", "\ue0000\ue001", "\ue0020\ue001",
	// Headers
	"x\r\nBcc: evil@evil.example", "x\nBcc: evil@evil.example", "x\rBcc: evil@evil.example", "x\r\n\r\n<b>body</b>", "x%0d%0aBcc:e", "x\u2028Bcc: e", "x\u2029Bcc: e", "x\u0085Bcc: e", "=?utf-8?q?=0d=0aBcc:_e?=", "=?utf-8?b?PGI+?=", "\"Evil\" <evil@evil.example>", "a@b, c@d", "(comment) x", "--=_", "--boundary--", ".\r\n", "\r\n.\r\nMAIL FROM:<e@evil.example>\r\n", "From here", "x\v\fy",
	// Addresses
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)", "javascript%3Aalert(1)", "data:text/html,<script>alert(1)</script>", "data:image/svg+xml;base64,PHN2Zz4=", "vbscript:x", "file:///etc/passwd", "ftp://evil.example/x", "blob:https://evil.example/1", "intent://x#Intent;end", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https:///evil.example", "https://", "https://@evil.example",
	"https://acme.example@evil.example/", "https://acme.example:x@evil.example", "https://evil.example\\@acme.example", "https://evil.example/\"onx=\"", "https://evil.example/'><b>", "https://evil.example/<b>", "https://evil.example/ x", "https://evil.example/\nx", "https://evil.example/\u202e", "https://evil.example:99999999/", "https://[::1]/", "https://[::1", "https://ev%69l.example/", "https://xn--.example/", "https://münchen.example/straße?ä=ö#ü", "http://evil.example/x", "mailto:a@b.example?bcc=c@d.example", "mailto:", "tel:+49", "tel:", "HTTPS://EVIL.EXAMPLE/x", "https://evil.example/?a=1&b=2&lt=3", "https://evil.example/%zz", "#", "?", "..", "about:blank", "mailto:a@b.example\r\nBcc: c", "https://evil.example/" + strings.Repeat("a", 3000),
	// Letters of the world, and what hides between them
	"עדה", "عائشة", "Ada \u202eelpmaxe.live\u202c", "\u2066x\u2069", "\u200f\u200e", "a\u200bb\u200cc\u200dd", "\ufeffx", "\u00adx", "\u180ex", "\u2060x", "Zoe\u0308", "Zoë", "ﷺ", "Z" + strings.Repeat("\u0301", 200), "👩‍👩‍👧", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "\U000e0041\U000e0042", "\ufff9x\ufffa", "田中さん", "ㅤ", "𝕬𝖉𝖆", "İ", "ß", "\xff\xfe", "\xc3(", "\xed\xa0\x80", "\ufffe", "\U0010ffff",
	// Long
	strings.Repeat("a", 5000), strings.Repeat("a ", 3000), strings.Repeat("<", 300), strings.Repeat("\n", 3000), strings.Repeat("é", 300), strings.Repeat("👩", 150), "", " ", "null", "undefined", "NaN", "-1", "true",
}

// everywhere is a letter with a hole in each kind of place.
const everywhere = `![${text}](${url}){.hero}

# Heading ${text}

Text ${text}, **${text}**, *${text}*, ~~${text}~~, ` + "`${text}`" + `, [link ${text}](https://acme.example/a/${text}?q=${text}#${text}), [whole](${url}), <https://acme.example/${text}>.

- ${text}
- one

> ${text}

| ${text} | b |
|---|---|
| c | ${text} |

` + "```" + `
code ${text}
` + "```" + `

[Button ${text}](${url}){.button}

[![${text}](${url})](${url}){.hero}

Inline ![alt ${text}](https://cdn.acme.example/${text}.png) picture.

::: items from = list, max = 3, columns = 2
**${text}**

![${text}](${url})

[Buy](${url}){.button}
:::

::: if yes
Then ${text}
::: else
Else ${text}
:::

::: columns
Left ${text}
::: column
Right ${text}
:::

::: order-summary

::: share link = url
`

type rendered struct {
	html, text, message []byte
}

// renderEverywhere renders the letter with one value in every hole of text, and one as every whole address.
func renderEverywhere(t testing.TB, c compiled, template *email.Template, text string, whole facts.Value) rendered {
	t.Helper()
	values := map[string]facts.Value{
		"text": facts.StringOf(text), "url": whole, "yes": facts.BoolOf(true),
		"list": facts.ListOf([]facts.Value{facts.ObjectOf(element{}), facts.ObjectOf(element{})}),
	}
	// A text that is empty once it was cleaned is left out with what stands around it; the letter x keeps it there.
	shop := order.OrderType
	item := make(facts.Row, len(order.ItemType.Fields))
	item[order.ItemType.Field("title").Index] = facts.StringOf("x " + text)
	item[order.ItemType.Field("variant_title").Index] = facts.StringOf("x " + text)
	item[order.ItemType.Field("quantity").Index] = facts.Int(1)
	item[order.ItemType.Field("total").Index] = facts.MoneyOf(7500, "EUR")
	row := make(facts.Row, len(shop.Fields))
	row[shop.Field("number").Index] = facts.StringOf("x " + text)
	row[shop.Field("items").Index] = facts.ListOf([]facts.Value{facts.ObjectOf(item)})
	row[shop.Field("total").Index] = facts.MoneyOf(7500, "EUR")
	in := email.Input{
		Subject: "x " + text, Preheader: "x " + text, Why: "x " + text, Marketing: true, UnsubscribeURL: "https://post.acme.example/u/1", Order: facts.ObjectOf(row),
		Hole: func(h letter.Hole, _ facts.Value) facts.Value { return values[c.texts[h]] },
	}
	var buffers email.Buffers
	h, p, err := template.Render(&buffers, in)
	if err != nil {
		t.Fatalf("%q: %v", clip(text), err)
	}
	message, err := email.MIME(email.Header{
		From: email.Mailbox{Name: "Acme " + text, Address: "hello@acme.example"}, To: email.Mailbox{Name: text, Address: "ada@acme.example"}, ReplyTo: email.Mailbox{Address: "care@acme.example"},
		Subject: "x " + text, MessageID: "k1@acme.example", Date: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC), ListUnsubscribe: "https://post.acme.example/u/1", ListID: "reviews.acme.example", FeedbackID: "ask:post_purchase:reviews:acme", Marketing: true,
	}, h, p)
	if err != nil {
		t.Fatalf("%q: %v", clip(text), err)
	}
	return rendered{bytes.Clone(h), bytes.Clone(p), message}
}

func clip(s string) string { return s[:min(len(s), 60)] }

// structure is the tree of elements with the names of their attributes, without values and texts.
func structure(t testing.TB, src []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.ElementNode:
			b.WriteString("<" + n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key)
				// Styles and classes are ours alone; they must not change with data either.
				if a.Key == "style" || a.Key == "class" {
					b.WriteString("=" + a.Val)
				}
				if (a.Key == "href" || a.Key == "src") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "mailto:") && !strings.HasPrefix(a.Val, "tel:") {
					t.Errorf("%s = %q", a.Key, a.Val)
				}
			}
			b.WriteString(">")
		case html.CommentNode, html.DoctypeNode:
			b.WriteString("<!" + n.Data + ">")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode {
			b.WriteString("</>")
		}
	}
	walk(doc)
	return b.String()
}

// envelope is the names of the message's headers and of its parts', in order.
func envelope(t testing.TB, message []byte) string {
	t.Helper()
	if i := bytes.IndexByte(bytes.ReplaceAll(message, []byte("\r\n"), nil), '\r'); i >= 0 {
		t.Error("a carriage return alone")
	}
	if i := bytes.IndexByte(bytes.ReplaceAll(message, []byte("\r\n"), nil), '\n'); i >= 0 {
		t.Error("a line feed alone")
	}
	for _, line := range bytes.Split(message, []byte("\r\n")) {
		if len(line) > 998 {
			t.Errorf("a line of %d bytes", len(line))
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for name, values := range m.Header {
		names = append(names, fmt.Sprintf("%s*%d", name, len(values)))
	}
	slices.Sort(names)
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			break
		}
		names = append(names, kind+"/"+p.Header.Get("Content-Type")+"/"+p.Header.Get("Content-Transfer-Encoding"))
	}
	return strings.Join(names, " ")
}

// paragraphs counts the blocks of the text part: a value can be wrapped, but adds no line of its own before a blank one.
func paragraphs(text []byte) int { return strings.Count(string(text), "\n\n") }

func TestNoValueChangesTheStructureOfALetter(t *testing.T) {
	c := compile(t, []byte(everywhere))
	template := email.Compile(c.body.Doc, brand, email.Options{Locale: "en", Order: order.OrderType})
	good := facts.URLOf("https://acme.example/x")
	harmless := renderEverywhere(t, c, template, "Ada", good)
	without := renderEverywhere(t, c, template, "Ada", facts.Value{})
	shape, shapeWithout, heads := structure(t, harmless.html), structure(t, without.html), envelope(t, harmless.message)
	if shape == shapeWithout {
		t.Fatal("the letter holds no whole address: the test proves nothing")
	}
	for _, s := range naughty {
		got := renderEverywhere(t, c, template, s, good)
		if n := len(url.PathEscape(email.Normal(s))); n > 500 {
			// An address with a part so long is none: the link goes, as it does for as many harmless letters.
			long := renderEverywhere(t, c, template, strings.Repeat("x", n), good)
			if now := structure(t, got.html); now != structure(t, long.html) && now != shape {
				t.Errorf("text %q changes the HTML", clip(s))
			}
		} else if structure(t, got.html) != shape {
			t.Errorf("text %q changes the HTML:\n%s", clip(s), firstDifference(strings.ReplaceAll(structure(t, got.html), "<", "\n<"), strings.ReplaceAll(shape, "<", "\n<")))
		}
		if h := envelope(t, got.message); h != heads {
			t.Errorf("text %q changes the message:\ngot  %s\nwant %s", clip(s), h, heads)
		}
		if n, want := paragraphs(got.text), paragraphs(harmless.text); n != want && email.Normal(s) != "" {
			t.Errorf("text %q changes the text part: %d paragraphs, not %d\n%s", clip(s), n, want, got.text)
		}
		for _, line := range strings.Split(string(got.text), "\n") {
			if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r >= '\u202a' && r <= '\u202e' }) {
				t.Errorf("text %q comes out as %q", clip(s), clip(line))
			}
		}
		for _, v := range []facts.Value{facts.URLOf(s), facts.StringOf(s)} {
			got := renderEverywhere(t, c, template, "Ada", v)
			if now := structure(t, got.html); now != shape && now != shapeWithout {
				// http is a link, but no picture.
				if !strings.HasPrefix(s, "http:") && !strings.HasPrefix(s, "mailto:") && !strings.HasPrefix(s, "tel:") {
					t.Errorf("address %q changes the HTML:\n%s", clip(s), firstDifference(strings.ReplaceAll(now, "<", "\n<"), strings.ReplaceAll(shape, "<", "\n<")))
				}
			}
			if h := envelope(t, got.message); h != heads {
				t.Errorf("address %q changes the message", clip(s))
			}
		}
	}
}

func TestOnlyPlainAddressesLeadSomewhere(t *testing.T) {
	c := compile(t, []byte("[x](${url}) [y](https://acme.example/${text})"))
	template := email.Compile(c.body.Doc, brand, email.Options{})
	for in, want := range map[string]string{
		"https://acme.example/a?b=1&c=2":     `href="https://acme.example/a?b=1&amp;c=2"`,
		"http://acme.example":                `href="http://acme.example"`,
		"HTTPS://acme.example/x":             `href="https://acme.example/x"`,
		"https://münchen.example/straße":     `href="https://xn--mnchen-3ya.example/stra%C3%9Fe"`,
		"mailto:care@acme.example":           `href="mailto:care@acme.example"`,
		"tel:+4930123":                       `href="tel:+4930123"`,
		" https://acme.example ":             `href="https://acme.example"`,
		"https://acme.example@evil.example/": "",
		"javascript:alert(1)":                "",
		"java\nscript:alert(1)":              "",
		"//evil.example":                     "",
		"https:///x":                         "",
		"https://ev%69l.example/":            "",
		"data:text/html,x":                   "",
		"":                                   "",
		"/sale":                              "",
		"https://acme.example/a b":           "",
		"https://acme.example/\u202e":        "",
		"https://acme.example/" + strings.Repeat("a", 2000): "",
	} {
		var buffers email.Buffers
		got, _, err := template.Render(&buffers, email.Input{Subject: "s", Preheader: "p", Hole: func(h letter.Hole, _ facts.Value) facts.Value {
			return map[string]facts.Value{"url": facts.URLOf(in), "text": facts.StringOf("a/b?c=d&e#f ../ü")}[c.texts[h]]
		}})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(got), `href="https://acme.example/a%2Fb%3Fc%3Dd%26e%23f%20..%2F%C3%BC"`) {
			t.Errorf("the part of an address is not encoded: %s", got)
		}
		if want == "" {
			if strings.Contains(string(got), ">x</a>") {
				t.Errorf("%q leads somewhere", clip(in))
			}
			continue
		}
		if !strings.Contains(string(got), want) {
			t.Errorf("%q: no %s", in, want)
		}
	}
}
