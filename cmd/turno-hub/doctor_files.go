package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"turno/hub/store"
)

// backup looks for the newest in the folder of backups.
func (p *patient) backup() {
	if p.backups == "" {
		p.note("backups", "name their folder with --backups; serve --backups DIR makes one every night", "not looked at")
		return
	}
	entries, err := os.ReadDir(p.backups)
	if err != nil {
		p.mend("backups", "make the folder, or mount its disk", "%v", err)
		return
	}
	var newest time.Time
	name := ""
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.ModTime().After(newest) && p.isBackup(e) {
			newest, name = info.ModTime(), e.Name()
		}
	}
	switch age := p.now().Sub(newest); {
	case name == "":
		p.mend("backups", "serve --backups DIR makes one every night, and the first ten minutes after its start; turno-hub backup makes one now", "%s holds none", p.backups)
	case age > oldBackup:
		p.mend("backups", "find out why none was made since: the hub's log says it; turno-hub backup makes one now", "the newest, %s, is %s old", name, span(age))
	default:
		p.ok("backups", "the newest, %s, is %s old", name, span(max(0, age)))
	}
	if sameDisk(p.dir, p.backups) {
		p.note("backups", "keep them on another disk, or copy them to one: when this one dies, both are gone", "they lie on the disk of the data")
	}
}

// isBackup says that a file of the folder begins as a backup does, and is no part of
// one. What can't be read here is taken for one.
func (p *patient) isBackup(e fs.DirEntry) bool {
	path := filepath.Join(p.backups, e.Name())
	return e.Type().IsRegular() && !partName.MatchString(path) && (store.Encrypted(path) || !foreign(path))
}

// sameDisk says that two folders are of one file system, as far as can be told.
func sameDisk(a, b string) bool {
	var one, other syscall.Stat_t
	return syscall.Stat(a, &one) == nil && syscall.Stat(b, &other) == nil && one.Dev == other.Dev
}

// openToAll says that every account of the machine may read a file: nothing on the
// way to it is closed to them.
func openToAll(path string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode()&0o004 == 0 {
		return false
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}
