package journal

import (
	"errors"
	"fmt"
	"io/fs"
)

// append puts a record on the disk and then into the book. Where it fails,
// neither has it: a half written one is cut off again, and if that fails too,
// the journal takes nothing more until Mend. The caller holds writing.
func (j *Journal) append(r record) error {
	if j.broken != nil {
		return fmt.Errorf("%w: %w", ErrBroken, j.broken)
	}
	b, err := seal(r)
	if err != nil {
		return err
	}
	if err := j.syncNames(); err != nil {
		return err
	}
	_, err = j.file.Write(b)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		if back := errors.Join(j.file.Truncate(j.size), j.file.Sync()); back != nil {
			j.broken = back
		}
		return disked("writing the journal", err)
	}
	j.size += int64(len(b))
	j.mu.Lock()
	j.book.apply(r)
	j.mu.Unlock()
	return nil
}

// syncNames makes sure that the file which is written to is the one that a
// restart finds. It is tried again before every record until it succeeds.
func (j *Journal) syncNames() error {
	if !j.names {
		return nil
	}
	if err := j.disk.sync(); err != nil {
		return disked("syncing the kiosk's folder", err)
	}
	j.names = false
	return nil
}

// rewrite makes a new file of what the book holds and puts it in the place of
// the old one, which stays whole until then.
func (j *Journal) rewrite() error {
	if err := j.disk.remove(newName); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return disked("removing a journal that was never finished", err)
	}
	var b []byte
	b = append(b, heading...)
	for _, r := range j.book.records(j.fresh) {
		one, err := seal(r)
		if err != nil {
			return err
		}
		b = append(b, one...)
	}
	f, err := j.disk.open(newName, true)
	if err != nil {
		return disked("beginning a new journal", err)
	}
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = j.disk.rename(newName, fileName)
	}
	if err != nil {
		return errors.Join(disked("writing a new journal", err), f.Close())
	}
	if j.file != nil {
		_ = j.file.Close() // everything in it was synced, and it has no name any more
	}
	j.file, j.size, j.names = f, int64(len(b)), true
	return j.syncNames()
}

// records are the fewest that make a book like this one.
func (k *book) records(fresh bool) []record {
	var all []record
	for _, r := range k.refusals {
		all = append(all, record{Kind: refused, ID: r.Ticket.ID, Refusal: &r})
	}
	for _, t := range k.pending {
		all = append(all, record{Kind: issued, Ticket: &t})
	}
	if !fresh {
		// Last: it knows how far each block is used.
		all = append(all, record{Kind: leased, Blocks: k.blocks})
	}
	return all
}
