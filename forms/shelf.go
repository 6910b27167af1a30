package forms

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

//go:embed data
var files embed.FS

// ErrUnknown is for a form or a pack that the bank does not have.
var ErrUnknown = errors.New("unknown")

type shelf struct {
	forms    []Form // by id
	packs    []Pack // by service
	problems []error
}

var embedded = sync.OnceValue(func() *shelf { return stack(files, "data") })

// adopted is the shelf with a bank's own forms on it; nil: those that are
// embedded alone.
var adopted atomic.Pointer[shelf]

func stock() *shelf {
	if s := adopted.Load(); s != nil {
		return s
	}
	return embedded()
}

// Adopt takes a bank's own paper besides what is embedded: each *.json at the top
// of root is a form, named for its id, and each in packs the pack of a service,
// named for that. One of the same id or service takes the place of the embedded
// one. It is taken whole or not at all: the error names each file and place that
// is wrong. Programs call it once, before anything asks for a form.
func Adopt(root fs.FS) error {
	s := &shelf{forms: slices.Clone(embedded().forms), packs: slices.Clone(embedded().packs)}
	names, err := fs.Glob(root, "*.json")
	packs, err2 := fs.Glob(root, "packs/*.json")
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	if len(names)+len(packs) == 0 {
		return errors.New("there is neither a form, a file such as AC-01.json, nor a pack, one such as packs/accounts.json")
	}
	s.fill(root, ".")
	if err := errors.Join(s.problems...); err != nil {
		return err
	}
	adopted.Store(s)
	return nil
}

// Load answers a form by its id ("AC-01"), or an error that is ErrUnknown.
func Load(id string) (Form, error) {
	for _, f := range stock().forms {
		if f.ID == id {
			return f, nil
		}
	}
	return Form{}, fmt.Errorf("form %q: %w", id, ErrUnknown)
}

// All answers every form, by id. A form whose file is wrong is left out and
// told by Problems: one bad file costs itself alone.
func All() []Form { return slices.Clone(stock().forms) }

// Problems answers what is wrong with the embedded files. Tests hold it empty.
func Problems() []error { return stock().problems }

func stack(root fs.FS, dir string) *shelf {
	s := &shelf{}
	s.fill(root, dir)
	return s
}

// fill puts the forms and packs of a folder on the shelf, in place of what has
// the same name there.
func (s *shelf) fill(root fs.FS, dir string) {
	names, err := fs.Glob(root, path.Join(dir, "*.json"))
	if err != nil {
		s.problems = append(s.problems, err)
	}
	for _, name := range names {
		f, err := load(root, name)
		if err == nil && f.ID+".json" != path.Base(name) {
			err = fmt.Errorf("holds form %s", f.ID)
		}
		if err != nil {
			s.problems = append(s.problems, fmt.Errorf("%s: %w", name, err))
			continue
		}
		s.forms = append(slices.DeleteFunc(s.forms, func(o Form) bool { return o.ID == f.ID }), f)
	}
	slices.SortFunc(s.forms, func(a, b Form) int { return strings.Compare(a.ID, b.ID) })
	s.stackPacks(root, path.Join(dir, "packs"))
}

func load(root fs.FS, name string) (Form, error) {
	data, err := fs.ReadFile(root, name)
	if err != nil {
		return Form{}, err
	}
	return Read(data)
}
