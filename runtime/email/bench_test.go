package email_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/flowc/flowc/runtime/email"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/order"
)

// benchLetter has 61 lines and 1.7 KB, as a long letter has.
const benchLetter = `# Hello ${name}

Thank you for order **${number}**. It left our house this morning, and it should be with you by the end of the week.

## What happens next

1. The carrier brings it to your door.
2. You try it for a week, in the morning and in the evening.
3. We ask you how it was. Two lines are enough.

### While you wait

- Read [how to begin](https://acme.example/begin) with a new serum.
- Look at [what others say](https://acme.example/reviews).
- Ask [our care team](mailto:care@acme.example) anything.

> My skin is calmer since I use the serum. I take it in the evening,
> and a second time on days in the sun.
>
> Mara, Leipzig

| Size   | For           | Lasts    |
|--------|---------------|----------|
| 15 ml  | a journey     | 3 weeks  |
| 30 ml  | every day     | 6 weeks  |
| 50 ml  | two people    | 10 weeks |
| 100 ml | a family      | 5 months |

Keep it away from the sun, **close it well**, and use it up within *six months* of opening it. The number on the bottom
says when it was made; the jar with the open lid says how long it keeps.

---

### How to use it

1. Wash your face with warm water and pat it dry.
2. Put three drops on your fingers.
3. Press them into the skin, from the middle outwards.
4. Wait for a minute before anything else.

Do you know the ` + "`-10 %`" + ` for friends? Your link is in [your account](https://acme.example/account), and both of you
save on the next order.

- It works once a person.
- It works on everything but sets.
- It keeps for a year.

[See your order](https://acme.example/orders/${number})

## Questions

Just answer this e-mail. A person reads it, mostly within the day.

Until soon, ${name}.

The Acme team
`

func benchHeader() email.Header {
	return email.Header{
		From: email.Mailbox{Name: "Acme", Address: "hello@acme.example"}, To: email.Mailbox{Name: "Ada", Address: "ada@mail.example"}, ReplyTo: email.Mailbox{Address: "care@acme.example"},
		Subject: "It is on its way", MessageID: "4f1d.0@acme.example", Date: time.Date(2026, 3, 4, 12, 30, 0, 0, time.UTC), ListUnsubscribe: "https://post.acme.example/u/AQEBq83vEjRWeJ", ListID: "orders.acme.example", FeedbackID: "a:b:c:acmeshop",
	}
}

func benchInput(c compiled) email.Input {
	name, number := facts.StringOf("Ada"), facts.StringOf("1001")
	return email.Input{Subject: "It is on its way", Preheader: "Order 1001", Hole: func(h letter.Hole, _ facts.Value) facts.Value {
		if c.texts[h] == "name" {
			return name
		}
		return number
	}}
}

// ours answers how a letter is made by this package: its template once, then render and MIME.
func ours(b *testing.B) func() {
	c := compile(b, []byte(benchLetter))
	template := email.Compile(c.body.Doc, brand, email.Options{Order: order.OrderType})
	in, h := benchInput(c), benchHeader()
	var buffers email.Buffers
	return func() {
		html, text, err := template.Render(&buffers, in)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := email.MIME(h, html, text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLetter is P14: render and MIME for a message against what a script does for each (no CSS is written into its tags, which would
// take it ten times as long), taking turns. x-naive is how many times as fast, to be at least 8.
func BenchmarkLetter(b *testing.B) {
	own, theirs := ours(b), naive(b)
	const letters = 200
	var ratios []float64
	var took time.Duration
	for b.Loop() {
		began := time.Now()
		for range letters {
			own()
		}
		mine := time.Since(began)
		began = time.Now()
		for range letters {
			theirs()
		}
		took += mine
		ratios = append(ratios, float64(time.Since(began))/float64(mine))
	}
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ratios[len(ratios)/2], "x-naive")
	b.ReportMetric(float64(took.Microseconds())/float64(letters*b.N), "µs-letter")
}

// BenchmarkRenderAndMIME is a letter as it is handed over.
func BenchmarkRenderAndMIME(b *testing.B) {
	own := ours(b)
	b.ReportAllocs()
	for b.Loop() {
		own()
	}
}

// BenchmarkRender is the letter alone.
func BenchmarkRender(b *testing.B) {
	c := compile(b, []byte(benchLetter))
	template := email.Compile(c.body.Doc, brand, email.Options{Order: order.OrderType})
	in := benchInput(c)
	var buffers email.Buffers
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := template.Render(&buffers, in); err != nil {
			b.Fatal(err)
		}
	}
}

// naive answers what a script does for each message: put the values in, Markdown with GFM's extensions, MIME of the same library.
func naive(b *testing.B) func() {
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	return func() {
		src := strings.NewReplacer("${name}", "Ada", "${number}", "1001").Replace(benchLetter)
		var html bytes.Buffer
		if err := markdown.Convert([]byte(src), &html); err != nil {
			b.Fatal(err)
		}
		m := mail.NewMsg(mail.WithEncoding(mail.EncodingQP))
		if err := m.FromFormat("Acme", "hello@acme.example"); err != nil {
			b.Fatal(err)
		}
		if err := m.AddToFormat("Ada", "ada@mail.example"); err != nil {
			b.Fatal(err)
		}
		m.Subject("It is on its way")
		m.SetMessageID()
		m.SetDate()
		m.SetBodyString(mail.TypeTextPlain, src)
		m.AddAlternativeString(mail.TypeTextHTML, html.String())
		var out bytes.Buffer
		if _, err := m.WriteTo(&out); err != nil {
			b.Fatal(err)
		}
	}
}
