package branch

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"turno/hub/queue"
)

//go:embed packs/*.toml
var packs embed.FS

// pack is what a country's law and custom ask of a branch: its classes with
// their evidence, and how long people may be made to wait, each with its source.
// A branch that names the country takes them; what it says itself comes first.
type pack struct {
	Sources   []string `toml:"sources"`
	WaitLimit span     `toml:"wait_limit"` // the target of services that have none
	Classes   []class  `toml:"class"`
}

// Countries lists the packs that there are, sorted.
func Countries() (ids []string) {
	entries, err := packs.ReadDir("packs")
	if err != nil { // embedded: it is there
		panic(err)
	}
	for _, e := range entries {
		ids = append(ids, strings.TrimSuffix(e.Name(), ".toml"))
	}
	return ids
}

// readPack reads an embedded pack.
func readPack(country string) (p pack, err error) {
	data, err := packs.ReadFile(path.Join("packs", country+".toml"))
	if err != nil {
		return pack{}, err
	}
	d := toml.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return pack{}, fmt.Errorf("pack %s: %w", country, err)
	}
	return p, nil
}

// takePack puts the pack of the branch's country behind what the file says.
func (c *checker) takePack() {
	country := c.doc.Branch.Country
	if country == "" {
		return
	}
	if !slices.Contains(Countries(), country) {
		c.wrong("branch.country", fmt.Sprintf("there is no pack for the country %q", country), "write one of "+strings.Join(Countries(), ", ")+", or leave it out")
		return
	}
	p, err := readPack(country)
	if err != nil { // a test reads them all
		c.wrong("branch.country", err.Error(), "leave it out")
		return
	}
	for _, k := range p.Classes {
		if !c.doc.class(k.ID) {
			k.Name, k.Show = c.spoken(k.Name), c.spoken(k.Show)
			c.doc.Classes = append(c.doc.Classes, k)
		}
	}
	for i := range c.doc.Services {
		if s := &c.doc.Services[i]; s.Target.seconds == 0 {
			s.Target = p.WaitLimit
		}
	}
	c.doc.sources = p.Sources
}

// spoken is a text in the branch's languages alone.
func (c *checker) spoken(t queue.Text) queue.Text {
	out := queue.Text{}
	for _, l := range c.doc.Branch.Languages {
		if s, ok := t[l]; ok {
			out[l] = s
		}
	}
	return out
}
