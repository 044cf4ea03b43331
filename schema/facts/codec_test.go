package facts

import (
	"testing"
	"time"
)

func TestParseReadsWhatAppendWrote(t *testing.T) {
	values := []Value{
		{}, BoolOf(true), BoolOf(false), NumberOf(-1_500_000), Int(7), MoneyOf(-250, "EUR"), StringOf("a \"b\"\n<c> \u2028"), StringOf(""),
		URLOf("https://acme.example/?a=1&b=2"), TimeOf(time.UnixMilli(1_772_355_600_123)), SpanOf(Span{Days: 7}), SpanOf(Span{Exact: 90 * time.Minute}),
		ListOf([]Value{Int(1), {}, StringOf("x")}), ObjectOf(Row{Int(1), ListOf(nil), StringOf("y")}),
	}
	for _, v := range values {
		form := Append(nil, v)
		back, err := Parse(form)
		if err != nil {
			t.Fatalf("Parse(%s): %v", form, err)
		}
		if again := Append(nil, back); string(again) != string(form) {
			t.Errorf("%s came back as %s", form, again)
		}
		if back.Kind() != v.Kind() {
			t.Errorf("%s: kind %v came back as %v", form, v.Kind(), back.Kind())
		}
	}
}

func FuzzParseNeverPanics(f *testing.F) {
	for _, seed := range []string{`null`, `["n",1]`, `["l",["r","x"]]`, `[`, `["m",1]`, `["d",1,2,"x"]`, `[[[[`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if v, err := Parse(data); err == nil {
			Append(nil, v)
		}
	})
}

func TestFormatNumberUsesAsManyPlacesAsItNeeds(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 1_000_000: "1", -1_500_000: "-1.5", 1: "0.000001", -1: "-0.000001", 20_050_000: "20.05"} {
		if got := FormatNumber(n); got != want {
			t.Errorf("FormatNumber(%d) = %q, want %q", n, got, want)
		}
	}
}
