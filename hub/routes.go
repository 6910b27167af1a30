package hub

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/web"
	"turno/hub/wire"
	"turno/hub/words"
)

// Handler is everything that the hub serves.
func (h *Hub) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/commands", h.command)
	mux.HandleFunc("GET /api/v1/state", h.serveState)
	mux.HandleFunc("GET /api/v1/stream", h.stream)
	mux.HandleFunc("GET /api/v1/explain", h.serveExplain)
	mux.HandleFunc("GET /api/v1/drafts", h.serveDrafts)
	mux.HandleFunc("POST /api/v1/backup", h.backup)
	mux.HandleFunc("POST /api/v1/branch", h.loadBranch)
	h.accessRoutes(mux)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", h.serveReady)
	mux.HandleFunc("GET /metrics", h.metrics())
	mux.HandleFunc("GET /openapi.json", serveSpec(openAPI))
	mux.HandleFunc("GET /asyncapi.json", serveSpec(asyncAPI))
	pages := h.pages()
	for _, p := range web.Patterns {
		mux.Handle(p, pages)
	}
	mux.Handle("GET /{$}", http.RedirectHandler("/help", http.StatusFound))
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { h.refuseHTTP(w, r, "", wire.NotFound, "") })
	return guard(h.behind(h.limit(h.ownPages(mux))))
}

// guard sets what every answer carries: nothing is to be sniffed, framed, or
// told to another site.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		for _, g := range guards {
			header[g.name] = g.value
		}
		next.ServeHTTP(w, r)
	})
}

// guards are shared by all answers, so that none makes them anew: a header is
// replaced and never changed in place.
var guards = []struct {
	name  string // in the canonical form
	value []string
}{
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"Referrer-Policy", []string{"no-referrer"}},
	{"X-Frame-Options", []string{"DENY"}},
	{"Content-Security-Policy", []string{"default-src 'none'; frame-ancestors 'none'"}}, // pages say their own
}

// command serves POST /api/v1/commands.
func (h *Hub) command(w http.ResponseWriter, r *http.Request) {
	token, _ := bearer(r)
	who, ok := h.auth.who(token)
	if !ok {
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return
	}
	body := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(body)
	body.Reset()
	if !h.read(w, r, body) {
		return
	}
	answer := make(chan wire.Answer, 1)
	h.submit(who, body.Bytes(), language(r), func(a wire.Answer) { answer <- a })
	a := <-answer
	status := a.Status
	a.Status = 0 // the status line says it
	body.Reset() // what was asked was read
	w.Header()["Content-Type"] = jsonType
	w.WriteHeader(status)
	_, _ = w.Write(append(a.Append(body.AvailableBuffer()), '\n'))
}

// bodies are where commands are read into, and their answers written. How large
// a command may be bounds what they hold.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// read takes the body, up to the largest command.
func (h *Hub) read(w http.ResponseWriter, r *http.Request, body *bytes.Buffer) bool {
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, wire.MaxCommand))
	if err == nil {
		return true
	}
	code := wire.Malformed
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		code = wire.TooLarge
	}
	h.refuseHTTP(w, r, "", code, "")
	return false
}

// serveState serves GET /api/v1/state.
func (h *Hub) serveState(w http.ResponseWriter, r *http.Request) {
	token, _ := bearer(r)
	who, ok := h.auth.who(token)
	if !ok {
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return
	}
	var s wire.State
	if !h.inWriter(func() { s = h.stateFor(who) }) {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, s)
}

// backup streams a consistent copy of the data to an admin, while the hub
// serves. A copy that breaks off is cut, so that nobody takes it for whole.
func (h *Hub) backup(w http.ResponseWriter, r *http.Request) {
	token, _ := bearer(r)
	who, ok := h.auth.who(token)
	switch {
	case !ok:
		h.refuseHTTP(w, r, "", wire.Unauthorized, "")
		return
	case who.Role != wire.Admin:
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	var err error
	if !h.inWriter(func() { err = h.audit(queue.BackupTaken, "", who.actor(), store.Batch{}) }) || err != nil {
		h.refuseHTTP(w, r, "", wire.Unavailable, "")
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := h.store.Backup(patient{w, http.NewResponseController(w)}); err != nil {
		h.log.Error("a backup broke off", "by", who.ID, "err", err)
		panic(http.ErrAbortHandler)
	}
	h.log.Info("a backup was taken", "by", who.ID)
}

// refuseHTTP answers a request that was not carried out.
func (h *Hub) refuseHTTP(w http.ResponseWriter, r *http.Request, id string, code wire.Code, field string) {
	a := wire.Refuse(id, code, message(language(r), code, field), field)
	a.Status = 0
	if code == wire.Unauthorized {
		token, cookie := bearer(r)
		if _, held := h.auth.holder(token); token != "" && !cookie && !held {
			h.guessed(r)
		}
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	writeJSON(w, code.Status(), a)
}

var jsonType = []string{"application/json; charset=utf-8"} // shared, as guards are

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header()["Content-Type"] = jsonType
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// language is the first of the request's languages that sentences exist in.
func language(r *http.Request) string {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		base, _, _ := strings.Cut(tag, "-")
		for _, l := range words.All {
			if strings.EqualFold(base, string(l)) {
				return string(l)
			}
		}
	}
	return ""
}
