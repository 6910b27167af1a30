package hub_test

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// FuzzHello: whatever comes first on a line, the hub answers with its state or
// closes the line with a code of the contract, and serves on.
func FuzzHello(f *testing.F) {
	b := hubtest.Start(f, hubtest.Options{})
	for _, s := range []string{
		`{"kind":"hello","protocol":1,"token":"demo-kiosk-1"}`,
		`{"kind":"hello","protocol":1,"token":"demo-manager-1","have":{"epoch":"elsewhere","seq":3}}`,
		`{"kind":"hello","protocol":1,"token":"demo-display-1","have":{"epoch":"","seq":18446744073709551615}}`,
		`{"kind":"hello","protocol":2,"token":"demo-kiosk-1"}`, `{"kind":"hello"}`, `{"kind":"command"}`, `[]`, `{`, ``, "\xff\x00",
	} {
		f.Add([]byte(s), true)
	}
	f.Add([]byte(`{"kind":"hello","protocol":1,"token":"demo-kiosk-1"}`), false)
	codes := []int{wire.CloseProtocol, wire.CloseUnknown, wire.CloseEpoch, websocket.CloseMessageTooBig, websocket.CloseInvalidFramePayloadData}
	f.Fuzz(func(t *testing.T, first []byte, text bool) {
		ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(b.URL, "http")+"/api/v1/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		_ = ws.SetReadDeadline(time.Now().Add(hubtest.Patience))
		kind := websocket.BinaryMessage
		if text {
			kind = websocket.TextMessage
		}
		if err := ws.WriteMessage(kind, first); err != nil {
			t.Fatal(err)
		}
		_, answer, err := ws.ReadMessage()
		var closed *websocket.CloseError
		var broken *net.OpError
		switch {
		case err == nil:
			if kind := wire.KindOf(answer); kind != "snapshot" && kind != "event" {
				t.Errorf("%q is answered with %s", first, answer)
			}
		case errors.As(err, &closed):
			if !slices.Contains(codes, closed.Code) {
				t.Errorf("%q: closed with %d", first, closed.Code)
			}
		case !errors.As(err, &broken): // a frame that is too large breaks the line
			t.Errorf("%q: %v", first, err)
		}
		if err := b.Hub.Ready(); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzRequest: whatever is posted by whomever gets one answer with a code and
// words, never a 500, and the hub serves on.
func FuzzRequest(f *testing.F) {
	b := hubtest.Start(f, hubtest.Options{})
	tokens := []string{"", "nobody", "demo-kiosk-1", "demo-host-1", "demo-counter-1", "demo-counter-2", "demo-manager-1", "demo-admin-1", "demo-display-1"}
	for _, s := range []struct {
		token uint8
		body  string
	}{
		{2, `{"id":"a","do":"issue","service":"cash","language":"es","name":"Ana"}`},
		{4, `{"id":"b","do":"open_counter","counter":"1"}`},
		{4, `{"id":"c","do":"call_next","counter":"1"}`},
		{4, `{"id":"d","do":"call","counter":"1","ticket":"A001","reason":"x"}`},
		{4, `{"id":"e","do":"park","counter":"1","reason":"x","owner":"branch","until":"2036-03-02T09:15:00+01:00"}`},
		{5, `{"id":"f","do":"transfer","counter":"2","to":{"teller":"x"},"place":"first"}`},
		{6, `{"id":"g","do":"close_day"}`},
		{7, `{"id":"h","do":"advance","to":"2036-03-02T09:15:00+01:00"}`},
		{2, `{"id":"i","do":"lease","count":5}`},
		{2, `{"id":"j","do":"merge","business_date":"2026-03-02","ticket":"A901","service":"cash","language":"es","issued_at":"2026-03-02T09:15:00+01:00"}`},
		{2, `{"id":"k","do":"merge","business_date":"9999-12-31","ticket":"A901","service":"cash","language":"es","issued_at":"9999-12-31T23:59:59-12:00"}`},
		{2, `{"id":"l","do":"help","language":"cs"}`}, {3, `{"id":"m","do":"help","step":"coming","call":"h3"}`},
		{2, `{"id":"n","do":"report","printer":"paper_low","unprinted":2}`},
		{2, `{"id":"o","do":"feedback","ticket":"A001","csat":5,"nps":0,"comment":"x"}`},
		{2, `{"id":"p","do":"draft","ticket":"A001","code":"x","form":"AC-01","values":{"surname":"x"}}`},
		{2, `{"id":"q","do":"issue","service":"cash","language":"es","appointment":{"id":"a","at":"9999-12-31T23:59:59-12:00"}}`},
		{7, `{"id":"r","do":"advance","to":"9999-12-31T23:59:59-12:00"}`},
		{0, `{`}, {1, `[]`}, {8, `null`},
	} {
		f.Add(s.token, []byte(s.body))
	}
	handler := b.Hub.Handler()
	f.Fuzz(func(t *testing.T, who uint8, body []byte) {
		r := httptest.NewRequest("POST", "/api/v1/commands", strings.NewReader(string(body)))
		if token := tokens[int(who)%len(tokens)]; token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		var a wire.Answer
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
			t.Fatalf("%q is answered with %q: %v", body, w.Body, err)
		}
		refusal := !a.OK && a.Code != "" && a.Message != "" && w.Code >= 400 && w.Code != http.StatusInternalServerError
		if granted := a.OK && w.Code == 200 && a.Result != nil; granted == refusal || a.Code == wire.Unavailable {
			t.Errorf("%q: status %d, %s", body, w.Code, w.Body)
		}
		if err := b.Hub.Ready(); err != nil {
			t.Fatal(err)
		}
	})
}
