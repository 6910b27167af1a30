package hub

import (
	"strings"
	"testing"

	"turno/hub/queue"
	"turno/hub/words"
)

// Every rule by which a ticket is called has a sentence in every language, and
// the sentence of each is another.
func TestEveryRuleHasWords(t *testing.T) {
	for _, l := range words.All {
		said := map[string]string{}
		for _, rule := range queue.Rules() {
			s := words.T(l, "hub.why."+rule, words.A{"class": "C", "service": "S", "turn": "T", "limit": "L", "reason": "R", "time": "H"})
			if s == "" || strings.ContainsAny(s, "{[") || said[s] != "" {
				t.Errorf("%s in %s: %q, and %s says %q", rule, l, s, said[s], s)
			}
			said[s] = rule
		}
	}
}
