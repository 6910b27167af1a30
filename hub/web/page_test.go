package web

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"turno/hub/wire"
	"turno/hub/words"
)

func handler(change func(*Config)) http.Handler {
	c := Config{
		Branch:       func() wire.Branch { return *morning().Branch },
		DisplayToken: func() string { return "numbers-only" },
		Phone:        func(code string) (Phone, bool) { return Phone{Token: code, Language: "cs"}, code == "Kf7" },
	}
	if change != nil {
		change(&c)
	}
	return Handler(c)
}

func get(t *testing.T, h http.Handler, path string, header ...string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "branch.example:8080"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Result(), string(body)
}

var pagePaths = []string{"/display", "/manager", "/manager?as=demo", "/manager/devices", "/manager/comments", "/t/Kf7", "/t/nobody", "/help"}

func withDemo(c *Config) { c.DemoManager = "demo-manager-1" }

func each(t *testing.T, f func(t *testing.T, path string, answer *http.Response, body string)) {
	h := handler(withDemo)
	for _, path := range pagePaths {
		for _, l := range words.All {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			path := path + sep + "lang=" + string(l)
			answer, body := get(t, h, path)
			f(t, path, answer, body)
		}
	}
}

func TestStrictPolicy(t *testing.T) {
	each(t, func(t *testing.T, path string, answer *http.Response, _ string) {
		policy := answer.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'",
			"frame-ancestors 'none'", "connect-src 'self' ws://branch.example:8080 wss://branch.example:8080"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: %q is not in %q", path, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("%s: loose policy %q", path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	})
}

func TestAHostNameCantOpenThePolicy(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/help", nil)
	r.Host = "evil; script-src *"
	w := httptest.NewRecorder()
	handler(nil).ServeHTTP(w, r)
	if p := w.Header().Get("Content-Security-Policy"); strings.Contains(p, "evil") {
		t.Errorf("policy %q", p)
	}
}

var (
	inlineScript = regexp.MustCompile(`(?i)<script(?:\s[^>]*)?>\s*[^<\s]`)
	scriptNoFile = regexp.MustCompile(`(?i)<script(\s+[^>]*)?>`)
	handlerOrCSS = regexp.MustCompile(`(?i)<[^>]*\s(on[a-z]+|style)\s*=`)
	elsewhere    = regexp.MustCompile(`(?i)(?:src|href|action)="(?:https?:)?//`)
)

func TestNothingInlineAndNothingFromElsewhere(t *testing.T) {
	each(t, func(t *testing.T, path string, _ *http.Response, body string) {
		if m := inlineScript.FindString(body); m != "" {
			t.Errorf("%s: an inline script %q", path, m)
		}
		for _, m := range scriptNoFile.FindAllStringSubmatch(body, -1) {
			if !strings.Contains(m[1], "src=") {
				t.Errorf("%s: a script without a file", path)
			}
		}
		if m := handlerOrCSS.FindString(body); m != "" {
			t.Errorf("%s: an inline handler or style in %q", path, m)
		}
		if strings.Contains(strings.ToLower(body), "<style") {
			t.Errorf("%s: an inline style sheet", path)
		}
		if m := elsewhere.FindString(body); m != "" {
			t.Errorf("%s: asks another host: %q", path, m)
		}
	})
	for name, f := range assets() {
		if text := string(f.body); strings.HasSuffix(name, ".css") || strings.HasSuffix(name, ".js") {
			if regexp.MustCompile(`https?://[a-z]`).MatchString(strings.ReplaceAll(text, "http://www.w3.org/2000/svg", "")) {
				t.Errorf("%s names another host", name)
			}
		}
	}
}

func TestEveryPartOfAPageIsThere(t *testing.T) {
	h := handler(nil)
	link := regexp.MustCompile(`(?:src|href)="(/web/[^"]+)"`)
	each(t, func(t *testing.T, path string, _ *http.Response, body string) {
		found := link.FindAllStringSubmatch(body, -1)
		if len(found) < 4 {
			t.Errorf("%s: only %d parts", path, len(found))
		}
		for _, m := range found {
			answer, part := get(t, h, html.UnescapeString(m[1]))
			if answer.StatusCode != http.StatusOK || part == "" {
				t.Errorf("%s: %s answers %s", path, m[1], answer.Status)
			}
			if !strings.Contains(answer.Header.Get("Cache-Control"), "max-age=") {
				t.Errorf("%s is not kept: %q", m[1], answer.Header.Get("Cache-Control"))
			}
		}
	})
	for _, path := range []string{"/web/nothing.js", "/web/", "/web/../page.go", "/web/chime.wav", "/display/voice"} {
		if answer, _ := get(t, h, path); answer.StatusCode != http.StatusNotFound && answer.StatusCode != http.StatusTemporaryRedirect {
			t.Errorf("%s answers %s", path, answer.Status)
		}
	}
}

func TestStaleAssetIsAskedForAgain(t *testing.T) {
	h := handler(nil)
	answer, _ := get(t, h, "/web/base.css?v=0000")
	if got := answer.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("another version's address is kept: %q", got)
	}
	if answer, _ := get(t, h, "/web/base.css", "If-None-Match", answer.Header.Get("Etag")); answer.StatusCode != http.StatusNotModified {
		t.Errorf("answers %s", answer.Status)
	}
}

// unworded finds keys that came back in brackets.
var unworded = regexp.MustCompile(`\[[a-z_]+\.[a-z_.]+\]`)

func TestEveryWordIsFromTheCatalog(t *testing.T) {
	each(t, func(t *testing.T, path string, _ *http.Response, body string) {
		if m := unworded.FindString(body); m != "" {
			t.Errorf("%s: %s", path, m)
		}
	})
	tag := regexp.MustCompile(`(?s)\{\{.*?\}\}|<[^>]*>`)
	letters := regexp.MustCompile(`\pL{2,}`)
	files, err := pageFiles.ReadDir("page")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		source, _ := pageFiles.ReadFile("page/" + f.Name())
		if word := letters.FindString(tag.ReplaceAllString(string(source), " ")); word != "" {
			t.Errorf("%s says %q itself", f.Name(), word)
		}
	}
}

// TestKeysOfTheScripts finds keys in pages and scripts that no catalog has, and
// sentences of the room web that nothing says.
func TestKeysOfTheScripts(t *testing.T) {
	key := regexp.MustCompile(`['"]((?:web|common|voice|hub)\.[a-z0-9_.]*[a-z0-9_])(\.?)['"]`)
	used, stems := map[string]bool{}, []string{}
	source := ""
	for _, name := range []string{"display", "manager", "devices", "signin", "phone", "gone", "help", "head"} {
		b, err := pageFiles.ReadFile("page/" + name + ".html")
		if err != nil {
			t.Fatal(err)
		}
		source += string(b)
	}
	for name, f := range assets() {
		if strings.HasSuffix(name, ".js") {
			source += string(f.body)
		}
	}
	for _, m := range key.FindAllStringSubmatch(source, -1) {
		if m[2] == "." || m[1] == "web.phone" {
			stems = append(stems, m[1]+".")
			continue
		}
		used[m[1]] = true
		if !words.Has(words.EN, m[1]) {
			t.Errorf("no sentence for %q", m[1])
		}
	}
	for k := range words.Catalog(words.EN, "web") {
		k = "web." + k
		said := used[k]
		for _, stem := range stems {
			said = said || strings.HasPrefix(k, stem)
		}
		if !said && !strings.HasSuffix(k, ".text") {
			t.Errorf("nothing says %q", k)
		}
	}
}

func TestLanguageOfAPage(t *testing.T) {
	h := handler(nil)
	for _, c := range []struct{ path, accept, want string }{
		{"/display", "sv", "es"}, // a wall speaks the branch's first language
		{"/display?lang=cs", "", "cs"},
		{"/display?lang=xx", "", "es"},
		{"/help", "sv-SE,sv;q=0.9", "sv"},
		{"/help", "fi,pt-BR;q=0.8", "pt"},
		{"/help", "fi", "es"},
		{"/help", "", "es"},
		{"/help", strings.Repeat("x", 5000), "es"},
		{"/help?lang=en", "sv", "en"},
		{"/t/Kf7", "sv", "cs"}, // the ticket's own
		{"/t/Kf7?lang=pt", "sv", "pt"},
		{"/t/nobody", "sv", "sv"},
	} {
		answer, body := get(t, h, c.path, "Accept-Language", c.accept)
		if got := answer.Header.Get("Content-Language"); got != c.want {
			t.Errorf("%s for %.20q is in %q, want %q", c.path, c.accept, got, c.want)
		}
		if !strings.Contains(body, `<html lang="`+c.want+`"`) {
			t.Errorf("%s: the page does not say that it is in %q", c.path, c.want)
		}
	}
}

// data reads what a page hands to its scripts.
func data(t *testing.T, body string) forScripts {
	t.Helper()
	m := regexp.MustCompile(`data-turno="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatal("no data for the scripts")
	}
	var d forScripts
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTokens(t *testing.T) {
	demo, plain := handler(withDemo), handler(nil)
	for _, c := range []struct {
		h     http.Handler
		path  string
		token string
	}{
		{plain, "/display", "numbers-only"},
		{plain, "/t/Kf7", "Kf7"},
		{plain, "/t/nobody", ""},
		{plain, "/manager", ""},
		{plain, "/manager?as=demo", ""},
		{demo, "/manager", ""},
		{demo, "/manager?as=demo", "demo-manager-1"},
		{plain, "/help", ""},
	} {
		_, body := get(t, c.h, c.path)
		if got := data(t, body).Token; got != c.token {
			t.Errorf("%s hands out %q, want %q", c.path, got, c.token)
		}
	}
	if _, body := get(t, plain, "/manager"); strings.Contains(body, "as=demo") {
		t.Error("a real branch offers the demo's manager")
	}
	if answer, _ := get(t, plain, "/t/nobody"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown code answers %s", answer.Status)
	}
}

func TestColoursOfTheBank(t *testing.T) {
	h := handler(func(c *Config) {
		b := *morning().Branch
		b.Brand = "#8C1D40"
		c.Branch = func() wire.Branch { return b }
	})
	_, body := get(t, h, "/help")
	if !strings.Contains(body, "/web/tokens.css?c=8C1D40") {
		t.Error("the page does not ask for its bank's colours")
	}
	_, css := get(t, h, "/web/tokens.css?c=8C1D40")
	if !strings.Contains(css, "--brand: #8C1D40") || !strings.Contains(css, "--call: #FFC53D") {
		t.Errorf("colours:\n%s", css)
	}
	_, odd := get(t, h, "/web/tokens.css?c=}body{display:none")
	if !strings.Contains(odd, "--brand: #0F4F55") || strings.Contains(odd, "display") {
		t.Errorf("a colour that is none gives\n%s", odd)
	}
}

func TestMutedBoardsReport(t *testing.T) {
	var heard []string
	h := handler(func(c *Config) { c.Muted = func(reason, _ string) { heard = append(heard, reason) } })
	for reason, want := range map[string]int{"muted": 204, "lost": 204, "": 422, "anything": 422} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/display/muted?reason="+reason, nil))
		if w.Code != want {
			t.Errorf("%q answers %d, want %d", reason, w.Code, want)
		}
	}
	if len(heard) != 2 {
		t.Errorf("told %q", heard)
	}
}
