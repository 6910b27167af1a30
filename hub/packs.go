package hub

import (
	"slices"

	"turno/forms"
	"turno/hub/queue"
)

// withPacks gives each service for which the branch file names no forms those of
// its pack, in signing order, and where it names nothing to bring the documents
// that they ask for. The branch that it is given stays as it is.
func withPacks(b queue.Branch) queue.Branch {
	b.Services = slices.Clone(b.Services)
	for i := range b.Services {
		s := &b.Services[i]
		pack, err := forms.LoadPack(string(s.ID))
		if err != nil {
			continue // its people need no form
		}
		if len(s.Forms) == 0 {
			s.Forms = slices.Clone(pack.Order)
		}
		if len(s.Bring) == 0 {
			s.Bring = bring(pack, b.Languages)
		}
	}
	return b
}

// bring lists a pack's documents in the languages of a branch.
func bring(p forms.Pack, languages []string) map[string][]string {
	all := map[string][]string{}
	for _, d := range p.Documents() {
		for _, l := range languages {
			if text := d.Label[l]; text != "" {
				all[l] = append(all[l], text)
			}
		}
	}
	return all
}
