package hub

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"turno/hub/cert"
)

// linePair is a line and who reads it, at the other end of a real connection.
func linePair(t *testing.T) (*line, net.Conn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	reader, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	l, err := newLine(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close(); reader.Close() })
	return l, reader
}

// numbered is n bytes that tell where they belong.
func numbered(n int) []byte {
	all := make([]byte, n)
	for i := range all {
		all[i] = byte(i ^ i>>8 ^ i>>16)
	}
	return all
}

// Megabytes go into a line that nobody reads, at once; then somebody reads, and
// everything comes in its order, what was written during the flush as well.
func TestALineNeverWaitsAndLosesNothing(t *testing.T) {
	l, reader := linePair(t)
	l.promptly(4 << 10)
	all := numbered(8 << 20)
	write := func(part []byte) {
		if n, err := l.Write(part); n != len(part) || err != nil {
			t.Fatalf("%d of %d: %v", n, len(part), err)
		}
	}
	for at := 0; at < len(all)/2; at += 1000 {
		write(all[at:min(at+1000, len(all)/2)])
	}
	if !l.behind() {
		t.Fatal("nobody reads, and nothing is left")
	}
	var both sync.WaitGroup
	both.Go(func() {
		for l.behind() {
			if err := l.flush(time.Minute); err != nil {
				t.Error(err)
				return
			}
		}
	})
	var got []byte
	both.Go(func() {
		got = make([]byte, len(all))
		if _, err := io.ReadFull(reader, got); err != nil {
			t.Error(err)
		}
	})
	for at := len(all) / 2; at < len(all); at += 4096 {
		write(all[at:min(at+4096, len(all))])
	}
	if err := l.flush(time.Minute); err != nil {
		t.Error(err)
	}
	both.Wait()
	if !bytes.Equal(got, all) {
		t.Error("what came is not what was written")
	}
}

// A flush of a line that nobody reads ends in its time, or sooner when it is
// hurried; what was not sent is not forgotten until then, and no write goes past it.
func TestAFlushEndsInItsTime(t *testing.T) {
	l, _ := linePair(t)
	l.promptly(4 << 10)
	for range 100 {
		if _, err := l.Write(numbered(64 << 10)); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan error)
	go func() { ended <- l.flush(time.Hour) }()
	l.hurry(time.Millisecond) // whether it has begun or not
	if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("ended with %v", err)
	}
	if _, again := l.Write([]byte("more")); !errors.Is(again, os.ErrDeadlineExceeded) {
		t.Errorf("a line that was given up takes more: %v", again)
	}
}

// Who went away is known at a write, as with any connection.
func TestALineThatIsGoneSaysSo(t *testing.T) {
	l, reader := linePair(t)
	l.promptly(4 << 10)
	_ = reader.(*net.TCPConn).SetLinger(0)
	reader.Close()
	for { // the end takes its way through the system
		if _, err := l.Write(numbered(1000)); err != nil {
			return
		}
	}
}

// Until it is a socket's, a line is a connection as any other: who reads slowly is
// waited for, and the deadline holds.
func TestAnOrdinaryLineWaits(t *testing.T) {
	l, _ := linePair(t)
	_ = l.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	for {
		if _, err := l.Write(numbered(1 << 20)); err != nil {
			if !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error(err)
			}
			break
		}
	}
	if l.behind() {
		t.Error("an ordinary line keeps nothing")
	}
}

// TLS writes its records into the line, which keeps what is not taken as it stands.
func TestALineUnderTLS(t *testing.T) {
	own, err := cert.Make(t.TempDir(), "hall", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	l, reader := linePair(t)
	server := tls.Server(l, cert.Config(cert.NewOwn(own, nil).GetCertificate))
	client := tls.Client(reader, &tls.Config{InsecureSkipVerify: true}) // the fingerprint is hub/cert's to prove
	shaken := make(chan error, 1)
	go func() { shaken <- client.Handshake() }()
	if err := errors.Join(server.Handshake(), <-shaken); err != nil {
		t.Fatal(err)
	}
	if lineUnder(server) != l {
		t.Fatal("the line under TLS is not found")
	}
	l.promptly(4 << 10)
	all := numbered(4 << 20)
	if n, err := server.Write(all); n != len(all) || err != nil {
		t.Fatalf("%d of %d: %v", n, len(all), err)
	}
	flushed := make(chan error, 1)
	go func() { flushed <- l.flush(time.Minute) }()
	got := make([]byte, len(all))
	if _, err := io.ReadFull(client, got); err != nil {
		t.Fatal(err)
	}
	if err := <-flushed; err != nil {
		t.Error(err)
	}
	if !bytes.Equal(got, all) {
		t.Error("what came is not what was written")
	}
}
