package branch

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a hub on a bare machine knows its zone too

	"turno/hub/queue"
)

// Languages are those in which the program speaks, in the kiosk's order.
var Languages = []string{"es", "cs", "pt", "sv", "en"}

// Roles are those that a person of the staff may have.
var Roles = []string{"counter", "host", "manager", "admin"}

var (
	idForm      = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)
	counterForm = regexp.MustCompile(`^[A-Za-z0-9-]{1,8}$`)
	iconForm    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,40}$`)
	colourForm  = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
)

const (
	seriesLetters = "ABCDEFGHJKLMNPRTUVWXY"
	everyService  = "*"
)

// checker finds what a document says that can't be, all of it.
type checker struct {
	doc   *document
	lines lines
	found []Mistake
	soft  []Mistake // of what is only shown: left out, and the rest is taken
}

// faint is wrong for what may be left out alone: a wrong ticker must not keep a
// branch from opening. Rules never are.
func (c *checker) faint(key, what, write string) {
	m := Mistake{Line: c.lines.of(key), What: what, Write: write}
	if !slices.Contains(c.soft, m) {
		c.soft = append(c.soft, m)
	}
}

func (c *checker) wrong(key, what, write string) {
	m := Mistake{Line: c.lines.of(key), What: what, Write: write}
	if !slices.Contains(c.found, m) {
		c.found = append(c.found, m)
	}
}

func (c *checker) document() {
	if c.doc.Format != 1 {
		c.wrong("format", fmt.Sprintf("the file's format is %d and this program reads format 1", c.doc.Format), "write format = 1 as the first line")
	}
	c.takePack()
	c.place()
	if c.doc.Rules.Board < 0 || c.doc.Rules.Board > 100 {
		c.wrong("rules.board", fmt.Sprintf("the board can't remember %d calls", c.doc.Rules.Board), "write a number from 0 to 100")
	}
	c.services()
	c.profiles()
	c.counters()
	c.classes()
	c.needs()
	c.people()
	c.floor()
	c.keeping()
}

func (c *checker) place() {
	b := &c.doc.Branch
	c.id("branch.id", "the branch", b.ID)
	c.need("branch.bank", "bank", b.Bank)
	c.need("branch.name", "name", b.Name)
	if _, err := time.LoadLocation(b.Zone); err != nil || b.Zone == "" || b.Zone == "Local" {
		c.wrong("branch.zone", fmt.Sprintf("there is no time zone %q", b.Zone), "write a name of the IANA list, as Europe/Madrid")
	}
	if b.Colour != "" && !colourForm.MatchString(b.Colour) {
		c.faint("branch.colour", fmt.Sprintf("%q is no colour", b.Colour), "write # and six digits from 0 to F, as #0F4F55")
		b.Colour = ""
	}
	if len(b.Languages) == 0 {
		c.wrong("branch.languages", "the branch has no language", "write those that the kiosk offers, as languages = [\"es\", \"en\"]")
	}
	for i, l := range b.Languages {
		switch {
		case !slices.Contains(Languages, l):
			c.wrong("branch.languages", fmt.Sprintf("the program does not speak %q", l), "write some of "+strings.Join(Languages, ", "))
		case slices.Contains(b.Languages[:i], l):
			c.wrong("branch.languages", fmt.Sprintf("language %q is there twice", l), "leave one out")
		}
	}
	before := len(c.found)
	if c.text("branch.ticker", "the ticker", b.Ticker, false); len(c.found) > before {
		c.soft, c.found, b.Ticker = append(c.soft, c.found[before:]...), c.found[:before:before], nil
	}
}

func (c *checker) services() {
	if len(c.doc.Services) == 0 {
		c.wrong("service", "the branch has no service", "write at least one [[service]]")
	}
	ids := map[string]bool{}
	for i, s := range c.doc.Services {
		at := "service." + strconv.Itoa(i)
		what := fmt.Sprintf("service %q", s.ID)
		c.id(at+".id", what, s.ID)
		c.once(at+".id", "service", ids, s.ID)
		if len(s.Series) != 1 || !strings.Contains(seriesLetters, s.Series) {
			c.wrong(at+".series", fmt.Sprintf("%s can't have the series %q", what, s.Series), "write one letter of "+seriesLetters+", which nobody takes for a digit or for another")
		} else {
			c.series(at, i)
		}
		if s.Icon != "" && !iconForm.MatchString(s.Icon) {
			c.faint(at+".icon", fmt.Sprintf("%s has the icon %q", what, s.Icon), "write an icon's name in small letters, as icon = \"money\"")
			c.doc.Services[i].Icon = ""
		}
		c.text(at+".name", "the name of "+what, s.Name, true)
		c.text(at+".hint", "the hint of "+what, s.Hint, false)
		c.text(at+".about", "the text about "+what, s.About, false)
		c.text(at+".for", "whom "+what+" is for", s.For, false)
		bring := queue.Text{}
		for l, list := range s.Bring {
			bring[l] = strings.Join(list, " ")
		}
		c.text(at+".bring", "the list of what to bring for "+what, bring, false)
		for j := 1; j < len(s.Hours); j++ {
			if s.Hours[j].Opens < s.Hours[j-1].Closes {
				c.wrong(at+".hours", fmt.Sprintf("the hours of %s overlap or are not in order", what), "write them from morning to evening")
			}
		}
		if served := slices.ContainsFunc(c.doc.Counters, func(k counter) bool { return c.serves(k, s.ID) }); !served && s.ID != "" {
			c.wrong(at+".id", fmt.Sprintf("no counter serves %s, so nobody would ever call its tickets", what), "name it in the services of a [[counter]] or of its [[profile]]")
		}
	}
}

// serves reports whether a counter serves a service, by itself or its profile.
func (c *checker) serves(k counter, id string) bool {
	services := k.Services
	for _, p := range c.doc.Profiles {
		if k.Profile == p.ID && k.Profile != "" {
			services = p.Services
		}
	}
	return slices.Contains(services, id) || slices.Contains(services, everyService)
}

func (c *checker) profiles() {
	ids := map[string]bool{}
	for i, p := range c.doc.Profiles {
		at := "profile." + strconv.Itoa(i)
		c.id(at+".id", fmt.Sprintf("profile %q", p.ID), p.ID)
		c.once(at+".id", "profile", ids, p.ID)
		c.text(at+".name", fmt.Sprintf("the name of profile %q", p.ID), p.Name, false)
		if len(p.Services) == 0 {
			c.wrong(at+".services", fmt.Sprintf("profile %q has no services", p.ID), "write services = [...], or [\"*\"] for every service")
		}
		c.known(at+".services", fmt.Sprintf("profile %q", p.ID), p.Services)
		c.profileRules(at, &c.doc.Profiles[i])
	}
}

func (c *checker) counters() {
	if len(c.doc.Counters) == 0 {
		c.wrong("counter", "the branch has no counter", "write at least one [[counter]]")
	}
	ids := map[string]bool{}
	for i, k := range c.doc.Counters {
		at := "counter." + strconv.Itoa(i)
		what := fmt.Sprintf("counter %q", k.ID)
		if !counterForm.MatchString(k.ID) {
			c.wrong(at+".id", what+" has no id that fits on a sign", "write 1 to 8 letters, digits or hyphens, as id = \"3\"")
		}
		c.once(at+".id", "counter", ids, k.ID)
		switch {
		case k.Profile == "" && len(k.Services) == 0:
			c.wrong(at+".services", what+" has neither services nor a profile", "write services = [...], or [\"*\"] for every service")
		case k.Profile != "" && len(k.Services) > 0:
			c.wrong(at+".profile", what+" has both services and a profile", "leave one of them out")
		case k.Profile != "" && !slices.ContainsFunc(c.doc.Profiles, func(p profile) bool { return p.ID == k.Profile }):
			c.wrong(at+".profile", fmt.Sprintf("%s has the profile %q, which is not there", what, k.Profile), "write a [[profile]] with this id, or name another")
		}
		c.known(at+".services", what, k.Services)
	}
}

func (c *checker) classes() {
	ids := map[string]bool{}
	for i, k := range c.doc.Classes {
		at := "class." + strconv.Itoa(i)
		c.id(at+".id", fmt.Sprintf("class %q", k.ID), k.ID)
		c.once(at+".id", "class", ids, k.ID)
		c.text(at+".name", fmt.Sprintf("the name of class %q", k.ID), k.Name, true)
		c.text(at+".for", fmt.Sprintf("whom class %q is for", k.ID), k.For, false)
		c.classWay(at, &c.doc.Classes[i])
	}
}

func (c *checker) people() {
	ids := map[string]bool{}
	for i, p := range c.doc.People {
		at := "person." + strconv.Itoa(i)
		what := fmt.Sprintf("person %q", p.ID)
		c.id(at+".id", what, p.ID)
		c.once(at+".id", "person", ids, p.ID)
		c.need(at+".name", "name", p.Name)
		for _, l := range p.Speaks {
			if !slices.Contains(Languages, l) {
				c.wrong(at+".languages", fmt.Sprintf("%s speaks %q, which the program does not know", what, l), "write some of "+strings.Join(Languages, ", "))
			}
		}
		if !slices.Contains(Roles, p.Role) {
			c.wrong(at+".role", fmt.Sprintf("%s has the role %q", what, p.Role), "write one of "+strings.Join(Roles, ", "))
		}
		switch _, err := parsePIN(p.PIN); {
		case p.DemoPIN != "" && !c.doc.Demo:
			c.wrong(at+".demo_pin", what+" has a PIN that everybody can read", "write pin = with its argon2id hash, or demo = true at the file's top if this is only to try things out")
		case p.DemoPIN != "" && p.PIN != "":
			c.wrong(at+".demo_pin", what+" has two PINs", "leave one of them out")
		case p.DemoPIN == "" && p.PIN == "":
			c.wrong(at, what+" has no PIN and could not sign in", "write pin = with its argon2id hash")
		case p.PIN != "" && err != nil:
			c.wrong(at+".pin", fmt.Sprintf("the PIN of %s is not an argon2id hash: %v", what, err), "never write the PIN itself; write its hash")
		}
	}
}

func (c *checker) id(key, what, id string) {
	if !idForm.MatchString(id) {
		c.wrong(key, fmt.Sprintf("the id of %s is %q", what, id), "write a small letter and up to 31 more of a-z, 0-9, _ and -")
	}
}

func (c *checker) once(key, kind string, ids map[string]bool, id string) {
	if ids[id] {
		c.wrong(key, fmt.Sprintf("there are two of %s %q", kind, id), "give each an id of its own")
	}
	ids[id] = true
}

func (c *checker) need(key, name, value string) {
	if strings.TrimSpace(value) == "" {
		c.wrong(key, fmt.Sprintf("%q is empty", name), fmt.Sprintf("write %s = \"...\"", name))
	}
}

// text wants a text in every language of the branch, if there is any or must be.
func (c *checker) text(key, what string, t queue.Text, must bool) {
	for _, l := range slices.Sorted(maps.Keys(t)) {
		if !slices.Contains(Languages, l) {
			c.wrong(key+"."+l, fmt.Sprintf("%s has the language %q", what, l), "write some of "+strings.Join(Languages, ", "))
		}
	}
	if len(t) == 0 && !must {
		return
	}
	for _, l := range c.doc.Branch.Languages {
		if strings.TrimSpace(t[l]) == "" && slices.Contains(Languages, l) {
			c.wrong(key, fmt.Sprintf("%s is missing in %q", what, l), fmt.Sprintf("write %s = ... as for the other languages", l))
		}
	}
}

func (c *checker) known(key, what string, services []string) {
	for i, id := range services {
		switch {
		case id == everyService && len(services) > 1:
			c.wrong(key, what+" names every service and others besides", "write services = [\"*\"] alone")
		case slices.Contains(services[:i], id):
			c.wrong(key, fmt.Sprintf("%s names service %q twice", what, id), "leave one out")
		case id != everyService && !slices.ContainsFunc(c.doc.Services, func(s service) bool { return s.ID == id }):
			var ids []string
			for _, s := range c.doc.Services {
				ids = append(ids, s.ID)
			}
			write := "write one of " + strings.Join(ids, ", ")
			if near := nearest(id, ids); near != "" {
				write = fmt.Sprintf("did you mean %q?", near)
			}
			c.wrong(key, fmt.Sprintf("%s names service %q, which is not there", what, id), write)
		}
	}
}
