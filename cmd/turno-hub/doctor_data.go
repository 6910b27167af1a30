package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"turno/hub"
	"turno/hub/branch"
	"turno/hub/store"
)

// What the doctor calls little: for a branch that writes some megabytes a day.
const (
	littleSpace = 1 << 30
	noSpace     = 128 << 20
	oldBackup   = 3 * 24 * time.Hour
	briefly     = 256 << 20 // a file up to this size is proved whole
)

// folder looks at the data folder: whose it is, who may read it, what room it has.
func (p *patient) folder() {
	info, err := os.Stat(p.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.mend("folder", "turno-hub quickstart makes it, or turno-hub restore from a backup", "%s is not there", p.dir)
		return
	case err != nil:
		p.mend("folder", "run the doctor as the account that the hub runs as", "%s can't be looked at: %v", p.dir, err)
		return
	case !info.IsDir():
		p.mend("folder", "name the folder, not a file in it", "%s is no folder", p.dir)
		return
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		p.mend("folder", "chmod 700 "+p.dir, "%s may be opened by other accounts (%v)", p.dir, mode)
	} else {
		p.ok("folder", "%s is this branch's alone", p.dir)
	}
	if syscall.Access(p.dir, 2) != nil {
		p.mend("folder", "run the hub as the folder's owner, or give the folder to its account", "this account may not write to %s", p.dir)
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(p.dir, &disk); err != nil {
		p.mend("space", "look after the disk", "the disk does not say how full it is: %v", err)
		return
	}
	free := float64(disk.Bavail) * float64(disk.Bsize)
	switch {
	case free < noSpace:
		p.mend("space", "make room on the disk: the hub stops taking visits when it is full", "%s are left", size(free))
	case free < littleSpace:
		p.note("space", "make room on the disk before it is full", "%s are left", size(free))
	default:
		p.ok("space", "%s are left", size(free))
	}
}

// file looks at the data file, where no hub holds it.
func (p *patient) file() {
	path := filepath.Join(p.dir, store.FileName)
	info, err := os.Stat(path)
	if err != nil {
		if _, gone := os.Stat(p.dir); gone == nil {
			p.note("file", "", "%s holds no data yet", p.dir)
		}
		return
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		p.mend("file", "chmod 600 "+path, "%s may be read by other accounts (%v)", path, mode)
	}
	if info.Size() <= briefly {
		report, err := store.Check(p.dir)
		if errors.Is(err, store.ErrInUse) {
			p.inUse(info.Size())
			return
		}
		if err := errors.Join(err, report.Err()); err != nil {
			p.mend("file", "keep the folder as it is, and restore the newest backup to another one: turno-hub help restore", "%s", brief(err))
			return
		}
		p.ok("file", "%s, %s on %s, the hash chain holds", size(float64(info.Size())), many(report.Events(), "event"), many(len(report.Days), "business date"))
	}
	log, err := store.OpenLog(p.dir)
	switch {
	case errors.Is(err, store.ErrInUse):
		p.inUse(info.Size())
		return
	case err != nil:
		p.mend("file", "keep the folder as it is, and restore the newest backup to another one: turno-hub help restore", "%s", brief(err))
		return
	}
	defer log.Close()
	if info.Size() > briefly {
		p.ok("file", "%s, %d events, its pages hold together; turno-hub check proves each event", size(float64(info.Size())), log.Head())
	}
	p.lastEvent(log)
	p.stored(log)
}

func (p *patient) inUse(bytes int64) {
	if p.live {
		p.ok("file", "%s, in use by the running hub", size(float64(bytes)))
		return
	}
	p.mend("file", "look for another turno-hub that runs, or say where it listens with --listen", "%s is in use, and no hub answers at %s", p.dir, p.listen)
}

// brief is the first line of an error.
func brief(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// lastEvent compares the clock with the log: a clock that stands before it was
// set back, or is wrong since the battery went.
func (p *patient) lastEvent(log *store.Log) {
	at, err := log.Last()
	if err != nil || at.IsZero() {
		return
	}
	behind := at.Sub(p.now())
	switch {
	case -behind > hub.DaysAhead && !p.kept():
		p.mend("clock", "set the clock (timedatectl set-ntp true), or have a manager say on /manager that the date is right when the hub has started", "it stands %s after the last event, and nothing sets it from the network: the hub would open no day by itself", span(-behind))
	case behind > time.Minute:
		p.mend("clock", "set the clock (timedatectl set-ntp true) before the hub starts", "it stands %s before the last event: the hub would count on from there, with no time passing", span(behind))
	}
}

// stored looks at the devices of a hub that is stopped.
func (p *patient) stored(log *store.Log) {
	all, err := log.Devices()
	if err != nil {
		return
	}
	if len(all) == 0 {
		p.note("devices", "turno-hub quickstart gives tokens; a device asks for one by itself, too", "no device has a token")
		return
	}
	p.ok("devices", "with a token: %s; start the hub and ask again to see which are away", many(len(all), "device"))
}

// branchFile reads the branch file as serve does.
func (p *patient) branchFile() {
	if p.branch == "" {
		p.note("branch file", "name it with --branch, as serve does", "not looked at")
		return
	}
	b, err := branch.Load(p.branch)
	switch {
	case err != nil:
		p.mend("branch file", "mend it and look again: turno-hub check "+p.branch, "%s", brief(err))
	case b.Demo && !hub.Loopback(p.listen):
		p.mend("branch file", "leave out demo = true and write pin instead of demo_pin: turno-hub pin makes the lines", "it has PINs that everybody can read, so serve refuses it at %s", p.listen)
	case !b.Demo && len(b.Branch.Tellers) > 0 && openToAll(p.branch):
		p.mend("branch file", "chmod 640 "+p.branch+", and give it to the group of the hub's account", "%s may be read by every account of this machine, and short PINs are soon found by what stands in it", p.branch)
	case b.LeftOut != nil:
		p.mend("branch file", "turno-hub check "+p.branch+" tells line by line", "%d things in it are wrong and left out", len(b.LeftOut.All))
	default:
		p.ok("branch file", "%d services and %d counters; its rules hold together", len(b.Branch.Services), len(b.Branch.Counters))
	}
}
