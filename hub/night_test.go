package hub

import (
	"slices"
	"testing"
	"time"

	"turno/hub/branch"
	"turno/hub/store"
)

// Each look is at a time of the branch, with the newest backup that is there:
// whether that is late. The night is at 02:30.
func TestABackupThatIsLate(t *testing.T) {
	file, err := branch.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	h, err := Open(Config{Dir: t.TempDir(), Branch: &file.Branch, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	at := func(text string) time.Time {
		t.Helper()
		v, err := time.ParseInLocation("2006-01-02 15:04", text, h.zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		name, since, newest, now string
		failed, late             bool
	}{
		{"made this night", "2026-03-01 08:00", "2026-03-03", "2026-03-03 12:00", false, false},
		{"it may take a while", "2026-03-01 08:00", "2026-03-02", "2026-03-03 04:29", false, false},
		{"and not longer", "2026-03-01 08:00", "2026-03-02", "2026-03-03 04:30", false, true},
		{"before the night", "2026-03-01 08:00", "2026-03-02", "2026-03-03 02:29", false, false},
		{"two nights missed", "2026-03-01 08:00", "2026-03-01", "2026-03-03 02:29", false, true},
		{"it failed and has said so", "2026-03-01 08:00", "2026-03-02", "2026-03-03 12:00", true, false},
		{"started after a weekend", "2026-03-09 08:00", "2026-03-06", "2026-03-09 08:10", false, false},
		{"and none made since", "2026-03-09 08:00", "2026-03-06", "2026-03-09 10:00", false, true},
		{"the first night", "2026-03-02 20:00", "", "2026-03-02 21:59", false, false},
		{"and none made in it", "2026-03-02 20:00", "", "2026-03-03 04:30", false, true},
		{"over the change of the clocks", "2026-03-28 08:00", "2026-03-29", "2026-03-29 23:00", false, false},
	} {
		n := &Night{At: 150, Backups: &store.Rota{Folder: "/mnt/backups", Daily: 2}}
		h.nights.since = at(c.since)
		h.nights.state = BackupState{Scheduled: true, Folder: n.Backups.Folder}
		if c.newest != "" {
			h.nights.state.Newest = calendarDay(at(c.newest + " 00:00"))
		}
		if c.failed {
			h.nights.state.Err = store.ErrBroken
		}
		h.lookAtBackups(n, at(c.now))
		if got := slices.ContainsFunc(h.Concerns(), func(c Concern) bool { return c.Code == BackupLate }); got != c.late {
			t.Errorf("%s: late %v, want %v", c.name, got, c.late)
		}
	}
}
