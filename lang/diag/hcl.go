package diag

import "github.com/hashicorp/hcl/v2"

// RangeOf is HCL's range as ours.
func RangeOf(r hcl.Range) Range {
	return Range{File: r.Filename, Start: posOf(r.Start), End: posOf(r.End)}
}

func posOf(p hcl.Pos) Pos { return Pos{Line: p.Line, Column: p.Column, Byte: p.Byte} }

// FromHCL is one of HCL's diagnostics about the syntax of an expression, as ours: with a code, and in the words of this
// language. HCL has no codes; its summaries are fixed texts, and a test holds the table against the version that is linked.
func FromHCL(d *hcl.Diagnostic) Diagnostic {
	words, ok := rewritten[d.Summary]
	if !ok {
		words = rewritten["Invalid expression"]
	}
	at := Range{}
	if d.Subject != nil {
		at = RangeOf(*d.Subject)
	}
	return New(words.code, at, words.detail)
}

type rewording struct {
	code   Code
	detail string
}

const (
	commaInList = "A comma is missing here: the values of a list stand in [ ] with commas between, as in [\"tue\", \"wed\"]."
	forShape    = "A list made from another one reads [for o in customer.orders : o.total if o.refunded > 0]: for, a name, in, the list, a colon, the value, and if need be a condition."
	directive   = "A text holds values as ${…}; there is no %{…}. For the two signs themselves write %%{."
	textInside  = "Inside ${ } of a text one value is expected, as in \"Order ${order.number}\". For the two signs themselves write $${."
)

// rewritten holds HCL's summaries of what can be wrong inside one expression.
var rewritten = map[string]rewording{
	"Invalid expression":                              {"F0044", "A value is expected here: a text in quotes, a number, true, false or null, a name such as customer.order_count, or a list in [ ]."},
	"Missing expression":                              {"F0044", "The value ends before it is complete. Brackets around it let it go on in the next line."},
	"Missing false expression in conditional":         {"F0044", "The : and the value for \"no\" are missing: a condition reads CONDITION ? VALUE IF SO : VALUE IF NOT."},
	"Extra characters after expression":               {"F0044", "The value is complete before this. Between two values stands an operator such as && or ==, or in a list a comma."},
	"Invalid legacy index syntax":                     {"F0044", "A place in a list is written in brackets: order.items[0]."},
	"Nested splat expression not allowed":             {"F0044", "There is no * here. For something of each element write [for o in customer.orders : o.total]."},
	"Invalid attribute name":                          {"F0044", "After the point the name of a field is expected, as in customer.first_name."},
	"Missing close bracket on splat index":            {"F0031", "A ] is missing after the *."},
	"Missing close bracket on index":                  {"F0031", "A ] is missing here: a place in a list reads order.items[0]."},
	"Unbalanced parentheses":                          {"F0031", "A ) is missing before this."},
	"Missing closing parenthesis":                     {"F0031", "A ) is missing here."},
	"Unterminated function call":                      {"F0031", "A ) is missing at the end of this call."},
	"Unterminated tuple constructor expression":       {"F0031", "A ] is missing at the end of this list."},
	"Unterminated object constructor expression":      {"F0031", "A } is missing at the end of this object."},
	"Unterminated template string":                    {"F0020", "This text has no closing quote."},
	"Unterminated string literal":                     {"F0020", "This text has no closing quote."},
	"Missing argument separator":                      {"F0037", "A comma is missing here: the values of a call stand in ( ) with commas between, as in coalesce(customer.first_name, \"there\")."},
	"Missing item separator":                          {"F0037", commaInList},
	"Missing attribute separator":                     {"F0037", "A comma or a new line is missing here: in { } each name has its value, as in { within = \"30d\", channel = \"online\" }."},
	"Missing attribute value":                         {"F0044", "In { } each name has a value, as in { within = \"30d\" }."},
	"Missing key/value separator":                     {"F0044", "In { } each name has an equals sign and a value, as in { within = \"30d\" }. A name with other signs than letters, digits, _ and - stands in quotes."},
	"Invalid 'for' expression":                        {"F0044", forShape},
	"Invalid number literal":                          {"F0044", "This is no number. A number reads 12 or 12.5, without thousands separators and without a unit; times are texts, as in \"7d\"."},
	"Invalid escape sequence":                         {"F0025", "In a text, \\ is followed by n (new line), t (tab), \", another \\, or u and four hexadecimal digits. For the sign itself write \\\\."},
	"Invalid string literal":                          {"F0044", "A plain text in quotes is expected here."},
	"Unclosed template interpolation sequence":        {"F0020", "This ${ has no } that closes it."},
	"Extra characters after interpolation expression": {"F0044", textInside},
	"Invalid character":                               {"F0008", "This sign has no meaning here. Texts stand in straight quotes: \"like this\"."},
	"Unsupported operator":                            {"F0039", "There is no such operator. Conditions are joined with && (and), || (or) and turned round with ! (not)."},
	"Invalid template directive":                      {"F0024", directive},
	"Invalid template control keyword":                {"F0024", directive},
	"Invalid multi-line string":                       {"F0020", "A text ends on the line on which it begins; a line break inside is written \\n."},
	"Invalid character encoding":                      {"F0007", "Here are bytes that are no UTF-8."},
	"Missing function name":                           {"F0044", "Functions have plain names, without ::."},
	"Missing open parenthesis":                        {"F0044", "A ( is expected after the name of a function."},
}
