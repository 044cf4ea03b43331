package diag

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TestEverySummaryOfHCLIsStillOne: the table of HCL's summaries has an expression for each that the linked version answers with
// it, so that a change of its texts is noticed.
func TestEverySummaryOfHCLIsStillOne(t *testing.T) {
	examples := map[string]string{
		"Invalid expression":                              "(=)",
		"Missing expression":                              "",
		"Missing false expression in conditional":         "a ? b",
		"Extra characters after expression":               "a b",
		"Invalid legacy index syntax":                     "a.0.1",
		"Nested splat expression not allowed":             "a.*.*",
		"Invalid attribute name":                          "a.",
		"Missing close bracket on splat index":            "a[*b",
		"Missing close bracket on index":                  "a[b c]",
		"Unbalanced parentheses":                          "(a b)",
		"Missing closing parenthesis":                     "f(a... b)",
		"Unterminated function call":                      "f(a",
		"Unterminated tuple constructor expression":       "[a",
		"Unterminated object constructor expression":      "{ a = b",
		"Unterminated template string":                    `"a`,
		"Invalid template directive":                      `"%{ 1 }"`,
		"Invalid template control keyword":                `"%{ a }"`,
		"Unterminated string literal":                     "",
		"Missing argument separator":                      "f(a b)",
		"Missing item separator":                          "[a b]",
		"Missing attribute separator":                     "{ a = b c = d }",
		"Missing attribute value":                         "{ a, b }",
		"Missing key/value separator":                     "{ a b }",
		"Invalid 'for' expression":                        "[for a b]",
		"Invalid number literal":                          "1e1e1",
		"Invalid escape sequence":                         `"\d"`,
		"Invalid string literal":                          "",
		"Unclosed template interpolation sequence":        "\"${a",
		"Extra characters after interpolation expression": `"${a b}"`,
		"Invalid character":                               "'a'",
		"Unsupported operator":                            "a & b",
		"Invalid multi-line string":                       "\"a\nb\"",
		"Invalid character encoding":                      "\xff",
		"Missing function name":                           "a::()",
		"Missing open parenthesis":                        "a::b",
	}
	for summary := range rewritten {
		src, ok := examples[summary]
		if !ok {
			t.Errorf("%q has no example", summary)
			continue
		}
		var problems hcl.Diagnostics
		switch summary { // two are said of names only
		case "Invalid string literal":
			_, problems = hclsyntax.ParseConfig([]byte("a \"${b}\" {}"), "", hcl.InitialPos)
		case "Unterminated string literal":
			_, problems = hclsyntax.ParseConfig([]byte("a \"b"), "", hcl.InitialPos)
		default:
			_, problems = hclsyntax.ParseExpression([]byte(src), "", hcl.InitialPos)
		}
		found := false
		for _, p := range problems {
			found = found || p.Summary == summary
		}
		if !found {
			t.Errorf("%q: HCL does not say %q, but %v", src, summary, problems)
		}
	}
}

func TestFromHCLKeepsThePlaceAndNotTheWords(t *testing.T) {
	_, problems := hclsyntax.ParseExpression([]byte("[a b]"), "f", hcl.Pos{Line: 3, Column: 5, Byte: 30})
	got := FromHCL(problems[0])
	want := Range{File: "f", Start: Pos{Line: 3, Column: 8, Byte: 33}, End: Pos{Line: 3, Column: 9, Byte: 34}}
	if got.Code != "F0037" || got.Range != want || got.Detail == problems[0].Detail || got.Summary == problems[0].Summary {
		t.Errorf("got %+v of %v, want F0037 at %+v in our words", got, problems[0], want)
	}
}

func TestFromHCLAnswersWhatItDoesNotKnow(t *testing.T) {
	if got := FromHCL(&hcl.Diagnostic{Summary: "Something new"}); got.Code != "F0044" || got.Detail == "" {
		t.Errorf("got %+v, want F0044 with words", got)
	}
}
