package forms

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Pack is the paper of one service in signing order: the forms one after the
// other, and what to bring for all of them.
type Pack struct {
	Service string `json:"service"`
	Title   Text   `json:"title"`
	// Order holds the forms' ids, the first signed first. The order is the
	// bank's: an account exists before a card can hang on it.
	Order []string `json:"order"`

	forms []Form
}

// LoadPack answers the pack of a service, or an error that is ErrUnknown for a
// service whose people need no form.
func LoadPack(service string) (Pack, error) {
	for _, p := range stock().packs {
		if p.Service == service {
			return p, nil
		}
	}
	return Pack{}, fmt.Errorf("pack of %q: %w", service, ErrUnknown)
}

// Documents answers what to bring for the whole pack, each once, in the order
// in which the forms ask for it.
func (p Pack) Documents() []Document {
	var out []Document
	for _, f := range p.forms {
		for _, d := range f.Documents {
			if !slices.ContainsFunc(out, func(o Document) bool { return o.Key == d.Key }) {
				out = append(out, d)
			}
		}
	}
	return out
}

// ReadPack reads a pack file as strictly as Read reads a form's; known answers
// the form of an id.
func ReadPack(data []byte, known func(id string) (Form, bool)) (Pack, error) {
	var p Pack
	if err := strict(data, &p); err != nil {
		return Pack{}, fmt.Errorf("pack: %w", err)
	}
	c := &checker{form: "pack " + p.Service}
	c.text("title", p.Title)
	if !keyShape.MatchString(p.Service) {
		c.note("service", "%q is no service's id", p.Service)
	}
	if len(p.Order) == 0 {
		c.note("order", "there is no form")
	}
	for i, id := range p.Order {
		f, ok := known(id)
		switch {
		case !ok:
			c.note("order", "there is no form %q", id)
		case slices.Contains(p.Order[:i], id):
			c.note("order", "form %s stands twice", id)
		}
		p.forms = append(p.forms, f)
	}
	if len(c.faults) > 0 {
		return Pack{}, c.faults[0]
	}
	return p, nil
}

func (s *shelf) stackPacks(root fs.FS, dir string) {
	names, err := fs.Glob(root, path.Join(dir, "*.json"))
	if err != nil {
		s.problems = append(s.problems, err)
	}
	known := func(id string) (Form, bool) {
		i := slices.IndexFunc(s.forms, func(f Form) bool { return f.ID == id })
		if i < 0 {
			return Form{}, false
		}
		return s.forms[i], true
	}
	for _, name := range names {
		data, err := fs.ReadFile(root, name)
		var p Pack
		if err == nil {
			p, err = ReadPack(data, known)
		}
		if err == nil && p.Service+".json" != path.Base(name) {
			err = fmt.Errorf("holds the pack of %s", p.Service)
		}
		if err != nil {
			s.problems = append(s.problems, fmt.Errorf("%s: %w", name, err))
			continue
		}
		s.packs = append(slices.DeleteFunc(s.packs, func(o Pack) bool { return o.Service == p.Service }), p)
	}
	for i, p := range s.packs { // a form of it may be another one now
		s.packs[i].forms = nil
		for _, id := range p.Order {
			f, _ := known(id)
			s.packs[i].forms = append(s.packs[i].forms, f)
		}
	}
	slices.SortFunc(s.packs, func(a, b Pack) int { return strings.Compare(a.Service, b.Service) })
}
