package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// stopFile is the pause that works when the store does not: a file beside it, STORE.paused, that is asked before each hand-over. Each of
// its lines stops something: all, marketing, or a scope and a name, such as "flow welcome". An empty file stops everything, so that
// anybody can make it in a moment.
type stopFile struct {
	path string

	mu    sync.Mutex
	size  int64
	mod   time.Time
	lines []string
}

func stopFileOf(storePath string) *stopFile { return &stopFile{path: storePath + ".paused", size: -1} }

// stops tells whether a row must stay. A file that cannot be read stops everything.
func (f *stopFile) stops(row *store.OutboxRow) bool {
	if f == nil {
		return false
	}
	lines, there := f.read()
	if !there {
		return false
	}
	if len(lines) == 0 {
		return true
	}
	for _, line := range lines {
		scope, name, _ := strings.Cut(line, " ")
		switch store.Scope(scope) {
		case store.Marketing:
			if row.Marketing {
				return true
			}
		case store.OfFlow:
			if name == row.Flow {
				return true
			}
		case store.OfTopic:
			if name == row.Topic {
				return true
			}
		case store.OfSender:
			if name == row.Sender {
				return true
			}
		case store.OfOne:
			if name == row.Customer {
				return true
			}
		default: // all, or a word that nobody knows: stopping too much is mended sooner than stopping too little
			return true
		}
	}
	return false
}

func (f *stopFile) read() (lines []string, there bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		f.size = -1
		return nil, false
	}
	if err != nil {
		return nil, true
	}
	if info.Size() == f.size && info.ModTime().Equal(f.mod) {
		return f.lines, true
	}
	text, err := os.ReadFile(f.path)
	if err != nil {
		return nil, true
	}
	f.lines = nil
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			f.lines = append(f.lines, line)
		}
	}
	f.size, f.mod = info.Size(), info.ModTime()
	return f.lines, true
}

// line is a pause as the file says it.
func stopLine(scope store.Scope, name string) string {
	return strings.TrimSpace(string(scope) + " " + name)
}

// add writes one more line.
func (f *stopFile) add(scope store.Scope, name string) error {
	lines, there := f.read()
	if there && len(lines) == 0 {
		return nil // everything is stopped already
	}
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the file that pauses: %w", err)
	}
	_, err = fmt.Fprintln(file, stopLine(scope, name))
	return errors.Join(err, file.Close())
}

// remove takes a line away, and the file with its last one. All takes everything away.
func (f *stopFile) remove(scope store.Scope, name string) error {
	lines, there := f.read()
	if !there {
		return nil
	}
	var left []string
	for _, line := range lines {
		if line != stopLine(scope, name) {
			left = append(left, line)
		}
	}
	if len(left) == 0 || scope == store.All {
		return os.Remove(f.path)
	}
	return os.WriteFile(f.path, []byte(strings.Join(left, "\n")+"\n"), 0o600)
}
