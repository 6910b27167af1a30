package main

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"syscall"

	"turno/hub"
	"turno/hub/queue"
	"turno/hub/store"
)

// care is what serve is told about looking after its data by itself.
type care struct {
	folder, at, recipients string
	daily, weekly          int
	keys, believe          bool
	warn, floor            uint64

	limits  hub.Limits
	limited bool // one was set
	proxies hub.Proxies
}

func (c *care) flags(f *flags) {
	f.StringVar(&c.folder, "backups", "", "`folder` in which a backup is made every night; best on another disk")
	f.StringVar(&c.at, "night", "02:30", "`time` of the branch at which backups are made and the data file is compacted")
	f.IntVar(&c.daily, "keep-daily", 7, "how many days' backups stay")
	f.IntVar(&c.weekly, "keep-weekly", 5, "of how many weeks one backup stays")
	f.StringVar(&c.recipients, "recipients", "", "`file` of age recipients for whom backups are encrypted")
	f.BoolVar(&c.keys, "backup-keys", false, "backups carry the keys of what is personal, so that a restore can read it; such backups do not forget, and need --recipients")
	f.Uint64Var(&c.warn, "disk-warn", 512, "`MiB` that should be free on the disk of the data; below it operators are warned")
	f.Uint64Var(&c.floor, "disk-floor", 64, "`MiB` below which no new tickets are given out; 0 never looks")
	c.limits = hub.UsualLimits()
	f.Func("limit", limitAbout(c.limits), func(s string) error { c.limited = true; return c.limits.Set(s) })
	f.Func("proxy", "`addresses` or networks, with commas between, of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody else's are", func(s string) (err error) {
		c.proxies, err = hub.ParseProxies(s)
		return err
	})
	f.BoolVar(&c.believe, "believe-clock", false, "the machine's clock is right although it stands a month or more ahead of the last event")
}

// limitAbout lists the limits with their usual values.
func limitAbout(l hub.Limits) string {
	about := "`NAME=VALUE` of a limit; again for another. At once 1 to 1000000, a minute 1 to 6000000. A demo has none unless one is set"
	for _, n := range hub.LimitNames {
		about += fmt.Sprintf("\n  %s=%s  %s", n.Name, l.Value(n.Name), n.About)
	}
	return about
}

// night is when the night's work is done, by the branch's clock.
func (c *care) night() (at queue.TimeOfDay, ok bool) {
	err := at.UnmarshalText([]byte(c.at))
	return at, err == nil && at < 24*60
}

func (c *care) check() error {
	if _, ok := c.night(); !ok {
		return usage(fmt.Sprintf("--night %s is no time such as 02:30", c.at))
	}
	if c.daily < 1 || c.weekly < 0 {
		return usage("--keep-daily is 1 or more, --keep-weekly 0 or more")
	}
	if c.folder == "" && (c.recipients != "" || c.keys) {
		return usage("--recipients and --backup-keys go with --backups FOLDER")
	}
	return nil
}

// set puts what was asked for, and checked, into the hub's configuration.
func (c *care) set(cfg *hub.Config) error {
	at, _ := c.night()
	cfg.Room = hub.Room{Warn: c.warn << 20, Floor: c.floor << 20, Off: c.floor == 0}
	cfg.BelieveClock, cfg.Proxies = c.believe, c.proxies
	if c.limited {
		cfg.Limits = &c.limits
	}
	cfg.Night = &hub.Night{At: at, Compact: true}
	if c.folder == "" {
		return nil
	}
	o, err := backupOptions(c.recipients, c.keys)
	if err != nil {
		return err
	}
	cfg.Night.Backups = &store.Rota{Folder: c.folder, Daily: c.daily, Weekly: c.weekly, Options: o}
	return nil
}

// look warns of a folder that can take no backup as it is, while somebody is there
// who may have mistyped it. It may come later, as a disk does: nothing is refused.
func (c *care) look(log *slog.Logger) {
	if c.folder == "" {
		return
	}
	const write, search = 2, 1
	info, err := os.Stat(c.folder)
	if err == nil && !info.IsDir() {
		err = syscall.ENOTDIR
	} else if err == nil {
		err = syscall.Access(c.folder, write|search)
	}
	if err != nil {
		log.Warn("no backup can be made as it is: make the folder, mount its disk, or let the hub's account write there", "folder", c.folder, "err", err)
	}
}

func backupOptions(recipients string, keys bool) (o store.BackupOptions, err error) {
	if keys && recipients == "" {
		return o, usage("a backup with the keys of what is personal must be encrypted: name --recipients FILE")
	}
	o.WithKeys = keys
	if recipients != "" {
		o.Recipients, err = store.Recipients(strings.TrimSpace(recipients))
	}
	return o, err
}
