package email

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// colour is one of sRGB.
type colour struct{ r, g, b uint8 }

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

// scheme is the colours of one colour scheme.
type scheme struct {
	page, card       colour // behind the letter, and the letter
	ink, muted, line colour
	tint             colour // of boxes: code, sharing
	link             colour
	button, onButton colour
	rim              colour // around a button; the button's own colour where that stands out
}

// theme is the layout's colours, light and dark, made from the brand's accent so that text always has a contrast of 4.5:1, and
// what is pressed one of 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
type theme struct{ light, dark scheme }

const (
	textContrast  = 4.5
	shapeContrast = 3.0
)

func themeOf(accent string) theme {
	c, ok := parseColour(accent)
	if !ok {
		c, _ = parseColour(DefaultAccent)
	}
	t := theme{
		light: scheme{page: colour{0xf3, 0xf2, 0xef}, card: colour{0xff, 0xff, 0xff}, ink: colour{0x1c, 0x1b, 0x1a}, muted: colour{0x65, 0x61, 0x5c}, line: colour{0xe5, 0xe2, 0xdd}, tint: colour{0xf7, 0xf6, 0xf3}},
		dark:  scheme{page: colour{0x12, 0x12, 0x13}, card: colour{0x1d, 0x1d, 0x1f}, ink: colour{0xf2, 0xf1, 0xef}, muted: colour{0xab, 0xa8, 0xa3}, line: colour{0x3a, 0x39, 0x3a}, tint: colour{0x28, 0x28, 0x2a}},
	}
	t.light.accentuate(c)
	t.dark.accentuate(c)
	return t
}

// accentuate gives the scheme its links and buttons. Links must be read on the card and on boxes. A button keeps the accent as it
// is in the light scheme, where a brand wants its colour seen, and gets a rim where it would not stand out; in the dark one it
// is lightened.
func (s *scheme) accentuate(accent colour) {
	ink := s.ink
	s.link = towards(accent, ink, func(c colour) bool { return contrast(c, s.card) >= textContrast && contrast(c, s.tint) >= textContrast })
	s.button = accent
	if luminance(s.card) < 0.5 {
		s.button = towards(accent, ink, func(c colour) bool { return contrast(c, s.card) >= shapeContrast })
	}
	s.rim = towards(s.button, ink, func(c colour) bool { return contrast(c, s.card) >= shapeContrast })
	s.onButton = readable(s.button)
}

// readable is white where it is read on a colour, else black: of the two, one always has a contrast of 4.58:1.
func readable(on colour) colour {
	white, black := colour{0xff, 0xff, 0xff}, colour{}
	if contrast(white, on) >= textContrast || contrast(white, on) >= contrast(black, on) {
		return white
	}
	return black
}

// towards mixes a colour with another one, as little as is enough.
func towards(c, other colour, enough func(colour) bool) colour {
	const steps = 32
	for i := range steps + 1 {
		m := mix(c, other, float64(i)/steps)
		if enough(m) {
			return m
		}
	}
	return other
}

func mix(a, b colour, share float64) colour {
	part := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*share)) }
	return colour{part(a.r, b.r), part(a.g, b.g), part(a.b, b.b)}
}

// contrast is the ratio of WCAG 2, from 1 to 21.
func contrast(a, b colour) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c colour) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// parseColour reads #rrggbb and #rgb.
func parseColour(s string) (colour, bool) {
	hex, ok := strings.CutPrefix(strings.TrimSpace(s), "#")
	if !ok {
		return colour{}, false
	}
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	if len(hex) != 6 {
		return colour{}, false
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return colour{}, false
	}
	return colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}
