// Package cmd_test holds the layout of the whole tree: who may import whom and
// why not, that every package says what it is for, that nothing new lies at the
// top, that every sentence exists in five languages and is used, and that
// FyneApp.toml tells the truth about the apps.
//
// It reads source text only and needs neither a screen nor a C compiler. Each
// check is a function of a folder, so that its own test can plant what it must
// find. Whoever moves a wall changes the table here in the same commit.
package cmd_test

import (
	"testing"
)

// module is our own import path; ours are written without it in this file.
const module = "turno"

// Reasons that several rooms share.
const (
	mirrors   = "screens hold mirrors of the hub's state, never the truth"
	noToolkit = "it must run where there is no display and be tested with none"
	apart     = "the wire and the stored log age for different reasons; one file in hub translates"
	noApp     = "widgets are tested without a display; only a command starts an app"
	leaf      = "everybody builds on it, so it builds on nobody"
)

// A room is one package and what it may import besides the standard library.
type room struct {
	path  string   // "hub/queue"; "cmd/" stands for everything below
	ours  []string // packages of this module; a trailing /* takes what is below too
	other []string // modules of others
	never []ban
}

// A ban is an import that is refused with a reason, standard library included.
// An import that is neither allowed nor banned is refused too, without one.
type ban struct{ path, why string }

const fyne = "fyne.io/fyne/v2"

// rooms is the import table. It holds direct imports of files that are not
// tests; Fyne under hub and forms is looked for through all depths besides.
var rooms = []room{
	{path: "hub/queue", never: []ban{
		{"turno", "the rules know nobody; whoever needs them imports them"},
		{"net", "the engine does no I/O"},
		{"os", "the engine does no I/O"},
		{"log", "the engine has nothing to tell but events"},
		{"math/rand", "randomness reaches the engine as data, or a replay would differ"},
	}},
	{path: "hub/wire", never: []ban{{"turno", leaf}}},
	{path: "look/brand", never: []ban{
		{"turno", leaf},
		{fyne, "pages, PDF and slips use the colours and fonts too"},
	}},
	{path: "hub/words", other: []string{"golang.org/x/text", "github.com/nicksnyder/go-i18n/v2"}, never: []ban{{"turno", leaf}}},
	{path: "hub/branch", ours: []string{"hub/queue"}, other: []string{"github.com/pelletier/go-toml/v2", "golang.org/x/crypto"}},
	{path: "hub/store", ours: []string{"hub/queue"}, other: []string{"go.etcd.io/bbolt", "golang.org/x/crypto", "filippo.io/age"}, never: []ban{
		{"turno/hub/wire", apart},
		{"net/http", "the store knows files, not who asks"},
	}},
	{path: "hub/store/cutfs", other: []string{"github.com/hanwen/go-fuse/v2"}, never: []ban{
		{"turno", "a disk knows no bank"},
	}},
	{path: "hub/cert", never: []ban{{"turno", leaf}}},
	{path: "hub/pairing", ours: []string{"hub/words"}, never: []ban{
		{"turno/hub/dial", "it says how far a device is; who asks the hub is the device's command"},
		{fyne, noToolkit},
	}},
	{path: "hub/stats", ours: []string{"hub/queue"}, never: []ban{
		{"turno/hub/store", "figures are folded from events, wherever these come from"},
		{"turno/hub/wire", apart},
		{"net", "figures are folded from events, wherever these come from"},
	}},
	{path: "hub/voice", ours: []string{"hub/words"}, never: []ban{
		{"turno/hub", "kiosk and display speak with no hub in their process"},
		{fyne, noToolkit},
	}},
	{
		path: "hub",
		ours: []string{"hub/queue", "hub/branch", "hub/store", "hub/stats", "hub/wire", "hub/words", "hub/voice", "hub/web", "hub/cert", "forms"},
		other: []string{
			"github.com/gorilla/websocket", "github.com/prometheus/client_golang", "golang.org/x/crypto",
		},
		never: []ban{
			{"turno/hub/dial", "the hub is what clients dial"},
			{"turno/hub/sim", "a simulated day must be made of ordinary clients"},
			{fyne, noToolkit},
			{"turno/kiosk", "the hub serves rooms that it does not know"},
			{"turno/counter", "the hub serves rooms that it does not know"},
			{"turno/display", "the hub serves rooms that it does not know"},
		},
	},
	{path: "hub/web", ours: []string{"hub/wire", "hub/words", "look/brand", "forms"}, other: []string{"golang.org/x/text"}, never: []ban{
		{"turno/hub/queue", mirrors},
		{"turno/hub/store", mirrors},
		{"turno/hub/stats", mirrors},
	}},
	{path: "hub/dial", ours: []string{"hub/wire", "hub/cert"}, other: []string{"github.com/gorilla/websocket"}, never: []ban{
		{"turno/hub/queue", apart},
		{"turno/hub/store", apart},
		{fyne, "tests and the simulation dial without a toolkit"},
	}},
	{path: "hub/sim", ours: []string{"hub/dial", "hub/wire"}, never: []ban{
		{"turno/hub/queue", "a simulated day must be made of ordinary clients"},
		{"turno/hub/store", "a simulated day must be made of ordinary clients"},
		{"turno/hub/stats", "its figures are counted apart from the hub's, or they prove nothing"},
	}},
	{path: "hub/hubtest", ours: []string{"hub/*"}, other: []string{"github.com/google/go-cmp", "github.com/gorilla/websocket", "go.etcd.io/bbolt"}},
	{path: "kiosk/flow", ours: []string{"hub/wire", "hub/words", "forms"}, never: pureHalf},
	{path: "counter/desk", ours: []string{"hub/wire", "hub/words", "hub/pairing", "forms"}, never: pureHalf},
	{path: "display/board", ours: []string{"hub/wire", "hub/words", "hub/pairing", "forms"}, never: pureHalf},
	{path: "kiosk/journal", ours: []string{"hub/wire"}, never: pureHalf},
	{path: "kiosk", ours: append([]string{"kiosk/flow", "kiosk/journal"}, screens...), other: []string{fyne}, never: screenHalf},
	{path: "counter", ours: append([]string{"counter/desk"}, screens...), other: []string{fyne}, never: screenHalf},
	{path: "display", ours: append([]string{"display/board"}, screens...), other: []string{fyne}, never: screenHalf},
	{path: "look", ours: []string{"look/brand"}, other: []string{fyne}, never: []ban{
		{fyne + "/app", noApp},
		{"turno", "widgets are given words and values; they know no queue and no language"},
	}},
	{path: "forms", ours: []string{"hub/words", "look/brand"}, other: []string{"github.com/go-pdf/fpdf", "github.com/boombuler/barcode", "golang.org/x/text", "golang.org/x/image"}, never: paper},
	{path: "forms/slip", ours: []string{"forms", "hub/words", "look/brand"}, other: []string{"golang.org/x/text", "golang.org/x/image"}, never: paper},
	{path: "forms/press", other: []string{"github.com/OpenPrinting/goipp"}, never: []ban{
		{"turno/hub", "a printer takes bytes from anybody"},
		{fyne, noToolkit},
	}},
	{path: "forms/press/presstest", never: []ban{
		{"turno", "a printer knows nobody"},
	}},
	{path: "cmd/", ours: []string{"*"}, other: []string{fyne, "github.com/pelletier/go-toml/v2"}},
}

// screens is what every room with a screen may use.
var screens = []string{
	"look", "look/brand", "hub/dial", "hub/pairing", "hub/wire", "hub/words", "hub/voice", "forms", "forms/slip", "forms/press",
}

var pureHalf = []ban{
	{fyne, "what a screen shows is decided, and tested, without a toolkit"},
	{"turno/hub/dial", "it takes what came over the wire and never asks for it"},
}

var screenHalf = []ban{
	{fyne + "/app", noApp},
	{"turno/hub/queue", mirrors},
	{"turno/hub/store", mirrors},
	{"turno/kiosk", "rooms share look and the pure packages, not each other"},
	{"turno/counter", "rooms share look and the pure packages, not each other"},
	{"turno/display", "rooms share look and the pure packages, not each other"},
}

var paper = []ban{
	{"turno/hub/wire", "a form is data and ink; it does not know who asks"},
	{fyne, noToolkit},
	{"net/http", "drawing paper needs no network"},
}

// keepers are packages that only some may import, whatever their room allows.
var keepers = []struct {
	path string
	only []string
	why  string
}{
	{fyne + "/app", []string{"cmd/turno-kiosk", "cmd/turno-counter", "cmd/turno-display"}, noApp},
	{"turno/hub/sim", []string{"cmd/turno-hub"}, "a simulated day is an operator's wish, not a part of a hub"},
	{"turno/hub/hubtest", nil, "it is for tests"},
	{"turno/hub/store/cutfs", nil, "it is for tests"},
}

// top is all that may lie in the first folder, besides names with a dot in
// front and what .gitignore keeps out.
var top = []string{
	"cmd", "counter", "display", "forms", "hub", "kiosk", "look",
	"FyneApp.toml", "README.md", "go.mod", "go.sum",
}

// root is the tree that the tests below hold.
const root = ".."

func report(t *testing.T, faults []string) {
	t.Helper()
	for _, f := range faults {
		t.Error(f)
	}
}

func TestImports(t *testing.T)          { report(t, wrongImports(t, root)) }
func TestNoFyneBelow(t *testing.T)      { report(t, deepFyne(t, root, "./hub/...", "./forms/...")) }
func TestEngineHasNoClock(t *testing.T) { report(t, clocks(t, root, "hub/queue")) }
func TestPackageComments(t *testing.T)  { report(t, wrongComments(t, root)) }
func TestFileSizes(t *testing.T)        { report(t, longFiles(t, root)) }
func TestReadmeLinks(t *testing.T)      { report(t, brokenLinks(t, root)) }
func TestTopLevel(t *testing.T)         { report(t, strangers(t, root)) }
func TestCatalogs(t *testing.T)         { report(t, wrongCatalogs(t, root)) }
func TestIdentity(t *testing.T)         { report(t, wrongIdentity(t, root)) }
