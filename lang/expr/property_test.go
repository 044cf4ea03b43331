package expr_test

import (
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

func TestPropertiesAreReadAsTheyAreWritten(t *testing.T) {
	for _, v := range []facts.Value{
		facts.BoolOf(true), facts.BoolOf(false), facts.Int(30), facts.NumberOf(-2_500_001), facts.NumberOf(facts.Limit), facts.StringOf("a <b> \"c\" ü"),
		facts.URLOf("https://acme.example"), facts.TimeOf(at("2026-03-01T09:00:00.123Z")), facts.MoneyOf(-1200, "EUR"), list(facts.StringOf("a"), facts.StringOf("b")), list(),
	} {
		raw := expr.AppendProperty(nil, v)
		if got := expr.PropertyOf(raw, v.Kind()); got.Kind() != v.Kind() || shown(got) != shown(v) {
			t.Errorf("%s came back as %s", raw, shown(got))
		}
	}
	if got := string(expr.AppendProperty(nil, facts.Value{})); got != "null" {
		t.Errorf("absent is written %s", got)
	}
}

func TestAPropertyOfAnotherFormIsAbsent(t *testing.T) {
	for kind, raws := range map[facts.Kind]string{
		facts.Bool:   `null 1 "true" [] {}`,
		facts.Number: `null true "x" "" [] {} 1.2.3 1. .5 - 1e 0x10 ++1 1e1e1 1e99999999999999999999 ` + strings.Repeat("9", 80),
		facts.String: `null 1 true [] {} "" "`,
		facts.Time:   `null 1 "" "yesterday" "2026-03-01" []`,
		facts.Money:  `null 1 "1" {} {"minor":1} {"currency":"EUR"} {"minor":"1","currency":"EUR"} {"minor":1.5,"currency":"EUR"}`,
		facts.List:   `null 1 "a" {} [`,
		facts.Object: `"p1" {}`,
	} {
		for _, raw := range strings.Fields(raws) {
			if got := expr.PropertyOf([]byte(raw), kind); !got.IsAbsent() {
				t.Errorf("%s as a %s is %s", raw, kind, shown(got))
			}
		}
	}
}

func TestNumbersAreReadToSixPlaces(t *testing.T) {
	for in, want := range map[string]int64{
		"0": 0, "-0": 0, "30": 30_000_000, "2.5": 2_500_000, "-2.5": -2_500_000, "0.0000005": 1, "0.00000049": 0, "-0.0000005": -1, "1e3": 1_000_000_000, "1E-3": 1000, "1.5e+2": 150_000_000,
		"1e-7": 0, "5e-7": 1, "1e99": facts.Limit, "-1e99": -facts.Limit, "0e99": 0, "1e-999999999": 0, "123456789012345678901234567890": facts.Limit, "007": 7_000_000,
	} {
		if got, ok := expr.ParseNumber(in); !ok || got != want {
			t.Errorf("ParseNumber(%q) = %d, %v; want %d", in, got, ok, want)
		}
	}
}
