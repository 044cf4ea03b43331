package body

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// foreignName is a placeholder in the language of another program, at the beginning of a text.
type foreignName struct {
	length  int
	program string // whose language it is
	instead string // what to write
	known   bool   // instead is what was meant, not an example
	block   bool   // it stands on a line of its own
}

func (p foreignName) detail(written string) string {
	if !p.known {
		return fmt.Sprintf("%q is %s; in a letter it would be shown as it stands. A field of the customer or the order is written as an expression, for example %s. Write \\ before the first sign where the text itself is meant.", written, p.program, p.instead)
	}
	place := ""
	if p.block {
		place = " on a line of its own"
	}
	return fmt.Sprintf("%q is %s; in a letter it would be shown as it stands. Write %s%s.", written, p.program, p.instead, place)
}

// The forms of placeholders that people bring with them.
var (
	formLiquid    = regexp.MustCompile(`^\{\{-?\s*([^{}\n]{0,200}?)\s*-?\}\}\}?`)
	formLiquidTag = regexp.MustCompile(`^\{%-?\s*(\w*)[^{}\n]{0,200}?%\}`)
	formMailchimp = regexp.MustCompile(`^\*\|([A-Za-z][A-Za-z0-9_:]{0,60})\|\*`)
	formBrace     = regexp.MustCompile(`^\{\s*\$?([A-Za-z][A-Za-z0-9_]{1,60})\s*(?:,\s*["“”']([^"“”'{}\n]{0,80})["“”']\s*)?\}`)
	formPercent   = regexp.MustCompile(`^%%?([A-Za-z][A-Za-z_]{2,60})%`)
	formERB       = regexp.MustCompile(`^<%[-=]?\s*([^<>%\n]{0,200}?)\s*-?%>`)
	formAngle     = regexp.MustCompile(`^<<\s*([A-Za-z][A-Za-z0-9_ ]{1,60})\s*>>`)
	formBracket   = regexp.MustCompile(`^\[\[?\s*([A-Za-z][A-Za-z0-9_ ]{2,60})\s*\]\]?`)
)

// foreignMax bounds what is looked at for one placeholder.
const foreignMax = 256

// foreign recognises a placeholder at the beginning of b. Where the signs are common in prose ({name}, %name%, [name]) only
// well-known names count.
func foreign(b []byte) (foreignName, bool) {
	b = b[:min(len(b), foreignMax)]
	switch b[0] {
	case '{':
		if m := formLiquid.FindSubmatch(b); m != nil {
			return meant(len(m[0]), "a placeholder of another program", string(m[1])), true
		}
		if m := formLiquidTag.FindSubmatch(b); m != nil {
			return tagMeant(len(m[0]), string(m[1])), true
		}
		if m := formBrace.FindSubmatch(b); m != nil {
			p := meant(len(m[0]), "a placeholder of another program", string(m[1])+fallbackOf(m[2]))
			return p, p.known || len(m[2]) > 0
		}
	case '<':
		if m := formERB.FindSubmatch(b); m != nil {
			return meant(len(m[0]), "a placeholder of another program", string(m[1])), true
		}
		if m := formAngle.FindSubmatch(b); m != nil {
			p := meant(len(m[0]), "a placeholder of another program", string(m[1]))
			return p, p.known
		}
	case '*':
		if !bytes.HasPrefix(b, []byte("*|")) {
			break
		}
		if m := formMailchimp.FindSubmatch(b); m != nil {
			return meant(len(m[0]), "a merge tag of another program", string(m[1])), true
		}
	case '%':
		if m := formPercent.FindSubmatch(b); m != nil {
			p := meant(len(m[0]), "a placeholder of another program", string(m[1]))
			return p, p.known
		}
	case '[':
		if m := formBracket.FindSubmatch(b); m != nil && bytes.HasPrefix(m[0], []byte("[[")) == bytes.HasSuffix(m[0], []byte("]]")) {
			// [name] may be the text of a link.
			if !bytes.HasPrefix(m[0], []byte("[[")) && len(b) > len(m[0]) && bytes.IndexByte([]byte("([:"), b[len(m[0])]) >= 0 {
				break
			}
			p := meant(len(m[0]), "a placeholder of another program", string(m[1]))
			return p, p.known
		}
	}
	return foreignName{}, false
}

func fallbackOf(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	return `|default:"` + string(text) + `"`
}

// fields are the names under which other programs know what a letter can hold. A %s is the text for who has no such field.
var fields = map[string]string{
	"firstname": `${coalesce(customer.first_name, "%s")}`, "fname": `${coalesce(customer.first_name, "%s")}`, "first": `${coalesce(customer.first_name, "%s")}`,
	"name": `${coalesce(customer.first_name, "%s")}`, "fullname": `${coalesce(customer.first_name, "%s")}`, "givenname": `${coalesce(customer.first_name, "%s")}`,
	"vorname": `${coalesce(customer.first_name, "%s")}`, "prenom": `${coalesce(customer.first_name, "%s")}`, "customername": `${coalesce(customer.first_name, "%s")}`,
	"lastname": `${coalesce(customer.last_name, "%s")}`, "lname": `${coalesce(customer.last_name, "%s")}`, "surname": `${coalesce(customer.last_name, "%s")}`, "nachname": `${coalesce(customer.last_name, "%s")}`,
	"email": `${coalesce(customer.email, "%s")}`, "emailaddress": `${coalesce(customer.email, "%s")}`,
	"city": `${coalesce(customer.city, "%s")}`, "country": `${coalesce(customer.country, "%s")}`,
	"ordernumber": `${order.number}`, "orderid": `${order.number}`, "ordername": `${order.number}`, "orderno": `${order.number}`,
	"total": `${money(order.total)}`, "totalprice": `${money(order.total)}`, "ordertotal": `${money(order.total)}`, "subtotal": `${money(order.subtotal)}`, "subtotalprice": `${money(order.subtotal)}`,
	"unsubscribe": `${links.unsubscribe}`, "unsub": `${links.unsubscribe}`, "unsubscribelink": `${links.unsubscribe}`, "unsubscribeurl": `${links.unsubscribe}`,
	"updateprofile": `${links.preferences}`, "preferences": `${links.preferences}`, "managepreferences": `${links.preferences}`, "preferencesurl": `${links.preferences}`,
	"archive": `${links.browser}`, "webversion": `${links.browser}`, "viewinbrowser": `${links.browser}`, "weblink": `${links.browser}`,
	"trackingurl": `${links.tracking}`, "trackinglink": `${links.tracking}`, "reviewlink": `${links.review}`, "reviewurl": `${links.review}`, "shopurl": `${links.shop}`, "orderurl": `${links.order}`,
}

// others are the texts for who has no such field, where the placeholder names none.
var others = map[string]string{"first_name": "there", "last_name": "", "email": "your address", "city": "your city", "country": "your country"}

// quotable writes a text so that it may stand in quotes.
var quotable = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{")

var defaultText = regexp.MustCompile(`\|\s*(?:default|fallback)\s*[:=(]\s*(?:"([^"\n]{0,80})"|'([^'\n]{0,80})')`)

// meant reads the inside of a placeholder: the last name of a path, and the text for who has none.
func meant(length int, program, inside string) foreignName {
	head, _, _ := strings.Cut(inside, "|")
	head = strings.TrimSpace(head)
	owner, last := "", head
	if i := strings.LastIndexAny(head, ".:"); i >= 0 {
		owner, last = head[:i], head[i+1:]
	}
	key := bare(last)
	if strings.HasSuffix(bare(owner), "order") {
		key = "order" + strings.TrimPrefix(key, "order")
	}
	write, ok := fields[key]
	if !ok {
		write, ok = fields[bare(last)]
	}
	if !ok {
		return foreignName{length: length, program: program, instead: `${coalesce(customer.first_name, "there")}`}
	}
	if strings.Contains(write, "%s") {
		field := write[strings.Index(write, "customer.")+len("customer.") : strings.IndexByte(write, ',')]
		other := others[field]
		if m := defaultText.FindStringSubmatch(inside); m != nil {
			other = m[1] + m[2]
		}
		write = strings.Replace(write, "%s", quotable.Replace(other), 1)
	}
	return foreignName{length: length, program: program, instead: write, known: true}
}

// tagMeant says what stands for the block tags of Liquid and its relatives.
func tagMeant(length int, tag string) foreignName {
	p := foreignName{length: length, program: "a tag of another program", known: true}
	switch tag {
	case "if", "unless":
		p.instead = "::: if customer.order_count > 1"
	case "elsif", "else":
		p.instead = "::: else"
	case "for":
		p.instead = "::: items from = order.items, max = 4"
	case "endif", "endfor", "endunless":
		p.instead = ":::"
	default:
		p.known = false
		p.instead = "${order.number}"
	}
	p.block = p.known
	return p
}

var joining = strings.NewReplacer("_", "", " ", "", "-", "", "$", "")

// bare is a name without case and joining signs.
func bare(name string) string { return strings.ToLower(joining.Replace(name)) }
