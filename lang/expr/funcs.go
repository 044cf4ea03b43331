package expr

// Func is a function of the language, by its name.
type Func string

// The functions (language.md, "Functions"). A function given something absent answers absent, but Contains, StartsWith, EndsWith, Any
// and All answer false and Length 0. Arguments stand in the order of Terraform's functions of the same name. Texts that a function
// makes end at one MiB.
const (
	Coalesce   Func = "coalesce"   // (x, y, …): the first that is not absent
	Length     Func = "length"     // (list) or (text): elements, or characters as a person counts them
	Contains   Func = "contains"   // (list, x) or (text, part)
	Lower      Func = "lower"      // (text)
	Upper      Func = "upper"      // (text)
	Title      Func = "title"      // (text): each word's first letter as a capital, the others as they are
	Trim       Func = "trim"       // (text): without white space at both ends
	Truncate   Func = "truncate"   // (text, n): at most n characters, the last one an ellipsis where something was cut
	Replace    Func = "replace"    // (text, old, new)
	Split      Func = "split"      // (separator, text): at most 10,000 parts
	Join       Func = "join"       // (separator, list): what is absent in the list is left out
	JoinAnd    Func = "join_and"   // (list): "A, B and C"
	Plural     Func = "plural"     // (n, one, other): one where n is 1
	StartsWith Func = "startswith" // (text, beginning)
	EndsWith   Func = "endswith"   // (text, end)
	// Min and Max are of two or more numbers, amounts or timestamps, or of one list of them, in which what is absent is left out; of an
	// empty list, and of amounts in several currencies, absent.
	Min         Func = "min"
	Max         Func = "max"
	Round       Func = "round"        // (number), (number, places) or (amount): half away from zero; an amount to whole units
	Abs         Func = "abs"          // (number) or (amount)
	FormatMoney Func = "money"        // (amount): in the customer's language
	FormatDate  Func = "date"         // (timestamp, layout): in the customer's language and zone
	Ago         Func = "ago"          // (duration): before now, by the calendar of the customer's zone
	After       Func = "after"        // (timestamp, duration)
	Before      Func = "before"       // (timestamp, duration)
	Days        Func = "days"         // (n): a duration of whole days
	DaysBetween Func = "days_between" // (a, b): whole calendar days, negative where b is before a
	Weekday     Func = "weekday"      // (timestamp): "mon" to "sun"
	URLEncode   Func = "url_encode"   // (text)
	Any         Func = "any"          // (list of bool): one is true
	All         Func = "all"          // (list of bool): none is anything else; true for an empty list

	// MoneyOf turns a number into an amount: (number, code), where code is a literal: the currency of the project.
	MoneyOf Func = "money_of"
	// Amounts is money({ EUR = 20 }): (object literal), whose names are currencies and whose elements are numbers or amounts in them. It is
	// one side of a comparison of money, or a count's min_total, and stands for the amount in the other side's currency; anywhere else it
	// is absent.
	Amounts Func = "amounts"
)
