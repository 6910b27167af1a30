package flow

import (
	"slices"
	"strings"

	"turno/forms"
	"turno/hub/words"
)

// question is one thing that a form asks at the screen: a field, or words that
// are read and not answered.
type question struct {
	section int // its number, from 1
	title   forms.Text
	field   *forms.Field
	read    forms.Text
}

// questions are what a form asks of a person, in the form's order. Signatures
// are for paper, and so is a section that holds nothing else.
func questions(f forms.Form) (all []question, sections int) {
	for _, p := range f.Pages {
		for _, s := range p.Sections {
			var own []question
			for _, r := range s.Rows {
				for _, t := range r.Texts {
					own = append(own, question{title: s.Title, read: t})
				}
				for _, field := range r.Fields {
					if field.Type != forms.TypeSignature {
						own = append(own, question{title: s.Title, field: &field})
					}
				}
			}
			if len(own) == 0 {
				continue
			}
			sections++
			for i := range own {
				own[i].section = sections
			}
			all = append(all, own...)
		}
	}
	return all, sections
}

// key is the field's, or "" of words to read.
func (q question) key() string {
	if q.field == nil {
		return ""
	}
	return q.field.Key
}

// asked tells whether the question counts with these values.
func (q question) asked(v forms.Values) bool {
	return q.field == nil || q.field.When == nil || v[q.field.When.Field] == q.field.When.Is
}

// chosen tells whether the question is answered by options, one or several.
func (q question) chosen() (any, several bool) {
	if q.field == nil {
		return false, false
	}
	switch q.field.Type {
	case forms.TypeChoice, forms.TypeConsent:
		return true, false
	case forms.TypeChoices:
		return true, true
	}
	return false, false
}

// option is one answer, in the person's language.
type option struct{ key, label string }

// options are the answers that a choice or a consent has. On paper some of
// them lead on to cells below; here they lead on by themselves.
func (q question) options(l words.Lang) []option {
	if q.field == nil {
		return nil
	}
	if q.field.Type == forms.TypeConsent {
		return []option{{"yes", words.T(l, "fill.yes")}, {"no", words.T(l, "fill.no")}}
	}
	var all []option
	for _, o := range q.field.Options {
		all = append(all, option{o.Key, strings.TrimSuffix(words.Pick(o.Label, l), ":")})
	}
	return all
}

// written is a value in words, as a person reads it back.
func (q question) written(value string, l words.Lang) string {
	if any, _ := q.chosen(); !any {
		return penOf(*q.field).shown(value)
	}
	var all []string
	keys := strings.Split(value, ",")
	for _, o := range q.options(l) {
		if slices.Contains(keys, o.key) {
			all = append(all, o.label)
		}
	}
	return strings.Join(all, ", ")
}
