package check

import (
	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/ir"
)

// topic is a declared topic; sure is false where its kind could not be read, so that nothing is concluded from it.
type topic struct {
	ir.Topic
	sure bool
}

func (c *checker) topic(t *ast.Topic) {
	s := c.world.Scope()
	out := &topic{Topic: ir.Topic{Name: t.Name.Name}}
	out.Title, _ = c.text(s, t.Title, "the topic's title")
	var kind string
	kind, out.sure = c.word(s, t.Kind, "the kind of a topic", "transactional", "marketing")
	out.Marketing = kind == "marketing"
	if consent, ok := c.word(s, t.Consent, "the consent of a topic", "opt_in", "opt_out"); ok {
		out.OptOut = consent == "opt_out"
	}
	switch {
	case !out.sure:
	case out.Marketing && t.Consent == nil && c.complete(&t.Block):
		c.report("F0701", t.Header, "This topic is marketing and does not say what a customer who never chose is taken to have chosen. Write consent = \"opt_in\" (nobody gets it who did not agree) or consent = \"opt_out\" (everybody gets it who did not refuse).")
	case !out.Marketing && t.Consent != nil:
		c.report("F0702", t.Consent.NameRange, "A transactional topic goes out whatever the marketing consent, so it has none. Take this line out, or write kind = \"marketing\".")
	}
	out.ImpliedFor, _ = c.span(s, t.ImpliedFor, "how long consent is implied")
	switch {
	case t.ImpliedFor == nil || !out.sure:
	case !out.Marketing:
		c.report("F0702", t.ImpliedFor.NameRange, "A transactional topic goes out whatever the marketing consent, so none is implied. Take this line out.")
	case t.Consent != nil && !out.OptOut:
		c.report("F0706", t.ImpliedFor.NameRange, "Who never chose this topic has not agreed to it, so there is no implied consent that could end. Write consent = \"opt_out\" where a purchase is taken as consent for a time, or take this line out.")
	}

	if _, taken := c.topics[out.Name]; taken || out.Name == "" {
		return
	}
	c.topics[out.Name] = out
	c.out.Topics = append(c.out.Topics, out.Topic)
}
