package check

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/locale"
)

// settings checks the project block and makes the world, in which everything else is read. What is wrong in the block is
// replaced, so that one wrong currency is not reported again in each comparison of amounts.
func (c *checker) settings() {
	c.world = &typing.World{Currencies: []string{"EUR"}, Locale: "en"}
	c.zone = time.UTC
	c.out.Settings = ir.Settings{Zone: time.UTC}
	p := c.project.Settings
	if p == nil {
		return
	}
	set := &c.out.Settings
	s := c.world.Scope()
	set.Name = p.Name.Name
	if name, zone, ok := c.timezone(s, p.Timezone, "the project's time zone"); ok {
		set.Timezone, set.Zone, c.zone = name, zone, zone
		c.world.Zone = zone
	}
	if list, ok := c.currencies(s, p.Currencies); ok {
		set.Currencies = list
		c.world.Currencies = list
	}
	if tag, ok := c.text(s, p.Locale, "the project's language"); ok {
		if validLocale(tag) {
			set.Locale = tag
			c.world.Locale = tag
		} else if hyphens := strings.ReplaceAll(tag, "_", "-"); validLocale(hyphens) {
			c.fix("F0804", p.Locale.Range, quoted(hyphens), "%s is not how a language is written. Write %s.", quoted(tag), quoted(hyphens))
		} else {
			c.report("F0804", p.Locale.Range, "%s is no language. Write one such as \"en\", \"de\" or \"pt-BR\": two letters, and the country in two capital letters where it matters.", quoted(tag))
		}
	}
	if address, ok := c.text(s, p.BaseURL, "the address of the pages"); ok {
		if problem := httpsProblem(address); problem != "" {
			c.report("F0805", p.BaseURL.Range, "%s", problem)
		} else if strings.ContainsAny(address, "?#") {
			c.report("F0805", p.BaseURL.Range, "The addresses of the pages begin with this one, so it ends before any ? or #.")
		} else {
			set.BaseURL = strings.TrimRight(address, "/")
		}
	}
}

// timezone reads an IANA name.
func (c *checker) timezone(s *typing.Scope, a *ast.Arg, place string) (string, *time.Location, bool) {
	name, ok := c.text(s, a, place)
	if !ok {
		return "", nil, false
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		hint := "Write an IANA name such as \"Europe/Berlin\" or \"America/New_York\""
		if strings.ContainsAny(name, "+") || abbreviation.MatchString(name) {
			hint += "; an abbreviation or a distance to UTC does not say when the clocks change"
		}
		c.report("F0503", a.Range, "There is no time zone %s. %s.", quoted(name), hint)
		return "", nil, false
	}
	return name, zone, true
}

var abbreviation = regexp.MustCompile(`^[A-Z]{2,5}$`)

func (c *checker) currencies(s *typing.Scope, a *ast.Arg) ([]string, bool) {
	list, ok := c.words(s, a, "the currencies", `"EUR"`)
	var codes []string
	for _, w := range list {
		if _, known := locale.MinorDigits(w.text); known {
			codes = append(codes, w.text)
			continue
		}
		ok = false
		upper := strings.ToUpper(w.text)
		if _, known := locale.MinorDigits(upper); known {
			c.fix("F0803", w.at, quoted(upper), "%s is not how a currency is written. Write %s.", quoted(w.text), quoted(upper))
		} else {
			c.report("F0803", w.at, "ISO 4217 knows no currency %s. Write a code of three letters such as \"EUR\", \"USD\" or \"GBP\".", quoted(w.text))
		}
	}
	return codes, ok && len(codes) > 0
}

// localeForm is the part of BCP 47 that shops use: a language, a script, a country.
var localeForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

func validLocale(tag string) bool { return localeForm.MatchString(tag) }

// httpsProblem says what keeps an address from being a whole one with https, or nothing.
func httpsProblem(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || strings.ContainsAny(address, " \t\n"):
		return quoted(address) + " is no address. Write one such as \"https://www.acme.example\"."
	case u.Scheme == "http":
		return quoted(address) + " goes over http, where anybody on the way can read and change what is shown. Write https."
	case u.Scheme != "https":
		return quoted(address) + " is no whole address. Write one that begins with https://."
	case u.User != nil:
		return "An address that customers see holds no user name and no password."
	case !dotted(u.Hostname()):
		return quoted(address) + " names no host that others could reach. Write one such as \"https://www.acme.example\"."
	}
	return ""
}

// dotted is true for the name of a host with a domain.
func dotted(host string) bool {
	labels := strings.Split(host, ".")
	return len(labels) > 1 && len(host) <= 253 && !slices.ContainsFunc(labels, func(l string) bool {
		return l == "" || len(l) > 63 || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") || strings.ContainsAny(l, " _@/:[]<>()\"")
	})
}

// brand checks what the layout of letters shows.
func (c *checker) brand() {
	b := c.project.Brand
	if b == nil {
		return
	}
	s := c.world.Scope()
	out := &c.out.Brand
	out.Name, _ = c.text(s, b.Name, "the shop's name")
	out.PostalAddress, _ = c.text(s, b.PostalAddress, "the postal address")
	out.Website = c.link(s, b.Website, "the shop's address")
	out.Logo = c.link(s, b.Logo, "the logo's address")
	if accent, ok := c.text(s, b.Accent, "the accent colour"); ok {
		out.Accent = c.accent(accent, b.Accent.Range)
	}
}

func (c *checker) link(s *typing.Scope, a *ast.Arg, place string) string {
	address, ok := c.text(s, a, place)
	if !ok {
		return ""
	}
	if problem := httpsProblem(address); problem != "" {
		c.report("F0805", a.Range, "%s", problem)
		return ""
	}
	return address
}

// postalAddress reports a project that sends marketing and does not say from where.
func (c *checker) postalAddress() {
	if c.marketing == nil || c.out.Brand.PostalAddress != "" {
		return
	}
	at := *c.marketing
	if b := c.project.Brand; b != nil {
		if b.PostalAddress != nil || !c.complete(&b.Block) {
			return // it is there and wrong, which has been reported
		}
		at = b.Header
	} else if c.project.Broken {
		return
	}
	c.report("F0703", at, "This project sends marketing (the first such letter is in %s), and the law wants the sender's postal address in each of those. Write postal_address = \"…\" into the brand block.", place(*c.marketing))
}
