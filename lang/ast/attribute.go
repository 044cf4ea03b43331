package ast

// Attribute is `attribute "product" "refill_days" { … }`.
type Attribute struct {
	Block
	Object Ident // customer, order or product; empty where it could not be read, which has been reported
	Name   Ident
	Type   *Arg
}

func (f *form) attribute() *Attribute {
	return &Attribute{Block: f.Block, Object: f.labels[0], Name: f.name(), Type: f.arg("type")}
}
