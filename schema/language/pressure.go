package language

// The blocks that keep messages from people: how many, when, and for whom none at all.

var limitPerPerson = &Block{
	Name: "cap", Labels: name("name"),
	Doc: "A limit to the messages a customer gets, over every flow.",
	Args: []Arg{
		{Name: "limit", Kind: Count, Required: true, Doc: "How many messages at most.", Alias: []string{"max", "count", "messages"}},
		{Name: "per", Kind: Duration, Required: true, Doc: "In how long a time, up to any instant: \"7d\".", Alias: []string{"within", "window", "period", "every"}},
		{Name: "topics", Kind: References, To: "topic", Doc: "The topics that count and are counted; all marketing ones unless said.", Alias: []string{"topic"}},
		{Name: "when_full", Kind: Word, Set: []string{"delay", "skip"}, Default: `"delay"`, Doc: "Whether a message waits for its turn or is dropped.", Alias: []string{"on_full", "then"}},
	},
	Alias: []string{"frequency_cap", "frequency", "limit", "throttle"},
}

var quietHours = &Block{
	Name: "quiet_hours",
	Doc:  "The hours in which marketing waits, in the customer's own time zone.",
	Args: []Arg{
		{Name: "from", Kind: Clock, Required: true, Doc: "When they begin: \"21:00\".", Alias: []string{"start", "begin", "after"}},
		{Name: "to", Kind: Clock, Required: true, Doc: "When they end; the message that waited goes then.", Alias: []string{"until", "end", "before", "till"}},
	},
	Alias: []string{"quiet", "night", "do_not_disturb", "quiet_time"},
}

var blackout = &Block{
	Name: "blackout", Labels: name("name"),
	Doc: "Days on which no marketing goes out, in the project's time zone.",
	Args: []Arg{
		{Name: "from", Kind: Day, Required: true, Doc: "The first day: \"2026-11-27\".", Alias: []string{"start", "begin"}},
		{Name: "to", Kind: Day, Required: true, Doc: "The last day, which is still part of it.", Alias: []string{"until", "end", "till"}},
		{Name: "allow", Kind: References, To: "topic", Doc: "The topics that go out all the same.", Alias: []string{"except", "topics"}},
		{Name: "spread", Kind: Duration, Doc: "How long what was held is let go over, once it ends; at once unless said."},
	},
	Alias: []string{"freeze", "pause"},
}

var holdout = &Block{
	Name: "holdout", Labels: name("name"),
	Doc: "A share of customers who get none of some marketing topics, over all flows, to measure what they do.",
	Args: []Arg{
		{Name: "size", Kind: Share, Required: true, Doc: "The share of customers: \"5%\".", Alias: []string{"share", "percent", "percentage"}},
		{Name: "topics", Kind: References, To: "topic", Doc: "The topics that they do not get; all marketing ones unless said.", Alias: []string{"topic"}},
	},
	Alias: []string{"control_group", "control"},
}

var limits = &Block{
	Name: "limits",
	Doc:  "The blast radius: what is beyond it is held until a person releases or drops it.",
	Args: []Arg{
		{Name: "immediate_sends", Kind: Count, Later: true, Doc: "How many messages a change may send within 24 hours of apply, beyond what was due anyway."},
		{Name: "sends_per_tick", Kind: Count, Doc: "How many messages one look may hand over.", Alias: []string{"per_tick"}},
		{Name: "sends_per_hour", Kind: Count, Doc: "How many messages may be handed over in any 60 minutes.", Alias: []string{"per_hour"}},
		{Name: "sends_per_day", Kind: Count, Doc: "How many messages may be handed over in any 24 hours.", Alias: []string{"per_day", "daily"}},
		{Name: "surge", Kind: Count, Doc: "How many times the highest day of the last fortnight a day may send."},
	},
	Alias: []string{"limit_sends", "blast_radius"},
}
