package queue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// decoders knows every kind of fact that was ever stored. Append only: a kind
// that is no longer made must still be read, or old logs die.
var decoders = map[string]func([]byte) (Fact, error){
	"TicketIssued":     decode[TicketIssued],
	"TicketCalled":     decode[TicketCalled],
	"TicketRecalled":   decode[TicketRecalled],
	"ServiceStarted":   decode[ServiceStarted],
	"ServiceFinished":  decode[ServiceFinished],
	"WrapUpEnded":      decode[WrapUpEnded],
	"VisitNoShow":      decode[VisitNoShow],
	"VisitRequeued":    decode[VisitRequeued],
	"VisitParked":      decode[VisitParked],
	"VisitResumed":     decode[VisitResumed],
	"VisitReturned":    decode[VisitReturned],
	"VisitReleased":    decode[VisitReleased],
	"VisitTransferred": decode[VisitTransferred],
	"VisitLeft":        decode[VisitLeft],
	"CommandUndone":    decode[CommandUndone],
	"CounterOpened":    decode[CounterOpened],
	"CounterPaused":    decode[CounterPaused],
	"CounterClosed":    decode[CounterClosed],
	"RushBegan":        decode[RushBegan],
	"RushEnded":        decode[RushEnded],
	"DayOpened":        decode[DayOpened],
	"DayClosed":        decode[DayClosed],
	"BranchLoaded":     decode[BranchLoaded],
	"DraftKept":        decode[DraftKept],
	"FeedbackGiven":    decode[FeedbackGiven],
	"PersonalSeen":     decode[PersonalSeen],
	"Audited":          decode[Audited],
	"HelpCalled":       decode[HelpCalled],
	"HelpAnswered":     decode[HelpAnswered],
	"HelpEnded":        decode[HelpEnded],
	"DeviceReported":   decode[DeviceReported],
	"NumbersLeased":    decode[NumbersLeased],
	"TicketRecorded":   decode[TicketRecorded],
}

// MarshalFact writes a fact as its kind and its JSON, which is the same bytes
// for the same fact on every machine.
func MarshalFact(f Fact) (kind string, data []byte, err error) {
	kind = f.Kind()
	if _, known := decoders[kind]; !known {
		return "", nil, fmt.Errorf("write fact: kind %q is not one that can be read back", kind)
	}
	if issued, most := f.(TicketIssued); most {
		data, err = issued.appendJSON(make([]byte, 0, 384))
	} else {
		data, err = json.Marshal(f)
	}
	if err != nil {
		return "", nil, fmt.Errorf("write fact %s: %w", kind, err)
	}
	return kind, data, nil
}

// UnmarshalFact reads what MarshalFact wrote. An unknown kind, a field that the
// kind does not have, or anything after the JSON is an error: a log that this
// program does not wholly understand must not be served from.
func UnmarshalFact(kind string, data []byte) (Fact, error) {
	read, known := decoders[kind]
	if !known {
		return nil, fmt.Errorf("read fact: unknown kind %q; a newer program wrote it", kind)
	}
	f, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("read fact %s: %w", kind, err)
	}
	return f, nil
}

// Kinds lists every kind of fact, sorted.
func Kinds() []string {
	kinds := make([]string, 0, len(decoders))
	for k := range decoders {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}

func decode[F Fact](data []byte) (Fact, error) {
	var f F
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return nil, errors.New("it is null")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows at byte %d", d.InputOffset())
	}
	return f, nil
}
