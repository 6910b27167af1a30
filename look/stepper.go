package look

import "fyne.io/fyne/v2"

// Stepper says where a person is on the way: a sentence ("Paso 2 de 4: sus
// documentos") over as many segments as there are steps.
func Stepper(s Style, step, of int, text string) *fyne.Container {
	p := s.Palette
	high := s.pick(16, 10, 16)
	var bars []fyne.CanvasObject
	for i := range max(of, 1) {
		b := NewBox(p.Brand, high/2)
		if i >= step {
			b = NewBox(p.Ground, high/2).Edge(p.Edge, max(1.5, s.EdgeWidth()))
		}
		bars = append(bars, Sized(0, high, b))
	}
	return VStack(s.pick(16, 10, 16),
		NewParagraph(text, s.Body(s.pick(34, 20, 34)), SemiBold, p.Ink),
		Grid(len(bars), 8, 0, bars...))
}
