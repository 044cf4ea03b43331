package ast

// Cap is `cap "calm" { … }`: a limit to the messages of one customer.
type Cap struct {
	Block
	Name     Ident
	Limit    *Arg
	Per      *Arg
	Topics   *Arg
	WhenFull *Arg
}

// QuietHours is `quiet_hours { … }`.
type QuietHours struct {
	Block
	From *Arg
	To   *Arg
}

// Blackout is `blackout "black_friday" { … }`.
type Blackout struct {
	Block
	Name   Ident
	From   *Arg
	To     *Arg
	Allow  *Arg
	Spread *Arg
}

// Holdout is `holdout "programme" { … }`.
type Holdout struct {
	Block
	Name   Ident
	Size   *Arg
	Topics *Arg
}

func (f *form) cap() *Cap {
	return &Cap{
		Block: f.Block, Name: f.name(), Limit: f.arg("limit"), Per: f.arg("per"), Topics: f.arg("topics"), WhenFull: f.arg("when_full"),
	}
}

func (f *form) quietHours() *QuietHours {
	return &QuietHours{Block: f.Block, From: f.arg("from"), To: f.arg("to")}
}

func (f *form) blackout() *Blackout {
	return &Blackout{
		Block: f.Block, Name: f.name(), From: f.arg("from"), To: f.arg("to"), Allow: f.arg("allow"), Spread: f.arg("spread"),
	}
}

func (f *form) holdout() *Holdout {
	return &Holdout{Block: f.Block, Name: f.name(), Size: f.arg("size"), Topics: f.arg("topics")}
}

// Limits is `limits { … }`.
type Limits struct {
	Block
	PerTick *Arg
	PerHour *Arg
	PerDay  *Arg
	Surge   *Arg
}

func (f *form) limits() *Limits {
	return &Limits{
		Block: f.Block, PerTick: f.arg("sends_per_tick"), PerHour: f.arg("sends_per_hour"), PerDay: f.arg("sends_per_day"), Surge: f.arg("surge"),
	}
}
