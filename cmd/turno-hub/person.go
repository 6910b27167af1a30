package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"turno/hub"
	"turno/hub/queue"
)

const exportAbout = `
Prints, as JSON, all that is kept on whoever had a ticket on a business date: the names,
notes and forms of the visit, its events, and what was answered about it. That it was
asked for is written into the log. The hub of the folder must be stopped.`

const eraseAbout = `
Erases all that is personal of whoever had a ticket on a business date, with the key
that opens it, so that no backup tells it either. What stays are events that name nobody.
That it was done, and by whom, is written into the log. It takes two admins of the branch
file, who are asked for their user names and PINs. The hub of the folder must be stopped;
in a running one two admins do the same. Without --yes it says what would be erased.`

func export(_ context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("export", "--data DIR --day 2026-03-02 --ticket B042", exportAbout, out)
	date, ticket, dir, err := f.person(args)
	if err != nil {
		return err
	}
	p, err := hub.ExportAt(dir, date, ticket)
	if err != nil {
		return err
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(p)
}

func erase(ctx context.Context, args []string, out, errs io.Writer) error {
	f := newFlags("erase", "--data DIR --day 2026-03-02 --ticket B042 --yes --branch FILE", eraseAbout, out)
	yes := f.Bool("yes", false, "do it, if two admins say so")
	file := f.String("branch", "", "branch `file` with the admins, for --yes")
	date, ticket, dir, err := f.person(args)
	if err != nil {
		return err
	}
	if !*yes {
		n, err := hub.FieldsAt(dir, date, ticket)
		if err == nil {
			fmt.Fprintf(out, "%s of %s: %s would be erased; add --yes to do it\n", ticket, date, count(n, "field"))
		}
		return err
	}
	if *file == "" {
		return usage("--yes wants --branch FILE, in which two admins are: both are asked for their PIN")
	}
	two, err := twoAdmins(ctx, *file, newSecrets(os.Stdin, errs))
	if err != nil {
		return err
	}
	n, err := hub.EraseAt(dir, date, ticket, two[0], two[1])
	if err == nil {
		fmt.Fprintf(out, "%s of %s: %s erased, with the key\n", ticket, date, count(n, "field"))
	}
	return err
}

// person reads the flags of a verb that is about one visitor.
func (f *flags) person(args []string) (date queue.Date, ticket queue.Ticket, dir string, err error) {
	data := f.String("data", "", "`folder` of the stopped hub")
	day := f.String("day", "", "business `date` of the visit")
	name := f.String("ticket", "", "the `ticket` that the person had")
	if _, err := f.parse(args, 0); err != nil {
		return "", "", "", err
	}
	date, err = dateOf(*day)
	if err == nil && (*data == "" || date == "" || *name == "") {
		err = usage("name the folder, the day and the ticket: --data DIR --day 2026-03-02 --ticket B042")
	}
	if err == nil && !holdsData(*data) {
		err = fmt.Errorf("%s holds no data of a hub", *data)
	}
	return date, queue.Ticket(strings.ToUpper(*name)), *data, err
}
