package main

import (
	"context"
	"errors"
	"fmt"

	"turno/hub/queue"
	"turno/hub/store"
)

// source is a data folder or a backup that a verb reads and does not change.
type source struct {
	name     string
	identity string // file of the age identity that opens an encrypted backup
}

// source reads the flags of a verb that is about one data folder or backup; what
// is done to it is told to who names none.
func (f *flags) source(args []string, what string) (s source, err error) {
	f.StringVar(&s.identity, "identity", "", "`file` of the age identity that opens an encrypted backup")
	s.name, err = f.folder(args, "`folder` or backup to read; the same as naming it", fmt.Sprintf("what is to be %s? Name a data folder or a backup", what))
	return s, err
}

// folder reads the flags of a verb and the one path that it is about.
func (f *flags) folder(args []string, about, missing string) (string, error) {
	dir := f.String("data", "", about)
	words, err := f.parse(args, 1)
	if err != nil {
		return "", err
	}
	path := *dir
	if len(words) == 1 {
		path = words[0]
	}
	if path == "" {
		return "", usage(missing)
	}
	return path, nil
}

// openLog is the log of a source, read until ctx ends.
type openLog struct {
	*store.Log
	ctx    context.Context
	plain  string // the file or folder that is read
	remove func() // what had to be decrypted
}

// log opens the source's log, for as long as ctx lives; whoever does so closes it.
func (s source) log(ctx context.Context) (*openLog, error) {
	plain, remove, err := opened(s.name, s.identity)
	if err != nil {
		return nil, err
	}
	log, err := store.OpenLog(plain)
	if err != nil {
		remove()
		return nil, err
	}
	return &openLog{log, ctx, plain, remove}, nil
}

// Each is the log's, and ends with errGivenUp when ctx does.
func (l *openLog) Each(f func(queue.Event) error) error {
	return l.Log.Each(func(e queue.Event) error {
		if l.ctx.Err() != nil {
			return errGivenUp
		}
		return f(e)
	})
}

// Close ends the reading.
func (l *openLog) Close() error {
	defer l.remove()
	return l.Log.Close()
}

var errGivenUp = errors.New("given up; nothing was changed")
