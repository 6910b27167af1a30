package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"turno/hub/wire"
)

const (
	knownName    = "branch.json"
	knownNewName = "branch.json.new"
)

// Remember keeps what the kiosk knows of the branch, for a start with the hub
// away: services, hours and the business date, and nothing about any person.
func (j *Journal) Remember(s wire.State) error {
	b, err := json.Marshal(wire.State{
		Epoch: s.Epoch, Seq: s.Seq, BusinessDate: s.BusinessDate, At: s.At, Day: s.Day, Branch: s.Branch, Queues: hours(s.Queues),
	})
	if err != nil {
		return fmt.Errorf("writing what is known of the branch: %w", err)
	}
	f, err := j.disk.open(knownNewName, true)
	if err != nil {
		return disked("writing what is known of the branch", err)
	}
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = j.disk.rename(knownNewName, knownName)
	}
	if err == nil {
		err = j.disk.sync()
	}
	if err != nil {
		return disked("writing what is known of the branch", err)
	}
	return nil
}

// Known is what Remember kept; false where there is nothing or it can't be
// read: the hub will say it again.
func (j *Journal) Known() (wire.State, bool) {
	var s wire.State
	b, err := j.disk.load(knownName)
	if errors.Is(err, fs.ErrNotExist) || err != nil || json.Unmarshal(b, &s) != nil || s.Branch == nil {
		return wire.State{}, false
	}
	return s, true
}

// hours are the queues without the people in them.
func hours(all []wire.Queue) []wire.Queue {
	all = slices.Clone(all)
	for i := range all {
		q := &all[i]
		q.Waiting, q.LongestWaitS, q.OldestAt, q.Wait, q.Serving = 0, 0, nil, wire.Wait{Unknown: true}, 0
	}
	return all
}
