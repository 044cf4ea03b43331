package email_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/flowc/flowc/lang/body"
	"github.com/flowc/flowc/runtime/email"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/locale"
	"github.com/flowc/flowc/schema/order"
)

// given is facts.json of a golden letter: what each expression answers, by its text, instead of facts to evaluate it over.
type given struct {
	Letter, Locale string
	Brand          email.Brand
	Subject        string
	Preheader      string
	Why            string
	Marketing      bool
	Unsubscribe    string
	Preferences    string
	Browser        string
	Values         map[string]any
	Order          map[string]any
}

var brand = email.Brand{
	Name: "Acme Skincare", Website: "https://acme.example", Accent: "#b4235a", PostalAddress: "Acme GmbH, Torstr. 1, 10119 Berlin",
}

// valueOf reads a value: a text, a number, a truth, a list of elements, or an object that names its kind: {"url":"…"}, {"money":"8.00"}.
func valueOf(t testing.TB, v any, field *facts.Field) facts.Value {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return facts.Value{}
	case string:
		if field != nil && field.Type.Kind == facts.Money {
			minor, err := locale.ParseAmount(v, "EUR")
			if err != nil {
				t.Fatal(err)
			}
			return facts.MoneyOf(minor, "EUR")
		}
		return facts.StringOf(v)
	case float64:
		return facts.NumberOf(int64(v * facts.Scale))
	case bool:
		return facts.BoolOf(v)
	case []any:
		var list []facts.Value
		for _, e := range v {
			list = append(list, facts.ObjectOf(element(e.(map[string]any))))
		}
		return facts.ListOf(list)
	case map[string]any:
		if u, ok := v["url"].(string); ok {
			return facts.URLOf(u)
		}
	}
	t.Fatalf("no value for %#v", v)
	return facts.Value{}
}

// element is an element of `::: items`: what expressions answer inside of it.
type element map[string]any

// Get answers nothing: the test asks by the text of an expression.
func (element) Get(*facts.Field) facts.Value { return facts.Value{} }

// orderOf is an order of the catalogue's type.
func orderOf(t testing.TB, from map[string]any) facts.Value {
	t.Helper()
	if from == nil {
		return facts.Value{}
	}
	return facts.ObjectOf(rowOf(t, order.OrderType, from))
}

func rowOf(t testing.TB, of *facts.ObjectType, from map[string]any) facts.Row {
	t.Helper()
	row := make(facts.Row, len(of.Fields))
	for name, v := range from {
		f := of.Field(name)
		if f == nil {
			t.Fatalf("%s has no field %s", of.Name, name)
		}
		if list, ok := v.([]any); ok && f.Type.Elem.Object != nil {
			var rows []facts.Value
			for _, e := range list {
				rows = append(rows, facts.ObjectOf(rowOf(t, f.Type.Elem.Object, e.(map[string]any))))
			}
			row[f.Index] = facts.ListOf(rows)
			continue
		}
		row[f.Index] = valueOf(t, v, f)
	}
	return row
}

// compiled is a letter with the texts of its expressions.
type compiled struct {
	body  body.Body
	texts []string
}

func compile(t testing.TB, src []byte) compiled {
	t.Helper()
	b, list := body.Parse("body.md", src)
	for _, d := range list {
		t.Fatalf("body.md:%d:%d: %s %s", d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Detail)
	}
	c := compiled{body: b}
	for _, h := range b.Holes {
		c.texts = append(c.texts, string(src[h.Range.Start.Byte:h.Range.End.Byte]))
	}
	return c
}

func (c compiled) hole(t testing.TB, values map[string]any) func(letter.Hole, facts.Value) facts.Value {
	return func(h letter.Hole, item facts.Value) facts.Value {
		text := c.texts[h]
		if e, ok := item.Record().(element); ok {
			if v, ok := e[text]; ok {
				return valueOf(t, v, nil)
			}
		}
		v, ok := values[text]
		if !ok {
			t.Fatalf("facts.json does not say what ${%s} answers", text)
		}
		return valueOf(t, v, nil)
	}
}

func (g given) input(t testing.TB, c compiled) email.Input {
	return email.Input{
		Subject: g.Subject, Preheader: g.Preheader, Why: g.Why, Marketing: g.Marketing, Locale: g.Locale,
		UnsubscribeURL: g.Unsubscribe, PreferencesURL: g.Preferences, BrowserURL: g.Browser,
		Hole: c.hole(t, g.Values), Order: orderOf(t, g.Order),
	}
}

func TestLettersLookAsTheyDid(t *testing.T) {
	files, err := filepath.Glob("../../testdata/email/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden letters", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	part := func(name string) []byte {
		for _, f := range archive.Files {
			if f.Name == name {
				return f.Data
			}
		}
		return nil
	}
	g := given{Brand: brand}
	decode := json.NewDecoder(bytes.NewReader(part("facts.json")))
	decode.DisallowUnknownFields()
	if err := decode.Decode(&g); err != nil {
		t.Fatalf("facts.json: %v", err)
	}
	c := compile(t, part("body.md"))
	template := email.Compile(c.body.Doc, g.Brand, email.Options{Locale: g.Letter, Order: order.OrderType})
	var buffers email.Buffers
	html, text, err := template.Render(&buffers, g.input(t, c))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{"want.html": html, "want.txt": text}
	if os.Getenv("FLOWC_UPDATE") == "1" {
		update(t, file, archive, got)
		return
	}
	for _, name := range []string{"want.txt", "want.html"} {
		if !bytes.Equal(got[name], part(name)) {
			t.Errorf("%s of %s differs (FLOWC_UPDATE=1 rewrites it):\n%s", name, file, firstDifference(string(got[name]), string(part(name))))
		}
	}
}

func update(t *testing.T, file string, archive *txtar.Archive, got map[string][]byte) {
	t.Helper()
	changed := false
	for i, f := range archive.Files {
		if now, ok := got[f.Name]; ok {
			changed = changed || !bytes.Equal(f.Data, now)
			archive.Files[i].Data = bytes.Clone(now)
			delete(got, f.Name)
		}
	}
	for _, name := range []string{"want.html", "want.txt"} {
		if now, ok := got[name]; ok {
			archive.Files = append(archive.Files, txtar.File{Name: name, Data: bytes.Clone(now)})
			changed = true
		}
	}
	if !changed {
		return
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Errorf("%s was rewritten", file)
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer than the other"
}
