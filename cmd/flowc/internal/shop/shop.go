// Package shop turns a seed into a generated shop: customers who order, get parcels, write reviews, send things back and say no.
// The same seed gives the same shop. It feeds `flowc demo`, previews and tests.
package shop

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/flowc/flowc/schema/order"
)

// Options shape a shop.
type Options struct {
	Seed      uint64
	Customers int
	From      time.Time // the first order is not before this
	Months    int
}

// dice is a small deterministic generator (SplitMix64): a shop needs no good randomness, only the same one each time.
type dice struct{ state uint64 }

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// upTo is a number in [0, n).
func (d *dice) upTo(n int) int { return int(d.next() % uint64(n)) }

// chance is true in percent of a hundred cases.
func (d *dice) chance(percent int) bool { return d.upTo(100) < percent }

func (d *dice) between(a, b time.Duration) time.Duration {
	return a + time.Duration(d.next()%uint64(b-a)).Truncate(time.Second)
}

func pick[T any](d *dice, from []T) T { return from[d.upTo(len(from))] }

type product struct {
	id, title, category string
	price               int64 // minor units
}

var products = []product{
	{"S-30", "Calming Serum 30 ml", "skincare", 2400}, {"S-31", "Night Cream", "skincare", 3200}, {"S-50", "Cleansing Balm", "skincare", 1900},
	{"S-60", "Mineral Sunscreen SPF 50", "skincare", 2600}, {"S-70", "Hydrating Mist", "skincare", 1500}, {"H-10", "Hair Oil", "haircare", 2100},
	{"H-20", "Solid Shampoo", "haircare", 1200}, {"B-10", "Body Lotion", "bodycare", 1800}, {"B-20", "Hand Cream", "bodycare", 950},
	{"B-30", "Bath Salt", "bodycare", 1400}, {"A-10", "Bamboo Brush", "accessories", 850}, {"A-20", "Travel Pouch", "accessories", 1650},
}

var (
	firstNames = []string{"Ada", "Grace", "Linus", "Marta", "Jonas", "Emil", "Sofia", "Noor", "Mateo", "Yuki", "Ingrid", "Paul", "Chloé", "Zoë", "Arjun", "Lena", "Tom", "Ida", "Omar", "Wren"}
	lastNames  = []string{"Byron", "Hopper", "Keller", "Nowak", "Brandt", "Olsen", "Rossi", "Haddad", "García", "Tanaka", "Lindqvist", "Martin", "Dupont", "Visser", "Rao", "Schulz", "Baker", "Jensen", "Farouk", "Ellis"}
	zones      = []struct{ zone, country, locale string }{
		{"Europe/Berlin", "DE", "de"}, {"Europe/Berlin", "DE", "de"}, {"Europe/London", "GB", "en"}, {"America/New_York", "US", "en"}, {"Pacific/Auckland", "NZ", "en"}, {"", "", ""},
	}
)

type customer struct {
	id, first, last, zone, country, locale, email, loyalty string
}

// Lines is the shop's whole history in the order of time.
func Lines(opt Options) []*order.Line {
	var lines []*order.Line
	for i := range opt.Customers {
		h := fnv.New64a()
		fmt.Fprintf(h, "%d/%d", opt.Seed, i)
		g := &generator{dice: dice{h.Sum64()}, opt: opt, n: i + 1}
		lines = append(lines, g.customer()...)
	}
	slices.SortStableFunc(lines, func(a, b *order.Line) int { return a.Compare(b) })
	return lines
}

// generator makes one customer's history.
type generator struct {
	dice
	opt    Options
	n      int
	who    customer
	events int
	out    []*order.Line
}

func (g *generator) customer() []*order.Line {
	place := pick(&g.dice, zones)
	g.who = customer{
		id: fmt.Sprintf("c%04d", g.n), first: pick(&g.dice, firstNames), last: pick(&g.dice, lastNames), zone: place.zone,
		country: place.country, locale: place.locale, email: fmt.Sprintf("c%04d@shop.example", g.n),
	}
	if g.chance(8) {
		g.who.first = "" // some never say their name
	}
	if g.chance(30) {
		g.who.loyalty = fmt.Sprintf("L-%05d", g.n)
	}
	span := time.Duration(g.opt.Months) * 30 * 24 * time.Hour
	at := g.opt.From.Add(g.between(0, span*3/4))
	for k := 1; ; k++ {
		g.order(k, at)
		if !g.chance(38) || k == 4 {
			break
		}
		at = at.Add(g.between(12*24*time.Hour, 55*24*time.Hour))
		if at.After(g.opt.From.Add(span)) {
			break
		}
	}
	return g.out
}

func (g *generator) line(kind string, at time.Time, properties map[string]any) *order.Line {
	g.events++
	l := &order.Line{
		Source: "demo", ID: fmt.Sprintf("%s-%d", g.who.id, g.events), Type: kind, At: at.UTC().Truncate(time.Second),
		Customer: &order.CustomerPatch{ID: g.who.id},
	}
	if len(properties) > 0 {
		l.Properties = map[string]json.RawMessage{}
		for name, v := range properties {
			raw, err := json.Marshal(v)
			if err != nil {
				panic("this is a bug in flowc: " + err.Error())
			}
			l.Properties[name] = raw
		}
	}
	g.out = append(g.out, l)
	return l
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// order is one order and all that follows from it.
func (g *generator) order(k int, at time.Time) {
	id := fmt.Sprintf("%s-o%d", g.who.id, k)
	inStore := g.who.loyalty != "" && g.chance(25)
	placed := g.line("order.placed", at, nil)
	c := placed.Customer
	c.Email, c.FirstName, c.LastName = text(g.who.email), text(g.who.first), text(g.who.last)
	c.Timezone, c.Country, c.Locale, c.LoyaltyID = text(g.who.zone), text(g.who.country), text(g.who.locale), text(g.who.loyalty)
	if g.chance(45) {
		c.Consents = map[string]map[string]string{"offers": {"email": "granted"}}
	}
	placed.Order, placed.Products = g.basket(id, k, inStore)
	if inStore {
		g.after(id, at)
		return
	}
	if g.chance(3) {
		g.line("order.cancelled", at.Add(g.between(time.Hour, 20*time.Hour)), map[string]any{"reason": "customer"}).Order = &order.OrderPatch{ID: id}
		return
	}
	shipped := at.Add(g.between(6*time.Hour, 50*time.Hour))
	parcel := g.line("order.shipped", shipped, nil)
	parcel.Order = &order.OrderPatch{ID: id}
	parcel.Shipment = &order.ShipmentPatch{
		Carrier: text("DHL"), TrackingNumber: text("T" + id), TrackingURL: text("https://track.example/T" + id),
	}
	delivered := shipped.Add(g.between(20*time.Hour, 90*time.Hour))
	if !g.chance(4) { // some parcels are never reported
		g.line("order.delivered", delivered, nil).Order = &order.OrderPatch{ID: id}
	}
	g.after(id, delivered)
}

func (g *generator) basket(id string, k int, inStore bool) (*order.OrderPatch, []order.ProductPatch) {
	number, currency, channel := fmt.Sprintf("%d", 1000+g.n*10+k), "EUR", "online"
	if inStore {
		channel = "in_store"
	}
	items := []order.ItemPatch{}
	var bought []order.ProductPatch
	var total int64
	for line := range 1 + g.upTo(3) {
		p := pick(&g.dice, products)
		quantity := int64(1 + g.upTo(10)/8)
		items = append(items, order.ItemPatch{
			ID: fmt.Sprintf("%s-%d", id, line+1), Product: p.id, SKU: p.id, Title: p.title, Quantity: quantity, Unit: p.price, Total: p.price * quantity,
		})
		bought = append(bought, order.ProductPatch{ID: p.id, Title: &p.title, Category: &p.category, Price: &p.price, Currency: &currency})
		total += p.price * quantity
	}
	shipping := int64(490)
	if inStore || total >= 4000 {
		shipping = 0
	}
	subtotal := total
	total += shipping
	return &order.OrderPatch{
		ID: id, Number: &number, Currency: &currency, Channel: &channel, Items: &items, Subtotal: &subtotal, Shipping: &shipping, Total: &total,
	}, bought
}

// after is what a customer does with what arrived: a review, a return, a no.
func (g *generator) after(id string, delivered time.Time) {
	about := &order.OrderPatch{ID: id}
	if g.chance(5) {
		at := delivered.Add(g.between(24*time.Hour, 9*24*time.Hour))
		g.line("return.requested", at, map[string]any{"reason": "not for me"}).Order = about
		g.line("order.refunded", at.Add(g.between(24*time.Hour, 96*time.Hour)), map[string]any{"amount": "12.00", "reason": "return"}).Order = about
		return
	}
	if g.chance(34) {
		at := delivered.Add(g.between(3*24*time.Hour, 24*24*time.Hour))
		rating := pick(&g.dice, []int{5, 5, 5, 4, 4, 3, 2, 1})
		first := g.out[0].Order
		for _, l := range g.out {
			if l.Order != nil && l.Order.ID == id && l.Order.Items != nil {
				first = l.Order
			}
		}
		p := (*first.Items)[0].Product
		g.line("review.submitted", at, map[string]any{"product": p, "rating": rating, "body": "It does what it says."}).Order = about
		if rating >= 3 {
			url := "https://acme.example/reviews/" + id
			g.line("review.published", at.Add(g.between(12*time.Hour, 60*time.Hour)), map[string]any{"product": p, "url": url}).Order = about
		}
	}
	if g.chance(6) {
		at := delivered.Add(g.between(24*time.Hour, 20*24*time.Hour))
		g.line("consent.changed", at, map[string]any{"topic": pick(&g.dice, []string{"reviews", "offers", "tips"}), "state": "denied"})
	}
}
