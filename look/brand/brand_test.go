package brand

import (
	"encoding/xml"
	"image/color"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func hex(t *testing.T, s string) color.NRGBA {
	t.Helper()
	c, err := ParseHex(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The values are those the look was drawn with.
func TestDerive(t *testing.T) {
	for _, tt := range []struct{ name, given, want string }{
		{"petrol", "#0F4F55", "#0F4F55 #033B40 #427C82 #89B8BD #BAD6D9 #E1EEEF #98D3DA"},
		{"burgundy", "#8C1D40", "#8C1D40 #74012E #975F69 #CBA1A8 #E2C8CC #F4E7E9 #F3B4BE"},
		{"cobalt", "#1446B8", "#1446B8 #002FA1 #5A719E #9DAECE #C5D0E4 #E6EBF5 #AEC8F9"},
		{"orange", "#E05A00", "#903802 #732B01 #97634D #CAA495 #E1CAC0 #F4E8E4 #F2B8A0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := Derive(hex(t, tt.given))
			var got []string
			for _, c := range []color.NRGBA{r.Brand, r.Press, r.Deep, r.Mid, r.Soft, r.Wash, r.Glow} {
				got = append(got, Hex(c))
			}
			if d := cmp.Diff(tt.want, strings.Join(got, " ")); d != "" {
				t.Errorf("ramp of %s (-want +got):\n%s", tt.given, d)
			}
		})
	}
}

// Every pair that carries text reaches 4.5, body text 7, control edges 3,
// whatever the bank's colour.
func TestContrastOfPairs(t *testing.T) {
	brands := []string{"#0F4F55", "#8C1D40", "#1446B8", "#E05A00", "#FFE000", "#1F7A33", "#808080", "#FFFFFF", "#000000"}
	for name, base := range map[string]Palette{"light": Light(), "dark": Dark(), "high contrast": HighContrast()} {
		for _, given := range brands {
			p := base.WithBrand(hex(t, given))
			for _, pair := range []struct {
				what string
				a, b color.NRGBA
				min  float64
			}{
				{"ink on ground", p.Ink, p.Ground, 7}, {"ink on surface", p.Ink, p.Surface, 7}, {"ink on wash", p.Ink, p.Wash, 7},
				{"ink2 on ground", p.Ink2, p.Ground, 7}, {"ink2 on surface", p.Ink2, p.Surface, 7}, {"ink2 on sunken", p.Ink2, p.Sunken, 7},
				{"edge on ground", p.Edge, p.Ground, 3}, {"edge on surface", p.Edge, p.Surface, 3}, {"edge on sunken", p.Edge, p.Sunken, 3},
				{"brand on ground", p.Brand, p.Ground, 4.5}, {"brand on surface", p.Brand, p.Surface, 4.5}, {"brand on wash", p.Brand, p.Wash, 4.5},
				{"on brand", p.OnBrand, p.Brand, 7}, {"on press", p.OnBrand, p.Press, 7}, {"on call", p.OnCall, p.Call, 7},
				{"ok on its wash", p.OK, p.OKWash, 4.5}, {"warn on its wash", p.Warn, p.WarnWash, 4.5}, {"bad on its wash", p.Bad, p.BadWash, 4.5},
				{"warn on surface", p.Warn, p.Surface, 4.5}, {"bad on surface", p.Bad, p.Surface, 4.5}, {"ok on surface", p.OK, p.Surface, 4.5},
			} {
				if c := Contrast(pair.a, pair.b); c < pair.min {
					t.Errorf("%s, brand %s: %s is %.2f, want %.1f", name, given, pair.what, c, pair.min)
				}
			}
		}
	}
}

func TestContrastKnownValues(t *testing.T) {
	black, white := rgb(0), rgb(0xFFFFFF)
	if c := Contrast(white, black); c < 20.99 || c > 21.01 {
		t.Errorf("white on black is %.3f, want 21", c)
	}
	if a, b := Contrast(rgb(0x0F4F55), white), Contrast(white, rgb(0x0F4F55)); a != b || a < 9.2 || a > 9.4 {
		t.Errorf("petrol on white is %.3f one way and %.3f the other, want 9.3", a, b)
	}
}

func TestParseHexRefuses(t *testing.T) {
	for _, s := range []string{"", "#12345", "#1234567", "petrol", "#GGGGGG", "#-12345"} {
		if _, err := ParseHex(s); err == nil {
			t.Errorf("ParseHex(%q) took it", s)
		}
	}
}

// Icons are drawn in black alone, so tinting reaches all of them.
func TestTintReachesEveryIcon(t *testing.T) {
	names, err := fs.Glob(icons, "icons/*.svg")
	if err != nil || len(names) == 0 {
		t.Fatal("no icons:", err)
	}
	for _, n := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(n, "icons/"), ".svg")
		got := string(Tint(Icon(name), rgb(0x98201A)))
		if !strings.Contains(got, "#98201A") || strings.Contains(got, "#000000") {
			t.Errorf("%s is not tinted", name)
		}
	}
}

func TestMarkIsWellFormed(t *testing.T) {
	d := xml.NewDecoder(strings.NewReader(string(Mark(rgb(0x0F4F55)))))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzParseHex(f *testing.F) {
	for _, s := range []string{"#0F4F55", "FFC53D", " #000000 ", "#fff", "ñ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseHex(s)
		if err != nil {
			return
		}
		if !strings.EqualFold(Hex(c), "#"+strings.TrimPrefix(strings.TrimSpace(s), "#")) {
			t.Errorf("ParseHex(%q) = %v", s, c)
		}
		if Contrast(Derive(c).Brand, rgb(0xFFFFFF)) < 7.5 {
			t.Errorf("white on the brand from %q is too weak", s)
		}
	})
}
