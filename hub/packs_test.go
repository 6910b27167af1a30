package hub_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/hub/hubtest"
	"turno/hub/queue"
)

// A service has the forms that its branch file names, else those of its pack, and
// keeps them when the file is read again.
func TestAServiceHasTheFormsOfItsPack(t *testing.T) {
	made := func(named ...string) *queue.Branch {
		b := hall(1)
		b.Services = append(b.Services, queue.Service{ID: "accounts", Series: "B", Names: queue.Text{"es": "Cuentas"}, Forms: named})
		return b
	}
	for want, b := range map[string]*queue.Branch{"AC-01": made(), "XX-99": made("XX-99")} {
		h := hubtest.Start(t, hubtest.Options{Branch: b})
		for range 2 {
			services := state(t, h.URL, "demo-kiosk-1").Branch.Services
			if d := cmp.Diff([]string{want}, services[1].Forms); d != "" || len(services[0].Forms) != 0 {
				t.Errorf("%s: %v, and of cash %v", want, d, services[0].Forms)
			}
			if bring := services[1].Bring["es"]; len(bring) != 4 || !strings.Contains(bring[0], "DNI") || len(services[0].Bring) != 0 {
				t.Errorf("%s: to bring %q", want, bring)
			}
			if _, changed, err := h.Hub.Reload(*b, nil); err != nil || changed {
				t.Errorf("%s: the same file again is a change: %v, %v", want, changed, err)
			}
		}
	}
}
