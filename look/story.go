package look

import (
	"bufio"
	"flag"
	"fmt"
	"image/png"
	"io"
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"turno/look/brand"
)

// Story is one screen with made-up facts in it, to be looked at: the picture
// that a person judges, and that a test draws.
type Story struct {
	Name string
	W, H float32 // units
	// Build makes the screen in a language ("es").
	Build func(lang string, o Options) fyne.CanvasObject
}

// Options are what a person can change about any story.
type Options struct {
	Scale        float32 // text: 1, 1.5, 2
	HighContrast bool
	Dark         bool
	Calm         bool
}

// Style is the style that the options ask for on a kind of screen.
func (o Options) Style(d Device) Style {
	p := brand.Light()
	switch {
	case o.HighContrast:
		p = brand.HighContrast()
	case o.Dark:
		p = brand.Dark()
	}
	s := NewStyle(p, d).At(o.Scale)
	s.Calm = o.Calm
	return s
}

// StoryFlags are the flags by which an app draws a story instead of starting:
// -story list, or -story NAME -png FILE.
type StoryFlags struct {
	Name    string
	PNG     string
	Pixels  float64 // pixels to a unit
	Options Options
	scale   float64
}

// AddStoryFlags registers the flags. The language comes from the app's own flag.
func AddStoryFlags(fs *flag.FlagSet) *StoryFlags {
	f := &StoryFlags{}
	fs.StringVar(&f.Name, "story", "", "draw a made-up screen by its `name` and end; list names them")
	fs.StringVar(&f.PNG, "png", "", "the `file` to draw the story to")
	fs.Float64Var(&f.scale, "text", 1, "text scale of the story: 1, 1.5 or 2")
	fs.Float64Var(&f.Pixels, "pixels", 1, "pixels to a unit in the story's picture; 2 is a 4K panel")
	fs.BoolVar(&f.Options.HighContrast, "contrast", false, "draw the story in high contrast")
	fs.BoolVar(&f.Options.Dark, "dark", false, "draw the story in the dark palette")
	return f
}

// Wanted says whether a story was asked for.
func (f *StoryFlags) Wanted() bool { return f.Name != "" }

// Run lists the stories to out, or draws one to its file.
func (f *StoryFlags) Run(stories []Story, lang string, out io.Writer) error {
	if f.Name == "list" {
		for _, s := range stories {
			fmt.Fprintf(out, "%-32s %g×%g\n", s.Name, s.W, s.H)
		}
		return nil
	}
	for _, s := range stories {
		if s.Name != f.Name {
			continue
		}
		if f.PNG == "" {
			return fmt.Errorf("-story %s needs -png FILE", f.Name)
		}
		f.Options.Scale = float32(f.scale)
		return s.draw(f.PNG, lang, f.Options, float32(f.Pixels))
	}
	names := make([]string, len(stories))
	for i, s := range stories {
		names[i] = s.Name
	}
	return fmt.Errorf("no story %q; there are: %s", f.Name, strings.Join(names, ", "))
}

// draw paints the story into a file, whole or not at all.
func (s Story) draw(file, lang string, o Options, pixels float32) (err error) {
	img, err := DrawAt(s.Build(lang, o), o.Style(Kiosk), s.W, s.H, pixels)
	if err != nil {
		return fmt.Errorf("story %s: %w", s.Name, err)
	}
	w, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("story %s: %w", s.Name, err)
	}
	defer func() {
		if cerr := w.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(file)
		}
	}()
	b := bufio.NewWriter(w)
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(b, img); err != nil {
		return fmt.Errorf("story %s: %w", s.Name, err)
	}
	return b.Flush()
}
