package journal

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// ErrDamaged: the file is no journal, or its first line is damaged.
var ErrDamaged = errors.New("the journal cannot be read")

// disk is what a journal needs of its file; tests put a worse one in its place.
type disk interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Stat() (os.FileInfo, error)
	Truncate(size int64) error
	Sync() error
}

// Journal is an open journal. Its methods are for one goroutine at a time.
type Journal struct {
	Owner Owner
	file  disk
	path  string
	first Mark  // behind the first line
	end   Mark  // where the next group goes; set by Go
	fault error // of a write: what is on the disk is not known any more
}

// Create makes a new journal for a database. It is at its path only when it is whole, and never takes another file's place.
func Create(path, instance string) (*Journal, error) {
	if err := create(path, firstLine(newOwner(instance))); err != nil {
		return nil, fmt.Errorf("begin the journal: %w", err)
	}
	j, err := Open(path)
	if err != nil {
		return nil, err
	}
	j.end = j.first
	return j, nil
}

func newOwner(instance string) Owner {
	var id [16]byte
	rand.Read(id[:]) // which never fails
	return Owner{ID: hex.EncodeToString(id[:]), Instance: instance}
}

func create(path, line string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new") // readable by its owner alone
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(line)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(path)
}

// syncFolder makes a file's name as durable as its content.
func syncFolder(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Open opens the journal at path and reads its first line: fs.ErrNotExist where there is none, ErrDamaged where it is none.
func Open(path string) (*Journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	j := &Journal{file: f, path: path}
	line, err := bufio.NewReaderSize(io.LimitReader(f, lineMax), lineMax).ReadString('\n')
	if err == nil || errors.Is(err, io.EOF) {
		j.Owner, j.first, err = parseFirst(line)
		if err != nil {
			err = fmt.Errorf("%w: %s: %w", ErrDamaged, path, err)
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return j, nil
}

// First is the mark behind the first line: where the records begin.
func (j *Journal) First() Mark { return j.first }

// End is the mark behind all that was written.
func (j *Journal) End() Mark { return j.end }

// Go takes the mark as the journal's end: what stands behind it is cut off, and the next group goes there.
func (j *Journal) Go(on Mark) error {
	info, err := j.file.Stat()
	if err == nil && info.Size() > on.Size {
		err = errors.Join(j.file.Truncate(on.Size), j.file.Sync())
	}
	if err != nil {
		return fmt.Errorf("cut the journal: %w", err)
	}
	j.end, j.fault = on, nil
	return nil
}

// Next is the end that the journal will have when a group is appended to it.
func (j *Journal) Next(group []Entry) Mark {
	_, end := j.lines(group)
	return end
}

func (j *Journal) lines(group []Entry) (lines []byte, end Mark) {
	end = j.end
	for i, e := range group {
		lines = appendLine(lines, &end, e, len(group)-1-i)
	}
	return lines, end
}

// Append writes a group and syncs it; when it answers nil the group is on the disk. After an error nobody knows what is: the journal takes
// nothing more until it has been opened and compared anew.
func (j *Journal) Append(group []Entry) error {
	if j.fault != nil {
		return j.fault
	}
	lines, end := j.lines(group)
	_, err := j.file.WriteAt(lines, j.end.Size)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		j.fault = fmt.Errorf("write the send journal %s: %w", j.path, err)
		return j.fault
	}
	j.end = end
	return nil
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }
