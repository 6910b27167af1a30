package hub_test

import (
	"net/http"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/hubtest"
)

// The token of the public page is everybody's, so it buys nobody more than their
// address may ask: else a stranger who reads it off the page has ten times as much,
// and takes it from all boards together.
func TestThePublicPagesTokenCountsForTheAddress(t *testing.T) {
	l := hub.UsualLimits()
	l.Address, l.Token = hub.Rate{Burst: 6, Every: time.Hour}, hub.Rate{Burst: 8, Every: time.Hour}
	b, _ := earnest(t, hubtest.Options{Limits: &l})
	stranger, board := from(t, "127.0.0.9"), from(t, "127.0.0.8")
	_, page := knock(t, stranger, "GET", b.URL+"/display", "", "")
	m := pageToken.FindSubmatch(page)
	if m == nil {
		t.Fatal("the board has no token")
	}
	ask := func(c *http.Client) int {
		status, _ := knock(t, c, "GET", b.URL+"/api/v1/state", string(m[1]), "")
		return status
	}
	taken := 0
	for range 20 {
		if ask(stranger) == http.StatusOK {
			taken++
		}
	}
	if taken != 5 { // and the page before
		t.Errorf("the address was answered %d times: its limit is 6", taken+1)
	}
	if got := ask(board); got != http.StatusOK {
		t.Errorf("a board at another address: %d", got)
	}
}
