package email

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNormalTakesOutWhatNobodySees(t *testing.T) {
	for in, want := range map[string]string{
		"Ada":                              "Ada",
		"  Ada \n\t Byron  ":               "Ada Byron",
		"Ada\r\n\r\n# Pwned":               "Ada # Pwned",
		"Zoe\u0308":                        "Zoë",
		"Ada \u202eelpmaxe\u202c":          "Ada elpmaxe",
		"a\u200bb\ufeffc\u00add\u2060e":    "abcde",
		"\ue0000\ue001":                    "0",
		"\x00\x01\x7f\u0085x\u009f":        "x",
		"a\u2028b\u2029c":                  "a b c",
		"a\u00a0b":                         "a\u00a0b",
		"👩\u200d👩\u200d👧":                  "👩\u200d👩\u200d👧",
		"\xff\xfeAda\xc3":                  "Ada",
		"\U000e0041\U000e0042x":            "x",
		"Z" + strings.Repeat("\u0335", 99): "Z" + strings.Repeat("\u0335", 8),
		"":                                 "",
		" ":                                "",
	} {
		if got := Normal(in); got != want {
			t.Errorf("Normal(%q) = %q, want %q", in, got, want)
		}
	}
	for _, long := range []string{strings.Repeat("a", 5000), strings.Repeat("é", 5000), strings.Repeat("a ", 5000), strings.Repeat("👩", 5000)} {
		if n := utf8.RuneCountInString(Normal(long)); n > valueMax || n < valueMax/2 {
			t.Errorf("%q…: %d characters are left", long[:4], n)
		}
	}
}

func FuzzNormal(f *testing.F) {
	for _, s := range []string{"Ada", " a\n b", "Zoe\u0308", "\u202ex", "\xff", "a\u0301\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Normal(s)
		if twice := Normal(once); once != twice {
			t.Errorf("Normal(%q) = %q, then %q", s, once, twice)
		}
		if !utf8.ValidString(once) || utf8.RuneCountInString(once) > valueMax || strings.ContainsFunc(once, hidden) || strings.TrimSpace(once) != once {
			t.Errorf("Normal(%q) = %q", s, once)
		}
	})
}

func TestEveryAccentIsReadable(t *testing.T) {
	for r := 0; r < 256; r += 17 {
		for g := 0; g < 256; g += 17 {
			for b := 0; b < 256; b += 17 {
				accent := colour{uint8(r), uint8(g), uint8(b)}
				th := themeOf(accent.String())
				for _, s := range []scheme{th.light, th.dark} {
					for what, c := range map[string]float64{"link": contrast(s.link, s.card), "link in a box": contrast(s.link, s.tint), "button's label": contrast(s.onButton, s.button)} {
						if c < textContrast {
							t.Fatalf("accent %v: %s has a contrast of %.2f", accent, what, c)
						}
					}
					if c := contrast(s.rim, s.card); c < shapeContrast {
						t.Fatalf("accent %v: the button's rim has a contrast of %.2f", accent, c)
					}
				}
				if th.light.button != accent {
					t.Fatalf("accent %v became %v", accent, th.light.button)
				}
			}
		}
	}
	for _, s := range []scheme{themeOf("").light, themeOf("").dark} {
		for what, c := range map[string]float64{"text": contrast(s.ink, s.card), "muted text": contrast(s.muted, s.card), "the footer": contrast(s.muted, s.page), "text in a box": contrast(s.ink, s.tint)} {
			if c < textContrast {
				t.Errorf("%s has a contrast of %.2f", what, c)
			}
		}
	}
}

func TestAnAccentThatIsNoColourIsTheDefault(t *testing.T) {
	want, _ := parseColour(DefaultAccent)
	for _, in := range []string{"", "red", "#12", "#12345g", "b4235a", "#b4235a7"} {
		if got := themeOf(in).light.button; got != want {
			t.Errorf("%q: got %v", in, got)
		}
	}
	if got := themeOf("#fa0").light.button; got != (colour{0xff, 0xaa, 0}) {
		t.Errorf("#fa0: got %v", got)
	}
}

func TestEveryLanguageHasAllWords(t *testing.T) {
	for tag, w := range languages {
		for i, s := range []string{w.why, w.whyOrder, w.whyTopic, w.unsubscribe, w.preferences, w.browser, w.order, w.item, w.quantity, w.subtotal, w.discount, w.shipping, w.tax, w.taxIncluded, w.total, w.more, w.shareLink, w.shareMail, w.shareWhatsApp, w.colon} {
			if s == "" {
				t.Errorf("%s: word %d is missing", tag, i)
			}
		}
		for _, s := range []string{w.whyOrder, w.whyTopic} {
			if strings.Count(s, "%[1]s") != 1 || strings.Count(s, "%[2]s") != 1 {
				t.Errorf("%s: %q", tag, s)
			}
		}
		if strings.Count(w.why, "%s") != 1 || strings.Count(w.order, "%s") != 1 || strings.Count(w.more, "%d") != 1 {
			t.Errorf("%s: %q, %q, %q", tag, w.why, w.order, w.more)
		}
	}
}
