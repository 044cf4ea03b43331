package typing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
	"github.com/flowc/flowc/schema/order"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// currency is the project's one currency. Where there are several, a bare number is no amount, which is reported.
func (c *checker) currency(x expr.Expr) (string, bool) {
	switch len(c.world.Currencies) {
	case 0:
		return "", false // The project block is wrong, which has been reported.
	case 1:
		return c.world.Currencies[0], true
	}
	number := "20"
	if l, ok := x.(*expr.Lit); ok {
		number = facts.FormatNumber(l.Value.Millionths())
	}
	instead := "money({ " + c.world.Currencies[0] + " = " + number
	for _, code := range c.world.Currencies[1:] {
		instead += ", " + code + " = …"
	}
	c.report("F0313", c.at(x), "This project has several currencies (%s), so a number alone is no amount of money. Write %s }).",
		strings.Join(c.world.Currencies, ", "), instead)
	return "", false
}

// moneyOf is a calculated number as an amount in the project's one currency.
func (c *checker) moneyOf(x expr.Expr) expr.Expr {
	code, ok := c.currency(x)
	if !ok {
		return c.refused(x)
	}
	t := facts.Of(facts.Money)
	t.Nullable = x.Type().Nullable
	return &expr.Call{Func: expr.MoneyOf, Args: []expr.Expr{x, &expr.Lit{Value: facts.StringOf(code), T: facts.Of(facts.String)}}, T: t}
}

// exactly is a literal number as an amount in the project's one currency.
func (c *checker) exactly(x *expr.Lit) expr.Expr {
	code, ok := c.currency(x)
	if !ok {
		return c.refused(x)
	}
	return c.inCurrency(x, code)
}

// refused is the answer for a number that is no amount, where the reason has been reported here or elsewhere.
func (c *checker) refused(x expr.Expr) expr.Expr {
	if len(c.world.Currencies) == 0 {
		return &expr.Lit{Value: facts.MoneyOf(0, ""), T: facts.Of(facts.Money)}
	}
	return nil
}

// inCurrency is a literal number as an amount. Nothing is rounded.
func (c *checker) inCurrency(x *expr.Lit, code string) expr.Expr {
	digits, known := locale.MinorDigits(code)
	if !known {
		digits = 2 // ISO 4217 has no such code, which is reported where the project names it.
	}
	number := x.Value.Millionths()
	part := int64(facts.Scale)
	for range digits {
		part /= 10
	}
	if part == 0 || number%part != 0 {
		c.report("F0312", c.at(x), "%s is no amount in %s, which has %s. Write as many digits after the point, or fewer.", facts.FormatNumber(number), code, placesWords(digits))
		return nil
	}
	return &expr.Lit{Value: facts.MoneyOf(number/part, code), T: facts.Of(facts.Money)}
}

func placesWords(digits int) string {
	switch digits {
	case 0:
		return "no decimal places"
	case 1:
		return "one decimal place"
	default:
		return fmt.Sprintf("%d decimal places", digits)
	}
}

// isAmounts says whether an expression is money({…}) with several currencies.
func isAmounts(x expr.Expr) bool {
	call, ok := x.(*expr.Call)
	return ok && call.Func == expr.Amounts
}

// moneyCall is money(x), an amount as text, or money({ EUR = 20, USD = 22 }), an amount in each currency.
func (c *checker) moneyCall(s *Scope, e *hclsyntax.FunctionCallExpr) expr.Expr {
	if len(e.Args) == 1 {
		if o, ok := bare(e.Args[0]).(*hclsyntax.ObjectConsExpr); ok {
			return c.amountsCall(s, e, o)
		}
	}
	args, ok := c.arguments(s, e, signatures[expr.FormatMoney])
	if !ok {
		return nil
	}
	t := facts.Of(facts.String)
	t.Nullable = args[0].Type().Nullable
	return &expr.Call{Func: expr.FormatMoney, Args: args, T: t}
}

func (c *checker) amountsCall(s *Scope, e *hclsyntax.FunctionCallExpr, o *hclsyntax.ObjectConsExpr) expr.Expr {
	items, ok := c.items(o)
	codes := c.world.Currencies
	byCode := map[string]expr.Expr{}
	for _, item := range items {
		x := c.check(s, item.value)
		if !slices.Contains(codes, item.name) {
			c.unknown("F0221", item.at, item.name, codes, "The project has no currency %q.", item.name)
			ok = false
			continue
		}
		lit, isLit := x.(*expr.Lit)
		if x == nil {
			ok = false
		} else if !isLit || lit.T.Kind != facts.Number {
			c.report("F0324", c.at(x), "An amount in money({…}) is a number, written as such: money({ %s = 20 }).", item.name)
			ok = false
		} else if byCode[item.name] = c.inCurrency(lit, item.name); byCode[item.name] == nil {
			ok = false
		}
	}
	var missing []string
	for _, code := range codes {
		if !slices.ContainsFunc(items, func(i objectItem) bool { return i.name == code }) {
			missing = append(missing, code)
		}
	}
	if len(missing) > 0 && ok {
		c.report("F0313", Range(o.SrcRange), "There is no amount in %s, so orders in it would never be met. Add %s = ….", listed(missing, "and"), listed(missing, "and"))
		ok = false
	}
	if bare(c.amounts) != hclsyntax.Expression(e) {
		c.report("F0314", Range(e.Range()), "money({…}) is an amount in each currency. It stands on one side of a comparison, such as order.total >= money({…}), or as min_total.")
		ok = false
	}
	if !ok || len(codes) == 0 {
		return nil
	}
	if len(codes) == 1 {
		return byCode[codes[0]]
	}
	out := &expr.ObjectLit{T: facts.Of(facts.Money)}
	for _, code := range slices.Sorted(slices.Values(codes)) {
		out.Names = append(out.Names, code)
		out.Elems = append(out.Elems, byCode[code])
	}
	c.from[out] = o
	return &expr.Call{Func: expr.Amounts, Args: []expr.Expr{out}, T: facts.Of(facts.Money)}
}

// currencyOf names the currency that all the amounts are in, by its code or by the order whose it is; "" where that is not sure,
// since an order may be in another currency than the project.
func (c *checker) currencyOf(amounts ...expr.Expr) string {
	one := ""
	for _, x := range amounts {
		of := c.oneCurrency(x)
		if of == "" || one != "" && one != of {
			return ""
		}
		one = of
	}
	return one
}

func (c *checker) oneCurrency(x expr.Expr) string {
	switch x := x.(type) {
	case *expr.Lit:
		return x.Value.Currency()
	case *expr.Field:
		return c.ofField(x)
	case *expr.Unary:
		return c.oneCurrency(x.X)
	case *expr.Binary:
		if x.Op == expr.Mul && x.X.Type().Kind == facts.Number {
			return c.oneCurrency(x.Y)
		}
		if x.Op == expr.Mul || x.Op == expr.Div {
			return c.oneCurrency(x.X)
		}
		return c.currencyOf(x.X, x.Y)
	case *expr.Cond:
		return c.currencyOf(x.Then, x.Else)
	case *expr.Call:
		switch x.Func {
		case expr.MoneyOf:
			return x.Args[1].(*expr.Lit).Value.Text()
		case expr.Coalesce, expr.Min, expr.Max:
			return c.currencyOf(x.Args...)
		case expr.Round, expr.Abs:
			return c.oneCurrency(x.Args[0])
		}
		return ""
	case *expr.For:
		if x.Each != nil {
			return c.oneCurrency(x.Each)
		}
	default: // the other kinds have nothing to do here
	}
	return ""
}

// ofField names the currency of a field that holds an amount. The fields of the catalogue are in the order's currency, and of a
// customer in the project's; what a project declares itself may be in any, as may a product's price today.
func (c *checker) ofField(x *expr.Field) string {
	of := x.Of.Type().Object
	switch {
	case of == nil:
		return ""
	case of.Name == "customer" && order.CustomerType.Field(x.Field.Name) != nil && len(c.world.Currencies) > 0:
		return c.world.Currencies[0]
	case of.Name == "order" && order.OrderType.Field(x.Field.Name) != nil:
		return pathOf(x.Of)
	case of.Name == "item" && order.ItemType.Field(x.Field.Name) != nil:
		if at, ok := x.Of.(*expr.Index); ok && isItemsOfOrder(at.Of) {
			return pathOf(at.Of.(*expr.Field).Of)
		}
		return pathOf(x.Of)
	default:
		return pathOf(x)
	}
}
