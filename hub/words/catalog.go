package words

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// The whole folder, so that a new room is picked up by being there.
//
//go:embed catalog
var files embed.FS

// forms are the plural forms of one sentence by their CLDR name. A sentence
// that depends on no number has "other" alone.
type forms map[string]string

// UnmarshalJSON takes "text" and {"one":"…","other":"…"}.
func (f *forms) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*f = forms{"other": text}
		return nil
	}
	many := map[string]string{}
	if err := json.Unmarshal(data, &many); err != nil {
		return errors.New("neither a text nor an object of plural forms")
	}
	for name := range many {
		switch name {
		case "one", "few", "many", "other":
		default:
			return fmt.Errorf("plural form %q is none of one, few, many, other", name)
		}
	}
	*f = many
	return nil
}

// book is one language: a bundle and a localizer of its own, so that a region's
// pack may hold only the sentences that differ and the rest comes from its base.
type book struct {
	lang      Lang
	localizer *i18n.Localizer
}

type shelf struct {
	messages map[Lang]map[string]forms // key with its room
	byLang   map[Lang]book
	chains   map[Lang][]book // each language, its base and English, as far as there are
	problems []error
}

var catalog = sync.OnceValue(func() *shelf { return read(files) })

// Problems answers what is wrong with the embedded catalogs: a file that does
// not parse costs its own room and language alone, and its keys show in
// brackets. Tests hold this empty.
func Problems() []error { return catalog().problems }

// Catalog answers a copy of a room's sentences in one language as they are
// written, key without the room → plural form → text, for a page that fills
// them by its own program. The region's own sentences stand over its base's,
// those over English.
func Catalog(l Lang, room string) map[string]map[string]string {
	out := map[string]map[string]string{}
	books := catalog().books(l)
	for _, b := range slices.Backward(books) {
		for key, f := range catalog().messages[b.lang] {
			if rest, ok := strings.CutPrefix(key, room+"."); ok {
				out[rest] = maps.Clone(map[string]string(f))
			}
		}
	}
	return out
}

func read(fsys fs.FS) *shelf {
	s := &shelf{messages: map[Lang]map[string]forms{}, byLang: map[Lang]book{}, chains: map[Lang][]book{}}
	names, err := fs.Glob(fsys, "catalog/*/*.json")
	if err != nil {
		s.problems = append(s.problems, err)
	}
	for _, name := range names {
		if err := s.add(fsys, name); err != nil {
			s.problems = append(s.problems, fmt.Errorf("%s: %w", name, err))
		}
	}
	for lang, messages := range s.messages {
		b, err := newBook(lang, messages)
		if err != nil {
			s.problems = append(s.problems, fmt.Errorf("language %s: %w", lang, err))
			continue
		}
		s.byLang[lang] = b
	}
	for lang := range s.byLang {
		s.chains[lang] = s.chain(lang)
	}
	return s
}

func (s *shelf) add(fsys fs.FS, name string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	room := path.Base(path.Dir(name))
	lang := Lang(strings.TrimSuffix(path.Base(name), ".json"))
	texts := map[string]forms{}
	if err := json.Unmarshal(data, &texts); err != nil {
		return err
	}
	if s.messages[lang] == nil {
		s.messages[lang] = map[string]forms{}
	}
	for key, f := range texts {
		for form, text := range f {
			f[form] = bind(lang, text)
		}
		s.messages[lang][room+"."+key] = f
	}
	return nil
}

// newBook makes the book of one language. Portuguese counts by the European
// rules, where nought is plural: the library's plain "pt" is Brazil's.
func newBook(lang Lang, messages map[string]forms) (book, error) {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return book{}, err
	}
	if lang == PT {
		tag = language.EuropeanPortuguese
	}
	bundle := i18n.NewBundle(tag)
	for key, f := range messages {
		m := &i18n.Message{ID: key, One: f["one"], Few: f["few"], Many: f["many"], Other: f["other"]}
		if m.Many == "" {
			m.Many = m.Other // whole millions in es and pt, fractions in cs: no sentence of ours
		}
		if err := bundle.AddMessages(tag, m); err != nil {
			return book{}, err
		}
	}
	return book{lang: lang, localizer: i18n.NewLocalizer(bundle, tag.String())}, nil
}

// books answers where to look for a language's sentences, first to last. Whoever
// asks for a language that there is not gets its base's, and else English; nothing
// is kept of it, as strangers may ask.
func (s *shelf) books(l Lang) []book {
	for _, tag := range []Lang{l, l.Base(), EN} {
		if chain, ok := s.chains[tag]; ok {
			return chain
		}
	}
	return nil
}

// chain is what books answers for a language of the shelf.
func (s *shelf) chain(l Lang) (chain []book) {
	seen := map[Lang]bool{}
	for _, tag := range []Lang{l, l.Base(), EN} {
		if b, ok := s.byLang[tag]; ok && !seen[tag] {
			seen[tag] = true
			chain = append(chain, b)
		}
	}
	return chain
}
