package hub_test

import (
	"net/http/httptest"
	"testing"

	"turno/hub/hubtest"
)

// A proxy on this machine that says nothing of whom it speaks for, as nginx does
// where nobody told it to, and a page whose name was turned to 127.0.0.1, both come
// from loopback: what they asked for says where the browser thinks that it is.
func TestMetricsAreForThisMachinesNamesAlone(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	for host, want := range map[string]int{"127.0.0.1:8080": 200, "localhost:8080": 200, "[::1]:8080": 200, "127.0.0.1": 200,
		"hub.bank.example": 403, "hub.bank.example:8443": 403, "192.0.2.7:8443": 403} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr, r.Host = "127.0.0.1:40000", host
		w := httptest.NewRecorder()
		b.Hub.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("asked for as %s: %d, want %d", host, w.Code, want)
		}
	}
}
