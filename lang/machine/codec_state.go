package machine

import (
	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/letter"
)

// A state is [KIND,{…}].

// state codes a state by its kind.
func (c *codec) state(s *State) {
	c.Array(func() {
		kind := ""
		if c.Writing() {
			kind = kindOf(*s)
		}
		c.Text(&kind)
		if c.Err() != nil {
			return
		}
		if !c.Writing() {
			if *s = newState(kind); *s == nil {
				c.Fail("no state %q", kind)
				return
			}
		}
		c.Object(func() { c.stateParts(*s) })
	})
}

func kindOf(s State) string {
	switch s.(type) {
	case *Step:
		return "step"
	case *Delay:
		return "delay"
	case *Await:
		return "await"
	case *Branch:
		return "branch"
	case *Experiment:
		return "experiment"
	case *Repeat:
		return "repeat"
	case *End:
		return "end"
	default:
		panic("this is a bug in flowc: an unknown state")
	}
}

func newState(kind string) State {
	switch kind {
	case "step":
		return &Step{}
	case "delay":
		return &Delay{}
	case "await":
		return &Await{}
	case "branch":
		return &Branch{}
	case "experiment":
		return &Experiment{}
	case "repeat":
		return &Repeat{}
	case "end":
		return &End{}
	}
	return nil
}

func (c *codec) stateParts(s State) {
	switch s := s.(type) {
	case *Step:
		c.step(s)
	case *Delay:
		c.delay(s)
	case *Await:
		c.await(s)
	case *Branch:
		c.branch(s)
	case *Experiment:
		c.experiment(s)
	case *Repeat:
		c.repeat(s)
	case *End:
		c.name("name", &s.Name)
	default:
		panic("this is a bug in flowc: an unknown state")
	}
}

func (c *codec) name(member string, n *Name) { c.text(member, (*string)(n)) }

func (c *codec) step(s *Step) {
	c.name("name", &s.Name)
	c.name("next", &s.Next)
	c.condition("when", &s.When)
	c.names("loops", &s.Loops)
	c.name("within", &s.Within)
	c.span("stale_after", &s.StaleAfter)
	priority := int64(s.Priority)
	c.whole("priority", &priority)
	s.Priority = int(priority)
	email, _ := s.Act.(*Email)
	if c.Member("email", email != nil) {
		if !c.Writing() {
			email = &Email{}
			s.Act = email
		}
		c.Object(func() { c.email(email) })
	}
	webhook, _ := s.Act.(*Webhook)
	if c.Member("webhook", webhook != nil) {
		if !c.Writing() {
			if s.Act != nil {
				c.Fail("a step with two acts")
			}
			webhook = &Webhook{}
			s.Act = webhook
		}
		c.Object(func() {
			c.text("sender", &webhook.Sender)
			c.condition("body", &webhook.Body)
		})
	}
	update, _ := s.Act.(*Update)
	if c.Member("update", update != nil) {
		if !c.Writing() {
			if s.Act != nil {
				c.Fail("a step with two acts")
			}
			update = &Update{}
			s.Act = update
		}
		c.Object(func() {
			wire.Some(c.Coder, "attributes", &update.Attributes, func(x *Setting) {
				c.Object(func() {
					c.text("name", &x.Name)
					c.condition("value", &x.Value)
				})
			})
			c.condition("tags", &update.Tags)
		})
	}
}

func (c *codec) email(e *Email) {
	c.text("topic", &e.Topic)
	c.text("sender", &e.Sender)
	c.flag("resend", &e.Resend)
	wire.Some(c.Coder, "letters", &e.Letters, c.letter)
	if !c.Member("experiment", e.Experiment != nil) {
		return
	}
	if !c.Writing() {
		e.Experiment = &LetterTest{}
	}
	t := e.Experiment
	c.Object(func() {
		c.draw("draw", &t.Draw)
		c.text("goal", &t.Goal)
		wire.Some(c.Coder, "variants", &t.Variants, func(letters *[]Letter) { wire.List(c.Coder, letters, c.letter) })
	})
}

func (c *codec) letter(l *Letter) {
	c.Object(func() {
		c.text("locale", &l.Locale)
		c.condition("subject", &l.Subject)
		c.condition("preheader", &l.Preheader)
		c.object("body", func() bool { return len(l.Body.Doc.Blocks) == 0 && len(l.Body.Holes) == 0 }, func() {
			wire.Some(c.Coder, "blocks", (*[]letter.Block)(&l.Body.Doc.Blocks), c.block)
			wire.Some(c.Coder, "holes", &l.Body.Holes, c.expression)
		})
	})
}

func (c *codec) draw(member string, d *Draw) {
	zero := func() bool {
		return d.Salt == "" && d.Unit == "" && d.Holdout == 0 && d.Address == "" && len(d.Variants) == 0
	}
	c.object(member, zero, func() {
		c.text("salt", &d.Salt)
		c.text("unit", &d.Unit)
		c.whole("holdout", &d.Holdout)
		c.text("address", &d.Address)
		wire.Some(c.Coder, "variants", &d.Variants, func(s *Share) {
			c.Object(func() {
				c.text("name", &s.Name)
				c.whole("weight", &s.Weight)
			})
		})
	})
}

func (c *codec) delay(s *Delay) {
	c.name("name", &s.Name)
	c.name("next", &s.Next)
	c.condition("for", &s.For)
	c.condition("until", &s.Until)
	on := int(s.On)
	c.count("on", &on)
	if s.On = uint8(on); int(s.On) != on {
		c.Fail("no weekdays %d", on)
	}
	c.text("at", &s.At)
	c.text("if_past", (*string)(&s.IfPast))
	c.text("if_missing", (*string)(&s.IfMissing))
}

func (c *codec) await(s *Await) {
	c.name("name", &s.Name)
	c.name("next", &s.Next)
	c.name("on_timeout", &s.OnTimeout)
	c.match("match", &s.Match)
	c.name("since", &s.Since)
	c.condition("timeout", &s.Timeout)
	c.condition("until", &s.Until)
	c.names("loops", &s.Loops)
}

func (c *codec) branch(s *Branch) {
	c.name("name", &s.Name)
	wire.Some(c.Coder, "cases", &s.Cases, func(k *Case) {
		c.Object(func() {
			c.text("name", &k.Name)
			c.condition("when", &k.When)
			c.name("to", &k.To)
		})
	})
	c.name("default", &s.Default)
}

func (c *codec) experiment(s *Experiment) {
	c.name("name", &s.Name)
	c.draw("draw", &s.Draw)
	c.text("goal", &s.Goal)
	c.names("to", &s.To)
	c.name("held_out", &s.HeldOut)
}

func (c *codec) repeat(s *Repeat) {
	c.name("name", &s.Name)
	c.condition("every", &s.Every)
	c.count("times", &s.Times)
	c.condition("while", &s.While)
	c.name("body", &s.Body)
	c.name("next", &s.Next)
	c.names("loops", &s.Loops)
}
