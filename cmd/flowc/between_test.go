package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// impatient is a keyboard at which somebody does something else before saying yes.
type impatient struct {
	before func()
	said   bool
}

func (k *impatient) Read(p []byte) (int, error) {
	if k.said {
		return 0, io.EOF
	}
	k.said = true
	k.before()
	return copy(p, "yes\n"), nil
}

func TestApplyIsStaleWhereAnotherApplyCameBetween(t *testing.T) {
	u := newUser(t, `"order.delivered"`)
	u.must(exitDone, "apply", "-auto-approve")
	u.write("f.flow.hcl", fmt.Sprintf(testFlow, `"order.shipped"`))
	other := &user{t: t, dir: u.dir, now: u.now}
	u.stdin = &impatient{before: func() {
		u.write("f.flow.hcl", fmt.Sprintf(testFlow, `"order.paid"`))
		other.must(exitDone, "apply", "-auto-approve")
	}}
	u.must(exitStale, "apply")
	u.must(exitDone, "plan", "-detailed-exitcode") // the other one's is what runs
}

func TestApplyIsStaleWhereSomebodyEnteredWhatItRemoves(t *testing.T) {
	u := newUser(t, `"order.delivered"`)
	u.must(exitDone, "apply", "-auto-approve")
	u.write("e.jsonl", placed("o1", "2026-03-02T09:00:00Z"))
	u.write("f.flow.hcl", strings.Replace(fmt.Sprintf(testFlow, `"order.delivered"`), `await "w"`, `await "v"`, 1))
	other := &user{t: t, dir: u.dir, now: u.now}
	u.stdin = &impatient{before: func() {
		other.must(exitDone, "import", filepath.Join(u.dir, "e.jsonl"))
		other.must(exitDone, "run", "-once")
	}}
	u.must(exitStale, "apply")
	u.must(exitRefused, "apply", "-auto-approve")
}

func TestAnImportThatIsInterruptedKeepsWhatItTookAndSaysSo(t *testing.T) {
	u := newUser(t, `"order.delivered"`)
	u.must(exitDone, "apply", "-auto-approve")
	lines := func(from, to int) io.Reader {
		var b strings.Builder
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, `{"id":"e%d","type":"customer.created","at":"2026-03-02T09:00:00Z","source":"shop","customer":{"id":"c%[1]d"}}`+"\n", i)
		}
		return strings.NewReader(b.String())
	}
	ctx, interrupt := context.WithCancel(t.Context())
	u.ctx, u.stdin = ctx, io.MultiReader(lines(0, importBatch), &impatient{before: interrupt}, lines(importBatch, 3*importBatch))
	u.must(exitFailed, "import", "-")
	if !strings.Contains(u.stderr.String(), "stopped: 1,000 lines taken") {
		t.Errorf("got %q", u.stderr.String())
	}
	u.ctx, u.stdin = nil, lines(0, 3*importBatch)
	u.must(exitDone, "import", "-")
	if !strings.Contains(u.stderr.String(), "2,000 lines taken, 1,000 there before") {
		t.Errorf("got %q", u.stderr.String())
	}
}
