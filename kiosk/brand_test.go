package kiosk_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
	"turno/look/brand"
)

// TestBrand: another bank's colour is on its tickets; a colour that is none
// leaves the default, and high contrast knows no brand.
func TestBrand(t *testing.T) {
	test.NewApp()
	burgundy := color.NRGBA{0x8C, 0x1D, 0x40, 0xFF}
	for _, c := range []struct {
		colour string
		tone   flow.Tone
		want   color.NRGBA
	}{
		{"#8C1D40", flow.Light, brand.Light().WithBrand(burgundy).Brand},
		{"burgundy", flow.Light, brand.Light().Brand},
		{"", flow.Light, brand.Light().Brand},
		{"#8C1D40", flow.High, brand.HighContrast().Ground},
	} {
		v := kiosk.Scene("ticket", words.EN, flow.Ease{Percent: 100, Contrast: c.tone}, false)
		v.Brand = c.colour
		k := kiosk.New(nil, func(flow.Action) {})
		k.Show(v)
		k.Object().Resize(fyne.NewSize(1080, 1920))
		var ground color.Color
		for _, p := range scanOf(k.Object()).paints {
			if p.w == 1080 && p.h == 1920 {
				ground = p.color
			}
		}
		if ground != c.want {
			t.Errorf("%q, %s: the ticket's screen is %v, want %v", c.colour, c.tone, ground, c.want)
		}
	}
}
