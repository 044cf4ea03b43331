package journal

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Reading is what stands behind a mark.
type Reading struct {
	At   Record // the record before the mark, as far as there is one
	End  Mark   // behind the last whole group
	Tail int64  // bytes after it that are no whole group
	// Damaged: after what cannot be read stand records again, so that it is no group that a crash cut short.
	Damaged bool
}

// errNotHere: the mark is not of this journal.
var errNotHere = errors.New("the journal has not what the mark says")

// Read reads from a mark to the end, and calls group with the records of each whole group and the mark behind it. It is
// errNotHere where the mark is not of this journal: it is shorter, or another one.
func (j *Journal) Read(from Mark, group func([]Record, Mark)) (r Reading, err error) {
	if r.At, err = j.before(from); err != nil {
		return r, err
	}
	in := lines(j.file, from.Size)
	r.End = from
	at, pending := from, []Record(nil)
	for {
		line, more, err := in.next()
		if err != nil {
			return r, err
		}
		p, ok := parseLine(line)
		if !more && line == "" || !ok || !p.follows(at) || len(pending) > 0 && p.left != in.left-1 {
			break
		}
		in.left = p.left
		pending = append(pending, p.Record)
		at = Mark{Seq: p.Seq, Size: at.Size + int64(len(line)), Sum: p.sum}
		if p.left == 0 {
			if group != nil {
				group(pending, at)
			}
			r.End, pending = at, pending[:0]
		}
	}
	info, err := j.file.Stat()
	if err != nil {
		return r, fmt.Errorf("read the journal: %w", err)
	}
	r.Tail = info.Size() - r.End.Size
	if r.Tail > 0 {
		r.Damaged, err = j.goesOn(at)
	}
	return r, err
}

// before reads the record that ends at a mark, whose checksum must be the mark's.
func (j *Journal) before(m Mark) (Record, error) {
	if m.Seq == 0 {
		if m != j.first {
			return Record{}, errNotHere
		}
		return Record{}, nil
	}
	from := max(m.Size-lineMax, 0)
	tail := make([]byte, m.Size-from)
	if n, err := j.file.ReadAt(tail, from); n < len(tail) {
		if errors.Is(err, io.EOF) {
			return Record{}, errNotHere
		}
		return Record{}, fmt.Errorf("read the journal: %w", err)
	}
	rest, last := cutLast(tail)
	p, ok := parseLine(string(last))
	previous := j.first
	if m.Seq > 1 {
		_, line := cutLast(rest)
		q, _ := parseLine(string(line))
		previous = Mark{Seq: q.Seq, Sum: q.sum}
	}
	if !ok || p.Seq != m.Seq || p.sum != m.Sum || !p.follows(previous) {
		return Record{}, errNotHere
	}
	return p.Record, nil
}

// cutLast takes the last line away, which ends with a line feed.
func cutLast(text []byte) (rest, line []byte) {
	at := bytes.LastIndexByte(text[:max(len(text)-1, 0)], '\n') + 1
	return text[:at], text[at:]
}

// goesOn tells whether behind a line that cannot be read there is a record that follows the one before it: then the line was not cut short
// by a crash, but changed afterwards.
func (j *Journal) goesOn(at Mark) (bool, error) {
	in := lines(j.file, at.Size)
	for previous := (Mark{}); ; {
		line, more, err := in.next()
		if err != nil || !more && line == "" {
			return false, err
		}
		p, ok := parseLine(line)
		if ok && previous.Sum != "" && p.follows(previous) {
			return true, nil
		}
		previous = Mark{Seq: p.Seq, Sum: p.sum}
	}
}

// lineReader reads lines of at most lineMax bytes; a longer one comes in parts, none of which is a record.
type lineReader struct {
	r    *bufio.Reader
	left int // of the group under way
}

func lines(file io.ReaderAt, from int64) *lineReader {
	const buffer = 32 << 10
	return &lineReader{r: bufio.NewReaderSize(io.NewSectionReader(file, from, 1<<62), buffer)}
}

// next answers a line with its line feed, and whether there may be more; the last one may have none.
func (l *lineReader) next() (line string, more bool, err error) {
	part, err := l.r.ReadSlice('\n')
	switch {
	case err == nil || errors.Is(err, bufio.ErrBufferFull):
		return string(part), true, nil
	case errors.Is(err, io.EOF):
		return string(part), false, nil
	default:
		return "", false, fmt.Errorf("read the journal: %w", err)
	}
}
