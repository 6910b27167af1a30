package dial

import (
	"context"
	"net/http"
	"net/url"

	"turno/hub/wire"
)

// Drafts fetches the forms that a visit carries, for the counter that serves
// it. The hub writes down that they were looked at; whoever asks keeps them no
// longer than they are read. An answer of no is a *Refused.
func (c Config) Drafts(ctx context.Context, ticket string) (wire.Drafts, error) {
	var found wire.Drafts
	err := c.call(ctx, http.MethodGet, "/api/v1/drafts?ticket="+url.QueryEscape(ticket), nil, &found)
	return found, err
}
