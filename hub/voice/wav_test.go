package voice

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWAVRoundTrip(t *testing.T) {
	in := []int16{0, 1, -1, math.MaxInt16, math.MinInt16}
	out, err := samplesOf(wavOf(in))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in, out); diff != "" {
		t.Error(diff)
	}
}

func TestStreamedHeaderIsNotBelieved(t *testing.T) {
	wav := wavOf([]int16{1, 2, 3})
	copy(wav[40:], []byte{0x00, 0xf0, 0xff, 0x7f}) // as espeak-ng writes it before it knows
	out, err := samplesOf(wav)
	if err != nil || len(out) != 3 {
		t.Errorf("%d samples, %v", len(out), err)
	}
}

func TestForeignSoundIsRefused(t *testing.T) {
	good := wavOf([]int16{1, 2, 3})
	change := func(at int, to byte) []byte {
		b := append([]byte(nil), good...)
		b[at] = to
		return b
	}
	for name, wav := range map[string][]byte{
		"nothing": nil, "text": []byte("espeak: no such voice, and so no sound at all"), "stereo": change(22, 2),
		"float": change(20, 3), "8 bit": change(34, 8), "44 kHz": change(25, 0xac), "cut in its header": good[:30], "no data": good[:36],
	} {
		if _, err := samplesOf(wav); err == nil {
			t.Errorf("%s was taken", name)
		}
		if Seconds(wav) != 0 {
			t.Errorf("%s lasts %v s", name, Seconds(wav))
		}
	}
}

func TestTrim(t *testing.T) {
	in := make([]int16, 3*Rate)
	for i := Rate; i < 2*Rate; i++ {
		in[i] = 5000
	}
	got := float64(len(trim(in))) / Rate
	if got < 1 || got > 1.1 {
		t.Errorf("%.2f s are left of one second of voice", got)
	}
	if got := trim(make([]int16, Rate)); len(got) > Rate/10 {
		t.Errorf("%d samples are left of silence", len(got))
	}
}

func TestChimeIsSoftAndDoesNotClick(t *testing.T) {
	c := chime()
	peak, step := 0, 0
	for i, s := range c {
		peak = max(peak, max(int(s), -int(s)))
		if i > 0 {
			d := int(s) - int(c[i-1])
			step = max(step, max(d, -d))
		}
	}
	if peak < 4000 || peak > 16000 {
		t.Errorf("peak %d of 32767", peak)
	}
	if step > 3500 {
		t.Errorf("a step of %d between two samples is a click", step)
	}
	if first, last := c[0], c[len(c)-1]; first != 0 || last > 50 || last < -50 {
		t.Errorf("begins at %d and ends at %d", first, last)
	}
}

func FuzzSamplesOf(f *testing.F) {
	f.Add(wavOf([]int16{1, 2, 3}))
	f.Add([]byte("RIFF____WAVEfmt "))
	f.Add([]byte("RIFF____WAVEdata\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		samples, err := samplesOf(b)
		if err == nil && 2*len(samples) > len(b) {
			t.Error("more sound than bytes")
		}
	})
}
