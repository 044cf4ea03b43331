package order

import (
	"strings"
	"testing"
)

func TestPlausibleNameKeepsPeopleAndDropsLinks(t *testing.T) {
	for _, c := range []struct {
		name string
		want bool
	}{
		{"Ada", true},
		{"Ada Byron-King", true},
		{"J.R.R.", true},
		{"J. R.", true},
		{"Dr. Ada", true},
		{"O'Neil Jr.", true},
		{"Ðorđe", true},
		{"李小龍", true},
		{"Win 1000 at evil.example", false},
		{"t.co", false},
		{"evil。example", false},
		{"evil．example", false},
		{"https://evil", false},
		{"HTTP://EVIL", false},
		{"www.evil", false},
		{"WWW.evil", false},
		{"ada@evil", false},
		{"a.рф", false},
		{strings.Repeat("a", 40), true},
		{strings.Repeat("a", 41), false},
		{strings.Repeat("é", 40), true},
		{"\xff", false},
		{"evil.\u200bexample", false},
		{"evil.e\u200bxample", false},
		{"w\u2060ww.evil", false},
		{"https:\u202e//evil", false},
		{"evil.\ue000example", false},
		{"نیلوفر\u200cزاده", true},
		{"Zoë", true},
		{"J. R. R. Tolkien", true},
		{"عائشة", true},
		{"Ada (Byron)", true},
		{"Mary Ann Elizabeth van der Berg", true},
		{"", false},
		{" ", false},
		{"12345", false},
		{"...", false},
		{"<b>Ada</b>", false},
		{"{{first_name}}", false},
		{"[Ada](x)", false},
		{"Congratulations you have won a prize, claim it now", false},
		{"ａ.ｃｏｍ", false},
		{"ｗｗｗ．evil", false},
		{"evil\u2024example", false},
		{"https：／／evil", false},
		{"ada＠evil", false},
		{"Ada\n.com", false},
		{"e\u200bvil.example", false},
		{"\u202e", false},
	} {
		if got := PlausibleName(c.name); got != c.want {
			t.Errorf("PlausibleName(%q) = %v, want %v", c.name, got, c.want)
		}
	}
}
