package hub_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

var updateMetrics = flag.Bool("update-metrics", false, "write metrics.txt anew")

// scrape reads /metrics as a monitoring system does.
func scrape(t *testing.T, url string) map[string]*dto.MetricFamily {
	t.Helper()
	resp, err := http.Get(url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("%s %v", resp.Status, err)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	all, err := parser.TextToMetricFamilies(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%v in\n%s", err, body)
	}
	return all
}

// value is the figure with these labels, "name=value" each; for a histogram the
// number of its observations.
func value(t *testing.T, all map[string]*dto.MetricFamily, name string, labels ...string) float64 {
	t.Helper()
	for _, m := range all[name].GetMetric() {
		var got []string
		for _, l := range m.GetLabel() {
			got = append(got, l.GetName()+"="+l.GetValue())
		}
		if slices.Equal(got, labels) {
			switch {
			case m.Counter != nil:
				return m.Counter.GetValue()
			case m.Histogram != nil:
				return float64(m.Histogram.GetSampleCount())
			}
			return m.Gauge.GetValue()
		}
	}
	t.Errorf("no %s with %q", name, labels)
	return 0
}

func TestMetricsTellWhatHappened(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T09:00:00+01:00")})
	kiosk, teller := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1")
	teller.Must(wire.OpenCounter{Counter: "1"})
	for range 3 {
		kiosk.Must(wire.Issue{Service: "cash", Language: "cs", Name: "Růžena"})
	}
	last := teller.Must(wire.CallNext{Counter: "1"})
	teller.Ask(wire.CallNext{Counter: "1"}) // is busy
	all := scrape(t, b.URL)
	for _, w := range []struct {
		want   float64
		name   string
		labels []string
	}{
		{3, "turno_commands_total", []string{"do=issue"}},
		{2, "turno_commands_total", []string{"do=call_next"}},
		{1, "turno_refusals_total", []string{"code=counter_busy", "do=call_next"}},
		{2, "turno_waiting", []string{"service=cash"}},
		{0, "turno_waiting", []string{"service=loans"}},
		{1, "turno_counters", []string{"state=called"}},
		{5, "turno_counters", []string{"state=closed"}},
		{1, "turno_sessions", []string{"role=kiosk"}},
		{1, "turno_sessions", []string{"role=counter"}},
		{float64(last.Seq), "turno_log_head_seq", nil},
		{1, "turno_ready", nil},
		{0, "turno_concern", []string{"code=clock_back"}},
		{0, "turno_commit_failures_total", nil},
		{0, "turno_sessions_closed_total", []string{"why=slow"}},
	} {
		if got := value(t, all, w.name, w.labels...); got != w.want {
			t.Errorf("%s%q is %v, want %v", w.name, w.labels, got, w.want)
		}
	}
	if n := value(t, all, "turno_commit_seconds"); n < 5 || n > 7 { // the refused call is none
		t.Errorf("%v transactions for six commands and an opening", n)
	}
	if value(t, all, "turno_data_free_bytes") <= 0 || value(t, all, "turno_data_file_bytes") <= 0 {
		t.Error("no disk and no file")
	}
}

// What a stranger sends must not become a name in the figures.
func TestMetricsTakeNoNamesFromStrangers(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	for _, body := range []string{`{"id":"a","do":"rm_rf"}`, `{"id":"b","do":"issue","service":"cash","language":"xx-nobody"}`, `{`} {
		post(t, b.URL, "demo-kiosk-1", body)
	}
	all := scrape(t, b.URL)
	if got := value(t, all, "turno_commands_total", "do=none"); got != 2 {
		t.Errorf("%v commands that were none, want 2", got)
	}
	for name, f := range all {
		if text := f.String(); strings.Contains(text, "rm_rf") || strings.Contains(text, "nobody") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestMetricsAreForThisMachineAlone(t *testing.T) {
	h := hubtest.Start(t, hubtest.Options{}).Hub.Handler()
	for from, want := range map[string]int{"127.0.0.1:5": 200, "[::1]:5": 200, "192.168.1.7:5": 403, "[fe80::1]:5": 403, "": 403} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr, r.Host = from, "127.0.0.1:8080"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("from %q: %d, want %d", from, w.Code, want)
		}
	}
}

// metrics.txt is the list for whoever sets up the monitoring.
func TestMetricsAreListed(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	b.Actor("demo-kiosk-1").Ask(wire.Issue{Service: "nowhere", Language: "cs"}) // one refusal
	all := scrape(t, b.URL)
	var list strings.Builder
	list.WriteString("What /metrics tells, besides the usual go_ and process_ figures of the program.\n\n")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !strings.HasPrefix(name, "turno_") {
			continue
		}
		f := all[name]
		labels := map[string]bool{}
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = true
			}
		}
		fmt.Fprintf(&list, "%s (%s) %s\n    %s\n", name, strings.ToLower(f.GetType().String()), strings.Join(slices.Sorted(maps.Keys(labels)), ", "), f.GetHelp())
	}
	if *updateMetrics {
		if err := os.WriteFile("metrics.txt", []byte(list.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("metrics.txt")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), list.String()); d != "" {
		t.Errorf("metrics.txt (-listed +told); go test ./hub -run Listed -update-metrics writes it anew:\n%s", d)
	}
	for _, name := range []string{"go_goroutines", "process_resident_memory_bytes"} {
		if all[name] == nil {
			t.Errorf("no %s", name)
		}
	}
}

// BenchmarkCounting is what a command pays for being counted.
func BenchmarkCounting(b *testing.B) {
	h := hubtest.Start(b, hubtest.Options{})
	b.ReportAllocs()
	for b.Loop() {
		h.Hub.CountOne()
	}
}
