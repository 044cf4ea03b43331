package language

// nodes are the constructs of a body, which a Block with Body holds.
var nodes = []*Block{step, delay, await, branch, experiment, repeat, use, end}

var step = &Block{
	Name: "step", Labels: name("name"),
	Doc: "One act: a letter, a webhook, or a change of the customer. A step whose when is false is passed over.",
	Args: []Arg{
		{Name: "when", Kind: Condition, Doc: "Only if this holds.", Alias: []string{"if", "where", "condition"}},
		{Name: "topic", Kind: Reference, To: "topic", Doc: "The topic of its letter, if it is not the flow's.", Alias: []string{"category"}},
		{Name: "on_unknown", Kind: Word, Set: []string{"hold", "resend"}, Doc: "What happens when it is not known whether the server took the letter."},
		{Name: "stale_after", Kind: Duration, Doc: "A message that could not be released within this time of its due time is dropped."},
		{Name: "priority", Kind: Whole, Default: "0", Doc: "Who goes first when several messages compete for one cap: the higher."},
		{Name: "channel", Kind: WordList, Later: true, Doc: "The channels to try, in order."},
		{Name: "resume_completed", Kind: Duration, Later: true, Doc: "Wakes people who had finished before the step was added."},
	},
	Blocks: []Nested{
		{Block: email, Max: 1}, {Block: webhook, Max: 1}, {Block: stepExperiment, Max: 1},
		{Block: laterBlock("sms", "A text message."), Max: 1}, {Block: update, Max: 1},
	},
	Choices: []Choice{{Of: []string{"email", "webhook", "sms", "update"}, Min: 1, Max: 1}},
	Alias:   []string{"action", "message", "send"},
}

var email = &Block{
	Name: "email",
	Doc:  "A letter.",
	Args: []Arg{
		{Name: "subject", Kind: Template, Required: true, Doc: "The subject line.", Alias: []string{"subject_line"}},
		{Name: "preheader", Kind: Template, Required: true, Doc: "The line that mail programs show after the subject.", Alias: []string{"preview", "preview_text", "pre_header", "preheader_text"}},
		{Name: "body", Kind: Path, Required: true, Doc: "The letter's Markdown file, relative to this file.", Alias: []string{"template", "content", "text", "html", "markdown", "file"}},
		{Name: "sender", Kind: Reference, To: "sender", Default: "sender.default", Doc: "Who it comes from.", Alias: []string{"from"}},
		{Name: "coupon", Kind: Reference, To: "coupon", Later: true, Doc: "One code a person out of a pool."},
	},
	Blocks: []Nested{{Block: &Block{
		Name: "locale", Labels: []Label{{Name: "language", Form: Locale}},
		Doc: "The letter in another language, with a body such as thank-you.de.md beside thank-you.md.",
		Args: []Arg{
			{Name: "subject", Kind: Template, Required: true, Doc: "The subject line in that language."},
			{Name: "preheader", Kind: Template, Required: true, Doc: "The preheader in that language.", Alias: []string{"preview", "preview_text"}},
		},
		Alias: []string{"language", "translation"},
	}}},
	Alias: []string{"mail", "letter", "e_mail"},
}

// emailOverride is an e-mail in a variant of a step's experiment: it names only what is different.
var emailOverride = &Block{
	Name: "email",
	Doc:  "What is different about the letter in this variant.",
	Args: optional(email.Args),
	Blocks: []Nested{{Block: &Block{
		Name: "locale", Labels: email.Blocks[0].Labels,
		Doc:   "What is different in another language.",
		Args:  optional(email.Blocks[0].Args),
		Alias: email.Blocks[0].Alias,
	}}},
	Alias: email.Alias,
}

func optional(args []Arg) []Arg {
	out := make([]Arg, len(args))
	for i, a := range args {
		a.Required, a.Default = false, ""
		out[i] = a
	}
	return out
}

var webhook = &Block{
	Name: "webhook",
	Doc:  "A signed request to a machine.",
	Args: []Arg{
		{Name: "sender", Kind: Reference, To: "sender", Doc: "Where it goes: a sender \"webhook\" block.", Alias: []string{"to", "url"}},
		{Name: "body", Kind: Object, Doc: "What it says.", Alias: []string{"payload", "json", "data"}},
	},
	Alias: []string{"http", "request"},
}

var update = &Block{
	Name: "update",
	Doc:  "Changes what is known of the customer.",
	Args: []Arg{
		{Name: "attributes", Kind: Object, Doc: "New values of attributes that the project declares: { skin_type = \"dry\" }.", Alias: []string{"set", "fields", "properties"}},
		{Name: "tags", Kind: Value, Doc: "Tags that the customer gets beside those that are there.", Alias: []string{"tag", "add_tags"}},
	},
	Choices: []Choice{{Of: []string{"attributes", "tags"}, Min: 1}},
	Alias:   []string{"set", "update_customer", "update_profile"},
}

var delay = &Block{
	Name: "delay", Labels: name("name"),
	Doc: "Waits for a time, until an instant, or for a day and an hour.",
	Args: []Arg{
		{Name: "for", Kind: Span, Doc: "How long: \"7d\".", Alias: []string{"duration", "time", "wait", "days", "length"}},
		{Name: "until", Kind: Instant, Doc: "Until this instant.", Alias: []string{"till", "date"}},
		{Name: "on", Kind: WordList, Set: []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, Doc: "Then the first such day of the week.", Alias: []string{"days_of_week", "weekdays", "day", "weekday"}},
		{Name: "at", Kind: Clock, Doc: "Then this hour, in the customer's own time zone.", Alias: []string{"hour", "time_of_day"}},
		{Name: "if_past", Kind: Word, Set: []string{"continue", "end"}, Default: `"continue"`, Doc: "What happens when the instant is past already."},
		{Name: "if_missing", Kind: Word, Set: []string{"continue", "end"}, Doc: "What happens when the instant is absent."},
		{Name: "reschedule", Kind: Word, Set: []string{"recompute"}, Later: true, Doc: "Counts again for people who wait here when the delay changes."},
		{Name: "spread", Kind: Duration, Later: true, Doc: "How long what falls due at once is let go over."},
	},
	Choices: []Choice{{Of: []string{"for", "until"}, Max: 1}, {Of: []string{"for", "until", "on", "at"}, Min: 1}},
	Alias:   []string{"wait", "sleep", "pause", "time_delay"},
}

var await = &Block{
	Name: "await", Labels: name("name"),
	Doc: "Waits for an event, at most for a time.",
	Args: []Arg{
		{Name: "event", Kind: EventList, Required: true, Doc: "The event, or a list of them.", Alias: []string{"on", "for"}},
		{Name: "where", Kind: Condition, Doc: "Only events for which this holds.", Alias: []string{"if", "filter", "condition"}},
		{Name: "about", Kind: Word, Set: []string{"order", "customer"}, Doc: "Whether the event must be about the trigger's order, or only about the customer."},
		{Name: "since", Kind: Reference, To: "step", Doc: "Only events after leaving that step.", Alias: []string{"after"}},
		{Name: "timeout", Kind: Span, Doc: "How long it waits at most.", Alias: []string{"within", "max_wait", "for_at_most"}},
		{Name: "until", Kind: Instant, Doc: "Until when it waits at most.", Alias: []string{"till", "deadline"}},
	},
	Blocks: []Nested{{Max: 1, Block: &Block{
		Name: "on_timeout", Body: true,
		Doc:   "What happens when the event did not come in time; the body goes on after it unless this ends it.",
		Alias: []string{"else"},
	}}},
	Choices: []Choice{{Of: []string{"timeout", "until"}, Min: 1, Max: 1}},
	Alias:   []string{"wait_for", "wait_until", "wait_for_event"},
}

var branch = &Block{
	Name: "branch", Labels: name("name"),
	Doc: "Takes the first case that holds; after it the body goes on below.",
	Blocks: []Nested{
		{Min: 1, Block: &Block{
			Name: "case", Labels: name("name"), Body: true,
			Doc:   "One way of the branch.",
			Args:  []Arg{{Name: "when", Kind: Condition, Required: true, Doc: "When it is taken.", Alias: []string{"if", "where", "condition"}}},
			Alias: []string{"if", "when", "path", "yes"},
		}},
		{Max: 1, Block: &Block{
			Name: "default", Body: true,
			Doc:   "The way that is taken when no case holds.",
			Alias: []string{"else", "otherwise", "no"},
		}},
	},
	Alias: []string{"if", "switch", "split", "conditional", "condition", "conditional_split"},
}

var experimentArgs = []Arg{
	{Name: "goal", Kind: Reference, To: "goal", Doc: "What the variants are compared by.", Alias: []string{"metric"}},
	{Name: "hypothesis", Kind: Text, Doc: "What is expected, in words.", Alias: []string{"description"}},
	{Name: "unit", Kind: Word, Set: []string{"customer", "order"}, Default: `"customer"`, Doc: "What is drawn for.", Alias: []string{"by"}},
	{Name: "holdout", Kind: Share, Doc: "The share that gets none of the variants: the control.", Alias: []string{"control"}},
	{Name: "generation", Kind: Count, Default: "1", Doc: "A higher number draws anew and begins a new analysis."},
}

var weight = Arg{Name: "weight", Kind: Count, Required: true, Doc: "Its share, in proportion to the other weights.", Alias: []string{"percent", "percentage", "share", "split"}}

var experiment = &Block{
	Name: "experiment", Labels: name("name"),
	Doc:  "Splits people by a stable hash: each variant has a body of its own.",
	Args: experimentArgs,
	Blocks: []Nested{{Min: 1, Block: &Block{
		Name: "variant", Labels: name("name"), Body: true,
		Doc:   "One of the ways.",
		Args:  []Arg{weight},
		Alias: []string{"arm", "variation"},
	}}},
	Alias: []string{"ab_test", "abtest", "split_test", "random_split"},
}

// stepExperiment is an experiment on one message: it has no name of its own, and its variants override the letter.
var stepExperiment = &Block{
	Name: "experiment",
	Doc:  "An experiment on this one message: a variant overrides what it names.",
	Args: experimentArgs,
	Blocks: []Nested{{Min: 1, Block: &Block{
		Name: "variant", Labels: name("name"),
		Doc:    "One version of the message.",
		Args:   []Arg{weight},
		Blocks: []Nested{{Block: emailOverride, Max: 1}},
		Alias:  []string{"arm", "variation"},
	}}},
	Alias: []string{"ab_test", "abtest", "split_test"},
}

var repeat = &Block{
	Name: "repeat", Labels: name("name"), Body: true,
	Doc: "Waits, then runs its body, again and again, a limited number of times.",
	Args: []Arg{
		{Name: "every", Kind: Span, Required: true, Doc: "How long it waits before each round.", Alias: []string{"interval", "wait"}},
		{Name: "times", Kind: Count, Required: true, Doc: "How many rounds there are at most.", Alias: []string{"max", "count", "limit"}},
		{Name: "while", Kind: Condition, Doc: "Read before each round; false ends it.", Alias: []string{"when", "if", "until", "where"}},
	},
	Alias: []string{"loop", "for", "foreach", "while"},
}

var use = &Block{
	Name: "use", Labels: name("name"), AnyArgs: true,
	Doc: "Puts the body of a fragment in its place.",
	Args: []Arg{
		{Name: "fragment", Kind: Reference, To: "fragment", Required: true, Doc: "The fragment; its parameters stand beside it as arguments.", Alias: []string{"source", "module"}},
	},
	Alias: []string{"include", "call", "import"},
}

var end = &Block{
	Name:  "end",
	Doc:   "The journey is over.",
	Alias: []string{"stop", "exit_flow", "finish"},
}
