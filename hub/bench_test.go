package hub_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"turno/hub/dial"
	"turno/hub/hubtest"
)

// BenchmarkDisk is the floor under every durable answer: one 4 KiB append and
// fdatasync on the disk that the other benchmarks use.
func BenchmarkDisk(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 4096)
	for b.Loop() {
		if _, err := f.Write(block); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			b.Fatal(err)
		}
	}
}

func issueOver(b *testing.B, client *http.Client, url, id string) {
	req, err := http.NewRequest("POST", url+"/api/v1/commands", strings.NewReader(`{"id":"`+id+`","do":"issue","service":"cash","language":"es"}`))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer demo-kiosk-1")
	resp, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if resp.StatusCode != 200 {
		b.Fatal(resp.Status)
	}
}

// BenchmarkState is a manager's whole state with a hundred people waiting.
func BenchmarkState(b *testing.B) {
	h := hubtest.Start(b, hubtest.Options{})
	client := &http.Client{}
	for i := range 100 {
		issueOver(b, client, h.URL, fmt.Sprintf("s-%d", i))
	}
	for b.Loop() {
		if _, err := dial.Fetch(b.Context(), h.URL, "demo-manager-1"); err != nil {
			b.Fatal(err)
		}
	}
}
