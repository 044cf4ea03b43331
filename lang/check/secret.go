package check

import (
	"net/url"
	"regexp"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

var envName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// secret reads a text, or env("NAME"): the name of an environment variable that is read when the project runs. problem judges
// a text that is written out.
func (c *checker) secret(a *ast.Arg, place string, problem func(string) string) ir.Secret {
	if !a.Readable() {
		return ir.Secret{}
	}
	if call, ok := unwrapped(a.Expr).(*hclsyntax.FunctionCallExpr); ok && call.Name == "env" {
		return c.env(call, a)
	}
	v, ok := c.value(c.world.Scope(), a, typing.Want{Kind: facts.String, For: place})
	if !ok {
		return ir.Secret{}
	}
	text := v.Text()
	if text == "" {
		c.report("F0432", a.Range, "There is no text here for %s. Write it, or env(\"NAME\") for the name of an environment variable.", place)
		return ir.Secret{}
	}
	if problem != nil {
		if p := problem(text); p != "" {
			c.report("F0801", a.Range, "%s", p)
			return ir.Secret{}
		}
	}
	if u, err := url.Parse(text); err == nil && u.User != nil {
		if _, has := u.User.Password(); has {
			c.report("W0801", a.Range, "The password in this address can be read by all who can read this file, for ever. Put the whole address into an environment variable and write env(\"NAME\").")
		}
	}
	return ir.Secret{Literal: text}
}

func (c *checker) env(call *hclsyntax.FunctionCallExpr, a *ast.Arg) ir.Secret {
	const say = "env() takes the name of one environment variable, written out: env(\"SMTP_URL\")."
	if len(call.Args) != 1 || call.ExpandFinal {
		c.report("F0802", a.Range, say)
		return ir.Secret{}
	}
	at := typing.Range(call.Args[0].Range())
	v, ok := c.known(c.world.Scope(), call.Args[0], at, typing.Want{Kind: facts.String, For: "the name of the environment variable"})
	if !ok {
		return ir.Secret{}
	}
	if !envName.MatchString(v.Text()) {
		c.report("F0802", at, "%s is no name of an environment variable. %s", quoted(v.Text()), say)
		return ir.Secret{}
	}
	return ir.Secret{Env: v.Text()}
}
