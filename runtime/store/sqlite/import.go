package sqlite

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// Import writes what a line says to the order store and takes its event.
func (t *tx) Import(_ context.Context, line *order.Line, opt store.ImportOptions) (store.Taken, error) {
	checked, err := store.Check(line, opt, t.currencyOf)
	if err != nil {
		return store.Taken{}, err
	}
	im := &importing{tx: t, Checked: checked, opt: opt, l: checked.Line}
	taken, err := im.run()
	if err != nil {
		return store.Taken{}, fmt.Errorf("import %s/%s: %w", im.l.Source, im.l.ID, err)
	}
	taken.Warnings = checked.Warnings
	return taken, nil
}

func (t *tx) currencyOf(id string) (string, error) {
	var code string
	_, err := t.c.one(`select currency from orders where id = ?`, []any{id}, &code)
	return code, err
}

// importing is one line on its way into the store.
type importing struct {
	*tx
	*store.Checked
	opt store.ImportOptions
	l   *order.Line

	customer   string          // of the line, then of its event; empty: none
	order      *store.OrderRow // nil: the line is about none, or only mentions one that is not known
	wasInStore bool            // the order's channel before this line
}

func (im *importing) run() (store.Taken, error) {
	if im.Type != nil {
		repeated, err := im.repeated()
		if err != nil || repeated {
			return store.Taken{Repeated: repeated}, err
		}
	}
	if err := im.currency(); err != nil {
		return store.Taken{}, err
	}
	if err := im.people(); err != nil {
		return store.Taken{}, err
	}
	if err := im.products(); err != nil {
		return store.Taken{}, err
	}
	if err := im.orders(); err != nil {
		return store.Taken{}, err
	}
	waiting, err := im.event()
	if err != nil {
		return store.Taken{}, err
	}
	if err := im.inStore(); err != nil {
		return store.Taken{}, err
	}
	if err := im.consequences(); err != nil {
		return store.Taken{}, err
	}
	return store.Taken{Waiting: waiting, Customer: im.customer}, nil
}

// repeated tells whether the event is there already. The same event with an earlier time counts from then, as long as nobody has
// looked at it (language.md, "Small print"); nothing else of the line is read.
func (im *importing) repeated() (bool, error) {
	var seq int64
	var at string
	var state int
	found, err := im.c.one(`select seq, at, state from events where source = ? and id = ?`, []any{im.l.Source, im.l.ID}, &seq, &at, &state)
	if err != nil || !found {
		return false, err
	}
	if earlier := store.FormatInstant(im.l.At); earlier < at && state != 2 {
		if _, err := im.c.exec(`update events set at = ? where seq = ?`, earlier, seq); err != nil {
			return true, err
		}
		return true, im.rederive()
	}
	return true, nil
}

// rederive works an order out anew after one of its events came to be earlier.
func (im *importing) rederive() error {
	if im.l.Order == nil {
		return nil
	}
	o, err := im.loadOrder(im.l.Order.ID)
	if err != nil || o == nil {
		return err
	}
	before := store.CountOf(o, im.opt.Currency)
	if err := im.derive(o, nil); err != nil {
		return err
	}
	if err := im.saveOrder(o); err != nil {
		return err
	}
	return im.count(before, store.CountOf(o, im.opt.Currency))
}

// currency remembers the project's currencies. Where the first one is another than before, the customers' totals are counted anew.
func (im *importing) currency() error {
	declared := list(im.opt.Currencies)
	var first, known string
	if _, err := im.c.one(`select first_currency, currencies from lease`, nil, &first, &known); err != nil || first == im.opt.Currency && known == declared {
		return err
	}
	if _, err := im.c.exec(`update lease set first_currency = ?, currencies = ?`, im.opt.Currency, declared); err != nil || first == im.opt.Currency {
		return err
	}
	_, err := im.c.exec(`update customers set currency = ?1, total_spent_minor = (select coalesce(sum(o.total_minor - o.refunded_minor), 0) from orders o
  where o.customer_id = customers.id and o.placed_at is not null and o.is_test = 0 and o.status <> 'cancelled' and o.currency = ?1)`, im.opt.Currency)
	return err
}

const insertEvent = `insert into events (source, id, type, at, customer_id, order_id, shipment, properties, state, received_at)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// event takes the line's event, and decides whose it is and whether it waits. An event about an order belongs to the order's customer,
// and waits until the order is placed. One that only names an order waits where nobody else is named.
func (im *importing) event() (waiting bool, err error) {
	if im.Type == nil {
		return false, nil
	}
	placed, orderID := true, ""
	if im.l.Order != nil {
		orderID = im.l.Order.ID
		placed = im.order != nil && !im.order.PlacedAt.IsZero()
		if im.order != nil && im.order.Customer != "" && (im.Type.AboutOrder || im.customer == "") {
			im.customer = im.order.Customer
		}
	}
	waiting = !placed && (im.Type.AboutOrder || im.customer == "")
	state, whose := 1, null(im.customer)
	if waiting { // nobody's yet, so that nothing counts it
		state, whose = 0, nil
	}
	received := im.opt.ReceivedAt
	if received.IsZero() {
		received = im.l.At
	}
	if err := im.declare(im.Type); err != nil {
		return waiting, err
	}
	properties, err := im.EventJSON()
	if err != nil {
		return waiting, err
	}
	_, err = im.c.exec(insertEvent, im.l.Source, im.l.ID, im.l.Type, store.FormatInstant(im.l.At), whose, null(orderID), null(im.parcel()), properties, state, store.FormatInstant(received))
	return waiting, err
}

// parcel is the id of the shipment that the line names.
func (im *importing) parcel() string {
	if im.l.Shipment == nil {
		return ""
	}
	return im.l.Shipment.ID
}

// consequences are what an event means for the order store beyond the order itself.
func (im *importing) consequences() error {
	if im.Type == nil {
		return nil
	}
	switch im.l.Type {
	case "consent.changed":
		return im.choose(im.Property("topic"), im.Property("state"), im.Property("channel"), "choice")
	case "message.unsubscribed":
		return im.choose(im.Property("topic"), "denied", im.Property("channel"), "unsubscribe")
	case "message.complained":
		if err := im.choose("*", "denied", "email", "complaint"); err != nil {
			return err
		}
		if err := im.cameBack(0, 1); err != nil {
			return err
		}
		return im.keepFrom("complaint")
	case "message.bounced":
		switch strings.ToLower(im.Property("kind")) {
		case "hard", "permanent":
			if err := im.cameBack(1, 0); err != nil {
				return err
			}
			return im.keepFrom("hard_bounce")
		case "manual", "legal": // a source's suppression that is no bounce
			return im.keepFrom(im.Property("kind"))
		}
		return nil
	case "review.submitted":
		return im.review()
	}
	return nil
}

// backMax is how long after the event a bounce or a complaint still counts for the breakers: a relay tries for five days. What is older is history that
// is imported, and says nothing of the mail that goes out now.
const backMax = 6 * 24 * time.Hour

// cameBack counts a bounce or a complaint for the breakers.
func (im *importing) cameBack(bounced, complained int) error {
	if im.opt.ReceivedAt.Sub(im.l.At) > backMax {
		return nil
	}
	return im.traffic(im.opt.ReceivedAt, 0, bounced, complained)
}

// address is where a word of this line counts: the address that the line itself names, else the customer's, whichever that was at that
// time.
func (im *importing) address(channel string) string {
	if c := im.l.Customer; c != nil {
		if channel == "email" && c.Email != nil && *c.Email != "" {
			return store.NormalEmail(*c.Email)
		}
		if channel == "sms" && c.Phone != nil && *c.Phone != "" {
			return *c.Phone
		}
	}
	return store.Whose(im.customer)
}

func (im *importing) choose(topic, state, channel, basis string) error {
	if im.customer == "" {
		return nil // nobody is known whose consent it is
	}
	if channel == "" {
		channel = "email"
	}
	return im.Choose(background, store.Choice{
		Channel: channel, Address: im.address(channel), Customer: im.customer, Topic: topic, State: state, Basis: basis,
		Source: im.l.Source, Event: im.l.ID, At: im.l.At,
	})
}

func (im *importing) keepFrom(reason string) error {
	if im.customer == "" {
		return nil
	}
	return im.suppress(store.Suppression{
		Channel: "email", Address: im.address("email"), Reason: reason, At: im.l.At, Evidence: evidence("event", im.l.Source+"/"+im.l.ID),
	})
}

const insertReview = `insert into reviews (source, id, customer_id, order_id, product_id, rating, title, body, at)
values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`

func (im *importing) review() error {
	var orderID string
	if im.l.Order != nil {
		orderID = im.l.Order.ID
	}
	_, err := im.c.exec(insertReview, im.l.Source, im.l.ID, null(im.customer), null(orderID), null(im.Property("product")), im.Number("rating"),
		null(im.Property("title")), null(im.Property("body")), store.FormatInstant(im.l.At))
	return err
}

// text is an instant as the order store's text; null for the zero time.
func text(t time.Time) any { return null(store.FormatInstant(t)) }
