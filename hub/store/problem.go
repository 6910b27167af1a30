package store

import (
	"errors"
	"fmt"
)

// The kinds of trouble a data folder can be in. Test with errors.Is; the words
// for a person are in the [Problem] around them.
var (
	// ErrInUse: another process holds the folder. Trying again helps once
	// that process has ended.
	ErrInUse = errors.New("data folder is in use")
	// ErrDamaged: what is stored can't be trusted. Trying again never helps.
	ErrDamaged = errors.New("data is damaged")
	// ErrNewer: a newer program wrote the folder. Only a newer program helps.
	ErrNewer = errors.New("data was written by a newer program")
	// ErrUnusable: the folder or file can't be made, opened or written.
	ErrUnusable = errors.New("data folder can't be used")
	// ErrNotEmpty: a restore was asked into a folder that holds something.
	ErrNotEmpty = errors.New("folder is not empty")
	// ErrBroken: the store is closed, or a commit ended in doubt, so that it
	// takes no more of them.
	// Closing it and opening it again tells what was kept.
	ErrBroken = errors.New("store stopped after a failed write")
	// ErrOrder: a batch does not go on where the log ends. It is a mistake of
	// the calling program; nothing was stored.
	ErrOrder = errors.New("batch does not continue the log")
)

// Problem is an error about a data folder with words for its operator. Kind is
// one of the Err values of this package.
type Problem struct {
	Kind error  // one of the Err values above
	Path string // the file or folder
	What string // what is wrong, a clause
	Do   string // what the operator can do, a sentence
	Err  error  // the cause below, or nil
}

// Error says what is wrong, why, and what to do, on one line.
func (p *Problem) Error() string {
	s := p.Path + ": " + p.What
	if p.Err != nil {
		s += fmt.Sprintf(" (%v)", p.Err)
	}
	return s + ". " + p.Do
}

// Unwrap gives the kind and the cause to errors.Is and errors.As.
func (p *Problem) Unwrap() []error {
	if p.Err == nil {
		return []error{p.Kind}
	}
	return []error{p.Kind, p.Err}
}

func inUse(path string, err error) error {
	return &Problem{Kind: ErrInUse, Path: path, Err: err,
		What: "another program holds this data folder, most likely a hub that is running or a check",
		Do:   "Stop that program, or give this one a folder of its own."}
}

func damaged(path, what string, err error) error {
	return &Problem{Kind: ErrDamaged, Path: path, What: what, Err: err,
		Do: "Leave the file as it is, run `turno-hub check` on it for the details, and restore the last backup into an empty folder."}
}

func newer(path string, has, knows int) error {
	return &Problem{Kind: ErrNewer, Path: path,
		What: fmt.Sprintf("the data has format %d and this program knows formats up to %d", has, knows),
		Do:   "Use the newer turno-hub that wrote it, or restore a backup made before the update."}
}

func unusable(path, what string, err error) error {
	return &Problem{Kind: ErrUnusable, Path: path, What: what, Err: err,
		Do: "Check that the folder exists, that there is space on the disk, and that this account may write there."}
}

func closed(path string) error {
	return &Problem{Kind: ErrBroken, Path: path, What: "the store is closed", Do: "Open the data folder again."}
}
