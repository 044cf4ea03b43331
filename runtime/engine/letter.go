package engine

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/email"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/locale"
	"github.com/flowc/flowc/schema/order"
)

// letterKey names one text: variant is empty where the step has no experiment, locale where it is the project's own.
type letterKey struct{ flow, node, variant, locale string }

// letterText is a letter whose expressions are compiled.
type letterText struct {
	letter    *machine.Letter
	subject   func(*expr.Env) facts.Value
	preheader func(*expr.Env) facts.Value
	holes     []func(*expr.Env) facts.Value
	cards     map[letter.Hole][]letter.Hole // of each `::: items`, by its list: the holes inside it, in order
	inCard    map[letter.Hole]bool
	place     map[letter.Hole]int // of a hole in a card: its place in the card's row
	summary   bool                // shows the order's lines and totals
	firstItem bool                // reads order.items[0], which the language promises to be there

	once     sync.Once
	template *email.Template
}

func (p *Program) addLetters(m *machine.Machine) {
	for _, s := range m.States {
		step, ok := s.(*machine.Step)
		if !ok {
			continue
		}
		mail, ok := step.Act.(*machine.Email)
		if !ok {
			continue
		}
		p.addTexts(m.Flow, step, "", mail.Letters)
		if mail.Experiment != nil {
			for i, letters := range mail.Experiment.Variants {
				p.addTexts(m.Flow, step, mail.Experiment.Draw.Variants[i].Name, letters)
			}
		}
	}
}

func (p *Program) addTexts(flow string, step *machine.Step, variant string, letters []machine.Letter) {
	for i := range letters {
		l := &letters[i]
		text := &letterText{
			letter: l, subject: expr.Compile(l.Subject), preheader: expr.Compile(l.Preheader),
			cards: map[letter.Hole][]letter.Hole{}, inCard: map[letter.Hole]bool{}, place: map[letter.Hole]int{},
		}
		for _, h := range l.Body.Holes {
			text.holes = append(text.holes, expr.Compile(h))
		}
		l.Body.Doc.Walk(func(b letter.Block) {
			switch b := b.(type) {
			case letter.Items:
				inner := holesIn(b.Blocks)
				text.cards[b.From] = inner
				for k, h := range inner {
					text.inCard[h] = true
					text.place[h] = k
				}
			case letter.OrderSummary:
				text.summary = true
			default: // the other kinds have nothing to do here
			}
		}, nil)
		text.firstItem = readsFirstItem(append([]expr.Expr{l.Subject, l.Preheader}, l.Body.Holes...))
		p.letters[letterKey{flow, string(step.Name), variant, l.Locale}] = text
	}
}

// readsFirstItem is true where an expression reads order.items[0]. An order has at least one item (language.md, "Expressions"); a letter
// about one that came without any would have a gap where its name should be.
func readsFirstItem(exprs []expr.Expr) (reads bool) {
	for _, e := range exprs {
		expr.Walk(e, func(x expr.Expr) {
			index, ok := x.(*expr.Index)
			if !ok {
				return
			}
			items, ok := index.Of.(*expr.Field)
			if !ok || items.Field.Name != "items" {
				return
			}
			root, ok := items.Of.(*expr.Root)
			reads = reads || ok && root.Name == expr.RootOrder
		})
	}
	return reads
}

// holesIn are the holes of some blocks, those of targets included.
func holesIn(blocks letter.Blocks) (holes []letter.Hole) {
	target := func(t letter.Target) {
		for _, part := range t.Parts {
			if v, ok := part.(letter.Value); ok {
				holes = append(holes, v.Hole)
			}
		}
	}
	letter.Doc{Blocks: blocks}.Walk(func(b letter.Block) {
		switch b := b.(type) {
		case letter.Button:
			target(b.To)
		case letter.If:
			holes = append(holes, b.When)
		case letter.Items:
			holes = append(holes, b.From)
		case letter.Share:
			holes = append(holes, b.Link)
		default: // the other kinds have nothing to do here
		}
	}, func(in letter.Inline) {
		switch in := in.(type) {
		case letter.Value:
			holes = append(holes, in.Hole)
		case letter.Link:
			target(in.To)
		case letter.Image:
			target(in.Source)
		default: // the other kinds have nothing to do here
		}
	})
	return holes
}

// pickLetter is the text in the customer's language, else in the project's.
func pickLetter(letters []machine.Letter, tag string) *machine.Letter {
	available := make([]string, 0, len(letters))
	for _, l := range letters {
		if l.Locale != "" {
			available = append(available, l.Locale)
		}
	}
	if tag != "" && len(available) > 0 {
		best := locale.Match(tag, available)
		for i := range letters {
			if letters[i].Locale != "" && letters[i].Locale == best {
				return &letters[i]
			}
		}
	}
	return &letters[0]
}

// Filled is what fills a letter's holes: enough to make the same letter again, whatever happens to the order meanwhile.
type Filled struct {
	Subject   string
	Preheader string
	// Holes are the values by number. That of a `::: items` list is a list of rows: the values of the holes inside, in order.
	Holes  []facts.Value
	Order  facts.Value // the order, where the letter shows its summary
	Number string      // of the order for which the letter is sent
	Locale string      // the customer's, for amounts and dates
	Zone   string
	Links  map[string]string // unsubscribe, preferences, browser
}

// fill evaluates a letter for one journey.
func (t *letterText) fill(env *expr.Env) Filled {
	f := Filled{
		Subject: t.subject(env).Text(), Preheader: t.preheader(env).Text(),
		Holes: make([]facts.Value, len(t.holes)), Locale: env.Locale, Zone: env.Zone.String(),
	}
	for i, hole := range t.holes {
		h := letter.Hole(i)
		if t.inCard[h] {
			continue
		}
		v := hole(env)
		if inner, isList := t.cards[h]; isList {
			v = t.fillCards(env, v, inner)
		}
		f.Holes[i] = v
	}
	if t.summary {
		f.Order = env.Order
	}
	f.Number = env.Order.Get(orderNumber).Text()
	return f
}

func (t *letterText) fillCards(env *expr.Env, list facts.Value, inner []letter.Hole) facts.Value {
	outer := env.Item
	defer func() { env.Item = outer }()
	var rows []facts.Value
	for _, item := range list.List() {
		env.Item = item
		row := make(facts.Row, len(inner))
		for k, h := range inner {
			v := t.holes[h](env)
			if nested, isList := t.cards[h]; isList {
				v = t.fillCards(env, v, nested)
			}
			row[k] = v
		}
		rows = append(rows, facts.ObjectOf(row))
	}
	return facts.ListOf(rows)
}

// payload is the stored form of Filled without the subject, which has a column.
type payload struct {
	Preheader string            `json:"p,omitempty"`
	Holes     json.RawMessage   `json:"h"`
	Order     json.RawMessage   `json:"o,omitempty"`
	Number    string            `json:"n,omitempty"`
	Locale    string            `json:"l,omitempty"`
	Zone      string            `json:"z,omitempty"`
	Links     map[string]string `json:"u,omitempty"`
}

func (f Filled) encode() []byte {
	p := payload{Preheader: f.Preheader, Holes: facts.Append(nil, facts.ListOf(f.Holes)), Number: f.Number, Locale: f.Locale, Zone: f.Zone, Links: f.Links}
	if !f.Order.IsAbsent() {
		p.Order = facts.Append(nil, f.Order)
	}
	data, err := json.Marshal(p)
	if err != nil {
		panic("this is a bug in flowc: a letter's values have no JSON form: " + err.Error())
	}
	return data
}

// decodeFilled reads what encode wrote.
func decodeFilled(subject string, data []byte) (Filled, error) {
	var p payload
	if err := json.Unmarshal(data, &p); err != nil {
		return Filled{}, fmt.Errorf("payload: %w", err)
	}
	holes, err := facts.Parse(p.Holes)
	if err != nil {
		return Filled{}, fmt.Errorf("payload: %w", err)
	}
	f := Filled{Subject: subject, Preheader: p.Preheader, Holes: holes.List(), Number: p.Number, Locale: p.Locale, Zone: p.Zone, Links: p.Links}
	if len(p.Order) > 0 {
		if f.Order, err = facts.Parse(p.Order); err != nil {
			return Filled{}, fmt.Errorf("payload: %w", err)
		}
	}
	return f, nil
}

// links answers links.x in a letter (expr.LinkReader).
type links struct {
	target  LinkFor
	maker   Links
	website string
	order   facts.Value
}

// LinkFor is whom a link is made for.
type LinkFor struct {
	Customer, Address, Topic string
	Order                    string
	Message                  string // the message's key
	At                       time.Time
}

// Links makes the addresses of pages. Kind is review, referral, unsubscribe, preferences or browser. The same arguments give the
// same address, so that a retry is the same letter.
type Links interface {
	URL(kind string, l LinkFor) string
}

var orderNumber = order.OrderType.Field("number")

var orderURL, trackingURL = order.OrderType.Field("url"), order.OrderType.Field("tracking_url")

func (l *links) Link(name string) facts.Value {
	switch name {
	case "shop":
		return facts.URLOf(l.website)
	case "tracking":
		if u := l.order.Get(trackingURL); !u.IsAbsent() {
			return u
		}
		return l.Link("order")
	case "order":
		if u := l.order.Get(orderURL); !u.IsAbsent() {
			return u
		}
		return facts.URLOf(l.website)
	default:
		return facts.URLOf(l.maker.URL(name, l.target))
	}
}
