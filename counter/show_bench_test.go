package counter

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// What a state of the branch that changes the queue costs to show, and what a
// second in service costs.
func BenchmarkShow(b *testing.B) {
	test.NewTempApp(b)
	d := desk.New(desk.Config{Lang: words.EN, FormTitle: FormTitle})
	linked(d, desk.SampleVisit(desk.Sample(storyTime), "serving", 384))
	s := look.Options{Scale: 1}.Style(look.Desk)
	for _, c := range []struct {
		name string
		step time.Duration
	}{{"queue", time.Minute}, {"second", 10 * time.Millisecond}} {
		b.Run(c.name, func(b *testing.B) {
			v := NewScreen(s, Calls{Press: func(desk.Action) {}, Key: func(string) {}, Focus: func(string) {}})
			v.Show(d.Model(storyTime))
			lay(v.Content(), s, 1366, 768)
			at := storyTime
			for b.Loop() {
				at = at.Add(c.step)
				v.Show(d.Model(at))
			}
		})
	}
}
