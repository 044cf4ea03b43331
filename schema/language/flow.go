package language

var flow = &Block{
	Name: "flow", Labels: name("name"), Body: true,
	Doc: "What happens to a customer after an event or on a schedule, read from top to bottom like a letter.",
	Args: []Arg{
		{Name: "title", Kind: Text, Doc: "What it is called on screen.", Alias: []string{"name", "label", "description"}},
		{Name: "owner", Kind: Text, Doc: "Who answers for it: an address or a team.", Alias: []string{"author", "team"}},
		{Name: "topic", Kind: Reference, To: "topic", Doc: "The topic of its letters, unless a step says otherwise.", Alias: []string{"category", "list"}},
		{Name: "enabled", Kind: Bool, Default: "true", Doc: "False: nobody enters, those inside go on.", Alias: []string{"active", "disabled", "status"}},
		{Name: "holdout", Kind: Share, Later: true, Doc: "The share of customers who get none of its marketing, to measure it against."},
		{Name: "if_already_in", Kind: Word, Set: []string{"parallel", "ignore", "restart"}, Later: true, Doc: "What happens when a customer who is in the flow would enter again."},
		{Name: "on_change", Kind: Word, Set: []string{"drain"}, Later: true, Doc: "What happens to people inside when the flow changes."},
		{Name: "justification", Kind: Text, Later: true, Doc: "Accepts a fairness warning; printed in the plan."},
	},
	Blocks: []Nested{{Block: trigger, Min: 1, Max: 1}, {Block: exit}, {Block: goal}},
	Alias:  []string{"workflow", "automation", "campaign", "journey", "series"},
}

var trigger = &Block{
	Name: "trigger",
	Doc:  "Who enters the flow, and when.",
	Args: []Arg{
		{Name: "event", Kind: EventName, Doc: "The event that starts a journey, such as \"order.placed\".", Alias: []string{"on", "when", "type"}},
		{Name: "schedule", Kind: Cron, Doc: "A cron line in the project's time zone: all of the audience enter then.", Alias: []string{"cron", "every"}},
		{Name: "segment", Kind: Reference, To: "segment", Later: true, Doc: "Enters who comes to belong to the segment."},
		{Name: "where", Kind: Condition, Doc: "Only events, or customers, for which this holds.", Alias: []string{"if", "filter", "condition", "filters"}},
		{Name: "audience", Kind: Reference, To: "segment", Doc: "Who enters on a schedule."},
		{Name: "once_per", Kind: Word, Set: []string{"order", "customer", "event"}, Doc: "How often one customer enters: once per order, customer or event, or per time such as \"90d\".", Alias: []string{"frequency", "dedupe"}},
		{Name: "enter_within", Kind: Duration, Doc: "An event older than this when it is first seen starts nobody."},
		{Name: "each", Kind: Word, Set: []string{"item", "shipment"}, Later: true, Doc: "One journey for each item or shipment of the order."},
	},
	Choices: []Choice{{Of: []string{"event", "schedule", "segment"}, Min: 1, Max: 1}},
}

var exit = &Block{
	Name: "exit", Labels: name("name"),
	Doc: "Ends a journey as soon as its event is known, in whatever step the customer stands.",
	Args: []Arg{
		{Name: "event", Kind: EventList, Required: true, Doc: "The event, or a list of them.", Alias: []string{"on"}},
		{Name: "where", Kind: Condition, Doc: "Only events for which this holds.", Alias: []string{"if", "filter", "condition"}},
		{Name: "about", Kind: Word, Set: []string{"order", "customer"}, Doc: "Whether the event must be about the trigger's order, or only about the customer."},
		{Name: "when", Kind: Condition, Later: true, Doc: "An exit on a state, read at each wake-up and before each message."},
	},
	Alias: []string{"filter", "exit_if", "cancel"},
}

var goal = &Block{
	Name: "goal", Labels: name("name"),
	Doc: "What success is. It is watched until its time is over, even after the journey has ended.",
	Args: []Arg{
		{Name: "event", Kind: EventList, Required: true, Doc: "The event that reaches it, or a list of them.", Alias: []string{"on"}},
		{Name: "where", Kind: Condition, Doc: "Only events for which this holds.", Alias: []string{"if", "filter", "condition"}},
		{Name: "about", Kind: Word, Set: []string{"order", "customer"}, Doc: "Whether the event must be about the trigger's order, or only about the customer."},
		{Name: "within", Kind: Duration, Required: true, Doc: "How long after entering it counts.", Alias: []string{"window", "timeout"}},
		{Name: "exit", Kind: Bool, Default: "false", Doc: "True: reaching it ends the journey."},
	},
	Alias: []string{"conversion"},
}

var fragment = &Block{
	Name: "fragment", Labels: name("name"), Body: true,
	Doc: "A body that several flows share.",
	Blocks: []Nested{{Block: &Block{
		Name: "parameter", Labels: name("name"),
		Doc: "A value that each use gives, read as var.NAME inside.",
		Args: []Arg{
			{Name: "type", Kind: TypeName, Required: true, Doc: "The type of its value."},
			{Name: "default", Kind: Constant, Doc: "Its value where a use gives none."},
		},
		Alias: []string{"variable", "argument", "param", "input"},
	}}},
	Alias: []string{"module", "template", "snippet"},
}
