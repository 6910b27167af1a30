package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"turno/cmd/internal/toolchain"
)

// install makes sure that the windows can be built and run. Speech is wanted
// and not needed: without it the screens say that they are silent.
func (b *branch) install(ctx context.Context) error {
	var needed []toolchain.Part
	if b.windows {
		needed = b.machine.Missing(append(append([]toolchain.Part{}, toolchain.Compiler...), toolchain.Windows...)...)
	}
	voice := b.machine.Missing(toolchain.Voice...)
	if len(needed) == 0 && len(voice) == 0 {
		b.say.line("system", "everything is there")
		return nil
	}
	if len(needed) > 0 {
		b.say.line("system", "missing, to build the windows: %s", names(needed))
	}
	if len(voice) > 0 {
		b.say.line("system", "missing, to speak a call (it runs without): %s", names(voice))
	}
	all := toolchain.Packages(append(needed, voice...))
	commands, told := b.aptCommands(all)
	if len(needed) == 0 && !b.opts.yes {
		b.say.line("", "to hear calls: %s", told)
		return nil
	}
	if !b.agreed(commands, told) {
		if len(needed) == 0 {
			return nil
		}
		_, told = b.aptCommands(toolchain.Packages(needed))
		return fmt.Errorf("the windows can't be built yet. Install what is missing and start again:\n\n    %s\n\n(go run ./cmd/turno -headless runs the hub and its pages without windows)", told)
	}
	for _, command := range commands {
		b.say.line("install", "%s", strings.Join(command, " "))
		if err := b.runTool(ctx, command); err != nil {
			if ctx.Err() != nil {
				return errors.New("stopped while installing")
			}
			if len(needed) == 0 {
				b.say.line("install", "failed (%v): the branch runs without a voice", err)
				return nil
			}
			return fmt.Errorf("%s failed (%w). Its own words are above; the command to run by hand:\n\n    %s", command[0], err, told)
		}
	}
	if still := b.machine.Missing(needed...); len(still) > 0 {
		return fmt.Errorf("apt-get has installed its packages, and there is still no %s", names(still))
	}
	return nil
}

// aptCommands answers what installs the packages with the rights there are,
// none if there are none, and the same as a line that a person can paste.
func (b *branch) aptCommands(packages []string) (commands [][]string, told string) {
	update := []string{"apt-get", "update"}
	install := append([]string{"apt-get", "install", "-y", "--no-install-recommends"}, packages...)
	apt := b.machine.Find("apt-get") != ""
	switch {
	case !apt:
		return nil, strings.Join(install, " ") + "    (Debian's names: this machine has no apt-get)"
	case b.root:
	case b.machine.Find("sudo") != "":
		update, install = append([]string{"sudo"}, update...), append([]string{"sudo"}, install...)
	default:
		return nil, fmt.Sprintf("su -c '%s && %s'", strings.Join(update, " "), strings.Join(install, " "))
	}
	return [][]string{update, install}, strings.Join(update, " ") + " && " + strings.Join(install, " ")
}

// agreed says what would be done and asks, unless -yes has answered already or
// there is nobody with the right to do it.
func (b *branch) agreed(commands [][]string, told string) bool {
	if commands == nil {
		return false
	}
	if b.opts.yes {
		return true
	}
	b.say.line("", "it would run: %s", told)
	b.say.ask("          Install now? [Y/n] ")
	answer, err := bufio.NewReader(b.stdin).ReadString('\n')
	if err != nil && answer == "" {
		b.say.plain("nobody answers\n")
		return false
	}
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "" || answer == "y" || answer == "yes"
}

// runTool runs apt-get, or sudo, in the open: it may ask for a password.
func (b *branch) runTool(ctx context.Context, command []string) error {
	path := b.machine.Find(command[0])
	env := append(b.machine.Env[:len(b.machine.Env):len(b.machine.Env)], "DEBIAN_FRONTEND=noninteractive")
	cmd := toolchain.Command(ctx, b.module, env, path, command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = b.stdin, b.stdout, b.stderr
	// A group of its own would be in the background, where nobody may read a
	// password from the terminal.
	cmd.SysProcAttr.Setpgid = false
	cmd.Cancel = func() error { return nil } // Ctrl-C reaches it by itself
	return cmd.Run()
}

func names(parts []toolchain.Part) string {
	var all []string
	for _, p := range parts {
		all = append(all, p.Name)
	}
	return strings.Join(all, ", ")
}
