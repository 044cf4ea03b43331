package body

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/flowc/flowc/schema/language"
)

// kind is what a line that begins with ::: says.
type kind string

// The lines of components. closing is the bare ::: that ends one; unknown stands for a name that is none.
const (
	items        kind = "items"
	orderSummary kind = "order-summary"
	ifHolds      kind = "if"
	otherwise    kind = "else"
	columns      kind = "columns"
	column       kind = "column"
	share        kind = "share"
	closing      kind = ""
	unknown      kind = "?"
)

// container is true for the components that hold blocks up to a closing line.
func (k kind) container() bool { return k == items || k == ifHolds || k == columns }

// component is one line that begins with :::, read.
type component struct {
	kind       kind
	start, end int // of the line in the file, from the first colon to its last character
	hole       int // of from, link or the condition; -1 for none
	max        int
	columns    int
	placed     bool // in the letter's tree
}

// The bounds of `::: items`.
const (
	itemsMax     = 20 // cards a letter can show: Gmail clips at about 100 KB
	itemsDefault = 10
	columnsMax   = 3 // side by side in a letter's width
)

// names are the components that there are, for suggestions.
var names = []string{"items", "order-summary", "if", "else", "columns", "column", "share"}

// later are the names of the language's components that this version does not render yet.
var later = map[string]bool{"rating": true, "nps": true, "coupon": true, "testimonials": true}

// component takes one line that begins with :::.
func (s *scanner) component(from, end int) {
	colons := run(s.src[from:end], ':')
	text := string(bytes.TrimSpace(s.src[from+colons : end]))
	c := component{kind: closing, start: from, end: from + len(bytes.TrimRight(s.src[from:end], " \t")), hole: -1, max: itemsDefault, columns: 1}
	name, _, _ := strings.Cut(text, " ")
	name, _, _ = strings.Cut(name, "\t")
	argsFrom := from + colons + bytes.Index(s.src[from+colons:end], []byte(name)) + len(name)
	if text != "" {
		c.kind = s.kindOf(name, argsFrom-len(name))
	}
	switch c.kind {
	case ifHolds:
		if len(bytes.TrimSpace(s.src[argsFrom:end])) == 0 {
			s.add("F0615", c.start, c.end, "A condition is missing. Write it after the word, for example ::: if customer.order_count > 1.")
			break
		}
		c.hole = s.argumentHole(argsFrom, end, Condition)
	case closing, unknown:
	default:
		s.arguments(&c, argsFrom, end)
	}
	s.copy(s.src, s.i, from)
	s.scanned.components = append(s.scanned.components, c)
	s.stand(":::"+token(componentMark, len(s.scanned.components)-1), from, c.end)
	s.i = end
	s.newline()
}

func (s *scanner) kindOf(name string, at int) kind {
	switch k := kind(name); k {
	case items, orderSummary, ifHolds, otherwise, columns, column, share:
		return k
	}
	if later[name] {
		s.add("F0690", at, at+len(name), fmt.Sprintf("The component %q is part of the language, but this version of flowc does not show it yet. Link to a page instead, for example with [Leave a review](${links.review}){.button}.", name))
		return unknown
	}
	detail := fmt.Sprintf("There is no component %q. There are %s.", clip(name), listed(names))
	if near, ok := language.Nearest(name, append([]string{"rating", "nps", "coupon", "testimonials"}, names...)); ok {
		s.fix("F0613", at, at+len(name), fmt.Sprintf("There is no component %q. Did you mean %q?", clip(name), near), near)
		return unknown
	}
	s.add("F0613", at, at+len(name), detail)
	return unknown
}

// arguments reads `name = expression, …` up to the end of the line.
func (s *scanner) arguments(c *component, from, end int) {
	takes := map[kind][]string{items: {"from", "max", "columns"}, share: {"link"}}[c.kind]
	given := map[string]bool{}
	for _, a := range splitArguments(s.src[from:end]) {
		s.argument(c, takes, given, from+a.from, from+a.to)
	}
	if len(takes) > 0 && !given[takes[0]] {
		example := map[kind]string{items: "::: items from = order.items, max = 4", share: "::: share link = links.referral"}[c.kind]
		s.add("F0615", c.start, c.end, fmt.Sprintf("The argument %q is missing. Write, for example, %s.", takes[0], example))
	}
}

func (s *scanner) argument(c *component, takes []string, given map[string]bool, from, to int) {
	text := s.src[from:to]
	name, value, ok := bytes.Cut(text, []byte("="))
	key := string(bytes.TrimSpace(name))
	start := from + len(text) - len(bytes.TrimLeft(text, " \t"))
	if len(takes) == 0 {
		s.add("F0614", start, max(start, to), fmt.Sprintf("The component %q takes no arguments. Take this out.", string(c.kind)))
		return
	}
	if !ok || key == "" {
		s.add("F0614", start, max(start, to), fmt.Sprintf("An argument is written as name = value. The component %q takes %s.", string(c.kind), listed(takes)))
		return
	}
	if given[key] {
		s.add("F0614", start, to, fmt.Sprintf("The argument %q stands here twice. Take one of them out.", clip(key)))
		return
	}
	given[key] = true
	valueFrom := from + len(name) + 1
	switch {
	case key == "from" && c.kind == items:
		c.hole = s.argumentHole(valueFrom, to, List)
	case key == "link" && c.kind == share:
		c.hole = s.argumentHole(valueFrom, to, WholeURL)
	case key == "max" && c.kind == items:
		c.max = s.count(key, value, valueFrom, to, itemsMax)
	case key == "columns" && c.kind == items:
		c.columns = s.count(key, value, valueFrom, to, 2)
	default:
		detail := fmt.Sprintf("The component %q takes no argument %q. It takes %s.", string(c.kind), clip(key), listed(takes))
		if near, ok := language.Nearest(key, takes); ok {
			given[near] = true
			s.fix("F0614", start, start+len(key), fmt.Sprintf("The component %q takes no argument %q. Did you mean %q?", string(c.kind), clip(key), near), near)
			return
		}
		s.add("F0614", start, start+len(key), detail)
	}
}

func (s *scanner) argumentHole(from, to int, context Context) int {
	if n, ok := s.newHole(from, to, context); ok {
		return n
	}
	return -1
}

// count reads an argument that is a whole number as written, from 1 to most.
func (s *scanner) count(key string, value []byte, from, to, most int) int {
	text := string(bytes.TrimSpace(value))
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		s.add("F0616", from+len(value)-len(bytes.TrimLeft(value, " \t")), to, fmt.Sprintf("The argument %q is a whole number from 1 to %d, not %s.", key, most, clip(text)))
		return 1
	}
	return n
}

// split is the place of one argument in a text.
type split struct{ from, to int }

// splitArguments cuts a text at its commas, but for those inside brackets and quotes.
func splitArguments(text []byte) []split {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	tokens, _ := hclsyntax.LexExpression(text, "", hcl.InitialPos)
	var out []split
	depth, from := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOParen, hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCParen, hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			depth--
		case hclsyntax.TokenComma:
			if depth <= 0 {
				at := min(t.Range.Start.Byte, len(text))
				out = append(out, split{from, at})
				from = min(t.Range.End.Byte, len(text))
			}
		}
	}
	return append(out, split{from, len(text)})
}

// listed is names as a sentence lists them.
func listed(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// clip keeps what somebody wrote from filling a message.
func clip(s string) string {
	const most = 40
	for i := range s {
		if i > most {
			return s[:i] + "…"
		}
	}
	return s
}
