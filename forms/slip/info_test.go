package slip

import (
	"strings"
	"testing"
	"time"

	"turno/hub/words"
)

// infos are what to bring for an account, in each language.
func infos() map[string]Info {
	of := map[words.Lang][]string{
		words.ES: {"Abrir una cuenta", "Traiga los originales: las fotos en el móvil no valen.", "DNI, NIE o pasaporte", "Justificante de domicilio de los últimos tres meses", "Última nómina"},
		words.CS: {"Založení účtu", "Přineste prosím originály: fotografie v\u00a0mobilu nestačí.", "Občanský průkaz nebo pas", "Doklad o\u00a0adrese, ne starší než tři měsíce", "Poslední výplatní páska"},
		words.PT: {"Abrir uma conta", "Traga os originais: fotografias no telemóvel não servem.", "Cartão de cidadão ou passaporte", "Comprovativo de morada dos últimos três meses", "Último recibo de vencimento"},
		words.SV: {"Öppna konto", "Ta med original: bilder i mobilen räcker inte.", "Giltig legitimation", "Intyg om adress, högst tre månader gammalt", "Senaste lönebeskedet"},
		words.EN: {"Opening an account", "Bring the originals: photos on the phone will not do.", "Identity card or passport", "Proof of address, no older than three months", "Latest payslip"},
	}
	out := map[string]Info{}
	for l, t := range of {
		out["info-"+string(l)] = Info{Lang: l, Bank: "Banco Alameda", Branch: "Lipová", Title: t[0], Lead: t[1], Lines: t[2:], Printed: time.Date(2026, 11, 24, 10, 41, 0, 0, time.FixedZone("CET", 3600))}
	}
	bare := out["info-cs"]
	bare.Lead, bare.Lines, bare.Heading = "", bare.Lines[:1], "Co dál"
	out["info-bare"] = bare
	return out
}

// TestInfo: a list prints as it was meant, as a picture and in letters, and
// bears no number.
func TestInfo(t *testing.T) {
	for name, i := range infos() {
		t.Run(name, func(t *testing.T) {
			printsThePicture(t, name, i)
			printsTheLines(t, name, i)
		})
	}
}

func TestInfosAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Info){
		"no title":    func(i *Info) { i.Title = "" },
		"no time":     func(i *Info) { i.Printed = time.Time{} },
		"nothing":     func(i *Info) { i.Lead, i.Lines = "", nil },
		"too long":    func(i *Info) { i.Lines = make([]string, maxLines+1) },
		"commands":    func(i *Info) { i.Lead = "\x1b@" },
		"a line \"\"": func(i *Info) { i.Lines = append(i.Lines, " ") },
	} {
		i := infos()["info-es"]
		spoil(&i)
		if _, err := i.Raster(Epson()); err == nil {
			t.Errorf("%s: a picture all the same", name)
		}
		if _, err := i.Text(Epson()); err == nil {
			t.Errorf("%s: letters all the same", name)
		}
	}
}

// TestLayouts: what a layout asks for is known, and a wrong one is refused.
func TestLayouts(t *testing.T) {
	if _, err := readLayout("head\nlogo\n"); err == nil || !strings.Contains(err.Error(), "logo") {
		t.Errorf("an unknown part: %v", err)
	}
	if _, err := readLayout("# nothing\n"); err == nil {
		t.Error("an empty layout was taken")
	}
	for name, parts := range layouts() {
		if parts[0] != "head" || parts[len(parts)-1] != "place" {
			t.Errorf("%s: %v does not begin with the bank and end with the branch", name, parts)
		}
	}
}
