package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

// dump lists every bucket with its sequence, and every value, in order.
func dump(t *testing.T, db *bbolt.DB) []string {
	t.Helper()
	var lines []string
	var walk func(path string, b *bbolt.Bucket) error
	walk = func(path string, b *bbolt.Bucket) error {
		lines = append(lines, fmt.Sprintf("%s/ %d", path, b.Sequence()))
		return b.ForEach(func(k, v []byte) error {
			if v == nil {
				return walk(path+"/"+string(k), b.Bucket(k))
			}
			lines = append(lines, fmt.Sprintf("%s/%s = %s", path, k, v))
			return nil
		})
	}
	err := db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error { return walk(string(name), b) })
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// A copy is the same however many transactions it takes, within a bucket and
// across buckets within buckets.
func TestCopyByAnyStep(t *testing.T) {
	open := func(name string) *bbolt.DB {
		db, err := bbolt.Open(filepath.Join(t.TempDir(), name), 0o600, &bbolt.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	src := open("src")
	err := src.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{"a", "b", "empty"} {
			b, err := tx.CreateBucket([]byte(name))
			if err != nil {
				return err
			}
			if err := b.SetSequence(uint64(len(name)) + 6); err != nil {
				return err
			}
			if name == "empty" {
				continue
			}
			for _, day := range []string{"2026-03-02", "2026-03-03"} {
				d, err := b.CreateBucket([]byte(day))
				if err != nil {
					return err
				}
				for n := range 40 {
					if err := d.Put(fmt.Appendf(nil, "k%03d", n), fmt.Appendf(nil, "value %d of %s", n, day)); err != nil {
						return err
					}
				}
			}
			// Values on both sides of the buckets within, in the order of keys.
			for _, key := range []string{"0", "2026-03-02z", "z"} {
				if err := b.Put([]byte(key), []byte("beside")); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := dump(t, src)
	for _, step := range []int{1, 25, 100, 1000, copyStep} {
		dst := open(fmt.Sprintf("dst%d", step))
		if err := copyLive(dst, src, step, copyOptions{}); err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
		if diff := cmp.Diff(want, dump(t, dst)); diff != "" {
			t.Errorf("step %d (-want +got):\n%s", step, diff)
		}
	}
}
