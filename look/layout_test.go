package look_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"turno/look"
	"turno/look/brand"
)

// What can be touched on a kiosk is at least 72 units wide and high, at every
// text scale.
func TestKioskTargets(t *testing.T) {
	for _, scale := range []float32{1, 1.5, 2} {
		s := look.NewStyle(brand.Light(), look.Kiosk).At(scale)
		for name, c := range controls(s, func() {}) {
			if m := c.MinSize(); m.Width < 72 || m.Height < 72 {
				t.Errorf("%s at %v: %v", name, scale, m)
			}
		}
	}
}

// Long words in a long language, three text scales, three palettes: nothing is cut.
func TestNothingIsCut(t *testing.T) {
	long := "Účty, karty a\u00a0elektronické bankovnictví"
	for _, p := range []brand.Palette{brand.Light(), brand.HighContrast()} {
		for _, scale := range []float32{1, 1.5, 2} {
			s := look.NewStyle(p, look.Kiosk).At(scale)
			page := look.Inset(64, 64, 64, 64, look.VStack(20,
				look.NewServiceCard(s, look.ServiceSpec{Icon: "credit-card-bold", Name: long, Hint: "Založení, změna, ztráta karty", Wait: "10–15 min", People: "3 lidé před vámi"}),
				look.NewServiceCard(s, look.ServiceSpec{Icon: "vault-bold", Name: "Bezpečnostní schránky", Hint: "Otevíráme ve 13:00. Můžete si domluvit čas.", Closed: "od 13:00"}),
				look.NewBanner(s, look.Warning, "printer-bold", "La impresora no tiene papel", "Su turno está guardado y le llamaremos igual. Ya hemos avisado al personal."),
				look.NewButton(s, look.ButtonSpec{Label: "Mám domluvený čas", Icon: "calendar-check-bold", Note: "Nejbližší volno: dnes v\u00a015:40"}),
				look.NewRow(s, look.RowSpec{Icon: "house-line-bold", Text: "Úvěry a\u00a0hypotéky", Value: "12", Time: "24 min"}),
				look.Stepper(s, 2, 4, "Paso 2 de 4: sus documentos"),
				look.NewField(s, look.FieldSpec{Label: "Nombre y apellidos, como en su documento", Hint: "Puede dejarlo en blanco.", Caret: -1}),
				look.NewField(s, look.FieldSpec{Label: "Telefon", Value: "60 12", Problem: "Telefonní číslo má devět číslic."}),
			))
			const w, h = 1080, 4200
			page.Resize(fyne.NewSize(w, h))
			if *pictures != "" {
				img, err := look.Draw(page, s, w, h)
				if err != nil {
					t.Fatal(err)
				}
				save(t, fmt.Sprintf("long-%v-%v", scale, p.HighContrast), img)
			}
			for _, c := range look.Cut(page, w, h) {
				t.Errorf("text %v, high contrast %v: %s", scale, p.HighContrast, c)
			}
		}
	}
}

// Growing parts push what is below them; they never lie over it.
func TestStackNeverOverlaps(t *testing.T) {
	a := look.NewParagraph("Confirmamos os seus documentos e preparamos o contrato. Se trouxer tudo, sai com a conta aberta.", 34, look.Regular, nil)
	b := look.NewButton(kiosk, look.ButtonSpec{Label: "Marcar hora"})
	stack := look.VStack(24, a, b)
	for _, w := range []float32{300, 600, 1200} {
		stack.Resize(fyne.NewSize(w, look.HeightFor(stack, w)))
		if b.Position().Y < a.Position().Y+a.HeightFor(w)+24-0.5 {
			t.Errorf("at %v the button is at %v, the text ends at %v", w, b.Position().Y, a.HeightFor(w))
		}
	}
}

func TestGrowTakesWhatIsLeft(t *testing.T) {
	a, b, c := look.Gap(50, 10), look.Grow(look.Gap(0, 10)), look.Gap(70, 10)
	row := look.HStack(10, a, b, c)
	row.Resize(fyne.NewSize(400, 40))
	if b.Size().Width != 400-50-70-20 || c.Position().X != 330 {
		t.Errorf("grown %v wide, the last at %v", b.Size().Width, c.Position().X)
	}
}

// A screen that nothing happens on draws nothing: no part makes new objects
// when it is laid out again.
func TestPartsComeToRest(t *testing.T) {
	page := sheet(look.NewStyle(brand.Light(), look.Desk))
	page.Resize(fyne.NewSize(1600, 1660))
	for _, r := range look.Restless(page) {
		t.Error(r)
	}
}
