package check

import (
	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
)

func (f *flow) step(fr *frame, n *node, s *ast.Step, at spot) (ir.Node, spot) {
	out := &ir.Step{Place: n.place()}
	out.When = f.condition(at.scope, s.When, "the condition of the step")
	f.unsure(unless(out.When, s.When), func() { out.Act = f.act(n, s, at.narrow(out.When, true)) })
	f.letterPressure(s, out)
	behind := at.pass(n, true)
	if s.Email != nil && len(f.asked) > 0 {
		behind.fresh = &fresh{n, f.asked[len(f.asked)-1], behind.fresh}
	}
	if out.Act == nil {
		return nil, behind // it has no act, which has been reported
	}
	return out, behind
}

// act checks what a step does; nil where it does nothing.
func (f *flow) act(n *node, s *ast.Step, at spot) ir.Act {
	onUnknown, _ := f.word(at.scope, s.OnUnknown, "on_unknown", "hold", "resend")
	switch {
	case s.Email != nil:
		topic := f.letterTopic(s)
		act := f.email(s, topic, at)
		act.Resend = onUnknown == "resend" || onUnknown == "" && topic != nil && !topic.Marketing
		f.asks(n, act, topic, at)
		return act
	case s.Webhook != nil:
		f.letterOnly(s.Topic, "A webhook is no message to a person, so it has no topic. Take the line out.")
		f.letterOnly(s.OnUnknown, "on_unknown is about letters; a webhook is sent again until it is answered, with the same key each time. Take the line out.")
		if s.Experiment != nil {
			f.report("F0421", s.Experiment.Header, "This experiment compares letters, and a webhook has none. To compare what is done, put an experiment around the steps.")
		}
		return f.webhook(s.Webhook, at)
	case s.Update != nil:
		f.letterOnly(s.Topic, "A change of the customer is no message to a person, so it has no topic. Take the line out.")
		f.letterOnly(s.OnUnknown, "on_unknown is about letters; a change of the customer is made at once. Take the line out.")
		if s.Experiment != nil {
			f.report("F0421", s.Experiment.Header, "This experiment compares letters, and an update has none. To compare what is done, put an experiment around the steps.")
		}
		return f.update(s.Update, at)
	default:
		return nil
	}
}

// letterOnly reports an argument that a step has for its letter alone.
func (f *flow) letterOnly(a *ast.Arg, say string) {
	if a != nil {
		f.report("F0421", a.NameRange, "%s", say)
	}
}

// letterTopic is the topic of a step's letter: its own, or the flow's.
func (f *flow) letterTopic(s *ast.Step) *topic {
	if s.Topic != nil {
		return f.topicNamed(s.Topic)
	}
	if !f.topicSaid && f.unbroken && f.complete(&s.Block, stepBlocks(s)...) {
		f.report("F0411", s.Header, "This letter has no topic, so nobody can agree to it or refuse it. Write topic = topic.NAME into the step, or into the flow for all of its letters.")
	}
	return f.topic
}

// webhook checks a request to a program.
func (f *flow) webhook(w *ast.Webhook, at spot) *ir.Webhook {
	out := &ir.Webhook{Sender: f.senderNamed(w.Sender, "webhook", &w.Block)}
	out.Body = f.expression(at.scope, w.Body, typing.Want{Kind: facts.Object, For: "the body of the webhook"})
	if w.Body == nil {
		out.Body = &expr.ObjectLit{T: facts.ObjectTypeOf(facts.NewObject("object"))}
	}
	return out
}

// senderNamed is the name of the sender that an argument refers to, which is of the given channel; "default" where none is said.
func (f *flow) senderNamed(a *ast.Arg, channel string, head *ast.Block) string {
	if a == nil {
		const name = "default"
		if s := f.senders[name]; s != nil && s.Channel.Name == channel {
			return name
		}
		// Once is enough: it is one block that is missing, for however many messages.
		if !f.project.Broken && f.complete(head) && !f.noSender[channel] {
			f.noSender[channel] = true
			f.report("F0420", head.Header, "This project has no sender %q \"default\", from which what names no sender goes out. Write such a block, or sender = sender.NAME here.", channel)
		}
		return ""
	}
	if !a.Readable() {
		return ""
	}
	name, diags := f.world.Resolve("sender", a.Expr)
	f.add(diags)
	s := f.senders[name]
	if s == nil {
		return ""
	}
	if s.Channel.Name != channel {
		f.report("F0419", a.Range, "The sender %s is for %s, and this goes out by %s. Name a sender %q here.", quoted(name), s.Channel.Name, channel, channel)
	}
	return name
}
