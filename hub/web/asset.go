package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"image/color"
	"net/http"
	"net/url"
	"path"
	"reflect"
	"strings"
	"sync"

	"turno/look/brand"
)

//go:embed style/*.css script/*.js
var assetFiles embed.FS

// file is one part of the pages, ready to be sent.
type file struct {
	body []byte
	kind string
	hash string
}

// assets are all parts by their path under /web/.
var assets = sync.OnceValue(func() map[string]file {
	out := map[string]file{}
	add := func(name, kind string, body []byte) {
		sum := sha256.Sum256(body)
		out[name] = file{body: body, kind: kind, hash: hex.EncodeToString(sum[:6])}
	}
	for dir, kind := range map[string]string{"style": "text/css; charset=utf-8", "script": "text/javascript; charset=utf-8"} {
		entries, err := assetFiles.ReadDir(dir)
		if err != nil {
			panic(err) // embedded: it can't be missing in a build that passed
		}
		for _, e := range entries {
			body, err := assetFiles.ReadFile(path.Join(dir, e.Name()))
			if err != nil {
				panic(err)
			}
			add(e.Name(), kind, body)
		}
	}
	add("Turno-Regular.ttf", "font/ttf", brand.Regular)
	add("Turno-SemiBold.ttf", "font/ttf", brand.SemiBold)
	add("Turno-Bold.ttf", "font/ttf", brand.Bold)
	add("icon.svg", "image/svg+xml", brand.Mark(brand.Light().Brand))
	add("silence.wav", "audio/wav", silence)
	return out
})

// assetURL is the address of a part with its content's hash, so that browsers
// may keep it for ever.
func assetURL(name string) (string, error) {
	f, ok := assets()[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return "/web/" + name + "?v=" + f.hash, nil
}

// scriptURLs are the addresses of a page's scripts, in the order in which they
// run.
func scriptURLs(names ...string) (urls []string, err error) {
	for _, name := range names {
		u, err := assetURL(name + ".js")
		if err != nil {
			return nil, err
		}
		urls = append(urls, u)
	}
	return urls, nil
}

func (s *site) asset(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/web/")
	if name == "chime.wav" && s.Chime != nil {
		sound(w, s.Chime, "max-age=3600")
		return
	}
	if name == "tokens.css" {
		serveTokens(w, r)
		return
	}
	f, ok := assets()[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Etag", `"`+f.hash+`"`)
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == f.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Header.Get("If-None-Match") == `"`+f.hash+`"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(f.body)
}

// tokensURL is the address of the colours of a bank.
func tokensURL(branchColour string) string {
	return "/web/tokens.css?c=" + url.QueryEscape(strings.TrimPrefix(branchColour, "#"))
}

func serveTokens(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/css; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "max-age=3600")
	_, _ = w.Write(tokens(r.URL.Query().Get("c")))
}

// tokens writes the palettes as CSS custom properties: paper, the dark board,
// which the pages that follow the system take, too, and high contrast for
// whoever asked the system for more. A colour that is
// none gives the default brand.
func tokens(colour string) []byte {
	light, dark := brand.Light(), brand.Dark()
	if given, err := brand.ParseHex("#" + colour); err == nil {
		light, dark = light.WithBrand(given), dark.WithBrand(given)
	}
	var b bytes.Buffer
	rule := func(before, selector string, p brand.Palette, after string) {
		fmt.Fprintf(&b, "%s%s {\n", before, selector)
		v := reflect.ValueOf(p)
		for i := range v.NumField() {
			c, ok := v.Field(i).Interface().(color.NRGBA)
			if !ok {
				continue
			}
			fmt.Fprintf(&b, "  --%s: %s;\n", strings.ToLower(v.Type().Field(i).Name), brand.Hex(c))
		}
		fmt.Fprintf(&b, "}%s\n", after)
	}
	rule("", ":root", light, "")
	rule("", ".dark", dark, "")
	rule("@media (prefers-color-scheme: dark) {\n", ":root.by-system", dark, "\n}")
	rule("@media (prefers-contrast: more) {\n", ":root, :root.by-system, .dark", brand.HighContrast(), "\n}")
	return b.Bytes()
}

// iconHTML is an icon that takes the colour of its text and that screen readers
// pass over: the word beside it says the same.
func iconHTML(name string) template.HTML {
	svg := strings.ReplaceAll(string(brand.Icon(name)), `fill="#000000"`, `fill="currentColor"`)
	return inline(svg, name)
}

// serviceIconHTML is the icon that a branch file names for a service. A wrong name
// is the file's mistake and costs no page: the ticket stands in.
func serviceIconHTML(name string) (svg template.HTML) {
	defer func() {
		if recover() != nil { // brand has no such icon
			svg = iconHTML("ticket-bold")
		}
	}()
	return iconHTML(name + "-bold")
}

// markHTML is the bank's sign in the colour of its text.
func markHTML() template.HTML {
	c := brand.Light().Brand
	return inline(strings.ReplaceAll(string(brand.Mark(c)), brand.Hex(c), "currentColor"), "mark")
}

func inline(svg, name string) template.HTML {
	// The source is embedded and ours; the name is one of the files'.
	return template.HTML(strings.Replace(svg, "<svg ", `<svg class="icon" data-icon="`+name+`" aria-hidden="true" focusable="false" `, 1))
}

// silence is 0.05 s of nothing, which a board plays at its start to learn
// whether its browser lets it play at all.
var silence = func() []byte {
	head := []byte("RIFF\xc2\x08\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x22\x56\x00\x00\x44\xac\x00\x00\x02\x00\x10\x00data\x9e\x08\x00\x00")
	return append(head, make([]byte, 0x89e)...)
}()
