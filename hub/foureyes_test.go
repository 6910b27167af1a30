package hub_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// One admin asks, another approves; nothing is erased before, and the chain
// tells all of it.
func TestErasingTakesTwoPeople(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	_, issued := post(t, b.URL, b.Tokens["kiosk-1"], `{"id":"k-1","do":"issue","service":"cash","language":"es","name":"Ana María","phone":"600111222"}`)
	_, other := post(t, b.URL, b.Tokens["kiosk-1"], `{"id":"k-2","do":"issue","service":"cash","language":"es"}`)
	asks, seconds, boss := enter(t, b.URL, "a1"), enter(t, b.URL, "a2"), enter(t, b.URL, "m1")
	page := func(a wire.Answer) int {
		status, _ := knock(t, http.DefaultClient, "GET", b.URL+"/t/"+a.Result.Code, "", "")
		return status
	}
	ask := func(token, body string) (int, wire.Approval) {
		t.Helper()
		status, text := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/erasures", token, body)
		var a wire.Approval
		_ = json.Unmarshal(text, &a)
		return status, a
	}
	decide := func(token, id, body string) int {
		t.Helper()
		status, _ := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/approvals/"+id, token, body)
		return status
	}
	for name, c := range map[string]struct {
		token, body string
		status      int
	}{
		"a manager":         {boss.Token, `{"ticket":"A001"}`, 403},
		"an admin's device": {b.Tokens["admin-1"], `{"ticket":"A001"}`, 403},
		"nobody":            {"", `{"ticket":"A001"}`, 401},
		"an unknown ticket": {asks.Token, `{"ticket":"A999"}`, 404},
		"neither":           {asks.Token, `{}`, 422},
		"both":              {asks.Token, `{"ticket":"A001","visit":"v-1"}`, 422},
	} {
		if status, _ := ask(c.token, c.body); status != c.status {
			t.Errorf("%s: %d, want %d", name, status, c.status)
		}
	}
	if status, _ := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/exports", boss.Token, `{"ticket":"A001"}`); status != 403 {
		t.Errorf("a manager exports: %d", status)
	}
	status, kept := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/exports", asks.Token, `{"ticket":"A001"}`)
	if status != 200 || !strings.Contains(string(kept), "600111222") || !strings.Contains(string(kept), "TicketIssued") || strings.Contains(string(kept), other.Result.Visit) {
		t.Errorf("the export: %d %s", status, kept)
	}
	status, wish := ask(asks.Token, `{"ticket":"A001"}`)
	if status != 202 || wish.By != "a1" || wish.State != "waiting" || wish.Visit != issued.Result.Visit {
		t.Fatalf("%d %+v", status, wish)
	}
	for name, c := range map[string]struct {
		token  string
		status int
	}{"the one who asked": {asks.Token, 403}, "a second session of hers": {enter(t, b.URL, "a1").Token, 403}, "a manager": {boss.Token, 403}, "an admin's device": {b.Tokens["admin-1"], 403}} {
		if got := decide(c.token, wish.ID, `{"approve":true}`); got != c.status {
			t.Errorf("%s approves: %d", name, got)
		}
	}
	if page(issued) != 200 {
		t.Fatal("something was erased before the second person spoke")
	}
	var list []wire.Approval
	status, text := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/approvals", seconds.Token, "")
	into(t, status, text, &list)
	if len(list) != 1 || list[0].ID != wish.ID {
		t.Errorf("the list is %+v", list)
	}
	if got := decide(seconds.Token, wish.ID, `{"approve":true}`); got != 200 {
		t.Fatalf("the second person: %d", got)
	}
	if page(issued) != 404 || page(other) != 200 {
		t.Error("the erased visit still has its page, or another has lost its own")
	}
	if got := decide(seconds.Token, wish.ID, `{"approve":true}`); got != 404 {
		t.Errorf("approved twice: %d", got)
	}
	// A refusal, the asker's own among it, and a wish that nobody answered, end.
	_, no := ask(asks.Token, `{"ticket":"A002"}`)
	if got := decide(asks.Token, no.ID, `{"approve":false}`); got != 200 {
		t.Errorf("taking it back: %d", got)
	}
	_, late := ask(asks.Token, `{"ticket":"A002"}`)
	for range 20 { // the sessions are in use, the wish waits
		clock.Advance(25 * time.Minute)
		knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/state", seconds.Token, "")
	}
	if got := decide(seconds.Token, late.ID, `{"approve":true}`); got != 404 {
		t.Errorf("after its time: %d", got)
	}
	trail := b.Hub.Trail()
	if status, kept := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/exports", enter(t, b.URL, "a1").Token, `{"ticket":"A001","business_date":"2026-03-02"}`); status != 200 || strings.Contains(string(kept), "600111222") {
		t.Errorf("after the erasure the export gives %d %s", status, kept)
	}
	for _, want := range []string{"exported v-", "asked erase v-", "approved erase v-", "erased v-", "denied erase v-"} {
		if !strings.Contains(trail, want) {
			t.Errorf("the chain says nothing of %q:\n%s", want, trail)
		}
	}
	if strings.Contains(trail, "Ana") || strings.Contains(trail, "600111222") {
		t.Error("the chain names the person")
	}
}

// A wish is a line of the chain: it waits over a restart for as long as it would
// have, once for each visit, whoever asks for it again.
func TestAWishWaitsOverARestart(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T08:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	_, issued := post(t, b.URL, b.Tokens["kiosk-1"], `{"id":"k-1","do":"issue","service":"cash","language":"es","name":"Ana María"}`)
	asks, seconds := enter(t, b.URL, "a1").Token, enter(t, b.URL, "a2").Token
	ask := func(token, body string) (a wire.Approval) {
		t.Helper()
		status, text := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/erasures", token, body)
		into(t, status, text, &a)
		return a
	}
	list := func() (all []wire.Approval) {
		t.Helper()
		status, text := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/approvals", seconds, "")
		into(t, status, text, &all)
		return all
	}
	wish := ask(asks, `{"ticket":"A001"}`)
	if again := ask(seconds, `{"visit":"`+issued.Result.Visit+`"}`); again != wish {
		t.Errorf("asked again: %+v, want %+v", again, wish)
	}
	b.Restart()
	if all := list(); len(all) != 1 || all[0] != wish {
		t.Errorf("after a restart there wait %+v, want %+v", all, wish)
	}
	if status, _ := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/erasures", asks, `{"visit":"v-none"}`); status != 404 {
		t.Errorf("of a visit that nobody made: %d", status)
	}
	clock.Advance(8*time.Hour - time.Minute)
	seconds = enter(t, b.URL, "a2").Token
	if len(list()) != 1 {
		t.Error("the wish ended before its time")
	}
	clock.Advance(2 * time.Minute)
	b.Restart()
	if all := list(); len(all) != 0 {
		t.Errorf("after its time there wait %+v", all)
	}
	if got := strings.Count(b.Hub.Trail(), "asked erase v-"); got != 1 {
		t.Errorf("the chain tells of %d wishes", got)
	}
}
