package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

const someName = "Przemysława Nieznana-Testowa"

func personalOf(t testing.TB, s *Store, visit queue.VisitID) map[string]string {
	t.Helper()
	got, err := s.Personal(visit)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// named makes an open store that keeps a name and a phone code.
func named(t testing.TB, dir string) *Store {
	t.Helper()
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02"), Personal: []Personal{
		{Visit: "v1", Field: "name", Value: someName, At: w.at}, {Visit: "v1", Field: FieldCode, Value: "A-CODE-OF-130-BITS", At: w.at},
		{Visit: "v2", Field: "name", Value: "Ana", At: w.at}}})
	return s
}

// No file says what is personal in plain, the phone code included; the store
// that has the keys does.
func TestPersonalIsNowhereInPlain(t *testing.T) {
	dir := t.TempDir()
	s := named(t, dir)
	var backup bytes.Buffer
	if _, err := s.Backup(&backup); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{FileName: readFile(t, dataFile(dir)), RingName: readFile(t, filepath.Join(dir, RingName)), "backup": backup.Bytes()} {
		for _, secret := range []string{someName, "A-CODE-OF-130-BITS"} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s says %q", name, secret)
			}
		}
	}
	want := map[string]string{"name": someName, FieldCode: "A-CODE-OF-130-BITS"}
	if diff := cmp.Diff(want, personalOf(t, s, "v1")); diff != "" {
		t.Error(diff)
	}
	if v, ok, err := s.VisitByCode("A-CODE-OF-130-BITS"); v != "v1" || !ok || err != nil {
		t.Errorf("the code leads to %q, %v, %v", v, ok, err)
	}
}

// forgotten fails if a copy of the data file from before, put beside the key
// file and keys of now, still tells what was erased. It gives the older copy the
// best that somebody could: every key that the store of now has.
func forgotten(t *testing.T, old []byte, now *Store, visit queue.VisitID, field string) {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, dataFile(dir), old)
	writeFile(t, filepath.Join(dir, RingName), readFile(t, filepath.Join(now.dir(), RingName)))
	keys := map[string][]byte{}
	if err := now.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketKeys).ForEach(func(k, v []byte) error { keys[string(k)] = bytes.Clone(v); return nil })
	}); err != nil {
		t.Fatal(err)
	}
	alter(t, dir, func(tx *bbolt.Tx) error {
		for k, v := range keys {
			if err := tx.Bucket(bucketKeys).Put([]byte(k), v); err != nil {
				return err
			}
		}
		return nil
	})
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := personalOf(t, s, visit); got[field] != "" {
		t.Errorf("an older backup still tells %s of %s: %q", field, visit, got[field])
	}
}

// When a visit's key is dropped, every backup that was made before is dead for
// it, even beside all keys that are left; other visits' data lives on.
func TestBackupsForget(t *testing.T) {
	dir := t.TempDir()
	s := named(t, dir)
	var backup bytes.Buffer
	if _, err := s.Backup(&backup); err != nil {
		t.Fatal(err)
	}
	commit(t, s, Batch{Erase: []PersonalKey{{Visit: "v1"}}})
	forgotten(t, backup.Bytes(), s, "v1", "name")
	if got := personalOf(t, s, "v1"); len(got) != 0 {
		t.Errorf("v1 has %v", got)
	}
	if _, ok, _ := s.VisitByCode("A-CODE-OF-130-BITS"); ok {
		t.Error("the erased code still leads somewhere")
	}
	if got := personalOf(t, s, "v2"); got["name"] != "Ana" {
		t.Errorf("v2 has %v", got)
	}
}

// One field erased, or replaced, takes its key along: what stays is put under a
// new one.
func TestAFieldIsForgottenAlone(t *testing.T) {
	for name, b := range map[string]Batch{
		"erased":   {Erase: []PersonalKey{{"v1", "name"}}},
		"replaced": {Personal: []Personal{{Visit: "v1", Field: "name", Value: "Another"}}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := named(t, dir)
			var backup bytes.Buffer
			if _, err := s.Backup(&backup); err != nil {
				t.Fatal(err)
			}
			commit(t, s, b)
			forgotten(t, backup.Bytes(), s, "v1", "name")
			if got := personalOf(t, s, "v1"); got[FieldCode] != "A-CODE-OF-130-BITS" || got["name"] == someName {
				t.Errorf("v1 has %v", got)
			}
			closeStore(t, s)
			if r := whole(t, dir); r.Sealed != 0 {
				t.Errorf("%d fields can't be opened", r.Sealed)
			}
		})
	}
}

// A backup without keys restores everything but what is personal; phones find
// their visits, and what can't be read can be erased and put anew.
func TestRestoreWithoutKeys(t *testing.T) {
	s := named(t, t.TempDir())
	path, to := filepath.Join(t.TempDir(), "b.db"), filepath.Join(t.TempDir(), "to")
	if _, err := s.BackupFile(path, BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	r, err := Restore(path, to)
	if err != nil {
		t.Fatal(err)
	}
	if r.Personal != 3 || r.Sealed != 3 {
		t.Errorf("%d fields, %d sealed; want 3 and 3", r.Personal, r.Sealed)
	}
	s2 := openStore(t, to)
	if got := personalOf(t, s2, "v1"); len(got) != 0 {
		t.Errorf("without its key v1 has %v", got)
	}
	if v, ok, err := s2.VisitByCode("A-CODE-OF-130-BITS"); v != "v1" || !ok || err != nil {
		t.Errorf("the code leads to %q, %v, %v", v, ok, err)
	}
	commit(t, s2, Batch{Personal: []Personal{{Visit: "v1", Field: "comment", Value: "late"}}})
	if diff := cmp.Diff(map[string]string{"comment": "late"}, personalOf(t, s2, "v1")); diff != "" {
		t.Error(diff)
	}
	commit(t, s2, Batch{Erase: []PersonalKey{{Visit: "v1"}, {Visit: "v2"}}})
	closeStore(t, s2)
	if r := whole(t, to); r.Personal != 0 {
		t.Errorf("%d personal fields are left", r.Personal)
	}
}

// A backup that carries keys is encrypted, opens for its recipients alone, and
// restores what is personal.
func TestBackupWithKeys(t *testing.T) {
	s := named(t, t.TempDir())
	mine, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "b.db.age")
	if _, err := s.BackupFile(path, BackupOptions{WithKeys: true}); !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), "must be encrypted") {
		t.Errorf("with keys in plain: %v", err)
	}
	if _, err := s.BackupFile(path, BackupOptions{WithKeys: true, Recipients: []age.Recipient{mine.Recipient()}}); err != nil {
		t.Fatal(err)
	}
	if !Encrypted(path) || bytes.Contains(readFile(t, path), []byte("Banco Alameda")) {
		t.Error("the backup can be read by anyone")
	}
	if names, _ := os.ReadDir(folder); len(names) != 1 {
		t.Errorf("beside the backup lies %v", names)
	}
	to := filepath.Join(t.TempDir(), "to")
	for what, identities := range map[string][]age.Identity{"is encrypted.": nil, "not for this identity": {other}} {
		if _, err := Restore(path, to, identities...); !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), what) {
			t.Errorf("Restore: %v, want one that says %q", err, what)
		}
		if _, err := os.Stat(to); err == nil {
			t.Error("a refused restore made a folder")
		}
	}
	if r, err := Restore(path, to, other, mine); err != nil || r.Sealed != 0 {
		t.Fatalf("Restore: %v, %d sealed", err, r.Sealed)
	}
	s2 := openStore(t, to)
	if got := personalOf(t, s2, "v1"); got["name"] != someName {
		t.Errorf("restored: %v", got)
	}
	closeStore(t, s2)
	if r := whole(t, to); r.Sealed != 0 {
		t.Errorf("%d fields can't be opened", r.Sealed)
	}
}

// A spoilt encrypted backup is refused in words.
func TestSpoiltEncryptedBackup(t *testing.T) {
	s := named(t, t.TempDir())
	mine, _ := age.GenerateX25519Identity()
	path := filepath.Join(t.TempDir(), "b.age")
	if _, err := s.BackupFile(path, BackupOptions{Recipients: []age.Recipient{mine.Recipient()}}); err != nil {
		t.Fatal(err)
	}
	data := readFile(t, path)
	for i, cut := range [][]byte{data[:len(data)/2], append(bytes.Clone(data[:len(data)-20]), make([]byte, 20)...), data[:60]} {
		bad := filepath.Join(t.TempDir(), fmt.Sprint(i))
		writeFile(t, bad, cut)
		if _, err := Restore(bad, filepath.Join(t.TempDir(), "to"), mine); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d: %v, want ErrDamaged", i, err)
		}
	}
}

// The key file turns with the business date, and what opens nothing any more is
// dropped from it.
func TestRingTurnsAndForgets(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02"), Personal: []Personal{{Visit: "v1", Field: "name", Value: "Ana"}}})
	first := s.ring.Load().Keys[0].ID
	commit(t, s, Batch{Events: w.do(queue.DayClosed{Date: "2026-03-02"}, queue.DayOpened{Date: "2026-03-03"}),
		Personal: []Personal{{Visit: "v2", Field: "name", Value: "Eva"}}})
	if n := len(s.ring.Load().Keys); n != 2 {
		t.Fatalf("%d keys on the second day, want 2", n)
	}
	if err := s.Tidy(); err != nil || len(s.ring.Load().Keys) != 2 {
		t.Errorf("Tidy dropped a key that is needed (%v)", err)
	}
	commit(t, s, Batch{Erase: []PersonalKey{{Visit: "v1"}}})
	if err := s.Tidy(); err != nil {
		t.Fatal(err)
	}
	kept, err := readRing(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, there := kept.find(first); there || len(kept.Keys) != 1 {
		t.Errorf("the key of a day that is forgotten stays")
	}
	if got := personalOf(t, s, "v2"); got["name"] != "Eva" {
		t.Errorf("v2 has %v", got)
	}
}

// Without its key file, or with another folder's, a hub starts and serves on;
// what was personal is as good as erased, and the check says why.
func TestLostRing(t *testing.T) {
	dir := t.TempDir()
	closeStore(t, named(t, dir))
	if err := os.Remove(filepath.Join(dir, RingName)); err != nil {
		t.Fatal(err)
	}
	if r := whole(t, dir); r.Sealed != 3 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], RingName) {
		t.Errorf("%d sealed, notes %q", r.Sealed, r.Notes)
	}
	s := openStore(t, dir)
	if got := personalOf(t, s, "v1"); len(got) != 0 {
		t.Errorf("v1 has %v", got)
	}
	commit(t, s, Batch{Personal: []Personal{{Visit: "v1", Field: "comment", Value: "again"}}})
	if got := personalOf(t, s, "v1"); got["comment"] != "again" {
		t.Errorf("v1 has %v", got)
	}
	closeStore(t, s)
	spoilt := readFile(t, filepath.Join(dir, RingName))
	spoilt[len(spoilt)-9]++
	writeFile(t, filepath.Join(dir, RingName), spoilt)
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "key file") {
		t.Errorf("Open with a spoilt key file: %v", err)
	}
}

// FuzzRing: a key file of any bytes is read as it was written or refused.
func FuzzRing(f *testing.F) {
	good, err := (&ring{}).with("2026-03-02").with("2026-03-03").encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(seal([]byte(RingName), []byte(`{"keys":[{"id":1,"date":"","key":"AA=="}]}`)))
	f.Add(seal([]byte(RingName), []byte(`{} {}`)))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, d := range [][]byte{data, seal([]byte(RingName), data)} {
			r, err := decodeRing(d)
			if err != nil {
				continue
			}
			again, err := r.encode()
			if err != nil {
				t.Fatal(err)
			}
			back, err := decodeRing(again)
			if err != nil || !cmp.Equal(back.Keys, r.Keys) {
				t.Errorf("%x came back as %x (%v)", d, again, err)
			}
		}
	})
}

// FuzzPersonalValue: stored bytes of a personal field open to what was put, or
// to nothing.
func FuzzPersonalValue(f *testing.F) {
	key := bytes.Repeat([]byte{7}, 32)
	k := []byte("v1\x00name")
	good := sealPersonal(k, personalHead{}, someName, key)
	f.Add([]byte("v1\x00name"), good)
	f.Add([]byte("v1\x00code"), good)
	f.Add([]byte("v2\x00name"), good)
	f.Add([]byte("v1\x00name"), good[:20])
	f.Fuzz(func(t *testing.T, name, content []byte) {
		value, err := openPersonal(name, content, key)
		if err == nil && (!bytes.Equal(name, k) || value != someName) {
			t.Errorf("%q opens to %q", name, value)
		}
	})
}
