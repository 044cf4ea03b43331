package typing

import (
	"slices"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

// signature is what a function takes and answers. The functions whose answer depends on their arguments have a check of their
// own in calls.go.
type signature struct {
	usage    string // as it is written
	params   []param
	optional int        // how many of the last params may be left out
	answer   facts.Type // absent where an argument may be
	sure     bool       // never absent, whatever the arguments are
}

// param is what a function takes in one place: one of several kinds. A literal is read as the first of them.
type param struct {
	kinds []facts.Kind
	elems []facts.Kind // of a list; nil: any
}

var (
	aText     = param{kinds: []facts.Kind{facts.String, facts.URL}}
	aNumber   = param{kinds: []facts.Kind{facts.Number}}
	aTime     = param{kinds: []facts.Kind{facts.Time}}
	aDuration = param{kinds: []facts.Kind{facts.Duration}}
	anAmount  = param{kinds: []facts.Kind{facts.Money}}
	aQuantity = param{kinds: []facts.Kind{facts.Number, facts.Money}}
	aList     = param{kinds: []facts.Kind{facts.List, facts.String, facts.URL}}
	aTextList = param{kinds: []facts.Kind{facts.List}, elems: []facts.Kind{facts.String, facts.URL, facts.Number}}
	aTruths   = param{kinds: []facts.Kind{facts.List}, elems: []facts.Kind{facts.Bool}}

	textType     = facts.Of(facts.String)
	numberType   = facts.Of(facts.Number)
	boolType     = facts.Of(facts.Bool)
	timeType     = facts.Of(facts.Time)
	durationType = facts.Of(facts.Duration)
)

// signatures are the functions of language.md, "Functions", but for the counts.
var signatures = map[expr.Func]signature{
	expr.Lower:       {usage: "lower(text)", params: []param{aText}, answer: textType},
	expr.Upper:       {usage: "upper(text)", params: []param{aText}, answer: textType},
	expr.Title:       {usage: "title(text)", params: []param{aText}, answer: textType},
	expr.Trim:        {usage: "trim(text)", params: []param{aText}, answer: textType},
	expr.URLEncode:   {usage: "url_encode(text)", params: []param{aText}, answer: textType},
	expr.Truncate:    {usage: "truncate(text, 40)", params: []param{aText, aNumber}, answer: textType},
	expr.Replace:     {usage: `replace(text, "old", "new")`, params: []param{aText, aText, aText}, answer: textType},
	expr.Split:       {usage: `split(", ", text)`, params: []param{aText, aText}, answer: facts.ListType(textType)},
	expr.Join:        {usage: `join(", ", list)`, params: []param{aText, aTextList}, answer: textType},
	expr.JoinAnd:     {usage: "join_and(list)", params: []param{aTextList}, answer: textType},
	expr.Plural:      {usage: `plural(n, "item", "items")`, params: []param{aNumber, aText, aText}, answer: textType},
	expr.StartsWith:  {usage: `startswith(text, "beginning")`, params: []param{aText, aText}, answer: boolType, sure: true},
	expr.EndsWith:    {usage: `endswith(text, "end")`, params: []param{aText, aText}, answer: boolType, sure: true},
	expr.Length:      {usage: "length(list)", params: []param{aList}, answer: numberType, sure: true},
	expr.Ago:         {usage: `ago("30d")`, params: []param{aDuration}, answer: timeType},
	expr.After:       {usage: `after(t, "7d")`, params: []param{aTime, aDuration}, answer: timeType},
	expr.Before:      {usage: `before(t, "7d")`, params: []param{aTime, aDuration}, answer: timeType},
	expr.Days:        {usage: "days(30)", params: []param{aNumber}, answer: durationType},
	expr.DaysBetween: {usage: "days_between(a, b)", params: []param{aTime, aTime}, answer: numberType},
	expr.Weekday:     {usage: "weekday(t)", params: []param{aTime}, answer: facts.OneOf("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
	expr.Any:         {usage: "any([for x in list : …])", params: []param{aTruths}, answer: boolType, sure: true},
	expr.All:         {usage: "all([for x in list : …])", params: []param{aTruths}, answer: boolType, sure: true},
	expr.FormatMoney: {usage: "money(amount)", params: []param{anAmount}, answer: textType},
	expr.FormatDate:  {usage: `date(t, "long")`, params: []param{aTime, aText}, answer: textType},
	expr.Contains:    {usage: "contains(list, x)", params: []param{aList, {}}, answer: boolType, sure: true},
	expr.Round:       {usage: "round(x) or round(x, 2)", params: []param{aQuantity, aNumber}, optional: 1},
	expr.Abs:         {usage: "abs(x)", params: []param{aQuantity}},
	expr.Coalesce:    {usage: "coalesce(x, y)"},
	expr.Min:         {usage: "min(a, b) or min(list)"},
	expr.Max:         {usage: "max(a, b) or max(list)"},
}

// foreignFunctions are functions of other languages, with what to write here.
var foreignFunctions = map[string]string{
	"len": "length(list)", "size": "length(list)", "count": "length(list)", "sum": "customer.total_spent or a count such as orders_placed({…})",
	"startsWith": "startswith(text, beginning)", "endsWith": "endswith(text, end)", "starts_with": "startswith(text, beginning)", "ends_with": "endswith(text, end)",
	"includes": "contains(list, x)", "in": "contains(list, x)", "has": "contains(list, x)",
	"toLower": "lower(text)", "lowercase": "lower(text)", "downcase": "lower(text)", "toUpper": "upper(text)", "uppercase": "upper(text)", "upcase": "upper(text)",
	"capitalize": "title(text)", "trimspace": "trim(text)", "strip": "trim(text)", "substr": "truncate(text, n)", "substring": "truncate(text, n)",
	"format": `"${a} and ${b}"`, "concat": `"${a}${b}"`, "default": "coalesce(x, y)", "ifnull": "coalesce(x, y)", "try": "coalesce(x, y)", "if": "condition ? a : b",
	"formatdate": `date(t, "2 January")`, "strftime": `date(t, "2 January")`, "timestamp": "now", "now": "now, without brackets", "today": "now", "timeadd": `after(t, "7d")`,
	"datediff": "days_between(a, b)", "urlencode": "url_encode(text)", "currency": "money(x)", "floor": "round(x)", "ceil": "round(x)",
	"tonumber": "the number itself: nothing is converted", "tostring": `"${x}"`, "pluralize": `plural(n, "item", "items")`,
	"filter": "[for x in list : x if …]", "map": "[for x in list : …]", "first": "list[0]",
	"messages_opened": "messages_clicked({…})",
}

// functionNames are all functions, the counts too.
func functionNames() []string {
	var names []string
	for f := range signatures {
		names = append(names, string(f))
	}
	for w := range countArgs {
		names = append(names, string(w))
	}
	slices.Sort(names)
	return names
}

var knownFunctions = functionNames()
