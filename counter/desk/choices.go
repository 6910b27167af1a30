package desk

// choices is what was answered so far in a question with columns: the column
// that the arrow keys move in, the row in each, and one chosen option a group.
type choices struct {
	focus   int
	cursors map[int]int
	chosen  map[string]string
}

func newChoices() choices {
	return choices{cursors: map[int]int{}, chosen: map[string]string{}}
}

// draw fills in the columns what the teller has answered.
func (c *choices) draw(columns []Column) Choice {
	if len(columns) > 0 {
		c.focus = min(max(c.focus, 0), len(columns)-1)
	}
	for i := range columns {
		col := &columns[i]
		col.Cursor = min(max(c.cursors[i], 0), max(len(col.Options)-1, 0))
		for j := range col.Options {
			col.Options[j].Chosen = c.chosen[col.Group] == col.Options[j].ID
		}
	}
	return Choice{Columns: columns, Focus: c.focus}
}

// pick takes an option, by touch or by key. One that is not live is not taken.
func (c *choices) pick(columns []Column, column, row int) {
	if column < 0 || column >= len(columns) || row < 0 || row >= len(columns[column].Options) {
		return
	}
	c.focus, c.cursors[column] = column, row
	if o := columns[column].Options[row]; o.Live {
		c.chosen[columns[column].Group] = o.ID
	}
}

// side moves to the next or the last column that has something to choose.
func (c *choices) side(columns []Column, by int) {
	for i := 1; i <= len(columns); i++ {
		at := (c.focus + by*i + len(columns)*i) % len(columns)
		if len(columns[at].Options) > 0 {
			c.focus = at
			return
		}
	}
}

// move goes up or down in the column of the focus and takes what it comes to,
// passing over what is not live. In a column with no answer yet the first
// step takes the first option.
func (c *choices) move(columns []Column, by int) {
	if len(columns) == 0 {
		return
	}
	c.focus = min(max(c.focus, 0), len(columns)-1)
	col := columns[c.focus]
	at := c.cursors[c.focus]
	if !mine(col, c.chosen[col.Group]) {
		at = -1
		if by < 0 {
			at = len(col.Options)
		}
	}
	for at += by; at >= 0 && at < len(col.Options); at += by {
		if col.Options[at].Live {
			c.pick(columns, c.focus, at)
			return
		}
	}
}

// mine tells whether the answer of a group stands in this column.
func mine(col Column, id string) bool {
	for _, o := range col.Options {
		if o.ID == id && id != "" {
			return true
		}
	}
	return false
}

// valid gives the chosen option of a group if it is still offered and live.
func (c *choices) valid(columns []Column, group string) string {
	id := c.chosen[group]
	for _, col := range columns {
		if col.Group != group {
			continue
		}
		for _, o := range col.Options {
			if o.ID == id && o.Live {
				return id
			}
		}
	}
	return ""
}
