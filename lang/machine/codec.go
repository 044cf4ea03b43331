package machine

import (
	"fmt"
	"math"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/facts"
)

// Encode is the program's canonical JSON. It is an error where the program has none: a text that is not UTF-8, or an expression that
// nests deeper than wire.DepthMax.
func Encode(p *Program) ([]byte, error) {
	data, err := encode(p, true)
	if err != nil {
		return nil, fmt.Errorf("encode the program: %w", err)
	}
	return data, nil
}

func encode(p *Program, origins bool) ([]byte, error) {
	w := wire.Writer()
	c := codec{Coder: w, origins: origins, expr: &expr.Codec{Types: p.Types()}}
	c.program(p)
	return w.Finish()
}

// Decode reads what Encode wrote, and validates it. Its errors wrap wire.ErrForm or ErrProgram. The machines are indexed. Whatever the
// bytes are, it neither panics nor takes more time or memory than a fixed multiple of their number.
func Decode(data []byte) (*Program, error) {
	p := &Program{}
	r := wire.Reader(data)
	c := codec{Coder: r, origins: true}
	c.program(p)
	if _, err := r.Finish(); err != nil {
		return nil, fmt.Errorf("decode the program: %w", err)
	}
	if err := Validate(p); err != nil {
		return nil, fmt.Errorf("decode the program: %w", err)
	}
	for _, m := range p.Machines {
		m.Index()
	}
	return p, nil
}

// codec describes the form once, for both directions.
type codec struct {
	*wire.Coder
	expr    *expr.Codec // when reading: from the segments on
	origins bool
}

// text is a member that is left out where it is empty, and so are the ones below.
func (c *codec) text(name string, s *string) {
	if c.Member(name, *s != "") {
		c.Text(s)
		c.present(*s != "")
	}
}

func (c *codec) flag(name string, b *bool) {
	if c.Member(name, *b) {
		c.Bool(b)
		c.present(*b)
	}
}

func (c *codec) count(name string, n *int) {
	if c.Member(name, *n != 0) {
		c.Count(n)
		c.present(*n != 0)
	}
}

func (c *codec) whole(name string, n *int64) {
	if c.Member(name, *n != 0) {
		c.Int(n)
		c.present(*n != 0)
	}
}

// present fails where a member was read that would not have been written.
func (c *codec) present(written bool) {
	if !written {
		c.Fail("a member at its zero")
	}
}

// object is a member that is an object, left out where zero is true of it.
func (c *codec) object(name string, zero func() bool, inside func()) {
	if c.Member(name, c.Writing() && !zero()) {
		c.Object(inside)
		c.present(!zero())
	}
}

func (c *codec) condition(name string, e *expr.Expr) { c.expr.Member(c.Coder, name, e) }

func (c *codec) expression(e *expr.Expr) { c.expr.Expr(c.Coder, e) }

func (c *codec) span(name string, s *facts.Span) {
	c.object(name, func() bool { return *s == facts.Span{} }, func() {
		c.count("months", &s.Months)
		c.count("days", &s.Days)
		exact := int64(s.Exact)
		c.whole("exact", &exact) // nanoseconds
		s.Exact = time.Duration(exact)
	})
}

func (c *codec) names(name string, list *[]Name) {
	wire.Some(c.Coder, name, list, func(n *Name) { c.Text((*string)(n)) })
}

func (c *codec) program(p *Program) {
	c.Object(func() {
		c.count("format", &p.Format)
		if c.Err() == nil && p.Format != Format {
			c.Fail("the program has the format %d; this is made for %d", p.Format, Format)
		}
		c.object("project", func() bool { return isZeroProject(p.Project) }, func() { c.project(&p.Project) })
		c.object("brand", func() bool { return p.Brand == Brand{} }, func() {
			b := &p.Brand
			c.text("name", &b.Name)
			c.text("website", &b.Website)
			c.text("logo", &b.Logo)
			c.text("accent", &b.Accent)
			c.text("postal_address", &b.PostalAddress)
		})
		wire.Some(c.Coder, "senders", &p.Senders, c.sender)
		wire.Some(c.Coder, "sources", &p.Sources, c.source)
		wire.Some(c.Coder, "topics", &p.Topics, c.topic)
		// What expressions read stands before the first of them.
		wire.Some(c.Coder, "attributes", &p.Attributes, c.attribute)
		wire.Some(c.Coder, "events", &p.Events, c.event)
		c.segments(p)
		c.pressure(&p.Pressure)
		c.object("runner", func() bool { return p.Runner == Runner{} }, func() {
			c.text("schedule", &p.Runner.Schedule)
			c.count("connections", &p.Runner.Connections)
		})
		wire.Some(c.Coder, "machines", &p.Machines, c.machine)
	})
}

func isZeroProject(p Project) bool {
	return p.Name == "" && p.Timezone == "" && len(p.Currencies) == 0 && p.Locale == "" && p.BaseURL == ""
}

func (c *codec) project(p *Project) {
	c.text("name", &p.Name)
	c.text("timezone", &p.Timezone)
	c.Names("currencies", &p.Currencies)
	c.text("locale", &p.Locale)
	c.text("base_url", &p.BaseURL)
}

func (c *codec) secret(name string, s *Secret) {
	c.object(name, func() bool { return *s == Secret{} }, func() {
		c.text("env", &s.Env)
		c.text("literal", &s.Literal)
	})
}

func (c *codec) sender(s *Sender) {
	c.Object(func() {
		c.text("name", &s.Name)
		c.text("kind", (*string)(&s.Kind))
		c.text("from", &s.From)
		c.text("reply_to", &s.ReplyTo)
		c.secret("smtp", &s.SMTP)
		c.secret("url", &s.URL)
		c.secret("key", &s.Key)
	})
}

func (c *codec) topic(t *Topic) {
	c.Object(func() {
		c.text("name", &t.Name)
		c.text("title", &t.Title)
		c.flag("marketing", &t.Marketing)
		c.flag("opt_out", &t.OptOut)
		c.span("implied_for", &t.ImpliedFor)
	})
}

func (c *codec) kind(name string, k *facts.Kind) {
	s := ""
	if c.Writing() {
		s = k.String()
	}
	c.text(name, &s)
	known, ok := facts.KindNamed(s)
	if !ok {
		c.Fail("no kind %q", s)
	}
	*k = known
}

func (c *codec) attribute(a *expr.Attribute) {
	c.Object(func() {
		c.text("object", &a.Object)
		c.text("name", &a.Name)
		c.kind("kind", &a.Kind)
	})
}

func (c *codec) event(e *EventType) {
	c.Object(func() {
		c.text("name", &e.Name)
		c.flag("about_order", &e.AboutOrder)
		wire.Some(c.Coder, "properties", &e.Properties, func(p *Property) {
			c.Object(func() {
				c.text("name", &p.Name)
				c.kind("kind", &p.Kind)
			})
		})
	})
}

// segments are read in two passes, since each may name any other: first their names, then a condition when it is first named.
func (c *codec) segments(p *Program) {
	if !c.Writing() {
		c.expr = &expr.Codec{Types: p.Types()}
	}
	raw := map[string][]byte{}
	wire.Some(c.Coder, "segments", &p.Segments, func(s *Segment) {
		c.Object(func() {
			c.text("name", &s.Name)
			c.text("title", &s.Title)
			if c.Writing() {
				c.condition("where", &s.Where)
				return
			}
			if !c.Member("where", true) {
				c.Fail("a segment without a condition")
				return
			}
			var condition []byte
			c.Raw(&condition)
			if _, twice := raw[s.Name]; twice {
				c.Fail("two segments %q", s.Name)
			}
			raw[s.Name] = condition
		})
	})
	if c.Writing() || c.Err() != nil {
		return
	}
	known := map[string]expr.Expr{} // nil while under way
	c.expr.Segment = func(name string) (expr.Expr, bool) {
		if e, ok := known[name]; ok {
			return e, e != nil
		}
		condition, ok := raw[name]
		if !ok {
			return nil, false
		}
		known[name] = nil
		var e expr.Expr
		r := wire.Reader(condition)
		c.expr.Expr(r, &e)
		if _, err := r.Finish(); err != nil {
			c.Fail("segment %q: %v", name, err)
			return nil, false
		}
		known[name] = e
		return e, true
	}
	for i := range p.Segments {
		s := &p.Segments[i]
		e, ok := c.expr.Segment(s.Name)
		if !ok {
			c.Fail("segment %q contains itself", s.Name)
			return
		}
		s.Where = e
	}
}

func (c *codec) machine(m **Machine) {
	if !c.Writing() {
		*m = &Machine{}
	}
	c.Object(func() {
		m := *m
		c.text("flow", &m.Flow)
		c.text("title", &m.Title)
		c.text("owner", &m.Owner)
		c.flag("enabled", &m.Enabled)
		c.whole("holdout", &m.Holdout)
		c.text("already", (*string)(&m.Already))
		c.object("trigger", func() bool { return isZeroTrigger(&m.Trigger) }, func() { c.trigger(&m.Trigger) })
		wire.Some(c.Coder, "exits", &m.Exits, func(x *Exit) {
			c.Object(func() {
				c.text("name", &x.Name)
				c.count("ordinal", &x.Ordinal)
				c.match("match", &x.Match)
				c.condition("when", &x.When)
			})
		})
		wire.Some(c.Coder, "goals", &m.Goals, func(g *Goal) {
			c.Object(func() {
				c.text("name", &g.Name)
				c.count("ordinal", &g.Ordinal)
				c.match("match", &g.Match)
				c.span("within", &g.Within)
				c.flag("ends", &g.Ends)
			})
		})
		c.text("first", (*string)(&m.First))
		wire.Some(c.Coder, "states", &m.States, c.state)
		if c.origins {
			c.originsOf(m)
		}
	})
}

func isZeroTrigger(t *Trigger) bool {
	return t.Event == "" && !t.AboutOrder && t.Each == "" && t.Where == nil && t.OncePer == "" && t.Again == facts.Span{} && t.EnterWithin == facts.Span{} &&
		t.Schedule == "" && t.Audience == nil && t.Segment == nil
}

func (c *codec) trigger(t *Trigger) {
	c.text("event", &t.Event)
	c.flag("about_order", &t.AboutOrder)
	c.text("each", &t.Each)
	c.condition("where", &t.Where)
	c.text("once_per", (*string)(&t.OncePer))
	c.span("again", &t.Again)
	c.span("enter_within", &t.EnterWithin)
	c.text("schedule", &t.Schedule)
	c.condition("audience", &t.Audience)
	c.condition("segment", &t.Segment)
}

func (c *codec) match(name string, m *Match) {
	c.object(name, func() bool { return len(m.Events) == 0 && m.About == "" && m.Where == nil }, func() {
		c.Names("events", &m.Events)
		c.text("about", (*string)(&m.About))
		c.condition("where", &m.Where)
	})
}

// originsOf codes the places of states in the order of the states, [["file",line],…]; states without one have ["",0].
func (c *codec) originsOf(m *Machine) {
	var places []Origin
	known := false
	if c.Writing() {
		for _, s := range m.States {
			o := m.Origins[s.StateName()]
			places = append(places, o)
			known = known || o != Origin{}
		}
	}
	if !c.Member("origins", known) {
		return
	}
	wire.List(c.Coder, &places, func(p *Origin) {
		c.Array(func() {
			line := int64(p.Line)
			c.Text(&p.File)
			c.Int(&line)
			if line < 0 || line > math.MaxInt32 {
				c.Fail("no line %d", line)
			}
			p.Line = int(line)
		})
	})
	if c.Writing() || c.Err() != nil {
		return
	}
	if len(places) != len(m.States) {
		c.Fail("%d origins for %d states", len(places), len(m.States))
		return
	}
	m.Origins = map[Name]Origin{}
	for i, s := range m.States {
		if places[i] != (Origin{}) {
			m.Origins[s.StateName()] = places[i]
		}
	}
	c.present(len(m.Origins) > 0)
}
