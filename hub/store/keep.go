package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Rota is a folder of backups, one a day, of which some stay: the newest of each
// of the last Daily days that have one, and of each of the last Weekly weeks.
type Rota struct {
	Folder  string
	Daily   int // at least 1
	Weekly  int
	Options BackupOptions
}

const (
	rotaPrefix = "turno-"
	rotaPlain  = ".db"
	rotaSealed = ".db.age"
)

// rotaName is the name of a day's backup. One of a day takes the place of an
// earlier one of the same day.
func (r Rota) name(day time.Time) string {
	end := rotaPlain
	if len(r.Options.Recipients) > 0 {
		end = rotaSealed
	}
	return rotaPrefix + day.Format(time.DateOnly) + end
}

// rotaDay is the day in a backup's name; false for a file of another kind, which
// is never touched.
func rotaDay(name string) (time.Time, bool) {
	middle, ok := strings.CutPrefix(name, rotaPrefix)
	day, sealed := strings.CutSuffix(middle, rotaSealed)
	if !sealed {
		day = strings.TrimSuffix(middle, rotaPlain)
	}
	at, err := time.Parse(time.DateOnly, day)
	return at, ok && err == nil && day != middle
}

// Run makes the backup of a day and, only when it is there and verified, removes
// those that are not to stay. removed names them.
func (r Rota) Run(s *Store, day time.Time) (made Report, removed []string, err error) {
	if err := makeDir(r.Folder); err != nil {
		return made, nil, err
	}
	r.sweep()
	path := filepath.Join(r.Folder, r.name(day))
	if made, err = s.BackupFile(path, r.Options); err != nil {
		return made, nil, err
	}
	for _, name := range r.stale(day) {
		path := filepath.Join(r.Folder, name)
		if gone := os.Remove(path); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, unusable(path, "an old backup can't be removed", gone))
			continue
		}
		removed = append(removed, name)
	}
	return made, removed, err
}

// sweep clears what a killed program left of its making.
func (r Rota) sweep() { removeLeftovers(r.Folder) }

// aBackup is one in the folder.
type aBackup struct {
	name string
	day  time.Time
}

// stale gives the backups of the folder that are not to stay after that of a day
// was made, oldest first. Those of days to come, of a time when the clock was
// wrong, are counted for themselves: they never crowd out the others.
func (r Rota) stale(made time.Time) (gone []string) {
	var past, toCome []aBackup
	entries, _ := os.ReadDir(r.Folder)
	for _, e := range entries {
		day, ok := rotaDay(e.Name())
		switch {
		case !ok || !e.Type().IsRegular():
		case day.After(made):
			toCome = append(toCome, aBackup{e.Name(), day})
		default:
			past = append(past, aBackup{e.Name(), day})
		}
	}
	return append(r.crowdedOut(past), r.crowdedOut(toCome)...)
}

// crowdedOut gives those of the backups that are not to stay, oldest first.
func (r Rota) crowdedOut(all []aBackup) (gone []string) {
	slices.SortFunc(all, func(a, b aBackup) int { return cmp.Or(b.day.Compare(a.day), cmp.Compare(a.name, b.name)) })
	days, weeks := map[time.Time]bool{}, map[string]bool{}
	for _, b := range all {
		year, number := b.day.ISOWeek()
		week := fmt.Sprint(year, number)
		stays := len(days) < max(r.Daily, 1) || days[b.day]
		if stays {
			days[b.day] = true
		}
		if len(weeks) < r.Weekly && !weeks[week] {
			weeks[week], stays = true, true
		}
		if !stays {
			gone = append(gone, b.name)
		}
	}
	slices.Reverse(gone)
	return gone
}

// Newest is the day of the folder's newest backup; zero where there is none.
func (r Rota) Newest() (day time.Time) {
	entries, _ := os.ReadDir(r.Folder)
	for _, e := range entries {
		if at, ok := rotaDay(e.Name()); ok && at.After(day) {
			day = at
		}
	}
	return day
}
