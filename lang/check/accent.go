package check

import (
	"fmt"
	"math"
	"strconv"

	"github.com/flowc/flowc/lang/diag"
)

// contrastMin is what the guidelines for accessible content (WCAG 2, success criterion 1.4.3) ask for text.
const contrastMin = 4.5

// accent reads a colour. The layout of letters keeps it on buttons and darkens or lightens it in text until it can be read, so that
// a light one is no mistake; it is two colours, though.
func (c *checker) accent(text string, at diag.Range) string {
	rgb, ok := parseColour(text)
	if !ok {
		c.report("F0806", at, "%s is no colour. Write a number sign and six digits from 0 to f, such as \"#b4235a\".", quoted(text))
		return ""
	}
	if ratio := contrastToWhite(rgb); ratio < contrastMin {
		darker := darkened(rgb)
		c.fix("W0802", at, quoted(darker), "Links in %s cannot be read well on white: the contrast is %.1f to 1, and %.1f to 1 is needed. The layout darkens them, so that links and buttons are of two colours. One that does for both is %s.", text, math.Floor(ratio*10)/10, contrastMin, quoted(darker))
	}
	return text
}

func parseColour(s string) (rgb [3]float64, ok bool) {
	if len(s) != len("#b4235a") || s[0] != '#' {
		return rgb, false
	}
	for i := range rgb {
		n, err := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return rgb, false
		}
		rgb[i] = float64(n)
	}
	return rgb, true
}

// contrastToWhite is the ratio of the two luminances as WCAG 2 defines it, from 1 to 21.
func contrastToWhite(rgb [3]float64) float64 {
	weights := [3]float64{0.2126, 0.7152, 0.0722}
	luminance := 0.0
	for i, v := range rgb {
		v /= 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		luminance += weights[i] * v
	}
	return 1.05 / (luminance + 0.05)
}

// darkened is the lightest shade of a colour that white can be read on.
func darkened(rgb [3]float64) string {
	for share := 0.99; ; share -= 0.01 {
		shade := [3]float64{math.Floor(rgb[0] * share), math.Floor(rgb[1] * share), math.Floor(rgb[2] * share)}
		if contrastToWhite(shade) >= contrastMin {
			return fmt.Sprintf("#%02x%02x%02x", int(shade[0]), int(shade[1]), int(shade[2]))
		}
	}
}
