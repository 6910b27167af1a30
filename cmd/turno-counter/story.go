package main

import (
	"io"

	"fyne.io/fyne/v2/driver/software"

	"turno/counter"
	"turno/look"
)

// draw lists the stories or draws one to its file, with no screen.
func draw(f *look.StoryFlags, o options, out io.Writer) error {
	software.NewCanvas() // brings the app without a screen that text is measured with
	return f.Run(counter.Stories(), string(o.lang), out)
}
