package hub_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// say writes bytes to a fresh line of the hub and gives everything that comes
// back until the hub ends the line.
func say(t *testing.T, url, text string) string {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(hubtest.Patience))
	go func() { _, _ = io.WriteString(c, text) }() // a hub that has seen enough does not read on
	b, _ := io.ReadAll(c)
	return string(b)
}

var statusLine = regexp.MustCompile(`(?m)^HTTP/1\.[01] (\d{3})`)

// statuses lists the status of every answer of a line.
func statuses(answers string) (all []string) {
	for _, m := range statusLine.FindAllStringSubmatch(answers, -1) {
		all = append(all, m[1])
	}
	return all
}

// Requests that no browser and no device of the branch sends, and what each has
// to be answered: in every case the line ends or goes on without harm, nothing is
// changed, and nothing of the machine is told.
func TestHostileRequests(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{Limits: unbounded(), Server: func(s *http.Server) { s.ReadTimeout = 2 * time.Second }})
	kiosk := b.Tokens["kiosk-1"]
	get := func(path string) string { return "GET " + path + " HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n" }
	command := func(body string, more ...string) string {
		return fmt.Sprintf("POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n%s\r\n%s",
			kiosk, len(body), strings.Join(more, ""), body)
	}
	issue := `{"id":"x","do":"issue","service":"cash","language":"es"}`
	const deep = 30_000
	for _, c := range []struct {
		name, send string
		want       []string // the statuses of the answers on the line
	}{
		// no HTTP
		{"nonsense", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", []string{"400"}},
		{"words", "please let me in\r\n\r\n", []string{"400"}},
		{"HTTP 0.9", "GET /\r\n\r\n", []string{"400"}},
		{"a version to come", "GET / HTTP/9.9\r\nHost: hub\r\n\r\n", []string{"505"}},
		{"no host", "GET /help HTTP/1.1\r\nConnection: close\r\n\r\n", []string{"400"}},
		{"two hosts", "GET /help HTTP/1.1\r\nHost: hub\r\nHost: evil\r\n\r\n", []string{"400"}},
		{"a host that is none", "GET /help HTTP/1.1\r\nHost: hub/../evil\x00\r\n\r\n", []string{"400"}},
		{"a space in a name", "GET /help HTTP/1.1\r\nHost: hub\r\nX Y: z\r\n\r\n", []string{"400"}},
		{"a nought byte in a value", "GET /help HTTP/1.1\r\nHost: hub\r\nX: a\x00b\r\n\r\n", []string{"400"}},
		{"a header without end", "GET /help HTTP/1.1\r\nHost: hub\r\nX: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", []string{"431"}},
		{"many headers", "GET /help HTTP/1.1\r\nHost: hub\r\n" + strings.Repeat("A: b\r\n", 20_000) + "\r\n", []string{"431"}},
		{"a path without end", get("/" + strings.Repeat("a", 64<<10)), []string{"431"}},
		// two readers, two requests
		{"two lengths", "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", []string{"400"}},
		{"a length and chunks", "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/v1/state HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n", []string{"401", "401"}}, // the chunks count, and what follows is a request of its own, of nobody
		{"chunks that are none", "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", []string{"501"}},
		{"chunks twice", "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", []string{"501"}},
		{"a negative length", "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nContent-Length: -1\r\n\r\n", []string{"400"}},
		{"a length with a sign", "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nContent-Length: +4\r\n\r\nabcd", []string{"400"}},
		{"a chunk size that is none", "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nAuthorization: Bearer " + kiosk + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", []string{"400"}},
		{"a header in a name's place", "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", []string{"400"}},
		// ways out of the house
		{"up", get("/../../etc/passwd"), []string{"307"}},
		{"up, from the pages' parts", get("/web/../../../etc/passwd"), []string{"307"}},
		{"up, in disguise", get("/web/%2e%2e/%2e%2e/turno.db"), []string{"404"}},
		{"up, in two disguises", get("/web/%252e%252e/turno.db"), []string{"404"}},
		{"up, by a code", get("/t/..%2f..%2fturno.db"), []string{"404"}},
		{"another system's way", get(`/web/..\..\turno.db`), []string{"404"}},
		{"a nought byte", get("/web/base.css%00.js"), []string{"404"}},
		{"the data file", get("/turno.db"), []string{"404"}},
		{"the key", get("/tls/ca.key"), []string{"404"}},
		{"the program's inside", get("/debug/pprof/"), []string{"404"}},
		{"another host's page", "GET http://169.254.169.254/latest/ HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n", []string{"404"}},
		{"a tunnel", "CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: 10.0.0.1:22\r\nConnection: close\r\n\r\n", []string{"405"}},
		// the wrong way round
		{"TRACE", "TRACE /help HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n", []string{"405"}},
		{"PUT", "PUT /web/base.css HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", []string{"405"}},
		{"DELETE", "DELETE /api/v1/commands HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n", []string{"404"}},
		{"a made-up method", "BREW /api/v1/state HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n", []string{"404"}},
		{"a command by GET", get("/api/v1/commands?id=x&do=issue&service=cash&language=es&token=" + kiosk), []string{"404"}},
		{"a token in the address", get("/api/v1/state?token=" + kiosk), []string{"401"}},
		{"another scheme", "GET /api/v1/state HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nAuthorization: Basic " + kiosk + "\r\n\r\n", []string{"401"}},
		{"a token without end", "GET /api/v1/state HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nAuthorization: Bearer " + strings.Repeat("A", 20_000) + "\r\n\r\n", []string{"401"}},
		// bodies
		{"a body too large", command(strings.Repeat("x", 65<<10)), []string{"413"}},
		{"brackets", command(strings.Repeat("[", deep)), []string{"400"}},
		{"braces", command(strings.Repeat(`{"a":`, deep/5)), []string{"400"}},
		{"brackets in a field", command(`{"id":"x","do":"issue","service":` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + `}`), []string{"400"}},
		{"a number without end", command(`{"id":"x","do":"lease","count":` + strings.Repeat("9", deep) + `}`), []string{"422"}},
		{"a name twice", command(`{"id":"x","do":"issue","do":"close_day"}`), []string{"400"}},
		{"a name in another case", command(`{"id":"x","do":"issue","Service":"cash","language":"es"}`), []string{"422"}},
		{"two objects", command(issue + issue), []string{"400"}},
		{"no UTF-8", command("{\"id\":\"x\",\"do\":\"issue\",\"service\":\"ca\xffsh\",\"language\":\"es\"}"), []string{"404"}},
		{"UTF-16", command("\xff\xfe{\x00}\x00"), []string{"400"}},
		{"packed", command("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", "Content-Encoding: gzip\r\n"), []string{"400"}},
		{"nothing", command(""), []string{"400"}},
		{"a query for a body", command("id=x&do=issue"), []string{"400"}},
		// sockets
		{"an upgrade without a key", "GET /api/v1/stream HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n", []string{"400"}},
		{"an upgrade of another age", "GET /api/v1/stream HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", []string{"400"}},
		{"an upgrade to something else", "GET /api/v1/stream HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n", []string{"400"}},
		{"a stream without an upgrade", get("/api/v1/stream"), []string{"400"}},
		{"HTTP 2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []string{"400"}},
	} {
		got := say(t, b.URL, c.send)
		if s := statuses(got); !slices.Equal(s, c.want) {
			t.Errorf("%s: answered %v, want %v:\n%.300s", c.name, s, c.want, got)
		}
		for _, leak := range []string{"goroutine", "/work", ".go:", "bbolt", "root:", b.Dir, kiosk} {
			if strings.Contains(got, leak) {
				t.Errorf("%s: the answer tells %q", c.name, leak)
			}
		}
	}
	if s := state(t, b.URL, b.Tokens["manager-1"]); len(s.Visits) != 0 || s.Queues[0].Waiting != 0 {
		t.Errorf("something was changed: %+v", s.Visits)
	}
	if a := b.Actor(kiosk).Must(wire.Issue{Service: "cash", Language: "es"}); a.Result.Ticket != "A001" {
		t.Errorf("afterwards the kiosk gets %+v", a)
	}
}

// bytesOf builds a websocket frame by hand: first byte, then mask and length as
// wanted.
func frame(first byte, masked bool, length uint64, payload []byte) []byte {
	var b bytes.Buffer
	b.WriteByte(first)
	m := byte(0)
	if masked {
		m = 0x80
	}
	switch {
	case length < 126:
		b.WriteByte(m | byte(length))
	case length < 1<<16:
		b.WriteByte(m | 126)
		_ = binary.Write(&b, binary.BigEndian, uint16(length))
	default:
		b.WriteByte(m | 127)
		_ = binary.Write(&b, binary.BigEndian, length)
	}
	if masked {
		b.Write([]byte{0, 0, 0, 0}) // a mask of noughts leaves the payload as it is
	}
	b.Write(payload)
	return b.Bytes()
}

func text(s string) []byte { return frame(0x81, true, uint64(len(s)), []byte(s)) }

// Frames that no client sends: each ends the line with a code, and nothing else.
func TestHostileFrames(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{Limits: unbounded()})
	good := fmt.Sprintf(`{"kind":"hello","protocol":1,"token":%q}`, b.Tokens["kiosk-1"])
	big := bytes.Repeat([]byte("x"), 70_000)
	for _, c := range []struct {
		name string
		send [][]byte
		code uint16
	}{
		{"not masked", [][]byte{frame(0x81, false, 2, []byte("{}"))}, 1002},
		{"an opcode that is none", [][]byte{frame(0x83, true, 0, nil)}, 1002},
		{"reserved bits", [][]byte{frame(0xB1, true, 2, []byte("{}"))}, 1002},
		{"packed, though nobody agreed to it", [][]byte{frame(0xC1, true, 5, []byte{0xaa, 0x56, 0x4a, 0x04, 0x00})}, 1002},
		{"a ping in parts", [][]byte{frame(0x09, true, 1, []byte("x"))}, 1002},
		{"a ping that is large", [][]byte{frame(0x89, true, 200, big[:200])}, 1002},
		{"a part of nothing", [][]byte{frame(0x80, true, 2, []byte("{}"))}, 1002},
		{"a beginning within a beginning", [][]byte{frame(0x01, true, 1, []byte("{")), frame(0x81, true, 2, []byte("{}"))}, 1002},
		{"a length beyond all", [][]byte{frame(0x81, true, 1<<62, nil)}, 1009},
		{"a length with the top bit", [][]byte{frame(0x81, true, 1<<63, nil)}, wire.CloseProtocol},
		{"too large", [][]byte{frame(0x81, true, uint64(len(big)), big)}, 1009},
		{"too large in parts", [][]byte{frame(0x01, true, 40_000, big[:40_000]), frame(0x80, true, 40_000, big[:40_000])}, 1009},
		{"a close without sense", [][]byte{frame(0x88, true, 1, []byte("x"))}, 0},
		{"a close code that is none", [][]byte{frame(0x88, true, 2, []byte{0, 1})}, 1002},
		{"no hello", [][]byte{text(`{"kind":"command","id":"x","do":"issue"}`)}, wire.CloseProtocol},
		{"a hello of brackets", [][]byte{text(strings.Repeat("[", 30_000))}, wire.CloseProtocol},
		{"a hello with a token of somebody's own", [][]byte{text(`{"kind":"hello","protocol":1,"token":"admin"}`)}, wire.CloseUnknown},
		{"a hello with half a token", [][]byte{text(good[:len(good)-6] + `"}`)}, wire.CloseUnknown},
		{"bytes after the hello", [][]byte{text(good), frame(0x82, true, 2, []byte("{}"))}, wire.CloseProtocol},
		{"not masked after the hello", [][]byte{text(good), frame(0x81, false, 2, []byte("{}"))}, 1002},
		{"too large after the hello", [][]byte{text(good), frame(0x81, true, uint64(len(big)), big)}, 1009},
	} {
		if code := closeCode(t, b.URL, c.send); code != c.code {
			t.Errorf("%s: closed with %d, want %d", c.name, code, c.code)
		}
	}
	if a := b.Actor(b.Tokens["kiosk-1"]).Must(wire.Issue{Service: "cash", Language: "es"}); a.Result.Ticket != "A001" {
		t.Errorf("afterwards the kiosk gets %+v", a)
	}
}

// closeCode upgrades a line, sends the frames and gives the code with which the
// hub closes; 0 where it just ends the line.
func closeCode(t *testing.T, url string, frames [][]byte) uint16 {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(hubtest.Patience))
	fmt.Fprint(c, "GET /api/v1/stream HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: soap, root\r\n\r\n")
	r := bufio.NewReader(c)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusSwitchingProtocols || resp.Header.Get("Sec-WebSocket-Protocol") != "" {
		t.Fatalf("the upgrade is answered %d, protocol %q", resp.StatusCode, resp.Header.Get("Sec-WebSocket-Protocol"))
	}
	for _, f := range frames {
		if _, err := c.Write(f); err != nil {
			break // it has closed already and says so below
		}
	}
	for {
		head := make([]byte, 2)
		if _, err := io.ReadFull(r, head); err != nil {
			return 0
		}
		length := uint64(head[1] & 0x7f)
		switch length {
		case 126:
			b := make([]byte, 2)
			_, _ = io.ReadFull(r, b)
			length = uint64(binary.BigEndian.Uint16(b))
		case 127:
			b := make([]byte, 8)
			_, _ = io.ReadFull(r, b)
			length = binary.BigEndian.Uint64(b)
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(r, body); err != nil {
			return 0
		}
		if head[0]&0x0f == 8 && len(body) >= 2 {
			return binary.BigEndian.Uint16(body)
		}
	}
}
