package check

import (
	"path"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/body"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// content is a letter's body with its holes typed.
type content struct {
	doc   letter.Doc
	holes []expr.Expr
}

// parsed is a file's body, read once however many steps send it, and what was wrong with it.
type parsed struct {
	body  body.Body
	wrong diag.List
}

// unread is true where an expression could not be read, which has been reported.
func (p *parsed) unread(h body.Hole) bool {
	return h.Expr == nil || slices.ContainsFunc(p.wrong, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && d.Range.Start.Byte <= h.Range.End.Byte && h.Range.Start.Byte <= d.Range.End.Byte
	})
}

// lost is true where a component could not be read, so that what stands in it seems to stand outside.
func (p *parsed) lost() bool {
	return slices.ContainsFunc(p.wrong, func(d diag.Diagnostic) bool { return "F0613" <= d.Code && d.Code <= "F0620" })
}

// contents are the bodies of a letter by locale, the project's own under "". A body beside the named one is taken for its
// language, and belongs to a locale block of the letter, as each block has such a body.
func (l *lettering) contents(a *ast.Arg) map[string]content {
	name, ok := l.text(l.scope, a, "the body's file")
	if !ok {
		return nil
	}
	out := map[string]content{}
	file, ok := l.content(out, "", a.Range.File, name, a.Range)
	if !ok {
		return out
	}
	stem, ext := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	beside := l.beside(file)
	for _, loc := range l.locales {
		code := loc.Code.Name
		if !beside[code] {
			l.report("F0441", loc.Code.Range, "The letter has no body in %s: there is no file %s beside %s. Write that file, or take this block out.", quoted(code), quoted(path.Base(stem)+"."+code+ext), quoted(path.Base(name)))
			continue
		}
		delete(beside, code)
		l.content(out, code, a.Range.File, stem+"."+code+ext, loc.Code.Range)
	}
	if !l.complete(&l.email.Block) {
		return out
	}
	for _, code := range sortedKeys(beside) {
		if language, _, _ := strings.Cut(code, "-"); len(language) != 2 {
			continue // m.old.md is rather an old m.md than one in a language that is called old
		}
		l.report("F0442", a.Range, "Beside this body there is %s, and the letter has no locale %q block with a subject and a preheader in that language. Write one, or give the file another name.", quoted(path.Base(stem)+"."+code+ext), code)
	}
	return out
}

// content reads one body into out and answers its path.
func (l *lettering) content(out map[string]content, locale, from, name string, at diag.Range) (file string, ok bool) {
	src, file, problem := l.project.ReadBeside(from, name, at)
	if problem != nil {
		l.add(diag.List{*problem})
		return "", false
	}
	p := l.letters[file]
	if p == nil {
		b, diags := body.Parse(file, src)
		l.add(diags)
		p = &parsed{b, diags}
		l.letters[file] = p
	}
	l.spend(len(src)/letterPart, at)
	out[locale] = content{p.body.Doc, l.holes(p)}
	return file, true
}

// beside are the languages in which a body stands beside the one at a path: "de" for thank-you.de.md.
func (c *checker) beside(file string) map[string]bool {
	base := path.Base(file)
	ext := path.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	out := map[string]bool{}
	for _, n := range c.project.Folder(path.Dir(file)) {
		code, ok := strings.CutPrefix(n, stem+".")
		if code, ok2 := strings.CutSuffix(code, ext); ok && ok2 && validLocale(code) {
			out[code] = true
		}
	}
	return out
}

// holes types what fills the holes of a body, each for its place.
func (l *lettering) holes(p *parsed) []expr.Expr {
	b := p.body
	base := l.scope.WithRoot(expr.RootLinks, links)
	if l.ordered {
		base = l.scope.WithRoot(expr.RootLinks, linksOfOrder)
	}
	out := make([]expr.Expr, len(b.Holes))
	lost := p.lost()
	for i, h := range b.Holes {
		if p.unread(h) {
			continue
		}
		s := base
		if h.Within >= 0 {
			s = s.WithRoot(expr.RootItem, elementOf(out[h.Within], l.object("item")))
		}
		var wrong []hclsyntax.Expression
		for _, n := range h.Narrow {
			if cond := out[n.Hole]; cond != nil {
				s = s.Narrow(cond, n.Holds)
			} else {
				wrong = append(wrong, b.Holes[n.Hole].Expr)
			}
		}
		l.unsure(wrong, func() {
			out[i] = l.typed(h.Range, func() (expr.Expr, diag.List) {
				x, diags := hole(s, h)
				if lost {
					diags = slices.DeleteFunc(diags, func(d diag.Diagnostic) bool { return d.Code == "F0216" })
				}
				return x, diags
			})
		})
		l.promotion(out[i], h.Range)
	}
	for _, c := range b.Components {
		if c.Name == "order-summary" && l.known && !l.ordered {
			l.report("F0410", c.Range, "%s", l.whyNot)
		}
	}
	return out
}

// hole types one expression by the place that it fills.
func hole(s *typing.Scope, h body.Hole) (expr.Expr, diag.List) {
	switch h.Context {
	case body.InText:
		return s.Text(h.Expr, "the letter")
	case body.Alt:
		return s.Text(h.Expr, "the description of the picture")
	case body.URLPart:
		return s.Text(h.Expr, "a part of an address")
	case body.WholeURL:
		return s.Check(h.Expr, typing.Want{Kind: facts.URL, For: "the address of a link or a picture"})
	case body.Condition:
		return s.Check(h.Expr, typing.Want{Kind: facts.Bool, For: "the condition of ::: if"})
	case body.List:
		return s.Check(h.Expr, typing.Want{Kind: facts.List, Elem: facts.Object, For: "the list of ::: items"})
	default:
		panic("this is a bug in flowc: a hole in an unknown place")
	}
}

// elementOf is what `item` is inside ::: items; otherwise where the list is wrong.
func elementOf(list expr.Expr, otherwise facts.Type) facts.Type {
	if list != nil && list.Type().Elem != nil {
		return list.Type().Elem.Surely()
	}
	return otherwise
}

// promotion reports what is advertising by law in a letter that goes out whatever the marketing consent.
func (l *lettering) promotion(x expr.Expr, at diag.Range) {
	if l.topic == nil || !l.topic.sure || l.topic.Marketing {
		return
	}
	for in := range all(x) {
		field, ok := in.(*expr.Field)
		if !ok {
			continue
		}
		root, ok := field.Of.(*expr.Root)
		if !ok || root.Name != expr.RootLinks {
			continue
		}
		switch field.Field.Name {
		case "review", "referral":
			l.report("F0705", at, "Asking for a review or a recommendation is advertising, also in a letter about an order, and the topic %s goes out to people who refused advertising. Give the letter a marketing topic, or take the link out.", quoted(l.topic.Name))
		}
	}
}
