package expr

import (
	"sync"
	"sync/atomic"
	"time"
)

// zones keeps what Zone found: reading a zone's rules costs more than all the rest of a condition. A name that is none is kept as nil.
var (
	zones     sync.Map // string → *time.Location
	zoneCount atomic.Int64
)

const (
	// zonesMax bounds the names kept, since they come with customers; there are about 600 real ones.
	zonesMax = 2000
	// zoneNameMax bounds a name; the longest real one has 32 characters.
	zoneNameMax = 64
)

// Zone is the time zone with that IANA name; the fallback where it is empty or no zone's, and for the names that mean the machine's own.
// Zones are kept once they are read.
func Zone(name string, fallback *time.Location) *time.Location {
	if name == "" || len(name) > zoneNameMax {
		return fallback
	}
	if known, ok := zones.Load(name); ok {
		if zone := known.(*time.Location); zone != nil {
			return zone
		}
		return fallback
	}
	zone := loadZone(name)
	if zoneCount.Add(1) <= zonesMax {
		zones.Store(name, zone)
	}
	if zone == nil {
		return fallback
	}
	return zone
}

func loadZone(name string) *time.Location {
	switch name {
	case "Local", "localtime", "posixrules":
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}
