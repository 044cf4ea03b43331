// Package language is the flow language as one table: which blocks there are, what they are called, which arguments and blocks
// stand in them, and what each is for. The reader of files, its suggestions, the reference and editors work from it.
package language

import "slices"

// Kind says what the value of an argument is, before its type is looked at.
type Kind int

// The kinds of values.
const (
	Text      Kind = iota // a quoted text without ${…}
	Template              // a quoted text that may hold ${…}
	Word                  // one of a closed set, quoted
	EventName             // the name of an event, quoted
	EventList             // one name of an event, or a list of them
	TextList              // a list of quoted texts
	WordList              // a list of words of a closed set, or one of them
	Path                  // a file, relative to the file that names it, quoted
	Secret                // a quoted text, or env("NAME")
	Duration              // "7d": one number and one unit, quoted
	Clock                 // "10:00", quoted
	Cron                  // five fields, quoted
	Share                 // "5%", quoted
	Bool                  // true or false
	Count                 // a whole number, from 1
	Condition             // an expression that answers true or false
	Instant               // an expression that answers a timestamp
	Span                  // a duration, quoted, or an expression that answers one
	Value                 // any expression
	Constant              // any expression without customers, orders or events in it
	Reference             // the address of another block, such as topic.orders
	TypeName              // the name of a type, not quoted
	Object                // { name = expression, … }
)

// Label is one name between a block's word and its brace.
type Label struct {
	Name string   // what it is called in a message: "name", "channel"
	Form Form     // how it is spelt
	Set  []string // the closed set, where there is one
	// LaterSet are words of the set that this version does not know yet.
	LaterSet []string
}

// Form says how a label is spelt.
type Form int

// The forms of labels.
const (
	Identifier Form = iota // letters, digits, _ and -, beginning with a letter or _
	Dotted                 // identifiers with dots between: the name of an event
	Locale                 // a language, with a country if need be: de, pt-BR
	Free                   // any text
)

// Arg is one argument.
type Arg struct {
	Name     string
	Kind     Kind
	Set      []string // of a Word or a WordList
	To       string   // of a Reference: the word of the block that it names
	Required bool
	For      string // only where the block's first label is this one
	Default  string // what holds when it is not given, as it would be written; empty where nothing does
	Doc      string // one sentence
	Later    bool   // known, and answered with "not yet"
	Alias    []string
}

// Nested is a block inside another one.
type Nested struct {
	*Block
	Min, Max int // Max 0: any number
}

// Choice bounds how many of several arguments or nested blocks are given.
type Choice struct {
	Of       []string
	Min, Max int
}

// Block is one word that opens a pair of braces.
type Block struct {
	Name    string
	Labels  []Label
	Args    []Arg
	Blocks  []Nested
	Choices []Choice
	AnyArgs bool   // beside Args, any name may be given: locals, use
	Body    bool   // holds the constructs of a flow, see Nodes
	Doc     string // one sentence
	Later   bool   // known, and answered with "not yet"
	Alias   []string
}

// Arg is the argument with that name in the block.
func (b *Block) Arg(name string) (*Arg, bool) {
	for i := range b.Args {
		if b.Args[i].Name == name {
			return &b.Args[i], true
		}
	}
	return nil, false
}

// ArgFor is the argument with that name in a block with that first label.
func (b *Block) ArgFor(label, name string) (*Arg, bool) {
	for i := range b.Args {
		if a := &b.Args[i]; a.Name == name && (a.For == "" || a.For == label) {
			return a, true
		}
	}
	return nil, false
}

// Block is the block with that name directly inside, the constructs of a body included.
func (b *Block) Block(name string) (*Block, bool) {
	for _, n := range b.Blocks {
		if n.Name == name {
			return n.Block, true
		}
	}
	if b.Body {
		for _, n := range nodes {
			if n.Name == name {
				return n, true
			}
		}
	}
	return nil, false
}

// Words are the names of all arguments and blocks that can stand in the block, in the order of the table. Words for later
// are among them.
func (b *Block) Words() []string {
	var words []string
	for _, a := range b.Args {
		words = append(words, a.Name)
	}
	for _, n := range b.Blocks {
		words = append(words, n.Name)
	}
	if b.Body {
		for _, n := range nodes {
			words = append(words, n.Name)
		}
	}
	return words
}

// Aliased is the word that stands in the block for what other tools call name: "wait" for a delay, "preview_text" for the
// preheader. A name with braces behind it was meant for a block rather than for an argument, and the reverse. Label is the
// block's first one, where it has several.
func (b *Block) Aliased(label, name string, block bool) (string, bool) {
	word, ok := b.alias(label, name, block)
	if !ok {
		word, ok = b.alias(label, name, !block)
	}
	return word, ok
}

func (b *Block) alias(label, name string, block bool) (string, bool) {
	if !block {
		for _, a := range b.Args {
			if (a.For == "" || a.For == label) && slices.Contains(a.Alias, name) {
				return a.Name, true
			}
		}
		return "", false
	}
	for _, word := range b.Words() {
		if inner, ok := b.Block(word); ok && slices.Contains(inner.Alias, name) {
			return word, true
		}
	}
	return "", false
}

// File is what stands at the top of a file: its Blocks are those without a parent.
func File() *Block { return file }

// Lookup is the block at a path of words from the top: Lookup("flow", "trigger").
func Lookup(path ...string) (*Block, bool) {
	at := file
	for _, word := range path {
		next, ok := at.Block(word)
		if !ok {
			return nil, false
		}
		at = next
	}
	return at, true
}

// Nodes are the constructs of a flow's body: what can stand wherever a Block has a Body.
func Nodes() []*Block { return nodes }

// Places are the words of the blocks in which name can stand, as a block if block is set, else as an argument: "flow" for
// trigger. The top of a file is "". The list is in the order of the table.
func Places(name string, block bool) []string {
	var places []string
	seen := map[*Block]bool{}
	var walk func(b *Block)
	walk = func(b *Block) {
		if seen[b] {
			return
		}
		seen[b] = true
		_, isBlock := b.Block(name)
		_, isArg := b.Arg(name)
		if (block && isBlock || !block && isArg) && !slices.Contains(places, b.Name) {
			places = append(places, b.Name)
		}
		for _, n := range b.Blocks {
			walk(n.Block)
		}
		if b.Body {
			for _, n := range nodes {
				walk(n)
			}
		}
	}
	walk(file)
	return places
}
