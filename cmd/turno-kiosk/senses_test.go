package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"io"
	"log/slog"
	"slices"
	"testing"

	"turno/hub/voice"
)

// TestJack: of all that an input device sends, only the headphones' socket is
// told, in and out.
func TestJack(t *testing.T) {
	var sent bytes.Buffer
	for _, e := range []struct {
		kind, code uint16
		value      uint32
	}{{5, 2, 1}, {0, 0, 0}, {5, 4, 1}, {1, 2, 1}, {5, 2, 0}} {
		b := make([]byte, eventSize)
		binary.NativeEndian.PutUint16(b[16:], e.kind)
		binary.NativeEndian.PutUint16(b[18:], e.code)
		binary.NativeEndian.PutUint32(b[20:], e.value)
		sent.Write(b)
	}
	var told []bool
	if err := readJack(&sent, func(in bool) { told = append(told, in) }); err == nil {
		t.Error("a device that went is no error")
	}
	if !slices.Equal(told, []bool{true, false}) {
		t.Errorf("told %v", told)
	}
}

// TestNoHeadset: where no output is named nothing is read aloud, and the kiosk
// can say so.
func TestNoHeadset(t *testing.T) {
	f := flag.NewFlagSet("", flag.ContinueOnError)
	s := addSenses(f)
	if err := f.Parse([]string{"-loudspeaker", "none"}); err != nil {
		t.Fatal(err)
	}
	v := s.voice(slog.New(slog.NewTextHandler(io.Discard, nil)))
	if v.Headset != nil || v.Loudspeaker != nil || v.Missing() == voice.Fine {
		t.Errorf("headset %v, loudspeaker %v, missing %q", v.Headset, v.Loudspeaker, v.Missing())
	}
}
