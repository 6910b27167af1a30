// Package web is the hub's pages: the board for a television's browser, the
// manager's page, a visitor's ticket on a phone, and a page of help. Everything
// that they need is embedded: no page names another host, holds a script or a
// style of its own, or works only with a toolkit.
//
// A page is a mirror like every screen: it gets a snapshot and events over the
// contract's socket and draws them; it decides nothing. This package hands out
// the pages and their parts and knows neither the hub nor the engine nor the
// store; what it needs of them is in Config. The hub mounts it, nothing else
// uses it.
package web
