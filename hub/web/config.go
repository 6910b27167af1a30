package web

import (
	"context"
	"log/slog"
	"net/http"

	"turno/hub/wire"
)

// Config is what the pages need of the hub. Its functions are called by many
// goroutines at once.
type Config struct {
	// Branch answers the branch as screens show it.
	Branch func() wire.Branch
	// DisplayToken answers a read-only token that sees numbers alone; it stands
	// in the public board page, so everyone may read it.
	DisplayToken func() string
	// DemoManager is the token of a demo's manager; "" outside a demo.
	DemoManager string
	// Phone answers what belongs to the code of a phone page, and whether there
	// is such a visit.
	Phone func(code string) (Phone, bool)
	// Announce answers the WAV of a call. A reason other than "" says why its
	// voice is missing and only the chime is there, as a code of the catalog
	// voice ("not_installed"). Nil: the pages make no sound.
	Announce func(ctx context.Context, ticket, counter, language string) (wav []byte, reason string, err error)
	// Chime is the WAV that a phone plays; nil leaves the offer out.
	Chime []byte
	// Muted, where it is set, is told that a board makes no sound and why:
	// "muted" (its browser wants to be touched first) or "lost". It is told once in
	// ten minutes from each address.
	Muted func(reason, from string)
	// Log gets what went wrong; nil is silent.
	Log *slog.Logger
}

// Phone is a visitor's page: the token that sees and ends this one visit, and
// the language of the ticket.
type Phone struct {
	Token    string
	Language string
}

// Patterns lists what Handler answers, as net/http patterns, for the mux that
// mounts it.
var Patterns = []string{
	"GET /display", "GET /display/voice", "POST /display/muted",
	"GET /manager", "GET /manager/devices", "GET /manager/comments", "GET /t/{code}", "GET /help", "GET /web/",
}

// Handler serves every page under Patterns. It starts no goroutine.
func Handler(c Config) http.Handler {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &site{Config: c}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /display", s.display)
	mux.HandleFunc("GET /display/voice", s.voice)
	mux.HandleFunc("POST /display/muted", s.muted)
	mux.HandleFunc("GET /manager", s.manager)
	mux.HandleFunc("GET /manager/devices", s.manager)
	mux.HandleFunc("GET /manager/comments", s.manager)
	mux.HandleFunc("GET /t/{code}", s.phone)
	mux.HandleFunc("GET /help", s.help)
	mux.HandleFunc("GET /web/", s.asset)
	return mux
}

// site is the pages with what they need.
type site struct {
	Config
	quiet quiet
}
