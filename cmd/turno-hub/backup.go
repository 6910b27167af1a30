package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"turno/hub"
	"turno/hub/store"
)

const backupAbout = `
Copies the whole data of a branch into one file. With --hub a running hub makes the
copy while it serves, for an admin: --person NAME asks for the PIN, or a token is in
the variable TURNO_TOKEN or in --token-file. With --data the folder of a stopped hub is
copied. Either is written into the log, in the copy, too, and turno-hub audit tells it.
The copy is verified before it takes its name, so a file that is there is a whole backup. It leaves
the keys of what is personal behind, so that it forgets what the hub forgets; with
--recipients it is encrypted (age) for those who may restore it.`

func backup(ctx context.Context, args []string, out, errs io.Writer) error {
	f := newFlags("backup", "(--hub URL | --data DIR) --to FILE", backupAbout, out)
	var who caller
	who.flags(f, "", "an admin")
	dir := f.String("data", "", "`folder` of a stopped hub")
	to := f.String("to", "", "`file` to write")
	recipients := f.String("recipients", "", "`file` of age recipients for whom the backup is encrypted")
	keys := f.Bool("with-keys", false, "the backup carries the keys of what is personal; with --data and --recipients only")
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	if *to == "" || (who.url == "") == (*dir == "") {
		return usage("name a target with --to FILE, and one source: --hub URL or --data DIR")
	}
	if err := freeName(*to); err != nil {
		return err
	}
	o, err := backupOptions(*recipients, *keys)
	switch {
	case err != nil:
		return err
	case *keys && *dir == "":
		return usage("a running hub hands no keys out: stop it and use --data DIR with --with-keys")
	}
	if *dir != "" && !holdsData(*dir) {
		return fmt.Errorf("%s holds no data of a hub", *dir)
	}
	if *dir != "" {
		report, err := hub.BackupAt(*dir, *to, o)
		switch {
		case errors.Is(err, store.ErrInUse):
			return fmt.Errorf("another program holds %s, most likely a hub that serves: have it make the backup, with --hub URL in place of --data", *dir)
		case err == nil:
			fmt.Fprintln(out, report)
		}
		return err
	}
	cfg, done, err := who.call(ctx, os.Stdin, errs)
	if err != nil {
		return err
	}
	defer done()
	client := &http.Client{Timeout: time.Hour, Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: cfg.TLS}}
	return who.explained(fetchBackup(ctx, client, cfg.URL, cfg.Token, *to, o.Recipients, out))
}

// freeName says what is wrong with a target before anything is done for it.
func freeName(to string) error {
	folder := filepath.Dir(to)
	switch info, err := os.Stat(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no folder %s: make it, or mount its disk", folder)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is no folder", folder)
	}
	switch info, err := os.Lstat(to); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name the file in it that the backup is to be", to)
	case err != nil:
		return err
	}
	return fmt.Errorf("%s is there already: a backup never replaces a file; choose another name", to)
}

// fetchBackup takes a copy from a running hub, verifies it, and only then lets the
// target have it.
func fetchBackup(ctx context.Context, client *http.Client, url, token, to string, recipients []store.Recipient, out io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(url, "/")+"/api/v1/backup", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("asking the hub for a backup: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the hub at %s makes no backup for this token: an admin's is wanted (%s)", url, resp.Status)
	}
	if len(recipients) > 0 {
		return sealedCopy(resp.Body, to, recipients, out)
	}
	return plainCopy(resp.Body, to, out)
}

// plainCopy takes a copy in beside the target, and gives it its name when it is whole.
func plainCopy(from io.Reader, to string, out io.Writer) error {
	part, err := newPart(filepath.Dir(to), to)
	if err != nil {
		return err
	}
	defer part.Close()
	defer os.Remove(part.Name()) // nothing, once it has its name
	report, err := takeIn(part, part.Name(), from)
	if err != nil {
		return err
	}
	if err := os.Rename(part.Name(), to); err != nil {
		return err
	}
	if d, err := os.Open(filepath.Dir(to)); err == nil {
		_ = d.Sync()
		d.Close()
	}
	report.Path = to
	fmt.Fprintln(out, report)
	return nil
}

// sealedCopy takes a copy in and encrypts it to the target when it is whole. In
// plain it never is where the backups are, and nowhere under a name.
func sealedCopy(from io.Reader, to string, recipients []store.Recipient, out io.Writer) error {
	part, err := newPart(os.TempDir(), to)
	if err != nil {
		return err
	}
	defer part.Close()
	path := store.Nameless(part)
	if path == part.Name() {
		defer os.Remove(path)
	}
	report, err := takeIn(part, path, from)
	if err != nil {
		return err
	}
	if err := store.Encrypt(path, to, recipients); err != nil {
		return err
	}
	report.Path = to
	fmt.Fprintln(out, report)
	return nil
}

// takeIn fills a part with what comes and verifies it.
func takeIn(part *os.File, path string, from io.Reader) (store.Report, error) {
	if _, err := io.Copy(part, from); err != nil {
		return store.Report{}, fmt.Errorf("the backup broke off: %w", err)
	}
	if err := part.Sync(); err != nil {
		return store.Report{}, err
	}
	report, err := store.Check(path)
	if err == nil {
		err = report.Err()
	}
	if err != nil {
		err = fmt.Errorf("the copy is not whole, so it is thrown away: %w", err)
	}
	return report, err
}
