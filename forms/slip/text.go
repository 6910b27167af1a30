package slip

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"turno/forms"
	"turno/hub/words"
)

// cellW is the width of a letter of font A, in dots.
const cellW = 12

// Text is the slip in the printer's own letters: about 1 kB, for slow lines.
// Czech is written in PC852, the other languages in PC858; what the page lacks
// is written by its nearest letters. It fails when the profile lacks the page.
func (s Slip) Text(p Profile) ([]byte, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	return s.content().text(s.Lang, p)
}

func (c content) text(lang words.Lang, p Profile) ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	page := "PC858"
	if lang.Base() == words.CS {
		page = "PC852"
	}
	n, ok := p.CodePages[page]
	if !ok {
		return nil, fmt.Errorf("printer profile %q has no code page %s", p.Name, page)
	}
	t := &typist{encoder: encoder{profile: p}, table: tables[page]}
	t.raw(esc, '@', esc, 't', n)
	for _, part := range layouts()[c.layout] {
		if err := typed[part](t, c); err != nil {
			return nil, err
		}
	}
	t.cut()
	return t.out.Bytes(), nil
}

// typist writes lines of letters.
type typist struct {
	encoder
	table *charmap.Charmap
}

// style is what a line looks like: letters so many times as wide and as high.
type style struct {
	wide, high int
	bold       bool
}

var plain = style{1, 1, false}

// typed are the parts of a slip as they are written.
var typed map[string]func(*typist, content) error

func init() {
	plainly := func(write func(*typist, content)) func(*typist, content) error {
		return func(t *typist, c content) error { write(t, c); return nil }
	}
	typed = map[string]func(*typist, content) error{
		"head":    plainly(func(t *typist, c content) { t.para(style{1, 2, true}, "", c.bank); t.rule() }),
		"service": plainly(func(t *typist, c content) { t.para(style{1, 1, true}, "", c.service); t.lf(1) }),
		"ticket":  plainly((*typist).ticket),
		"ahead":   plainly((*typist).ahead),
		"times":   plainly((*typist).times),
		"note":    plainly(func(t *typist, c content) { t.lf(1); t.para(plain, "", c.note) }),
		"phone":   (*typist).phone,
		"bring":   plainly((*typist).list),
		"place":   plainly(func(t *typist, c content) { t.lf(1); t.para(plain, "", c.place) }),
		"title":   plainly(func(t *typist, c content) { t.para(style{2, 2, true}, "", c.title) }),
		"lead":    plainly((*typist).lead),
		"list":    plainly((*typist).list),
	}
}

func (t *typist) ticket(c content) {
	wide := min(8, t.profile.Columns/len(c.ticket))
	t.line(style{wide, 8, true}, c.ticket)
	t.lf(1)
}

func (t *typist) ahead(c content) {
	if c.ahead != "" {
		t.para(style{2, 2, false}, "", c.ahead)
	}
}

func (t *typist) times(c content) {
	t.rule()
	if c.wait == "" {
		t.line(plain, c.arrivedLabel)
		t.line(style{2, 2, true}, c.arrived)
		return
	}
	half := t.profile.Columns / 2
	t.line(plain, pad(c.waitLabel, half)+c.arrivedLabel)
	big := style{2, 2, true}
	if len([]rune(c.wait)) >= half/2 {
		big.wide = 1
	}
	t.line(big, pad(c.wait, half/big.wide)+c.arrived)
}

func (t *typist) phone(c content) error {
	if c.page == "" {
		return nil
	}
	t.rule()
	t.lf(1) // white paper above and below: a code needs four modules of it
	if err := t.code(c.page); err != nil {
		return err
	}
	t.lf(1)
	t.para(style{1, 1, true}, "", c.pageTitle)
	t.para(plain, "", c.pageNote)
	return nil
}

func (t *typist) lead(c content) {
	if c.lead != "" {
		t.lf(1)
		t.para(plain, "", c.lead)
	}
}

func (t *typist) list(c content) {
	if len(c.bring) == 0 {
		return
	}
	t.rule()
	t.para(style{1, 1, true}, "", c.bringTitle)
	for _, text := range c.bring {
		t.para(plain, "[ ] ", text)
	}
}

func (t *typist) lf(n int) {
	for range n {
		t.raw('\n')
	}
}

func (t *typist) rule() { t.line(plain, strings.Repeat("─", t.profile.Columns)) }

// line writes one line that is known to fit.
func (t *typist) line(s style, text string) {
	t.raw(gs, '!', byte((s.wide-1)<<4|(s.high-1)), esc, 'E', bit(s.bold))
	for _, r := range text {
		t.letter(r)
	}
	t.lf(1)
}

// para writes a text in as many lines as it needs, those after the first
// indented as far as the sign before it.
func (t *typist) para(s style, sign, text string) {
	room := t.profile.Columns/s.wide - len(sign)
	for i, line := range fold(text, room) {
		if i == 1 {
			sign = strings.Repeat(" ", len(sign))
		}
		t.line(s, sign+line)
	}
}

// code writes the QR of the phone page: by the printer's own command, or as a
// picture for printers without one.
func (t *typist) code(text string) error {
	modules, err := forms.QR(text)
	if err != nil {
		return err
	}
	const scale = 7
	if t.profile.QR {
		call := func(fn byte, data ...byte) {
			n := len(data) + 2
			t.raw(gs, '(', 'k', byte(n), byte(n>>8), '1', fn)
			t.raw(data...)
		}
		call(65, '2', 0) // model 2
		call(67, scale)  // dots of a module
		call(69, '1')    // level M
		call(80, append([]byte{'0'}, text...)...)
		call(81, '0') // print it
		return nil
	}
	c := newCanvas((len(modules)+4)*scale, len(modules)*scale)
	c.qr(4*scale, 0, scale, modules)
	t.picture(c.dots(len(modules) * scale))
	return nil
}

// letter writes a rune in the code page, else by its nearest letters.
func (t *typist) letter(r rune) {
	if b, ok := t.table.EncodeRune(r); ok && (b >= 0x20 && b != 0x7f) {
		t.raw(b)
		return
	}
	for _, near := range nearest(r) {
		if b, ok := t.table.EncodeRune(near); ok && b >= 0x20 {
			t.raw(b)
		}
	}
}

var near = map[rune]string{
	'\u00a0': " ", '\u202f': " ", '–': "-", '—': "-", '−': "-", '‘': "'", '’': "'", '“': `"`, '”': `"`, '„': `"`,
	'…': "...", '•': "*", '·': "-", '€': "EUR", 'ª': "a", 'º': "o", '«': `"`, '»': `"`,
}

// nearest is a text for a rune that a code page lacks: quotes and dashes as
// typewriters have them, letters without their marks, else a question mark.
func nearest(r rune) string {
	if s, ok := near[r]; ok {
		return s
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(string(r)))
	if bare == string(r) {
		return "?"
	}
	return bare
}

// fold breaks a text into lines of at most n letters as they will be written,
// between words, and inside a word that is longer. A no-break space holds.
func fold(text string, n int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' }) {
		longer := strings.TrimPrefix(line+" "+word, " ")
		if length(longer) <= n {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		runes := []rune(word)
		for length(string(runes)) > n {
			k := len(runes)
			for length(string(runes[:k])) > n {
				k--
			}
			lines = append(lines, string(runes[:k]))
			runes = runes[k:]
		}
		line = string(runes)
	}
	return append(lines, line)
}

// length counts a text's letters, the long way round for those that a page may
// lack: what is written can only be as long, never longer.
func length(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, len([]rune(near[r])))
	}
	return n
}

func pad(s string, n int) string { return s + strings.Repeat(" ", max(n-length(s), 1)) }

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}
