package language

// file is the top of every file.
var file = &Block{
	Doc: "A file holds blocks, in any order; all files of a project are read as one.",
	Blocks: []Nested{
		{Block: project, Min: 1, Max: 1}, {Block: brand, Max: 1}, {Block: sender}, {Block: topic}, {Block: segment},
		{Block: defaults, Max: 1}, {Block: store, Max: 1}, {Block: runner, Max: 1}, {Block: source}, {Block: event},
		{Block: variable}, {Block: locals}, {Block: flow}, {Block: fragment},
		{Block: attribute}, {Block: limitPerPerson}, {Block: quietHours, Max: 1}, {Block: blackout}, {Block: holdout}, {Block: limits, Max: 1},
		{Block: coupon}, {Block: recommendation}, {Block: page}, {Block: moved}, {Block: removed}, {Block: test},
	},
}

func name(what string) []Label { return []Label{{Name: what}} }

var project = &Block{
	Name: "project", Labels: name("name"),
	Doc: "What holds for everything: the time zone, the currencies, the language and the address of the pages behind the links.",
	Args: []Arg{
		{Name: "timezone", Kind: Text, Required: true, Doc: "The time zone of customers who have none of their own, an IANA name such as \"Europe/Berlin\".", Alias: []string{"time_zone", "tz", "zone"}},
		{Name: "currencies", Kind: TextList, Required: true, Doc: "The currencies of the orders, as ISO 4217 codes; the first one is the project's.", Alias: []string{"currency"}},
		{Name: "locale", Kind: Text, Required: true, Doc: "The language of customers who have none of their own, such as \"en\" or \"pt-BR\".", Alias: []string{"language", "lang"}},
		{Name: "base_url", Kind: Text, Required: true, Doc: "Where the pages behind the links in letters live; https.", Alias: []string{"url"}},
	},
	Alias: []string{"account", "workspace"},
}

var brand = &Block{
	Name: "brand",
	Doc:  "What the built-in layout of letters shows.",
	Args: []Arg{
		{Name: "name", Kind: Text, Doc: "The shop's name, in the header and the footer."},
		{Name: "website", Kind: Text, Doc: "The shop's address on the web; https.", Alias: []string{"url", "site"}},
		{Name: "logo", Kind: Text, Doc: "The address of the logo's picture; https.", Alias: []string{"logo_url"}},
		{Name: "accent", Kind: Text, Doc: "The colour of buttons and links, such as \"#b4235a\"; its contrast is checked, in light and dark.", Alias: []string{"color", "colour", "accent_color"}},
		{Name: "postal_address", Kind: Text, Doc: "The sender's postal address; no marketing letter compiles without one.", Alias: []string{"address"}},
	},
}

var sender = &Block{
	Name: "sender", Labels: []Label{{Name: "channel", Set: []string{"email", "webhook"}, LaterSet: []string{"sms"}}, {Name: "name"}},
	Doc: "Who letters come from and which server takes them, or where webhooks go.",
	Args: []Arg{
		{Name: "from", For: "email", Kind: Text, Required: true, Doc: "The sender's name and address: \"Acme <hello@acme.example>\".", Alias: []string{"address", "from_email", "sender"}},
		{Name: "reply_to", For: "email", Kind: Text, Doc: "Where answers go.", Default: "from", Alias: []string{"reply", "replyto"}},
		{Name: "smtp", For: "email", Kind: Secret, Default: `"file:outbox"`, Doc: "The mail server, smtp://USER:PASSWORD@HOST:PORT or smtps://…, best from env(); \"file:FOLDER\" writes .eml files and sends nothing.", Alias: []string{"server", "host", "url"}},
		{Name: "url", For: "webhook", Kind: Secret, Required: true, Doc: "Where the requests go; https.", Alias: []string{"endpoint", "address"}},
		{Name: "secret", For: "webhook", Kind: Secret, Doc: "The key that signs the requests, best from env().", Alias: []string{"key", "token"}},
	},
}

var topic = &Block{
	Name: "topic", Labels: name("name"),
	Doc: "What a customer can agree to or refuse.",
	Args: []Arg{
		{Name: "title", Kind: Text, Required: true, Doc: "Its name on the preferences page.", Alias: []string{"name", "label"}},
		{Name: "kind", Kind: Word, Set: []string{"transactional", "marketing"}, Required: true, Doc: "Transactional letters go out whatever the marketing consent; suppression of the address still holds.", Alias: []string{"type"}},
		{Name: "consent", Kind: Word, Set: []string{"opt_in", "opt_out"}, Doc: "What a customer who never chose is taken to have chosen; required where the kind is marketing."},
		{Name: "implied_for", Kind: Duration, Doc: "Consent that a purchase implies ends after this time."},
	},
	Alias: []string{"category", "list"},
}

var segment = &Block{
	Name: "segment", Labels: name("name"),
	Doc: "A named condition over a customer.",
	Args: []Arg{
		{Name: "title", Kind: Text, Doc: "What it is called on screen.", Alias: []string{"name", "label", "description"}},
		{Name: "where", Kind: Condition, Required: true, Doc: "Who belongs to it.", Alias: []string{"when", "if", "condition", "filter", "query"}},
	},
	Alias: []string{"audience", "cohort"},
}

var defaults = &Block{
	Name: "defaults",
	Doc:  "What holds for every flow that does not say otherwise.",
	Args: []Arg{
		{Name: "enter_within", Kind: Duration, Default: `"3d"`, Doc: "An event older than this when it is first seen starts nobody: importing history mails no one."},
		{Name: "exclude", Kind: Reference, To: "segment", Doc: "A segment that gets no marketing of any flow."},
		{Name: "stale_after", Kind: Duration, Default: `"7d"`, Doc: "A marketing message that could not be released within this time of its due time is dropped."},
	},
}

var store = &Block{
	Name: "store",
	Doc:  "The database in which flowc keeps orders, journeys and what was sent.",
	Args: []Arg{
		{Name: "url", Kind: Secret, Required: true, Doc: "sqlite:FILE, or postgres://…, best from env().", Alias: []string{"path", "database", "dsn"}},
	},
	Alias: []string{"database", "backend"},
}

var runner = &Block{
	Name: "runner",
	Doc:  "When the runner looks for what is due, and how it delivers.",
	Args: []Arg{
		{Name: "schedule", Kind: Cron, Default: `"* * * * *"`, Doc: "A cron line: when the runner looks.", Alias: []string{"cron", "every"}},
		{Name: "connections", Kind: Count, Default: "8", Doc: "How many connections to one mail server are used at once."},
		{Name: "journal", Kind: Text, Doc: "The file of the send journal, best on another disk than the store's; beside the store unless said.", Alias: []string{"send_journal"}},
	},
}

var source = &Block{
	Name: "source", Labels: []Label{{Name: "kind", Set: []string{"sql", "csv"}}, {Name: "name"}},
	Doc: "An existing database or a set of files from which customers and orders come, mapped by one SQL query a table.",
	Args: append([]Arg{
		{Name: "url", For: "sql", Kind: Secret, Required: true, Doc: "The database, read only: sqlite:FILE or postgres://…, best from env().", Alias: []string{"database", "dsn"}},
		{Name: "files", For: "csv", Kind: Text, Required: true, Doc: "The files, with * for any part of a name; the queries see them as the table rows.", Alias: []string{"file", "path"}},
		{Name: "timezone", For: "csv", Kind: Text, Doc: "The time zone of times without an offset; the project's unless said.", Alias: []string{"time_zone", "tz"}},
	}, tables()...),
}

// SourceTables are the tables of the order store that a source can fill, in the order in which they are read.
var SourceTables = []string{"customers", "products", "orders", "order_items", "refunds", "shipments", "reviews", "consents", "suppressions"}

func tables() []Arg {
	args := make([]Arg, len(SourceTables))
	for i, t := range SourceTables {
		args[i] = Arg{Name: t, Kind: Path, Doc: "The query that makes the rows of " + t + ", a .sql file."}
	}
	return args
}

var event = &Block{
	Name: "event", Labels: []Label{{Name: "name", Form: Dotted}},
	Doc: "An event that the project declares itself, beside the built-in ones.",
	Args: []Arg{
		{Name: "about", Kind: Word, Set: []string{"order", "customer"}, Default: `"customer"`, Doc: "Whether it names an order."},
	},
	Blocks: []Nested{{Block: &Block{
		Name: "property", Labels: name("name"),
		Doc: "One property of the event.",
		Args: []Arg{
			{Name: "type", Kind: TypeName, Required: true, Doc: "string, number, bool, money, timestamp or list(string)."},
		},
		Alias: []string{"field", "attribute"},
	}}},
}

var attribute = &Block{
	Name: "attribute", Labels: []Label{{Name: "object", Set: []string{"customer", "order", "product"}}, {Name: "name"}},
	Doc: "A field of customers, orders or products that the project declares itself, read like the built-in ones. It may be absent.",
	Args: []Arg{
		{Name: "type", Kind: TypeName, Required: true, Doc: "string, number, bool, money, timestamp or list(string)."},
	},
	Alias: []string{"field", "custom_field", "trait"},
}

var variable = &Block{
	Name: "variable", Labels: name("name"),
	Doc: "A value that is given to the project from outside, read as var.NAME.",
	Args: []Arg{
		{Name: "type", Kind: TypeName, Doc: "The type of its value."},
		{Name: "default", Kind: Constant, Doc: "Its value where none is given."},
		{Name: "description", Kind: Text, Doc: "What it is for."},
	},
	Blocks: []Nested{{Block: &Block{
		Name: "validation",
		Doc:  "A rule that the value must meet.",
		Args: []Arg{
			{Name: "condition", Kind: Condition, Required: true, Doc: "True for a value that may stand."},
			{Name: "error_message", Kind: Text, Required: true, Doc: "What is said of one that may not.", Alias: []string{"message", "error"}},
		},
	}}},
	Alias: []string{"var"},
}

var locals = &Block{
	Name: "locals", AnyArgs: true,
	Doc:   "Names for expressions, read as local.NAME.",
	Alias: []string{"local"},
}
