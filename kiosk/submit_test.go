package kiosk

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"turno/forms"
	"turno/forms/press"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk/flow"
)

// secretive is a hub that notes ids and answers as it is told.
type secretive struct {
	mu  sync.Mutex
	ids []string
	as  []error // nil is a refusal
}

func (s *secretive) DoID(_ context.Context, id string, body wire.Body) (wire.Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = append(s.ids, id)
	err := s.as[len(s.ids)-1]
	return wire.Refuse(id, wire.VisitOver, "", ""), err
}

// TestNothingPersonalIsLogged: a draft that gets no answer, one that is
// refused and a form that does not print leave their names and codes in the
// log, and nothing of what was written; both tries of one wish bear one id.
func TestNothingPersonalIsLogged(t *testing.T) {
	test.NewApp()
	var log bytes.Buffer
	hub := &secretive{as: []error{errors.New("the line broke"), nil, nil}}
	work := make(chan func(), 8)
	screen := New(nil, func(flow.Action) {})
	at := time.Date(2026, 11, 24, 9, 41, 0, 0, time.UTC)
	printed := make(chan forms.Print, 1)
	r := NewRunner(t.Context(), Setup{
		Flow: flow.New(flow.Config{Sheets: true}, at), Screen: screen, Hub: hub, Do: func(f func()) { work <- f }, Now: func() time.Time { return at },
		Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Sheets: func(_ context.Context, f forms.Form, p forms.Print) error {
			printed <- p
			return &press.Error{Code: press.PaperOut}
		},
	})
	r.branch = &wire.Branch{Bank: "Banco Alameda", Zone: "Europe/Madrid"}
	draft := flow.Submit{Wish: 7, Body: wire.Draft{Ticket: "B042", Code: "k7Qm2xyz", Form: "AC-01", Values: map[string]string{"surname": "Zyxwvut"}}}
	for range 2 {
		r.submit(draft)
		(<-work)()
	}
	if len(hub.ids) != 2 || hub.ids[0] != hub.ids[1] {
		t.Errorf("two tries of one wish bear the ids %q", hub.ids)
	}
	r.submit(draft)
	(<-work)()
	if hub.ids[2] == hub.ids[0] {
		t.Error("a wish that was answered is asked again under its id")
	}
	r.printForm(flow.PrintForm{Form: "AC-01", Language: "cs", Ticket: "B042", Values: map[string]string{"surname": "Zyxwvut"}})
	(<-work)()
	if p := <-printed; p.Values["surname"] != "Zyxwvut" || p.Lang != words.CS || p.Bank != "Banco Alameda" || p.At.Format("15:04") != "10:41" {
		t.Errorf("printed %+v", p)
	}
	said := log.String()
	for _, secret := range []string{"Zyxwvut", "k7Qm2xyz"} {
		if strings.Contains(said, secret) {
			t.Errorf("the log holds %q:\n%s", secret, said)
		}
	}
	for _, fact := range []string{"the line broke", "visit_over", "AC-01", "paper_out"} {
		if !strings.Contains(said, fact) {
			t.Errorf("the log does not say %q:\n%s", fact, said)
		}
	}
}

// TestSheets: a form goes to an A4 printer as PDF under its name and ticket; a
// receipt printer is refused, and wrong values print nothing.
func TestSheets(t *testing.T) {
	dir := t.TempDir()
	p, err := press.Open("pdf://" + dir)
	if err != nil {
		t.Fatal(err)
	}
	print, err := PressSheets(p)
	if err != nil {
		t.Fatal(err)
	}
	form, err := forms.Load("AC-01")
	if err != nil {
		t.Fatal(err)
	}
	job := forms.Print{Lang: words.PT, Ticket: "B042", Bank: "Banco Alameda", Values: forms.Values{"surname": "Sá"}, At: time.Date(2026, 11, 24, 10, 41, 0, 0, time.UTC)}
	if err := print(t.Context(), form, job); err != nil {
		t.Error(err)
	}
	job.Values = forms.Values{"birth_date": "yesterday"}
	if err := print(t.Context(), form, job); !errors.Is(err, forms.ErrValues) {
		t.Errorf("wrong values: %v", err)
	}
	tcp, err := press.Open("tcp://192.0.2.7:9100")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := PressSheets(tcp); err == nil {
		t.Error("a receipt printer is taken for forms")
	}
}
