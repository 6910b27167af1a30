package journal

import (
	"errors"
	"io/fs"
	"strings"
)

// nobody is an id that no ticket has, so that a record which ends it changes
// nothing. It is as long as a ticket's record gets: a disk that takes one takes
// the other.
var nobody = strings.Repeat("-", 1024)

// Mend finds out whether the disk takes records again after it refused one, by
// writing one that says nothing. Where nobody knew any more what is on the disk,
// it writes down anew what this journal holds: that is all that anybody was told.
// It fails as the writing does, and then nothing was changed.
func (j *Journal) Mend() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	switch {
	case errors.Is(j.broken, fs.ErrClosed):
		return j.broken
	case j.broken != nil:
		if err := j.rewrite(); err != nil {
			return err
		}
		j.broken = nil
		return nil
	}
	return j.append(record{Kind: merged, ID: nobody})
}
