package hub_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"turno/hub/hubtest"
)

// A counter that nobody has opened yet is in its state since no time that a clock
// ever showed; it says none.
func TestACounterThatWasNeverOpenedSaysNoSince(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	_, body := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/state", "demo-display-1", "")
	var s struct{ Counters []map[string]any }
	if err := json.Unmarshal(body, &s); err != nil || len(s.Counters) == 0 {
		t.Fatalf("%v: %s", err, body)
	}
	for _, c := range s.Counters {
		if since, told := c["since"]; told {
			t.Errorf("counter %v is closed since %v", c["counter"], since)
		}
	}
}
