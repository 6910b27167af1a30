package hub_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// A language that Turno does not speak is the person's all the same: whoever serves
// them reads it. They are called in English, their page is in the branch's first
// language, and nobody of another waits for them. What is no language is refused.
func TestALanguageThatTurnoDoesNotSpeak(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	kiosk, desk := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1")
	desk.Must(wire.OpenCounter{Counter: "1"})
	longest := "xx" + strings.Repeat("-abcdefg1", 6) + "-abcdefg"
	for _, tag := range []string{"de", "xx", "es-419", longest} {
		issued := kiosk.Must(wire.Issue{Service: "cash", Language: tag}).Result
		if status, page := knock(t, http.DefaultClient, "GET", b.URL+"/t/"+issued.Code, "", ""); status != 200 || !strings.Contains(string(page), `lang="es"`) {
			t.Errorf("%s: the phone's page is answered %d", tag, status)
		}
		called := desk.Must(wire.CallNext{Counter: "1"})
		if called.Result.Ticket != issued.Ticket || called.Result.Language != tag {
			t.Errorf("%s: called %+v", tag, called.Result)
		}
		if s := b.Actor("demo-display-1").At(called.Seq); s.Board[0].Language != tag {
			t.Errorf("%s: on the wall %+v", tag, s.Board[0])
		}
		q := url.Values{"ticket": {issued.Ticket}, "counter": {"1"}, "lang": {tag}}
		if status, wav := knock(t, http.DefaultClient, "GET", b.URL+"/display/voice?"+q.Encode(), "", ""); status != 200 || !strings.HasPrefix(string(wav), "RIFF") {
			t.Errorf("%s: the call sounds as %d %.20q", tag, status, wav)
		}
		desk.Must(wire.NoShow{Counter: "1"})
	}
	for i, tag := range []string{"", "x", "español", "ES", "es_ES", "es-", "../es", "<b>", longest + "-abcdefg1", strings.Repeat("a", 65)} {
		status, a := post(t, b.URL, "demo-kiosk-1", fmt.Sprintf(`{"id":"t-%d","do":"issue","service":"cash","language":%q}`, i, tag))
		if status != 422 || a.Field != "language" {
			t.Errorf("%q: %d %+v", tag, status, a)
		}
	}
}
