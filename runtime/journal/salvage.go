package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Salvage calls record with every record of the file from a place on (the zero Mark: from the beginning) that has the form of one, whether
// its checksum is right or not, and answers how many lines have none. It is for files that cannot be trusted: a key too many keeps one
// message back, a key too few sends one twice. proven is true where the record follows the line before it.
func Salvage(path string, from Mark, record func(r Record, proven bool)) (unreadable int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("read the journal: %w", err)
	}
	defer f.Close()
	in := lines(f, from.Size)
	for previous := from; ; {
		line, more, err := in.next()
		if err != nil || !more && line == "" {
			return unreadable, err
		}
		if _, first, err := parseFirst(line); err == nil && previous == (Mark{}) {
			previous = first
			continue
		}
		p, ok := parseLine(line)
		if !ok {
			unreadable++
			previous = Mark{}
			continue
		}
		record(p.Record, previous.Sum != "" && p.follows(previous))
		previous = Mark{Seq: p.Seq, Sum: p.sum}
	}
}

// rebuiltGroup is how many records are written at once into a new journal.
const rebuiltGroup = 256

// Rebuild puts a new journal for a database in a file's place, with all that can be salvaged from it, and keeps the old file under the name
// that it answers. So the new one still tells of all that left the house, whichever copy of the database meets it.
func Rebuild(path, instance string) (j *Journal, kept string, err error) {
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, "", fmt.Errorf("rebuild the journal: %w", err)
	}
	if j, err = Create(fresh, instance); err != nil {
		return nil, "", err
	}
	if err = j.copyFrom(path); err == nil {
		if kept, err = keep(path); err == nil {
			err = os.Rename(fresh, path)
		}
	}
	if err != nil {
		return nil, "", errors.Join(fmt.Errorf("rebuild the journal: %w", err), j.Close(), os.Remove(fresh))
	}
	j.path = path
	if err := syncFolder(path); err != nil {
		return nil, "", errors.Join(err, j.Close())
	}
	return j, kept, nil
}

func (j *Journal) copyFrom(path string) (err error) {
	var group []Entry
	_, bad := Salvage(path, Mark{}, func(r Record, _ bool) {
		if group = append(group, r.Entry); len(group) == rebuiltGroup && err == nil {
			err = j.Append(group)
			group = group[:0]
		}
	})
	if err = errors.Join(err, bad); err == nil && len(group) > 0 {
		err = j.Append(group)
	}
	return err
}

// keep gives a file a second name, or copies it where the file system has no second names.
func keep(path string) (name string, err error) {
	for n := 1; ; n++ {
		name = fmt.Sprintf("%s.old-%d", path, n)
		if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
			break
		}
	}
	if os.Link(path, name) == nil {
		return name, nil
	}
	in, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.copy")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err == nil {
		err = os.Rename(out.Name(), name)
	}
	return name, err
}
