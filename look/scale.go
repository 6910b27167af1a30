package look

import (
	"os"
	"strconv"
)

// PinScale makes a canvas unit so many pixels wide (1 on a 1080p panel, 2 on a
// 4K one), whatever the panel says of its size. An app calls it first in main,
// before it makes its Fyne app; what the person set in the environment wins.
func PinScale(pixels float64) {
	set := func(key, value string) {
		if os.Getenv(key) == "" {
			os.Setenv(key, value)
		}
	}
	set("FYNE_SCALE", strconv.FormatFloat(pixels, 'g', 3, 64))
	set("FYNE_DISABLE_DPI_DETECTION", "1")
}
