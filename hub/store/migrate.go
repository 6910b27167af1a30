package store

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"

	"go.etcd.io/bbolt"
)

// oldName is the copy that a migration keeps of what it found.
func oldName(format int) string { return fmt.Sprintf("turno-format%d.db", format) }

// migrate brings a folder's file from an older format to this one. It writes a
// new file and gives it the name when it is proved, so that the old one stands
// untouched until then; a power cut leaves the one or the other. Beforehand it
// keeps a proved copy of the old file, for a way back to the older program: all
// of it but what is personal, which nobody would ever erase there. That is room
// for two more files. Of the formats from 2 on, which are brought on in place, only the
// new journal takes room. Where the disk lacks it, nothing is begun.
//
// The caller opens what it leaves; of two programs that do this at once, one is
// told that the folder is in use.
func migrate(dir string, format int, log *slog.Logger) error {
	path := filepath.Join(dir, FileName)
	src, err := openBolt(path, use{})
	if err != nil {
		return err
	}
	defer src.Close()
	need, err := roomToMigrate(src, format)
	if err == nil {
		err = roomFor(dir, need, fmt.Sprintf("bringing the data to format %d", Format),
			"or move the folder to a larger disk, and start again; the older turno-hub can use it until then")
	}
	if err != nil {
		return err
	}
	if format >= 2 {
		return inPlace(src, format, log)
	}
	folder, err := os.MkdirTemp(dir, newPrefix)
	if err != nil {
		return unusable(dir, "the data folder can't be written", err)
	}
	defer os.RemoveAll(folder)
	began, _ := os.Stat(path)

	kept := filepath.Join(folder, oldName(format))
	err = copyData(kept, src, copyOptions{empty: [][]byte{bucketPersonal, bucketCodes}})
	if err == nil {
		_, err = proved(kept)
	}
	if err == nil {
		if err = os.Rename(kept, filepath.Join(dir, oldName(format))); err == nil {
			err = syncPath(dir)
		}
		if err != nil {
			err = unusable(dir, "the copy of the old data can't be put in place", err)
		}
	}
	if err != nil {
		return err
	}

	keys, err := readRing(dir)
	if err != nil {
		return err
	}
	next := filepath.Join(folder, FileName)
	err = copyData(next, src, copyOptions{empty: [][]byte{bucketPersonal, bucketCodes}, change: func(to *bbolt.Tx) error {
		return src.View(func(from *bbolt.Tx) error {
			h, err := readHead(from)
			if err != nil {
				return err
			}
			keys = keys.with(h.Date)
			if err := keys.write(dir); err != nil {
				return err
			}
			return from1(to, from, keys)
		})
	}})
	if err != nil {
		return err
	}
	// The check looks for the key file beside what it checks.
	if err := os.Link(filepath.Join(dir, RingName), filepath.Join(folder, RingName)); err != nil {
		if err = keys.write(folder); err != nil {
			return err
		}
	}
	if _, err := proved(next); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return unusable(path, "the migrated data can't be put in place", err)
	}
	if err := syncPath(dir); err != nil {
		return unusable(path, "the migrated data can't be made durable", err)
	}
	log.Warn("the data was brought to a newer format; an older program can't read it any more",
		"from", format, "to", Format, "bytes", began.Size(), "kept", filepath.Join(dir, oldName(format)))
	return nil
}

// inPlace brings format 2 or 3 to this one by one transaction in the file itself.
// Format 2 had no journal. That of 3 had one side: what is in it is taken in, and the
// hub makes a new one, as it does where nobody needs what the old one has.
func inPlace(db *bbolt.DB, format int, log *slog.Logger) error {
	err := guarded(db.Path(), func() error {
		if err := settleHead(db); err != nil {
			return err
		}
		return db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(bucketJournal)
			if err != nil {
				return err
			}
			l, err := lateOf(db.Path(), tx)
			if err == nil {
				err = errors.Join(l.put(tx), b.Delete(keyJournal))
			}
			if err != nil {
				return err
			}
			return put(tx.Bucket(bucketMeta), keyFormat, []byte(strconv.Itoa(Format)))
		})
	})
	if err != nil {
		if _, told := errors.AsType[*Problem](err); told {
			return err
		}
		return unusable(db.Path(), "the data can't be brought to a newer format", err)
	}
	log.Warn("the data was brought to a newer format; an older program can't read it any more", "from", format, "to", Format)
	return nil
}

// proved checks a file; the error is a Problem.
func proved(path string) (Report, error) {
	r, err := Check(path)
	if err == nil {
		err = r.Err()
	}
	return r, err
}

// from1 brings what format 1 stored otherwise into a copy of it: personal
// values under keys, phone codes as hashes.
func from1(to, from *bbolt.Tx, keys *ring) error {
	for _, name := range [][]byte{bucketKeys, bucketJournal} {
		if _, err := to.CreateBucket(name); err != nil {
			return err
		}
	}
	if err := put(to.Bucket(bucketMeta), keyFormat, []byte(strconv.Itoa(Format))); err != nil {
		return err
	}
	h, err := readHead(from)
	if err != nil {
		return err
	}
	at, err := headTime(from, h)
	if err != nil {
		return err
	}
	return from.Bucket(bucketPersonal).ForEach(func(k, v []byte) error {
		value, err := unseal(k, v)
		visit, field, ok := cutKey(k)
		if !ok {
			err = errors.Join(err, errors.New("key has no field"))
		}
		if err != nil {
			return fmt.Errorf("a personal value of format 1: %w", err)
		}
		return putPersonal(to, keys, Personal{Visit: visit, Field: field, Value: string(value), At: at})
	})
}
