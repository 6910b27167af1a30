package hub

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"turno/hub/wire"
)

// ownPages keeps other sites' pages from changing anything by way of a browser, at
// every route at once. A cookie speaks for the hub's own pages alone. Three things
// see to that, of which each would do: no browser that knows SameSite sends it from
// another site; one that says whence a request comes is heard; and what comes with
// it has to be of a kind that no form has, and that a script of another site may
// send only with the hub's leave, which nobody gets. With an Authorization header it
// is the same, so whoever shows one is let by.
func (h *Hub) ownPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			next.ServeHTTP(w, r)
			return
		}
		_, cookie := bearer(r)
		changes := r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions
		asks := cookie && strings.HasPrefix(r.URL.Path, "/api/")
		switch {
		case (changes || asks) && fromElsewhere(r):
			code := wire.Forbidden
			if cookie {
				code = wire.Unauthorized
			}
			h.refuseHTTP(w, r, "", code, "")
		case changes && cookie && !unlikeAForm(r):
			h.refuseHTTP(w, r, "", wire.Malformed, "")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// unlikeAForm says that no form can have sent this, nor a script that has no leave.
func unlikeAForm(r *http.Request) bool {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "application/json", "application/toml":
		return true
	case "":
		return r.ContentLength == 0
	}
	return false
}

// fromElsewhere says that a browser sent the request for another site's page:
// a cookie must not speak for it.
func fromElsewhere(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "cross-site", "same-site":
		return true
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	scheme, host, ok := strings.Cut(origin, "://")
	if !ok || subtle.ConstantTimeCompare([]byte(host), []byte(r.Host)) != 1 {
		return true
	}
	return r.TLS != nil && scheme != "https" // a plain page of the same host is another's
}
