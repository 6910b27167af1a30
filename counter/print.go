package counter

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"path"
	"time"

	"turno/counter/desk"
	"turno/forms"
	"turno/forms/press"
	"turno/hub/words"
)

// FormTitle is a bank form's title in a language; its id where the bank has no
// such form.
func FormTitle(id string, l words.Lang) string {
	f, err := forms.Load(id)
	if err != nil {
		return id
	}
	return words.Pick(f.Title, l)
}

// Paper prints forms as PDF, into a folder or through CUPS. Its methods may be
// called from any goroutine.
type Paper struct{ printer press.Printer }

// PaperAt opens the printer of the flag -printer: pdf:///FOLDER or cups://NAME.
// Without it PDFs are written into folder. Nothing is connected yet.
func PaperAt(address, folder string) (Paper, error) {
	if address == "" {
		address = (&url.URL{Scheme: "pdf", Path: folder}).String()
	}
	p, err := press.Open(address)
	if err != nil {
		return Paper{}, err
	}
	if !p.Takes(press.PDF) {
		return Paper{}, fmt.Errorf("printer %s prints no forms; use cups://NAME or pdf:///FOLDER", address)
	}
	return Paper{p}, nil
}

// Name is what a person calls the printer: its queue, or the folder.
func (p Paper) Name() string {
	u, err := url.Parse(p.printer.String())
	if err != nil {
		return p.printer.String()
	}
	if u.Scheme == "pdf" {
		return path.Clean(u.Path)
	}
	return u.Host
}

// keeper is a printer that keeps files and says where.
type keeper interface {
	Save(ctx context.Context, job press.Job) (string, error)
}

// Print makes the form and prints it. at is the print's time in the branch's
// zone. A failure costs the paper alone; the visit stands as it did.
func (p Paper) Print(ctx context.Context, job desk.Print, bank string, at time.Time) desk.PrintResult {
	r := desk.PrintResult{Ticket: job.Ticket, Printer: p.Name()}
	form, err := forms.Load(job.Form)
	if err != nil {
		r.Err = err
		return r
	}
	var pdf bytes.Buffer
	if r.Err = form.PDF(&pdf, forms.Print{Lang: job.Language, Ticket: job.Ticket, Bank: bank, At: at, Values: job.Values}); r.Err != nil {
		return r
	}
	sheet := press.Job{Kind: press.PDF, Data: pdf.Bytes(),
		Name: fmt.Sprintf("%s %s %s %s", at.Format("2006-01-02"), job.Ticket, job.Form, job.Language.Base())}
	if k, ok := p.printer.(keeper); ok {
		r.File, r.Err = k.Save(ctx, sheet)
	} else {
		r.Err = p.printer.Print(ctx, sheet)
	}
	r.Code = string(press.CodeOf(r.Err))
	return r
}
