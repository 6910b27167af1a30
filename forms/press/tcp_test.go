package press

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"turno/forms/press/presstest"
)

// slip is a job as slips are: reset, one picture larger than any buffer on the
// way, cut. The picture holds the bytes of GS r, which are no question there.
func slip() Job {
	const stride, rows = 72, 40000
	data := []byte{0x1b, '@', 0x1d, 'v', '0', 0, stride, 0, rows & 0xff, rows >> 8}
	data = append(data, bytes.Repeat([]byte{0x1d, 'r', 1, 0xaa, 0, 0, 0, 0}, stride*rows/8)...)
	return Job{Name: "B042", Kind: ESCPOS, Data: append(data, 0x1d, 'V', 66, 64)}
}

func small() Job {
	return Job{Name: "B042", Kind: ESCPOS, Data: []byte("\x1b@\x1b!0B042\n\x1dVB\x40")}
}

func connect(t *testing.T, address string) Printer {
	t.Helper()
	p, err := Open(address)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fails wants an *Error of a code that names the printer.
func fails(t *testing.T, err error, code Code) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("error %v, want code %s", err, code)
	}
	if e.Printer == "" {
		t.Errorf("error %v does not say which printer", err)
	}
	return e
}

func TestNetworkPrinterPrints(t *testing.T) {
	for _, status := range []string{"", "?status=live", "?status=none"} {
		fake := presstest.New(t)
		p := connect(t, fake.Address()+status)
		for _, job := range []Job{small(), slip()} {
			if err := p.Print(t.Context(), job); err != nil {
				t.Fatalf("%s: %v", status, err)
			}
			got := <-fake.Jobs()
			if !bytes.Equal(got.Data, job.Data) || !got.Printed {
				t.Errorf("%s: %d bytes arrived, printed %v; want %d", status, len(got.Data), got.Printed, len(job.Data))
			}
		}
		if asked := fake.Asked(); (asked > 0) != (status != "?status=none") {
			t.Errorf("%s: asked %d times", status, asked)
		}
	}
}

func TestNetworkPrinterSaysWhyNot(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(*presstest.Printer)
		want Code
	}{
		{"no paper", func(f *presstest.Printer) { f.SetPaper(false) }, PaperOut},
		{"cover", func(f *presstest.Printer) { f.SetCover(true) }, CoverOpen},
		{"paused", func(f *presstest.Printer) { f.SetOffline(true) }, Offline},
		{"knife", func(f *presstest.Printer) { f.SetStuck(true) }, Fault},
	} {
		t.Run(c.name, func(t *testing.T) {
			fake := presstest.New(t)
			c.set(fake)
			p := connect(t, fake.Address())
			if e := fails(t, p.Print(t.Context(), small()), c.want); e.Sent != 0 {
				t.Errorf("%d bytes were sent all the same", e.Sent)
			}
			status, err := p.Status(t.Context())
			if err != nil || status.Code() != c.want {
				t.Errorf("status %+v, %v, want %s", status, err, c.want)
			}
			select {
			case job := <-fake.Jobs():
				t.Errorf("%d bytes arrived", len(job.Data))
			default:
			}
		})
	}
}

func TestPaperEndsInTheMiddle(t *testing.T) {
	t.Run("of a slip that fits the buffers", func(t *testing.T) {
		fake := presstest.New(t)
		fake.RunOutAfter(8)
		e := fails(t, connect(t, fake.Address()+"?patience=200ms").Print(t.Context(), small()), PaperOut)
		if e.Sent != e.Of {
			t.Errorf("sent %d of %d", e.Sent, e.Of)
		}
	})
	t.Run("of a long one, and the line is full", func(t *testing.T) {
		fake := presstest.New(t)
		fake.RunOutAfter(10_000)
		e := fails(t, connect(t, fake.Address()+"?patience=200ms").Print(t.Context(), slip()), PaperOut)
		if e.Sent == 0 || e.Sent >= e.Of {
			t.Errorf("sent %d of %d, want a part", e.Sent, e.Of)
		}
	})
}

// Only GS r tells a printer that has printed from one that has taken it all.
func TestNothingIsPrintedBeforeThePrinterSaysSo(t *testing.T) {
	fake := presstest.New(t)
	fake.StallAfter(8)
	e := fails(t, connect(t, fake.Address()+"?patience=200ms").Print(t.Context(), small()), Busy)
	if e.Sent != e.Of || !strings.Contains(e.Error(), "has not said that it is printed") {
		t.Errorf("error %v", e)
	}
	fake.StallAfter(8)
	if err := connect(t, fake.Address()+"?patience=200ms&status=live").Print(t.Context(), small()); err != nil {
		t.Errorf("asked for no more than its status: %v", err)
	}
}

func TestLineIsCutInTheMiddle(t *testing.T) {
	fake := presstest.New(t)
	fake.CutAfter(100_000)
	p := connect(t, fake.Address())
	e := fails(t, p.Print(t.Context(), slip()), Cut)
	if e.Sent == 0 || e.Sent == e.Of && e.Of == 0 {
		t.Errorf("sent %d of %d, want a part", e.Sent, e.Of)
	}
	if job := <-fake.Jobs(); job.Printed || len(job.Data) != 100_000 {
		t.Errorf("%d bytes arrived, printed %v", len(job.Data), job.Printed)
	}
	if err := p.Print(t.Context(), small()); err != nil {
		t.Errorf("the next job: %v", err)
	}
}

func TestPrinterAnswersLate(t *testing.T) {
	fake := presstest.New(t)
	until := make(chan struct{})
	held := fake.Late(until)
	if e := fails(t, connect(t, fake.Address()+"?patience=100ms").Print(t.Context(), small()), Busy); e.Sent != 0 {
		t.Errorf("sent %d before the printer said that it is ready", e.Sent)
	}
	// One with more patience gets its slip.
	printed := make(chan error, 1)
	go func() { printed <- connect(t, fake.Address()).Print(context.Background(), small()) }()
	<-held // the first one's question
	<-held // and this one's
	select {
	case err := <-printed:
		t.Fatalf("printed before any answer: %v", err)
	default:
	}
	close(until)
	if err := <-printed; err != nil {
		t.Error(err)
	}
}

func TestContextEndsAPrint(t *testing.T) {
	fake := presstest.New(t)
	held := fake.Late(make(chan struct{}))
	ctx, cancel := context.WithCancel(t.Context())
	printed := make(chan error, 1)
	go func() { printed <- connect(t, fake.Address()).Print(ctx, small()) }()
	<-held
	cancel()
	fails(t, <-printed, Busy)
}

func TestPrinterThatTalksUnasked(t *testing.T) {
	fake := presstest.New(t)
	fake.Chatter([]byte{0xff, 0x80, 0x91}) // neither kind of answer
	p := connect(t, fake.Address())
	if err := p.Print(t.Context(), small()); err != nil {
		t.Error(err)
	}
	fake.SetPaper(false)
	fails(t, p.Print(t.Context(), small()), PaperOut)
	fake.Chatter(bytes.Repeat([]byte{0xff}, maxStray)) // and never gets to the point
	fails(t, p.Print(t.Context(), small()), Busy)
}

func TestOneJobAtATime(t *testing.T) {
	fake := presstest.New(t)
	until := make(chan struct{})
	held := fake.Late(until)
	p := connect(t, fake.Address())
	first := make(chan error, 1)
	go func() { first <- p.Print(context.Background(), small()) }()
	<-held
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	fails(t, p.Print(ctx, small()), Busy)
	if asked := fake.Asked(); asked != 1 {
		t.Errorf("asked %d times, want the first job's question alone", asked)
	}
	close(until)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if err := p.Print(t.Context(), small()); err != nil {
		t.Error(err)
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "tcp://" + l.Addr().String()
	l.Close()
	p := connect(t, address)
	e := fails(t, p.Print(t.Context(), small()), Unreachable)
	if !strings.Contains(e.Error(), address) {
		t.Errorf("error %q does not name the printer", e)
	}
	if _, err := p.Status(t.Context()); CodeOf(err) != Unreachable {
		t.Errorf("status: %v", err)
	}
}

func TestReceiptPrinterTakesNoPDF(t *testing.T) {
	fake := presstest.New(t)
	fails(t, connect(t, fake.Address()).Print(t.Context(), Job{Name: "AC-01", Kind: PDF}), Unsuitable)
	if fake.Asked() != 0 {
		t.Error("the printer was troubled with it")
	}
}
