package voice

import (
	"encoding/binary"
	"errors"
	"math"
)

// Rate is the number of samples a second of every sound made here, espeak-ng's
// own; sounds are mono, 16 bit.
const Rate = 22050

// ErrNotWAV answers sound that is not mono 16-bit PCM in a WAV at Rate.
var ErrNotWAV = errors.New("voice: not a 16-bit mono WAV at 22050 Hz")

// samplesOf reads a WAV as a synthesizer streams it: the sizes in its header are
// a guess made before the first sample, so the data ends where the bytes end.
func samplesOf(wav []byte) ([]int16, error) {
	if len(wav) < 12 || string(wav[:4]) != "RIFF" || string(wav[8:12]) != "WAVE" {
		return nil, ErrNotWAV
	}
	known := false
	for at := 12; at+8 <= len(wav); {
		name, size := string(wav[at:at+4]), int64(binary.LittleEndian.Uint32(wav[at+4:]))
		body := wav[at+8:]
		size = min(size, int64(len(body)))
		switch name {
		case "fmt ":
			if size < 16 || binary.LittleEndian.Uint16(body) != 1 || binary.LittleEndian.Uint16(body[2:]) != 1 ||
				binary.LittleEndian.Uint32(body[4:]) != Rate || binary.LittleEndian.Uint16(body[14:]) != 16 {
				return nil, ErrNotWAV
			}
			known = true
		case "data":
			if !known {
				return nil, ErrNotWAV
			}
			out := make([]int16, size/2)
			for i := range out {
				out[i] = int16(binary.LittleEndian.Uint16(body[2*i:]))
			}
			return out, nil
		}
		at += 8 + int(size+size%2)
	}
	return nil, ErrNotWAV
}

// wavOf writes samples as a WAV whose header tells the truth.
func wavOf(samples []int16) []byte {
	size := 2 * len(samples)
	b := make([]byte, 0, 44+size)
	b = append(b, "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(36+size))
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, 1) // PCM
	b = binary.LittleEndian.AppendUint16(b, 1) // mono
	b = binary.LittleEndian.AppendUint32(b, Rate)
	b = binary.LittleEndian.AppendUint32(b, Rate*2)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 16)
	b = append(b, "data"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(size))
	for _, s := range samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(s))
	}
	return b
}

// silence below this is cut from both ends of a sentence: one that starts late
// feels like a pause after the chime.
const quiet = 160

func trim(samples []int16) []int16 {
	loud := func(s int16) bool { return s > quiet || s < -quiet }
	from, to := 0, len(samples)
	for from < to && !loud(samples[from]) {
		from++
	}
	for to > from && !loud(samples[to-1]) {
		to--
	}
	const margin = Rate / 50
	return samples[max(from-margin, 0):min(to+margin, len(samples))]
}

// Chime answers a WAV of two soft tones, a falling third, 0.9 s: loud enough to
// look up, too soft to startle.
func Chime() []byte { return wavOf(chime()) }

func chime() []int16 {
	const (
		first, second = 659.26, 523.25 // E5, C5
		apart         = 0.32           // s between their beginnings
		length        = 0.9
	)
	out := make([]int16, int(Rate*length))
	for i := range out {
		t := float64(i) / Rate
		v := tone(first, t) + tone(second, t-apart)
		out[i] = int16(v * fade(length-t) * 9000)
	}
	return out
}

// tone is a struck bar: a quick rise, a slow fall, an octave above it for colour.
func tone(hz, t float64) float64 {
	if t < 0 {
		return 0
	}
	rise := math.Min(t/0.012, 1)
	fall := math.Exp(-t * 4.2)
	return rise * fall * (math.Sin(2*math.Pi*hz*t) + 0.18*math.Sin(4*math.Pi*hz*t)*math.Exp(-t*6))
}

// fade takes the last 60 ms down to nothing, so that the cut does not click.
func fade(left float64) float64 { return math.Max(0, math.Min(left/0.06, 1)) }

// gap is the rest between the chime and the voice.
var gap = make([]int16, Rate/8)

// Seconds tells how long a WAV made here lasts; 0 for anything else.
func Seconds(wav []byte) float64 {
	samples, err := samplesOf(wav)
	if err != nil {
		return 0
	}
	return float64(len(samples)) / Rate
}

// Volume answers the sound louder or softer, by a factor; what would be louder
// than a sample can be is cut. What is no sound made here stays as it is.
func Volume(wav []byte, factor float64) []byte {
	samples, err := samplesOf(wav)
	if err != nil {
		return wav
	}
	for i, s := range samples {
		samples[i] = int16(min(max(float64(s)*factor, math.MinInt16), math.MaxInt16))
	}
	return wavOf(samples)
}
