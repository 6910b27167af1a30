package hub_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/wire"
)

// logbook is a log that a test can read while the hub writes it.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// logKeys are all that a line of the log may tell by name. The same thing has the
// same key everywhere, or nobody finds it.
var logKeys = []string{"time", "level", "msg", "err", "by", "branch", "date", "seq", "epoch", "do", "reason", "from", "role", "device",
	"commands", "events", "path", "form", "concern"}

// A day with people in it leaves none of them in the log, nor what opens a door.
func TestLogKnowsNobody(t *testing.T) {
	book := &logbook{}
	b := hubtest.Start(t, hubtest.Options{Log: slog.New(slog.NewJSONHandler(book, &slog.HandlerOptions{Level: slog.LevelDebug})),
		SignIn: func(person, pin string) (queue.Teller, bool) { return queue.Teller{}, false }})
	kiosk, teller, host := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1"), b.Actor("demo-host-1")
	secrets := []string{"Růžena", "Dvořáková", "+420 601 234 567", "knee", "unhappy", "ES7921000813610123456789", "4711", "demo-kiosk-1-wrong"}
	teller.Must(wire.OpenCounter{Counter: "1"})
	for _, name := range []string{"Růžena", "Dvořáková"} {
		a := kiosk.Must(wire.Issue{Service: "cash", Language: "cs", Name: name, Phone: "+420 601 234 567", Note: "bad knee"})
		secrets = append(secrets, a.Result.Code)
		kiosk.Must(wire.Draft{Ticket: a.Result.Ticket, Code: a.Result.Code, Form: "AC-01", Values: map[string]string{"iban": "ES7921000813610123456789"}})
	}
	teller.Must(wire.CallNext{Counter: "1"})
	teller.Must(wire.Serve{Counter: "1"})
	teller.Must(wire.Finish{Counter: "1", Note: "very unhappy"})
	host.Ask(wire.Leave{Ticket: "Z999"})
	for _, who := range []string{"Růžena", "Dvořáková"} {
		resp, err := http.Post(b.URL+"/api/v1/session", "application/json", strings.NewReader(`{"person":"`+who+`","pin":"4711"}`))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	post(t, b.URL, "demo-kiosk-1-wrong", `{"id":"a","do":"issue","service":"cash","language":"es","name":"Růžena"}`)
	post(t, b.URL, "demo-kiosk-1", `{"id":"a","do":"issue","service":"cash","language":"es","name":17,"x":"Dvořáková"}`)
	for _, code := range []string{secrets[len(secrets)-1], "nobodys-code"} {
		resp, err := http.Get(b.URL + "/t/" + code)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	b.Actor("demo-manager-1").Must(wire.CloseDay{})
	b.Restart()
	b.Stop()
	text := book.String()
	for _, s := range append(secrets, "demo-counter-1", "demo-admin-1") {
		if strings.Contains(text, s) {
			t.Errorf("the log tells %q:\n%s", s, text)
		}
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) < 4 { // it serves, and it stops, twice
		t.Errorf("the log says little:\n%s", text)
	}
	for _, line := range lines {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		for k := range fields {
			if !slices.Contains(logKeys, k) {
				t.Errorf("a key of its own, %q: %s", k, line)
			}
		}
		if msg, _ := fields["msg"].(string); !regexp.MustCompile(`^[a-z]`).MatchString(msg) {
			t.Errorf("a message is a sentence's beginning: %s", line)
		}
	}
}
