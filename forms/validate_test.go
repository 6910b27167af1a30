package forms

import (
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"turno/hub/words"
)

var day = time.Date(2026, 11, 24, 10, 41, 0, 0, time.FixedZone("CET", 3600))

// filled is the form as a careful person fills it in.
func filled() Values {
	return Values{
		"surname": "Nuñez Řehoř", "given_name": "Conceição", "id_number": "12345678Z", "birth_date": "1944-02-29",
		"nationality": "española", "birth_country": "España", "street": "Calle Mayor 5, 2.º B", "postcode": "28013",
		"town": "Madrid", "phone": "+34 600 123 456", "email": "concha@correo.example", "account": "salary",
		"extras": "debit_card, paper", "tax_abroad": "yes", "tax_country": "CZ", "tax_number": "8001011234",
		"occupation": "jubilada", "income": "1 250,00", "source": "pension", "public_office": "no",
		"from_iban": "ES91 2100 0418 4502 0005 1332", "declared": "yes",
	}
}

func TestFilledFormHasNoFault(t *testing.T) {
	if faults := account(t).Validate(filled(), day); len(faults) > 0 {
		t.Errorf("faults %v", faults)
	}
}

func TestOneWrongValueIsOneFault(t *testing.T) {
	f := account(t)
	for _, c := range []struct {
		key, value string
		want       Code // "" for right
	}{
		{"surname", "", Required},
		{"surname", "  ", Required},
		{"surname", "Ng", ""},
		{"surname", "a\x00b", BadSign},
		{"surname", "a\nb", BadSign},
		{"surname", "\xff\xfe", BadSign},
		{"surname", "李", BadSign},
		{"surname", "D’Souza-Åkesson", ""},
		{"surname", "Rr̆", BadSign},
		{"surname", "Řehoř", ""},
		{"surname", "Wolfeschlegelsteinhausenbergerdorffhahnxx", TooLong},
		{"second_surname", "", ""},
		{"id_number", "12345678Z", ""},
		{"id_number", "12.345.678-z", ""},
		{"id_number", "12345678A", IDLetter},
		{"id_number", "X1234567L", ""},
		{"id_number", "X1234567M", IDLetter},
		{"id_number", "PAC 123456", ""},
		{"id_number", "1234", NotID},
		{"id_number", "ABCDEF", NotID},
		{"id_number", "12345*78", NotID},
		{"birth_date", "2026-11-24", ""},
		{"birth_date", "2026-11-25", DateAhead},
		{"birth_date", "2025-02-29", NotDate},
		{"birth_date", "24.11.1980", NotDate},
		{"birth_date", "1850-01-01", DateOld},
		{"phone", "600 12", NotPhone},
		{"phone", "00420 777 123 456", ""},
		{"phone", "call me", NotPhone},
		{"email", "concha@correo", NotEmail},
		{"email", "concha correo@x.es", NotEmail},
		{"email", "@correo.es", NotEmail},
		{"email", "a@b@c.es", NotEmail},
		{"email", "a@b..es", NotEmail},
		{"email", "jiří@pošta.cz", ""},
		{"email", "a.very.long.address.that.does.not.fit.anywhere.at.all@a.long.domain.example", TooLong},
		{"account", "gold", NotOption},
		{"extras", "paper,paper", NotOption},
		{"extras", "paper,", NotOption},
		{"tax_country", "ZZ", NotCountry},
		{"tax_country", "", Required},
		{"tax_number", "12", TooShort},
		{"tax_number", "123456789012345678901", TooLong},
		{"income", "1250", ""},
		{"income", "1.250", NotMoney},
		{"income", "1.250,00 €", ""},
		{"income", "1,250.00", ""},
		{"income", "-5", NotMoney},
		{"income", "1 25,00", NotMoney},
		{"income", "12 345 678,90", TooLong},
		{"from_iban", "ES91 2100 0418 4502 0005 1333", IBANDigits},
		{"from_iban", "ES91 2100 0418 4502 0005 133", IBANLength},
		{"from_iban", "CZ65 0800 0000 1920 0014 5399", ""},
		{"from_iban", "SE45 5000 0000 0583 9825 7466", ""},
		{"from_iban", "PT50 0002 0123 1234 5678 9015 4", ""},
		{"from_iban", "91ES 2100", NotIBAN},
		{"declared", "", Required},
		{"declared", "no", NotAgreed},
		{"declared", "si", NotYesNo},
		{"offers", "no", ""},
		{"signature", "x", OnPaper},
		{"shoe_size", "38", NoField},
		{"office_code", "123456", NoField},
	} {
		v := filled()
		v[c.key] = c.value
		faults := f.Validate(v, day)
		switch {
		case c.want == "" && len(faults) > 0:
			t.Errorf("%s=%q: %v, want none", c.key, c.value, faults)
		case c.want != "" && (len(faults) != 1 || faults[0].Key != c.key || faults[0].Code != c.want):
			t.Errorf("%s=%q: %v, want %s", c.key, c.value, faults, c.want)
		}
	}
}

func TestConditionDecidesWhatIsAsked(t *testing.T) {
	f, v := account(t), filled()
	v["tax_abroad"] = "no"
	got := f.Validate(v, day)
	if len(got) != 2 || got[0].Code != NotAsked || got[1].Code != NotAsked {
		t.Errorf("a tax number of nowhere: %v", got)
	}
	delete(v, "tax_country")
	delete(v, "tax_number")
	if got := f.Validate(v, day); len(got) > 0 {
		t.Errorf("without it: %v", got)
	}
}

func TestPrefillAllowsWhatIsMissingAndNothingWrong(t *testing.T) {
	f := account(t)
	if got := f.Prefill(Values{"surname": "Ng"}, day); len(got) > 0 {
		t.Errorf("faults %v", got)
	}
	if got := f.Prefill(Values{"phone": "x"}, day); len(got) != 1 {
		t.Errorf("faults %v, want the telephone's", got)
	}
}

func TestFaultsComeInTheFormsOrder(t *testing.T) {
	var keys []string
	for _, e := range account(t).Validate(Values{"zebra": "1", "apple": "1", "phone": "x", "declared": "no"}, day) {
		keys = append(keys, e.Key+" "+string(e.Code))
	}
	want := []string{
		"surname required", "given_name required", "id_number required", "birth_date required", "nationality required",
		"birth_country required", "street required", "postcode required", "town required", "phone not_phone", "account required",
		"tax_abroad required", "occupation required", "income required", "source required", "public_office required",
		"declared not_agreed", "apple no_field", "zebra no_field",
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

var codes = []Code{
	Required, TooLong, TooShort, BadSign, NotDigits, NotDate, DateAhead, DateOld, NotPhone, NotEmail, NotID, IDLetter, NotCountry,
	NotOption, NotMoney, NotIBAN, IBANLength, IBANDigits, NotAgreed, NotYesNo, NoField, NotAsked, OnPaper,
}

func TestEveryFaultHasItsSentence(t *testing.T) {
	for _, code := range codes {
		for _, l := range words.All {
			if !words.Has(l, "forms.error."+string(code)) {
				t.Errorf("no sentence for %s in %s", code, l)
			}
		}
	}
	e := FieldError{Key: "iban", Code: IBANLength, Args: words.A{"want": 24}}
	if got := e.Text(words.CS); got != "IBAN z\u00a0této země má 24 znaků. Přepočítejte je." {
		t.Errorf("sentence %q", got)
	}
}

func TestCentsReadsWhatMoneyIsWrittenAs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Int64Range(0, 1e14).Draw(t, "cents")
		l := rapid.SampledFrom(words.All).Draw(t, "language")
		got, err := Cents(words.Money(l, want))
		if err != nil || got != want {
			t.Fatalf("%q is %d, %v, want %d", words.Money(l, want), got, err, want)
		}
	})
}

func FuzzValidate(f *testing.F) {
	for key, value := range filled() {
		f.Add(key, value)
	}
	f.Add("surname", "\U00010000ß\u0301")
	f.Add("income", "99999999999999999999,99")
	form := account(f)
	f.Fuzz(func(t *testing.T, key, value string) {
		v := maps.Clone(filled())
		v[key] = value
		faults := form.Prefill(v, day)
		err := form.PDF(nowhere{}, Print{Lang: "cs", Bank: "Banco", Values: v, At: day})
		if (len(faults) == 0) != (err == nil) {
			t.Errorf("faults %v, but printing says %v", faults, err)
		}
	})
}
