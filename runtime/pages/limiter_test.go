package pages

import (
	"net/netip"
	"runtime"
	"testing"
	"time"
)

func TestLimiterLetsABurstThroughAndThenAPace(t *testing.T) {
	l := newLimiter[string](3, time.Second)
	now := issued
	tries := func(key string, n int) (let int) {
		for range n {
			if l.allow(key, now) {
				let++
			}
		}
		return let
	}
	for _, c := range []struct {
		after time.Duration
		key   string
		want  int
	}{
		{0, "a", 3},
		{0, "b", 3},
		{0, "a", 0},
		{999 * time.Millisecond, "a", 0},
		{time.Millisecond, "a", 1},
		{2 * time.Second, "a", 2},
		{time.Hour, "a", 3},
		{-24 * time.Hour, "a", 3}, // the clock was set back
	} {
		now = now.Add(c.after)
		if got := tries(c.key, 5); got != c.want {
			t.Errorf("%s at %v: %d of 5, want %d", c.key, now, got, c.want)
		}
	}
}

func TestLimiterStaysSmallUnderAMillionAddresses(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	l := newLimiter[netip.Prefix](strangeBurst, strangeEvery)
	for i := range 1_000_000 {
		addr := netip.AddrFrom4([4]byte{byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)})
		l.allow(network(addr), issued)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if n := len(l.young) + len(l.older); n > 2*maxRemembered {
		t.Errorf("%d addresses are remembered, want at most %d", n, 2*maxRemembered)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 64<<20 {
		t.Errorf("the table takes %d bytes, want less than 64 MB", grown)
	}
	runtime.KeepAlive(l)
}

func TestLimiterRemembersAcrossGenerations(t *testing.T) {
	l := newLimiter[int](1, time.Hour)
	l.allow(-1, issued)
	for i := range maxRemembered {
		l.allow(i, issued)
	}
	if l.allow(-1, issued.Add(time.Minute)) {
		t.Error("a full table forgot the generation before it")
	}
}

func TestNetworkIsWhatOneHouseholdHas(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.7":            "192.0.2.7/32",
		"::ffff:192.0.2.7":     "192.0.2.7/32",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64",
	} {
		if got := network(netip.MustParseAddr(addr)); got.String() != want {
			t.Errorf("%s: got %v, want %s", addr, got, want)
		}
	}
	if got := network(netip.Addr{}); got.IsValid() {
		t.Errorf("no address: got %v", got)
	}
}
