package store

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
)

func dayOf(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at
}

func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Over six weeks of nights the last days and the last weeks stay, and files of
// another kind are left alone.
func TestRotaKeepsDaysAndWeeks(t *testing.T) {
	s := named(t, t.TempDir())
	folder := filepath.Join(t.TempDir(), "backups")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	others := []string{"letter.txt", "turno-2026-01-01.db.old", "turno-yesterday.db", "turno.db"}
	for _, name := range others {
		writeFile(t, filepath.Join(folder, name), []byte("x"))
	}
	r := Rota{Folder: folder, Daily: 3, Weekly: 3}
	for night := range 42 {
		day := dayOf("2026-03-02").AddDate(0, 0, night) // a Monday
		name := r.name(day)
		if night < 35 { // made long ago; only the last nights need the real thing
			writeFile(t, filepath.Join(folder, name), []byte("an older backup"))
			continue
		}
		if _, _, err := r.Run(s, day); err != nil {
			t.Fatal(err)
		}
	}
	want := append([]string{"turno-2026-03-29.db", "turno-2026-04-05.db", "turno-2026-04-10.db", "turno-2026-04-11.db", "turno-2026-04-12.db"}, others...)
	slices.Sort(want)
	if diff := cmp.Diff(want, namesIn(t, folder)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := r.Newest(); !got.Equal(dayOf("2026-04-12")) {
		t.Errorf("the newest is of %s", got)
	}
	whole(t, filepath.Join(folder, "turno-2026-04-12.db"))
}

// When the new backup can't be made, no old one goes.
func TestRotaKeepsTheOldWhereTheNewFails(t *testing.T) {
	s := named(t, t.TempDir())
	folder := t.TempDir()
	r := Rota{Folder: folder, Daily: 1}
	old := []string{"turno-2026-03-01.db", "turno-2026-03-02.db"}
	for _, name := range old {
		writeFile(t, filepath.Join(folder, name), []byte("x"))
	}
	// A folder has the new one's name.
	if err := os.Mkdir(filepath.Join(folder, "turno-2026-03-03.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Run(s, dayOf("2026-03-03")); err == nil {
		t.Fatal("a backup was made over a folder")
	}
	if diff := cmp.Diff(append(old, "turno-2026-03-03.db"), namesIn(t, folder)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Encrypted ones stand beside plain ones of before, and take their turn.
func TestRotaEncrypted(t *testing.T) {
	s := named(t, t.TempDir())
	mine, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "turno-2026-03-01.db"), []byte("x"))
	r := Rota{Folder: folder, Daily: 1, Options: BackupOptions{Recipients: []age.Recipient{mine.Recipient()}}}
	if _, removed, err := r.Run(s, dayOf("2026-03-02")); err != nil || len(removed) != 1 {
		t.Fatal(removed, err)
	}
	if diff := cmp.Diff([]string{"turno-2026-03-02.db.age"}, namesIn(t, folder)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := Restore(filepath.Join(folder, "turno-2026-03-02.db.age"), filepath.Join(t.TempDir(), "to"), mine); err != nil {
		t.Error(err)
	}
}

// Backups from days that have not come, of a time when the clock was wrong, never
// crowd out the one that was just made.
func TestRotaDoesNotCountDaysToCome(t *testing.T) {
	s := named(t, t.TempDir())
	folder := t.TempDir()
	r := Rota{Folder: folder, Daily: 2, Weekly: 1}
	for _, day := range []string{"2026-03-03", "2026-03-04", "2039-01-01", "2039-01-02", "2039-01-03"} {
		writeFile(t, filepath.Join(folder, r.name(dayOf(day))), []byte("an older backup"))
	}
	for _, day := range []string{"2026-03-05", "2026-03-06"} {
		made, _, err := r.Run(s, dayOf(day))
		if err != nil {
			t.Fatal(err)
		}
		whole(t, made.Path)
	}
	want := []string{"turno-2026-03-05.db", "turno-2026-03-06.db", "turno-2039-01-02.db", "turno-2039-01-03.db"}
	if diff := cmp.Diff(want, namesIn(t, folder)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
