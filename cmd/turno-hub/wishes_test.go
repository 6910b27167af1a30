package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"syscall"
	"testing"

	"turno/hub/wire"
)

// asked sends a request as a person who has signed in, and reads the answer.
func asked[T any](t *testing.T, method, url, token string, in any) (status int, out T) {
	t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := (&http.Client{Timeout: patience}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	_ = json.NewDecoder(resp.Body).Decode(&out) // a refusal is another object
	return resp.StatusCode, out
}

// A wish to erase waits for its second pair of eyes over a power cut, and what
// became of one is not forgotten by the next: nothing is approved twice, and
// nobody has to ask again.
func TestAWishOutlivesAKill(t *testing.T) {
	file, dir := staffed(t), filepath.Join(t.TempDir(), "branch")
	done(t, "quickstart", "--data", dir, "--branch", file, "--pair")
	start := func() *program {
		return serving(t, "--data", dir, "--branch", file, "--listen", "127.0.0.1:0")
	}
	enter := func(p *program, person, pin string) string {
		t.Helper()
		status, s := asked[wire.Session](t, "POST", p.url+"/api/v1/session", "", wire.SignIn{Person: person, PIN: pin})
		if status != 200 {
			t.Fatalf("%s: %d", person, status)
		}
		return s.Token
	}
	p := start()
	boss, a1, a2 := enter(p, "m1", "4711"), enter(p, "a1", "1111"), enter(p, "a2", "2222") // sessions outlive a kill, too
	ask(t, client(t, p.url, boss), wire.OpenDay{})
	var tickets []string
	for range 2 {
		a := ask(t, client(t, p.url, boss), wire.Issue{Service: "cash", Language: "es", Name: "Ana María"})
		tickets = append(tickets, a.Result.Ticket)
	}
	var wishes []wire.Approval
	for _, ticket := range tickets {
		status, w := asked[wire.Approval](t, "POST", p.url+"/api/v1/erasures", a1, wire.Erasure{Ticket: ticket})
		if status != 202 {
			t.Fatalf("%s: %d %+v", ticket, status, w)
		}
		wishes = append(wishes, w)
	}
	p.kill()

	p = start()
	if _, all := asked[[]wire.Approval](t, "GET", p.url+"/api/v1/approvals", a2, nil); len(all) != 2 || all[0] != wishes[0] || all[1] != wishes[1] {
		t.Fatalf("after the kill there wait %+v, want %+v", all, wishes)
	}
	if status, _ := asked[wire.Approval](t, "POST", p.url+"/api/v1/approvals/"+wishes[0].ID, a1, wire.ApprovalVerdict{Approve: true}); status != 403 {
		t.Errorf("who asked approves after the kill: %d", status)
	}
	if status, _ := asked[wire.Approval](t, "POST", p.url+"/api/v1/approvals/"+wishes[0].ID, a2, wire.ApprovalVerdict{Approve: true}); status != 200 {
		t.Errorf("the second person after the kill: %d", status)
	}
	p.kill()

	p = start()
	if _, all := asked[[]wire.Approval](t, "GET", p.url+"/api/v1/approvals", a2, nil); len(all) != 1 || all[0].ID != wishes[1].ID {
		t.Errorf("after the second kill there wait %+v", all)
	}
	if status, _ := asked[wire.Approval](t, "POST", p.url+"/api/v1/approvals/"+wishes[0].ID, a2, wire.ApprovalVerdict{Approve: true}); status != 404 {
		t.Errorf("approved twice: %d", status)
	}
	for i, kept := range []bool{false, true} {
		_, person := asked[struct{ Personal map[string]string }](t, "POST", p.url+"/api/v1/exports", a1, wire.Erasure{Ticket: tickets[i]})
		if (person.Personal["name"] != "") != kept {
			t.Errorf("%s: %+v", tickets[i], person)
		}
	}
	p.end(syscall.SIGTERM)
	done(t, "check", dir)
}
