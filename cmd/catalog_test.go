package cmd_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	catalogs  = "hub/words/catalog"
	wordsPath = module + "/hub/words"
)

// tongues are the languages that every sentence exists in.
var tongues = []string{"cs", "en", "es", "pt", "sv"}

// wrongCatalogs finds sentences that one language lacks, sentences that the
// code asks for and nobody wrote, and sentences that nobody asks for.
func wrongCatalogs(t *testing.T, root string) []string {
	keys, faults := readCatalogs(t, root)
	all := sources(t, root)
	for _, s := range all {
		if !s.test {
			faults = append(faults, unwritten(s, keys)...)
		}
	}
	return append(faults, unasked(keys, spokenOf(t, root, all))...)
}

// readCatalogs answers all keys, rooms in front, that any language has, and
// what is wrong among the files themselves.
func readCatalogs(t *testing.T, root string) (keys map[string]bool, faults []string) {
	t.Helper()
	keys = map[string]bool{}
	have := map[string]map[string]bool{} // language → its keys
	for _, lang := range tongues {
		have[lang] = map[string]bool{}
	}
	files, err := filepath.Glob(filepath.Join(root, catalogs, "*", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		room, lang := path.Base(path.Dir(filepath.ToSlash(file))), strings.TrimSuffix(path.Base(filepath.ToSlash(file)), ".json")
		name := fmt.Sprintf("%s/%s/%s.json", catalogs, room, lang)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sentences := map[string]json.RawMessage{}
		if err := json.Unmarshal(data, &sentences); err != nil {
			faults = append(faults, fmt.Sprintf("%s: %v", name, err))
			continue
		}
		if have[lang] == nil {
			faults = append(faults, fmt.Sprintf("%s: %q is none of the five languages", name, lang))
			continue
		}
		for key := range sentences {
			keys[room+"."+key] = true
			have[lang][room+"."+key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		for _, lang := range tongues {
			if !have[lang][key] {
				faults = append(faults, fmt.Sprintf("%s has no sentence in %s", key, lang))
			}
		}
	}
	return keys, faults
}

// unwritten finds calls of words.T, words.N and words.Has for a key, or for a
// beginning of keys ("voice.reason." + r), that no catalog has.
func unwritten(s source, keys map[string]bool) []string {
	name := imported(s.file)[wordsPath]
	var faults []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 || !asks(call.Fun, name, s.dir == "hub/words") {
			return true
		}
		key, whole := leftmost(call.Args[1])
		switch {
		case key == "":
		case whole && !keys[key]:
			faults = append(faults, fmt.Sprintf("%s asks for %q, which no catalog has", s.name, key))
		case !whole && !anyKey(keys, key):
			faults = append(faults, fmt.Sprintf("%s asks for %q and more, which no catalog has", s.name, key))
		}
		return true
	})
	return faults
}

// asks tells the calls that look a sentence up; name is what the file calls
// the package, and home means that it is the package itself.
func asks(fun ast.Expr, name string, home bool) bool {
	looksUp := func(f string) bool { return f == "T" || f == "N" || f == "Has" }
	switch f := fun.(type) {
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		return ok && name != "" && x.Name == name && looksUp(f.Sel.Name)
	case *ast.Ident:
		return home && looksUp(f.Name)
	}
	return false
}

// leftmost answers the text that an expression begins with, and whether that
// is all of it.
func leftmost(e ast.Expr) (string, bool) {
	if s, ok := text(e); ok {
		return s, true
	}
	if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		s, _ := leftmost(sum.X)
		return s, false
	}
	return "", false
}

func anyKey(keys map[string]bool, prefix string) bool {
	for key := range keys {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// spoken is every text that one package's program code holds, its pages and
// data files among it.
type spoken map[string]bool

// quoted finds texts in pages, scripts and data. A script's `state.${s}` ends
// at the brace, and so is the beginning of keys.
var quoted = regexp.MustCompile("\"([^\"\n]+)\"|'([^'\n]+)'|`([^`$\n]+)")

// dotted finds whole keys anywhere, as quotes within quotes of a page's
// template (data-sent="{{.T "web.sent"}}") do not pair up.
var dotted = regexp.MustCompile(`[a-z]\w*(\.\w+)+`)

// spokenOf gathers the texts of each package. A file that is not Go belongs to
// the nearest folder above it that has Go.
func spokenOf(t *testing.T, root string, all []source) map[string]spoken {
	t.Helper()
	packages := map[string]spoken{}
	for _, s := range all {
		if s.test {
			continue
		}
		if packages[s.dir] == nil {
			packages[s.dir] = spoken{}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok {
				if value, ok := text(lit); ok {
					// fmt.Sprintf("form.%s.title", id) is the beginning of keys too.
					value, _, _ = strings.Cut(value, "%")
					packages[s.dir][value] = true
				}
			}
			return true
		})
	}
	walk(t, root, func(name string) {
		if !slices.Contains([]string{".html", ".js", ".toml", ".json", ".tmpl"}, path.Ext(name)) || strings.HasPrefix(name, catalogs+"/") {
			return
		}
		dir := path.Dir(name)
		for packages[dir] == nil && dir != "." {
			dir = path.Dir(dir)
		}
		if packages[dir] == nil {
			return
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(data), -1) {
			packages[dir][m[1]+m[2]+m[3]] = true
		}
		for _, key := range dotted.FindAllString(string(data), -1) {
			packages[dir][key] = true
		}
	})
	return packages
}

// unasked finds keys that nothing in the code can name. A package names a key
// by its whole text, by a beginning ("voice.reason.", "park.owner_") to which
// it adds something, or by texts that make up the key when put together
// ("pause" + "." + "break"). A package that names the room ("kiosk." or
// "kiosk") may leave it out of these.
func unasked(keys map[string]bool, packages map[string]spoken) []string {
	var faults []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		room, rest, _ := strings.Cut(key, ".")
		named := false
		for _, texts := range packages {
			if texts.name(key, room+".") || (texts[room+"."] || texts[room]) && texts.name(rest, "") {
				named = true
				break
			}
		}
		if !named {
			faults = append(faults, key+" is in the catalogs and nothing in the code asks for it")
		}
	}
	return faults
}

// name tells whether the texts can make the key. The text least is no beginning
// of a key: a whole room proves nothing.
func (texts spoken) name(key, least string) bool {
	if texts[key] {
		return true
	}
	for i := len(key) - 1; i > max(len(least), 3); i-- {
		if (key[i-1] == '.' || key[i-1] == '_') && texts[key[:i]] {
			return true
		}
	}
	return texts.compose(key, 3)
}

// compose tells whether at most n texts, one after the other, are the key. A
// letter or two could be part of anything, so only separators are that short.
func (texts spoken) compose(key string, n int) bool {
	if key == "" {
		return true
	}
	if n == 0 {
		return false
	}
	for i := 1; i <= len(key); i++ {
		piece := key[:i]
		if (len(piece) > 2 || piece == "." || piece == "_") && texts[piece] && texts.compose(key[i:], n-1) {
			return true
		}
	}
	return false
}

func TestPlantedCatalogFaultsAreCaught(t *testing.T) {
	files := map[string]string{
		"hub/words/words.go": "package words\n\nfunc T(l, key string) string { return key }\n\nvar name = T(\"es\", \"common.name\")\nvar gone = T(\"es\", \"common.gone\")\n",
		"kiosk/a.go": `package kiosk

import w "turno/hub/words"

var a = w.T("es", "kiosk.hello")
var b = w.T("es", "kiosk.helo")
var c = w.N("es", "kiosk.wait."+a, 2)
var d = w.T("es", "kiosk.tool."+a)
var e = w.T("es", key)
var key = "kiosk.by_table"
`,
		"kiosk/a_test.go":   "package kiosk\n\nimport \"turno/hub/words\"\n\nvar x = words.T(\"es\", \"kiosk.no_such\")\nvar y = \"kiosk.tests_only\"\n",
		"counter/a.go":      "package counter\n\nimport \"turno/hub/words\"\n\nfunc say(k string) string { return words.T(\"es\", \"counter.\"+k) }\n\nvar f = say(\"free\")\nvar g = say(\"pause\" + \".\" + \"lunch\")\nvar h = say(\"owner_\" + id)\n",
		"hub/web/a.go":      "package web\n\nimport \"turno/hub/words\"\n\nvar all = words.Catalog(\"es\", \"web\")\n",
		"hub/web/page.js":   "t('title'); t(`state.${s}`);\n",
		"hub/web/page.html": "<b data-x=\"{{.T \"web.nested\"}}\">",
	}
	rooms := map[string]string{
		"common":  `{"name":"x"}`,
		"kiosk":   `{"hello":"x","wait.short":{"one":"x","other":"x"},"by_table":"x","tests_only":"x","unused":"x"}`,
		"counter": `{"free":"x","busy":"x","pause.lunch":"x","pause.break":"x","owner_me":"x"}`,
		"web":     `{"title":"x","state.open":"x","nested":"x","forgotten":"x"}`,
	}
	for room, content := range rooms {
		for _, lang := range tongues {
			files["hub/words/catalog/"+room+"/"+lang+".json"] = content
		}
	}
	files["hub/words/catalog/counter/cs.json"] = `{"busy":"x","pause.lunch":"x","pause.break":"x","owner_me":"x"}`
	files["hub/words/catalog/web/de.json"] = `{}`
	files["hub/words/catalog/common/sv.json"] = `{"name":`
	wantFaults(t, wrongCatalogs(t, plant(t, files)),
		"counter.free has no sentence in cs",
		`catalog/web/de.json: "de" is none of the five languages`,
		"catalog/common/sv.json: unexpected end",
		"common.name has no sentence in sv",
		`hub/words/words.go asks for "common.gone"`,
		`kiosk/a.go asks for "kiosk.helo"`,
		`kiosk/a.go asks for "kiosk.tool." and more`,
		"kiosk.tests_only is in the catalogs and nothing",
		"kiosk.unused is in the catalogs and nothing",
		"counter.busy is in the catalogs and nothing",
		"counter.pause.break is in the catalogs and nothing",
		"web.forgotten is in the catalogs and nothing",
	)
}
