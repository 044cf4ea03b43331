package ast

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
	"github.com/flowc/flowc/schema/language"
)

// form is a block that has been held against the language's table: what is in it is known, and of what may be there once
// there is one.
type form struct {
	Block
	of     *language.Block
	labels []Ident // as many as the language wants; a name that could not be read is empty
	args   []*Arg
	forms  []*form
	// strange is how many arguments nobody knows here: as many may be missing, since those may have been meant.
	strange int
}

// arg is the argument with that name, or nil.
func (f *form) arg(name string) *Arg {
	for _, a := range f.args {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// rest are the arguments that the language does not name, in a block that takes any.
func (f *form) rest() []*Arg {
	var rest []*Arg
	for _, a := range f.args {
		if _, named := f.of.Arg(a.Name); !named {
			rest = append(rest, a)
		}
	}
	return rest
}

// all are the blocks with that word, in order.
func (f *form) all(word string) []*form {
	var all []*form
	for _, inner := range f.forms {
		if inner.of.Name == word {
			all = append(all, inner)
		}
	}
	return all
}

// one is the block with that word, or nil.
func (f *form) one(word string) *form {
	for _, inner := range f.forms {
		if inner.of.Name == word {
			return inner
		}
	}
	return nil
}

// nameless is true where a label could not be read.
func (f *form) nameless() bool {
	return slices.ContainsFunc(f.labels, func(l Ident) bool { return l.Name == "" })
}

func (f *form) name() Ident { return f.labels[len(f.labels)-1] }

// nameMax is how long a name may be: it stands in addresses, in tables and in every ledger line.
const nameMax = 100

var (
	dotted = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)+$`)
	locale = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)
)

// holder holds the blocks of one file against the language.
type holder struct{ found diag.List }

func (h *holder) report(code diag.Code, at diag.Range, detail string, args ...any) *diag.Diagnostic {
	if len(args) > 0 {
		detail = fmt.Sprintf(detail, args...)
	}
	h.found = append(h.found, diag.New(code, at, detail))
	return &h.found[len(h.found)-1]
}

// hold is the block as the language knows it. What does not belong there is reported and left out.
func (h *holder) hold(raw *rawBlock, of *language.Block) *form {
	f := &form{of: of, Block: Block{Header: raw.header, Range: raw.all}}
	f.labels = h.names(raw, of)
	kind := ""
	if len(of.Labels) > 1 {
		kind = f.labels[0].Name
	}
	forgiven := h.arguments(f, raw, kind)
	whole := h.blocks(f, raw) && !raw.lost
	f.Broken = !whole || slices.ContainsFunc(f.forms, func(inner *form) bool {
		return inner.Broken || inner.nameless()
	})
	// Where a block or a line is left out, what seems to be missing may have been meant there.
	if !raw.lost {
		h.needed(f, kind, func(word string) bool {
			_, isBlock := of.Block(word)
			return slices.Contains(forgiven, word) || isBlock && !whole
		})
	}
	return f
}

// names checks a block's labels.
func (h *holder) names(raw *rawBlock, of *language.Block) []Ident {
	names := make([]Ident, len(of.Labels))
	for i, label := range of.Labels {
		if i >= len(raw.labels) {
			if i == len(raw.labels) {
				h.report("F0104", raw.header, "%s block has a %s behind its word: %s", capital(of.Name), label.Name, example(of))
			}
			names[i].Range = raw.header
			continue
		}
		given := raw.labels[i]
		names[i].Range = given.Range
		if given.Name != "" && h.name(given, label, of) {
			names[i] = given
		}
	}
	if len(raw.labels) > len(of.Labels) {
		first := raw.labels[len(of.Labels)]
		if len(of.Labels) == 0 {
			h.report("F0105", first.Range, "%s block has no name: write %s { …", capital(of.Name), of.Name)
		} else {
			h.report("F0105", first.Range, "This is one name too many: %s A name is one word; _ joins several.", example(of))
		}
	}
	return names
}

// name is false where a name is not spelt as the language wants it, which is reported.
func (h *holder) name(given Ident, label language.Label, of *language.Block) bool {
	ok, want := true, ""
	switch {
	case len(given.Name) > nameMax:
		ok, want = false, fmt.Sprintf("It has %d characters; at most %d are allowed.", len(given.Name), nameMax)
	case slices.Contains(label.LaterSet, given.Name):
		h.report("F0116", given.Range, "%s %s is part of the language, and this version of flowc does not know it yet.", capital(of.Name), lex.Quote(given.Name))
		return false
	case len(label.Set) > 0:
		if slices.Contains(label.Set, given.Name) {
			return true
		}
		d := h.report("F0107", given.Range, "There is no %s %s. The %s is one of %s.", of.Name, lex.Quote(given.Name), label.Name, either(label.Set))
		if near, ok := language.Nearest(given.Name, label.Set); ok {
			d.Detail += fmt.Sprintf(" Did you mean %q?", near)
			*d = d.Instead(given.Range, `"`+near+`"`)
		}
		return false
	case label.Form == language.Identifier:
		ok, want = identifier.MatchString(given.Name), "It consists of letters from a to z, digits, _ and -, and begins with a letter or _."
	case label.Form == language.Dotted:
		ok, want = dotted.MatchString(given.Name), "The name of an event has two parts with a point between, as \"warranty.registered\"."
	case label.Form == language.Locale:
		ok, want = locale.MatchString(given.Name), "A language is written \"de\", with a country \"pt-BR\"."
	}
	if !ok {
		h.report("F0106", given.Range, "%s cannot be the %s of %s. %s", lex.Quote(given.Name), label.Name, article(of.Name), want)
	}
	return ok
}

// arguments takes the block's arguments. The result names those that must not be reported as missing, because something that
// was reported was probably meant for them.
func (h *holder) arguments(f *form, raw *rawBlock, kind string) (forgiven []string) {
	first := map[string]*Arg{}
	for _, a := range raw.args {
		if len(h.found) > mistakesMax {
			break
		}
		if before := first[a.Name]; before != nil {
			h.report("F0103", a.NameRange, "%s was already given in line %d. Keep one of the two.", a.Name, before.NameRange.Start.Line)
			continue
		}
		first[a.Name] = a
		known, ok := f.of.ArgFor(kind, a.Name)
		if len(f.of.Labels) > 1 && kind == "" {
			known, ok = f.of.Arg(a.Name) // of a kind that nobody knows, anything may be right
		}
		switch {
		case ok && known.Later:
			h.later(a.NameRange, "The argument", a.Name)
			forgiven = append(forgiven, f.of.Words()...)
		case ok, f.of.AnyArgs:
			f.args = append(f.args, a)
		default:
			meant, sure := h.unknownArgument(f.of, kind, a)
			if len(meant) == 0 {
				f.strange++
			}
			forgiven = append(forgiven, meant...)
			if sure && first[meant[0]] == nil {
				// Looked at under its right name, it may show another mistake.
				a := *a
				a.Name = meant[0]
				first[a.Name] = &a
				f.args = append(f.args, &a)
			}
		}
	}
	return forgiven
}

func (h *holder) later(at diag.Range, what, name string) {
	h.report("F0116", at, "%s %s is part of the language, and this version of flowc does not know it yet. Take it out for now: it would have no effect.", what, name)
}

// unknownArgument reports an argument that does not belong there, and answers what was probably meant; sure is true for one
// argument that is only misspelt.
func (h *holder) unknownArgument(of *language.Block, kind string, a *Arg) (meant []string, sure bool) {
	if inner, ok := of.Block(a.Name); ok {
		if inner.Later {
			h.later(a.NameRange, "The block", a.Name)
			return of.Words(), false
		}
		h.report("F0111", a.NameRange, "%s is a block here, with what belongs into it between braces: write %s", a.Name, example(inner))
		return []string{a.Name}, false
	}
	if other, ok := of.Arg(a.Name); ok {
		h.report("F0102", a.NameRange, "%s %q has no argument %s: that belongs to %s %q.", capital(of.Name), kind, a.Name, article(of.Name), other.For)
		return nil, false
	}
	var args []string
	for _, known := range of.Args {
		if !known.Later && (known.For == "" || known.For == kind) {
			args = append(args, known.Name)
		}
	}
	if near, aliased, ok := meaning(a.Name, kind, false, args, of); ok {
		d := h.report("F0102", a.NameRange, "%s has no argument %s. Did you mean %s?", capital(of.Name), lex.Quote(a.Name), near)
		_, isArg := of.ArgFor(kind, near)
		if isArg {
			*d = d.Instead(a.NameRange, near)
		}
		return []string{near}, !aliased && isArg
	}
	if places := language.Places(a.Name, false); len(places) > 0 {
		h.report("F0113", a.NameRange, "%s is no argument of %s; it belongs into %s block.", a.Name, article(of.Name), article(either(places)))
		return nil, false
	}
	detail := fmt.Sprintf("%s has no argument %s.", capital(of.Name), lex.Quote(a.Name))
	if of == language.File() {
		detail = "Only blocks stand at the top of a file; arguments stand between the braces of one."
	} else if len(args) > 0 {
		detail += " Its arguments are " + list(args, "and") + "."
	} else {
		detail += " It has none."
	}
	h.report("F0102", a.NameRange, "%s", detail)
	return nil, false
}

// blocks holds the blocks inside one; it is false where one was left out.
func (h *holder) blocks(f *form, raw *rawBlock) (whole bool) {
	whole = true
	first := map[*language.Block]*form{}
	for _, inner := range raw.blocks {
		if len(h.found) > mistakesMax {
			return false // more would not be shown, and finding what was meant takes time
		}
		known, ok := f.of.Block(inner.word)
		if !ok {
			var meant string
			known, meant, ok = h.unknownBlock(f.of, inner)
			if meant != "" && f.arg(meant) == nil {
				// Written in a way that cannot be read, which is not the same as left out.
				f.args = append(f.args, &Arg{Name: meant, Range: inner.header, NameRange: inner.wordRange})
			}
		}
		if !ok || first[known] != nil && once(f.of, known) && known.Name != inner.word {
			whole = false
			continue
		}
		if known.Later {
			h.later(inner.wordRange, "The block", known.Name)
			whole = false
			continue
		}
		if before := first[known]; before != nil && once(f.of, known) {
			h.report("F0110", inner.header, "There is already a %s block in line %d, and there can be only one here.", known.Name, before.Header.Start.Line)
			whole = false
			continue
		}
		before := len(h.found)
		held := h.hold(inner, known)
		if known.Name != inner.word && held.nameless() {
			// It is misspelt and has other names than the block that it is near to: rather something else.
			h.found = h.found[:before]
			whole = false
			continue
		}
		if first[known] == nil {
			first[known] = held
		}
		f.forms = append(f.forms, held)
	}
	return whole
}

func once(of, inner *language.Block) bool {
	return slices.ContainsFunc(of.Blocks, func(n language.Nested) bool { return n.Block == inner && n.Max == 1 })
}

// unknownBlock reports a block that does not belong there. The result is the block that was meant, where it is only misspelt, or
// the name of the argument that was written as a block.
func (h *holder) unknownBlock(of *language.Block, inner *rawBlock) (known *language.Block, arg string, ok bool) {
	where := "in " + article(of.Name) + " block"
	if of == language.File() {
		where = "at the top of a file"
	}
	if _, ok := of.Arg(inner.word); ok {
		h.report("F0112", inner.wordRange, "%s is an argument here: write %s = and then its value.", inner.word, inner.word)
		return nil, inner.word, false
	}
	var words []string
	for _, w := range of.Words() {
		if b, ok := of.Block(w); ok && !b.Later {
			words = append(words, w)
		}
	}
	if places := language.Places(inner.word, true); len(places) > 0 {
		if slices.Contains(places, "") {
			h.report("F0113", inner.header, "%s block stands at the top of a file, not inside %s block. Perhaps the } of the block around it is missing.", capital(inner.word), article(of.Name))
			return nil, "", false
		}
		h.report("F0113", inner.header, "%s block does not stand %s; it belongs into %s block.", capital(inner.word), where, article(either(places)))
		return nil, "", false
	}
	if near, aliased, ok := meaning(inner.word, "", true, words, of); ok {
		d := h.report("F0101", inner.wordRange, "There is no block %s %s. Did you mean %s?", lex.Quote(inner.word), where, near)
		known, isBlock := of.Block(near)
		if !isBlock {
			d.Detail += fmt.Sprintf(" It is an argument: write %s = and then its value.", near)
			return nil, near, false
		}
		*d = d.Instead(inner.wordRange, near)
		return known, "", !aliased
	}
	if near, ok := language.Nearest(inner.word, argNames(of)); ok {
		h.report("F0101", inner.wordRange, "There is no block %s %s. Did you mean the argument %s? Write %s = and then its value.", lex.Quote(inner.word), where, near, near)
		return nil, near, false
	}
	detail := fmt.Sprintf("There is no block %s %s.", lex.Quote(inner.word), where)
	if len(words) > 0 {
		detail += " What can stand there: " + list(words, "and") + "."
	} else {
		detail += " No blocks stand there."
	}
	h.report("F0101", inner.wordRange, "%s", detail)
	return nil, "", false
}

// argNames are the names of the arguments that a block takes.
func argNames(of *language.Block) []string {
	var names []string
	for _, a := range of.Args {
		if !a.Later {
			names = append(names, a.Name)
		}
	}
	return names
}

// meaning is the word of the block that was probably meant: what other tools call so, or the nearest in spelling.
func meaning(word, kind string, block bool, words []string, of *language.Block) (near string, aliased, ok bool) {
	if near, ok = of.Aliased(kind, strings.ToLower(word), block); ok {
		return near, true, true
	}
	near, ok = language.Nearest(word, words)
	return near, false, ok
}

// needed reports what is missing in a block and not excused.
func (h *holder) needed(f *form, kind string, excused func(word string) bool) {
	given := func(word string) bool { return f.arg(word) != nil || f.one(word) != nil }
	var missing []string
	for _, a := range f.of.Args {
		if a.Required && (a.For == "" || a.For == kind) && !given(a.Name) && !excused(a.Name) {
			missing = append(missing, a.Name)
		}
	}
	if len(missing) > f.strange {
		h.report("F0108", f.Header, "%s needs %s.", h.title(f), list(missing, "and"))
	}
	for _, n := range f.of.Blocks {
		if n.Min > 0 && !given(n.Name) && !excused(n.Name) {
			h.report("F0109", f.Header, "%s needs %s block: %s", h.title(f), article(n.Name), example(n.Block))
		}
	}
	for _, c := range f.of.Choices {
		h.choice(f, c, given, excused)
	}
}

func (h *holder) choice(f *form, c language.Choice, given, excused func(string) bool) {
	var have, now []string
	for _, word := range c.Of {
		if excused(word) {
			return
		}
		if given(word) {
			have = append(have, word)
		}
		if !later(f.of, word) {
			now = append(now, word)
		}
	}
	switch {
	case len(have) < c.Min && len(have)+f.strange >= c.Min: // what nobody knows may be what is meant
	case len(have) < c.Min:
		h.report("F0115", f.Header, "%s needs %s.", h.title(f), either(now))
	case c.Max > 0 && len(have) > c.Max:
		h.report("F0114", f.Header, "%s has %s; only one of them can stand there.", h.title(f), list(have, "and"))
	}
}

func later(of *language.Block, word string) bool {
	if a, ok := of.Arg(word); ok {
		return a.Later
	}
	b, ok := of.Block(word)
	return ok && b.Later
}

// title is how a message names a block: The step "ask".
func (h *holder) title(f *form) string {
	if len(f.labels) == 0 || f.name().Name == "" {
		return "The " + f.of.Name + " block"
	}
	return "The " + f.of.Name + " " + lex.Quote(f.name().Name)
}

// example is how a block begins.
func example(of *language.Block) string {
	var b strings.Builder
	b.WriteString(of.Name)
	for _, l := range of.Labels {
		switch {
		case len(l.Set) > 0:
			fmt.Fprintf(&b, " %q", l.Set[0])
		case l.Form == language.Dotted:
			b.WriteString(` "warranty.registered"`)
		case l.Form == language.Locale:
			b.WriteString(` "de"`)
		default:
			b.WriteString(` "a_name"`)
		}
	}
	b.WriteString(" { … }.")
	return b.String()
}

// article is a word with the article that English gives it.
func article(word string) string {
	if word == "" {
		return "a file"
	}
	if strings.ContainsRune("aeio", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

func capital(word string) string {
	a := article(word)
	return strings.ToUpper(a[:1]) + a[1:]
}

func either(words []string) string { return list(words, "or") }

func list(words []string, last string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
	}
}
