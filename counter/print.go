package counter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"turno/counter/desk"
	"turno/forms"
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

// Paper prints forms as PDF: into a folder, or through a queue of the print
// service. Its methods may be called from any goroutine.
type Paper struct {
	Folder string // where PDFs are written; "" where Queue prints
	Queue  string // "cups://NAME"
	// Send hands a PDF to the queue under a title, and returns once the print
	// service has taken it.
	Send func(ctx context.Context, queue, title string, pdf []byte) error
}

// PaperAt reads what the flag -printer says: pdf:///FOLDER or cups://NAME.
// Without it PDFs are written into folder.
func PaperAt(flag, folder string) (Paper, error) {
	if flag == "" {
		return Paper{Folder: folder}, nil
	}
	u, err := url.Parse(flag)
	if err != nil {
		return Paper{}, fmt.Errorf("printer %q is no address: use pdf:///FOLDER or cups://NAME", flag)
	}
	switch {
	case u.Scheme == "pdf" && u.Host == "" && filepath.IsAbs(u.Path):
		return Paper{Folder: filepath.Clean(u.Path)}, nil
	case u.Scheme == "cups" && u.Host != "" && (u.Path == "" || u.Path == "/"):
		return Paper{Queue: flag}, nil
	}
	return Paper{}, fmt.Errorf("printer %q is not known: use pdf:///FOLDER (an absolute folder) or cups://NAME", flag)
}

// Name is what a person calls the printer.
func (p Paper) Name() string {
	if p.Queue != "" {
		u, err := url.Parse(p.Queue)
		if err == nil {
			return u.Host
		}
	}
	return p.Folder
}

// Print makes the form and prints it. at is the print's time in the branch's
// zone. A failure costs the paper alone; the visit stands as it did.
func (p Paper) Print(ctx context.Context, job desk.Print, bank string, at time.Time) desk.PrintResult {
	r := desk.PrintResult{Ticket: job.Ticket, Printer: p.Name()}
	pdf, err := sheet(job, bank, at)
	switch {
	case err != nil:
		r.Err = err
	case p.Queue == "":
		r.File, r.Err = p.write(job, pdf, at)
	case p.Send == nil:
		r.Err = errors.New("no way to the print service")
	default:
		r.Err = p.Send(ctx, p.Queue, job.Ticket+" "+job.Form, pdf)
	}
	return r
}

func sheet(job desk.Print, bank string, at time.Time) ([]byte, error) {
	form, err := forms.Load(job.Form)
	if err != nil {
		return nil, err
	}
	var pdf bytes.Buffer
	if err := form.PDF(&pdf, forms.Print{Lang: job.Language, Ticket: job.Ticket, Bank: bank, At: at}); err != nil {
		return nil, err
	}
	return pdf.Bytes(), nil
}

// write puts the PDF into the folder, whole or not at all; the second print of
// a ticket replaces the first.
func (p Paper) write(job desk.Print, pdf []byte, at time.Time) (string, error) {
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return "", fmt.Errorf("the folder for forms: %w", err)
	}
	f, err := os.CreateTemp(p.Folder, ".form-*")
	if err != nil {
		return "", fmt.Errorf("a file for the form: %w", err)
	}
	defer os.Remove(f.Name()) // gone after the rename
	_, err = f.Write(pdf)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", fmt.Errorf("writing the form: %w", err)
	}
	name := filepath.Join(p.Folder, fmt.Sprintf("%s-%s-%s-%s.pdf", at.Format("2006-01-02"), job.Ticket, job.Form, job.Language.Base()))
	if err := os.Rename(f.Name(), name); err != nil {
		return "", fmt.Errorf("writing the form: %w", err)
	}
	return name, nil
}
