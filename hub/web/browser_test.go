package web

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// A browser for the tests: Chromium without a window, led over its DevTools
// protocol. Tests that need it are skipped where it is not installed.

// browser is one process for all tests of the package.
type browser struct {
	orders *os.File
	mu     sync.Mutex
	next   int
	waits  map[int]chan reply
	tabs   map[string]*tab
}

type reply struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

var (
	chromium     *browser
	chromiumErr  error
	chromiumOnce sync.Once
	chromiumStop = func() {}
)

func TestMain(m *testing.M) {
	code := m.Run()
	chromiumStop()
	os.Exit(code)
}

// startChromium leads the browser over a pair of pipes: when the tests end in
// whatever way, the pipes break and it ends, too.
func startChromium() (*browser, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "turno-chromium-")
	if err != nil {
		return nil, err
	}
	hears, orders, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	answers, says, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--hide-scrollbars", "--force-prefers-reduced-motion", "--mute-audio",
		"--remote-debugging-pipe", "--user-data-dir="+dir, "about:blank")
	cmd.ExtraFiles = []*os.File{hears, says} // its descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	_, _ = hears.Close(), says.Close()
	chromiumStop = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	}
	b := &browser{orders: orders, waits: map[int]chan reply{}, tabs: map[string]*tab{}}
	go b.read(bufio.NewReader(answers))
	return b, nil
}

// read hands each message to whom it is for; a message ends with a nought byte.
func (b *browser) read(from *bufio.Reader) {
	for {
		line, err := from.ReadBytes(0)
		if err != nil {
			return
		}
		var m struct {
			ID        int
			Result    json.RawMessage
			Error     *struct{ Message string }
			Method    string
			Params    json.RawMessage
			SessionID string
		}
		if json.Unmarshal(line[:len(line)-1], &m) != nil {
			continue
		}
		b.mu.Lock()
		if m.ID != 0 {
			b.waits[m.ID] <- reply{m.Result, m.Error}
			delete(b.waits, m.ID)
		} else if t := b.tabs[m.SessionID]; t != nil {
			t.hear(m.Method, m.Params)
		}
		b.mu.Unlock()
	}
}

type args map[string]any

func (b *browser) call(session, method string, params args) (json.RawMessage, error) {
	answer := make(chan reply, 1)
	b.mu.Lock()
	b.next++
	id := b.next
	b.waits[id] = answer
	b.mu.Unlock()
	order := args{"id": id, "method": method, "params": params}
	if session != "" {
		order["sessionId"] = session
	}
	line, err := json.Marshal(order)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	_, err = b.orders.Write(append(line, 0))
	b.mu.Unlock()
	if err != nil {
		return nil, err
	}
	select {
	case r := <-answer:
		if r.Error != nil {
			return nil, fmt.Errorf("%s: %s", method, r.Error.Message)
		}
		return r.Result, nil
	case <-time.After(60 * time.Second):
		return nil, fmt.Errorf("%s: no answer", method)
	}
}

// tab is one page in a browser context of its own.
type tab struct {
	t       *testing.T
	b       *browser
	session string
	mu      sync.Mutex
	faults  []string // exceptions, console errors, broken policies
}

// open gives a test its tab of the given size, or skips it.
func open(t *testing.T, width, height int, scale float64) *tab {
	t.Helper()
	chromiumOnce.Do(func() { chromium, chromiumErr = startChromium() })
	if chromiumErr != nil {
		t.Skipf("no chromium to look at the pages with: %v", chromiumErr)
	}
	tb := &tab{t: t, b: chromium}
	var context struct{ BrowserContextID string }
	tb.must("", "Target.createBrowserContext", nil, &context)
	var target struct{ TargetID string }
	tb.must("", "Target.createTarget", args{"url": "about:blank", "browserContextId": context.BrowserContextID}, &target)
	var attached struct{ SessionID string }
	tb.must("", "Target.attachToTarget", args{"targetId": target.TargetID, "flatten": true}, &attached)
	tb.session = attached.SessionID
	chromium.mu.Lock()
	chromium.tabs[tb.session] = tb
	chromium.mu.Unlock()
	for _, domain := range []string{"Page.enable", "Runtime.enable", "Log.enable"} {
		tb.must(tb.session, domain, nil, nil)
	}
	tb.size(width, height, scale)
	t.Cleanup(func() {
		tb.must("", "Target.disposeBrowserContext", args{"browserContextId": context.BrowserContextID}, nil)
	})
	return tb
}

func (tb *tab) size(width, height int, scale float64) {
	tb.must(tb.session, "Emulation.setDeviceMetricsOverride",
		args{"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false}, nil)
}

func (tb *tab) must(session, method string, params args, into any) {
	tb.t.Helper()
	result, err := tb.b.call(session, method, params)
	if err == nil && into != nil {
		err = json.Unmarshal(result, into)
	}
	if err != nil {
		tb.t.Fatal(err)
	}
}

// hear collects what went wrong in the page.
func (tb *tab) hear(method string, params json.RawMessage) {
	text := string(params)
	switch method {
	case "Runtime.exceptionThrown":
	case "Log.entryAdded":
		// A socket that a test cuts and a status it answers are no faults of the page.
		if !strings.Contains(text, `"level":"error"`) || strings.Contains(text, `"source":"network"`) ||
			strings.Contains(text, "WebSocket connection") {
			return
		}
	default:
		return
	}
	tb.mu.Lock()
	defer tb.mu.Unlock()
	tb.faults = append(tb.faults, text)
}

// clean fails the test for everything that went wrong in the page.
func (tb *tab) clean() {
	tb.t.Helper()
	tb.mu.Lock()
	defer tb.mu.Unlock()
	for _, f := range tb.faults {
		tb.t.Error(f)
	}
}

// freeze stops the clock of the pages that the tab visits from now on: a slow
// machine must not make a running time of 20 seconds one of 21.
func (tb *tab) freeze() {
	tb.t.Helper()
	tb.must(tb.session, "Page.addScriptToEvaluateOnNewDocument", args{"source": "(function (at) { Date.now = function () { return at; }; })(Date.now());"}, nil)
}

func (tb *tab) visit(url string) {
	tb.t.Helper()
	tb.must(tb.session, "Page.navigate", args{"url": url}, nil)
	tb.until("document.readyState === 'complete' && location.href !== 'about:blank'")
}

// eval runs an expression, waits for its promise, and decodes its value.
func (tb *tab) eval(expression string, into any) {
	tb.t.Helper()
	var out struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	tb.must(tb.session, "Runtime.evaluate",
		args{"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": false}, &out)
	if e := out.ExceptionDetails; e != nil {
		tb.t.Fatalf("%s: %s %s", expression, e.Text, e.Exception.Description)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(out.Result.Value, into); err != nil {
		tb.t.Fatalf("%s: %v", expression, err)
	}
}

// until waits, in the page, for a condition to hold.
func (tb *tab) until(condition string) {
	tb.t.Helper()
	var held bool
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end); { // a page that loads takes the promise with it
		result, err := tb.b.call(tb.session, "Runtime.evaluate", args{"awaitPromise": true, "returnByValue": true, "expression": `
			new Promise(function (end) {
				const from = Date.now();
				(function look() {
					if (` + condition + `) end(true);
					else if (Date.now() - from > 25000) end(false);
					else setTimeout(look, 10);
				})();
			})`})
		if err != nil {
			continue
		}
		var out struct{ Result struct{ Value *bool } }
		if json.Unmarshal(result, &out) == nil && out.Result.Value != nil {
			held = *out.Result.Value
			break
		}
	}
	if !held {
		var page string
		tb.eval("document.body.innerText", &page)
		tb.t.Fatalf("never true: %s\nThe page reads:\n%s", condition, page)
	}
}

// text is what a person reads in an element.
func (tb *tab) text(selector string) string {
	tb.t.Helper()
	var s string
	tb.eval(fmt.Sprintf("document.querySelector(%q).innerText", selector), &s)
	return s
}

func (tb *tab) click(selector string) {
	tb.t.Helper()
	var at struct{ X, Y float64 }
	tb.eval(fmt.Sprintf(`(function () {
		const e = document.querySelector(%q); e.scrollIntoView({ block: 'center' });
		const r = e.getBoundingClientRect(); return { X: r.x + r.width / 2, Y: r.y + r.height / 2 };
	})()`, selector), &at)
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		tb.must(tb.session, "Input.dispatchMouseEvent",
			args{"type": kind, "x": at.X, "y": at.Y, "button": "left", "clickCount": 1}, nil)
	}
}

func (tb *tab) typeInto(selector, text string) {
	tb.t.Helper()
	tb.click(selector)
	tb.must(tb.session, "Input.insertText", args{"text": text}, nil)
}

// picture draws the page; whole draws all of it, not just the window.
func (tb *tab) picture(whole bool) []byte {
	tb.t.Helper()
	tb.eval("document.fonts.ready.then(function () { return true; })", nil)
	var out struct{ Data string }
	tb.must(tb.session, "Page.captureScreenshot", args{"format": "png", "captureBeyondViewport": whole}, &out)
	png, err := base64.StdEncoding.DecodeString(out.Data)
	if err != nil {
		tb.t.Fatal(err)
	}
	return png
}
