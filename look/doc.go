// Package look is the shared hand of the screens: text, buttons, tickets and
// the other parts that kiosk, counter and display are made of, drawn on Fyne's
// canvas from the tokens of look/brand. No part looks like a toolkit's default.
//
// It knows nothing of queues, words or the wire: whoever uses it hands in
// finished sentences. It never imports fyne's app package, starts no
// goroutine, and holds no state but what a control needs while it is touched.
// The screens' packages and the three apps may use it.
//
// Every size is in canvas units, and a unit is a pixel on a 1080p panel; the
// apps pin the scale. Every constructor that needs colours or sizes takes a
// Style. Like all of Fyne, parts belong to the goroutine that draws.
//
// A widget of one's own makes new objects only when something changed, never
// in its layout or its least size: Fyne lays out whatever is new to it, and
// would draw for ever.
//
// # Style
//
//	s := look.NewStyle(brand.Light(), look.Kiosk).At(1.5)  // palette, device, text scale
//	s.Body(34), s.Heading(84)         // a size with the text scale in it (titles: 1.25 at most)
//	s.TitleSize(), s.BodySize(), ...  // the sizes of the roles on this kind of screen
//
// # Text and pictures
//
//	NewLine(text, size, weight, colour)       one line, never cut; SetText, SetColor, Align, Fit
//	NewParagraph(text, size, weight, colour)  wraps; *bold*, "\n", U+00A0; LineHeight, Align, Lines(width)
//	Measure(text, size, weight), NumberSizeFor(number, size, width), Stem(number)
//	NewIcon(name, size, colour)               an icon of look/brand
//	Mark(height, colour), SVG(name, source, w, h)
//	NewBox(fill, radius).Edge(c, w) / .Dashed(c, w)   card and frame
//	Rule(colour, width), NewTear(colour, width)
//
// # Layout
//
//	Place(w, h, At(x, y, w, h, o), ...)  exact places; 0 takes what the object wants
//	VStack(gap, ...), HStack(gap, ...), HStackTop; Grow(o), Spacer(), Gap(w, h)
//	Grid(columns, gapX, gapY, ...), Fill(...), Inset(top, right, bottom, left, o)
//	Sized(w, h, o), Left(o), Middle(o), Right(o), NewScroll(o)
//	HeightFor(o, width)                  what a part needs at a width
//
// # Controls: Tappable, focusable, Enter and Space, a ring for the focus
//
//	NewButton(s, ButtonSpec{Label, Note, Rank, Icon, IconEnd, Key, Height, OnTap, ...})
//	    Ready(), Sent("…"), Disable("why"), SetSpec
//	NewTool(s, icon, label, onTap), NewToolBeside   SetOn, SetLabel
//	NewServiceCard(s, ServiceSpec{...})             SetSpec
//	NewKey(s, KeySpec{...}, onTap)                  a key of a keyboard that another lays out; SetSpec
//	NewField(s, FieldSpec{...})                     a text that is written elsewhere, and its caret; SetSpec
//	NewKeypad(s, KeypadSpec{...}), NewPIN(s, length)   the keys for a number, and how much of it is there
//	NewFramed(s, content)                           a ring around what takes no touch
//
// # Parts
//
//	NewTicket(s, TicketSpec{Kind, Face, Number, Size, Above, Below, ...})   Yours, Called, Serving, Stale
//	CounterSign(number, height, colour), PeopleAhead(n, size, colour), NewRangeBar(s), NewProgress(s, face)
//	NewBanner(s, tone, icon, what, now), NewChip(s, tone, icon, word), NewKeyCap(s, key, colour)
//	NewRow(s, RowSpec{...}), Stepper(s, step, of, text), NewQR(modules, side), NewVeil(s, VeilSpec{...}) over Dim(ground)
//
// # Drawing without a screen
//
//	Draw(o, style, w, h) (image.Image, error)
//	Cut(o, w, h), Targets(o), Texts(o), Restless(o)   what a test asks of a drawn screen
//	PinScale(1)                          first in an app's main
//	AddStoryFlags(flagset).Run([]Story, lang, out)   -story list; -story NAME -lang es -png FILE
package look
