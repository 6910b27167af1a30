package press

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// folder keeps what would have been printed: for a desk without a printer, and
// for training. Its files are for its owner alone; forms hold personal data.
type folder struct {
	address string
	path    string
}

func (f *folder) String() string       { return f.address }
func (f *folder) Takes(kind Kind) bool { return kind == PDF || kind == ESCPOS }

var _ Keeper = (*folder)(nil)

// endings of the files, by kind.
var endings = map[Kind]string{PDF: ".pdf", ESCPOS: ".escpos"}

// Print is part of Printer. The file appears whole or not at all, under the
// job's name; a name that is taken gets a number.
func (f *folder) Print(ctx context.Context, job Job) error {
	_, err := f.Save(ctx, job)
	return err
}

// Save is part of Keeper.
func (f *folder) Save(ctx context.Context, job Job) (string, error) {
	fail := func(code Code, err error) (string, error) {
		return "", &Error{Code: code, Printer: f.address, Of: len(job.Data), Err: err}
	}
	ending, ok := endings[job.Kind]
	if !ok {
		return fail(Unsuitable, nil)
	}
	if err := ctx.Err(); err != nil {
		return fail(Busy, err)
	}
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return fail(Unreachable, err)
	}
	temp, err := os.CreateTemp(f.path, ".print-*")
	if err != nil {
		return fail(Unreachable, err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(job.Data)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fail(Fault, err)
	}
	for n := 1; n < 10000; n++ {
		name := fileName(job.Name)
		if n > 1 {
			name = fmt.Sprintf("%s-%d", name, n)
		}
		name = filepath.Join(f.path, name+ending)
		err := os.Link(temp.Name(), name) // fails where a file is, as a rename would not
		if err == nil {
			return name, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return fail(Fault, err)
		}
	}
	return fail(Fault, errors.New("too many prints of one name"))
}

// fileName makes a file's name of a job's: letters, figures, dots within, and
// hyphens for the rest.
func fileName(job string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, job)
	name = strings.Trim(name, ".-")
	if runes := []rune(name); len(runes) > 60 {
		name = string(runes[:60])
	}
	if name == "" {
		return "print"
	}
	return name
}

// Status is part of Printer: a folder that can be written is ready.
func (f *folder) Status(context.Context) (Status, error) {
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return Status{Known: true}, nil // made by the first print
	}
	if err == nil && !info.IsDir() {
		err = errors.New("this is no folder")
	}
	if err != nil {
		return Status{}, &Error{Code: Unreachable, Printer: f.address, Err: err}
	}
	return Status{Known: true}, nil
}
