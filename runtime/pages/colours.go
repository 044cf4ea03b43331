package pages

import (
	"fmt"
	"math"
	"strconv"
)

// Colours of the ground, light and dark. The accent is the brand's; the rest is grey.
const (
	lightGround = "#f6f5f3"
	darkGround  = "#161618"
	lightCard   = "#ffffff"
	darkCard    = "#202023"
	plainAccent = "#1f2937" // where a brand has none
)

// colours is the head of the style: variables for both schemes. What stands on the accent is black or white,
// whichever can be read better; an accent that would be lost on its card gets an edge's worth of help by being
// mixed with ink.
func colours(accent string) string {
	light, ok := parseColour(accent)
	if !ok {
		light, _ = parseColour(plainAccent)
	}
	dark := light
	card, _ := parseColour(lightCard)
	night, _ := parseColour(darkCard)
	light = light.towards(colour{}, card)
	dark = dark.towards(colour{255, 255, 255}, night)
	return fmt.Sprintf(":root{color-scheme:light dark;--ground:%s;--card:%s;--ink:#1c1b1a;--soft:#5f5c58;--line:#e4e1dc;--edge:#8a867f;--good:#1a7f4b;--accent:%s;--on-accent:%s}",
		lightGround, lightCard, light, light.ink()) +
		fmt.Sprintf("@media (prefers-color-scheme:dark){:root{--ground:%s;--card:%s;--ink:#f2f1ef;--soft:#aeaba6;--line:#36363b;--edge:#7d7b78;--good:#4fc98a;--accent:%s;--on-accent:%s}}",
			darkGround, darkCard, dark, dark.ink())
}

// colour is red, green and blue.
type colour [3]uint8

// parseColour reads #rrggbb and nothing else, so that a style can hold nothing else.
func parseColour(s string) (c colour, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return colour{}, false
	}
	for i := range c {
		n, err := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return colour{}, false
		}
		c[i] = uint8(n)
	}
	return c, true
}

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// luminance is the relative luminance of WCAG 2.
func (c colour) luminance() float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// contrast is that of WCAG 2, from 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// ink is black or white, whichever stands out more on c; one of the two always reaches 4.5.
func (c colour) ink() colour {
	white, black := colour{255, 255, 255}, colour{}
	if contrast(c, white) >= contrast(c, black) {
		return white
	}
	return black
}

// minEdge is the contrast that a button needs against what it lies on (WCAG 1.4.11).
const minEdge = 3

// towards mixes c with ink until a button of it can be told from the card.
func (c colour) towards(ink, card colour) colour {
	mixed := c
	for step := 1; contrast(mixed, card) < minEdge && step <= 20; step++ {
		for i := range mixed {
			part := float64(step) / 20
			mixed[i] = uint8(math.Round(float64(c[i])*(1-part) + float64(ink[i])*part))
		}
	}
	return mixed
}
