package toolchain

// Tags of the two kinds of build.
const (
	// TestTags draws screens with the software painter: no display, no compiler.
	TestTags = "ci"
	// WindowTags is for the real windows, in development and release alike.
	// gles spares one generated package that takes minutes to compile.
	WindowTags = "gles,migrated_fynedo"
)

// The programs of a branch, each the name of its folder under cmd.
const (
	Hub     = "turno-hub"
	Kiosk   = "turno-kiosk"
	Counter = "turno-counter"
	Display = "turno-display"
)

// Apps lists the programs that open a window.
var Apps = []string{Kiosk, Counter, Display}

// A Build is one call of "go build": its arguments and what it adds to the
// environment. Flags are fixed here for everybody; a flag more, for one build
// alone, would compile all C code again.
type Build struct {
	Args []string
	Env  []string
}

// HubBuild builds the hub into the folder dir: static, without C, so that it
// runs on any Linux of this processor.
func HubBuild(dir string) Build {
	return Build{
		Args: []string{"build", "-v", "-o", dir + "/", "./cmd/" + Hub},
		Env:  []string{"CGO_ENABLED=0"},
	}
}

// AppsBuild builds the three windows into the folder dir.
func AppsBuild(dir string) Build {
	args := []string{"build", "-v", "-tags", WindowTags, "-o", dir + "/"}
	for _, app := range Apps {
		args = append(args, "./cmd/"+app)
	}
	return Build{Args: args, Env: []string{"CGO_ENABLED=1"}}
}
