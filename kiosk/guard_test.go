package kiosk_test

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// staffed is a kiosk whose PIN is 314159, and what became of it.
type staffed struct {
	t     *testing.T
	k     *kiosk.Kiosk
	w     fyne.Window
	now   time.Time
	tried int
	left  int
}

func newStaffed(t *testing.T, lang words.Lang, landscape bool) *staffed {
	t.Helper()
	test.NewApp()
	s := &staffed{t: t, now: time.Date(2026, 11, 24, 9, 41, 0, 0, time.UTC)}
	s.k = kiosk.New(nil, func(flow.Action) {})
	s.k.Protect(kiosk.Guard{
		Fits: func(pin string) bool { s.tried++; return pin == "314159" },
		Facts: func() []kiosk.Fact {
			return []kiosk.Fact{
				{What: words.T(lang, "device.fact.version"), Is: "0.1.0"}, {What: words.T(lang, "device.fact.hub"), Is: "https://hub.alameda.example:8443, " + words.T(lang, "device.fact.away")},
				{What: words.T(lang, "device.fact.printer"), Is: words.T(lang, "device.printer.paper_out")}, {What: words.T(lang, "device.fact.voice"), Is: words.T(lang, "voice.reason.no_player")}, {What: words.T(lang, "device.fact.left"), Is: "cash 60, accounts 60, loans 60, complaints 60, lockers 60"},
				{What: words.T(lang, "device.fact.waiting"), Is: "12"}, {What: words.T(lang, "device.fact.refused"), Is: "A904 (not_leased)"}, {What: words.T(lang, "device.fact.crash"), Is: "23. 11. 2026 3:12, 21. 11. 2026 18:40, 9. 11. 2026 7:05"},
			}
		},
		Test: func() {}, Leave: func() { s.left++ }, Now: func() time.Time { return s.now },
	})
	s.k.Show(kiosk.Scene("ticket", lang, flow.Ease{Percent: 100, Contrast: flow.Light}, landscape))
	s.w = test.NewTempWindow(t, s.k.Object())
	s.w.SetPadded(false)
	s.w.Resize(fyne.NewSize(1080, 1920))
	if landscape {
		s.w.Resize(fyne.NewSize(1920, 1080))
	}
	return s
}

func (s *staffed) reads() string {
	var all []string
	for _, t := range scanOf(s.k.Object()).texts {
		all = append(all, t.words)
	}
	return strings.ReplaceAll(strings.Join(all, " "), "\u00a0", " ")
}

// corner touches the upper left corner, so often and so fast.
func (s *staffed) corner(times int, apart time.Duration) {
	for range times {
		e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, 60)}, Button: desktop.MouseButtonPrimary}
		s.k.Object().(desktop.Mouseable).MouseDown(e)
		s.now = s.now.Add(apart)
	}
}

// keys touches what says each of the words; "ok" is the last key of the pad.
func (s *staffed) keys(all ...string) {
	s.t.Helper()
	for _, want := range all {
		targets := scanOf(s.k.Object()).targets
		var found *target
		for i, o := range targets {
			says := strings.ReplaceAll(strings.Join(o.words, " "), "\u00a0", " ")
			if says == want || want == "ok" && says == "" && i > 0 && strings.Join(targets[i-1].words, "") == "0" {
				found = o
			}
		}
		if found == nil {
			s.t.Fatalf("nothing says %q on: %s", want, s.reads())
		}
		test.TapCanvas(s.w.Canvas(), fyne.NewPos(found.x+found.w/2, found.y+found.h/2))
	}
}

func (s *staffed) pin(digits string) {
	s.t.Helper()
	s.keys(append(strings.Split(digits, ""), "ok")...)
}

// TestGuard: nobody gets behind the screen but by five quick touches of the
// corner and the PIN; wrong ones cost more and more time.
func TestGuard(t *testing.T) {
	s := newStaffed(t, words.EN, false)
	s.corner(4, 100*time.Millisecond)
	s.now = s.now.Add(cornerPause)
	s.corner(4, 100*time.Millisecond)
	s.now = s.now.Add(cornerPause)
	s.corner(20, time.Second)
	if strings.Contains(s.reads(), "For the staff") {
		t.Fatal("slow touches, or too few, opened it")
	}
	s.now = s.now.Add(cornerPause)
	s.corner(5, 100*time.Millisecond)
	if !strings.Contains(s.reads(), "For the staff") || strings.Contains(s.reads(), "B042") {
		t.Fatalf("the screen says %s", s.reads())
	}
	s.pin("111111")
	s.pin("222222")
	if !strings.Contains(s.reads(), "That PIN is not right.") {
		t.Errorf("after two wrong ones: %s", s.reads())
	}
	s.pin("333333")
	if !strings.Contains(s.reads(), "Try again in 30 seconds.") {
		t.Errorf("after three wrong ones: %s", s.reads())
	}
	s.pin("314159")
	if s.tried != 3 {
		t.Errorf("a PIN was tried within the half minute")
	}
	s.now = s.now.Add(31 * time.Second)
	s.keys("Back") // and in again: it is not forgotten
	s.corner(5, 100*time.Millisecond)
	s.pin("4")
	if !strings.Contains(s.reads(), "Try again in 60 seconds.") {
		t.Errorf("after four wrong ones: %s", s.reads())
	}
	s.now = s.now.Add(61 * time.Second)
	s.corner(5, 100*time.Millisecond) // gone back to the people meanwhile, or not
	s.pin("314159")
	if !strings.Contains(s.reads(), "Close the kiosk") || !strings.Contains(s.reads(), "out of paper") {
		t.Fatalf("the right PIN: %s", s.reads())
	}
	s.now = s.now.Add(2 * time.Minute)
	s.k.Show(kiosk.Scene("ticket", words.EN, flow.Ease{Percent: 100, Contrast: flow.Light}, false))
	if !strings.Contains(s.reads(), "B042") {
		t.Errorf("two minutes later: %s", s.reads())
	}
	s.corner(5, 100*time.Millisecond)
	s.pin("314159")
	s.keys("Close the kiosk")
	if s.left != 1 {
		t.Errorf("it was left %d times", s.left)
	}
}

const cornerPause = 10 * time.Second

// TestGuardLayout finds nothing cut or covered on the staff's pages.
func TestGuardLayout(t *testing.T) {
	for _, landscape := range []bool{false, true} {
		for _, lang := range words.All {
			s := newStaffed(t, lang, landscape)
			size := s.w.Canvas().Size()
			s.corner(5, 100*time.Millisecond)
			check := func(page string) {
				for _, f := range scanOf(s.k.Object()).faults(size.Width, size.Height, false) {
					t.Errorf("%s/%s/landscape=%v: %s", page, lang, landscape, f)
				}
				if dir := os.Getenv("TURNO_PNG"); dir != "" {
					f, err := os.Create(filepath.Join(dir, fmt.Sprintf("guard-%s-%s-%v.png", page, lang, landscape)))
					if err != nil {
						t.Fatal(err)
					}
					defer f.Close()
					if err := png.Encode(f, s.w.Canvas().Capture()); err != nil {
						t.Fatal(err)
					}
				}
			}
			for range 3 {
				s.pin("1")
			}
			check("wrong")
			s.now = s.now.Add(31 * time.Second)
			s.pin("314159")
			check("open")
		}
	}
}
