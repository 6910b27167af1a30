package forms

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"turno/hub/words"
)

// Values are what a person filled in, by field key, each as its Type says. A
// missing key and an empty text are the same.
type Values map[string]string

// Code says what is wrong with a value. Sent to pages; append only.
type Code string

// The codes. The sentence of each is forms.error.<code>.
const (
	Required   Code = "required"      // nothing there
	TooLong    Code = "too_long"      // more letters than the field holds: {max}
	TooShort   Code = "too_short"     // fewer than it needs: {min}
	BadSign    Code = "bad_sign"      // a control character, or no UTF-8
	NotDigits  Code = "not_digits"    // something other than figures
	NotDate    Code = "not_date"      // no day of the calendar
	DateAhead  Code = "date_ahead"    // after today, where only the past counts
	DateOld    Code = "date_old"      // more than 130 years ago
	NotPhone   Code = "not_phone"     // no telephone number
	NotEmail   Code = "not_email"     // no e-mail address
	NotID      Code = "not_id"        // no number of a card or a passport
	IDLetter   Code = "id_letter"     // a card whose check letter is another
	NotCountry Code = "not_country"   // no country code
	NotOption  Code = "not_option"    // none of the options, or one twice
	NotMoney   Code = "not_money"     // no amount
	NotIBAN    Code = "not_iban"      // no IBAN by its form
	IBANLength Code = "iban_length"   // not as long as its country's are: {want}
	IBANDigits Code = "iban_digits"   // the check digits do not agree
	NotAgreed  Code = "not_agreed"    // a consent without which it does not work
	NotYesNo   Code = "not_yes_no"    // a consent that is neither
	NoField    Code = "no_field"      // the form has no such field
	NotAsked   Code = "not_asked"     // filled in although its condition does not hold
	OnPaper    Code = "only_on_paper" // a signature is no value
)

// FieldError is one fault of one value.
type FieldError struct {
	Key   string
	Code  Code
	Args  words.A // what the sentence names: max, min, want
	label Text
}

// Text is the fault as a sentence for the person, without the field's label,
// as it stands below the field.
func (e FieldError) Text(l words.Lang) string {
	return words.T(l, "forms.error."+string(e.Code), e.Args)
}

// Label is the field's label; for a key that no field has, the key.
func (e FieldError) Label(l words.Lang) string {
	if len(e.label) == 0 {
		return e.Key
	}
	return words.Pick(e.label, l)
}

// Error is for logs: it names the field and the code, never the value.
func (e FieldError) Error() string { return fmt.Sprintf("%s: %s", e.Key, e.Code) }

// Faults are the faults of one set of values, in the form's order; keys that
// no field has come last, by name. Each field has one fault at most.
type Faults []FieldError

// Of answers the fault of one field.
func (f Faults) Of(key string) (FieldError, bool) {
	i := slices.IndexFunc(f, func(e FieldError) bool { return e.Key == key })
	if i < 0 {
		return FieldError{}, false
	}
	return f[i], true
}

// Validate answers what is wrong with the values: nothing when the form can be
// signed. On is the business date that "not in the future" counts from; its
// zone is the branch's.
func (f Form) Validate(v Values, on time.Time) Faults { return f.validate(v, on, true) }

// Prefill is Validate for a form that a pen will finish: what is missing is no
// fault, what is wrong is.
func (f Form) Prefill(v Values, on time.Time) Faults { return f.validate(v, on, false) }

func (f Form) validate(v Values, on time.Time, whole bool) Faults {
	var out Faults
	known := map[string]bool{}
	for _, field := range f.asked() {
		known[field.Key] = true
		if e := field.fault(v, on, whole); e != nil {
			e.Key, e.label = field.Key, field.Label
			out = append(out, *e)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(v)) {
		if !known[key] {
			out = append(out, FieldError{Key: key, Code: NoField})
		}
	}
	return out
}

func (f Field) fault(v Values, on time.Time, whole bool) *FieldError {
	value := strings.TrimSpace(v[f.Key])
	asked := f.When == nil || strings.TrimSpace(v[f.When.Field]) == f.When.Is
	switch {
	case value == "" && f.Required && asked && whole:
		return &FieldError{Code: Required}
	case value == "":
		return nil
	case f.Type == TypeSignature:
		return &FieldError{Code: OnPaper}
	case !asked:
		return &FieldError{Code: NotAsked}
	}
	if !written(value) || !drawable(value) || !drawable(f.letters(value)) {
		return &FieldError{Code: BadSign}
	}
	if e := f.kindFault(value, on); e != nil {
		return e
	}
	if f.Type == TypeConsent && f.Required && whole && value != "yes" {
		return &FieldError{Code: NotAgreed}
	}
	return f.lengthFault(value)
}

func (f Field) kindFault(value string, on time.Time) *FieldError {
	switch f.Type {
	case TypeDigits:
		if !digits(value) {
			return &FieldError{Code: NotDigits}
		}
	case TypeDate:
		return f.dateFault(value, on)
	case TypePhone:
		if !phone(value) {
			return &FieldError{Code: NotPhone}
		}
	case TypeEmail:
		if !email(value) {
			return &FieldError{Code: NotEmail}
		}
	case TypeID:
		return f.cardFault(value)
	case TypeCountry:
		if !country(value) {
			return &FieldError{Code: NotCountry}
		}
	case TypeChoice:
		if !f.has(value) {
			return &FieldError{Code: NotOption}
		}
	case TypeChoices:
		return f.choicesFault(value)
	case TypeMoney:
		if _, err := Cents(value); err != nil {
			return &FieldError{Code: NotMoney}
		}
	case TypeIBAN:
		return ibanFault(value)
	case TypeConsent:
		if value != "yes" && value != "no" {
			return &FieldError{Code: NotYesNo}
		}
	}
	return nil
}

// lengthFault counts what goes into the cells, not what was typed: spaces in a
// telephone number take no cell.
func (f Field) lengthFault(value string) *FieldError {
	if !f.hasCells() || f.Type == TypeDate {
		return nil
	}
	n := len([]rune(f.letters(value)))
	most := f.most()
	if f.Type == TypeMoney {
		most = f.Cells
	}
	switch {
	case n > most:
		return &FieldError{Code: TooLong, Args: words.A{"max": most}}
	case n < f.Min:
		return &FieldError{Code: TooShort, Args: words.A{"min": f.Min}}
	}
	return nil
}

func (f Field) dateFault(value string, on time.Time) *FieldError {
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return &FieldError{Code: NotDate}
	}
	today := on.Format(time.DateOnly)
	switch {
	case f.Past && value > today:
		return &FieldError{Code: DateAhead}
	case f.Past && day.Year() < on.Year()-130:
		return &FieldError{Code: DateOld}
	}
	return nil
}

func (f Field) choicesFault(value string) *FieldError {
	seen := map[string]bool{}
	for key := range strings.SplitSeq(value, ",") {
		key = strings.TrimSpace(key)
		if !f.has(key) || seen[key] {
			return &FieldError{Code: NotOption}
		}
		seen[key] = true
	}
	return nil
}
