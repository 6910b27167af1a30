package kiosk

import (
	"fmt"
	"strings"

	"turno/kiosk/flow"
)

// trace says what happened, for who looks into a crash: never what somebody
// wrote, searched or chose, only what kind of thing was done.
func trace(in flow.Input) string {
	switch in := in.(type) {
	case flow.Touch:
		return "touch " + string(in.Action.Verb)
	case flow.Answer:
		switch {
		case in.Lost:
			return "answer lost"
		case !in.Answer.OK:
			return "answer " + string(in.Answer.Code)
		}
		return "answer ok"
	case flow.Pressed:
		return "pressed " + string(in.Paper)
	case flow.PrinterIs:
		return "printer " + in.State
	case flow.Mirror:
		return fmt.Sprintf("mirror live=%v seq=%d", in.Live, in.State.Seq)
	case flow.Panel:
		return fmt.Sprintf("panel landscape=%v", in.Landscape)
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", in), "flow.")
}

// Cover shows a view that is not the flow's until the hub is heard: a kiosk
// that is to be paired has nothing to offer yet.
func (r *Runner) Cover(v flow.View) {
	r.cover = &v
	r.show()
}
