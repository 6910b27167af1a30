package wire

// Comments are what people wrote with their rating: GET /api/v1/comments, for a
// manager who has signed in. From and To are business dates, both among it.
type Comments struct {
	From     string    `json:"from"`
	To       string    `json:"to"`
	Comments []Comment `json:"comments"`       // newest first
	More     bool      `json:"more,omitempty"` // there are older ones, which the answer left out
}

// Comment is what one person wrote. It says nothing of who they were; what was
// not rated is left out.
type Comment struct {
	BusinessDate string `json:"business_date"`
	Service      string `json:"service"`        // of the leg that was served last
	CSAT         *int   `json:"csat,omitempty"` // 1 to 5
	NPS          *int   `json:"nps,omitempty"`  // 0 to 10
	CES          *int   `json:"ces,omitempty"`  // 1 to 7
	Comment      string `json:"comment"`
}
