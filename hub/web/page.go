package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"turno/hub/wire"
	"turno/hub/words"
)

//go:embed page/*.html
var pageFiles embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"icon": iconHTML, "serviceIcon": serviceIconHTML, "mark": markHTML, "asset": assetURL, "scripts": scriptURLs,
}).ParseFS(pageFiles, "page/*.html"))

// page is what a template gets.
type page struct {
	Name      string // of the template, the style and the script
	Lang      words.Lang
	Branch    wire.Branch
	Languages []choice
	Rooms     []room
	Data      string // JSON for the scripts, in an attribute of body
	Demo      bool
	AsDemo    bool
	Sound     bool
	Status    int
}

// choice is one entry of the language menu.
type choice struct {
	Tag, Name, URL string
	Now            bool
}

// room is one entry of the manager's menu; Key is its sentence.
type room struct {
	Key, URL string
	Now      bool
}

// T is the sentence of a key in the page's language; {bank} is always there.
func (p page) T(key string) string {
	return words.T(p.Lang, key, words.A{"bank": p.Branch.Bank})
}

// Pick is a text of the branch file in the page's language.
func (p page) Pick(texts map[string]string) string { return words.Pick(texts, p.Lang) }

// Short is the language as the switch shows it: "PT".
func (p page) Short() string { return strings.ToUpper(string(p.Lang.Base())) }

// Tokens is the address of the bank's colours.
func (p page) Tokens() string { return tokensURL(p.Branch.Brand) }

// forScripts is what the scripts of a page get to know.
type forScripts struct {
	Page  string                                  `json:"page"`
	Lang  string                                  `json:"lang"`
	Zone  string                                  `json:"zone"`
	Token string                                  `json:"token,omitempty"`
	Demo  bool                                    `json:"demo,omitempty"`
	Sound bool                                    `json:"sound,omitempty"`
	Words map[string]map[string]map[string]string `json:"words"` // room → key → plural form → text
}

func (s *site) render(w http.ResponseWriter, r *http.Request, p page, token string) {
	scripts := forScripts{
		Page: p.Name, Lang: string(p.Lang), Zone: p.Branch.Zone, Token: token, Demo: p.AsDemo, Sound: p.Sound,
		Words: map[string]map[string]map[string]string{
			"common": words.Catalog(p.Lang, "common"), "hub": words.Catalog(p.Lang, "hub"),
			"voice": words.Catalog(p.Lang, "voice"), "web": words.Catalog(p.Lang, "web"),
			"floor": managerWords(p, "floor"), "clock": managerWords(p, "clock"),
		},
	}
	if p.Name == "devices" || p.Name == "comments" || p.Name == "display" {
		scripts.Words[p.Name] = words.Catalog(p.Lang, p.Name)
	}
	data, err := json.Marshal(scripts)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p.Data = string(data)
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, p.Name+".html", p); err != nil {
		s.fail(w, r, err)
		return
	}
	head := w.Header()
	secure(head, r)
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Language", string(p.Lang))
	head.Set("Cache-Control", "no-store") // it holds a token and the words of this version
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	_, _ = w.Write(out.Bytes())
}

// managerWords are those of a room that the manager's page alone needs.
func managerWords(p page, room string) map[string]map[string]string {
	if p.Name != "manager" {
		return nil
	}
	return words.Catalog(p.Lang, room)
}

func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.Error("drawing a page", "page", pageOf(r), "err", err)
	http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
}

// pageOf names a page for the log, without the code that a phone's address holds.
func pageOf(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, "/t/") {
		return "/t/"
	}
	return r.URL.Path
}

var hostForm = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]{1,255}$`)

// secure allows what is embedded here and nothing else: no inline script or
// style runs, and no other host is asked for anything. The socket is named, as
// older televisions do not count it to 'self'.
func secure(h http.Header, r *http.Request) {
	connect := "'self'"
	if hostForm.MatchString(r.Host) {
		if r.TLS == nil {
			connect += " ws://" + r.Host
		}
		connect += " wss://" + r.Host
	}
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "+
		"img-src 'self'; media-src 'self' blob:; connect-src "+connect+"; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
}

// languageOf takes the language asked for in the address, then, where wanted,
// the browser's, then the fallback; always one that the branch offers.
func (s *site) languageOf(r *http.Request, b wire.Branch, fallback string, browser bool) words.Lang {
	offered := b.Languages
	if len(offered) == 0 {
		for _, l := range words.All {
			offered = append(offered, string(l))
		}
	}
	if asked := r.URL.Query().Get("lang"); slices.Contains(offered, asked) {
		return words.Lang(asked)
	}
	if accept := r.Header.Get("Accept-Language"); browser && accept != "" && len(accept) < 200 {
		if tags, _, err := language.ParseAcceptLanguage(accept); err == nil {
			for _, tag := range tags {
				base, _ := tag.Base()
				for _, name := range []string{tag.String(), base.String()} {
					if slices.Contains(offered, name) {
						return words.Lang(name)
					}
				}
			}
		}
	}
	if slices.Contains(offered, fallback) {
		return words.Lang(fallback)
	}
	return words.Lang(offered[0])
}

// choices lists the branch's languages as links to the same page.
func choices(r *http.Request, b wire.Branch, now words.Lang) []choice {
	var out []choice
	for _, tag := range b.Languages {
		q := r.URL.Query()
		q.Set("lang", tag)
		out = append(out, choice{Tag: tag, Name: words.Name(words.Lang(tag)), URL: "?" + q.Encode(), Now: tag == string(now)})
	}
	return out
}
