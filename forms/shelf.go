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

var stock = sync.OnceValue(func() *shelf { return stack(files) })

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

func stack(root fs.FS) *shelf {
	s := &shelf{}
	names, err := fs.Glob(root, "data/*.json")
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
		s.forms = append(s.forms, f)
	}
	slices.SortFunc(s.forms, func(a, b Form) int { return strings.Compare(a.ID, b.ID) })
	s.stackPacks(root)
	return s
}

func load(root fs.FS, name string) (Form, error) {
	data, err := fs.ReadFile(root, name)
	if err != nil {
		return Form{}, err
	}
	return Read(data)
}
