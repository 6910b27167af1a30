package main

import (
	"path/filepath"
	"strings"
	"testing"

	"turno/hub/wire"
)

// With nothing but the program, the branch file and their PIN, who sets a branch up
// lets a device in, makes a backup, and leaves no session behind; what goes wrong
// is told with what to do.
func TestAPersonAtTheCommandLine(t *testing.T) {
	file, dir := staffed(t), filepath.Join(t.TempDir(), "branch")
	out := done(t, "quickstart", "--data", dir, "--branch", file, "--pair")
	print := shownPrint.FindStringSubmatch(out)[1]
	p := serving(t, "--data", dir, "--branch", file, "--listen", "127.0.0.1:0")
	_, wish := asked[wire.Pairing](t, "POST", p.url+"/api/v1/pair", "", wire.PairAsk{Device: "teller-pc", Role: wire.Teller, Counter: "3"})
	if wish.Code == "" {
		t.Fatal("the hub gives no code")
	}
	old := filepath.Join(t.TempDir(), "token")
	lay(t, old, "AAAAAAAAAAAAAAAAAAAAAAAAAA\n")
	as := func(person string, words ...string) []string {
		return append([]string{"devices", "--hub", p.url, "--person", person}, words...)
	}
	if out, errs, _ := told(t, nil, "4711\n", as("m1")...); !strings.Contains(out, wish.Code) || strings.Contains(out+errs, "4711") {
		t.Errorf("the list: %s%s", out, errs)
	}
	if out, errs, _ := told(t, nil, "4711\n", as("m1", "--counter", "5", "approve", wish.Code)...); out != wish.Code+": approved\n" {
		t.Errorf("approved: %s%s", out, errs)
	}
	if _, got := asked[wire.Paired](t, "GET", p.url+"/api/v1/pair", wish.Secret, nil); got.Token == "" || got.Counter != "5" {
		t.Errorf("the device gets %+v", got)
	}
	if out, errs, _ := told(t, nil, "1111\n", "backup", "--hub", p.url, "--person", "a1", "--to", filepath.Join(t.TempDir(), "day.db")); !strings.Contains(out, "2 sessions") {
		t.Errorf("it has more than the device's and its own: %s%s", out, errs)
	}
	for want, c := range map[string]struct {
		in   string
		args []string
	}{
		"the name or the PIN is wrong": {"9999\n", as("m1")},
		"a manager's or an admin's":    {"4711\n", as("t1")},
		"no device shows the code":     {"4711\n", as("m1", "approve", "AAA-AAA")},
		"no device has the id":         {"4711\n", as("m1", "revoke", "d-none")},
		"no hub answers at":            {"4711\n", []string{"devices", "--hub", "http://" + free(t), "--person", "m1"}},
		"or a person, --person NAME":   {"", []string{"devices", "--hub", p.url}},
		"more than a token":            {"", []string{"devices", "--hub", p.url, "--token-file", file}},
		"write http://":                {"4711\n", []string{"devices", "--hub", "https" + p.url[4:], "--person", "m1"}},
		"sign in anew":                 {"", []string{"devices", "--hub", p.url, "--token-file", old}},
	} {
		if out, errs, exit := told(t, nil, c.in, c.args...); exit == 0 || !strings.Contains(errs, want) || strings.Contains(errs, "x509") {
			t.Errorf("%q: exit %d %s%s", want, exit, out, errs)
		}
	}
	p.kill()
	p = serving(t, "--data", dir, "--branch", file, "--listen", "0.0.0.0:0")
	hub := "https://127.0.0.1:" + p.url[strings.LastIndex(p.url, ":")+1:]
	if _, errs, _ := told(t, nil, "4711\n", "devices", "--hub", "http"+hub[5:], "--person", "m1"); !strings.Contains(errs, "write https://") {
		t.Errorf("with http:// of a hub that speaks HTTPS: %s", errs)
	}
	for want, pin := range map[string][]string{
		"name the hub's fingerprint":     nil,
		"is not the hub of that":         {"--pin", print[5:] + "-" + print[:4]},
		"teller-pc":                      {"--pin", print},
		"letters and digits, such as KX": {"--pin", "KX"},
	} {
		out, errs, _ := told(t, nil, "4711\n", append([]string{"devices", "--hub", hub, "--person", "m1"}, pin...)...)
		if !strings.Contains(out+errs, want) {
			t.Errorf("%v: %s%s, want %q", pin, out, errs, want)
		}
	}
}
