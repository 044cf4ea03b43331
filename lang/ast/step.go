package ast

// Step is one act: a letter, a webhook or a change of the customer. Where not exactly one of Email, Webhook and Update is set, that has been reported.
type Step struct {
	Block
	Name       Ident
	When       *Arg
	Topic      *Arg
	OnUnknown  *Arg
	StaleAfter *Arg
	Priority   *Arg
	Email      *Email
	Webhook    *Webhook
	Update     *Update
	Experiment *Experiment // of this one message; its Name is empty
}

// Email is a letter. In the variant of a step's experiment it overrides what it names, and nothing is required.
type Email struct {
	Block
	Subject   *Arg
	Preheader *Arg
	Body      *Arg
	Sender    *Arg
	Locales   []*Locale
}

// Locale is a letter's words in another language.
type Locale struct {
	Block
	Code      Ident
	Subject   *Arg
	Preheader *Arg
}

// Webhook is a signed request to a machine.
type Webhook struct {
	Block
	Sender *Arg
	Body   *Arg
}

// Update changes what is known of the customer.
type Update struct {
	Block
	Attributes *Arg
	Tags       *Arg
}

func (f *form) step() *Step {
	s := &Step{
		Block: f.Block, Name: f.name(), When: f.arg("when"), Topic: f.arg("topic"), OnUnknown: f.arg("on_unknown"),
		StaleAfter: f.arg("stale_after"), Priority: f.arg("priority"),
	}
	if e := f.one("email"); e != nil {
		s.Email = e.email()
	}
	if w := f.one("webhook"); w != nil {
		s.Webhook = &Webhook{Block: w.Block, Sender: w.arg("sender"), Body: w.arg("body")}
	}
	if u := f.one("update"); u != nil {
		s.Update = &Update{Block: u.Block, Attributes: u.arg("attributes"), Tags: u.arg("tags")}
	}
	if x := f.one("experiment"); x != nil {
		s.Experiment = x.experiment()
	}
	return s
}

func (f *form) email() *Email {
	e := &Email{Block: f.Block, Subject: f.arg("subject"), Preheader: f.arg("preheader"), Body: f.arg("body"), Sender: f.arg("sender")}
	for _, l := range f.all("locale") {
		e.Locales = append(e.Locales, &Locale{Block: l.Block, Code: l.name(), Subject: l.arg("subject"), Preheader: l.arg("preheader")})
	}
	return e
}
