package forms

import (
	"errors"
	"fmt"
)

// readQR reads an undamaged code of level M back, written from the symbol's
// description and not from the encoder: format bits, mask, the two-column walk,
// the interleaved blocks, then the segments. It corrects no errors.
func readQR(m [][]bool) (string, error) {
	n := len(m)
	version := (n - 17) / 4
	if version < 1 || version > 6 || n != 17+4*version {
		return "", fmt.Errorf("%d modules: a version this reader does not know", n)
	}
	format := 0
	for _, p := range [][2]int{{8, 0}, {8, 1}, {8, 2}, {8, 3}, {8, 4}, {8, 5}, {8, 7}, {8, 8}, {7, 8}, {5, 8}, {4, 8}, {3, 8}, {2, 8}, {1, 8}, {0, 8}} {
		format <<= 1
		if m[p[0]][p[1]] {
			format |= 1
		}
	}
	format ^= 0b101010000010010
	if level := format >> 13; level != 0 {
		return "", fmt.Errorf("level bits %02b, want M", level)
	}
	words := walkQR(m, version, format>>10&7)
	// Blocks and data words of level M, versions 1 to 6; the rest is correction.
	blocks := []int{1, 1, 1, 2, 2, 4}[version-1]
	each := []int{16, 28, 44, 32, 43, 27}[version-1]
	var data []byte
	for b := range blocks {
		for i := range each {
			data = append(data, words[i*blocks+b])
		}
	}
	return segmentsQR(data)
}

// walkQR goes up and down the columns in pairs from the right, past the
// patterns, and lifts the mask.
func walkQR(m [][]bool, version, mask int) []byte {
	n := len(m)
	reserved := func(r, c int) bool {
		switch {
		case r < 9 && c < 9, r < 9 && c >= n-8, r >= n-8 && c < 9, r == 6, c == 6:
			return true
		case version > 1:
			at := 4*version + 10
			return r >= at-2 && r <= at+2 && c >= at-2 && c <= at+2
		}
		return false
	}
	masked := [](func(r, c int) bool){
		func(r, c int) bool { return (r+c)%2 == 0 },
		func(r, _ int) bool { return r%2 == 0 },
		func(_, c int) bool { return c%3 == 0 },
		func(r, c int) bool { return (r+c)%3 == 0 },
		func(r, c int) bool { return (r/2+c/3)%2 == 0 },
		func(r, c int) bool { return r*c%2+r*c%3 == 0 },
		func(r, c int) bool { return (r*c%2+r*c%3)%2 == 0 },
		func(r, c int) bool { return ((r+c)%2+r*c%3)%2 == 0 },
	}[mask]
	var out []byte
	bits, word, up := 0, 0, true
	for right := n - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range n {
			r := i
			if up {
				r = n - 1 - i
			}
			for _, c := range []int{right, right - 1} {
				if reserved(r, c) {
					continue
				}
				word <<= 1
				if m[r][c] != masked(r, c) {
					word |= 1
				}
				if bits++; bits%8 == 0 {
					out, word = append(out, byte(word)), 0
				}
			}
		}
		up = !up
	}
	return out
}

func segmentsQR(data []byte) (string, error) {
	at := 0
	take := func(n int) (v int) {
		for range n {
			v <<= 1
			if at/8 < len(data) && data[at/8]>>(7-at%8)&1 == 1 {
				v |= 1
			}
			at++
		}
		return v
	}
	const alnum = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
	out := ""
	switch mode := take(4); mode {
	case 1:
		for n := take(10); n > 0; n -= 3 {
			digits := min(n, 3)
			out += fmt.Sprintf("%0*d", digits, take([]int{0, 4, 7, 10}[digits]))
		}
	case 2:
		n := take(9)
		for ; n > 1; n -= 2 {
			v := take(11)
			out += string(alnum[v/45]) + string(alnum[v%45])
		}
		if n == 1 {
			out += string(alnum[take(6)])
		}
	case 4:
		for range take(8) {
			out += string([]byte{byte(take(8))})
		}
	default:
		return "", errors.New("a segment of a mode this reader does not know")
	}
	return out, nil
}
