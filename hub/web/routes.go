package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

func (s *site) display(w http.ResponseWriter, r *http.Request) {
	b := s.Branch()
	l := s.languageOf(r, b, "", false)
	s.render(w, r, page{Name: "display", Lang: l, Branch: b, Sound: s.Announce != nil}, s.DisplayToken())
}

// rooms are the pages of the manager, in the order of their menu.
var rooms = []struct{ path, name, key string }{
	{"/manager", "manager", "common.live"}, {"/manager/comments", "comments", "comments.title"}, {"/manager/devices", "devices", "devices.title"},
}

// manager is the pages of the staff. It offers the demo's manager by a link,
// so that a reload stays signed in and nothing is kept in the browser.
func (s *site) manager(w http.ResponseWriter, r *http.Request) {
	b := s.Branch()
	l := s.languageOf(r, b, "", true)
	p := page{Name: "manager", Lang: l, Branch: b, Languages: choices(r, b, l), Demo: s.DemoManager != ""}
	for _, room := range rooms {
		if r.URL.Path == room.path {
			p.Name = room.name
		}
	}
	token := ""
	if p.Demo && r.URL.Query().Get("as") == "demo" {
		p.AsDemo, token = true, s.DemoManager
	}
	p.Rooms = roomsFor(p)
	s.render(w, r, p, token)
}

func roomsFor(p page) (out []room) {
	q := url.Values{"lang": {string(p.Lang)}}
	if p.AsDemo {
		q.Set("as", "demo")
	}
	for _, r := range rooms {
		out = append(out, room{Key: r.key, URL: r.path + "?" + q.Encode(), Now: r.name == p.Name})
	}
	return out
}

func (s *site) phone(w http.ResponseWriter, r *http.Request) {
	b := s.Branch()
	w.Header().Set("X-Robots-Tag", "noindex")
	visit, ok := s.Phone(r.PathValue("code"))
	if !ok {
		l := s.languageOf(r, b, "", true)
		s.render(w, r, page{Name: "gone", Lang: l, Branch: b, Languages: choices(r, b, l), Status: http.StatusNotFound}, "")
		return
	}
	l := s.languageOf(r, b, visit.Language, false)
	s.render(w, r, page{Name: "phone", Lang: l, Branch: b, Languages: choices(r, b, l), Sound: s.Chime != nil}, visit.Token)
}

func (s *site) help(w http.ResponseWriter, r *http.Request) {
	b := s.Branch()
	l := s.languageOf(r, b, "", true)
	s.render(w, r, page{Name: "help", Lang: l, Branch: b, Languages: choices(r, b, l)}, "")
}

// voice hands out the sound of a call. Where only the chime is to be had, the
// header Turno-Voice says why.
func (s *site) voice(w http.ResponseWriter, r *http.Request) {
	if s.Announce == nil {
		http.NotFound(w, r)
		return
	}
	q := r.URL.Query()
	wav, reason, err := s.Announce(r.Context(), q.Get("ticket"), q.Get("counter"), q.Get("lang"))
	if err != nil {
		s.Log.Debug("announcing a call", "err", err) // anybody may ask for what is on no board
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	if reason != "" {
		w.Header().Set("Turno-Voice", reason)
	}
	sound(w, wav, "no-store")
}

func sound(w http.ResponseWriter, wav []byte, keep string) {
	h := w.Header()
	h.Set("Content-Type", "audio/wav")
	h.Set("Content-Length", strconv.Itoa(len(wav)))
	h.Set("Cache-Control", keep)
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(wav)
}

// muted takes a board's word that it makes no sound.
func (s *site) muted(w http.ResponseWriter, r *http.Request) {
	reason := r.URL.Query().Get("reason")
	if reason != "muted" && reason != "lost" {
		http.Error(w, http.StatusText(http.StatusUnprocessableEntity), http.StatusUnprocessableEntity)
		return
	}
	if s.Muted != nil && s.quiet.news(reason, r.RemoteAddr, time.Now()) {
		s.Muted(reason, r.RemoteAddr)
	}
	w.WriteHeader(http.StatusNoContent)
}
