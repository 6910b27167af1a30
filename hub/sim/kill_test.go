package sim_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/branch"
	"turno/hub/sim"
)

// TestMain lets this binary be a hub of its own that can be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("SIM_TEST_HUB"); dir != "" {
		serve(dir, os.Getenv("SIM_TEST_LISTEN"))
		return
	}
	os.Exit(m.Run())
}

func serve(dir, listen string) {
	fail := func(err error) {
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	f, err := branch.Load("recorded")
	fail(err)
	h, err := hub.Open(hub.Config{Dir: dir, Branch: &f.Branch, SignIn: f.SignIn, Demo: true, Virtual: true})
	fail(err)
	l, err := net.Listen("tcp", listen)
	fail(err)
	go func() { fail(http.Serve(h.Listen(l), h.Handler())) }()
	fmt.Println("ready", l.Addr())
	fail(h.Run(context.Background()))
}

// killer kills the hub with no warning at each line of progress, a few times,
// and starts another one on its folder and address.
type killer struct {
	t      *testing.T
	dir    string
	listen string
	hub    *exec.Cmd
	kills  int
	mu     sync.Mutex
	text   bytes.Buffer

	restarts sync.WaitGroup
}

func (k *killer) start() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	k.hub = exec.Command(self)
	k.hub.Env = append(os.Environ(), "SIM_TEST_HUB="+k.dir, "SIM_TEST_LISTEN="+k.listen)
	k.hub.Stderr = os.Stderr
	out, err := k.hub.StdoutPipe()
	if err != nil {
		return err
	}
	if err := k.hub.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if err != nil || !ok {
		return fmt.Errorf("the hub says %q, %w", line, err)
	}
	k.listen = address
	return nil
}

func (k *killer) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kills < 4 && bytes.Contains(p, []byte("counters open")) {
		k.kills++
		// Not at once: the hub dies under the commands that follow this line.
		old := k.hub
		k.restarts.Go(func() {
			_ = old.Process.Kill()
			_ = old.Wait()
			k.mu.Lock()
			defer k.mu.Unlock()
			if err := k.start(); err != nil {
				k.t.Error(err)
			}
		})
	}
	return k.text.Write(p)
}

// playKilled plays a day to a hub of its own that is killed four times.
func playKilled(t *testing.T, cfg sim.Config) (sim.Report, string) {
	t.Helper()
	k := &killer{t: t, dir: t.TempDir(), listen: "127.0.0.1:0"}
	if err := k.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		k.restarts.Wait()
		_ = k.hub.Process.Kill()
		_ = k.hub.Wait()
	})
	cfg.Hub, cfg.Out = "http://"+k.listen, k
	r, err := sim.Run(t.Context(), cfg)
	if err != nil {
		t.Fatalf("%v\n%s", err, k.text.String())
	}
	if k.kills != 4 {
		t.Errorf("the hub was killed %d times", k.kills)
	}
	return r, k.text.String()
}

// A day goes on through a hub that is killed without warning: every
// acknowledged ticket is there, no number comes twice, and every figure agrees.
func TestHubKilledOnTheWay(t *testing.T) {
	r, _ := playKilled(t, sim.Config{From: madeUp(t), Day: madeUpDay})
	if total := r.Services[len(r.Services)-1]; total.Hub.Arrived != 45 || total.Hub.Served+total.Hub.Left != 45 {
		t.Errorf("everyone: %+v", total)
	}
}

// The same with a whole day of the real record, where it is there.
func TestRecordedDay(t *testing.T) {
	folder := os.Getenv("TURNO_DATA")
	if folder == "" {
		t.Skip("TURNO_DATA names no folder with the recorded days of a bank")
	}
	f, err := os.Open(filepath.Join(folder, "anonymous-bank-1999-02.tsv"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	r, text := playKilled(t, sim.Config{From: f, Day: time.Date(1999, 2, 20, 0, 0, 0, 0, time.UTC)})
	total := r.Services[len(r.Services)-1]
	if total.Recorded.Arrived != 214 || total.Recorded.Served != 185 || total.Hub.Arrived != 214 {
		t.Errorf("everyone: %+v", total)
	}
	t.Log(text)
}
