package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// keyGap is the room between two keys.
const keyGap = 10

// keyHeight is the height of a key on a portrait screen.
func (p *page) keyHeight() float32 {
	if p.v.Ease.Low {
		return max(84*p.squash, 72)
	}
	return max(104*p.squash, 84)
}

// keyboard are the keys on the screen in a width, each high units tall. A
// pad's keys are no wider than a finger needs.
func (p *page) keyboard(width, high float32) fyne.CanvasObject {
	widest := float32(0)
	for _, row := range p.v.Keys {
		widest = max(widest, shares(row))
	}
	pad := widest < 8
	letter := (width - (widest-1)*keyGap) / widest
	if pad {
		letter = min(letter, 232)
	}
	var placed []look.Placed
	for i, row := range p.v.Keys {
		total := shares(row)*(letter+keyGap) - keyGap
		x, wide := (width-total)/2, letter
		if pad {
			x = (width - (widest*(letter+keyGap) - keyGap)) / 2
		} else if i == len(p.v.Keys)-1 {
			x, wide = 0, (width+keyGap)/shares(row)-keyGap
		}
		for _, b := range row {
			w := share(b)*(wide+keyGap) - keyGap
			placed = append(placed, look.At(x, float32(i)*(high+keyGap), w, high, p.key(b)))
			x += w + keyGap
		}
	}
	return look.Place(width, float32(len(p.v.Keys))*(high+keyGap)-keyGap, placed...)
}

func share(b flow.Button) float32 {
	if b.Share > 0 {
		return float32(b.Share)
	}
	return 1
}

func shares(row []flow.Button) float32 {
	var n float32
	for _, b := range row {
		n += share(b)
	}
	return n
}

func (p *page) key(b flow.Button) fyne.CanvasObject {
	spec := look.KeySpec{Face: b.Label, Size: p.sized(44, 52, 60), Held: b.Selected, Off: b.Off}
	if len([]rune(b.Label)) > 1 {
		spec.Size = p.sized(34, 40, 44)
	}
	if b.Icon != "" {
		spec.Face, spec.Icon = "", b.Icon+"-bold"
	}
	return keep(p.k, "key "+b.Action.String(),
		func() *look.Key { return look.NewKey(p.s, spec, func() { p.k.act(b.Action) }) },
		func(o *look.Key) { o.SetSpec(spec) })
}

// keysLeft puts the keyboard at the foot of a landscape screen, left of the
// other controls, and answers where it begins.
func (p *page) keysLeft() float32 {
	high, foot := float32(96), p.foot()+24
	if p.v.Ease.Low {
		high, foot = 74, 32
	}
	rows := float32(len(p.v.Keys))
	all := rows*high + (rows-1)*keyGap
	y := p.h - foot - all
	p.add(margin, y, factWidth, all, p.keyboard(factWidth, high))
	return y
}
