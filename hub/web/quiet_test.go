package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// A stranger who says over and over that a board is mute, or asks for the sound of
// calls that are on none, fills no log.
func TestStrangersFillNoLog(t *testing.T) {
	var logged bytes.Buffer
	told := map[string]int{}
	h := handler(func(c *Config) {
		c.Log = slog.New(slog.NewTextHandler(&logged, nil))
		c.Announce = func(context.Context, string, string, string) ([]byte, string, error) {
			return nil, "", errors.New("no such call")
		}
		c.Muted = func(reason, from string) { told[reason]++ }
	})
	for i := range 3000 {
		for _, what := range []struct{ method, path string }{{"POST", "/display/muted?reason=muted"}, {"GET", fmt.Sprintf("/display/voice?ticket=A%d&counter=1", i)}} {
			r := httptest.NewRequest(what.method, what.path, http.NoBody)
			r.RemoteAddr = fmt.Sprintf("192.0.2.%d:%d", i%250, 1024+i)
			h.ServeHTTP(httptest.NewRecorder(), r)
		}
	}
	if told["muted"] != maxBoards || logged.Len() > 0 {
		t.Errorf("told %v, and %d bytes of log: %.200s", told, logged.Len(), logged.String())
	}
}

func TestABoardIsHeardAgainLater(t *testing.T) {
	var q quiet
	at := clock(10, 0, 0)
	for _, c := range []struct {
		what, from string
		after      time.Duration
		news       bool
	}{
		{"muted", "10.0.0.1:4000", 0, true},
		{"muted", "10.0.0.1:4001", time.Minute, false},
		{"lost", "10.0.0.1:4001", time.Minute, true},
		{"muted", "10.0.0.2:4000", time.Minute, true},
		{"muted", "10.0.0.1:4002", quietFor, true},
		{"muted", "10.0.0.1:4002", quietFor + time.Minute, false},
		{"muted", "10.0.0.1:4002", -time.Hour, true}, // the clock went back: nobody is kept out for as long
	} {
		if got := q.news(c.what, c.from, at.Add(c.after)); got != c.news {
			t.Errorf("%s from %s after %v: %v", c.what, c.from, c.after, got)
		}
	}
}
