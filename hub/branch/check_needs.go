package branch

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// mostNeeds is more than anybody reads through; a longer list is a slip.
const mostNeeds = 40

// needs checks what people come for.
func (c *checker) needs() {
	if n := len(c.doc.Needs); n > mostNeeds {
		c.wrong("need."+strconv.Itoa(mostNeeds), fmt.Sprintf("there are %d needs, and nobody reads so many", n), fmt.Sprintf("leave at most %d", mostNeeds))
	}
	ids := map[string]bool{}
	for i, n := range c.doc.Needs {
		at, what := "need."+strconv.Itoa(i), fmt.Sprintf("need %q", n.ID)
		c.id(at+".id", what, n.ID)
		c.once(at+".id", "need", ids, n.ID)
		if n.Service == "" || n.Service == everyService {
			c.wrong(at+".service", what+" leads to no service", "write the id of one, as service = \"cash\"")
		} else {
			c.known(at+".service", what, []string{n.Service})
		}
		if n.Icon != "" && !iconForm.MatchString(n.Icon) {
			c.faint(at+".icon", fmt.Sprintf("%s has the icon %q", what, n.Icon), "write an icon's name in small letters, as icon = \"money\"")
			c.doc.Needs[i].Icon = ""
		}
		c.text(at+".name", "the name of "+what, n.Name, true)
		c.words(at+".words", what, n.Words)
	}
}

// words checks the words of a search. A language may have none: its people
// find the need by its name.
func (c *checker) words(key, what string, words map[string][]string) {
	for _, l := range slices.Sorted(maps.Keys(words)) {
		if !slices.Contains(Languages, l) {
			c.wrong(key+"."+l, fmt.Sprintf("the words of %s have the language %q", what, l), "write some of "+strings.Join(Languages, ", "))
		}
		for i, w := range words[l] {
			switch {
			case strings.TrimSpace(w) == "":
				c.wrong(key+"."+l, fmt.Sprintf("%s has an empty word in %q", what, l), "leave it out")
			case slices.Contains(words[l][:i], w):
				c.wrong(key+"."+l, fmt.Sprintf("%s has the word %q twice in %q", what, w, l), "leave one out")
			}
		}
	}
}
