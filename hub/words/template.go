package words

import (
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// placeholders reads {name} in a sentence. The library's own templates are
// Go's, whose braces and pipes have no place in a file that translators edit.
type placeholders struct{}

// Cacheable lets the library parse each sentence once.
func (placeholders) Cacheable() bool { return true }

// Parse splits a sentence into text and names; an unclosed brace is text.
func (placeholders) Parse(src, _, _ string) (template.ParsedTemplate, error) {
	return parsed(split(src)), nil
}

// parsed alternates text and name: text, name, text, name, text.
type parsed []string

func split(src string) parsed {
	var parts parsed
	for {
		open := strings.IndexByte(src, '{')
		if open < 0 {
			return append(parts, src)
		}
		length := strings.IndexByte(src[open:], '}')
		if length < 0 {
			return append(parts, src)
		}
		parts = append(parts, src[:open], src[open+1:open+length])
		src = src[open+length+1:]
	}
}

// Execute fills the names from a values.
func (p parsed) Execute(data any) (string, error) {
	if len(p) == 1 {
		return p[0], nil
	}
	from, _ := data.(values)
	var b strings.Builder
	for i, part := range p {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		if text, ok := from.of(part); ok {
			b.WriteString(text)
			continue
		}
		b.WriteString("{" + part + "}")
	}
	return b.String(), nil
}

const nbsp = "\u00a0"

// bind keeps a Czech one-letter preposition on the line of the word that
// follows it, which Czech typography asks for; other languages stay as they are.
func bind(l Lang, text string) string {
	if l.Base() != CS || !strings.Contains(text, " ") {
		return text
	}
	runes := []rune(text)
	for i := 0; i+1 < len(runes); i++ {
		if runes[i+1] != ' ' || !strings.ContainsRune("aivskouzAIVSKOUZ", runes[i]) {
			continue
		}
		if i == 0 || strings.ContainsRune(" \u00a0\n(„–", runes[i-1]) {
			runes[i+1] = '\u00a0'
		}
	}
	return string(runes)
}
