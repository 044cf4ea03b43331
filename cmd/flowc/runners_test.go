package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var runnerRounds = flag.Int("runners", 5, "TestOfTwoRunnersOneWorks: how many times two runners are started at once")

// TestOfTwoRunnersOneWorks starts two runners of one store at the same moment, again and again: one works, the other says so and leaves.
func TestOfTwoRunnersOneWorks(t *testing.T) {
	binary := buildFlowc(t)
	u := newUser(t, `"order.delivered"`)
	u.now = time.Now().UTC()
	u.write("f.flow.hcl", brakeFlow)
	u.must(exitDone, "apply", "-auto-approve")
	for round := range *runnerRounds {
		u.now = time.Now().UTC()
		u.orders(1, fmt.Sprintf("r%d-", round))
		race(t, round, binary, u.dir)
	}
	u.wantMails(*runnerRounds, "one mail an order")
}

// race is one round: the two runners, until one has left and the other has looked.
func race(t *testing.T, round int, binary, dir string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	type end struct {
		which, code int
	}
	var runners [2]*exec.Cmd
	var said [2]lockedBuffer
	ends := make(chan end, 2)
	for i := range runners {
		runners[i] = exec.CommandContext(ctx, binary, "-project", dir, "run")
		runners[i].Stderr = &said[i]
		runners[i].Env = os.Environ()
	}
	for _, r := range runners {
		if err := r.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for i, r := range runners {
		go func() {
			_ = r.Wait() // the state says more
			ends <- end{i, r.ProcessState.ExitCode()}
		}()
	}
	loser := <-ends
	winner := 1 - loser.which
	if loser.code != exitFailed || !strings.Contains(said[loser.which].String(), "another runner") {
		t.Errorf("round %d: one left with %d and said %q", round, loser.code, said[loser.which].String())
	}
	for !strings.Contains(said[winner].String(), "running") && ctx.Err() == nil {
		time.Sleep(5 * time.Millisecond) // a process of its own: nothing else tells when it has begun
	}
	for outbox := filepath.Join(dir, "outbox"); ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
		if files, err := filepath.Glob(filepath.Join(outbox, "*.eml")); err == nil && len(files) > round {
			break
		}
	}
	if err := runners[winner].Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("round %d: the one that works has ended: %v", round, err)
	}
	if w := <-ends; w.code != exitDone {
		t.Errorf("round %d: the one that works ended with %d and said %q", round, w.code, said[winner].String())
	}
}

// lockedBuffer is what a process says, read while it speaks.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
