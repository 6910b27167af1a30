package forms

import (
	"strconv"
	"strings"

	"turno/hub/words"
)

// cards are the national cards whose number ends in a letter that follows from
// its figures. ok says whether the squeezed, upper-case number is of the card's
// shape, right whether its letter agrees. A form names the ones it trusts, as
// the shape of one country's card may be another's passport.
var cards = map[string]func(s string) (ok, right bool){
	"dni": func(s string) (bool, bool) {
		if len(s) != 9 || !digits(s[:8]) || !upper(s[8]) {
			return false, false
		}
		return true, spanishLetter(s[:8]) == s[8]
	},
	"nie": func(s string) (bool, bool) {
		if len(s) != 9 || s[0] < 'X' || s[0] > 'Z' || !digits(s[1:8]) || !upper(s[8]) {
			return false, false
		}
		return true, spanishLetter(string('0'+s[0]-'X')+s[1:8]) == s[8]
	},
}

// spanishLetter is the check letter of DNI and NIE: the number modulo 23 picks
// one of 23 letters (Real Decreto 338/1990; Ministerio del Interior).
func spanishLetter(number string) byte {
	n, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return "TRWAGMYFPDXBNJZSQVHLCKE"[n%23]
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

// cardFault takes any number of 5 to 20 letters and figures, and checks the
// letter of the cards that the field names.
func (f Field) cardFault(value string) *FieldError {
	s := strings.ToUpper(squeeze(value))
	figures := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			figures++
		case r < 'A' || r > 'Z':
			return &FieldError{Code: NotID}
		}
	}
	if len(s) < 5 || len(s) > 20 || figures == 0 {
		return &FieldError{Code: NotID}
	}
	for _, like := range f.Like {
		if ok, right := cards[like](s); ok && !right {
			return &FieldError{Code: IDLetter}
		}
	}
	return nil
}

// ibanLengths are the lengths of the countries that this bank meets most, from
// the IBAN registry (SWIFT); others may have 15 to 34.
var ibanLengths = map[string]int{
	"AD": 24, "AT": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
	"ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
	"LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
	"SI": 19, "SK": 24, "SM": 27,
}

// ibanFault checks form, length and the two check digits (ISO 13616: the
// number with its first four moved to the end, letters as 10 to 35, is 1
// modulo 97).
func ibanFault(value string) *FieldError {
	s := strings.ToUpper(squeeze(value))
	if len(s) < 15 || len(s) > 34 || !country(s[:2]) || !digits(s[2:4]) {
		return &FieldError{Code: NotIBAN}
	}
	if want := ibanLengths[s[:2]]; want != 0 && len(s) != want {
		return &FieldError{Code: IBANLength, Args: words.A{"want": want}}
	}
	rest := 0
	for i := range len(s) {
		switch c := s[(i+4)%len(s)]; {
		case c >= '0' && c <= '9':
			rest = (rest*10 + int(c-'0')) % 97
		case upper(c):
			rest = (rest*100 + int(c-'A') + 10) % 97
		default:
			return &FieldError{Code: NotIBAN}
		}
	}
	if rest != 1 {
		return &FieldError{Code: IBANDigits}
	}
	return nil
}
