package web

import (
	"testing"

	"turno/hub/wire"
)

func inDoubt() wire.ClockDoubt {
	return wire.ClockDoubt{Concern: "clock_unsure", Machine: clock(8, 31, 0).AddDate(0, 0, 12), Date: "2026-12-06",
		Hub: clock(16, 2, 0), HubDate: "2026-11-24", Last: clock(16, 2, 0)}
}

func closedDay() wire.State {
	s := morning()
	s.Day = "closed"
	return s
}

// A date that nobody vouches for is asked about before the day opens; a manager
// who says that it is wrong is told what to do.
func TestAManagerIsAskedForTheDate(t *testing.T) {
	tb := open(t, 1440, 900, 1)
	h := newFakeHub(t, closedDay(), withDemo)
	h.doubt = inDoubt()
	tb.visit(h.URL + "/manager?as=demo&lang=en")
	tb.until("!Turno.id('doubt').hidden")
	if got := tb.text("#doubt-title"); got != "Is today Sunday 6 December?" {
		t.Errorf("the page asks %q", got)
	}
	keep(t, "manager-doubt-en", tb.picture(false))
	var hidden bool
	if tb.eval("Turno.id('open-day').hidden", &hidden); !hidden {
		t.Error("the day can be opened before the question is answered")
	}
	tb.click("#doubt-no")
	if got := next(t, h.words); got != (wire.ClockWord{Date: "2026-12-06"}) {
		t.Errorf("the page says %+v", got)
	}
	tb.until("Turno.id('doubt-no').hidden && !Turno.id('open-day').hidden")
	if got := tb.text("#doubt-why"); got != "It says Sunday 6 December. Please have the clock set. Until then you can open the day; tickets then belong to Tuesday 24 November." {
		t.Errorf("the page says %q", got)
	}
	tb.click("#doubt-yes")
	if got := next(t, h.words); got != (wire.ClockWord{Date: "2026-12-06", Right: true}) {
		t.Errorf("the page says %+v", got)
	}
	tb.until("Turno.id('doubt').hidden")
	tb.clean()
}

func TestPicturesOfADoubt(t *testing.T) {
	for _, c := range []struct {
		name, lang    string
		width, height int
		scale         float64
		media         string
	}{{"doubt-390-es", "es", 390, 844, 2, ""}, {"doubt-200-cs", "cs", 720, 450, 2, ""}, {"doubt-dark-sv", "sv", 1440, 900, 1, "prefers-color-scheme=dark"}} {
		tb := open(t, c.width, c.height, c.scale)
		tb.prefer(c.media)
		h := newFakeHub(t, closedDay(), withDemo)
		h.doubt = inDoubt()
		tb.visit(h.URL + "/manager?as=demo&lang=" + c.lang)
		tb.until("!Turno.id('doubt').hidden")
		keep(t, c.name, tb.picture(false))
		var wide bool
		tb.eval("document.documentElement.scrollWidth > innerWidth", &wide)
		if wide {
			var who string
			tb.eval("Array.from(document.querySelectorAll('main *')).filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 30)).join('; ')", &who)
			t.Errorf("%s: the page is wider than its window: %s", c.name, who)
		}
		tb.clean()
	}
}
