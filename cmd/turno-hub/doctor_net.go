package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"turno/hub"
	"turno/hub/cert"
	"turno/hub/dial"
)

// endsSoon is how long before its end a certificate is spoken of.
const endsSoon = 21 * 24 * time.Hour

// base is where a hub that listens at an address answers, and by whom it is known.
func (p *patient) base() (url string, secure *tls.Config) {
	address := p.listen
	if host, port, err := net.SplitHostPort(address); err == nil {
		if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
			address = net.JoinHostPort("127.0.0.1", port)
		}
	}
	if p.plain || hub.Loopback(p.listen) && p.certFile == "" {
		return "http://" + address, nil
	}
	url = "https://" + address
	if p.certFile != "" {
		return url, only(p.certFile)
	}
	if own, err := cert.Load(p.dir); err == nil {
		if secure, err = cert.TrustFile(own.Path); err == nil {
			return url, secure
		}
	}
	secure, _ = p.trust.For(url)
	return url, secure
}

// errOtherCert says that the hub's certificate is not the one in the bank's file.
var errOtherCert = errors.New("it does not have the certificate of the file")

// only trusts the certificate of a file, whatever names it has: the doctor comes by
// the address that the hub listens at. nil, the system's trust, where the file has none.
func only(file string) *tls.Config {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		return &tls.Config{MinVersion: tls.VersionTLS13, InsecureSkipVerify: true, VerifyConnection: func(s tls.ConnectionState) error {
			if !bytes.Equal(s.PeerCertificates[0].Raw, block.Bytes) {
				return errOtherCert
			}
			return nil
		}}
	}
	return nil
}

// port asks whether a hub answers, and else whether one could listen.
func (p *patient) port(ctx context.Context) {
	url, secure := p.base()
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{TLSClientConfig: secure}}
	defer client.CloseIdleConnections()
	word, err := fetch(ctx, client, url+"/readyz")
	if err != nil && strings.Contains(err.Error(), "HTTP response to HTTPS client") {
		p.plain = true
		url, _ = p.base()
		word, err = fetch(ctx, client, url+"/readyz")
	}
	if err == nil {
		p.live = true
		p.ready(strings.TrimSpace(word))
		p.measure(ctx, client, url)
		return
	}
	if errors.Is(err, errOtherCert) {
		p.mend("hub", "systemctl reload turno-hub has it read the file again; or another program listens there", "what answers at %s has another certificate than %s", p.listen, p.certFile)
		return
	}
	ln, listens := net.Listen("tcp", p.listen)
	if listens == nil {
		ln.Close()
		p.note("hub", "", "none answers at %s; the port is free", p.listen)
		return
	}
	p.mend("hub", listenProblem(p.listen, listens).Error(), "none answers at %s: %v", p.listen, brief(err))
}

func (p *patient) ready(word string) {
	do := map[string]string{
		"ready":    "",
		"full":     "make room on the disk: the hub goes on by itself",
		"failing":  "look at the hub's log: the last transaction could not be stored",
		"stuck":    "the disk hangs, or the machine is far too busy: look at both, then start the hub anew",
		"broken":   "look after the disk, then start the hub anew",
		"stopping": "wait until it has ended",
	}
	switch advice, known := do[word]; {
	case word == "ready":
		p.ok("hub", "it runs, and can store")
		if p.plain {
			p.note("hub", "leave out --plain, unless a proxy before it speaks HTTPS and nobody else reaches it", "it speaks plain HTTP: whoever is on the network can read tokens and tickets")
		}
	case known:
		p.mend("hub", advice, "it runs and is not ready: %s", word)
	default:
		p.mend("hub", "another program may listen there", "what answers at %s is no hub", p.listen)
		p.live = false
	}
}

// measure takes what a running hub tells monitoring.
func (p *patient) measure(ctx context.Context, client *http.Client, url string) {
	text, err := fetch(ctx, client, url+"/metrics")
	if err != nil || !p.live {
		return
	}
	p.figures = map[string]float64{}
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		if name, value, ok := strings.Cut(lines.Text(), " "); ok && !strings.HasPrefix(name, "#") {
			if f, err := strconv.ParseFloat(value, 64); err == nil {
				p.figures[name] = f
			}
		}
	}
	if len(p.figures) == 0 {
		p.note("hub", "have it listen on all addresses, such as 0.0.0.0:8443, so that it hears this machine on 127.0.0.1 as well", "what it worries about can't be asked: it tells its figures to 127.0.0.1 alone, and listens at %s", p.listen)
	}
	for code, do := range map[string]string{
		"disk_low": "make room on the disk", "disk_full": "make room on the disk: no new tickets are given out until then",
		"clock_back": "set the clock (timedatectl set-ntp true)", "clock_ahead": "set the clock (timedatectl set-ntp true)",
		"clock_unsure":  "set the clock (timedatectl set-ntp true), or have a manager say on /manager that the date is right",
		"clock_forward": "see that the clock is right",
		"backup_failed": "look at the hub's log, and at the folder of backups", "backup_late": "look at the hub's log, and at the folder of backups",
	} {
		if p.figures[`turno_concern{code="`+code+`"}`] > 0 {
			p.mend("hub", do, "it says: %s", strings.ReplaceAll(code, "_", " "))
		}
	}
	if at, scheduled := p.figures["turno_backup_timestamp_seconds"]; scheduled && at > 0 {
		p.ok("backups", "the newest by the hub's schedule is %s old", span(max(0, p.now().Sub(time.Unix(int64(at), 0)))))
	}
	if n := p.figures["turno_commit_failures_total"]; n > 0 {
		p.note("hub", "look at its log", "since it started, failed: %s", many(int(n), "transaction"))
	}
	if n := p.figures[`turno_sessions_closed_total{why="slow"}`]; n > 0 {
		p.note("network", "look at the devices' cables and radio", "cut because they were too far behind: %s", many(int(n), "connection"))
	}
	for _, state := range []string{"paper_out", "cover_open", "unreachable", "failed", "paper_low"} {
		if n := p.figures[`turno_printers{state="`+state+`"}`]; n > 0 {
			p.mend("printers", "the manager's page names the device", "%s: %s", many(int(n), "device"), strings.ReplaceAll(state, "_", " "))
		}
	}
}

// fetch gives a page's text; a status above 503's is an error, as it is no hub's.
func fetch(ctx context.Context, client *http.Client, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return string(b), err
}

// kept says that a time server keeps the clock, as far as can be told.
func (p *patient) kept() bool {
	state, err := p.run("timedatectl", "show", "-p", "NTPSynchronized", "--value")
	return err == nil && strings.TrimSpace(state) == "yes"
}

// clock looks at the machine's clock and at who sets it.
func (p *patient) clock() {
	now := p.now()
	if now.Year() < 2026 || now.Year() > 2100 {
		p.mend("clock", "set the clock (timedatectl set-ntp true) before the hub starts", "it says %s", now.Format(time.DateOnly))
		return
	}
	state, err := p.run("timedatectl", "show", "-p", "NTPSynchronized", "--value")
	switch {
	case err != nil:
		p.note("clock", "see that something sets it from the network", "it says %s; who sets it is not known here", now.Format("2006-01-02 15:04 -07:00"))
	case strings.TrimSpace(state) == "yes":
		p.ok("clock", "it says %s and is set from the network", now.Format("2006-01-02 15:04 -07:00"))
	default:
		p.mend("clock", "timedatectl set-ntp true, and a time server that this network lets through", "it says %s and is not set from the network", now.Format("2006-01-02 15:04 -07:00"))
	}
}

// certificates looks at what HTTPS is served with.
func (p *patient) certificates() {
	if p.certFile != "" {
		if openToAll(p.keyFile) {
			p.mend("certificate", "chmod 640 "+p.keyFile+", and give it to the group of the hub's account", "%s may be read by every account of this machine", p.keyFile)
		}
		pair, err := tls.LoadX509KeyPair(p.certFile, p.keyFile)
		if err != nil {
			p.mend("certificate", "name both files as serve has them: --tls-cert and --tls-key", "%v", err)
			return
		}
		p.until("certificate", "have the bank's authority make a new one: the hub takes it by itself", pair.Leaf.NotAfter, "the bank's, for "+strings.Join(pair.Leaf.DNSNames, " and "))
		return
	}
	own, err := cert.Load(p.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) && hub.Loopback(p.listen):
		p.ok("certificate", "none is needed on this machine alone")
	case errors.Is(err, fs.ErrNotExist):
		p.note("certificate", "", "the branch's own authority is made when the hub starts")
	case err != nil:
		p.mend("certificate", "put back the copy of its folder that you keep; or move "+filepath.Join(p.dir, cert.Folder)+" away, start the hub and tell every device the new fingerprint", "%s", brief(err))
	default:
		p.until("certificate", "move "+filepath.Join(p.dir, cert.Folder)+" away: the hub makes a new authority at its start, whose fingerprint every device has to be told", own.Cert.NotAfter, "the branch's own authority, "+own.Fingerprint())
	}
}

func (p *patient) until(of, do string, end time.Time, what string) {
	switch left := end.Sub(p.now()); {
	case left <= 0:
		p.mend(of, do, "%s, has ended on %s", what, end.Format(time.DateOnly))
	case left < endsSoon:
		p.mend(of, do, "%s, ends in %s", what, span(left))
	default:
		p.ok(of, "%s, is valid until %s", what, end.Format(time.DateOnly))
	}
}

// devices asks a running hub which of them are away.
func (p *patient) devices(ctx context.Context) {
	switch {
	case !p.live:
		return // the file told what there is to tell
	case p.token == "" && len(p.figures) == 0:
		p.note("devices", "give a manager's token in TURNO_TOKEN to see which are away", "not looked at")
		return
	case p.token == "":
		total := 0.0
		for name, n := range p.figures {
			if strings.HasPrefix(name, "turno_sessions{") {
				total += n
			}
		}
		p.note("devices", "give a manager's token in TURNO_TOKEN to see which are away", "live: %s", many(int(total), "connection"))
		return
	}
	url, secure := p.base()
	all, err := dial.Config{URL: url, Token: p.token, TLS: secure}.Devices(ctx)
	if err != nil {
		p.mend("devices", "a manager's or an admin's token is wanted", "%s", brief(err))
		return
	}
	var away []string
	for _, d := range all {
		if d.Live == 0 {
			away = append(away, d.Device)
		}
	}
	if len(away) > 0 {
		p.mend("devices", "switch them on, or revoke those that are gone: turno-hub help devices", "%d of %d are away: %s", len(away), len(all), strings.Join(away, ", "))
		return
	}
	p.ok("devices", "live: %s, and none is away", many(len(all), "device"))
}

// network tries the printers that were named.
func (p *patient) network(ctx context.Context) {
	for address := range strings.SplitSeq(p.printers, ",") {
		if address = strings.TrimSpace(address); address == "" {
			continue
		}
		if _, _, err := net.SplitHostPort(address); err != nil {
			address = net.JoinHostPort(address, "9100")
		}
		c, err := (&net.Dialer{Timeout: 3 * time.Second}).DialContext(ctx, "tcp", address)
		if err != nil {
			p.mend("printer", fmt.Sprintf("switch it on and look at its cable; is %s its address?", address), "%s does not answer", address)
			continue
		}
		c.Close()
		p.ok("printer", "%s answers", address)
	}
}
