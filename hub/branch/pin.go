package branch

// FitsPIN tells whether a PIN is the one that HashPIN made the hash of. It takes
// 19 MiB for some 50 ms; a hash that is none fits nothing.
func FitsPIN(hash, pin string) bool {
	h, err := parsePIN(hash)
	return err == nil && h.fits(pin)
}
