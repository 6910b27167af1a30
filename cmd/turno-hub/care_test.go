package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"turno/hub/wire"
)

// keyPair writes an age identity and its recipient into files.
func keyPair(t *testing.T, dir string) (recipients, identity string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	recipients, identity = filepath.Join(dir, "recipients"), filepath.Join(dir, "identity")
	if err := os.WriteFile(recipients, []byte("# the bank's safe\n"+key.Recipient().String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(identity, []byte(key.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return recipients, identity
}

// A person's data is exported, backed up with keys for those who may, erased,
// and then no newer backup has it; the encrypted one opens with its identity alone.
func TestOnePersonAndEncryptedBackups(t *testing.T) {
	work := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	dir := filepath.Join(work, "data")
	recipients, identity := keyPair(t, work)
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	ticket := ask(t, client(t, p.url, "demo-kiosk-1"), wire.Issue{Service: "cash", Language: "cs", Name: "Zdislava Neznámá"}).Result.Ticket
	p.end(syscall.SIGTERM)
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Now().In(zone).Format(time.DateOnly)
	about := []string{"--data", dir, "--day", day, "--ticket", ticket}
	if out := done(t, append([]string{"export"}, about...)...); !strings.Contains(out, `"name": "Zdislava Neznámá"`) || !strings.Contains(out, "TicketIssued") {
		t.Errorf("export says %s", out)
	}
	sealed := filepath.Join(work, "day.age")
	if words, _ := refused(t, "backup", "--data", dir, "--to", sealed, "--with-keys"); !strings.Contains(words, "must be encrypted") {
		t.Errorf("keys in plain: %s", words)
	}
	done(t, "backup", "--data", dir, "--to", sealed, "--with-keys", "--recipients", recipients)
	if out := done(t, "audit", dir); !strings.Contains(out, "backup_taken") || !strings.Contains(out, "day.age") {
		t.Errorf("the chain says nothing of the backup: %s", out)
	}
	none := filepath.Join(work, "mistyped")
	if words, _ := refused(t, "backup", "--data", none, "--to", filepath.Join(work, "none.db")); !strings.Contains(words, "holds no data") {
		t.Errorf("of a folder that is not there: %s", words)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a backup made the folder that it was to copy")
	}
	if words, _ := refused(t, "check", sealed); !strings.Contains(words, "is encrypted") {
		t.Errorf("checking without the identity: %s", words)
	}
	if out := done(t, "check", sealed, "--identity", identity); !strings.Contains(out, sealed+": whole") {
		t.Errorf("check says %s", out)
	}
	for _, reads := range [][]string{{"verify"}, {"audit"}, {"replay", "-day", day}, {"explain", "-day", day, "-ticket", ticket}} {
		if words, _ := refused(t, append(reads, sealed)...); !strings.Contains(words, "is encrypted") {
			t.Errorf("%s without the identity: %s", reads[0], words)
		}
		done(t, append(reads, sealed, "--identity", identity)...)
	}
	if left := names(t, os.TempDir()); left != "" {
		t.Errorf("what was decrypted is left: %s", left)
	}
	if out := done(t, append([]string{"erase"}, about...)...); !strings.Contains(out, "2 fields would be erased") {
		t.Errorf("erase says %s", out)
	}
	yes := append([]string{"erase", "--yes", "--branch", staffed(t)}, about...)
	for _, alone := range []string{"a1\n1111\n", "a1\n1111\na1\n1111\n", "a1\n1111\nm1\n4711\n"} {
		if out, _, exit := told(t, nil, alone, yes...); exit == 0 || out != "" {
			t.Errorf("one admin erases: %s", out)
		}
	}
	if out, errs, _ := told(t, nil, "a1\n1111\na2\n2222\n", yes...); !strings.Contains(out, "2 fields erased") {
		t.Errorf("erase says %s %s", out, errs)
	}
	if out := done(t, "audit", dir); !strings.Contains(out, "approved") || !strings.Contains(out, "by a2 (admin)") {
		t.Errorf("audit says %s", out)
	}
	if out := done(t, append([]string{"export"}, about...)...); strings.Contains(out, "Zdislava") {
		t.Errorf("after the erasure export says %s", out)
	}
	if words, _ := refused(t, "export", "--data", dir, "--day", day, "--ticket", "Z999"); !strings.Contains(words, "nobody had this ticket") {
		t.Errorf("of nobody: %s", words)
	}
	to := filepath.Join(work, "restored")
	if words, _ := refused(t, "restore", "--from", sealed, "--data", to); !strings.Contains(words, "is encrypted") {
		t.Errorf("restoring without the identity: %s", words)
	}
	done(t, "restore", "--from", sealed, "--data", to, "--identity", identity)
	if out := done(t, "export", "--data", to, "--day", day, "--ticket", ticket); !strings.Contains(out, "Zdislava") {
		t.Errorf("a backup that was asked to carry its keys lacks them: %s", out)
	}
}

func TestCareFlagsThatContradict(t *testing.T) {
	for want, args := range map[string][]string{
		"is no time":        {"--night", "25:00"},
		"go with --backups": {"--recipients", "x"},
		"must be encrypted": {"--backups", "x", "--backup-keys"},
		"--keep-daily":      {"--backups", "x", "--keep-daily", "0"},
		"can't be read":     {"--backups", "x", "--recipients", "none"},
	} {
		all := append([]string{"serve", "--demo", "--data", filepath.Join(t.TempDir(), "data"), "--listen", "127.0.0.1:0"}, args...)
		if words, _ := refused(t, all...); !strings.Contains(words, want) {
			t.Errorf("%v: %s, want %q", args, words, want)
		}
	}
}

// A mistyped folder of backups is told at the start, not at half past two.
func TestAFolderOfBackupsThatIsNotThere(t *testing.T) {
	work := t.TempDir()
	lay(t, filepath.Join(work, "file"), "")
	for folder, told := range map[string]bool{work: false, filepath.Join(work, "none"): true, filepath.Join(work, "file"): true} {
		p := serving(t, "--data", t.TempDir(), "--demo", "--listen", "127.0.0.1:0", "--backups", folder)
		p.end(syscall.SIGTERM)
		if got := strings.Contains(p.errs.String(), "no backup can be made"); got != told {
			t.Errorf("%s: the hub says %s", folder, p.errs.String())
		}
	}
}
