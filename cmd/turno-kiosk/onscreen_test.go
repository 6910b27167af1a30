package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/hub/dial"
	"turno/hub/wire"
	"turno/kiosk"
	"turno/kiosk/flow"
	"turno/look"
	"turno/look/brand"
)

var onscreenDir = flag.String("onscreen", "", "run the real app under Xvfb and put pictures of it into this folder")

// TestOnScreen runs the built app under Xvfb against a demo hub: one ticket by
// touches of xdotool, one by five keys, read aloud through a player of the
// test's own. It knows where things are from a twin: the same flow and the same
// screens in this process, taken along step by step. Each step waits until the
// app's picture is the twin's.
func TestOnScreen(t *testing.T) {
	if *onscreenDir == "" {
		t.Skip("-onscreen names the folder for the pictures")
	}
	for _, program := range []string{"Xvfb", "xdotool", "import"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	s := newStage(t)
	t.Run("touches", func(t *testing.T) {
		s.t = t
		s.looksAlike("greeting")
		s.path(func(a flow.Action) { s.touch(a) })
		s.waiting(1)
		s.shoot("touch-ticket")
		s.touch(flow.Action{Verb: flow.Done})
		s.looksAlike("greeting-again")
	})
	t.Run("five keys", func(t *testing.T) {
		s.t = t
		s.path(func(a flow.Action) { s.keyTo(a); s.key("Return") })
		s.waiting(2)
		s.shoot("keys-ticket")
		s.keyTo(flow.Action{Verb: flow.Done})
		s.key("Return")
		s.looksAlike("greeting-after-keys")
		if _, err := exec.LookPath("espeak-ng"); err == nil {
			heard, _ := filepath.Glob(filepath.Join(s.dir, "heard-*"))
			if len(heard) < 5 {
				t.Errorf("%d sounds were played in the headset; every key has one", len(heard))
			}
		}
	})
}

// screenStage is the app on its screen, the hub, and the twin.
type screenStage struct {
	t       *testing.T
	dir     string
	display string
	hub     <-chan dial.Update
	visits  int

	twin  *kiosk.Runner
	drawn *kiosk.Kiosk
	flow  *flow.Machine
	asked func(flow.Action) // instead of doing what is touched
	ring  flow.Focus
	now   time.Time
	shots int
}

func newStage(t *testing.T) *screenStage {
	dir := *onscreenDir
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	goBuild(t, bin, "-tags", "gles,migrated_fynedo", "./../turno-kiosk")
	goBuild(t, bin, "./../turno-hub")
	player := "#!/bin/sh\nfor f; do :; done\ncp \"$f\" " + dir + "/heard-$$.wav\n"
	if err := os.WriteFile(filepath.Join(bin, "pw-play"), []byte(player), 0o755); err != nil {
		t.Fatal(err)
	}
	s := &screenStage{t: t, dir: dir, display: ":78", now: time.Now()}
	s.start(exec.Command("Xvfb", s.display, "-screen", "0", "1080x1920x24", "-nolisten", "tcp"), "")
	url := s.start(exec.Command(filepath.Join(bin, "turno-hub"), "serve", "--demo", "--data", filepath.Join(bin, "data"), "--listen", "127.0.0.1:0"), "ready ")
	app := exec.Command(filepath.Join(bin, "turno-kiosk"), "-hub", url, "-token", "demo-kiosk-1", "-headset", "default")
	app.Env = append(os.Environ(), "DISPLAY="+s.display, "LANG=C.UTF-8", "PATH="+bin+":"+os.Getenv("PATH"))
	host := dial.New(dial.Config{URL: url, Token: "demo-kiosk-1"})
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go func() { _ = host.Run(ctx) }()
	s.hub = host.Updates()
	s.takeTwin(ctx)
	s.start(app, "")
	return s
}

// takeTwin makes the flow and the screens once more, in this process.
func (s *screenStage) takeTwin(ctx context.Context) {
	test.NewApp()
	s.flow = flow.New(flow.Config{Aloud: flow.AloudAuto}, s.now)
	s.drawn = kiosk.New(nil, func(a flow.Action) { s.asked(a) })
	s.asked = func(flow.Action) {}
	s.twin = kiosk.NewRunner(ctx, kiosk.Setup{
		Flow: s.flow, Screen: s.drawn, Hub: nobody{}, Do: func(func()) {}, Now: func() time.Time { return s.now },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	s.drawn.Object().Resize(fyne.NewSize(1080, 1920))
	for u := range s.hub {
		s.twin.Update(u)
		if u.Live {
			return
		}
	}
}

// nobody answers no command: the twin's ticket is handed to it.
type nobody struct{}

func (nobody) DoID(ctx context.Context, _ string, _ wire.Body) (wire.Answer, error) {
	<-ctx.Done()
	return wire.Answer{}, ctx.Err()
}

func goBuild(t *testing.T, bin string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"build", "-o", bin + "/"}, args...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("the app can't be built here: %v\n%s", err, out)
	}
}

// start starts a program and kills it when the test ends; with a word to wait
// for it answers what follows the word on its standard output.
func (s *screenStage) start(cmd *exec.Cmd, ready string) string {
	s.t.Helper()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	if ready == "" {
		return ""
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if url, ok := strings.CutPrefix(lines.Text(), ready); ok {
			return url
		}
	}
	s.t.Fatalf("%s never said %q", cmd.Path, ready)
	return ""
}

// path goes from the greeting to a ticket for cash, wherever the list is.
func (s *screenStage) path(do func(flow.Action)) {
	s.t.Helper()
	do(flow.Action{Verb: flow.Speak, Arg: "cs"})
	s.looksAlike("first-question")
	for range 8 {
		for _, a := range []flow.Action{
			{Verb: flow.Take}, {Verb: flow.JoinAnyway}, {Verb: flow.Choose, Arg: "cash"}, {Verb: flow.Need, Arg: "cash"}, {Verb: flow.ByService},
		} {
			if _, _, ok := s.place(a); !ok {
				continue
			}
			do(a)
			if t, ok := s.flow.View().Button(flow.Take); ok && t.Sent {
				return
			}
			s.looksAlike(string(s.flow.View().Screen))
			break
		}
	}
	s.t.Fatalf("no way to a ticket from %s", s.flow.View().Screen)
}

// place is the middle of the control for an action, if there is one.
func (s *screenStage) place(a flow.Action) (x, y int, ok bool) {
	defer func() { s.asked = func(flow.Action) {} }()
	for _, t := range look.Targets(s.drawn.Object()) {
		s.asked = func(got flow.Action) { ok = got == a }
		t.Object.(fyne.Tappable).Tapped(&fyne.PointEvent{})
		if ok {
			return int(t.Position.X + t.Size.Width/2), int(t.Position.Y + t.Size.Height/2), true
		}
	}
	return 0, 0, false
}

func (s *screenStage) xdotool(args ...string) {
	s.t.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("xdotool %v: %v %s", args, err, out)
	}
}

// touch puts a finger on the control of an action, here and on the twin.
func (s *screenStage) touch(a flow.Action) {
	s.t.Helper()
	x, y, ok := s.place(a)
	if !ok {
		s.t.Fatalf("nothing on %s does %v", s.flow.View().Screen, a)
	}
	s.xdotool("mousemove", fmt.Sprint(x), fmt.Sprint(y), "click", "1")
	s.now = s.now.Add(2 * time.Second)
	s.twin.In(flow.Touch{Action: a})
}

// key presses a key, here and on the twin.
func (s *screenStage) key(name string) {
	s.t.Helper()
	s.xdotool("key", name)
	s.now = s.now.Add(time.Second)
	k := kiosk.DefaultKeys()[name]
	s.ring.Follow(s.flow.View())
	a, touches := s.ring.Press(k, s.flow.View())
	s.twin.Key(k)
	if touches && a.Verb == flow.Done {
		s.ring = flow.Focus{}
	}
}

// keyTo presses Right until the ring is around the control of an action.
func (s *screenStage) keyTo(a flow.Action) {
	s.t.Helper()
	for range 40 {
		s.ring.Follow(s.flow.View())
		if at, on := s.ring.At(); on && at == a {
			return
		}
		s.key("Right")
	}
	s.t.Fatalf("Right never comes to %v", a)
}

// waiting waits until the hub has n visits, and gives the twin its ticket.
func (s *screenStage) waiting(n int) {
	s.t.Helper()
	late := time.After(2 * time.Minute)
	for s.visits < n {
		select {
		case u := <-s.hub:
			s.visits = 0
			for _, q := range u.State.Queues {
				s.visits += q.Waiting
			}
		case <-late:
			s.t.Fatalf("the hub has %d visits, want %d", s.visits, n)
		}
	}
	ahead := n - 1
	s.now = s.now.Add(2 * time.Second)
	s.twin.In(flow.Answer{Wish: n, Answer: wire.Answer{OK: true, Result: &wire.Result{
		Ticket: fmt.Sprintf("A%03d", n), PeopleAhead: &ahead, Wait: &wire.Wait{Unknown: true},
	}}})
	s.now = s.now.Add(2 * time.Second)
	s.twin.In(flow.Tick{})
	s.likeness("ticket", 30) // waits are the hub's to know
}

// looksAlike waits until the app's picture is the twin's, and keeps it.
func (s *screenStage) looksAlike(name string) {
	s.t.Helper()
	s.likeness(name, 6)
}

// likeness waits until the app's picture differs from the twin's by no more
// than a mean of so many of 255.
func (s *screenStage) likeness(name string, most float64) {
	s.t.Helper()
	want, err := look.Draw(s.drawn.Object(), look.NewStyle(brand.Light(), look.Kiosk), 1080, 1920)
	if err != nil {
		s.t.Fatal(err)
	}
	var got image.Image
	end := time.Now().Add(2 * time.Minute)
	for time.Now().Before(end) {
		got = s.picture()
		if got != nil && difference(got, want) <= most {
			s.keep(name, got)
			return
		}
	}
	s.keep(name+"-want", want)
	s.keep(name+"-got", got)
	s.t.Fatalf("%s: the app never looked as it should; see the pictures", name)
}

func (s *screenStage) shoot(name string) { s.keep(name, s.picture()) }

func (s *screenStage) picture() image.Image {
	cmd := exec.Command("import", "-window", "root", "png:-")
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	out, err := cmd.Output()
	if err != nil {
		return nil
	}
	img, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		return nil
	}
	return img
}

func (s *screenStage) keep(name string, img image.Image) {
	if img == nil {
		return
	}
	s.shots++
	f, err := os.Create(filepath.Join(s.dir, fmt.Sprintf("%02d-%s.png", s.shots, name)))
	if err == nil {
		err = png.Encode(f, img)
		f.Close()
	}
	if err != nil {
		s.t.Error(err)
	}
}

// difference is the mean of what two pictures differ by, every fourth pixel of
// them, from 0 to 255.
func difference(a, b image.Image) float64 {
	sum, n := 0.0, 0
	for y := 0; y < 1920; y += 4 {
		for x := 0; x < 1080; x += 4 {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			for _, d := range [][2]uint32{{r1, r2}, {g1, g2}, {b1, b2}} {
				sum += float64(max(d[0], d[1])-min(d[0], d[1])) / 257
			}
			n += 3
		}
	}
	return sum / float64(n)
}
