package main

import (
	"context"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

// panelScale is how many pixels of the panel are one unit: the screens are
// drawn for a panel whose short side is 1080. Where nobody can say how large the
// panel is, a unit is a pixel.
func panelScale() float64 {
	// Under cage this is the first that asks for X, which then has to come up.
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "xrandr", "--current").Output()
	if err != nil {
		return 1
	}
	return scaleOf(string(out))
}

// connected finds the panels that show something, and their size in pixels.
var connected = regexp.MustCompile(`(?m)^\S+ connected (primary )?(\d+)x(\d+)\+0\+0`)

// scaleOf reads the scale from what xrandr says. The window stands on the panel
// at the origin. Fyne knows scales in tenths alone and rounds others, up too:
// the tenth below leaves everything on the panel.
func scaleOf(xrandr string) float64 {
	m := connected.FindStringSubmatch(xrandr)
	if m == nil {
		return 1
	}
	w, _ := strconv.Atoi(m[2])
	h, _ := strconv.Atoi(m[3])
	scale := math.Floor(float64(min(w, h))/1080*10) / 10
	return min(max(scale, 0.3), 8)
}
