package email

import (
	"fmt"

	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
)

// summaryFields are the fields of an order that its table shows. A nil one is not shown.
type summaryFields struct {
	number, items, subtotal, discount, shipping, tax, total *facts.Field
	title, variant, quantity, lineTotal                     *facts.Field
}

func summaryFieldsOf(order *facts.ObjectType) summaryFields {
	if order == nil {
		return summaryFields{}
	}
	s := summaryFields{
		number: order.Field("number"), items: order.Field("items"), subtotal: order.Field("subtotal"), discount: order.Field("discount"),
		shipping: order.Field("shipping"), tax: order.Field("tax"), total: order.Field("total"),
	}
	if s.items != nil && s.items.Type.Elem != nil && s.items.Type.Elem.Object != nil {
		item := s.items.Type.Elem.Object
		s.title, s.variant, s.quantity, s.lineTotal = item.Field("title"), item.Field("variant_title"), item.Field("quantity"), item.Field("total")
	}
	return s
}

// linesMax bounds the table: an order of a thousand lines would be clipped with everything below it.
const linesMax = 40

// orderTable is what an order's table says.
type orderTable struct {
	caption string
	lines   []orderLine
	more    string // of lines that are not shown
	sums    []orderSum
}

type orderLine struct{ title, variant, quantity, total string }

type orderSum struct {
	label, amount string
	grand         bool
}

func get(v facts.Value, f *facts.Field) facts.Value {
	if f == nil {
		return facts.Value{}
	}
	return v.Get(f)
}

// orderTable reads the order. It is empty where there is no order.
func (t *Template) orderTable(f *filling) orderTable {
	order, s, w := f.in.Order, t.order, t.words
	if order.IsAbsent() {
		return orderTable{}
	}
	var table orderTable
	if n := plain(get(order, s.number), f.in.Locale); n != "" {
		table.caption = fmt.Sprintf(w.order, n)
	}
	items := get(order, s.items).List()
	for i, item := range items {
		if i == linesMax {
			table.more = fmt.Sprintf(w.more, len(items)-linesMax)
			break
		}
		table.lines = append(table.lines, orderLine{
			title: plain(get(item, s.title), f.in.Locale), variant: plain(get(item, s.variant), f.in.Locale),
			quantity: plain(get(item, s.quantity), f.in.Locale), total: plain(get(item, s.lineTotal), f.in.Locale),
		})
	}
	table.sums = t.sums(f, order)
	return table
}

// sums are the lines below the items: what is not zero, and the total. A tax that the other amounts add up without is a part of
// them, and is said to be.
func (t *Template) sums(f *filling, order facts.Value) []orderSum {
	s, w := t.order, t.words
	subtotal, discount, shipping, tax, total := get(order, s.subtotal), get(order, s.discount), get(order, s.shipping), get(order, s.tax), get(order, s.total)
	var out []orderSum
	add := func(label string, v facts.Value, minor int64, grand bool) {
		if v.Kind() == facts.Money && (minor != 0 || grand) {
			out = append(out, orderSum{label, locale.Money(minor, v.Currency(), f.in.Locale), grand})
		}
	}
	if discount.Minor() != 0 || shipping.Minor() != 0 || tax.Minor() != 0 {
		add(w.subtotal, subtotal, subtotal.Minor(), false)
	}
	add(w.discount, discount, -discount.Minor(), false)
	add(w.shipping, shipping, shipping.Minor(), false)
	included := subtotal.Minor()-discount.Minor()+shipping.Minor() == total.Minor()
	if !included {
		add(w.tax, tax, tax.Minor(), false)
	}
	add(w.total, total, total.Minor(), true)
	if included {
		add(w.taxIncluded, tax, tax.Minor(), false)
	}
	return out
}
