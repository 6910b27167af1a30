package hub_test

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"turno/hub/hubtest"
	"turno/hub/queue"
)

// A volley of PINs, all sent before the first is answered, is no way around the
// pause: of those that wait for their proof, what comes after the fifth wrong one
// is refused unseen.
func TestAVolleyOfPINsIsNoMoreThanFiveTries(t *testing.T) {
	const volley = 16
	var proofs atomic.Int32
	sent := make(chan struct{})
	b := hall(3)
	b.Tellers = []queue.Teller{{ID: "t1", Name: "M. Ortega"}}
	branch := hubtest.Start(t, hubtest.Options{Branch: b, Earnest: true, SignIn: func(person, pin string) (queue.Teller, bool) {
		proofs.Add(1)
		<-sent // argon2id takes its time; here as long as it takes the rest to come
		return queue.Teller{}, false
	}})
	var written, answered sync.WaitGroup
	for range volley {
		written.Add(1)
		answered.Go(func() {
			ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { written.Done() }})
			volleyOne(ctx, t, branch.URL)
		})
	}
	written.Wait()
	for range 200 { // the hub reads them meanwhile; were it slower, this test would only be kinder
		knock(t, http.DefaultClient, "GET", branch.URL+"/healthz", "", "")
	}
	close(sent)
	answered.Wait()
	if n := proofs.Load(); n > 6 { // two are proved at a time
		t.Errorf("%d PINs were tried in one volley: five are free", n)
	}
}

func volleyOne(ctx context.Context, t *testing.T, url string) {
	req, err := http.NewRequestWithContext(ctx, "POST", url+"/api/v1/session", strings.NewReader(`{"person":"t1","pin":"0000"}`))
	if err != nil {
		t.Error(err)
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Error(err)
		return
	}
	resp.Body.Close()
}
