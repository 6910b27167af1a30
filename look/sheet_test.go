package look_test

import (
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"turno/look"
	"turno/look/brand"
)

var pictures = flag.String("pictures", "", "draw the contact sheets into this `folder`, to be looked at")

// sheet is every part in every state, on one page.
func sheet(s look.Style) fyne.CanvasObject {
	p := s.Palette
	rule := func(title string) fyne.CanvasObject {
		return look.VStack(8, look.Sized(0, 2, look.Rule(p.Ink, 2)), look.NewLine(title, 20, look.Bold, p.Ink))
	}
	section := func(title string, o ...fyne.CanvasObject) fyne.CanvasObject {
		return look.VStack(12, append([]fyne.CanvasObject{rule(title)}, o...)...)
	}
	named := func(name string, o fyne.CanvasObject) fyne.CanvasObject {
		return look.VStack(8, look.Left(o), look.NewLine(name, 15, look.Regular, p.Ink2))
	}
	small := func(spec look.ButtonSpec) *look.Button {
		spec.Height, spec.TextSize = 60, 20
		return look.NewButton(s, spec)
	}
	focused := func(b *look.Button) *look.Button { b.FocusGained(); return b }
	pressed := func(b *look.Button) *look.Button { b.MouseDown(nil); return b }
	sent := func(b *look.Button) *look.Button { b.Sent("A tirar…"); return b }
	off := func(b *look.Button) *look.Button { b.Disable("od 13:00"); return b }
	take := look.ButtonSpec{Label: "Tirar senha", Rank: look.Primary}
	book := look.ButtonSpec{Label: "Marcar hora"}
	buttons := section("Buttons",
		look.HStackTop(22, named("normal", small(take)), named("focus", focused(small(take))), named("pressed", pressed(small(take))),
			named("disabled", off(small(take))), named("sent", sent(small(take))), named("key", small(look.ButtonSpec{Label: "Finish", Icon: "check-bold", Key: "F8", Rank: look.Primary}))),
		look.HStackTop(22, named("normal", small(book)), named("focus", focused(small(book))), named("pressed", pressed(small(book))),
			named("destructive", small(look.ButtonSpec{Label: "Desistir", Rank: look.Destructive, Icon: "x-circle-bold"})), named("quiet", small(look.ButtonSpec{Label: "Mais", Rank: look.Quiet})),
			named("key, note", small(look.ButtonSpec{Label: "Transfer", Key: "F6"}))))

	ticket := func(k look.TicketKind) fyne.CanvasObject {
		return look.Sized(226, 150, look.NewTicket(s, look.TicketSpec{Kind: k, Number: "B042", Size: 78, Side: 20, Tear: 104, Notch: 11, Radius: 16,
			Below: look.NewLine("Counter 3", 18, look.SemiBold, look.TicketInk(s, k, look.OnGround))}))
	}
	tickets := section("The ticket", look.HStackTop(24, named("yours, waiting", ticket(look.Yours)), named("called now", ticket(look.Called)),
		named("on record, serving", ticket(look.Serving)), named("stale", ticket(look.Stale))))

	chips := section("Status",
		look.HStack(12, look.NewChip(s, look.Good, "broadcast-bold", "Live"), look.NewChip(s, look.Unsure, "wifi-slash-bold", "Not live since 10:42"),
			look.NewChip(s, look.Now, "megaphone-bold", "Calling"), look.NewChip(s, look.Busy, "user-sound-bold", "Serving"), look.NewChip(s, look.Muted, "pause-circle-bold", "Paused"),
			look.NewChip(s, look.Warning, "timer-fill", "Late 14 min")),
		look.HStack(12, look.NewChip(s, look.Wrong, "warning-octagon-fill", "Due today"), look.NewChip(s, look.Good, "check-circle-fill", "Done"), look.NewChip(s, look.Plain, "star-four-bold", "Priority")),
		rule("Key caps"),
		look.HStack(8, look.NewKeyCap(s, "F2", p.Ink), look.NewLine("Call next", 17, look.Regular, p.Ink), look.NewKeyCap(s, "Ctrl K", p.Ink), look.NewLine("Find anything", 17, look.Regular, p.Ink)))

	key := func(spec look.KeySpec) *look.Key { spec.Size = 26; return look.NewKey(s, spec, nil) }
	shown := func(name string, k *look.Key) fyne.CanvasObject { return named(name, look.Sized(64, 60, k)) }
	aimed, down := key(look.KeySpec{Face: "ž"}), key(look.KeySpec{Face: "ž"})
	aimed.FocusGained()
	down.MouseDown(nil)
	keys := section("Keys", look.HStackTop(22, shown("normal", key(look.KeySpec{Face: "ž"})), shown("focus", aimed), shown("pressed", down),
		shown("held", key(look.KeySpec{Icon: "arrow-fat-up-bold", Held: true})), shown("disabled", key(look.KeySpec{Face: "ž", Off: true}))))
	pressedCard := look.NewServiceCard(s, look.ServiceSpec{Icon: "money-bold", Name: "Hotovost", Hint: "pressed", Wait: "5–10 min"})
	pressedCard.MouseDown(nil)
	card := section("Service card", look.NewServiceCard(s, look.ServiceSpec{Icon: "money-bold", Name: "Hotovost", Hint: "Vklad, výběr", Wait: "5–10 min"}), pressedCard,
		look.NewServiceCard(s, look.ServiceSpec{Icon: "vault-bold", Name: "Schránky", Hint: "Otevíráme ve 13:00.", Closed: "od 13:00"}))

	banners := section("Banner",
		look.NewBanner(s, look.Info, "info-bold", "Lockers open at 13:00.", "You can book a time now."),
		look.NewBanner(s, look.Warning, "printer-bold", "The printer is out of paper.", "Your ticket is saved. We will call you all the same."),
		look.NewBanner(s, look.Wrong, "warning-octagon-fill", "This visit was not finished.", "Counter 3 lost its connection. Finish it again."))
	bar := look.NewRangeBar(s)
	bar.Set(0.27, 0.33, 0.66)
	left := look.NewProgress(s, look.OnGround)
	left.Set(0.62)
	progress := section("Progress and people", look.Sized(420, 38, bar),
		look.HStack(20, look.PeopleAhead(3, 30, p.Brand), look.NewLine("3 people ahead of you", 20, look.Regular, p.Ink)),
		look.HStack(20, look.PeopleAhead(12, 30, p.Brand), look.NewLine("from 8 on, a numeral", 20, look.Regular, p.Ink)),
		look.Sized(420, 0, look.Stepper(s, 2, 4, "Paso 2 de 4: sus documentos")), look.Sized(420, 8, left))
	keypad := section("Keypad", look.Left(look.NewKeypad(s, look.KeypadSpec{})))
	pin := look.NewPIN(s, 4)
	pin.SetTyped(2)
	focusedField := look.NewField(s, look.FieldSpec{Label: "PIN", Value: "4711", Caret: 4, Dots: true})
	focusedField.FocusGained()
	fields := section("Fields", look.NewField(s, look.FieldSpec{Label: "Your name", Value: "Žofie Ñíguez", Hint: "As on your card.", Caret: 5}),
		look.NewField(s, look.FieldSpec{Label: "Telephone", Value: "60 12", Problem: "A number has nine digits.", Caret: -1}), focusedField)
	sign := section("Counter sign, rows",
		look.HStack(20, look.CounterSign("3", 78, p.Ink), look.CounterSign("12", 78, p.Ink), pin),
		look.NewRow(s, look.RowSpec{Icon: "credit-card-bold", Text: "Accounts", Late: "late", Value: "5", Time: "14 min"}),
		look.NewRow(s, look.RowSpec{Lead: "B043", Text: "Accounts, Czech", Strong: true, Note: "14 min, longest past target", NoteLate: true, IconEnd: "star-four-bold"}))
	modules := make([][]bool, 25)
	for y := range modules {
		modules[y] = make([]bool, 25)
		for x := range modules[y] {
			modules[y][x] = (x*y+x+y)%3 == 0
		}
	}
	tools := section("Tools, code, mark", look.HStack(24, look.NewTool(s, "text-aa-bold", "Písmo", nil), look.NewToolBeside(s, "circle-half-bold", "Kontrast", nil),
		look.NewQR(modules, 140), look.Mark(56, p.Brand)))

	return look.Place(1600, 1660,
		look.At(56, 40, 900, 0, look.NewLine("The parts, and each one’s states", 44, look.Bold, p.Ink)),
		look.At(56, 130, 976, 0, look.VStack(30, buttons, tickets, chips)),
		look.At(1080, 130, 464, 0, look.VStack(36, banners, progress, keypad)),
		look.At(56, 900, 574, 0, look.VStack(36, keys, fields)), look.At(674, 900, 358, 0, card),
		look.At(1080, 1110, 464, 0, sign),
		look.At(1080, 1420, 464, 0, tools))
}

func save(t *testing.T, name string, img image.Image) {
	t.Helper()
	if *pictures == "" {
		return
	}
	f, err := os.Create(filepath.Join(*pictures, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// The sheet is drawn in each palette; a picture that is all ground fails.
func TestSheet(t *testing.T) {
	for name, p := range map[string]brand.Palette{"parts": brand.Light(), "parts-dark": brand.Dark(), "parts-contrast": brand.HighContrast()} {
		s := look.NewStyle(p, look.Desk)
		img, err := look.Draw(sheet(s), s, 1600, 1660)
		if err != nil {
			t.Fatal(err)
		}
		if n := inked(img); n < 0.05 {
			t.Errorf("%s: only %.3f of the picture is drawn on", name, n)
		}
		save(t, name, img)
	}
}

// inked is the share of pixels that differ from the first one.
func inked(img image.Image) float64 {
	b := img.Bounds()
	n := 0
	first := img.At(b.Min.X, b.Min.Y)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if img.At(x, y) != first {
				n++
			}
		}
	}
	return float64(n) / float64(b.Dx()*b.Dy())
}
