package ast

// Variable is a value that the project is given, `variable "shop_url" { … }`.
type Variable struct {
	Block
	Name        Ident
	Type        *Arg
	Default     *Arg
	Description *Arg
	Validations []*Validation
}

// Validation is a rule that a variable's value must meet.
type Validation struct {
	Block
	Condition    *Arg
	ErrorMessage *Arg
}

func (f *form) variable() *Variable {
	v := &Variable{Block: f.Block, Name: f.name(), Type: f.arg("type"), Default: f.arg("default"), Description: f.arg("description")}
	for _, r := range f.all("validation") {
		v.Validations = append(v.Validations, &Validation{Block: r.Block, Condition: r.arg("condition"), ErrorMessage: r.arg("error_message")})
	}
	return v
}
