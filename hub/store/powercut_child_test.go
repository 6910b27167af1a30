package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"turno/hub/queue"
)

// said is one line of what a writer tells before and after what it does, so
// that whoever cuts its power knows what has to be there afterwards.
type said struct {
	What  string // opened, try, ack, refused, broken, backup, backed, compact, error
	Seq   uint64 `json:",omitempty"` // of the last event
	Batch *told  `json:",omitempty"`
	Err   string `json:",omitempty"`
	Epoch string `json:",omitempty"`
}

// told is a batch in words that can be compared with what is stored.
type told struct {
	Seq      uint64            // of the last event
	Events   map[uint64]string // sums
	State    string            // sum of the state after it
	Outcomes []Outcome
	IDs      []string // of the outcomes
	Dates    []queue.Date
	Personal []Personal
	Erase    []PersonalKey
	Drop     queue.Date
	Clock    time.Time
}

func tellBatch(b Batch, state queue.State) *told {
	t := &told{Seq: state.Seq, Events: map[uint64]string{}, State: sumJSON(state), Outcomes: b.Outcomes,
		Personal: b.Personal, Erase: b.Erase, Drop: b.DropOutcomesBefore, Clock: b.Clock}
	for _, e := range b.Events {
		t.Events[e.Seq] = sumJSON(e)
	}
	for _, o := range b.Outcomes {
		t.IDs, t.Dates = append(t.IDs, o.ID), append(t.Dates, o.Date)
	}
	return t
}

func sumJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return HashBody(data).String()
}

// cutWriter commits to a folder until its power goes.
type cutWriter struct {
	dir    string
	noSync string // what does not sync: file, journal, or nothing; or turn: who does not wait for it
	random *rand.Rand
	say    func(said)
	s      *Store
	w      *world
}

// childPowercut is the program whose power is cut. Its settings come from the
// environment, as the folder does.
func childPowercut(dir string) {
	seed, _ := strconv.ParseUint(os.Getenv("STORE_TEST_SEED"), 10, 64)
	out := json.NewEncoder(os.Stdout)
	c := &cutWriter{dir: dir, noSync: os.Getenv("STORE_TEST_NOSYNC"), random: rand.New(rand.NewPCG(seed, 1)),
		say: func(x said) { _ = out.Encode(x) }}
	if err := c.live(); err != nil {
		c.say(said{What: "error", Err: err.Error()})
		os.Exit(1)
	}
}

// live writes batches for as long as the disk lets it. The error is of a store
// that could not be opened; what commits answer is said.
func (c *cutWriter) live() error {
	if err := c.open(); err != nil {
		return err
	}
	if os.Getenv("STORE_TEST_OPEN") != "" { // and nothing more
		return nil
	}
	for range 500 {
		b := c.batch()
		c.say(said{What: "try", Batch: tellBatch(b, c.w.state)})
		if c.noSync == "turn" {
			c.s.taking, c.s.filedLife = nil, c.s.journal.life
		}
		switch err := c.s.Commit(b); {
		case err == nil:
			c.say(said{What: "ack", Seq: c.w.state.Seq})
		case errors.Is(err, ErrBroken):
			c.say(said{What: "broken", Seq: c.w.state.Seq, Err: err.Error()})
			c.s.Close()
			if err := c.open(); err != nil {
				return err
			}
		default:
			c.say(said{What: "refused", Seq: c.w.state.Seq, Err: err.Error()})
			if err := c.load(); err != nil {
				return err
			}
		}
		if c.random.IntN(25) == 0 {
			c.backup()
		}
		if c.random.IntN(30) == 0 {
			if err := c.compact(); err != nil {
				return err
			}
		}
	}
	return c.s.Close()
}

// open opens the folder and says what is in it: from then on that was promised,
// too, as a client may be told of it.
func (c *cutWriter) open() (err error) {
	blocks := []int64{2, 3, 8, 512}[c.random.IntN(4)] // of a side: most change it with every other commit
	if c.noSync == "turn" {
		blocks = 2
	}
	if c.s, err = Open(c.dir, Options{side: blocks * journalBlock}); err != nil {
		return err
	}
	c.s.db.NoSync = c.noSync == "file"
	if c.noSync == "journal" {
		c.s.journal.sync = func(*os.File) error { return nil }
	}
	if err := c.load(); err != nil {
		return err
	}
	c.say(said{What: "opened", Seq: c.w.state.Seq, Epoch: c.s.Epoch().String()})
	return nil
}

// load takes up the state that is stored.
func (c *cutWriter) load() error {
	state, err := c.s.Load()
	if err != nil {
		return err
	}
	c.w = newWorld()
	c.w.state, c.w.date = state, state.Date
	if state.Seq > 0 {
		c.w.at = state.At
	}
	return nil
}

// batch makes the next one: mostly tickets with all that hangs on them, now and
// then the end of a day with what is forgotten then.
func (c *cutWriter) batch() Batch {
	if c.w.state.Seq == 0 {
		b := Batch{Events: c.w.open("2026-03-02")}
		b.Clock = c.w.at
		return b
	}
	if c.random.IntN(20) == 0 {
		return c.night()
	}
	var b Batch
	for range 1 + c.random.IntN(4) {
		e := c.w.issue()
		visit := e.Fact.(queue.TicketIssued).Visit
		b.Events = append(b.Events, e)
		b.Outcomes = append(b.Outcomes, Outcome{Principal: "kiosk-1", ID: e.Cause, Date: e.Date, Seq: e.Seq, Body: HashBody([]byte(e.Cause)),
			Answer: json.RawMessage(fmt.Sprintf(`{"visit":%q,"pad":"%0*d"}`, visit, 1+c.random.IntN(600), 0))})
		b.Personal = append(b.Personal, Personal{Visit: visit, Field: FieldCode, Value: fmt.Sprintf("code-%d", e.Seq)},
			Personal{Visit: visit, Field: "name", Value: fmt.Sprintf("Růžena %d", e.Seq)})
	}
	b.Clock = c.w.at
	if c.random.IntN(15) == 0 {
		snapshot := c.w.state
		b.Snapshot = &snapshot
	}
	return b
}

// night closes the day and opens the next.
func (c *cutWriter) night() Batch {
	b := Batch{DropOutcomesBefore: c.w.date}
	for v := range c.w.state.Visits() {
		b.Erase = append(b.Erase, PersonalKey{Visit: v.ID})
	}
	day, err := time.Parse(time.DateOnly, string(c.w.date))
	if err != nil {
		panic(err)
	}
	b.Events = c.w.do(queue.DayClosed{Date: c.w.date})
	c.w.at = c.w.at.Add(16 * time.Hour)
	b.Events = append(b.Events, c.w.do(queue.DayOpened{Date: queue.Date(day.AddDate(0, 0, 1).Format(time.DateOnly))})...)
	b.Clock = c.w.at
	return b
}

// backup replaces the backup beside the data folder.
func (c *cutWriter) backup() {
	c.say(said{What: "backup", Seq: c.s.Head()})
	if _, err := c.s.BackupFile(filepath.Join(c.dir, "..", backupName), BackupOptions{}); err == nil {
		c.say(said{What: "backed", Seq: c.s.Head()})
	}
}

const backupName = "backup.db"

// compact puts a compacted file in place of the one in use.
func (c *cutWriter) compact() error {
	c.say(said{What: "compact", Seq: c.s.Head()})
	_, err := c.s.Compact()
	c.s.file.RLock()
	c.s.db.NoSync = c.noSync == "file"
	c.s.file.RUnlock()
	if !errors.Is(err, ErrBroken) {
		return nil
	}
	c.say(said{What: "broken", Seq: c.w.state.Seq, Err: err.Error()})
	c.s.Close()
	return c.open()
}
