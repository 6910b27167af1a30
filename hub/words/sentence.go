package words

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// T answers the sentence of a key ("kiosk.greeting.morning") in a language,
// with {name} filled from args. A regional variant reads its own pack first,
// then its base language, then English. A key that no language has comes back
// in brackets, "[kiosk.greting]": on a screen it is plain to see, and in a test
// it fails. A placeholder without a value stays as it is written. T is safe for
// use by many goroutines.
func T(l Lang, key string, args ...A) string {
	return sentence(l, key, nil, args)
}

// N is T for a sentence that depends on a whole number: it takes the plural
// form that the language has for n and fills {n} with n as the language writes
// it. A negative n takes the form of its absolute value.
func N(l Lang, key string, n int, args ...A) string {
	count := n
	if count < 0 {
		count = -count
	}
	all := make([]A, 0, len(args)+1)
	all = append(all, A{"n": n})
	return sentence(l, key, count, append(all, args...))
}

// Has reports whether the key exists for the language without a fall back to
// English, for callers that have a sentence of their own for an unknown code.
func Has(l Lang, key string) bool {
	for _, tag := range []Lang{l, l.Base()} {
		if _, ok := catalog().messages[tag][key]; ok {
			return true
		}
	}
	return false
}

func sentence(l Lang, key string, count any, args []A) string {
	c := catalog()
	for _, book := range c.books(l) {
		if _, ok := c.messages[book.lang][key]; !ok {
			continue
		}
		text, err := book.localizer.Localize(&i18n.LocalizeConfig{
			MessageID:      key,
			PluralCount:    count,
			TemplateData:   values{l, args},
			TemplateParser: placeholders{},
		})
		if err != nil && text == "" {
			break
		}
		return text
	}
	return "[" + key + "]"
}

// values are what the placeholders of one sentence are filled from; of two maps
// with one name the later wins.
type values struct {
	lang Lang
	args []A
}

func (v values) of(name string) (string, bool) {
	for i := len(v.args) - 1; i >= 0; i-- {
		value, ok := v.args[i][name]
		if !ok {
			continue
		}
		switch value := value.(type) {
		case string:
			return value, true
		case int:
			return Number(v.lang, value), true
		default:
			return fmt.Sprint(value), true
		}
	}
	return "", false
}

// Name is the language's own name, as it stands on the button that chooses it.
// A region is named by its base language unless it has a pack of its own.
func Name(l Lang) string { return T(l, "common.language.name") }

// Base is the language without its region: "es" of "es-419".
func (l Lang) Base() Lang {
	base, _, _ := strings.Cut(string(l), "-")
	return Lang(strings.ToLower(base))
}

// Pick chooses from a text that data gives per language (a branch file, a form):
// the language itself, its base, English, then whatever there is, the first of
// All and then the first by name, so that two screens never choose differently.
func Pick(m map[string]string, l Lang) string {
	if len(m) == 0 {
		return ""
	}
	for _, tag := range []Lang{l, l.Base(), EN} {
		if text := m[string(tag)]; text != "" {
			return bind(tag, text)
		}
	}
	for _, tag := range All {
		if text := m[string(tag)]; text != "" {
			return bind(tag, text)
		}
	}
	first, text := "", ""
	for tag, t := range m {
		if t != "" && (first == "" || tag < first) {
			first, text = tag, t
		}
	}
	return bind(Lang(first), text)
}
