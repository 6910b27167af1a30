package hub_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// Every verb and every route, asked by every role, for the own counter and for
// another: who is let through the door stands in testdata/rights.txt, to be read
// by a person. Whoever is let through may still be refused by the rules.
func TestWhoMayDoWhat(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{Limits: unbounded()})
	_, issued := post(t, b.URL, b.Tokens["kiosk-1"], `{"id":"k-1","do":"issue","service":"cash","language":"es"}`)
	askers := []struct{ name, token string }{
		{"nobody", ""}, {"phone", issued.Result.Code}, {"display", b.Tokens["display-1"]}, {"kiosk", b.Tokens["kiosk-1"]},
		{"counter", b.Tokens["counter-1"]}, {"host", b.Tokens["host-1"]}, {"manager", b.Tokens["manager-1"]}, {"admin", b.Tokens["admin-1"]},
		{"manager (person)", ""}, {"admin (person)", ""},
	}
	handler := b.Hub.Handler()
	asked := 0
	through := func(method, path, token, body string) bool {
		asked++
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError || w.Code == http.StatusTooManyRequests {
			t.Errorf("%s %s: %d", method, path, w.Code)
		}
		return w.Code != http.StatusUnauthorized && w.Code != http.StatusForbidden
	}
	var out strings.Builder
	row := func(what string, ask func(token string) bool) {
		fmt.Fprintf(&out, "%-44s", what)
		for i, a := range askers {
			switch a.name { // a session for each, as some of these end it
			case "manager (person)":
				a.token = enter(t, b.URL, "m1").Token
			case "admin (person)":
				a.token = enter(t, b.URL, "a1").Token
			}
			if ask(a.token) {
				fmt.Fprintf(&out, " %s", askers[i].name)
			}
		}
		fmt.Fprintln(&out)
	}
	bodies := wire.Bodies()
	slices.SortStableFunc(bodies, func(a, b wire.Body) int { // with the day the phone's page ends
		last := map[string]int{"close_day": 1}
		return last[a.Do()] - last[b.Do()]
	})
	ask := func(body wire.Body) {
		places := []string{""}
		if hasCounter(body) {
			places = []string{"1", "2"}
		}
		for _, place := range places {
			what, field := body.Do(), ""
			if place != "" {
				field = fmt.Sprintf(`,"counter":%q`, place)
				what += map[string]string{"1": ", own counter", "2": ", another counter"}[place]
			}
			n := 0
			row(what, func(token string) bool {
				n++
				return through("POST", "/api/v1/commands", token, fmt.Sprintf(`{"id":"r-%s-%s-%d","do":%q%s}`, body.Do(), place, n, body.Do(), field))
			})
		}
	}
	last := len(bodies) - 1
	for _, body := range bodies[:last] {
		ask(body)
	}
	fmt.Fprintln(&out)
	for _, route := range []struct{ method, path, body string }{
		{"GET", "/api/v1/state", ""}, {"GET", "/api/v1/explain?ticket=A001", ""}, {"GET", "/api/v1/drafts?ticket=A001", ""},
		{"POST", "/api/v1/branch", "x"}, {"POST", "/api/v1/backup", ""},
		{"GET", "/api/v1/pairings", ""}, {"POST", "/api/v1/pairings/AAA-AAA", "{}"}, {"GET", "/api/v1/pair", ""},
		{"GET", "/api/v1/devices", ""}, {"DELETE", "/api/v1/devices/d-none", ""},
		{"GET", "/api/v1/comments", ""}, {"GET", "/api/v1/clock", ""}, {"POST", "/api/v1/clock", "{}"}, {"POST", "/api/v1/erasures", "{}"}, {"POST", "/api/v1/exports", "{}"}, {"GET", "/api/v1/approvals", ""}, {"POST", "/api/v1/approvals/e-none", "{}"},
		{"DELETE", "/api/v1/session", ""}, {"DELETE", "/api/v1/sessions", ""}, {"DELETE", "/api/v1/sessions?person=t1", ""},
		{"GET", "/metrics", ""},
		{"GET", "/healthz", ""}, {"GET", "/readyz", ""}, {"GET", "/openapi.json", ""}, {"GET", "/asyncapi.json", ""}, {"GET", "/display", ""}, {"GET", "/help", ""}, {"GET", "/manager", ""},
	} {
		row(route.method+" "+route.path, func(token string) bool { return through(route.method, route.path, token, route.body) })
	}
	fmt.Fprintln(&out)
	ask(bodies[last])
	if asked < 500 {
		t.Errorf("%d requests were made", asked)
	}
	const file = "testdata/rights.txt"
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), out.String()); d != "" {
		t.Errorf("who may do what is not what %s says (-update writes it anew; read what changed):\n%s", file, d)
	}
	for line := range strings.Lines(out.String()) { // whatever the file says
		if strings.Contains(line, "another counter") && strings.Contains(line[44:], " counter") {
			t.Errorf("a teller gets through at a counter of another: %s", line)
		}
		if strings.Contains(line[min(len(line), 44):], "nobody") && !strings.HasPrefix(line, "GET /") {
			t.Errorf("a stranger gets through: %s", line)
		}
	}
}

func hasCounter(b wire.Body) bool {
	v := reflect.TypeOf(b)
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Field(i).Tag.Get("json"), ","); name == "counter" {
			return true
		}
	}
	return false
}

// Every route that the hub serves under /api is described, and every described
// one is served.
func TestTheRoutesAreDescribed(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{})
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	status, text := knock(t, http.DefaultClient, "GET", b.URL+"/openapi.json", "", "")
	into(t, status, text, &doc)
	described := map[string]bool{}
	for path, ops := range doc.Paths {
		for method := range ops {
			if method != "parameters" && strings.HasPrefix(path, "/api/") {
				described[strings.ToUpper(method)+" "+path] = true
			}
		}
	}
	pattern := regexp.MustCompile(`mux\.HandleFunc\("((?:GET|POST|DELETE) /api/[^"]+)"`)
	files, _ := filepath.Glob("*.go")
	served := map[string]bool{"GET /api/v1/stream": true} // asyncapi.json describes it
	described["GET /api/v1/stream"] = true
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pattern.FindAllStringSubmatch(string(source), -1) {
			served[m[1]] = true
		}
	}
	if d := cmp.Diff(served, described); d != "" {
		t.Errorf("served and described differ:\n%s", d)
	}
}
