package hub_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"turno/hub"
	"turno/hub/hubtest"
)

func proxies(t *testing.T, text string) hub.Proxies {
	t.Helper()
	p, err := hub.ParseProxies(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProxiesAreNamedExactly(t *testing.T) {
	for text, want := range map[string]string{
		"proxy.bank":     `"proxy.bank" is neither an address nor a network`,
		"10.0.0.4:80":    "neither",
		"0.0.0.0/0":      "everybody",
		"10.0.0.4, ::/0": "everybody",
		"10.0.0.0/33":    "neither",
	} {
		if _, err := hub.ParseProxies(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if p := proxies(t, " 10.0.0.4, 192.168.7.9/24 ,::1,"); len(p) != 3 || p[1].String() != "192.168.7.0/24" {
		t.Errorf("%v", p)
	}
	if p := proxies(t, ""); len(p) != 0 {
		t.Errorf("%v", p)
	}
}

// A proxy's word is taken on who asks, and nobody else's: each of these lines
// counts for one address, which the pairing wish that it makes tells.
func TestWhoseWordIsTakenOnWhoAsks(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{Limits: unbounded(), Change: func(c *hub.Config) { c.Proxies = proxies(t, "10.0.0.4, 10.0.1.0/24, 2001:db8::7") }})
	boss := enter(t, b.URL, "m1").Token
	for name, c := range map[string]struct {
		line string
		said []string
		want string
	}{
		"nobody's word but the line's":        {"192.0.2.7:4000", nil, "192.0.2.7"},
		"a stranger who says to be another":   {"192.0.2.7:4000", []string{"198.51.100.1"}, "192.0.2.7"},
		"a stranger who says to be a proxy":   {"192.0.2.7:4000", []string{"10.0.0.4"}, "192.0.2.7"},
		"a stranger next to the proxies":      {"10.0.2.4:4000", []string{"198.51.100.1"}, "10.0.2.4"},
		"a client of the proxy":               {"10.0.0.4:4000", []string{"198.51.100.1"}, "198.51.100.1"},
		"its client, who wrote a header":      {"10.0.0.4:4000", []string{"127.0.0.1, 198.51.100.1"}, "198.51.100.1"},
		"its client, who wrote two":           {"10.0.0.4:4000", []string{"127.0.0.1", "10.0.0.4", "198.51.100.1"}, "198.51.100.1"},
		"through two proxies":                 {"10.0.0.4:4000", []string{"203.0.113.9, 198.51.100.1, 10.0.1.77"}, "198.51.100.1"},
		"the proxy itself":                    {"10.0.0.4:4000", nil, "10.0.0.4"},
		"a proxy that hands on nonsense":      {"10.0.0.4:4000", []string{"198.51.100.1, <script>"}, "10.0.0.4"},
		"a proxy that hands on nothing":       {"10.0.0.4:4000", []string{""}, "10.0.0.4"},
		"a proxy that knows only itself":      {"10.0.0.4:4000", []string{"10.0.1.3"}, "10.0.0.4"},
		"a proxy that writes the port":        {"10.0.0.4:4000", []string{"198.51.100.1:50123"}, "198.51.100.1"},
		"a proxy and a client of IPv6":        {"[2001:db8::7]:4000", []string{"2001:db8:1:2:3::4"}, "2001:db8:1:2::/64"},
		"a client of IPv6 in brackets":        {"10.0.0.4:4000", []string{"[2001:db8:1:2:3::4]:50123"}, "2001:db8:1:2::/64"},
		"a proxy of IPv4 that speaks in IPv6": {"[::ffff:10.0.0.4]:4000", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
	} {
		r := httptest.NewRequest("POST", "/api/v1/pair", strings.NewReader(`{"device":"wall-9","role":"display"}`))
		r.RemoteAddr = c.line
		for _, v := range c.said {
			r.Header.Add("X-Forwarded-For", v)
		}
		r.Header.Set("Forwarded", "for=203.0.113.1") // the other header is nobody's
		r.Header.Set("X-Real-Ip", "203.0.113.1")
		w := httptest.NewRecorder()
		b.Hub.Handler().ServeHTTP(w, r)
		var made struct{ Code string }
		into(t, w.Code, w.Body.Bytes(), &made)
		var all []struct{ Code, From string }
		status, text := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/pairings", boss, "")
		into(t, status, text, &all)
		got := ""
		for _, p := range all {
			if p.Code == made.Code {
				got = p.From
			}
		}
		if got != c.want {
			t.Errorf("%s: counts for %q, want %q", name, got, c.want)
		}
	}
}

// Behind a proxy each client has limits of its own, whoever it says to be.
func TestLimitsBehindAProxy(t *testing.T) {
	l := unbounded()
	l.Address.Burst = 5
	b, _ := earnest(t, hubtest.Options{Limits: l, Clock: hubtest.Clock("2026-03-02T09:00:00+01:00"), Change: func(c *hub.Config) { c.Proxies = proxies(t, "10.0.0.4") }})
	ask := func(said string) int {
		r := httptest.NewRequest("GET", "/healthz", nil)
		r.RemoteAddr = "10.0.0.4:4000"
		r.Header.Set("X-Forwarded-For", said)
		w := httptest.NewRecorder()
		b.Hub.Handler().ServeHTTP(w, r)
		return w.Code
	}
	last := 0
	for i := range 10 {
		last = ask("203.0.113." + string(rune('0'+i)) + ", 198.51.100.1") // it changes what it writes itself
	}
	if last != 429 {
		t.Errorf("the tenth request of one client: %d", last)
	}
	if got := ask("198.51.100.2"); got != 200 {
		t.Errorf("the first of another: %d", got)
	}
}

// What is for this machine alone is not for whom a proxy on it hands on, named as
// one or not; and HTTPS up to a trusted proxy keeps the cookie off plain lines.
func TestAProxyOnThisMachine(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{Change: func(c *hub.Config) { c.Proxies = proxies(t, "127.0.0.1") }})
	plain, _ := earnest(t, hubtest.Options{})
	ask := func(b *hubtest.Branch, method, path, body string, head map[string]string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.RemoteAddr = "127.0.0.1:4000"
		for k, v := range head {
			r.Header.Set(k, v)
		}
		if path == "/metrics" && head == nil {
			r.Host = "127.0.0.1:8080"
		}
		w := httptest.NewRecorder()
		b.Hub.Handler().ServeHTTP(w, r)
		return w
	}
	handed := map[string]string{"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https"}
	for name, c := range map[string]struct {
		b    *hubtest.Branch
		head map[string]string
		want int
	}{
		"from here": {b, nil, 200}, "through the proxy": {b, handed, 403}, "through one that nobody named": {plain, handed, 403},
		"through one that says nothing of itself but Forwarded": {plain, map[string]string{"Forwarded": "for=198.51.100.1"}, 403},
	} {
		if w := ask(c.b, "GET", "/metrics", "", c.head); w.Code != c.want {
			t.Errorf("the metrics %s: %d, want %d", name, w.Code, c.want)
		}
	}
	in := `{"person":"m1","pin":"1234"}`
	for name, c := range map[string]struct {
		b      *hubtest.Branch
		secure bool
	}{"a trusted proxy": {b, true}, "one that nobody named": {plain, false}} {
		cookies := ask(c.b, "POST", "/api/v1/session", in, handed).Result().Cookies()
		if len(cookies) != 1 || cookies[0].Secure != c.secure {
			t.Errorf("%s: %v", name, cookies)
		}
	}
}
