package locale

import (
	"errors"
	"math"
	"strings"
	"testing"
	"testing/quick"
	"time"
)

func TestMoneyIsWrittenAsTheLanguageWritesIt(t *testing.T) {
	for _, c := range []struct {
		minor     int64
		code, tag string
		want      string
	}{
		{8000, "EUR", "en", "€80.00"},
		{8000, "EUR", "de", "80,00\u00a0€"},
		{8000, "EUR", "de-AT", "€\u00a080,00"},
		{123456789, "USD", "en", "$1,234,567.89"},
		{123456789, "USD", "fr", "1\u202f234\u202f567,89\u00a0$US"},
		{1500, "JPY", "ja", "￥1,500"},
		{1500, "JPY", "en", "¥1,500"},
		{1234567, "KWD", "en", "KWD\u00a01,234.567"},
		{-500, "EUR", "en", "-€5.00"},
		{5, "EUR", "en", "€0.05"},
		{8000, "EUR", "tlh", "€80.00"},
		{8000, "EUR", "", "€80.00"},
		{8000, "XQQ", "en", "80.00 XQQ"},
		{math.MinInt64, "EUR", "en", "-€92,233,720,368,547,758.08"},
	} {
		if got := Money(c.minor, c.code, c.tag); got != c.want {
			t.Errorf("Money(%d, %s, %q) = %q, want %q", c.minor, c.code, c.tag, got, c.want)
		}
	}
}

func TestAmountsAreReadExactlyOrNotAtAll(t *testing.T) {
	for _, c := range []struct {
		in, code string
		want     int64
	}{
		{"80.00", "EUR", 8000}, {"80", "EUR", 8000}, {"0.5", "EUR", 50}, {"-5.25", "EUR", -525}, {"80.000", "EUR", 8000},
		{"1500", "JPY", 1500}, {"1500.00", "JPY", 1500}, {"1.234", "KWD", 1234}, {"92233720368547758.07", "EUR", math.MaxInt64}, {"0", "EUR", 0}, {"007", "EUR", 700},
	} {
		got, err := ParseAmount(c.in, c.code)
		if err != nil || got != c.want {
			t.Errorf("ParseAmount(%q, %s) = %d, %v; want %d", c.in, c.code, got, err, c.want)
		}
	}
	for _, c := range [][2]string{
		{"", "EUR"}, {"-", "EUR"}, {".5", "EUR"}, {"5.", "EUR"}, {"1,5", "EUR"}, {"1e3", "EUR"}, {"+5", "EUR"}, {" 5", "EUR"}, {"80.005", "EUR"}, {"1.5", "JPY"},
		{"92233720368547758.08", "EUR"}, {strings.Repeat("9", 1000), "EUR"}, {"5", "eur"}, {"5", ""}, {"٥", "EUR"}, {"--5", "EUR"}, {"NaN", "EUR"},
	} {
		if got, err := ParseAmount(c[0], c[1]); !errors.Is(err, ErrAmount) {
			t.Errorf("ParseAmount(%q, %q) = %d, %v; want an error", c[0], c[1], got, err)
		}
	}
}

func TestAnAmountSurvivesBeingWrittenAndRead(t *testing.T) {
	for _, code := range []string{"EUR", "JPY", "KWD"} {
		digits, _ := MinorDigits(code)
		same := func(n int64) bool {
			if n == math.MinInt64 {
				return true // its absolute value is beyond an int64
			}
			got, err := ParseAmount(Decimal(n, digits), code)
			return err == nil && got == n
		}
		if err := quick.Check(same, nil); err != nil {
			t.Error(code, err)
		}
	}
}

func TestDatesFollowTheLanguageAndTheZone(t *testing.T) {
	at := time.Date(2026, 3, 4, 23, 5, 9, 0, time.UTC)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		layout, tag string
		zone        *time.Location
		want        string
	}{
		{"long", "en", nil, "March 4, 2026"},
		{"long", "en-GB", nil, "4 March 2026"},
		{"long", "en_IE", nil, "4 March 2026"},
		{"long", "de", nil, "4. März 2026"},
		{"long", "de-AT", berlin, "5. März 2026"},
		{"long", "pl", nil, "4 marca 2026"},
		{"long", "pt-BR", nil, "4 de março de 2026"},
		{"short", "en", nil, "Mar 4, 2026"},
		{"short", "de", nil, "04.03.2026"},
		{"short", "ar", nil, "04/03/2026"},
		{"weekday", "fr", nil, "mercredi"},
		{"weekday", "en", berlin, "Thursday"},
		{"2 January", "en", nil, "4 March"},
		{"2. January", "de", nil, "4. März"},
		{"Mon 2 Jan, 15:04", "en", nil, "Wed 4 Mar, 23:05"},
		{"Monday, 02.01.2006", "nl", nil, "woensdag, 04.03.2026"},
		{"3:04:05 PM", "en", nil, "11:05:09 PM"},
		{"03:04 pm", "en", berlin, "12:05 am"},
		{"1/2/06", "en", nil, "3/4/26"},
		{"2 de January", "es", nil, "4 de marzo"},
		{"long", "xx-unknown", nil, "March 4, 2026"},
		{"nothing", "en", nil, "March 4, 2026"},
	} {
		if got := Date(at, c.layout, c.tag, c.zone); got != c.want {
			t.Errorf("Date(%q, %q, %v) = %q, want %q", c.layout, c.tag, c.zone, got, c.want)
		}
	}
}

func TestALayoutThatNamesNoDateIsRefused(t *testing.T) {
	for _, ok := range []string{"long", "short", "weekday", "2 January", "2006-01-02", "Monday", "Mon", "15:04", "2"} {
		if err := ParseLayout(ok); err != nil {
			t.Errorf("ParseLayout(%q) = %v", ok, err)
		}
	}
	for in, want := range map[string]string{
		"":                         "names no part",
		"medium":                   "names no part",
		"Month":                    "names no part",
		"YYYY-MM-DD":               `YYYY is "2006"`,
		"dd.MM.yyyy":               `yyyy is "2006"`,
		"%d %B":                    `%B is "January"`,
		strings.Repeat("2 ", 40):   "at most 64",
		"2 \xff":                   "cannot be shown",
		"Januar":                   "names no part",
		"the Mondays of our lives": "names no part",
		"HH:MM":                    `MM is "01"`,
		"2 January \n":             "cannot be shown",
	} {
		err := ParseLayout(in)
		if !errors.Is(err, ErrLayout) || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseLayout(%q) = %v, want an error with %q", in, err, want)
		}
	}
}

func TestMatchTakesTheNearestWiderTag(t *testing.T) {
	for _, c := range []struct {
		tag, available, want string
	}{
		{"de", "de fr", "de"}, {"de-AT", "de fr", "de"}, {"de_AT", "de de-at", "de-at"}, {"DE-ch-1996", "de-CH de", "de-CH"}, {"de_DE.UTF-8", "de", "de"},
		{"de", "de-AT", ""}, {"en", "de fr", ""}, {"", "de", ""}, {strings.Repeat("de-", 100), "de", ""}, {"deu", "de", ""},
	} {
		if got := Match(c.tag, strings.Fields(c.available)); got != c.want {
			t.Errorf("Match(%q, %q) = %q, want %q", c.tag, c.available, got, c.want)
		}
	}
}

func TestJoinAndReadsLikeASentence(t *testing.T) {
	for _, c := range []struct{ items, tag, want string }{
		{"", "en", ""}, {"A", "en", "A"}, {"A B", "en", "A and B"}, {"A B C", "en", "A, B and C"}, {"A B C", "de-CH", "A, B und C"}, {"A B", "ja", "A、B"}, {"A B C", "xx", "A, B and C"}, {"A B", "no", "A og B"},
	} {
		if got := JoinAnd(strings.Fields(c.items), c.tag); got != c.want {
			t.Errorf("JoinAnd(%q, %q) = %q, want %q", c.items, c.tag, got, c.want)
		}
	}
}

func BenchmarkMoney(b *testing.B) {
	for b.Loop() {
		Money(123456, "EUR", "de")
	}
}

func BenchmarkDate(b *testing.B) {
	at := time.Date(2026, 3, 4, 23, 5, 9, 0, time.UTC)
	for b.Loop() {
		Date(at, "long", "de", nil)
	}
}
