package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Theme is what an app gives to Fyne, once, at its start: the typeface, the
// ground behind everything, and no padding. The parts do not ask it for
// colours; Use changes it in place when a person changes contrast, as setting
// another theme keeps memory.
type Theme struct{ style Style }

// NewTheme makes the theme of a style.
func NewTheme(s Style) *Theme { return &Theme{s} }

// Use changes the style; refresh the window's content afterwards.
func (t *Theme) Use(s Style) { t.style = s }

// Color answers Fyne.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := t.style.Palette
	switch name {
	case theme.ColorNameBackground, theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground:
		return p.Ground
	case theme.ColorNameButton, theme.ColorNameInputBackground:
		return p.Surface
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p.Brand
	case theme.ColorNameForegroundOnPrimary:
		return p.OnBrand
	case theme.ColorNameSelection:
		return p.Soft
	case theme.ColorNameDisabled, theme.ColorNamePlaceHolder:
		return p.Ink2
	case theme.ColorNameInputBorder, theme.ColorNameScrollBar:
		return p.Edge
	case theme.ColorNameSeparator:
		return p.Line
	case theme.ColorNameFocus, theme.ColorNameHover, theme.ColorNamePressed, theme.ColorNameShadow, theme.ColorNameScrollBarBackground:
		return color.Transparent
	case theme.ColorNameError:
		return p.Bad
	}
	return p.Ink
}

// Font answers Fyne.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	if s.Bold {
		return boldFont
	}
	return regularFont
}

// Icon answers Fyne; nothing here shows an icon of the toolkit.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size answers Fyne.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return t.style.BodySize()
	case theme.SizeNamePadding, theme.SizeNameInnerPadding, theme.SizeNameLineSpacing,
		theme.SizeNameInputBorder, theme.SizeNameScrollBarSmall:
		return 0
	case theme.SizeNameScrollBar:
		return t.style.pick(12, 8, 0)
	}
	return theme.DefaultTheme().Size(name)
}
