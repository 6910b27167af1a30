package hub

import (
	"context"
	"errors"
	"net/http"

	"turno/hub/queue"
	"turno/hub/voice"
	"turno/hub/web"
	"turno/hub/wire"
	"turno/hub/words"
)

// pages gives the embedded pages what they show.
func (h *Hub) pages() http.Handler {
	c := web.Config{
		Branch: func() (b wire.Branch) {
			h.inWriter(func() { b = *h.branchRow(public) })
			return b
		},
		DisplayToken: func() string { return h.auth.page },
		Phone:        h.phonePage,
		Announce:     h.announce,
		Chime:        voice.Chime(),
		Muted: func(reason, from string) {
			h.log.Warn("a board makes no sound", "reason", reason, "from", from)
		},
		Log: h.log,
	}
	if h.cfg.Demo {
		c.DemoManager = "demo-manager-1"
	}
	return web.Handler(c)
}

// phonePage finds the visit behind a code. The code is the token of its page.
func (h *Hub) phonePage(code string) (web.Phone, bool) {
	who, ok := h.auth.who(code)
	if !ok || who.Role != wire.Phone {
		return web.Phone{}, false
	}
	p := web.Phone{Token: code}
	h.inWriter(func() {
		v, there := h.state.Visit(who.Phone)
		if ok = there; ok {
			p.Language = v.Language
		}
	})
	return p, ok
}

// errNotCalled keeps the wall's page from being a speech service for the guest
// network: it speaks a call that is on the board, and nothing else.
var errNotCalled = errors.New("no such call on the board")

func (h *Hub) announce(ctx context.Context, ticket, counter, language string) (wav []byte, reason string, err error) {
	call := voice.Call{Ticket: ticket, Counter: counter, Language: words.Lang(language)}
	found := false
	h.inWriter(func() {
		for _, c := range h.state.Board() {
			if c.Ticket == queue.Ticket(ticket) && c.Counter == queue.CounterID(counter) {
				found = true
				if call.Language == "" {
					call.Language = words.Lang(c.Language)
				}
			}
		}
	})
	if !found {
		return nil, "", errNotCalled
	}
	wav, err = h.voice.Announce(ctx, call)
	if errors.Is(err, voice.ErrNoVoice) {
		return wav, string(h.voice.Reason()), nil
	}
	return wav, "", err
}
