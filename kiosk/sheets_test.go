package kiosk_test

import (
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"golang.org/x/image/draw"

	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
	"turno/look"
	"turno/look/brand"
)

var sheets = flag.String("sheets", "", "draw contact sheets of the worst screens into this folder")

// TestSheets draws every story the way that is hardest on it (Czech at 200 %,
// low reach, high contrast, standing and lying), and others beside it, on
// sheets for a person to look at.
func TestSheets(t *testing.T) {
	if *sheets == "" {
		t.Skip("-sheets names the folder to draw into")
	}
	test.NewApp()
	for _, s := range []struct {
		file      string
		lang      words.Lang
		ease      flow.Ease
		landscape bool
	}{
		{"worst", words.CS, flow.Ease{Percent: 200, Contrast: flow.High, Low: true}, false},
		{"worst-landscape", words.CS, flow.Ease{Percent: 200, Contrast: flow.High, Low: true}, true},
		{"large-dark", words.PT, flow.Ease{Percent: 150, Contrast: flow.Dark}, false},
		{"plain", words.ES, flow.Ease{Percent: 100, Contrast: flow.Light}, false},
		{"plain-landscape", words.SV, flow.Ease{Percent: 100, Contrast: flow.Light}, true},
	} {
		var all []image.Image
		for _, name := range kiosk.SceneNames() {
			w := way{name: name, landscape: s.landscape}
			v := kiosk.Scene(name, s.lang, s.ease, s.landscape)
			k := show(v, w.size())
			k.Ring(ringOf(v), true)
			img, err := look.Draw(k.Object(), styleOf(v), w.size().Width, w.size().Height)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, img)
		}
		const per = 12
		for i := 0; i*per < len(all); i++ {
			file := filepath.Join(*sheets, fmt.Sprintf("%s-%d.png", s.file, i+1))
			if err := writeSheet(file, all[i*per:min((i+1)*per, len(all))]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// ringOf is where somebody who uses keys begins.
func ringOf(v flow.View) flow.Action {
	var f flow.Focus
	f.Follow(v)
	f.Press(flow.KeyNext, v)
	a, _ := f.At()
	return a
}

// writeSheet puts pictures at a third of their size beside one another.
func writeSheet(file string, all []image.Image) error {
	w, h := all[0].Bounds().Dx()/3, all[0].Bounds().Dy()/3
	columns := 6
	if w > h {
		columns = 3
	}
	rows := (len(all) + columns - 1) / columns
	sheet := image.NewNRGBA(image.Rect(0, 0, columns*(w+8), rows*(h+8)))
	for i, img := range all {
		x, y := i%columns*(w+8), i/columns*(h+8)
		draw.BiLinear.Scale(sheet, image.Rect(x, y, x+w, y+h), img, img.Bounds(), draw.Src, nil)
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := png.Encode(f, sheet); err != nil {
		return err
	}
	return f.Close()
}

// show is a kiosk with a view on it.
func show(v flow.View, size fyne.Size) *kiosk.Kiosk {
	k := kiosk.New(nil, func(flow.Action) {})
	k.Show(v)
	k.Object().Resize(size)
	return k
}

// styleOf is the style that Fyne's theme has beside the view's own.
func styleOf(v flow.View) look.Style {
	p := brand.Light()
	switch v.Ease.Contrast {
	case flow.High:
		p = brand.HighContrast()
	case flow.Dark:
		p = brand.Dark()
	}
	return look.NewStyle(p, look.Kiosk).At(float32(v.Ease.Percent) / 100)
}
