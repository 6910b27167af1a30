package dial

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// silence is how long a line may say nothing: the hub pings every 20 s, so
	// a longer pause is a line that broke without saying so.
	silence     = 50 * time.Second
	writeAtMost = 10 * time.Second
	maxFrame    = 16 << 20 // a snapshot of the largest branch is far below
)

// conn is a socket with deadlines and a lock around its writes.
type conn struct {
	ws    *websocket.Conn
	token string // with which it was dialled
	mu    sync.Mutex
}

func newConn(ws *websocket.Conn, token string) *conn {
	ws.SetReadLimit(maxFrame)
	_ = ws.SetReadDeadline(time.Now().Add(silence))
	answer := ws.PingHandler()
	ws.SetPingHandler(func(data string) error {
		_ = ws.SetReadDeadline(time.Now().Add(silence))
		return answer(data)
	})
	return &conn{ws: ws, token: token}
}

func (k *conn) read() ([]byte, error) {
	_, b, err := k.ws.ReadMessage()
	if err == nil {
		_ = k.ws.SetReadDeadline(time.Now().Add(silence))
	}
	return b, err
}

func (k *conn) write(b []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	_ = k.ws.SetWriteDeadline(time.Now().Add(writeAtMost))
	return k.ws.WriteMessage(websocket.TextMessage, b)
}

// bye says that this client leaves on purpose and unblocks the reader.
func (k *conn) bye() {
	_ = k.ws.WriteControl(websocket.CloseMessage,
		websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
	_ = k.ws.Close()
}

func (k *conn) close() { _ = k.ws.Close() }
