package store

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"

	berrors "go.etcd.io/bbolt/errors"
)

// guarded runs fn so that a panic or a memory fault inside it, which bbolt
// answers to some damage, becomes an error like any other: a Problem.
func guarded(path string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damaged(path, "the file's pages do not hold together", fmt.Errorf("%v", p))
		}
	}()
	err = fn()
	var n newerValue
	switch {
	case err == nil, errors.Is(err, ErrOrder), errors.As(err, new(*Problem)):
		return err
	case errors.As(err, &n):
		return newer(path, int(n), Format)
	case errors.Is(err, berrors.ErrDatabaseNotOpen):
		return closed(path)
	case errors.As(err, new(*fs.PathError)): // a full disk, say: nothing that is stored is wrong
		return unusable(path, "the data can't be read or written", err)
	}
	return damaged(path, "what is stored does not hold together", err)
}
