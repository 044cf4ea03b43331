package expr

import (
	"strconv"
	"strings"

	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
)

// String is the expression as a person would write it in a flow, with the brackets that it needs and no others: what plan and why show.
// An amount in the project's one currency is a bare number, as it was written.
func String(e Expr) string {
	var p printer
	p.print(e, 0)
	return p.String()
}

// The levels of HCL's operators, the loosest first.
const (
	levelCond = iota
	levelOr
	levelAnd
	levelEqual
	levelLess
	levelAdd
	levelMul
	levelUnary
	levelTerm
)

func levelOf(op Op) int {
	switch op {
	case Or:
		return levelOr
	case And:
		return levelAnd
	case Eq, Ne:
		return levelEqual
	case Lt, Le, Gt, Ge:
		return levelLess
	case Add, Sub:
		return levelAdd
	case Mul, Div, Mod:
		return levelMul
	case Not:
		return levelUnary
	default:
		panic("this is a bug in flowc: no operator " + string(op))
	}
}

type printer struct{ strings.Builder }

// print writes the expression, in brackets where it binds less tightly than its place asks.
func (p *printer) print(e Expr, at int) {
	switch x := e.(type) {
	case *Lit:
		p.value(x.Value)
	case *Root:
		p.WriteString(string(x.Name))
	case *Field:
		p.print(x.Of, levelTerm)
		p.WriteByte('.')
		p.WriteString(x.Field.Name)
	case *Index:
		p.print(x.Of, levelTerm)
		p.WriteByte('[')
		p.print(x.At, 0)
		p.WriteByte(']')
	case *Node:
		p.WriteString(string(x.Kind) + "." + x.Name + "." + x.Field)
	case *Local:
		p.WriteString(x.Name)
	case *Unary:
		p.bracket(at > levelUnary, func() {
			p.WriteString(string(x.Op))
			p.print(x.X, levelUnary)
		})
	case *Binary:
		level := levelOf(x.Op)
		p.bracket(at > level, func() {
			p.print(x.X, level)
			p.WriteString(" " + string(x.Op) + " ")
			p.print(x.Y, level+1)
		})
	case *Cond:
		p.bracket(at > levelCond, func() {
			p.print(x.When, levelOr)
			p.WriteString(" ? ")
			p.print(x.Then, levelCond)
			p.WriteString(" : ")
			p.print(x.Else, levelCond)
		})
	case *For:
		p.loop(x)
	case *Call:
		p.call(x, at)
	case *Count:
		p.count(x)
	case *Template:
		p.template(x)
	case *ListLit:
		p.WriteByte('[')
		p.list(x.Elems)
		p.WriteByte(']')
	case *ObjectLit:
		p.object(x.Names, x.Elems)
	case *Segment:
		p.WriteString("segment." + x.Name)
	default:
		panic(unknown(e))
	}
}

func (p *printer) bracket(needed bool, inside func()) {
	if needed {
		p.WriteByte('(')
	}
	inside()
	if needed {
		p.WriteByte(')')
	}
}

func (p *printer) list(es []Expr) {
	for i, e := range es {
		if i > 0 {
			p.WriteString(", ")
		}
		p.print(e, 0)
	}
}

func (p *printer) object(names []string, elems []Expr) {
	p.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			p.WriteByte(',')
		}
		p.WriteString(" " + name + " = ")
		p.print(elems[i], 0)
	}
	p.WriteString(" }")
}

func (p *printer) loop(x *For) {
	p.WriteString("[for " + x.Name + " in ")
	p.print(x.Over, 0)
	p.WriteString(" : ")
	if x.Each == nil {
		p.WriteString(x.Name)
	} else {
		p.print(x.Each, 0)
	}
	if x.Where != nil {
		p.WriteString(" if ")
		p.print(x.Where, 0)
	}
	p.WriteByte(']')
}

func (p *printer) call(x *Call, at int) {
	name := string(x.Func)
	switch x.Func {
	case MoneyOf:
		p.print(x.Args[0], at)
		return
	case Amounts:
		name = "money"
	}
	p.WriteString(name + "(")
	p.list(x.Args)
	p.WriteByte(')')
}

func (p *printer) count(x *Count) {
	p.WriteString(string(x.What) + "(")
	var names []string
	var elems []Expr
	for _, a := range x.Args {
		names, elems = append(names, a.Name), append(elems, a.Value)
	}
	if x.Where != nil {
		names, elems = append(names, "where"), append(elems, x.Where)
	}
	if len(names) > 0 {
		p.object(names, elems)
	}
	p.WriteByte(')')
}

func (p *printer) template(x *Template) {
	p.WriteByte('"')
	for _, part := range x.Parts {
		if l, ok := part.(*Lit); ok && plainKind(l.Value.Kind()) == facts.String {
			p.WriteString(unquoted(l.Value.Text()))
			continue
		}
		p.WriteString("${")
		p.print(part, 0)
		p.WriteByte('}')
	}
	p.WriteByte('"')
}

func (p *printer) value(v facts.Value) {
	switch v.Kind() {
	case facts.Absent:
		p.WriteString("null")
	case facts.Bool:
		p.WriteString(strconv.FormatBool(v.True()))
	case facts.Number:
		p.WriteString(facts.FormatNumber(v.Millionths()))
	case facts.Money:
		p.WriteString(amountText(v))
	case facts.String, facts.URL:
		p.WriteString(`"` + unquoted(v.Text()) + `"`)
	case facts.Time:
		p.WriteString(`"` + timeText(v.Time()) + `"`)
	case facts.Duration:
		p.WriteString(`"` + calendar.Span(v.Span()).String() + `"`)
	case facts.List:
		p.WriteByte('[')
		for i, elem := range v.List() {
			if i > 0 {
				p.WriteString(", ")
			}
			p.value(elem)
		}
		p.WriteByte(']')
	case facts.Object:
		p.WriteString("{ … }")
	default:
		panic("this is a bug in flowc: no kind " + v.Kind().String())
	}
}

// amountText is an amount without its currency: whole where it is, else with all places of the currency.
func amountText(v facts.Value) string {
	digits := minorDigits(v.Currency())
	whole := locale.Decimal(v.Minor(), digits)
	return strings.TrimSuffix(whole, "."+strings.Repeat("0", digits))
}

// unquoted is a text as it stands between quotes.
func unquoted(s string) string { return quotes.Replace(s) }

var quotes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "${", "$${", "%{", "%%{")
