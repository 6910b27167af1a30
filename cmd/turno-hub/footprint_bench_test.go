package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// built is the hub as it is installed: a test's own program is larger. It is
// built once for all benchmarks.
func built(b *testing.B) string {
	b.Helper()
	file := filepath.Join(b.TempDir(), "turno-hub")
	cmd := exec.Command("go", "build", "-o", file, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Skipf("the hub can't be built here: %v %s", err, out)
	}
	return file
}

// footing is a hub that runs as a program of its own.
type footing struct {
	b    *testing.B
	cmd  *exec.Cmd
	url  string
	took time.Duration // to its ready line
}

func start(b *testing.B, program, dir string) *footing {
	b.Helper()
	f := &footing{b: b, cmd: exec.Command(program, "serve", "--data", dir, "--demo", "--listen", "127.0.0.1:0")}
	out, err := f.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := f.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(f.stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	f.took = time.Since(began)
	f.url = strings.TrimPrefix(strings.TrimSpace(line), "ready ")
	return f
}

func (f *footing) stop() {
	_ = f.cmd.Process.Signal(syscall.SIGTERM)
	_ = f.cmd.Wait()
}

// memory is what the program itself holds, and what is resident with the pages
// of its file and its code, in MiB. The latter the system takes back when it likes.
func (f *footing) memory() (own, resident float64) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", f.cmd.Process.Pid))
	if err != nil {
		f.b.Skip("no /proc here")
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kib, _ := strconv.ParseFloat(fields[1], 64)
		switch fields[0] {
		case "RssAnon:":
			own = kib / 1024
		case "VmRSS:":
			resident = kib / 1024
		}
	}
	return own, resident
}

// used is the processor time of the program so far.
func (f *footing) used() time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", f.cmd.Process.Pid))
	if err != nil {
		f.b.Skip("no /proc here")
	}
	_, after, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(after)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // a hundred ticks a second on Linux
}

// issue is the median of so many tickets, one after the other on one line; each
// leaves again, so that nobody waits.
func (f *footing) issue(n int) time.Duration {
	client := &http.Client{}
	defer client.CloseIdleConnections()
	post := func(token, body string) string {
		req, err := http.NewRequest("POST", f.url+"/api/v1/commands", strings.NewReader(body))
		if err != nil {
			f.b.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := client.Do(req)
		if err != nil {
			f.b.Fatal(err)
		}
		defer resp.Body.Close()
		answer, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != 200 {
			f.b.Fatalf("%s: %s", resp.Status, answer)
		}
		_, after, _ := strings.Cut(string(answer), `"ticket":"`)
		ticket, _, _ := strings.Cut(after, `"`)
		return ticket
	}
	var took []time.Duration
	for i := range n {
		id := fmt.Sprintf("%d-%d", time.Now().UnixNano(), i)
		began := time.Now()
		ticket := post("demo-kiosk-1", `{"id":"i`+id+`","do":"issue","service":"cash","language":"es"}`)
		took = append(took, time.Since(began))
		post("demo-host-1", `{"id":"l`+id+`","do":"leave","ticket":"`+ticket+`"}`)
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// BenchmarkIdle is a hub that nobody asks for anything: its memory and the time
// that it takes of a processor.
func BenchmarkIdle(b *testing.B) {
	f := start(b, built(b), b.TempDir())
	time.Sleep(2 * time.Second) // its start is over
	used := f.used()
	for b.Loop() {
		time.Sleep(time.Second)
	}
	own, resident := f.memory()
	b.ReportMetric(own, "own-MiB")
	b.ReportMetric(resident, "resident-MiB")
	b.ReportMetric(float64(f.used()-used)/float64(b.Elapsed())*100, "cpu-%")
}

// BenchmarkThousandSockets is the memory with a thousand screens that have their
// state and have seen an event.
func BenchmarkThousandSockets(b *testing.B) {
	f := start(b, built(b), b.TempDir())
	tokens := []string{"demo-display-1", "demo-kiosk-1", "demo-counter-1", "demo-host-1", "demo-manager-1"}
	for b.Loop() {
		var all []*websocket.Conn
		for i := range 1000 {
			ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(f.url, "http")+"/api/v1/stream", nil)
			if err != nil {
				b.Fatal(err)
			}
			if err := ws.WriteJSON(map[string]any{"kind": "hello", "protocol": 1, "token": tokens[i%len(tokens)]}); err != nil {
				b.Fatal(err)
			}
			if _, _, err := ws.ReadMessage(); err != nil {
				b.Fatal(err)
			}
			all = append(all, ws)
		}
		f.issue(20)
		for _, ws := range all {
			for range 40 {
				if _, _, err := ws.ReadMessage(); err != nil {
					b.Fatal(err)
				}
			}
		}
		own, resident := f.memory()
		b.ReportMetric(own, "own-MiB")
		b.ReportMetric(resident, "resident-MiB")
		for _, ws := range all {
			ws.Close()
		}
	}
}

// BenchmarkHistory is a hub with -visits in its log beside one with none: how
// long each takes to start, and to issue.
func BenchmarkHistory(b *testing.B) {
	if *visits == 0 {
		b.Skip("-visits 1100000 says how long a history; making it takes some minutes, once")
	}
	dir, program := history(b, *visits), built(b)
	old, young := start(b, program, dir), start(b, program, b.TempDir())
	var with, without []time.Duration
	old.issue(100)
	young.issue(100)
	for b.Loop() { // by turns: the disk has good and bad moments
		with = append(with, old.issue(50))
		without = append(without, young.issue(50))
	}
	slices.Sort(with)
	slices.Sort(without)
	a, z := with[len(with)/2], without[len(without)/2]
	own, resident := old.memory()
	info, err := os.Stat(filepath.Join(dir, "turno.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(old.took.Seconds(), "start-s")
	b.ReportMetric(young.took.Seconds(), "start-new-s")
	b.ReportMetric(float64(a)/1000, "p50-µs")
	b.ReportMetric(float64(z)/1000, "p50-new-µs")
	b.ReportMetric(float64(a)/float64(z), "x-new")
	b.ReportMetric(own, "own-MiB")
	b.ReportMetric(resident, "resident-MiB")
	b.ReportMetric(float64(info.Size())/(1<<20), "file-MiB")
}
