package ast

// Sender is `sender "email" "default" { … }` or `sender "webhook" "care" { … }`.
type Sender struct {
	Block
	Channel Ident // email or webhook: one of the two, or the block was left out with a diagnostic
	Name    Ident
	From    *Arg // email
	ReplyTo *Arg // email
	SMTP    *Arg // email
	URL     *Arg // webhook
	Secret  *Arg // webhook
}

// Topic is what a customer can agree to or refuse.
type Topic struct {
	Block
	Name       Ident
	Title      *Arg
	Kind       *Arg
	Consent    *Arg
	ImpliedFor *Arg
}

func (f *form) sender() *Sender {
	return &Sender{
		Block: f.Block, Channel: f.labels[0], Name: f.labels[1], From: f.arg("from"), ReplyTo: f.arg("reply_to"),
		SMTP: f.arg("smtp"), URL: f.arg("url"), Secret: f.arg("secret"),
	}
}

func (f *form) topic() *Topic {
	return &Topic{
		Block: f.Block, Name: f.name(), Title: f.arg("title"), Kind: f.arg("kind"), Consent: f.arg("consent"),
		ImpliedFor: f.arg("implied_for"),
	}
}
