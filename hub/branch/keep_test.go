package branch

import (
	"strings"
	"testing"

	"turno/hub/queue"
)

func withRetention(t *testing.T, text string) (File, error) {
	t.Helper()
	data, err := embedded.ReadFile("demo.toml")
	if err != nil {
		t.Fatal(err)
	}
	return Parse("test.toml", append(data, "\n[retention]\n"+text...))
}

func TestRetention(t *testing.T) {
	if f, err := Load("demo"); err != nil || f.Branch.Retention != nil || f.Branch.Keeping() != queue.DefaultRetention {
		t.Errorf("with nothing said: %+v, %v", f.Branch.Keeping(), err)
	}
	f, err := withRetention(t, "visit = \"0s\"\ncomments_days = 0\nrecords_days = 3650\n")
	if want := (queue.Retention{Records: 3650}); err != nil || f.Branch.Keeping() != want {
		t.Errorf("%+v, %v; want %+v", f.Branch.Keeping(), err, want)
	}
	for text, says := range map[string]string{
		"comments_days = 3651": "3651 days can't be kept",
		"records_days = -1":    "-1 days can't be kept",
		"visit = \"25h\"":      "can't have this value",
		"comment_days = 1":     "did you mean \"comments_days\"",
	} {
		if _, err := withRetention(t, text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want one that says %q", text, err, says)
		}
	}
}
