package toolchain

import (
	"context"
	"os/exec"
	"syscall"
	"time"
)

// Grace is how long a process that was asked to stop may take before it is
// killed. The hub promises to end within it.
const Grace = 5 * time.Second

// Command prepares a tool that runs in the folder dir with exactly env, in a
// process group of its own. When ctx ends, the whole group is asked to stop,
// and killed after Grace; Wait returns only then, so nothing is left behind.
// The path is looked up by the caller (Machine.Find), not here.
func Command(ctx context.Context, dir string, env []string, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.Env = dir, env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		group := -cmd.Process.Pid
		time.AfterFunc(Grace, func() { _ = syscall.Kill(group, syscall.SIGKILL) })
		return syscall.Kill(group, syscall.SIGTERM)
	}
	cmd.WaitDelay = Grace + time.Second
	return cmd
}
