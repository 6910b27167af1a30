package hub_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"turno/hub/hubtest"
	"turno/hub/web"
)

// changing are the routes that change something: what the hub's own page sends
// there, and what it is answered with an admin's cookie. A cookie that is another's
// stands with the route.
var changing = map[string]struct {
	kind, body string
	own        int
	cookie     string // whose, where it is not the admin's
}{
	"POST /api/v1/commands":        {"application/json", `{"id":"own-1","do":"close_day"}`, 200, ""},
	"POST /api/v1/backup":          {"", "", 200, ""},
	"POST /api/v1/branch":          {"application/toml", "name = 'Mine'", 422, ""},
	"POST /api/v1/session":         {"application/json", `{"person":"m1","pin":"1234"}`, 200, ""},
	"DELETE /api/v1/session":       {"", "", 204, ""},
	"DELETE /api/v1/sessions":      {"", "", 204, ""},
	"POST /api/v1/pair":            {"application/json", `{"device":"kiosk-9","role":"kiosk"}`, 200, ""},
	"POST /api/v1/pairings/{code}": {"application/json", `{"approve":true}`, 404, ""},
	"POST /api/v1/devices/token":   {"", "", 200, "kiosk-1"},
	"DELETE /api/v1/devices/{id}":  {"", "", 404, ""},
	"POST /api/v1/clock":           {"application/json", `{"date":"2026-03-02"}`, 404, ""},
	"POST /api/v1/erasures":        {"application/json", `{"ticket":"A001"}`, 202, ""},
	"POST /api/v1/exports":         {"application/json", `{"ticket":"A001"}`, 200, ""},
	"POST /api/v1/approvals/{id}":  {"application/json", `{"approve":true}`, 404, ""},
	"POST /display/muted":          {"", "", 204, ""},
}

// routes are all that the hub serves by a method that may change something, as its
// source says, so that a new one is missing in the table above.
func routes(t *testing.T) (all []string) {
	t.Helper()
	pattern := regexp.MustCompile(`mux\.Handle(?:Func)?\("([^"]+)"`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	patterns := append([]string{}, web.Patterns...)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range pattern.FindAllStringSubmatch(string(source), -1) {
			patterns = append(patterns, m[1])
		}
	}
	for _, p := range patterns {
		if !strings.HasPrefix(p, "GET ") && p != "/api/" { // what is no route there is refused
			all = append(all, p)
		}
	}
	return all
}

// From a page of another site nothing is changed by whatever the browser of an
// admin can be made to send: neither where the browser says from where it comes,
// nor where it is too old for that and the cookie goes along.
func TestNoOtherSitesPageChangesAnything(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{Limits: unbounded()})
	post(t, b.URL, b.Tokens["kiosk-1"], `{"id":"k-1","do":"issue","service":"cash","language":"es"}`)
	admin := enter(t, b.URL, "a1").Token
	send := func(route, cookie, kind, body string, head map[string]string) int {
		t.Helper()
		method, path, _ := strings.Cut(route, " ")
		path = strings.NewReplacer("{code}", "AAA-AAA", "{id}", "x", "muted", "muted?reason=muted").Replace(path)
		req, err := http.NewRequest(method, b.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(&http.Cookie{Name: "turno_session", Value: cookie})
		if kind != "" {
			req.Header.Set("Content-Type", kind)
		}
		for k, v := range head {
			req.Header.Set(k, v)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s gives leave to another site", route)
		}
		return resp.StatusCode
	}
	cookieOf := func(whose string) string {
		if whose != "" {
			return b.Tokens[whose]
		}
		return admin
	}
	foreign := map[string]map[string]string{
		"another site":           {"Origin": "https://evil.example"},
		"a site that hides":      {"Origin": "null"},
		"another port":           {"Origin": "http://127.0.0.1:1"},
		"a name that ends alike": {"Origin": "https://evil.example." + strings.TrimPrefix(b.URL, "http://")},
		"a site of the bank":     {"Sec-Fetch-Site": "same-site"},
		"as the browser says":    {"Sec-Fetch-Site": "cross-site"},
	}
	before := b.Hub.Trail()
	for _, route := range routes(t) {
		r, known := changing[route]
		if !known {
			t.Errorf("%s is new: say what its own page sends there, so that it is seen that another's gets nothing", route)
			continue
		}
		for name, head := range foreign {
			for _, kind := range []string{r.kind, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""} {
				if got := send(route, cookieOf(r.cookie), kind, r.body, head); got != 401 && got != 403 {
					t.Errorf("%s from %s as %q: %d", route, name, kind, got)
				}
			}
		}
		// A browser that says nothing: what a form or a script without leave can send.
		for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "TEXT/PLAIN;charset=utf-8", "application/json-patch", ""} {
			if kind == r.kind && r.body == "" {
				continue // a script's, which says whence it comes in every browser
			}
			if got := send(route, cookieOf(r.cookie), kind, r.body, nil); got != 400 {
				t.Errorf("%s as %q: %d", route, kind, got)
			}
		}
	}
	if after := b.Hub.Trail(); after != before {
		t.Errorf("the chain tells of more than before:\n%s\nbefore:\n%s", after, before)
	}
	// The same from the hub's own page, so that it was not for something else that
	// nothing came of it.
	for route, r := range changing {
		cookie := cookieOf(r.cookie)
		if r.cookie == "" {
			cookie = enter(t, b.URL, "a1").Token // the route before may have signed out
		}
		if got := send(route, cookie, r.kind, r.body, map[string]string{"Origin": b.URL, "Sec-Fetch-Site": "same-origin"}); got != r.own {
			t.Errorf("%s from the hub's own page: %d, want %d", route, got, r.own)
		}
	}
}
