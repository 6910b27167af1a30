package look

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Sign is an outlined square with a number: always a counter.
type Sign struct {
	part
	line *Line
}

// CounterSign makes a counter's sign, height units high, in one colour. It
// grows sideways for a longer number.
func CounterSign(number string, height float32, c color.NRGBA) *Sign {
	return counterSign(number, height, c, c)
}

// CounterSignOn makes a sign whose edge and number have colours of their own.
func CounterSignOn(number string, height float32, edge, ink color.NRGBA) *Sign {
	return counterSign(number, height, edge, ink)
}

func counterSign(number string, height float32, edge, ink color.NRGBA) *Sign {
	stroke := max(2, float32(int(height*0.058+0.5)))
	if height < 100 {
		stroke = max(2, float32(int(height*0.05+0.5)))
	}
	size := height * 0.74
	if height >= 100 {
		size = height * 0.865 // read from afar
	}
	wide := max(height*1.08, Measure(number, size, Bold).Width+4*stroke)
	s := &Sign{line: NewLine(number, size, Bold, ink)}
	box := NewBox(noColor, height*0.2).Edge(edge, stroke)
	s.objects = []fyne.CanvasObject{box, s.line}
	s.least = func() fyne.Size { return fyne.NewSize(wide, height) }
	s.arrange = func(o fyne.Size) {
		put(box, 0, 0, o.Width, o.Height)
		m := s.line.MinSize()
		put(s.line, (o.Width-m.Width)/2, o.Height/2-digitMiddle(size, Bold), m.Width, m.Height)
	}
	s.ExtendBaseWidget(s)
	return s
}
