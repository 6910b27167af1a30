package toolchain

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A Part is one thing of the system that a program needs, told by a command
// that must be on the PATH or by a C header that must be in an include folder.
type Part struct {
	Name    string // as a person calls it: "C compiler"
	Package string // the Debian package that brings it
	Command string // found on the PATH; empty when Header tells
	Header  string // path under an include folder: "X11/Xlib.h"

	// Setting names the environment variable that replaces Command, as CC does
	// for the compiler; empty where there is none.
	Setting string
}

// Compiler is what cgo and the race detector need.
var Compiler = []Part{
	{Name: "C compiler", Package: "gcc", Command: "gcc", Setting: "CC"},
	{Name: "C library headers", Package: "libc6-dev", Header: "stdlib.h"},
}

// Windows is what building the three windows needs besides the compiler. Each
// of these packages brings the library that the window loads when it runs.
var Windows = []Part{
	{Name: "pkg-config", Package: "pkg-config", Command: "pkg-config", Setting: "PKG_CONFIG"},
	{Name: "OpenGL headers", Package: "libgl-dev", Header: "GL/gl.h"},
	{Name: "X11 headers", Package: "libx11-dev", Header: "X11/Xlib.h"},
	{Name: "Xcursor headers", Package: "libxcursor-dev", Header: "X11/Xcursor/Xcursor.h"},
	{Name: "Xrandr headers", Package: "libxrandr-dev", Header: "X11/extensions/Xrandr.h"},
	{Name: "Xinerama headers", Package: "libxinerama-dev", Header: "X11/extensions/Xinerama.h"},
	{Name: "XInput headers", Package: "libxi-dev", Header: "X11/extensions/XInput2.h"},
	{Name: "XF86 video mode headers", Package: "libxxf86vm-dev", Header: "X11/extensions/xf86vmode.h"},
}

// Voice is what speaking a call needs. Without it everything works but sound,
// and the screens say that they are silent.
var Voice = []Part{
	{Name: "speech", Package: "espeak-ng", Command: "espeak-ng"},
	{Name: "sound player", Package: "alsa-utils", Command: "aplay"},
}

// A Machine is where parts are looked for.
type Machine struct {
	Root string   // the file system's root; "" is "/"
	Env  []string // PATH, CC, CPATH and the like, as "KEY=value"
}

// Missing returns the parts that this machine lacks, in the order given.
func (m Machine) Missing(parts ...Part) []Part {
	var lacks []Part
	for _, p := range parts {
		if !m.has(p) {
			lacks = append(lacks, p)
		}
	}
	return lacks
}

// Find returns the path of a command on this machine's PATH, or "". A name
// with a slash is taken as it is.
func (m Machine) Find(command string) string {
	if strings.Contains(command, "/") {
		if executable(command) {
			return command
		}
		return ""
	}
	for _, dir := range filepath.SplitList(Getenv(m.Env, "PATH")) {
		if file := filepath.Join(dir, command); dir != "" && executable(file) {
			return file
		}
	}
	return ""
}

func (m Machine) has(p Part) bool {
	if p.Header != "" {
		return m.hasHeader(p.Header)
	}
	command := p.Command
	// CC may hold flags too: "ccache gcc -m64".
	if words := strings.Fields(Getenv(m.Env, p.Setting)); len(words) > 0 {
		command = words[0]
	}
	return m.Find(command) != ""
}

// hasHeader looks where a Debian compiler looks. A compiler that keeps its
// headers elsewhere is told so by CPATH, which is looked at first.
func (m Machine) hasHeader(name string) bool {
	dirs := filepath.SplitList(Getenv(m.Env, "CPATH"))
	dirs = append(dirs, filepath.SplitList(Getenv(m.Env, "C_INCLUDE_PATH"))...)
	for _, dir := range []string{"usr/local/include", "usr/include", "usr/include/" + multiarch()} {
		dirs = append(dirs, filepath.Join("/", m.Root, dir))
	}
	for _, dir := range dirs {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return true
		}
	}
	return false
}

// multiarch is Debian's name for this processor's folder of headers.
func multiarch() string {
	cpu := map[string]string{"amd64": "x86_64", "arm64": "aarch64", "386": "i386"}[runtime.GOARCH]
	return cpu + "-linux-gnu"
}

func executable(file string) bool {
	info, err := os.Stat(file)
	return err == nil && !info.IsDir() && info.Mode()&0o111 != 0
}

// Packages names the Debian packages that bring the parts, each once.
func Packages(parts []Part) []string {
	var names []string
	seen := map[string]bool{}
	for _, p := range parts {
		if !seen[p.Package] {
			seen[p.Package] = true
			names = append(names, p.Package)
		}
	}
	return names
}

// Getenv returns the value of key in env, the last one if it is there twice,
// or "".
func Getenv(env []string, key string) string {
	for i := len(env) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(env[i], key+"="); ok && key != "" {
			return value
		}
	}
	return ""
}
