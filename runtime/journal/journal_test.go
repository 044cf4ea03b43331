package journal

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var t0 = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// lab is a journal, and what its database would know after each group.
type lab struct {
	t     *testing.T
	path  string
	j     *Journal
	known []Known
}

// newLab writes groups of so many records.
func newLab(t *testing.T, sizes ...int) *lab {
	t.Helper()
	l := &lab{t: t, path: filepath.Join(t.TempDir(), "a.journal")}
	j, err := Create(l.path, "instance")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	l.j = j
	l.known = []Known{{Owner: j.Owner, Before: j.End(), Head: j.End()}}
	n := 0
	for _, size := range sizes {
		var group []Entry
		for range size {
			n++
			group = append(group, entry(n))
		}
		k := Known{Owner: j.Owner, Before: j.End(), Head: j.Next(group)}
		if err := j.Append(group); err != nil {
			t.Fatal(err)
		}
		if j.End() != k.Head {
			t.Fatalf("the end is %+v, foretold was %+v", j.End(), k.Head)
		}
		l.known = append(l.known, k)
	}
	return l
}

func entry(n int) Entry {
	return Entry{At: t0.Add(time.Duration(n) * time.Second), Key: Key{byte(n), byte(n >> 8)}, Flow: []string{"win_back", "a b\n%", ""}[n%3]}
}

func (l *lab) bytes() []byte {
	l.t.Helper()
	b, err := os.ReadFile(l.path)
	if err != nil {
		l.t.Fatal(err)
	}
	return b
}

func (l *lab) replace(b []byte) {
	l.t.Helper()
	if err := os.WriteFile(l.path, b, 0o600); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) compare(k Known) Finding {
	l.t.Helper()
	f, err := Compare(l.path, k)
	if err != nil {
		l.t.Fatal(err)
	}
	if f.Journal != nil {
		l.t.Cleanup(func() { f.Journal.Close() })
	}
	return f
}

func TestAJournalGivesBackWhatWasWritten(t *testing.T) {
	l := newLab(t, 1, 3, 2)
	j, err := Open(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	var got []Record
	r, err := j.Read(j.first, func(group []Record, _ Mark) { got = append(got, group...) })
	if err != nil || r.Tail != 0 || r.End != l.j.End() || len(got) != 6 {
		t.Fatalf("read %+v with %d records, %v", r, len(got), err)
	}
	for i, rec := range got {
		if want := (Record{Seq: int64(i + 1), Entry: entry(i + 1)}); rec != want {
			t.Errorf("record %d is %+v, want %+v", i, rec, want)
		}
	}
	if info, _ := os.Stat(l.path); info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v", info.Mode())
	}
	if _, err := Create(l.path, "another"); err == nil {
		t.Error("a new journal took the place of one that was there")
	}
	if long := (Entry{Flow: strings.Repeat("ß", 999)}); len(appendLine(nil, &Mark{}, long, 0)) > lineMax {
		t.Error("a line is longer than what is read")
	}
}

func TestCompareSaysWhatTheTwoMean(t *testing.T) {
	l := newLab(t, 2, 3, 1, 2)
	k, whole := l.known, l.bytes()
	other := newLab(t, 2)
	cut := func(m Mark, more int) []byte { return whole[:m.Size+int64(more)] }
	flip := func(at int64) []byte {
		b := bytes.Clone(whole)
		b[at] ^= 4
		return b
	}
	for _, c := range []struct {
		what    string
		file    []byte
		known   Known
		want    Verdict
		unknown int
	}{
		{"as it should be", whole, k[4], Agrees, 0},
		{"the database is one group behind", whole, k[3], Behind, 2},
		{"the database is two groups behind", whole, k[2], Behind, 3},
		{"the database is of the beginning", whole, k[0], Behind, 8},
		{"the database is of a time before the journal", whole, Known{Owner: Owner{Instance: "instance"}}, Behind, 8},
		{"the crash came before the last group", cut(k[4].Before, 0), k[4], Interrupted, 0},
		{"the crash came within the last group's first line", cut(k[4].Before, 20), k[4], Interrupted, 0},
		{"the crash came after the last group's first line", cut(k[4].Head, -5), k[4], Interrupted, 0},
		{"half a group is behind what the database knows", cut(k[4].Head, -5), k[3], Damaged, 0},
		{"behind, and the last group was cut short", cut(k[4].Head, -5), k[2], Behind, 1},
		{"the journal is an older copy", cut(k[3].Before, 0), k[4], Shorter, 5},
		{"the database says something else of that place", whole, Known{Owner: k[4].Owner, Before: Mark{Seq: 6, Size: k[3].Head.Size, Sum: k[2].Head.Sum}, Head: k[4].Head}, Parted, 8},
		{"another database's", other.bytes(), Known{Owner: Owner{Instance: "mine"}}, Foreign, 2},
		{"another journal of the same database", other.bytes(), k[4], Behind, 2},
		{"begun and not written down", cut(k[0].Head, 0), Known{Owner: Owner{Instance: "instance"}}, Begun, 0},
		{"its first line is damaged", flip(20), k[4], Damaged, 0},
		{"it is empty", nil, k[4], Damaged, 0},
		{"damage behind where the database stands", flip(k[2].Head.Size + 40), k[1], Damaged, 3},
		{"damage at the place where the database stands", flip(k[2].Head.Size - 12), k[3], Damaged, 2},
		{"something was written behind it", append(bytes.Clone(whole), "more\n"...), k[4], Damaged, 0},
	} {
		l.replace(c.file)
		f := l.compare(c.known)
		if f.Verdict != c.want || f.Unknown != c.unknown {
			t.Errorf("%s: %v, %d unknown; want %v, %d", c.what, f.Verdict, f.Unknown, c.want, c.unknown)
		}
	}
	os.Remove(l.path)
	if f := l.compare(k[4]); f.Verdict != Missing {
		t.Errorf("it is gone: %v", f.Verdict)
	}
	if f := l.compare(Known{Owner: Owner{Instance: "instance"}}); f.Verdict != Fresh {
		t.Errorf("there was none: %v", f.Verdict)
	}
}

// A database that went on after a group that was never written knows a head that is in no journal; so does a backup of that moment.
func TestAHeadThatWasNeverWrittenIsNoReasonToTrust(t *testing.T) {
	l := newLab(t, 2, 2)
	k := Known{Owner: l.j.Owner, Before: l.known[1].Head, Head: Mark{Seq: 3, Size: 1 << 20, Sum: strings.Repeat("0", 32)}}
	if f := l.compare(k); f.Verdict != Behind || f.Unknown != 2 || f.From != k.Before {
		t.Errorf("%v, %d unknown from %+v", f.Verdict, f.Unknown, f.From)
	}
}

// Whatever byte is changed, and wherever the file is cut, what a database of before does not know is never taken for nothing.
func TestNoDamageMakesWhatTheDatabaseDoesNotKnowDisappear(t *testing.T) {
	l := newLab(t, 2, 3, 1)
	k, whole := l.known, l.bytes()
	for at := range whole {
		b := bytes.Clone(whole)
		b[at] ^= 1
		l.replace(b)
		for n := range k[:3] {
			if f := l.compare(k[n]); f.Verdict.Safe() {
				t.Fatalf("byte %d changed, after group %d: %v", at, n, f.Verdict)
			}
		}
		keys := map[Key]bool{}
		if _, err := Salvage(l.path, Mark{}, func(r Record, _ bool) { keys[r.Key] = true }); err != nil {
			t.Fatal(err)
		}
		if len(keys) < 4 { // a line feed that is gone takes two lines with it
			t.Fatalf("byte %d changed: %d of 6 keys are left", at, len(keys))
		}
	}
	for size := range whole {
		l.replace(whole[:size])
		f := l.compare(k[3])
		want := f.Verdict == Interrupted && int64(size) >= k[3].Before.Size || f.Verdict == Shorter || f.Verdict == Damaged
		if !want {
			t.Fatalf("cut at %d: %v", size, f.Verdict)
		}
		if f := l.compare(k[1]); f.Verdict.Safe() && int64(size) > k[1].Head.Size {
			t.Fatalf("cut at %d, behind: %v", size, f.Verdict)
		}
	}
}

func TestATornGroupIsCutAndTheNextOneTakesItsPlace(t *testing.T) {
	l := newLab(t, 2, 3)
	k := l.known[2]
	l.replace(l.bytes()[:k.Head.Size-10])
	f := l.compare(k)
	if f.Verdict != Interrupted {
		t.Fatal(f.Verdict)
	}
	if err := f.Journal.Go(f.End); err != nil {
		t.Fatal(err)
	}
	again := []Entry{entry(9)}
	after := Known{Owner: k.Owner, Before: f.End, Head: f.Journal.Next(again)}
	if err := f.Journal.Append(again); err != nil {
		t.Fatal(err)
	}
	if f := l.compare(after); f.Verdict != Agrees || f.End.Seq != 3 {
		t.Errorf("%v at %+v", f.Verdict, f.End)
	}
}

func TestRebuildKeepsTheOldFileAndAllThatCanBeRead(t *testing.T) {
	l := newLab(t, 300, 300)
	b := l.bytes()
	copy(b[l.known[1].Head.Size+5:], "#####") // one checksum
	l.replace(b)
	j, kept, err := Rebuild(l.path, "mine")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if old, err := os.ReadFile(kept); err != nil || !bytes.Equal(old, b) {
		t.Errorf("the old file is not what it was: %v", err)
	}
	if f := l.compare(Known{Owner: Owner{Instance: "mine"}}); f.Verdict != Behind || f.Unknown != 600 {
		t.Errorf("rebuilt: %v, %d records", f.Verdict, f.Unknown)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(l.path), "*")); fmt.Sprint(len(left)) != "2" {
		t.Errorf("left behind: %v", left)
	}
}
