package hub

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the addresses of reverse proxies whose word is taken on whom a
// request comes from. Nobody else's is: anybody can write a header.
type Proxies []netip.Prefix

// ParseProxies reads addresses and networks with commas between: "10.0.0.4,
// 192.168.7.0/24, ::1". A network of everybody is refused.
func ParseProxies(text string) (all Proxies, err error) {
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			a, notAddress := netip.ParseAddr(part)
			if notAddress != nil {
				return nil, fmt.Errorf("%q is neither an address nor a network such as 10.0.0.0/24", part)
			}
			a = a.Unmap()
			p = netip.PrefixFrom(a, a.BitLen())
		}
		if p.Bits() == 0 {
			return nil, fmt.Errorf("%s is everybody: name the proxies alone", part)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// hold says whether one of them has the address, with or without a port.
func (p Proxies) hold(address string) bool {
	if len(p) == 0 {
		return false
	}
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	a, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(a.Unmap().WithZone("")) })
}

// client is from whom a request comes that a proxy handed on: the last address
// of X-Forwarded-For that is no proxy's, as what stands before it is whatever the
// client wrote. "" where the header does not tell.
func (p Proxies) client(r *http.Request) string {
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		hop = strings.TrimSpace(hop)
		if host, _, err := net.SplitHostPort(hop); err == nil { // some write the port, too
			hop = host
		}
		a, err := netip.ParseAddr(strings.Trim(hop, "[]"))
		if err != nil {
			return ""
		}
		if !p.hold(a.String()) {
			return a.Unmap().String()
		}
	}
	return ""
}

// behind makes a request that a trusted proxy handed on one from its client:
// limits, locks and the devices' page count and show that address, /metrics is
// closed to it, and a line that was HTTPS up to the proxy is HTTPS.
func (h *Hub) behind(next http.Handler) http.Handler {
	proxies := h.cfg.Proxies
	if len(proxies) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if proxies.hold(r.RemoteAddr) {
			r = r.WithContext(r.Context()) // a copy: the server keeps its own
			if from := proxies.client(r); from != "" {
				r.RemoteAddr = net.JoinHostPort(from, "0")
			}
			if r.TLS == nil && r.Header.Get("X-Forwarded-Proto") == "https" {
				r.TLS = &tls.ConnectionState{}
			}
		}
		next.ServeHTTP(w, r)
	})
}
