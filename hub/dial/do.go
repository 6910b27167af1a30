package dial

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"turno/hub/wire"
)

// NewID makes the id of a wish: 80 random bits behind the millisecond of this
// machine's clock, so that no two wishes ever share one, and the hub finds those
// of one device in the order in which they were made.
func NewID() string { return fmt.Sprintf("w-%011x-%s", time.Now().UnixMilli(), rand.Text()[:16]) }

// Do sends a command and waits for its answer. Its id is made once, before the
// first send; when the line breaks, the same command goes out again on the
// next one, and the hub carries it out once. A refusal is an Answer with
// OK false; err is set only when no answer came before ctx ended or the client
// was closed: whether the hub has carried it out is then unknown.
func (c *Client) Do(ctx context.Context, body wire.Body) (wire.Answer, error) {
	return c.DoID(ctx, NewID(), body)
}

// DoID is Do with an id that the caller has kept, to ask again for the answer
// to a wish of before a restart.
func (c *Client) DoID(ctx context.Context, id string, body wire.Body) (wire.Answer, error) {
	frame, err := wire.Command{ID: id, Body: body}.Frame()
	if err != nil {
		return wire.Answer{}, err
	}
	w := &wish{frame: frame, answer: make(chan wire.Answer, 1)}
	c.mu.Lock()
	if c.over != nil {
		c.mu.Unlock()
		return wire.Answer{}, c.over
	}
	c.pending[id] = w
	c.order = append(c.order, id)
	k := c.conn
	c.mu.Unlock()
	if k != nil {
		_ = k.write(frame) // a line that broke here is dialled again, and the wish resent
	}
	select {
	case a, ok := <-w.answer:
		if !ok {
			return a, ErrClosed
		}
		return a, nil
	case <-ctx.Done():
		c.forget(id)
		return wire.Answer{}, fmt.Errorf("no answer from the hub to %s: %w", body.Do(), ctx.Err())
	}
}

func (c *Client) answered(a wire.Answer) {
	if w := c.forget(a.ID); w != nil {
		w.answer <- a
	}
}

func (c *Client) forget(id string) *wish {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.pending[id]
	if w != nil {
		delete(c.pending, id)
		c.order = slices.DeleteFunc(c.order, func(o string) bool { return o == id })
	}
	return w
}

// resend opens the line for commands: what waits goes out in its order, then
// Do writes by itself. One lock covers both, so no wish falls between.
func (c *Client) resend(k *conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range c.order {
		if err := k.write(c.pending[id].frame); err != nil {
			return // the reader sees the broken line, too
		}
	}
	c.conn = k
	if k.token != c.cfg.Token {
		k.bye() // it was given another while this line was dialled
	}
}

// Fetch is [Config.Fetch] over plain HTTP or the system's trust.
func Fetch(ctx context.Context, url, token string) (wire.State, error) {
	return Config{URL: url, Token: token}.Fetch(ctx)
}

// Refused is a request that the hub answered with no.
type Refused struct{ Answer wire.Answer }

func (r *Refused) Error() string {
	return fmt.Sprintf("the hub refuses: %s: %s", r.Answer.Code, r.Answer.Message)
}

var plain = &http.Client{Timeout: 15 * time.Second}

func (c Config) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(c.URL, "/")+path, body)
	if err != nil {
		return err
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	resp, err := c.client().Do(req)
	if err != nil {
		return fmt.Errorf("asking the hub: %w", err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxFrame))
	if err != nil {
		return fmt.Errorf("reading the hub's answer: %w", err)
	}
	if resp.StatusCode >= 300 {
		r := &Refused{}
		if json.Unmarshal(b, &r.Answer) != nil || r.Answer.Code == "" {
			return fmt.Errorf("the hub answers %s", resp.Status)
		}
		r.Answer.Status = resp.StatusCode
		return r
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("reading the hub's answer: %w", err)
	}
	return nil
}
