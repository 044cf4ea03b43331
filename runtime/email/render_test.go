package email_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/flowc/flowc/runtime/email"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/order"
)

func TestLinksHaveOneNumberInBothParts(t *testing.T) {
	c := compile(t, []byte(everywhere))
	template := email.Compile(c.body.Doc, brand, email.Options{Order: order.OrderType})
	for _, yes := range []bool{true, false} {
		values := map[string]facts.Value{"text": facts.StringOf("Ada"), "url": facts.URLOf("https://acme.example/x"), "yes": facts.BoolOf(yes), "list": facts.ListOf([]facts.Value{facts.ObjectOf(element{}), facts.ObjectOf(element{})})}
		seen := map[int]int{}
		var buffers email.Buffers
		html, text, err := template.Render(&buffers, email.Input{Subject: "s", Preheader: "p", Hole: func(h letter.Hole, _ facts.Value) facts.Value { return values[c.texts[h]] },
			Track: func(link int, to string) string {
				seen[link]++
				return fmt.Sprintf("https://post.acme.example/c/%d/", link)
			}})
		if err != nil {
			t.Fatal(err)
		}
		for link, n := range seen {
			token := fmt.Sprintf("https://post.acme.example/c/%d/", link)
			if !strings.Contains(string(html), token) || !strings.Contains(string(text), token) || n < 2 {
				t.Errorf("yes=%v: link %d is asked for %d times, and stands in HTML %d and text %d times", yes, link, n, strings.Count(string(html), token), strings.Count(string(text), token))
			}
		}
		if len(seen) != 7 {
			t.Errorf("links: got %d, want 7", len(seen))
		}
		if got := strings.Count(string(html), "<a href=\"https://acme.example/x"); got != 0 {
			t.Errorf("%d links are not counted", got)
		}
	}
}

func TestTheLayoutSaysWhyTheLetterCame(t *testing.T) {
	c := compile(t, []byte("Hello."))
	for _, w := range []struct {
		in     email.Input
		locale string
		want   string
	}{
		{email.Input{OrderNumber: "1001", Topic: "Your orders"}, "en", "This e-mail was sent because of order 1001 at Acme Skincare."},
		{email.Input{Topic: "Offers"}, "en", "This e-mail is part of “Offers” from Acme Skincare."},
		{email.Input{}, "en", "This e-mail is for customers of Acme Skincare."},
		{email.Input{OrderNumber: "1001", Why: "You asked for it."}, "en", "You asked for it."},
		{email.Input{OrderNumber: "<1001>\nx"}, "de", "Diese E-Mail kommt wegen der Bestellung <1001> x bei Acme Skincare."},
		{email.Input{Topic: "Angebote", OrderNumber: ""}, "de-AT", "Diese E-Mail gehört zu „Angebote“ von Acme Skincare."},
	} {
		template := email.Compile(c.body.Doc, brand, email.Options{Locale: w.locale})
		var buffers email.Buffers
		html, text, err := template.Render(&buffers, w.in)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), w.want) || !strings.Contains(string(html), strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(w.want)) {
			t.Errorf("%+v in %s: %q stands in neither or one of\n%s\n%s", w.in, w.locale, w.want, text, html)
		}
	}
}

func TestALetterThatIsTooLargeIsAnError(t *testing.T) {
	c := compile(t, []byte(strings.Repeat("${text}\n\n", 60)))
	template := email.Compile(c.body.Doc, brand, email.Options{})
	var buffers email.Buffers
	_, _, err := template.Render(&buffers, email.Input{Hole: func(letter.Hole, facts.Value) facts.Value { return facts.StringOf(strings.Repeat("a", 2000)) }})
	var size *email.SizeError
	if !errors.As(err, &size) || size.Size <= email.SizeMax {
		t.Errorf("got %v, want a SizeError", err)
	}
	if _, _, err := template.Render(&buffers, email.Input{Hole: func(letter.Hole, facts.Value) facts.Value { return facts.StringOf("a") }}); err != nil {
		t.Errorf("after it: %v", err)
	}
}

func TestMarketingNeedsAWayOutAndAnAddress(t *testing.T) {
	c := compile(t, []byte("Hello"))
	for name, x := range map[string]struct {
		brand email.Brand
		in    email.Input
		want  error
	}{
		"both":              {brand, email.Input{Marketing: true, UnsubscribeURL: "https://post.acme.example/u"}, nil},
		"no way out":        {brand, email.Input{Marketing: true}, email.ErrNotMarketable},
		"no postal address": {email.Brand{Name: "Acme"}, email.Input{Marketing: true, UnsubscribeURL: "https://post.acme.example/u"}, email.ErrNotMarketable},
		"transactional":     {email.Brand{Name: "Acme"}, email.Input{}, nil},
	} {
		var buffers email.Buffers
		html, text, err := email.Compile(c.body.Doc, x.brand, email.Options{}).Render(&buffers, x.in)
		if !errors.Is(err, x.want) {
			t.Errorf("%s: got %v, want %v", name, err, x.want)
		}
		if x.in.Marketing && err == nil && (!strings.Contains(string(html), ">Unsubscribe</a>") || !strings.Contains(string(text), "Unsubscribe: https://post.acme.example/u") || !strings.Contains(string(html), brand.PostalAddress)) {
			t.Errorf("%s: the footer lacks something", name)
		}
	}
}

func TestAnOrderOfAThousandLinesStaysSmall(t *testing.T) {
	c := compile(t, []byte("::: order-summary"))
	var items []any
	for i := range 1114 {
		items = append(items, map[string]any{"title": fmt.Sprintf("Thing %d", i+1), "quantity": 1.0, "total": "1.00"})
	}
	var buffers email.Buffers
	html, text, err := email.Compile(c.body.Doc, brand, email.Options{Order: order.OrderType}).Render(&buffers, email.Input{Order: orderOf(t, map[string]any{"number": "7", "total": "1114.00", "items": items})})
	if err != nil {
		t.Fatal(err)
	}
	for part, got := range map[string]string{"html": string(html), "text": string(text)} {
		if !strings.Contains(got, "Thing 40") || strings.Contains(got, "Thing 41") || !strings.Contains(got, "and 1074 more") || !strings.Contains(got, "€1,114.00") {
			t.Errorf("the %s of a long order:\n%s", part, got)
		}
	}
}

func TestTaxIsSaidToBeIncludedWhereItIs(t *testing.T) {
	c := compile(t, []byte("::: order-summary"))
	item := []any{map[string]any{"title": "x", "quantity": 1.0, "total": "100.00"}}
	for want, o := range map[string]map[string]any{
		"Including tax": {"subtotal": "100.00", "tax": "19.00", "total": "100.00", "items": item},
		"Tax ":          {"subtotal": "100.00", "tax": "19.00", "total": "119.00", "items": item},
	} {
		var buffers email.Buffers
		_, text, err := email.Compile(c.body.Doc, brand, email.Options{Order: order.OrderType}).Render(&buffers, email.Input{Order: orderOf(t, o)})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestOneTemplateServesManyAtOnce(t *testing.T) {
	c := compile(t, []byte(everywhere))
	template := email.Compile(c.body.Doc, brand, email.Options{Order: order.OrderType})
	render := func(name string) string {
		values := map[string]facts.Value{"text": facts.StringOf(name), "url": facts.URLOf("https://acme.example/" + name), "list": facts.ListOf([]facts.Value{facts.ObjectOf(element{})})}
		var buffers email.Buffers
		html, text, err := template.Render(&buffers, email.Input{Subject: name, Hole: func(h letter.Hole, _ facts.Value) facts.Value { return values[c.texts[h]] }})
		if err != nil {
			t.Error(err)
		}
		return string(html) + string(text)
	}
	want := [4]string{render("a"), render("b"), render("c"), render("d")}
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for range 50 {
				if got := render(string(rune('a' + i))); got != want[i] {
					t.Errorf("letter %d differs", i)
					return
				}
			}
		})
	}
	all.Wait()
}
