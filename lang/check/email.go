package check

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/body"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// lettering is one letter with its locales, on the way to the tree.
type lettering struct {
	*flow
	topic   *topic
	scope   *typing.Scope
	email   *ast.Email
	locales []*ast.Locale // by their codes, so that the order in which they are written leaves no trace
}

// email checks a letter with all of its locales and variants.
func (f *flow) email(s *ast.Step, t *topic, at spot) *ir.Email {
	e := s.Email
	out := &ir.Email{Sender: f.senderNamed(e.Sender, "email", &e.Block)}
	if t != nil {
		out.Topic = t.Name
		if t.Marketing && f.marketing == nil && !f.alone {
			f.marketing = &e.Header
		}
	}
	l := &lettering{flow: f, topic: t, scope: at.scope, email: e}
	l.locale()
	contents := l.contents(e.Body)
	out.Letters = append(out.Letters, l.letter("", e.Subject, e.Preheader, contents[""]))
	for _, loc := range l.locales {
		out.Letters = append(out.Letters, l.letter(loc.Code.Name, loc.Subject, loc.Preheader, contents[loc.Code.Name]))
	}
	if x := s.Experiment; x != nil {
		out.Test = &ir.LetterTest{Draw: f.draw(x, at)}
		for _, v := range x.Variants {
			out.Test.Variants = append(out.Test.Variants, l.variant(v, out.Letters))
		}
	}
	return out
}

// locale finds the locales of the letter.
func (l *lettering) locale() {
	taken := newNames("locale", "a letter")
	for _, loc := range l.email.Locales {
		if !l.take(taken, loc.Code) {
			continue
		}
		if loc.Code.Name == l.checker.out.Settings.Locale {
			l.report("F0440", loc.Code.Range, "The letter itself is in %s already, the project's language. Take this block out, or write another language.", quoted(loc.Code.Name))
		}
		l.locales = append(l.locales, loc)
	}
	slices.SortFunc(l.locales, func(a, b *ast.Locale) int { return cmp.Compare(a.Code.Name, b.Code.Name) })
}

// letter checks one text of a letter.
func (l *lettering) letter(locale string, subject, preheader *ast.Arg, c content) ir.Letter {
	out := ir.Letter{Locale: locale, Doc: c.doc, Holes: c.holes}
	out.Subject = l.line(subject, "the subject")
	out.Preheader = l.line(preheader, "the preheader")
	l.lineLints(subject, preheader, out)
	return out
}

// line types a subject or a preheader.
func (l *lettering) line(a *ast.Arg, place string) expr.Expr {
	if !a.Readable() {
		return nil
	}
	if l.foreign(a) {
		return nil
	}
	x := l.typed(a.Range, func() (expr.Expr, diag.List) { return l.scope.Text(a.Expr, place) })
	if number(x) && !isTemplate(a.Expr) {
		l.report("F0301", a.Range, "A text is expected for %s, and this is a number. Write it into quotes: \"${…}\", with some words around it.", place)
		return nil
	}
	if v, ok := constant(x); ok && blank(v.Text()) {
		l.report("F0432", a.Range, "There is no text here for %s. Write one: it is what makes people open a letter.", place)
	}
	return x
}

// isTemplate is true for what stands in quotes.
func isTemplate(e hclsyntax.Expression) bool {
	switch unwrapped(e).(type) {
	case *hclsyntax.TemplateExpr, *hclsyntax.TemplateWrapExpr:
		return true
	default:
		return false
	}
}

// number is true for a number that was put into a text.
func number(x expr.Expr) bool {
	t, ok := x.(*expr.Template)
	return ok && len(t.Parts) == 1 && t.Parts[0].Type().Kind == facts.Number
}

// foreign reports placeholders of other programs in a text.
func (l *lettering) foreign(a *ast.Arg) bool {
	if !isTemplate(a.Expr) {
		return false
	}
	src, r := l.project.Files[a.Range.File], a.Range
	found := body.ForeignIn(src[r.Start.Byte:r.End.Byte])
	for _, f := range found {
		at := diag.Range{File: r.File, Start: along(src, r.Start, f.From), End: along(src, r.Start, f.To)}
		if f.Instead == "" {
			l.report("F0605", at, "%s", f.Detail)
		} else {
			l.fix("F0605", at, f.Instead, "%s", f.Detail)
		}
	}
	return len(found) > 0
}

// along is the place so many bytes behind another one on its line.
func along(src []byte, at diag.Pos, n int) diag.Pos {
	return diag.Pos{Line: at.Line, Column: at.Column + utf8.RuneCount(src[at.Byte:at.Byte+n]), Byte: at.Byte + n}
}

// variant is the letters of one variant of a step's experiment: those of the step, but for what the variant says.
func (l *lettering) variant(v *ast.Variant, own []ir.Letter) []ir.Letter {
	e := v.Email
	if e == nil {
		return own
	}
	if e.Sender != nil {
		l.report("F0437", e.Sender.NameRange, "A variant changes the subject, the preheader or the body of a letter. Who it comes from stays the same, or the comparison would be one of senders.")
	}
	said := map[string]*ast.Locale{}
	taken := newNames("locale", "a variant")
	for _, loc := range e.Locales {
		if !l.take(taken, loc.Code) {
			continue
		}
		said[loc.Code.Name] = loc
		if !slices.ContainsFunc(l.locales, func(o *ast.Locale) bool { return o.Code.Name == loc.Code.Name }) && l.complete(&l.email.Block) {
			l.report("F0444", loc.Code.Range, "The step's letter has no locale %s, so the variant has nothing to change in it. Write the locale into the step's email block too.", quoted(loc.Code.Name))
		}
	}
	out := slices.Clone(own)
	contents := l.contents(e.Body)
	var subjects, preheaders []*ast.Arg
	for i := range out {
		subject, preheader := e.Subject, e.Preheader
		if i > 0 {
			subject, preheader = nil, nil
			if loc := said[out[i].Locale]; loc != nil {
				subject, preheader = loc.Subject, loc.Preheader
			}
		}
		if subject != nil {
			out[i].Subject = l.line(subject, "the subject")
		}
		if preheader != nil {
			out[i].Preheader = l.line(preheader, "the preheader")
		}
		if c, ok := contents[out[i].Locale]; ok {
			out[i].Doc, out[i].Holes = c.doc, c.holes
		}
		l.lineLints(subject, preheader, out[i])
		subjects, preheaders = append(subjects, subject), append(preheaders, preheader)
	}
	if l.complete(&e.Block) && l.complete(&l.email.Block) {
		l.everywhere(v, "subject", subjects, own)
		l.everywhere(v, "preheader", preheaders, own)
	}
	return out
}

// everywhere reports a text that a variant says in some of the step's locales and not in all: then a customer's language would
// decide what is compared.
func (l *lettering) everywhere(v *ast.Variant, text string, args []*ast.Arg, own []ir.Letter) {
	first := slices.IndexFunc(args, func(a *ast.Arg) bool { return a != nil })
	if first < 0 {
		return
	}
	for i, a := range args {
		switch {
		case a != nil:
		case i == 0:
			l.report("F0443", args[first].NameRange, "The variant %s says another %s in %s and not in the project's own language. Write %s = … into its email block.", quoted(v.Name.Name), text, quoted(own[first].Locale), text)
		default:
			l.report("F0443", args[first].NameRange, "The variant %s says another %s, and not in %s, which the step's letter has too. Write locale %q { %s = … } into its email block.", quoted(v.Name.Name), text, quoted(own[i].Locale), own[i].Locale, text)
		}
	}
}

// What `links` reads in a letter. What leads to an order is there where there is one.
var links, linksOfOrder = linksType(), linksType("order", "tracking")

func linksType(more ...string) facts.Type {
	names := append([]string{"review", "referral", "unsubscribe", "preferences", "browser", "shop"}, more...)
	var fields []*facts.Field
	for _, n := range names {
		fields = append(fields, &facts.Field{Name: n, Type: facts.Of(facts.URL)})
	}
	return facts.ObjectTypeOf(facts.NewObject("links", fields...))
}
