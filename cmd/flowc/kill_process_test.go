package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// buildFlowc builds the command as a user would.
func buildFlowc(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "flowc")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// process is the command at work, as a process of its own.
type process struct {
	cmd    *exec.Cmd
	args   []string
	began  time.Time
	stdout bytes.Buffer
	stderr bytes.Buffer
}

func startProcess(binary, dir string, args ...string) (*process, error) {
	p := &process{args: args, cmd: exec.Command(binary, append([]string{"-project", dir}, args...)...)}
	p.cmd.Env = append(os.Environ(), "STOCK_SECRET=a secret of the stock")
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	p.began = time.Now()
	return p, p.cmd.Start()
}

// kill is SIGKILL: nothing is tidied up.
func (p *process) kill() { _ = p.cmd.Process.Kill() }

// wait says how the process ended: by SIGKILL while it lived, or otherwise with a code, -1 for another signal.
func (p *process) wait() (killed bool, code int) {
	_ = p.cmd.Wait() // the state says more
	status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL, p.cmd.ProcessState.ExitCode()
}

// endsMax is how long a command may take that nobody kills.
const endsMax = 3 * time.Minute

// end waits for a command that nobody kills. One that works for ever is killed after all, and its code is -1.
func (p *process) end() (code int) {
	timer := time.AfterFunc(endsMax, p.kill)
	defer timer.Stop()
	_, code = p.wait()
	return code
}

// complaint tells of a command that did not end as it should, with the end of what it said.
func (p *process) complaint(code int) string {
	ended := fmt.Sprintf("exit %d", code)
	if code == -1 {
		ended = fmt.Sprintf("it was ended by a signal, as one that takes longer than %v", endsMax)
	}
	const lengthMax = 4 << 10
	b := p.stderr.Bytes()
	return fmt.Sprintf("flowc %s: %s\n%s", strings.Join(p.args, " "), ended, b[max(0, len(b)-lengthMax):])
}

var rescueLine = regexp.MustCompile(`stopped in the middle.* planned_again=(\d+) unknown=(\d+)`)

// rescued is what a runner found of the one before it, as it says itself.
func (p *process) rescued() (planned, unknown int) {
	m := rescueLine.FindSubmatch(p.stderr.Bytes())
	if m == nil {
		return 0, 0
	}
	planned, _ = strconv.Atoi(string(m[1]))
	unknown, _ = strconv.Atoi(string(m[2]))
	return planned, unknown
}
