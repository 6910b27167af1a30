package main

import (
	"net/http"
	"strings"
	"testing"
)

// What --limit and --proxy say is in force in the program, and a wrong value
// starts nothing.
func TestLimitsAndProxiesOfTheProgram(t *testing.T) {
	p := serving(t, "--data", t.TempDir(), "--demo", "--listen", "127.0.0.1:0", "--limit", "address=3/1", "--limit", "connections=500", "--proxy", "127.0.0.1")
	ask := func(client string) int {
		t.Helper()
		req, err := http.NewRequest("GET", p.url+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Forwarded-For", client)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	for range 3 {
		if got := ask("198.51.100.1"); got != 200 {
			t.Fatalf("within the limit: %d", got)
		}
	}
	if one, other := ask("198.51.100.1"), ask("198.51.100.2"); one != 429 || other != 200 {
		t.Errorf("over the limit: %d, and another client: %d", one, other)
	}
	p.kill()
	for _, wrong := range [][]string{{"--limit", "adress=1/1"}, {"--limit", "address=0/1"}, {"--proxy", "0.0.0.0/0"}, {"--proxy", "proxy.bank"}} {
		words, exit := refused(t, append([]string{"serve", "--data", t.TempDir(), "--demo"}, wrong...)...)
		if exit != 2 || !strings.Contains(words, wrong[1][:6]) {
			t.Errorf("%v: %d %s", wrong, exit, words)
		}
	}
}
