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
	if t.ImpliedFor != nil {
		c.report("F0706", t.ImpliedFor.NameRange, "Consent that a purchase implies and that ends after a time is part of the language, but this version of flowc does not know it yet. Take the line out; until then the topic's consent alone decides.")
	}
	if _, taken := c.topics[out.Name]; taken || out.Name == "" {
		return
	}
	c.topics[out.Name] = out
	c.out.Topics = append(c.out.Topics, out.Topic)
}
