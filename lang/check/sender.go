package check

import (
	"net/mail"
	"net/url"
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/ir"
)

// sender checks a way out.
func (c *checker) sender(s *ast.Sender) {
	scope := c.world.Scope()
	out := ir.Sender{Name: s.Name.Name}
	switch s.Channel.Name {
	case "email":
		out.Channel = ir.ByEmail
		if from, ok := c.text(scope, s.From, "the sender's address"); ok {
			out.From = c.address(from, s.From.Range)
		}
		if reply, ok := c.text(scope, s.ReplyTo, "the address for answers"); ok {
			out.ReplyTo = c.address(reply, s.ReplyTo.Range)
		}
		out.SMTP = ir.Secret{Literal: "file:outbox"}
		if s.SMTP != nil {
			out.SMTP = c.secret(s.SMTP, "the mail server", smtpProblem)
		}
	case "webhook":
		out.Channel = ir.ByWebhook
		out.URL = c.secret(s.URL, "the webhook's address", webhookProblem)
		out.Key = c.secret(s.Secret, "the webhook's secret", nil)
		if out.Key.Literal != "" {
			c.report("W0801", s.Secret.Range, "This secret can be read by all who can read this file, for ever. Put it into an environment variable and write env(\"%s_SECRET\").", strings.ToUpper(strings.ReplaceAll(s.Name.Name, "-", "_")))
		}
	default:
		panic("this is a bug in flowc: a sender of an unknown channel")
	}
	c.out.Senders = append(c.out.Senders, out)
}

// address checks a mailbox, with or without a name before it, by a rule that is stricter than RFC 5322: what mail programs and
// servers in use refuse is refused here.
func (c *checker) address(text string, at diag.Range) string {
	problem := addressProblem(text)
	if problem == "" {
		return text
	}
	c.report("F0704", at, "%s Write one such as \"Acme <hello@acme.example>\".", problem)
	return ""
}

func addressProblem(text string) string {
	a, err := mail.ParseAddress(text)
	if err != nil {
		if name, rest, ok := strings.Cut(text, "<"); ok && strings.ContainsAny(name, ",;:@.()[]\\") && !strings.Contains(name, `"`) {
			if _, err := mail.ParseAddress("<" + rest); err == nil {
				return "The name before the address in " + quoted(text) + " holds a sign that needs quotes around the name: \\\"" + strings.TrimSpace(name) + "\\\" <" + rest + "."
			}
		}
		return quoted(text) + " is no mail address."
	}
	local, domain, _ := strings.Cut(a.Address, "@")
	switch {
	case strings.ContainsAny(text, "\r\n"):
		return "An address stands on one line."
	case !dotted(domain):
		return "The address " + quoted(a.Address) + " has no domain with a dot in it, so nobody can answer it."
	case strings.ContainsAny(local, " \"(),:;<>@[]\\") || strings.Contains(text, `"@`):
		return "The part before the @ in " + quoted(a.Address) + " holds a sign that mail servers refuse."
	case !ascii(a.Address):
		return "The address " + quoted(a.Address) + " holds letters beyond a to z, which many servers refuse; in the name before it they are welcome."
	}
	return ""
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// smtpProblem says what is wrong with the address of a mail server.
func smtpProblem(text string) string {
	if folder, ok := strings.CutPrefix(text, "file:"); ok {
		if folder == "" {
			return "After file: stands the folder for the letters, such as \"file:outbox\"."
		}
		return ""
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "smtp" && u.Scheme != "smtps":
		return quotedUnlessSecret(text) + " is no mail server. Write smtp://HOST:PORT, smtps://HOST:PORT, or \"file:FOLDER\" for a folder of letters that are not sent."
	case u.Hostname() == "":
		return quotedUnlessSecret(text) + " names no host. Write smtp://HOST:PORT."
	case u.Path != "" && u.Path != "/":
		return "The address of a mail server ends after its port."
	}
	return ""
}

// quotedUnlessSecret does not repeat a text that may hold a password.
func quotedUnlessSecret(text string) string {
	if strings.Contains(text, "@") {
		return "This"
	}
	return quoted(text)
}

func webhookProblem(text string) string {
	u, err := url.Parse(text)
	if err == nil && u.Scheme == "http" {
		switch u.Hostname() {
		case "localhost", "127.0.0.1", "::1":
			return ""
		}
	}
	return httpsProblem(text)
}
