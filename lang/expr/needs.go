package expr

import (
	"maps"
	"slices"
)

// Needs says what an expression reads beyond the customer's own row, so that facts are loaded for many journeys in few queries.
type Needs struct {
	Order    bool     // the trigger's order
	Item     bool     // the item or shipment of a journey for each
	Shipment bool     //
	Orders   bool     // the customer's orders: customer.orders, what is derived from them, or a count of them
	Items    bool     // the items of the orders that are read, with their products
	Reviews  bool     // the customer's reviews
	Messages bool     // the customer's messages
	Clicks   bool     // whether messages were clicked: messages_clicked, step.x.clicked
	Events   []string // the types of the customer's events that are counted, sorted
	AnyEvent bool     // a type is only known when the expression is evaluated: all the customer's events
	Flows    []string // the flows of flow.x.active, sorted
}

// NeedsOf is what the expressions read together; nil ones read nothing.
func NeedsOf(es ...Expr) Needs {
	var n Needs
	for _, e := range es {
		Walk(e, n.note)
	}
	return n
}

// And is what both read.
func (n Needs) And(o Needs) Needs {
	return Needs{
		Order: n.Order || o.Order, Item: n.Item || o.Item, Shipment: n.Shipment || o.Shipment,
		Orders: n.Orders || o.Orders, Items: n.Items || o.Items, Reviews: n.Reviews || o.Reviews,
		Messages: n.Messages || o.Messages, Clicks: n.Clicks || o.Clicks, AnyEvent: n.AnyEvent || o.AnyEvent,
		Events: union(n.Events, o.Events...), Flows: union(n.Flows, o.Flows...),
	}
}

func union(names []string, more ...string) []string {
	set := map[string]bool{}
	for _, name := range append(slices.Clip(names), more...) {
		set[name] = true
	}
	return slices.Sorted(maps.Keys(set))
}

func (n *Needs) note(e Expr) {
	switch x := e.(type) {
	case *Root:
		switch x.Name {
		case RootOrder:
			n.Order = true
		case RootItem:
			n.Item, n.Items = true, true
		case RootShipment:
			n.Shipment, n.Items = true, true
		case RootCustomer, RootTrigger, RootEvent, RootNow, RootLinks:
		}
	case *Field:
		n.noteField(x)
	case *Node:
		n.Clicks = n.Clicks || x.Kind == NodeStep && x.Field == "clicked"
		if x.Kind == NodeFlow {
			n.Flows = union(n.Flows, x.Name)
		}
	case *Count:
		n.noteCount(x)
	case *Lit, *Index, *Local, *Unary, *Binary, *Cond, *For, *Call, *Template, *ListLit, *ObjectLit, *Segment:
	default:
		panic(unknown(e))
	}
}

func (n *Needs) noteField(x *Field) {
	object := x.Of.Type().Object
	if object == nil || x.Field == nil {
		return
	}
	switch object.Name + "." + x.Field.Name {
	case "customer.orders", "customer.median_days_between_orders":
		n.Orders = true
	case "order.items":
		n.Items = true
	}
}

func (n *Needs) noteCount(x *Count) {
	switch x.What {
	case OrdersPlaced:
		n.Orders = true
	case ItemsBought:
		n.Orders, n.Items = true, true
	case ReviewsWritten:
		n.Reviews = true
	case MessagesSent:
		n.Messages = true
	case MessagesClicked:
		n.Messages, n.Clicks = true, true
	case EventsSeen:
		for _, a := range x.Args {
			if a.Name != "type" {
				continue
			}
			if l, ok := a.Value.(*Lit); ok {
				n.Events = union(n.Events, l.Value.Text())
			} else {
				n.AnyEvent = true
			}
		}
	default:
		panic("this is a bug in flowc: no count " + string(x.What))
	}
}

// NamesTime is true where an expression may answer otherwise as time goes on, without anything happening: it reads now, or what counts
// from it, or the messages that were sent.
func NamesTime(e Expr) (names bool) {
	Walk(e, func(e Expr) {
		switch x := e.(type) {
		case *Root:
			names = names || x.Name == RootNow
		case *Call:
			names = names || x.Func == "ago"
		case *Field:
			object := x.Of.Type().Object
			names = names || object != nil && x.Field != nil && object.Name == "customer" && x.Field.Name == "days_since_last_order"
		case *Count:
			names = names || x.What == MessagesSent || x.What == MessagesClicked || slices.ContainsFunc(x.Args, func(a CountArg) bool { return a.Name == "within" })
		default: // the other kinds have nothing to do here
		}
	})
	return names
}
