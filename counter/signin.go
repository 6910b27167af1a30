package counter

import (
	"fyne.io/fyne/v2"

	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// signIn asks who sits there.
type signIn struct {
	fields []*field
	ok     *large
	root   fyne.CanvasObject
}

func newSignIn(s look.Style, m desk.SignInForm, c *Calls) *signIn {
	v := &signIn{ok: newLarge(s)}
	v.ok.ringed = false // the keyboard is in a field
	var rows []fyne.CanvasObject
	for _, f := range m.Fields {
		x := newField(s, f.ID, false, c)
		if f.Secret {
			x.secret()
		}
		v.fields = append(v.fields, x)
		rows = append(rows, look.VStack(6, look.NewLine(f.Label, s.BodySize(), look.SemiBold, s.Palette.Ink), x.boxed(s.Body(52))))
	}
	rows = append(rows, look.Gap(0, 8), shielded(v.ok, func() { c.Press(v.ok.b.Do) }))
	v.root = look.VStack(18, rows...)
	return v
}

func (v *signIn) show(m desk.SignInForm, l words.Lang) {
	for i, f := range m.Fields {
		v.fields[i].show(f.Text)
	}
	v.ok.show(m.OK, l)
}
