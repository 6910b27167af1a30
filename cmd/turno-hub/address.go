package main

import (
	"net"
	"strings"

	"turno/hub"
)

// public is where phones find the hub: "" while only this machine can.
func public(given, scheme string, addr net.Addr) string {
	if given != "" {
		return strings.TrimRight(given, "/")
	}
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil || hub.Loopback(addr.String()) {
		return ""
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		if host = ownAddress(); host == "" {
			return ""
		}
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// ownAddress is this machine's first address that others can reach.
func ownAddress() string {
	addrs, _ := net.InterfaceAddrs()
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	return ""
}
