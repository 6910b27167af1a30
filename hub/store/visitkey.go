package store

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
	"golang.org/x/crypto/chacha20poly1305"

	"turno/hub/queue"
)

// A visit's key lies in the bucket keys, under the visit, wrapped by a key of
// the ring: id of the ring's key (8 bytes), nonce, sealed key.

var (
	errNoKey  = errors.New("its key is not here")
	errNoRing = errors.New("the key file does not have what opens its key")
)

const (
	nonceSize   = chacha20poly1305.NonceSizeX
	wrappedSize = 8 + nonceSize + chacha20poly1305.KeySize + chacha20poly1305.Overhead
)

// sealWith appends text, encrypted for one place, behind a fresh nonce.
func sealWith(to, key, text, place []byte) []byte {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil { // a key of another length: none is ever made
		panic(err)
	}
	to = append(to, make([]byte, nonceSize)...)
	nonce := to[len(to)-nonceSize:]
	rand.Read(nonce)
	return aead.Seal(to, nonce, text, place)
}

// openWith undoes sealWith.
func openWith(key, sealed, place []byte) ([]byte, error) {
	if len(sealed) < nonceSize {
		return nil, errors.New("is cut off")
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, sealed[:nonceSize], sealed[nonceSize:], place)
}

// keyPlace appends what binds a wrapped key to its visit and to what wraps it.
func keyPlace(to []byte, visit queue.VisitID, ringID uint64) []byte {
	return append(binary.BigEndian.AppendUint64(append(to, "turno visit key 2\n"...), ringID), visit...)
}

// newVisitKey makes a visit's key and stores it, in place of an older one.
func newVisitKey(tx *bbolt.Tx, r *ring, visit queue.VisitID) ([]byte, error) {
	var p packing
	key, err := p.freshKey(r, visit)
	if err != nil {
		return nil, err
	}
	return key[:], putAll(tx, p.entries)
}

// aKey is one that opens what is personal of a visit.
type aKey [chacha20poly1305.KeySize]byte

// freshKey makes a visit's key and packs it, wrapped.
func (p *packing) freshKey(r *ring, visit queue.VisitID) (key aKey, err error) {
	by, ok := r.newest()
	if !ok {
		return key, errors.New("the key file has no key")
	}
	rand.Read(key[:])
	p.place = append(p.place[:0], visit...)
	p.open(inKeys, "", p.place)
	p.to = binary.BigEndian.AppendUint64(p.to, by.ID)
	p.place = keyPlace(p.place[:0], visit, by.ID)
	p.to = sealWith(p.to, by.Key, key[:], p.place)
	return key, p.close()
}

// visitKey gives a visit's key: errNoKey where it has none, errNoRing where
// nothing opens it.
func visitKey(tx *bbolt.Tx, r *ring, visit queue.VisitID) ([]byte, error) {
	content, err := get(tx.Bucket(bucketKeys), []byte(visit))
	switch {
	case err != nil:
		return nil, err
	case content == nil:
		return nil, errNoKey
	}
	return unwrapKey(content, r, visit)
}

// unwrapKey opens the stored key of a visit.
func unwrapKey(content []byte, r *ring, visit queue.VisitID) ([]byte, error) {
	if len(content) != wrappedSize {
		return nil, fmt.Errorf("key of %d bytes, want %d", len(content), wrappedSize)
	}
	id := binary.BigEndian.Uint64(content)
	by, ok := r.find(id)
	if !ok {
		return nil, errNoRing
	}
	key, err := openWith(by, content[8:], keyPlace(nil, visit, id))
	if err != nil {
		return nil, fmt.Errorf("its key: %w", err)
	}
	return key, nil
}

// ringUse tells which keys of the ring still wrap something.
func ringUse(tx *bbolt.Tx) (map[uint64]bool, error) {
	used := map[uint64]bool{}
	err := tx.Bucket(bucketKeys).ForEach(func(k, v []byte) error {
		content, err := unseal(k, v)
		if err != nil || len(content) != wrappedSize {
			return fmt.Errorf("the key of visit %q: %w", k, errors.Join(err, errors.New("is not one")))
		}
		used[binary.BigEndian.Uint64(content)] = true
		return nil
	})
	return used, err
}

// Tidy drops from the key file what wraps nothing any more, so that whatever
// still lies about of those days (a copy of the data file, a page that was not
// written over yet) can't be opened with it. The newest key stays.
func (s *Store) Tidy() error {
	s.mu.Lock() // no commit may take a key into use meanwhile
	defer s.mu.Unlock()
	if s.broken != nil {
		return s.broken
	}
	if err := s.takeInLate(); err != nil { // it may use a key that nothing else does
		return err
	}
	now := s.ring.Load()
	var used map[uint64]bool
	err := s.raw(func(tx *bbolt.Tx) (err error) {
		used, err = ringUse(tx)
		return err
	})
	if err != nil {
		return err
	}
	less := now.without(used)
	if len(less.Keys) == len(now.Keys) {
		return nil
	}
	if err := less.write(s.dir()); err != nil {
		return err
	}
	s.ring.Store(less)
	return nil
}

// turnRing sees to it that what is put from now on is put under a key of this
// business date; the key is on the disk before anything is wrapped by it.
func (s *Store) turnRing(date string) error {
	now := s.ring.Load()
	if k, ok := now.newest(); ok && k.Date >= date {
		return nil
	}
	next := now.with(date)
	if err := next.write(s.dir()); err != nil {
		return err
	}
	s.ring.Store(next)
	return nil
}
