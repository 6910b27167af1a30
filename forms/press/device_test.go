package press

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"
)

// pipe makes a device file of the simplest kind: what is written comes out at
// its other end, which the test holds, and a full one holds the writer.
func pipe(t *testing.T) (path string, end *os.File) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "lp0")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	end, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end.Close() })
	return path, end
}

func TestDevicePrints(t *testing.T) {
	path, end := pipe(t)
	p := connect(t, "file://"+path)
	if err := p.Print(t.Context(), small()); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 100)
	n, err := end.Read(got)
	if err != nil || !bytes.Equal(got[:n], small().Data) {
		t.Errorf("%q arrived, %v", got[:n], err)
	}
	if status, err := p.Status(t.Context()); err != nil || status.Known {
		t.Errorf("status %+v, %v of a device that is not asked", status, err)
	}
}

func TestDeviceThatStandsStillIsGivenUp(t *testing.T) {
	path, _ := pipe(t)
	p := connect(t, "file://"+path+"?patience=100ms")
	e := fails(t, p.Print(t.Context(), slip()), Cut)
	if e.Sent == 0 || e.Sent == e.Of {
		t.Errorf("sent %d of %d, want a part", e.Sent, e.Of)
	}
}

func TestDeviceIsPulledOut(t *testing.T) {
	path, end := pipe(t)
	p := connect(t, "file://"+path)
	printed := make(chan error, 1)
	go func() { printed <- p.Print(t.Context(), slip()) }()
	if _, err := end.Read(make([]byte, 1000)); err != nil {
		// Nothing there yet: the writer has not begun. Read until it has.
		for n := 0; n == 0; n, _ = end.Read(make([]byte, 1000)) {
			select {
			case err := <-printed:
				t.Fatalf("printed: %v", err)
			default:
			}
		}
	}
	end.Close()
	fails(t, <-printed, Cut)
}

func TestDeviceThatIsNone(t *testing.T) {
	dir := t.TempDir()
	letter := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(letter, []byte("Dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, connect(t, "file://"+letter).Print(t.Context(), small()), Unsuitable)
	fails(t, connect(t, "file://"+dir).Print(t.Context(), small()), Unsuitable)
	fails(t, connect(t, "file://"+dir+"/lp9").Print(t.Context(), small()), Unreachable)
	if got, err := os.ReadFile(letter); err != nil || string(got) != "Dear" {
		t.Errorf("the letter is %q, %v", got, err)
	}
	if _, err := os.Stat(dir + "/lp9"); err == nil {
		t.Error("a file was made")
	}
}

func TestDeviceWithNobodyBehindIt(t *testing.T) {
	path, end := pipe(t)
	end.Close()
	p := connect(t, "file://"+path)
	fails(t, p.Print(t.Context(), small()), Unreachable)
	if _, err := p.Status(t.Context()); CodeOf(err) != Unreachable {
		t.Errorf("status: %v", err)
	}
}

func TestKernelsWords(t *testing.T) {
	for errno, want := range map[error]Code{
		syscall.ENOSPC: PaperOut, syscall.EBUSY: Busy, syscall.EIO: Fault, syscall.ENODEV: Cut,
	} {
		if got := deviceError(&os.PathError{Op: "write", Path: "/dev/usb/lp0", Err: errno}, Cut); got.Code != want {
			t.Errorf("%v is %s, want %s", errno, got.Code, want)
		}
	}
}

// terminal is a device file that answers: a pseudo terminal in raw mode.
func terminal(t *testing.T) (path string, end *os.File) {
	t.Helper()
	end, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo terminals here: %v", err)
	}
	t.Cleanup(func() { end.Close() })
	control, err := end.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var number, unlock uint32
	var modes syscall.Termios // all off: bytes pass as they are
	modes.Cc[syscall.VMIN] = 1
	modes.Cflag = syscall.CS8 | syscall.CREAD
	var failed syscall.Errno
	if err := control.Control(func(fd uintptr) {
		for _, c := range []struct {
			request uintptr
			arg     unsafe.Pointer
		}{
			{syscall.TIOCSPTLCK, unsafe.Pointer(&unlock)},
			{syscall.TIOCGPTN, unsafe.Pointer(&number)},
			{syscall.TCSETS, unsafe.Pointer(&modes)},
		} {
			if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, fd, c.request, uintptr(c.arg)); e != 0 {
				failed = e
			}
		}
	}); err != nil || failed != 0 {
		t.Skipf("no pseudo terminal to be had: %v %v", err, failed)
	}
	return fmt.Sprintf("/dev/pts/%d", number), end
}

func TestDeviceThatAnswers(t *testing.T) {
	path, end := terminal(t)
	p := connect(t, "file://"+path+"?status=live&patience=5s")
	job := small()
	ready := []byte{0x12, 0x12, 0x12, 0x12}
	heard := make(chan []byte, 1)
	go func() {
		buf := make([]byte, len(statusAsks)+len(job.Data))
		var all []byte
		for len(all) < 2*len(statusAsks)+len(job.Data) {
			n, err := end.Read(buf)
			if err != nil {
				break
			}
			before := bytes.Count(all, statusAsks)
			all = append(all, buf[:n]...)
			for range bytes.Count(all, statusAsks) - before {
				if _, err := end.Write(ready); err != nil {
					break
				}
			}
		}
		heard <- all
	}()
	if err := p.Print(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	want := bytes.Join([][]byte{statusAsks, job.Data, statusAsks}, nil)
	if got := <-heard; !bytes.Equal(got, want) {
		t.Errorf("%q arrived, want %q", got, want)
	}
}
