package check

import (
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/schema/calendar"
)

func TestSchedulesThatRunAsTheyReadAreTaken(t *testing.T) {
	for _, spec := range []string{
		"* * * * *", "0 9 1 * *", "*/15 * * * *", "0 9 * * mon", "0 9 * * 1-5", "30 6-22/2 * * *", "0 0 29 2 *", "5,35 9 * JAN,jul *", " 0  9 1 * * ",
	} {
		if problem := cronProblem(spec); problem != "" {
			t.Errorf("%q: %s", spec, problem)
		}
	}
}

func TestSchedulesThatNeverRunOrOtherwiseAreRefused(t *testing.T) {
	for spec, says := range map[string]string{
		"":                           "five fields",
		"0 9 * *":                    "has 4",
		"* * * * * *":                "has 6",
		"60 * * * *":                 "0 to 59",
		"* * 0 * *":                  "1 to 31",
		"* * * 13 *":                 "1 to 12",
		"* * * * 7":                  "0 or sun",
		"* * 31 2,4,6,9,11 *":        "never comes due",
		"* * 30 feb *":               "never comes due",
		"*/60 * * * *":               "longer than the whole",
		"*/0 * * * *":                "at least 1",
		"*/x * * * *":                "at least 1",
		"5/10 * * * *":               "5-59/10",
		"* 9-5 * * *":                "ends before it begins",
		"* * 1 * 1":                  "both",
		"* * */2 * 1":                "both",
		",,, * * * *":                "no value",
		"-1 * * * *":                 "no value",
		"+1 * * * *":                 "no value",
		"1- * * * *":                 "no value",
		"? * * * *":                  "no value",
		"L * * * *":                  "no value",
		"@every 5m":                  "five fields",
		"@weekly":                    "0 0 * * 0",
		"TZ=":                        "time zone",
		"CRON_TZ=UTC 0 9 * * *":      "time zone",
		strings.Repeat("1,", 200):    "longer than",
		"99999999999999999999 * * *": "has 4",
	} {
		if problem := cronProblem(spec); !strings.Contains(problem, says) {
			t.Errorf("%q: got %q, want %q in it", spec, problem, says)
		}
	}
}

func TestSharesLieBetweenNothingAndAll(t *testing.T) {
	for text, want := range map[string]int64{"10%": 100_000, "2.5%": 25_000, "0.0001%": 1, "99.9999%": 999_999, "5.50%": 55_000} {
		if got, problem := parseShare(text); got != want || problem != "" {
			t.Errorf("%q: got %d %q, want %d", text, got, problem, want)
		}
	}
	for _, text := range []string{"", "%", "0%", "0.0%", "100%", "101%", "-5%", "5", "0.1", "ten%", "5 %", "5%%", "1.00001%", ".5%", "5.%", "1e1%", "9999999999999%"} {
		if got, problem := parseShare(text); problem == "" {
			t.Errorf("%q: got %d", text, got)
		}
	}
}

func TestAddressesThatServersTakeAreTaken(t *testing.T) {
	for _, text := range []string{
		"hello@acme.example", "Acme <hello@acme.example>", `"Acme, Inc." <hello+shop@mail.acme.example>`, "Grüße von Acme <a.b-c_d@acme.example>", "<a@b.co>",
	} {
		if problem := addressProblem(text); problem != "" {
			t.Errorf("%q: %s", text, problem)
		}
	}
	for _, text := range []string{
		"", "acme", "hello@localhost", "hello@acme.", "hello@.example", "a b@acme.example", `"a b"@acme.example`, "hello@[127.0.0.1]", "böse@acme.example",
		"hello@acme.example, care@acme.example", "hello@acme.example\r\nBcc: x@y.example", "Acme, Inc. <hello@acme.example>", "hello@-acme.example", "hello@acme..example",
	} {
		if problem := addressProblem(text); problem == "" {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestAddressesForCustomersGoOverHTTPSToAHostThatTheyReach(t *testing.T) {
	for _, text := range []string{"https://acme.example", "https://www.acme.example/a/b?c=d", "https://post.acme.example:8443/"} {
		if problem := httpsProblem(text); problem != "" {
			t.Errorf("%q: %s", text, problem)
		}
	}
	for _, text := range []string{"", "acme.example", "http://acme.example", "https://", "https://localhost", "https://me:pw@acme.example", "//acme.example", "javascript:alert(1)", "https://acme .example", "https://%zz"} {
		if problem := httpsProblem(text); problem == "" {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestTheLongestWaitForAWeekday(t *testing.T) {
	for _, c := range []struct {
		days []time.Weekday
		want int
	}{
		{[]time.Weekday{time.Monday}, 7},
		{[]time.Weekday{time.Tuesday, time.Wednesday, time.Thursday}, 5},
		{[]time.Weekday{time.Saturday, time.Sunday}, 6},
		{[]time.Weekday{0, 1, 2, 3, 4, 5, 6}, 1},
	} {
		var set calendar.Weekdays
		for _, d := range c.days {
			set = set.With(d)
		}
		if got := gap(set); got != c.want {
			t.Errorf("%v: got %d days, want %d", set, got, c.want)
		}
	}
}

func TestADarkerAccentCanBeReadOnAndIsNoDarkerThanItMustBe(t *testing.T) {
	for _, accent := range []string{"#ffcc00", "#ffffff", "#ff6666", "#7fffd4"} {
		rgb, ok := parseColour(accent)
		if !ok {
			t.Fatalf("%s is no colour", accent)
		}
		darker := darkened(rgb)
		got, ok := parseColour(darker)
		if !ok || contrastToWhite(got) < contrastMin || contrastToWhite(got) > contrastMin*1.1 {
			t.Errorf("%s became %s with a contrast of %.2f", accent, darker, contrastToWhite(got))
		}
	}
	for _, text := range []string{"", "red", "#fff", "#12345g", "123456", "#1234567"} {
		if _, ok := parseColour(text); ok {
			t.Errorf("%q is a colour", text)
		}
	}
}
