package engine

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/email"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// PreviewOf names a letter and the customer whom it is shown for.
type PreviewOf struct {
	Flow, Step string
	Variant    string // of the step's experiment; empty: the first
	Locale     string // empty: the customer's
	Customer   string
	Now        time.Time
}

// Letter is a letter as somebody would get it.
type Letter struct {
	Subject, Preheader string
	Locale             string // whose text it is; empty: that of the project's language
	HTML, Text         []byte
}

// Preview makes a letter for a customer of a store, for their latest order and the latest event of the flow's type. Nothing is written.
func (p *Program) Preview(ctx context.Context, st store.Store, of PreviewOf, maker Links) (Letter, error) {
	flow := p.flows[of.Flow]
	if flow == nil {
		return Letter{}, fmt.Errorf("there is no flow %q", of.Flow)
	}
	step, _ := flow.State(machine.Name(of.Step)).(*machine.Step)
	if step == nil {
		return Letter{}, fmt.Errorf("flow %q has no step %q", of.Flow, of.Step)
	}
	mail, ok := step.Act.(*machine.Email)
	if !ok {
		return Letter{}, fmt.Errorf("step %q sends no letter", of.Step)
	}
	letters := mail.Letters
	if mail.Experiment != nil {
		found := of.Variant == ""
		for i, v := range mail.Experiment.Draw.Variants {
			if v.Name == of.Variant || of.Variant == "" && i == 0 {
				of.Variant, letters, found = v.Name, mail.Experiment.Variants[i], true
			}
		}
		if !found {
			return Letter{}, fmt.Errorf("step %q has no variant %q", of.Step, of.Variant)
		}
	} else if of.Variant != "" {
		return Letter{}, fmt.Errorf("step %q has no experiment", of.Step)
	}
	person, env, err := p.previewFacts(ctx, st, flow, of)
	if err != nil {
		return Letter{}, err
	}
	known := &interp.Known{Env: env.Env, EventBySeq: func(int64) *order.Event { return env.trigger }}
	env.Nodes = interp.NodesOf(interp.Journey{Flow: of.Flow, Customer: of.Customer}, known)
	if of.Locale != "" {
		env.Locale = of.Locale
	}
	topic := p.topics[mail.Topic]
	target := LinkFor{Customer: of.Customer, Address: person.Email, Topic: topic.Name, Order: env.orderID, Message: "preview", At: of.Now}
	env.Links = &links{target: target, maker: maker, website: p.Brand.Website, order: env.Order}
	locale := pickLetter(letters, env.Locale).Locale
	text := p.letters[letterKey{of.Flow, of.Step, of.Variant, locale}]
	filled := text.fill(env.Env)
	filled.Links = linksIn(maker, target, topic.Marketing)
	html, plain, err := p.render(new(email.Buffers), text, filled, topic.Name, topic.Marketing)
	if err != nil {
		return Letter{}, err
	}
	return Letter{Subject: filled.Subject, Preheader: filled.Preheader, Locale: locale, HTML: bytes.Clone(html), Text: bytes.Clone(plain)}, nil
}

// previewEnv is what a preview's expressions read.
type previewEnv struct {
	*expr.Env
	trigger *order.Event
	orderID string
}

// previewFacts loads a customer with their latest order and the latest event that would begin the flow.
func (p *Program) previewFacts(ctx context.Context, st store.Store, flow *interp.Flow, of PreviewOf) (*store.Person, *previewEnv, error) {
	q := (&Engine{Config: Config{Program: p}}).query(*p.reads[of.Flow])
	q.Customers, q.CustomerOrders = []string{of.Customer}, true
	if t := flow.Trigger.Event; t != "" {
		q.EventTypes = append(q.EventTypes, t)
	}
	var found *store.Facts
	err := st.Read(ctx, func(r store.Reader) error {
		var err error
		found, err = r.Facts(ctx, q)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	person := found.People[of.Customer]
	if person == nil {
		return nil, nil, fmt.Errorf("there is no customer %q in the store", of.Customer)
	}
	env := &previewEnv{Env: p.env(person, of.Now)}
	for _, ev := range person.Events {
		if ev.Type == flow.Trigger.Event {
			env.trigger = ev
		}
	}
	if env.trigger != nil {
		env.Trigger = facts.ObjectOf(env.trigger)
	}
	if n := len(person.Orders); n > 0 && flow.Trigger.AboutOrder {
		env.Order = person.Orders[n-1]
		env.orderID = env.Order.Get(order.OrderType.Field("id")).Text()
	}
	if flow.Trigger.AboutOrder && env.Order.IsAbsent() {
		return nil, nil, fmt.Errorf("customer %q has no order", of.Customer)
	}
	return person, env, nil
}
