package slip

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var npos = flag.String("npos", "", "a folder in which npm has installed npos 0.1.19 (--omit=optional --ignore-scripts): a foreign reader of ESC/POS judges every slip")

// TestAForeignReaderSeesTheSlip: somebody else's reader of ESC/POS sees each dot
// of each picture and each letter of each text that was meant. Ours in
// printer_test.go, which says the same, always runs.
func TestAForeignReaderSeesTheSlip(t *testing.T) {
	if *npos == "" {
		t.Skip("no foreign reader was named by -npos")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	script, err := filepath.Abs(filepath.Join("testdata", "foreign.js"))
	if err != nil {
		t.Fatal(err)
	}
	read := func(t *testing.T, raw []byte) (seen struct {
		Text  string
		Width int
		Rows  []string
	}) {
		t.Helper()
		cmd := exec.Command(node, script)
		cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(*npos, "node_modules"))
		cmd.Stdin, cmd.Stderr = bytes.NewReader(raw), os.Stderr
		out, err := cmd.Output()
		if err == nil {
			err = json.Unmarshal(out, &seen)
		}
		if err != nil {
			t.Fatal(err)
		}
		return seen
	}
	for name, s := range slips() {
		t.Run(name, func(t *testing.T) {
			want, err := s.Picture()
			if err != nil {
				t.Fatal(err)
			}
			raster, err := s.Raster(Epson())
			if err != nil {
				t.Fatal(err)
			}
			seen := read(t, raster)
			if seen.Width != want.W || len(seen.Rows) != want.H {
				t.Fatalf("it sees %d by %d dots, want %d by %d", seen.Width, len(seen.Rows), want.W, want.H)
			}
			for y, row := range seen.Rows {
				for x, dot := range row {
					if want.Black(x, y) != (dot == '1') {
						t.Fatalf("dot %d,%d is another", x, y)
					}
				}
			}
			text, err := s.Text(Epson())
			if err != nil {
				t.Fatal(err)
			}
			ours, err := play(text, epsonPages)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, l := range ours.lines {
				if size, words, _ := strings.Cut(l, " "); !strings.HasPrefix(size, "qr") {
					lines = append(lines, words)
				}
			}
			var got []string
			for l := range strings.Lines(read(t, text).Text) {
				if l = strings.TrimRight(l, " \n"); l != "" {
					got = append(got, l)
				}
			}
			if d := cmp.Diff(lines, got); d != "" {
				t.Errorf("lines (-meant +seen):\n%s", d)
			}
		})
	}
}
