package ast

import (
	"slices"

	"github.com/flowc/flowc/schema/language"
)

// Source is an existing database or a set of files, `source "sql" "shop" { … }`.
type Source struct {
	Block
	Kind     Ident // sql or csv: one of the two, or the block was left out with a diagnostic
	Name     Ident
	URL      *Arg   // sql
	Files    *Arg   // csv
	Timezone *Arg   // csv
	Tables   []*Arg // customers, orders, …: each names a .sql file, in the order of the source
}

// Event is an event that the project declares itself, `event "warranty.registered" { … }`.
type Event struct {
	Block
	Name       Ident // with a dot in it
	About      *Arg
	Properties []*Property
}

// Property is one property of a declared event.
type Property struct {
	Block
	Name Ident
	Type *Arg
}

func (f *form) source() *Source {
	s := &Source{
		Block: f.Block, Kind: f.labels[0], Name: f.labels[1], URL: f.arg("url"), Files: f.arg("files"), Timezone: f.arg("timezone"),
	}
	for _, a := range f.args {
		if slices.Contains(language.SourceTables, a.Name) {
			s.Tables = append(s.Tables, a)
		}
	}
	return s
}

func (f *form) event() *Event {
	e := &Event{Block: f.Block, Name: f.name(), About: f.arg("about")}
	for _, p := range f.all("property") {
		e.Properties = append(e.Properties, &Property{Block: p.Block, Name: p.name(), Type: p.arg("type")})
	}
	return e
}
