package pairing

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/words"
)

var update = flag.Bool("update", false, "write what is said into testdata")

// What each step says in five languages is a file, for people who speak them.
func TestWhatIsSaid(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 51, 0, 0, time.UTC)
	steps := []Step{
		{State: Asking}, {State: Waiting, Code: "K7M-2PX", Until: at}, {State: Waiting, Code: "K7M-2PX", Until: at, Expired: true},
		{State: Waiting, Code: "K7M-2PX", Until: at, Removed: true}, {State: Asking, Removed: true}, {State: Approved},
		{State: Refused, Again: at}, {State: Away}, {State: Stranger}, {State: Unfit},
	}
	var out strings.Builder
	for _, l := range words.All {
		fmt.Fprintf(&out, "= %s\n", l)
		for _, s := range steps {
			s.Device, s.Counter, s.Hub = "counter-hall-03", "3", "https://192.0.2.7:8443"
			text := Say(l, Counter, s)
			if (text.Code != "") != (s.State == Waiting) || text.Icon == "" || text.Title == "" || text.Lead == "" || len(text.Facts) != 3 {
				t.Errorf("%s %+v says %+v", l, s, text)
			}
			fmt.Fprintf(&out, "%s: %s | %s | %s | %s\n", s.State, text.Title, text.Code, text.Lead, text.Note)
		}
		for _, k := range []Kind{Kiosk, Display} {
			fmt.Fprintf(&out, "%s: %s\n", k, Say(l, k, steps[0]).Title)
		}
		fmt.Fprintf(&out, "%s\n", strings.Join(Say(l, Counter, Step{Device: "counter-hall-03", Counter: "3", Hub: "https://192.0.2.7:8443"}).Facts, " | "))
	}
	if strings.Contains(out.String(), "pair.") || strings.Contains(out.String(), "{") {
		t.Error("a sentence is missing, or a part of one")
	}
	const file = "testdata/said.txt"
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
