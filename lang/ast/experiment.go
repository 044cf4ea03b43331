package ast

// Experiment splits people by a stable hash. As a node of a body its variants have bodies; inside a step it has no name, and
// its variants have an Email that overrides the step's, or nothing.
type Experiment struct {
	Block
	Name       Ident
	Goal       *Arg
	Hypothesis *Arg
	Unit       *Arg
	Holdout    *Arg
	Generation *Arg
	Variants   []*Variant
}

// Variant is one of the ways of an experiment.
type Variant struct {
	Block
	Name   Ident
	Weight *Arg
	Email  *Email // of a step's experiment
	Body   []Node // of an experiment in a body
}

func (f *form) experiment() *Experiment {
	x := &Experiment{
		Block: f.Block, Goal: f.arg("goal"), Hypothesis: f.arg("hypothesis"), Unit: f.arg("unit"), Holdout: f.arg("holdout"),
		Generation: f.arg("generation"),
	}
	if len(f.labels) > 0 {
		x.Name = f.name()
	}
	for _, v := range f.all("variant") {
		variant := &Variant{Block: v.Block, Name: v.name(), Weight: v.arg("weight"), Body: v.body()}
		if e := v.one("email"); e != nil {
			variant.Email = e.email()
		}
		x.Variants = append(x.Variants, variant)
	}
	return x
}
