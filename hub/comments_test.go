package hub_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// rateOne serves the next ticket at counter 1 and rates it; it gives the ticket.
func rateOne(t *testing.T, b *hubtest.Branch, n int, figures, comment string) string {
	t.Helper()
	do := func(device, body string) *wire.Result {
		t.Helper()
		status, a := post(t, b.URL, b.Tokens[device], strings.ReplaceAll(body, "ID", fmt.Sprintf("%s-%d", device, n)))
		if status != 200 {
			t.Fatalf("%s: %d %+v", body, status, a)
		}
		return a.Result
	}
	ticket := do("kiosk-1", `{"id":"ID","do":"issue","service":"cash","language":"es","name":"Ana María"}`).Ticket
	do("counter-1", `{"id":"o-ID","do":"open_counter","counter":"1"}`)
	do("counter-1", `{"id":"c-ID","do":"call_next","counter":"1"}`)
	do("counter-1", `{"id":"s-ID","do":"serve","counter":"1"}`)
	do("counter-1", `{"id":"f-ID","do":"finish","counter":"1"}`)
	do("kiosk-1", fmt.Sprintf(`{"id":"r-ID","do":"feedback","ticket":%q%s,"comment":%q}`, ticket, figures, comment))
	return ticket
}

func readComments(t *testing.T, b *hubtest.Branch, token, query string) (int, wire.Comments, string) {
	t.Helper()
	var out wire.Comments
	status, body := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/comments"+query, token, "")
	if status == 200 {
		into(t, status, body, &out)
	}
	return status, out, string(body)
}

func number(n int) *int { return &n }

// A manager reads what people wrote, by date, without who they were; what was
// erased is gone, and the chain tells of each look.
func TestAManagerReadsComments(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T09:00:00+01:00")
	b, _ := earnest(t, hubtest.Options{Clock: clock})
	rateOne(t, b, 1, `,"csat":2,"nps":3,"ces":6`, "Mucha espera, nadie explica nada")
	rateOne(t, b, 2, `,"csat":5`, "")
	clock.Advance(time.Minute)
	second := rateOne(t, b, 3, `,"csat":5`, "Muy amables")
	clock.Advance(24 * time.Hour)
	rateOne(t, b, 4, `,"nps":0`, "La puerta pesa")
	boss := enter(t, b.URL, "m1").Token

	before := strings.Count(b.Hub.Trail(), "comments_seen")
	_, all, text := readComments(t, b, boss, "")
	want := wire.Comments{From: "2026-02-25", To: "2026-03-03", Comments: []wire.Comment{
		{BusinessDate: "2026-03-03", Service: "cash", NPS: number(0), Comment: "La puerta pesa"},
		{BusinessDate: "2026-03-02", Service: "cash", CSAT: number(5), Comment: "Muy amables"},
		{BusinessDate: "2026-03-02", Service: "cash", CSAT: number(2), NPS: number(3), CES: number(6), Comment: "Mucha espera, nadie explica nada"},
	}}
	if d := cmp.Diff(want, all); d != "" {
		t.Error(d)
	}
	if strings.Contains(text, "Ana") || strings.Contains(text, second) || strings.Contains(text, "v-0") {
		t.Errorf("it tells who wrote: %s", text)
	}
	if trail := b.Hub.Trail(); strings.Count(trail, "comments_seen") != before+1 || !strings.Contains(trail, "comments_seen 3 of 2026-02-25 to 2026-03-03 by manager m1") {
		t.Errorf("the chain says\n%s", trail)
	}
	if _, one, _ := readComments(t, b, boss, "?from=2026-03-02&to=2026-03-02"); len(one.Comments) != 2 {
		t.Errorf("of one day: %+v", one)
	}
	if _, none, _ := readComments(t, b, boss, "?to=2026-03-01"); len(none.Comments) != 0 || none.From != "2026-02-23" {
		t.Errorf("of days before: %+v", none)
	}

	// Erased at somebody's wish, and then by the rules of retention.
	asks, says := enter(t, b.URL, "a1").Token, enter(t, b.URL, "a2").Token
	var wish wire.Approval
	status, body := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/erasures", asks, `{"business_date":"2026-03-02","ticket":"`+second+`"}`)
	into(t, status, body, &wish)
	if status, body := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/approvals/"+wish.ID, says, `{"approve":true}`); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	if _, left, text := readComments(t, b, boss, ""); len(left.Comments) != 2 || strings.Contains(text, "amables") {
		t.Errorf("after the erasure: %s", text)
	}
	clock.Advance(31 * 24 * time.Hour)
	rateOne(t, b, 5, `,"csat":4`, "Bien")
	if _, left, text := readComments(t, b, enter(t, b.URL, "m1").Token, "?from=2026-03-01"); len(left.Comments) != 1 || left.Comments[0].Comment != "Bien" {
		t.Errorf("after a month: %s", text)
	}
	b.Stop()
	prove(t, b.Dir)
}

func TestCommentsAreForTheManagerAlone(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T09:00:00+01:00")})
	rateOne(t, b, 1, `,"csat":2`, "Mucha espera")
	boss := enter(t, b.URL, "m1").Token
	for name, c := range map[string]struct {
		token  string
		status int
	}{
		"nobody": {"", 401}, "a teller": {enter(t, b.URL, "t1").Token, 403}, "an admin": {enter(t, b.URL, "a1").Token, 403}, "the host": {enter(t, b.URL, "h1").Token, 403},
		"a manager's device": {b.Tokens["manager-1"], 403}, "a kiosk": {b.Tokens["kiosk-1"], 403}, "the manager": {boss, 200},
	} {
		if status, _, text := readComments(t, b, c.token, ""); status != c.status || status != 200 && strings.Contains(text, "espera") {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	for _, query := range []string{"?from=yesterday", "?to=2026-02-30", "?from=2026-03-02&to=2026-03-01"} {
		if status, _, text := readComments(t, b, boss, query); status != 422 {
			t.Errorf("%s: %d %s", query, status, text)
		}
	}
	req, err := http.NewRequest("GET", b.URL+"/api/v1/comments", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "turno_session", Value: boss})
	req.Header.Set("Origin", "http://evil.example")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 401 {
		t.Errorf("another site's page: %d", resp.StatusCode)
	}
	if got := strings.Count(b.Hub.Trail(), "comments_seen"); got != 1 {
		t.Errorf("the chain tells of %d looks", got)
	}
}

// One answer holds no more than it says: the rest is asked for by earlier dates.
func TestManyComments(t *testing.T) {
	hub.MaxComments(t, 2)
	b, _ := earnest(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T09:00:00+01:00")})
	for n := range 3 {
		rateOne(t, b, n, `,"csat":2`, fmt.Sprintf("Comentario %d", n))
	}
	_, got, _ := readComments(t, b, enter(t, b.URL, "m1").Token, "")
	if !got.More || len(got.Comments) != 2 || got.Comments[0].Comment != "Comentario 2" {
		t.Errorf("%+v", got)
	}
}
