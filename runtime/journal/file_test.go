package journal

import (
	"errors"
	"fmt"
	"testing"
)

// worse is a disk that tells what was asked of it, and fails at one of its calls.
type worse struct {
	disk
	calls  []string
	failAt int
}

var errDisk = errors.New("input/output error")

func (w *worse) call(name string) error {
	if w.calls = append(w.calls, name); len(w.calls) == w.failAt {
		return errDisk
	}
	return nil
}

func (w *worse) WriteAt(p []byte, off int64) (int, error) {
	if err := w.call("write"); err != nil {
		return w.half(p, off), err
	}
	return w.disk.WriteAt(p, off)
}

func (w *worse) half(p []byte, off int64) int {
	n, _ := w.disk.WriteAt(p[:len(p)/2], off)
	return n
}

func (w *worse) Sync() error {
	return errors.Join(w.call("sync"), w.disk.Sync())
}

func TestAGroupIsWrittenOnceAndSyncedOnce(t *testing.T) {
	l := newLab(t, 1)
	w := &worse{disk: l.j.file}
	l.j.file = w
	if err := l.j.Append([]Entry{entry(2), entry(3), entry(4)}); err != nil || fmt.Sprint(w.calls) != "[write sync]" {
		t.Errorf("%v, %v", w.calls, err)
	}
}

// After a write or a sync that failed nobody knows what is on the disk: nothing more is taken until the file is compared anew.
func TestAJournalThatCouldNotBeWrittenTakesNothingMore(t *testing.T) {
	for failAt := range 2 {
		l := newLab(t, 1)
		end, group := l.j.End(), []Entry{entry(2), entry(3)}
		k := Known{Owner: l.j.Owner, Before: end, Head: l.j.Next(group)}
		l.j.file = &worse{disk: l.j.file, failAt: failAt + 1}
		for range 2 {
			if err := l.j.Append(group); !errors.Is(err, errDisk) {
				t.Fatalf("call %d failed: %v", failAt+1, err)
			}
		}
		if l.j.End() != end {
			t.Errorf("call %d failed: the end moved to %+v", failAt+1, l.j.End())
		}
		f := l.compare(k)
		if !f.Verdict.Safe() {
			t.Errorf("call %d failed: %v", failAt+1, f.Verdict)
		}
		if err := errors.Join(l.j.Go(f.End), l.j.Append(group[:1])); err != nil {
			t.Errorf("call %d failed, and it was compared anew: %v", failAt+1, err)
		}
	}
}
