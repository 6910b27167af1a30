package words

import (
	"math"
	"strconv"
	"strings"
)

// grouping is how a language writes a number of a thousand and more.
type grouping struct {
	thousands, decimal string
	from               int // the fewest digits that are grouped: Spanish leaves four together
}

func groupingOf(l Lang) grouping {
	switch l.Base() {
	case ES:
		return grouping{".", ",", 5}
	case CS, PT, SV:
		return grouping{nbsp, ",", 4}
	default:
		return grouping{",", ".", 4}
	}
}

// Number writes a whole number: 1842 and 12.345 in Spanish, 12 345 (with a
// no-break space) in Czech, Portuguese and Swedish, 12,345 in English.
func Number(l Lang, n int) string {
	g := groupingOf(l)
	digits := strconv.FormatUint(absolute(int64(n)), 10)
	return sign(n < 0) + group(digits, g)
}

// Decimal writes a number with the given count of decimals, halves rounded up.
func Decimal(l Lang, v float64, decimals int) string {
	g := groupingOf(l)
	step := math.Pow10(decimals)
	text := strconv.FormatFloat(math.Round(math.Abs(v)*step)/step, 'f', decimals, 64)
	whole, rest, fraction := strings.Cut(text, ".")
	out := sign(v < 0 && strings.Trim(text, "0.") != "") + group(whole, g)
	if fraction {
		out += g.decimal + rest
	}
	return out
}

// Percent writes a share of 1 in whole percent: "82 %" (no-break space) in
// Spanish, Czech and Swedish, "82%" in Portuguese and English. It never rounds
// up to 100 nor down to 0 what is neither.
func Percent(l Lang, share float64) string {
	p := int(math.Round(share * 100))
	if p == 100 && share < 1 {
		p = 99
	}
	if p == 0 && share > 0 {
		p = 1
	}
	switch l.Base() {
	case ES, CS, SV:
		return Number(l, p) + nbsp + "%"
	default:
		return Number(l, p) + "%"
	}
}

// Money writes an amount of euros given in cents: "1 250,00 €" (no-break
// spaces), in English "€1,250.00".
func Money(l Lang, cents int64) string {
	g := groupingOf(l)
	g.from = 4
	if l.Base() == ES {
		g.thousands = nbsp
	}
	n := absolute(cents)
	fraction := strconv.FormatUint(100+n%100, 10)[1:]
	amount := group(strconv.FormatUint(n/100, 10), g) + g.decimal + fraction
	if g.decimal == "." {
		return sign(cents < 0) + "€" + amount
	}
	return sign(cents < 0) + amount + nbsp + "€"
}

func absolute(n int64) uint64 {
	if n < 0 {
		return uint64(-n) // the least int64 is its own negative, whose bits are its size
	}
	return uint64(n)
}

func sign(negative bool) string {
	if negative {
		return "−"
	}
	return ""
}

func group(digits string, g grouping) string {
	if len(digits) < g.from {
		return digits
	}
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(g.thousands)
		}
		b.WriteRune(r)
	}
	return b.String()
}
