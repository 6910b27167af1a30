package forms

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// written reports whether the text can stand on paper in one line.
func written(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError || r == '\ufeff'
	})
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// squeeze takes out what people put between figures and letters to read them.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '-', '.', '/', '(', ')':
			return -1
		}
		return r
	}, s)
}

// phone wants a number as ITU-T E.164 has it: up to 15 figures with the
// country's, at least 7, perhaps with + or 00 before them.
func phone(s string) bool {
	n := strings.TrimPrefix(squeeze(s), "+")
	return digits(n) && len(n) >= 7 && len(n) <= 15+2*btoi(strings.HasPrefix(n, "00"))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// email wants one address as people have them: something, one @, and a domain
// of two parts or more. It does not ask whether mail arrives there.
func email(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(local) > 64 || len(s) > 254 || strings.ContainsAny(s, " \u00a0,;<>\"()[]\\") {
		return false
	}
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(s, "..") {
		return false
	}
	parts := strings.Split(domain, ".")
	for _, p := range parts {
		if p == "" || len(p) > 63 || strings.HasPrefix(p, "-") || strings.HasSuffix(p, "-") || strings.Contains(p, "@") {
			return false
		}
	}
	last := parts[len(parts)-1]
	return len(parts) > 1 && utf8.RuneCountInString(last) > 1 && !digits(last)
}

var errMoney = errors.New("no amount of money")

// Cents reads an amount as people write it in any of the five languages:
// "1250", "1250,00", "€1,250.00". With one separator and three figures after it
// ("1.250") nobody can tell thousands from a slip of the pen, so that is
// refused; so are amounts below nought.
func Cents(s string) (int64, error) {
	s = strings.Trim(s, " \u00a0\u202f")
	if bare, ok := strings.CutPrefix(s, "€"); ok { // on either side, once
		s = bare
	} else {
		s = strings.TrimSuffix(s, "€")
	}
	s = strings.Trim(s, " \u00a0\u202f")
	whole, part := s, ""
	if i := strings.LastIndexAny(s, ",."); i >= 0 {
		whole, part = s[:i], s[i+1:]
		if len(part) < 1 || len(part) > 2 || !digits(part) {
			return 0, errMoney
		}
	}
	grouped := strings.FieldsFunc(whole, func(r rune) bool {
		return r == ' ' || r == '\u00a0' || r == '\u202f' || r == '.' || r == ','
	})
	for i, g := range grouped {
		if !digits(g) || i > 0 && len(g) != 3 || len(grouped) > 1 && len(g) > 3 {
			return 0, errMoney
		}
	}
	n, err := strconv.ParseInt(strings.Join(grouped, ""), 10, 64)
	if err != nil || n > math.MaxInt64/1000 {
		return 0, errMoney
	}
	cents, err := strconv.Atoi((part + "00")[:2])
	if err != nil {
		return 0, errMoney
	}
	return n*100 + int64(cents), nil
}

// countries are the codes of ISO 3166-1 alpha-2, and XK, which banks use.
const countries = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW "

func country(s string) bool {
	return len(s) == 2 && strings.Contains(countries, " "+strings.ToUpper(s)+" ")
}
