package hub_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// An admin's new branch file takes the place of the old one as one event: those
// who wait keep waiting, the numbers go on, screens get the new branch. What
// would drop somebody is refused whole.
func TestAdminLoadsABranch(t *testing.T) {
	demo, err := os.ReadFile("branch/demo.toml")
	if err != nil {
		t.Fatal(err)
	}
	b := hubtest.Start(t, hubtest.Options{})
	kiosk, boss := b.Actor("demo-kiosk-1"), b.Actor("demo-manager-1")
	loan := kiosk.Must(wire.Issue{Service: "loans", Language: "es"})
	if status, _ := load(t, b.URL, "demo-manager-1", string(demo)); status != http.StatusForbidden {
		t.Errorf("a manager: %d", status)
	}
	before, _, _ := strings.Cut(string(demo), `series = "A"`)
	where := fmt.Sprintf("branch.toml:%d", 1+strings.Count(before, "\n"))
	if status, text := load(t, b.URL, "demo-admin-1", strings.Replace(string(demo), `series = "A"`, `series = "Q"`, 1)); status != 422 || !strings.Contains(text, where) {
		t.Errorf("a wrong file: %d %s", status, text)
	}
	other := strings.ReplaceAll(string(demo), "\"loans\"", "\"credit\"")
	if status, text := load(t, b.URL, "demo-admin-1", other); status != 409 || !strings.Contains(text, "loans") {
		t.Errorf("without loans: %d %s", status, text)
	}
	ruled := strings.Replace(string(demo), "credit = \"20m\"", "way = \"strict\"\nshare = 60", 1)
	ruled = strings.Replace(ruled, "name = \"Lipová\"", "name = \"Nová\"", 1)
	status, text := load(t, b.URL, "demo-admin-1", ruled)
	if status != 200 {
		t.Fatalf("%d %s", status, text)
	}
	if s := boss.At(loan.Seq + 1); s.Branch.Name != "Nová" || len(s.Visits) != 1 || s.Visits[0].Ticket != loan.Result.Ticket {
		t.Errorf("after the change: %s %+v", s.Branch.Name, s.Visits)
	}
	if next := kiosk.Must(wire.Issue{Service: "loans", Language: "es"}); next.Result.Ticket != "C002" {
		t.Errorf("the numbers do not go on: %s", next.Result.Ticket)
	}
	if status, _ := load(t, b.URL, "demo-admin-1", ruled); status != 200 || state(t, b.URL, "demo-admin-1").Seq != loan.Seq+2 {
		t.Errorf("the same again: %d, seq %d", status, state(t, b.URL, "demo-admin-1").Seq)
	}
}

func load(t *testing.T, url, token, text string) (int, string) {
	t.Helper()
	req, err := http.NewRequest("POST", url+"/api/v1/branch", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}
