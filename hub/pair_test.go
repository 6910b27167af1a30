package hub_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// asks posts a wish to be paired.
func asks(t *testing.T, c *http.Client, url, body string) (int, wire.Pairing) {
	t.Helper()
	status, b := knock(t, c, "POST", url+"/api/v1/pair", "", body)
	var p wire.Pairing
	_ = json.Unmarshal(b, &p)
	return status, p
}

const wallAsks = `{"device":"wall-2","role":"display"}`

func TestADeviceIsPairedByItsCode(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{})
	boss, teller := enter(t, b.URL, "m1"), enter(t, b.URL, "t1")
	ctx, cancel := context.WithTimeout(t.Context(), hubtest.Patience)
	defer cancel()
	manages := dial.Config{URL: b.URL, Token: boss.Token}
	codes := make(chan wire.Pairing, 4)
	type end struct {
		wire.Paired
		err error
	}
	pair := func(ask wire.PairAsk) chan end {
		done := make(chan end, 1)
		go func() {
			got, err := dial.Pair(ctx, dial.Config{URL: b.URL, Poll: time.Millisecond}, ask, func(p wire.Pairing) { codes <- p })
			done <- end{got, err}
		}()
		return done
	}
	first := pair(wire.PairAsk{Device: "desk-9", Role: wire.Teller, Counter: "9"})
	code := <-codes
	if len(code.Code) != 7 || strings.ContainsAny(code.Code, "01OILSZBU") || len(code.Secret) < 22 {
		t.Errorf("the code is %q", code.Code)
	}
	waits, err := manages.Pairings(ctx)
	if err != nil || len(waits) != 1 || waits[0].Code != code.Code || waits[0].Device != "desk-9" || waits[0].From != "127.0.0.1" {
		t.Fatalf("the manager sees %+v %v", waits, err)
	}
	var refused *dial.Refused
	decide := func(token, code string, v wire.PairVerdict) wire.Code {
		t.Helper()
		err := dial.Config{URL: b.URL, Token: token}.Decide(ctx, code, v)
		if errors.As(err, &refused) {
			return refused.Answer.Code
		}
		if err != nil {
			t.Fatal(err)
		}
		return ""
	}
	for name, c := range map[string]struct {
		token, code string
		v           wire.PairVerdict
		want        wire.Code
	}{
		"a teller decides":     {teller.Token, code.Code, wire.PairVerdict{Approve: true}, wire.Forbidden},
		"the device itself":    {code.Secret, code.Code, wire.PairVerdict{Approve: true}, wire.Unauthorized},
		"nobody":               {"", code.Code, wire.PairVerdict{Approve: true}, wire.Unauthorized},
		"another code":         {boss.Token, "AAA-AAA", wire.PairVerdict{Approve: true}, wire.NotFound},
		"no code":              {boss.Token, "-", wire.PairVerdict{Approve: true}, wire.NotFound},
		"a counter not there":  {boss.Token, code.Code, wire.PairVerdict{Approve: true}, wire.UnknownCounter},
		"an admin by a code":   {boss.Token, code.Code, wire.PairVerdict{Approve: true, Role: wire.Admin}, wire.InvalidField},
		"a name that is taken": {boss.Token, code.Code, wire.PairVerdict{Approve: true, Counter: "2", Device: "kiosk-1"}, wire.DeviceExists},
	} {
		if got := decide(c.token, c.code, c.v); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := decide(boss.Token, code.Code, wire.PairVerdict{Approve: true, Counter: "2"}); got != "" {
		t.Fatal(got)
	}
	got := <-first
	if got.err != nil || got.Role != wire.Teller || got.Counter != "2" || got.Token == "" {
		t.Fatalf("paired: %+v", got)
	}
	desk := b.Actor(got.Token)
	desk.Must(wire.OpenCounter{Counter: "2"})
	if a := desk.Ask(wire.OpenCounter{Counter: "3"}); a.Code != wire.Forbidden {
		t.Errorf("at another counter: %+v", a)
	}
	if status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/pair", code.Secret, ""); status != 401 {
		t.Errorf("the secret still gives something after the token was used: %d", status)
	}
	b.Restart()
	desk.Must(wire.CloseCounter{Counter: "2"}) // its token is stored

	second := pair(wire.PairAsk{Device: "wall-2", Role: wire.Display})
	code = <-codes
	if got := decide(boss.Token, code.Code, wire.PairVerdict{}); got != "" {
		t.Fatal(got)
	}
	if got := <-second; !errors.Is(got.err, dial.ErrPairRefused) {
		t.Errorf("refused: %+v", got)
	}
}

// A code dies after ten minutes; the device asks for another by itself. A token
// whose answer was lost is fetched again, and the lost one is dead.
func TestCodesDieAndTokensAreFetchedAgain(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	ctx, cancel := context.WithTimeout(t.Context(), hubtest.Patience)
	defer cancel()
	boss := enter(t, b.URL, "m1")
	codes, done := make(chan wire.Pairing, 4), make(chan error, 1)
	go func() {
		_, err := dial.Pair(ctx, dial.Config{URL: b.URL, Poll: time.Millisecond}, wire.PairAsk{Device: "wall-2", Role: wire.Display}, func(p wire.Pairing) { codes <- p })
		done <- err
	}()
	first := <-codes
	clock.Advance(10 * time.Minute)
	second := <-codes
	if first.Code == second.Code || first.Secret == second.Secret {
		t.Error("the dead code was given again")
	}
	manages := dial.Config{URL: b.URL, Token: boss.Token}
	if err := manages.Decide(ctx, first.Code, wire.PairVerdict{Approve: true}); err == nil {
		t.Error("a dead code was approved")
	}
	cancel()
	<-done
	if err := manages.Decide(t.Context(), second.Code, wire.PairVerdict{Approve: true}); err != nil {
		t.Fatal(err)
	}
	fetch := func() (p wire.Paired) {
		t.Helper()
		status, body := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/pair", second.Secret, "")
		into(t, status, body, &p)
		return p
	}
	lost, kept := fetch(), fetch()
	if status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/state", lost.Token, ""); status != 401 {
		t.Errorf("the lost token works: %d", status)
	}
	if status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/state", kept.Token, ""); status != 200 {
		t.Errorf("the token does not work: %d", status)
	}
}

// Strangers who ask without end neither fill the memory nor push a device of the
// branch out.
func TestAFloodOfPairingsIsBounded(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	boss := enter(t, b.URL, "m1")
	_, mine := asks(t, http.DefaultClient, b.URL, wallAsks)
	slowed := 0
	for i := range 12 {
		stranger := from(t, "127.0.1."+string(rune('1'+i%9)))
		for range 8 {
			if status, _ := asks(t, stranger, b.URL, wallAsks); status == 429 {
				slowed++
			}
		}
	}
	waits, err := dial.Config{URL: b.URL, Token: boss.Token}.Pairings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, w := range waits {
		found = found || w.Code == mine.Code
	}
	if !found || len(waits) > 32 || slowed < 9*3 {
		t.Errorf("%d wait, mine among them: %v; %d were slowed down", len(waits), found, slowed)
	}
	for body, want := range map[string]int{
		`{"device":"x","role":"admin"}`:                               422,
		`{"device":"x","role":"manager"}`:                             422,
		`{"device":"","role":"kiosk"}`:                                422,
		`{"device":"<script>","role":"kiosk"}`:                        422,
		`{"device":"x","role":"counter"}`:                             422,
		`{"device":"x","role":"kiosk","counter":"1"}`:                 422,
		`{"device":"` + strings.Repeat("x", 41) + `","role":"kiosk"}`: 422,
		`[`: 400,
	} {
		clock.Advance(time.Minute)
		if status, _ := asks(t, http.DefaultClient, b.URL, body); status != want {
			t.Errorf("%s: %d, want %d", body, status, want)
		}
	}
}

func TestATokenIsRotatedAndRevoked(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	works := func(token string) bool {
		status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/state", token, "")
		return status == 200
	}
	rotate := func(token string) string {
		t.Helper()
		r, err := dial.Config{URL: b.URL, Token: token}.Rotate(t.Context())
		if err != nil || r.Token == token || r.Token == "" {
			t.Fatalf("%+v %v", r, err)
		}
		return r.Token
	}
	old := b.Tokens["kiosk-1"]
	line := open(t, b.URL, hello(old, nil), nil)
	line.next(nil)
	_, first := post(t, b.URL, old, `{"id":"k-1","do":"issue","service":"cash","language":"es"}`)
	unused := rotate(old)
	fresh := rotate(old)
	if !works(old) || works(unused) {
		t.Error("until the new one is used the old one works, and no third")
	}
	if _, again := post(t, b.URL, fresh, `{"id":"k-1","do":"issue","service":"cash","language":"es"}`); again.Result == nil || again.Result.Ticket != first.Result.Ticket {
		t.Errorf("under the new token the same wish is another's: %+v", again)
	}
	if works(old) || !works(fresh) {
		t.Error("at the first use of the new one the old one has to die")
	}
	if err := line.WriteMessage(1, []byte(`{"kind":"command","id":"k-2","do":"issue","service":"cash","language":"es"}`)); err != nil {
		t.Error("the device's line was cut by its own rotation")
	}
	later := rotate(fresh)
	clock.Advance(11 * time.Minute)
	b.Hub.Sweep()
	if works(fresh) || !works(later) {
		t.Error("an old token has to die in time, used or not")
	}
	b.Restart()
	if works(old) || works(fresh) || !works(later) {
		t.Error("a restart brought a dead token back, or lost a live one")
	}
	for name, token := range map[string]string{"a person": enter(t, b.URL, "a1").Token, "nobody": "x"} {
		if _, err := (dial.Config{URL: b.URL, Token: token}).Rotate(t.Context()); err == nil {
			t.Errorf("%s rotates a token", name)
		}
	}

	boss := dial.Config{URL: b.URL, Token: enter(t, b.URL, "m1").Token}
	all, err := boss.Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, d := range all {
		ids[d.Device] = d.ID
	}
	l := open(t, b.URL, hello(later, nil), nil)
	l.next(nil)
	if err := boss.RemoveDevice(t.Context(), ids["admin-1"]); err == nil {
		t.Error("a manager removed what may do more")
	}
	if err := (dial.Config{URL: b.URL, Token: b.Tokens["host-1"]}).RemoveDevice(t.Context(), ids["kiosk-1"]); err == nil {
		t.Error("the host removed a kiosk")
	}
	if err := boss.RemoveDevice(t.Context(), ids["kiosk-1"]); err != nil {
		t.Fatal(err)
	}
	if code := l.closed(); code != wire.CloseUnknown {
		t.Errorf("the removed device was closed with %d", code)
	}
	if err := boss.RemoveDevice(t.Context(), ids["kiosk-1"]); err == nil || works(later) {
		t.Error("the removed device is still there")
	}
}

// A socket that is being opened while its device is removed does not get in.
func TestALineThatComesTooLateIsNotLetIn(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{})
	boss := dial.Config{URL: b.URL, Token: enter(t, b.URL, "m1").Token}
	all, err := boss.Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.Device == "kiosk-1" {
			if err := b.Hub.JoinAfter(b.Tokens["kiosk-1"], func() {
				if err := boss.RemoveDevice(t.Context(), d.ID); err != nil {
					t.Error(err)
				}
			}); err != wire.CloseUnknown {
				t.Errorf("the line that greeted before and joined after was answered %d", err)
			}
		}
	}
}
