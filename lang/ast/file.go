package ast

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
	"github.com/flowc/flowc/schema/language"
)

// mistakesMax is how many mistakes of one file are reported: whoever has more mends some and looks again.
const mistakesMax = 100

// unit is what one file says. It does not depend on the other files, so it is kept while the file stays the same.
type unit struct {
	broken bool
	found  diag.List

	// What the blocks make, in the order of the source.
	settings []*ProjectBlock
	brands   []*Brand
	stores   []*Store
	runners  []*Runner
	defaults []*Defaults
	quiets   []*QuietHours
	limits   []*Limits
	project  Project
}

// readFile is what one file says.
func readFile(name string, src []byte) *unit {
	u := &unit{}
	tokens, found := lex.File(name, src)
	u.found = found
	if tokens == nil {
		u.broken = true
		return u.bounded()
	}
	p := &parser{file: name, src: src, tokens: tokens}
	top := &rawBlock{rawBody: p.body(language.File(), false)}
	u.found = append(u.found, p.found...)

	h := &holder{}
	f := &form{of: language.File()}
	h.arguments(f, top, "")
	whole := h.blocks(f, top)
	u.found = append(u.found, h.found...)
	u.broken = !whole || top.lost
	for _, inner := range f.forms {
		u.broken = u.broken || inner.nameless()
		if len(inner.labels) < 2 || inner.labels[0].Name != "" {
			u.declare(inner)
		}
	}
	return u.bounded()
}

// bounded sorts the mistakes and leaves out what is too much.
func (u *unit) bounded() *unit {
	slices.SortStableFunc(u.found, func(a, b diag.Diagnostic) int { return cmp.Compare(a.Range.Start.Byte, b.Range.Start.Byte) })
	if len(u.found) > mistakesMax {
		next := u.found[mistakesMax].Range
		next.End = next.Start
		u.found = append(u.found[:mistakesMax:mistakesMax], diag.New("F0013", next, "This file has more mistakes; those above come first. Mend them and look again."))
	}
	return u
}

func (u *unit) declare(f *form) {
	p := &u.project
	switch f.of.Name {
	case "project":
		u.settings = append(u.settings, f.settings())
	case "brand":
		u.brands = append(u.brands, f.brand())
	case "store":
		u.stores = append(u.stores, &Store{Block: f.Block, URL: f.arg("url")})
	case "runner":
		u.runners = append(u.runners, &Runner{Block: f.Block, Schedule: f.arg("schedule"), Connections: f.arg("connections"), Journal: f.arg("journal")})
	case "defaults":
		u.defaults = append(u.defaults, &Defaults{
			Block: f.Block, EnterWithin: f.arg("enter_within"), Exclude: f.arg("exclude"), StaleAfter: f.arg("stale_after"),
		})
	case "limits":
		u.limits = append(u.limits, f.limits())
	case "quiet_hours":
		u.quiets = append(u.quiets, f.quietHours())
	case "cap":
		p.Caps = append(p.Caps, f.cap())
	case "blackout":
		p.Blackouts = append(p.Blackouts, f.blackout())
	case "holdout":
		p.Holdouts = append(p.Holdouts, f.holdout())
	case "sender":
		p.Senders = append(p.Senders, f.sender())
	case "source":
		p.Sources = append(p.Sources, f.source())
	case "topic":
		p.Topics = append(p.Topics, f.topic())
	case "segment":
		p.Segments = append(p.Segments, f.segment())
	case "attribute":
		p.Attributes = append(p.Attributes, f.attribute())
	case "event":
		p.Events = append(p.Events, f.event())
	case "variable":
		p.Variables = append(p.Variables, f.variable())
	case "locals":
		p.Locals = append(p.Locals, f.rest()...)
	case "flow":
		p.Flows = append(p.Flows, f.flow())
	case "fragment":
		p.Fragments = append(p.Fragments, f.fragment())
	}
}

// join puts the units of all files together, in their order.
func (p *Project) join(units []*unit) (found diag.List) {
	first := map[string]diag.Range{}
	single := func(name string, header diag.Range) bool {
		before, ok := first[name]
		if !ok {
			first[name] = header
			return true
		}
		detail := "The project already has a " + name + " block, in " + before.File + " line " + strconv.Itoa(before.Start.Line) + "; there can be only one."
		found = append(found, diag.New("F0110", header, detail))
		p.Broken = true
		return false
	}
	for _, u := range units {
		found = append(found, u.found...)
		p.Broken = p.Broken || u.broken
		take(&p.Settings, "project", u.settings, single)
		take(&p.Brand, "brand", u.brands, single)
		take(&p.Store, "store", u.stores, single)
		take(&p.Runner, "runner", u.runners, single)
		take(&p.Defaults, "defaults", u.defaults, single)
		take(&p.Quiet, "quiet_hours", u.quiets, single)
		take(&p.Limits, "limits", u.limits, single)
		p.Caps = append(p.Caps, u.project.Caps...)
		p.Blackouts = append(p.Blackouts, u.project.Blackouts...)
		p.Holdouts = append(p.Holdouts, u.project.Holdouts...)
		p.Senders = append(p.Senders, u.project.Senders...)
		p.Sources = append(p.Sources, u.project.Sources...)
		p.Topics = append(p.Topics, u.project.Topics...)
		p.Segments = append(p.Segments, u.project.Segments...)
		p.Events = append(p.Events, u.project.Events...)
		p.Attributes = append(p.Attributes, u.project.Attributes...)
		p.Variables = append(p.Variables, u.project.Variables...)
		p.Locals = append(p.Locals, u.project.Locals...)
		p.Flows = append(p.Flows, u.project.Flows...)
		p.Fragments = append(p.Fragments, u.project.Fragments...)
	}
	return found
}

// take keeps the first of the blocks of which there can be one.
func take[T interface{ Head() *Block }](one *T, name string, given []T, single func(string, diag.Range) bool) {
	for _, b := range given {
		if single(name, b.Head().Header) {
			*one = b
		}
	}
}
