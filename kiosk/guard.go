package kiosk

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/hub/words"
	"turno/kiosk/flow"
	"turno/look"
)

// The staff's way behind the screen: five touches of its upper left corner
// within three seconds, where no control ever is, or a chord of keys. A PIN
// opens it; the third wrong one in a row costs half a minute, each further one
// twice as long.
const (
	cornerWidth   = 220
	cornerHeight  = 150
	cornerTouches = 5
	cornerTime    = 3 * time.Second
	guardIdle     = time.Minute // without a touch the screen goes back to the people
	freeTries     = 3
	firstDelay    = 30 * time.Second
	longestDelay  = 10 * time.Minute
	mostDigits    = 12
)

// Guard is what stands behind the screen.
type Guard struct {
	Fits  func(pin string) bool // whether a PIN is the staff's
	Facts func() []Fact         // how the kiosk fares, for who opened it
	Test  func()                // prints a slip for a try; nil: there is no printer
	Leave func()                // ends the kiosk
	Now   func() time.Time
}

// Fact is a line of the staff's page.
type Fact struct{ What, Is string }

// door is the PIN as it is being typed, and how often it was wrong.
type door struct {
	Guard
	shut    bool // nothing of the staff's is shown
	opened  bool // by the right PIN
	typed   string
	refused bool
	wrong   int
	until   time.Time // before it no PIN is taken
	touched time.Time
	corner  []time.Time
}

// Protect lets the staff behind the screen as the guard says. Without it
// nobody gets there.
func (k *Kiosk) Protect(g Guard) {
	k.door = &door{Guard: g, shut: true}
	k.glass.down = k.touchCorner
}

// AskPIN opens the page of the PIN.
func (k *Kiosk) AskPIN() {
	if k.door == nil || !k.door.shut {
		return
	}
	k.door.shut, k.door.opened, k.door.typed, k.door.refused = false, false, "", false
	k.door.touched = k.door.Now()
	k.redraw()
}

// touchCorner counts touches of the corner.
func (k *Kiosk) touchCorner(at fyne.Position) {
	if at.X > cornerWidth || at.Y > cornerHeight {
		k.door.corner = nil
		return
	}
	now := k.door.Now()
	k.door.corner = append(k.door.corner, now)
	for len(k.door.corner) > 0 && now.Sub(k.door.corner[0]) > cornerTime {
		k.door.corner = k.door.corner[1:]
	}
	if len(k.door.corner) >= cornerTouches {
		k.door.corner = nil
		k.AskPIN()
	}
}

// guarded tells whether the staff's page is in the place of the people's.
func (k *Kiosk) guarded() bool { return k.door != nil && !k.door.shut }

// pass gives the screen back to the people when nobody touches it any more, and
// tells whether it did.
func (d *door) pass() bool {
	if d.Now().Sub(d.touched) < guardIdle {
		return false
	}
	d.close()
	return true
}

func (d *door) close() { d.shut, d.opened, d.typed = true, false, "" }

// try takes a PIN, unless it is too early for one.
func (d *door) try() {
	if d.Now().Before(d.until) || d.typed == "" {
		return
	}
	pin := d.typed
	d.typed = ""
	if d.Fits(pin) {
		d.opened, d.refused, d.wrong = true, false, 0
		return
	}
	d.refused = true
	d.wrong++
	if over := d.wrong - freeTries; over >= 0 {
		d.until = d.Now().Add(min(firstDelay<<min(over, 10), longestDelay))
	}
}

// atDoor does something at the door and draws it.
func (k *Kiosk) atDoor(do func(*door)) func() {
	return func() {
		k.door.touched = k.door.Now()
		do(k.door)
		k.redraw()
	}
}

// behind is the staff's page.
func (p *page) behind() {
	d := p.k.door
	p.v.Pass, p.v.Left, p.v.Screen = nil, nil, flow.Adjust // on the plain ground, whatever was shown
	p.add(0, 0, p.w, p.h, canvas.NewRectangle(p.s.Palette.Ground))
	p.head()
	if d.opened {
		p.staff(d)
	} else {
		p.askPIN(d)
	}
}

func (p *page) device(key string, args ...words.A) string {
	return words.T(p.v.Language, "device."+key, args...)
}

// askPIN is the keypad with what was typed, and the way back.
func (p *page) askPIN(d *door) {
	rings := look.NewPIN(p.s, max(6, len(d.typed)))
	rings.SetTyped(len(d.typed))
	says := p.device("staff.lead")
	if wait := d.until.Sub(d.Now()); wait > 0 {
		says = words.N(p.v.Language, "device.staff.wait", int((wait+time.Second-1)/time.Second))
		rings.Wrong()
	} else if d.refused {
		says = p.device("staff.wrong")
		rings.Wrong()
	}
	pad := look.NewKeypad(p.s, look.KeypadSpec{
		OnRune: func(r rune) {
			p.k.atDoor(func(d *door) {
				if len(d.typed) < mostDigits {
					d.typed, d.refused = d.typed+string(r), false
				}
			})()
		},
		OnBack: p.k.atDoor(func(d *door) { d.typed = d.typed[:max(0, len(d.typed)-1)] }),
		OnDone: p.k.atDoor((*door).try),
	})
	back := look.NewButton(p.s, look.ButtonSpec{Label: words.T(p.v.Language, "common.back"), Icon: "arrow-left-bold", Height: 120, TextSize: 40, OnTap: p.k.atDoor((*door).close)})
	head := look.VStack(24, look.NewParagraph(p.device("staff.title"), 64, look.Bold, p.strong()).LineHeight(1.1), look.NewParagraph(says, 36, look.Regular, p.quiet()), look.Gap(0, 8), rings)
	p.halves(head, look.VStack(24, pad, back), 536)
}

// staff is how the kiosk fares and what can be done with it.
func (p *page) staff(d *door) {
	rows := []fyne.CanvasObject{look.NewParagraph(p.device("staff.open"), 64, look.Bold, p.strong()).LineHeight(1.1), look.Gap(0, 8)}
	for _, f := range d.Facts() {
		text := "*" + strings.ReplaceAll(f.What, " ", "\u00a0") + "* " + f.Is
		rows = append(rows, look.NewParagraph(text, 32, look.Regular, p.ink()).LineHeight(1.25))
	}
	button := func(key, icon string, rank look.Rank, do func(*door)) fyne.CanvasObject {
		return look.NewButton(p.s, look.ButtonSpec{Label: p.device(key), Icon: icon, Height: 120, TextSize: 40, Rank: rank, OnTap: p.k.atDoor(do)})
	}
	actions := []fyne.CanvasObject{button("staff.back", "arrow-left-bold", look.Primary, (*door).close)}
	if d.Test != nil {
		actions = append(actions, button("staff.test", "printer-bold", look.Secondary, func(d *door) { d.Test() }))
	}
	actions = append(actions, button("staff.leave", "x-circle-bold", look.Destructive, func(d *door) { d.close(); d.Leave() }))
	p.halves(look.VStack(16, rows...), look.VStack(24, actions...), p.column())
}

// halves puts words and controls above one another, or side by side on a panel
// that lies. The controls are no wider than width.
func (p *page) halves(words, controls fyne.CanvasObject, width float32) {
	high := look.HeightFor(controls, width)
	if p.v.Landscape {
		p.add(margin, 200, 900, 0, words)
		p.add(p.w-margin-min(width, 720), max(72, (p.h-high)/2), min(width, 720), high, controls)
		return
	}
	p.add(margin, 176, p.w-2*margin, 0, words)
	p.add((p.w-width)/2, p.h-high-96, width, high, controls)
}
