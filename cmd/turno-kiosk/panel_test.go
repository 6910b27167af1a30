package main

import "testing"

func TestTheScaleFollowsThePanel(t *testing.T) {
	for _, c := range []struct {
		xrandr string
		want   float64
	}{
		{"Screen 0: minimum 320 x 200, current 1080 x 1920, maximum 8192 x 8192\nHDMI-1 connected primary 1080x1920+0+0 left (normal left inverted right x axis y axis) 600mm x 340mm\n   1920x1080     60.00*+\n", 1},
		{"eDP-1 connected 1280x720+0+0 (normal left) 0mm x 0mm\n", 0.6},
		{"DP-1 disconnected (normal left inverted right)\nDP-2 connected 1920x1080+2160+0 (normal) 600mm x 340mm\nHDMI-1 connected primary 2160x3840+0+0 left (normal) 600mm x 340mm\n", 2},
		{"HDMI-1 connected (normal left inverted right x axis y axis)\n", 1}, // it shows nothing
		{"HDMI-1 connected primary 2560x1440+0+0 (normal) 600mm x 340mm\n", 1.3},
		{"HDMI-1 connected 40x30+0+0 (normal)\n", 0.3},
		{"Can't open display", 1},
		{"", 1},
	} {
		if got := scaleOf(c.xrandr); got != c.want {
			t.Errorf("%q: %g, want %g", c.xrandr, got, c.want)
		}
	}
}
