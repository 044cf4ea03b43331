// Package locale turns amounts, instants and lists into the words of a customer's language, and amounts as written into minor units.
// Tags are BCP 47 with a hyphen or an underscore ("de", "de-AT", "pt_BR"); a tag that is not known is taken as "en".
package locale

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/bojanz/currency"
)

// ErrAmount is wrapped by every error of ParseAmount.
var ErrAmount = errors.New("not an amount")

// amountMax bounds the text of an amount: 19 digits are all that an int64 holds, the rest is room for a sign, a point and zeros.
const amountMax = 40

// Money is an amount of minor units (cents) as people of that language write it: "€80.00", "80,00 €". A currency that is not in
// ISO 4217 is shown with two places and its code.
func Money(minor int64, code, tag string) string {
	digits, known := MinorDigits(code)
	if !known {
		return Decimal(minor, 2) + " " + code
	}
	amount, err := currency.NewAmount(Decimal(minor, digits), code)
	if err != nil {
		return Decimal(minor, digits) + " " + code
	}
	return currency.NewFormatter(currency.NewLocale(tag)).Format(amount)
}

// MinorDigits is the number of decimal places of a currency (EUR 2, JPY 0, KWD 3), and whether ISO 4217 knows its code.
func MinorDigits(code string) (int, bool) {
	d, ok := currency.GetDigits(code)
	return int(d), ok
}

// Decimal is a number of minor units as a plain decimal with a point and exactly that many places.
func Decimal(minor int64, digits int) string {
	sign, u := "", uint64(minor)
	if minor < 0 {
		sign, u = "-", -u
	}
	s := strconv.FormatUint(u, 10)
	if digits <= 0 {
		return sign + s
	}
	if pad := digits + 1 - len(s); pad > 0 {
		s = strings.Repeat("0", pad) + s
	}
	return sign + s[:len(s)-digits] + "." + s[len(s)-digits:]
}

// ParseAmount reads a decimal such as "80.00", "-5" or "0.5" as minor units of the currency. It rounds nothing: more places than
// the currency has are an error unless they are zeros. Errors wrap ErrAmount.
func ParseAmount(decimal, code string) (minor int64, err error) {
	digits, known := MinorDigits(code)
	if !known {
		return 0, fmt.Errorf("%w: ISO 4217 has no currency %q", ErrAmount, clip(code))
	}
	if len(decimal) > amountMax {
		return 0, fmt.Errorf("%w: more than %d characters", ErrAmount, amountMax)
	}
	s, negative := strings.CutPrefix(decimal, "-")
	whole, fraction, point := strings.Cut(s, ".")
	if whole == "" || !allDigits(whole) || point && (fraction == "" || !allDigits(fraction)) {
		return 0, fmt.Errorf("%w: %q; write it like 80.00", ErrAmount, decimal)
	}
	if len(fraction) > digits {
		if strings.Trim(fraction[digits:], "0") != "" {
			return 0, fmt.Errorf("%w: %q has more places than %s, which has %d", ErrAmount, decimal, code, digits)
		}
		fraction = fraction[:digits]
	}
	u, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 64)
	if err != nil || u > math.MaxInt64 {
		return 0, fmt.Errorf("%w: %q is too large", ErrAmount, decimal)
	}
	if negative {
		return -int64(u), nil
	}
	return int64(u), nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func clip(s string) string {
	if len(s) > 12 {
		return s[:12] + "…"
	}
	return s
}
