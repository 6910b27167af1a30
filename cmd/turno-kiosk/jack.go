package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// What Linux's input devices send (linux/input-event-codes.h): a switch has
// changed, and that switch is the headphones' socket.
const (
	eventSize       = 24 // on 64-bit machines: time 16, type 2, code 2, value 4
	eventSwitch     = 0x05
	switchHeadphone = 0x02
)

// watchJack tells whenever headphones are put in or pulled out, until ctx ends
// or the device goes.
func watchJack(ctx context.Context, path string, tell func(in bool)) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("the socket's device: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { f.Close() })
	defer f.Close()
	defer stop()
	return readJack(f, tell)
}

func readJack(r io.Reader, tell func(in bool)) error {
	event := make([]byte, eventSize)
	for {
		if _, err := io.ReadFull(r, event); err != nil {
			return fmt.Errorf("the socket's device: %w", err)
		}
		if binary.NativeEndian.Uint16(event[16:]) == eventSwitch && binary.NativeEndian.Uint16(event[18:]) == switchHeadphone {
			tell(binary.NativeEndian.Uint32(event[20:]) != 0)
		}
	}
}
