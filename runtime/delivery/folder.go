package delivery

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// folder is the channel that writes each mail into a file of its own, <date>-<key>.eml, so that a listing by name
// is a listing by time. A key has one file: a message delivered again under its key changes nothing.
type folder struct {
	dir string
	now func() time.Time

	mu     sync.Mutex
	files  map[string]string // by the key's part of the name; "" while one is being written
	closed bool
}

const (
	letterExt = ".eml"
	draftExt  = ".tmp"
	// draftAge is how old a draft must be to be the remains of a process that was killed.
	draftAge = time.Hour
	// dateLayout sorts by name as it sorts by time.
	dateLayout = "20060102T150405Z"
)

// openFolder takes what follows "file:".
func openFolder(path string, opt Options) (Channel, error) {
	path = strings.TrimPrefix(path, "//")
	if path == "" || strings.ContainsAny(path, "\x00?#") {
		return nil, errors.New("file: is followed by the path of a folder")
	}
	if opt.Now == nil {
		return nil, errors.New("the file channel needs a clock")
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(opt.Dir, path)
	}
	f := &folder{dir: path, now: opt.Now, files: map[string]string{}}
	// The letters hold names and addresses, so nobody but the owner may look.
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for mail: %w", err)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("read the folder for mail: %w", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if _, key, ok := strings.Cut(name, "-"); ok && strings.HasSuffix(name, letterExt) {
			f.files[strings.TrimSuffix(key, letterExt)] = name
		}
		if !strings.HasPrefix(name, ".") || !strings.HasSuffix(name, draftExt) {
			continue
		}
		if info, err := entry.Info(); err == nil && f.now().Sub(info.ModTime()) > draftAge {
			_ = os.Remove(filepath.Join(path, name))
		}
	}
	return f, nil
}

// Deliver writes the mail to disk, asks ready, and gives the file its name: that is the last byte.
func (f *folder) Deliver(ctx context.Context, m Message, ready Ready) Outcome {
	if o, bad := refuseMail(m); bad {
		return o
	}
	if err := ctx.Err(); err != nil {
		return f.notSent("stop before writing", context.Cause(ctx))
	}
	key := safeKey(m.Key)
	already, err := f.claim(key)
	if err != nil {
		return f.notSent("claim the key", err)
	}
	if already != "" {
		return Outcome{Verdict: Accepted, Answer: oneLine("already in " + already)}
	}
	name := ""
	defer func() { f.settle(key, name) }()

	draft, err := f.write(m.Raw)
	if err != nil {
		return f.notSent("write the mail", err)
	}
	defer os.Remove(draft) // a no-op once it has its name
	if ready != nil {
		if err := ready(ctx); err != nil {
			return withheld(err)
		}
	}
	if ctx.Err() != nil {
		return f.notSent("stop before naming", context.Cause(ctx))
	}
	final := f.date(m.Raw).UTC().Format(dateLayout) + "-" + key + letterExt
	if err := os.Rename(draft, filepath.Join(f.dir, final)); err != nil {
		return f.notSent("name the mail", err)
	}
	name = final
	if err := syncDir(f.dir); err != nil {
		// The file is there for all to see, but a power cut may take it away again.
		return Outcome{Verdict: Unknown, Answer: "the folder could not be synced", Err: fmt.Errorf("sync the folder: %w", err)}
	}
	return Outcome{Verdict: Accepted, Answer: oneLine("written to " + final)}
}

func (f *folder) notSent(what string, err error) Outcome {
	return Outcome{Verdict: NotSent, Scope: ScopeRelay, Answer: "not written: " + what, Err: fmt.Errorf("%s: %w", what, err)}
}

var errBusy = errors.New("the same key is being delivered")

// claim gives the name of the key's file if it is still there; else the key is the caller's until settle.
func (f *folder) claim(key string) (name string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return "", ErrClosed
	}
	name, known := f.files[key]
	if known && name == "" {
		return "", errBusy
	}
	if known {
		_, err := os.Lstat(filepath.Join(f.dir, name))
		if err == nil {
			return name, nil
		}
		if !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
		// Somebody emptied the folder: they want to see mail anew.
	}
	f.files[key] = ""
	return "", nil
}

func (f *folder) settle(key, name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if name == "" {
		delete(f.files, key)
		return
	}
	f.files[key] = name
}

// write puts raw into a draft, synced to the disk.
func (f *folder) write(raw []byte) (path string, err error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return "", err
	}
	file, err := os.CreateTemp(f.dir, ".*"+draftExt)
	if err != nil {
		return "", err
	}
	_, err = file.Write(raw)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// date is that of the mail's Date header, so that the folder is in the order of the letters also where a project
// is run at other times than now; else the clock's.
func (f *folder) date(raw []byte) time.Time {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return f.now()
	}
	at, err := m.Header.Date()
	if err != nil || at.UTC().Year() < 1 || at.UTC().Year() > 9999 {
		return f.now()
	}
	return at
}

// Close refuses what comes later. Nothing is kept open.
func (f *folder) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// maxReadable is how much of a key is left to read in a file's name; names end at 255 bytes nearly everywhere.
const maxReadable = 120

// safeKey is a file's name for a key: readable, without a letter that a file system or a shell takes for something
// else, and different for different keys also where upper and lower case are one.
func safeKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	readable := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '.':
			return r
		}
		return '-'
	}, key)
	return strings.Trim(readable[:min(len(readable), maxReadable)], "-.") + "-" + hex.EncodeToString(sum[:6])
}
