package flow

// Key is what a key of the five-key pad or of a keyboard means. Which key it
// is on a device is the app's to say.
type Key string

// The keys. The first five are the pad's, and enough for everything.
const (
	KeyPrevious Key = "previous"
	KeyNext     Key = "next"
	KeySelect   Key = "select"
	KeyBack     Key = "back"
	KeyHelp     Key = "help" // says the screen again; at once again, how the keys work

	KeyUp     Key = "up"   // a row up among the keys on the screen, else previous
	KeyDown   Key = "down" // a row down, else next
	KeySpace  Key = "space"
	KeyErase  Key = "erase"  // the letter before the caret, else back
	KeyDelete Key = "delete" // the letter behind the caret

	KeyVoice  Key = "voice" // the voice on, or off
	KeyFaster Key = "faster"
	KeySlower Key = "slower"
	KeyLouder Key = "louder"
	KeySofter Key = "softer"

	KeyPlug   Key = "plug"   // headphones were put in
	KeyUnplug Key = "unplug" // and pulled out
	KeyNone   Key = "none"   // nothing: takes a key of the default map away
)

// AllKeys are the meanings that a key map may name.
var AllKeys = []Key{
	KeyPrevious, KeyNext, KeySelect, KeyBack, KeyHelp, KeyUp, KeyDown, KeySpace, KeyErase, KeyDelete,
	KeyVoice, KeyFaster, KeySlower, KeyLouder, KeySofter, KeyPlug, KeyUnplug, KeyNone,
}
