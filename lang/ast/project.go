package ast

// Project is everything that a project's files say, in the order of the files' names and, within one, of the source.
type Project struct {
	Settings *ProjectBlock // nil where there is none, which has been reported
	Brand    *Brand
	Store    *Store
	Runner   *Runner
	Defaults *Defaults
	Quiet    *QuietHours
	Limits   *Limits

	Caps       []*Cap
	Blackouts  []*Blackout
	Holdouts   []*Holdout
	Senders    []*Sender
	Sources    []*Source
	Topics     []*Topic
	Segments   []*Segment
	Events     []*Event
	Attributes []*Attribute
	Variables  []*Variable
	Locals     []*Arg // of all `locals` blocks
	Flows      []*Flow
	Fragments  []*Fragment

	// Broken is true where a block at the top of a file was left out of the tree, so that a name that nobody declares may
	// have been meant there. What went wrong inside a flow does not count.
	Broken bool

	// Files are the sources that were read, by their path from the project's folder, with slashes: every *.flow.hcl, and
	// what ReadBeside has read since. Diagnostics are printed from them.
	Files map[string][]byte

	reader
}

// ProjectBlock is `project "acme" { … }`.
type ProjectBlock struct {
	Block
	Name       Ident
	Timezone   *Arg
	Currencies *Arg
	Locale     *Arg
	BaseURL    *Arg
}

// Brand is what the built-in layout shows.
type Brand struct {
	Block
	Name          *Arg
	Website       *Arg
	Logo          *Arg
	Accent        *Arg
	PostalAddress *Arg
}

// Store says where journeys and orders are kept.
type Store struct {
	Block
	URL *Arg
}

// Runner says when the runner looks and how it delivers.
type Runner struct {
	Block
	Schedule    *Arg
	Connections *Arg
	Journal     *Arg
}

// Defaults hold for every flow.
type Defaults struct {
	Block
	EnterWithin *Arg
	Exclude     *Arg
	StaleAfter  *Arg
}

func (f *form) settings() *ProjectBlock {
	return &ProjectBlock{
		Block: f.Block, Name: f.name(), Timezone: f.arg("timezone"), Currencies: f.arg("currencies"), Locale: f.arg("locale"),
		BaseURL: f.arg("base_url"),
	}
}

func (f *form) brand() *Brand {
	return &Brand{
		Block: f.Block, Name: f.arg("name"), Website: f.arg("website"), Logo: f.arg("logo"), Accent: f.arg("accent"),
		PostalAddress: f.arg("postal_address"),
	}
}
