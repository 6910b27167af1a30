package store

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"
)

// RingName is the file beside the data file that holds what opens the keys of
// visits. No backup carries it.
const RingName = "turno.keys"

// ringKey wraps the keys of the visits that gave something personal on a
// business date. Its id is random, so that one of a lost ring is never taken
// for another.
type ringKey struct {
	ID   uint64 `json:"id"`
	Date string `json:"date"` // the business date on which it was made
	Key  []byte `json:"key"`
}

// ring is the content of the key file, oldest key first. It is not changed
// once it is shared: writing one makes another.
type ring struct {
	Keys []ringKey `json:"keys"`
}

func (r *ring) find(id uint64) ([]byte, bool) {
	for i := range r.Keys {
		if r.Keys[i].ID == id {
			return r.Keys[i].Key, true
		}
	}
	return nil, false
}

// newest is the key under which new visits are put; false in an empty ring.
func (r *ring) newest() (ringKey, bool) {
	if n := len(r.Keys); n > 0 {
		return r.Keys[n-1], true
	}
	return ringKey{}, false
}

// with gives a ring with one key more, of this date.
func (r *ring) with(date string) *ring {
	key := make([]byte, chacha20poly1305.KeySize)
	rand.Read(key)
	var id [8]byte
	rand.Read(id[:])
	return &ring{Keys: append(slices.Clone(r.Keys), ringKey{ID: order.Uint64(id[:]), Date: date, Key: key})}
}

// without gives a ring that has the used keys and the newest alone.
func (r *ring) without(used map[uint64]bool) *ring {
	less := &ring{}
	for i, k := range r.Keys {
		if used[k.ID] || i == len(r.Keys)-1 {
			less.Keys = append(less.Keys, k)
		}
	}
	return less
}

func (r *ring) encode() ([]byte, error) {
	content, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return seal([]byte(RingName), content), nil
}

// decodeRing reads what encode made; nothing else is taken.
func decodeRing(data []byte) (*ring, error) {
	content, err := unseal([]byte(RingName), data)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	r := &ring{}
	if err := d.Decode(r); err != nil {
		return nil, err
	}
	if d.InputOffset() != int64(len(content)) {
		return nil, errors.New("something follows the keys")
	}
	seen := map[uint64]bool{}
	for _, k := range r.Keys {
		if len(k.Key) != chacha20poly1305.KeySize || seen[k.ID] {
			return nil, fmt.Errorf("key %x is not one", k.ID)
		}
		seen[k.ID] = true
	}
	return r, nil
}

// readRing reads the key file of a folder; a folder without one has an empty ring.
func readRing(dir string) (*ring, error) {
	path := filepath.Join(dir, RingName)
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &ring{}, nil
	case err != nil:
		return nil, unusable(path, "the key file can't be read", err)
	}
	r, err := decodeRing(data)
	var n newerValue
	switch {
	case errors.As(err, &n):
		return nil, newer(path, int(n), Format)
	case err != nil:
		return nil, &Problem{Kind: ErrDamaged, Path: path, What: "the key file is damaged", Err: err,
			Do: "Put a whole copy of it back; without one move it away and start again: what is personal in the data is lost then, and nothing else."}
	}
	return r, nil
}

// write puts the ring in place of the folder's: whole and durable, or not at
// all. The old file's bytes are not overwritten; the disk does that in time.
func (r *ring) write(dir string) error {
	data, err := r.encode()
	if err != nil {
		return err
	}
	path := filepath.Join(dir, RingName)
	if err := writeDurably(path, data); err != nil {
		return unusable(path, "the key file can't be written", err)
	}
	return nil
}

// writeDurably gives path this content: after nil it is on the disk under its
// name; after an error what was there before still is, or the new content.
func writeDurably(path string, data []byte) (err error) {
	folder, err := os.MkdirTemp(filepath.Dir(path), newPrefix)
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	tmp := filepath.Join(folder, filepath.Base(path))
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncPath(filepath.Dir(path))
}
