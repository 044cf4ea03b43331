package calendar

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// long asks for every zone, every minute and all of history. Without it the
// tests take one zone of each behaviour and every fifth minute.
var long = os.Getenv("FLOWC_LONG") == "1"

// The years in which every change of every zone is looked at.
var (
	since = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	until = time.Date(2041, 1, 1, 0, 0, 0, 0, time.UTC)
)

// everyZone returns all zones of the zone database that comes with Go, by name;
// where the installation has none, those of the system.
var everyZone = sync.OnceValues(func() ([]*time.Location, error) {
	root, _ := exec.Command("go", "env", "GOROOT").Output() // Without it the next line fails as well.
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		return zonesOf(os.DirFS("/usr/share/zoneinfo"))
	}
	defer archive.Close()
	return zonesOf(archive)
})

func zonesOf(files fs.FS) ([]*time.Location, error) {
	var zones []*time.Location
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (name == "right" || name == "posix") {
			return fs.SkipDir // Copies on a system: one with leap seconds, one without.
		}
		if entry.IsDir() {
			return nil
		}
		file, err := files.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		data, err := io.ReadAll(file)
		if err != nil {
			return err
		}
		if zone, err := time.LoadLocationFromTZData(name, data); err == nil {
			zones = append(zones, zone)
		}
		return nil
	})
	if err == nil && len(zones) < 400 {
		err = fmt.Errorf("only %d zones in the database", len(zones))
	}
	return zones, err
}

func zones(tb testing.TB) []*time.Location {
	tb.Helper()
	all, err := everyZone()
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	for _, z := range zones(tb) {
		if z.String() == name {
			return z
		}
	}
	tb.Fatalf("no zone %q in the database", name)
	return nil
}

// changing is a zone and the instants at which its clock changes.
type changing struct {
	*time.Location
	changes []time.Time
}

// changesBetween finds the changes of a clock by looking once every step, so
// without time.Time.ZoneBounds, on which the package relies.
func changesBetween(z *time.Location, from, to time.Time, step time.Duration) []time.Time {
	var changes []time.Time
	for t := from; t.Before(to); t = t.Add(step) {
		if offsetAt(t, z) == offsetAt(t.Add(step), z) {
			continue
		}
		before, after := t, t.Add(step)
		for after.Sub(before) > time.Second {
			if middle := before.Add(after.Sub(before) / 2).Truncate(time.Second); offsetAt(middle, z) == offsetAt(before, z) {
				before = middle
			} else {
				after = middle
			}
		}
		changes = append(changes, after)
	}
	return changes
}

func offsetAt(t time.Time, z *time.Location) time.Duration {
	_, seconds := t.In(z).Zone()
	return time.Duration(seconds) * time.Second
}

// jumpAt returns how far the clock moves at a change, whichever way.
func jumpAt(change time.Time, z *time.Location) time.Duration {
	return (offsetAt(change, z) - offsetAt(change.Add(-time.Second), z)).Abs()
}

var (
	distinctOnce sync.Once
	distinct     []changing
)

// distinctZones returns one zone for each way in which clocks go in the years
// looked at.
func distinctZones(tb testing.TB) []changing {
	tb.Helper()
	all := zones(tb)
	distinctOnce.Do(func() {
		seen := map[string]bool{}
		for _, z := range all {
			changes := changesBetween(z, since, until, 5*day)
			key := fmt.Sprint(offsetAt(since, z))
			for _, c := range changes {
				key += fmt.Sprint(" ", c.Unix(), offsetAt(c, z))
			}
			if !seen[key] {
				seen[key] = true
				distinct = append(distinct, changing{z, changes})
			}
		}
	})
	return distinct
}

// instant parses a time as the tables write it.
func instant(tb testing.TB, s string) time.Time {
	tb.Helper()
	t, err := time.Parse(time.RFC3339Nano, strings.Replace(s, " ", "T", 1))
	if err != nil {
		tb.Fatal(err)
	}
	return t.UTC()
}

func rfc(t time.Time) string { return t.Format(time.RFC3339Nano) }

// ruled returns a zone that has no list of changes, only a rule for all years in
// the form of the environment variable TZ. It is a TZif file of version 2: twice
// a header and one local time type, the second time with the rule after it.
func ruled(tb testing.TB, rule string) *time.Location {
	tb.Helper()
	header := "TZif2" + strings.Repeat("\x00", 15)
	counts := strings.Repeat("\x00", 4*4) + "\x00\x00\x00\x01" + "\x00\x00\x00\x04"
	utc := "\x00\x00\x00\x00" + "\x00" + "\x00" + "UTC\x00"
	data := header + counts + utc + header + counts + utc + "\n" + rule + "\n"
	z, err := time.LoadLocationFromTZData(rule, []byte(data))
	if err != nil {
		tb.Fatal(err)
	}
	return z
}
