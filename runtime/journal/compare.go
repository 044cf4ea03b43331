package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// Known is what a database knows of its journal: which it is (the empty ID: it has none yet), where the journal's end was before the latest
// group was committed, and where it was to be after it.
type Known struct {
	Owner
	Before, Head Mark
}

// Verdict says what a journal and a database mean together.
type Verdict int

// The verdicts. The first four let a runner go on; after the others nothing may be sent until a person has looked.
const (
	// Agrees: the database knows all that the journal has, and nothing else.
	Agrees Verdict = iota
	// Fresh: neither of them has begun.
	Fresh
	// Begun: the journal was begun for this database, which had no time to write that down.
	Begun
	// Interrupted: a crash came between the commit of the latest group and the journal. None of the group's messages went.
	Interrupted
	// Behind: the journal has hand-overs that the database does not know: a backup was restored, or pages were lost.
	Behind
	// Missing: the database knows a journal, and there is none.
	Missing
	// Shorter: the journal has lost records that the database knows, or an older copy was put in its place.
	Shorter
	// Parted: the journal is one of this database, and has not what the database says of it: the two went different ways.
	Parted
	// Foreign: the journal is another database's.
	Foreign
	// Damaged: something in the journal cannot be read.
	Damaged
)

// Safe tells whether a runner may go on.
func (v Verdict) Safe() bool { return v <= Interrupted }

// String says it for people, after "the journal".
func (v Verdict) String() string {
	switch v {
	case Agrees:
		return "agrees with the store"
	case Fresh:
		return "has not begun yet"
	case Begun:
		return "has just begun"
	case Interrupted:
		return "agrees with the store but for a group that a crash cut short"
	case Behind:
		return "has hand-overs that the store does not know: the store is an older copy, or has lost what was written"
	case Missing:
		return "is missing"
	case Shorter:
		return "has lost hand-overs that the store knows, or is an older copy"
	case Parted:
		return "and the store have gone different ways"
	case Foreign:
		return "is another store's"
	case Damaged:
		return "is damaged"
	default:
		return fmt.Sprintf("Verdict(%d)", int(v))
	}
}

// Finding is what Compare found.
type Finding struct {
	Verdict Verdict
	Journal *Journal // open, for the caller to close; nil where there is none or its first line cannot be read
	// From is the place up to which the database knows all; the zero Mark: that cannot be told, so that every record counts.
	From Mark
	End  Mark // behind the last whole group
	// Unknown is how many records stand behind From, in whole groups.
	Unknown int
	Known   time.Time // of the last record before From; zero: none
}

// Compare holds a journal against what the database knows. It reads from where the database stands, so that it takes as long as there is
// to be found, however old the journal is. An error means that the file could not be read at all.
func Compare(path string, k Known) (Finding, error) {
	j, err := Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && k.ID == "":
		return Finding{Verdict: Fresh}, nil
	case errors.Is(err, fs.ErrNotExist):
		return Finding{Verdict: Missing}, nil
	case errors.Is(err, ErrDamaged):
		return Finding{Verdict: Damaged}, nil
	case err != nil:
		return Finding{}, err
	}
	f, err := j.compare(k)
	if err != nil {
		return f, errors.Join(err, j.Close())
	}
	f.Journal = j
	return f, nil
}

func (j *Journal) compare(k Known) (f Finding, err error) {
	if j.Owner != k.Owner {
		return j.other(k)
	}
	headAt := -1 // how many records stand before the database's head, counted from Before
	records := 0
	r, err := j.Read(k.Before, func(group []Record, end Mark) {
		records += len(group)
		if end == k.Head {
			headAt = records
		}
	})
	if errors.Is(err, errNotHere) {
		return j.lost(k)
	}
	if err != nil {
		return f, err
	}
	f = Finding{From: k.Before, End: r.End, Unknown: records, Known: r.At.At}
	if k.Head == k.Before {
		headAt = 0
	}
	switch size := r.End.Size + r.Tail; {
	case headAt >= 0:
		f.From, f.Unknown = k.Head, records-headAt
		if f.Unknown == 0 && r.Tail == 0 {
			f.Verdict = Agrees
			return f, nil
		}
	case r.End == k.Before && size <= k.Head.Size:
		// What is of the group, if anything, was not synced when its messages were to go, or the database knows them.
		f.Verdict = Interrupted
		return f, nil
	}
	f.Verdict = Behind
	if r.Damaged || f.Unknown == 0 {
		f.Verdict = Damaged
	}
	return f, nil
}

// other is a journal that is not the one that the database knows.
func (j *Journal) other(k Known) (Finding, error) {
	f, err := j.whole()
	switch {
	case err != nil:
		return f, err
	case j.Owner.Instance != k.Instance:
		f.Verdict = Foreign
	case f.Verdict == Damaged:
	case k.ID == "" && f.End == j.first:
		f.Verdict = Begun
	default:
		f.Verdict = Behind
	}
	return f, nil
}

// lost is a journal that has not what the database says of it.
func (j *Journal) lost(k Known) (Finding, error) {
	f, err := j.whole()
	switch {
	case err != nil || f.Verdict == Damaged:
	case f.End.Seq < k.Before.Seq:
		f.Verdict = Shorter
	default:
		f.Verdict = Parted
	}
	return f, err
}

// whole reads all of it; the verdict is Damaged or the zero one.
func (j *Journal) whole() (f Finding, err error) {
	r, err := j.Read(j.first, func(group []Record, _ Mark) { f.Unknown += len(group) })
	f.End = r.End
	if r.Damaged {
		f.Verdict = Damaged
	}
	return f, err
}
