package delivery

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func clock(at string) func() time.Time {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	return func() time.Time { return t }
}

func openOutbox(t *testing.T, dir string) Channel {
	t.Helper()
	c, err := Open("file:outbox", Options{Dir: dir, Now: clock("2026-03-01T09:00:00Z")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "outbox"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func dated(key, date string) Message {
	m := letter(key)
	m.Raw = append([]byte("Date: "+date+"\r\n"), m.Raw...)
	return m
}

func TestFolderListsLettersInTheOrderOfTheirDates(t *testing.T) {
	dir := t.TempDir()
	c := openOutbox(t, dir)
	for _, m := range []Message{
		dated("post_purchase:o2/thank_you", "Mon, 02 Mar 2026 10:00:00 +0100"),
		dated("post_purchase:o1/thank_you", "Mon, 02 Mar 2026 08:59:59 +0000"),
		letter("no-date"),
		dated("odd", "yesterday"),
		{Key: "no-header", MessageID: "a@b", From: "a@b", To: "a@b", Raw: []byte("no header at all")},
	} {
		if got := c.Deliver(t.Context(), m, yes); got.Verdict != Accepted || got.Err != nil {
			t.Fatalf("%s: got %+v, want accepted", m.Key, got)
		}
	}
	got := names(t, dir)
	want := []string{
		"20260301T090000Z-no-date-",
		"20260301T090000Z-no-header-",
		"20260301T090000Z-odd-",
		"20260302T085959Z-post_purchase-o1-thank_you-",
		"20260302T090000Z-post_purchase-o2-thank_you-",
	}
	if !slices.EqualFunc(got, want, func(g, w string) bool {
		return strings.HasPrefix(g, w) && strings.HasSuffix(g, ".eml") && len(g) == len(w)+12+len(".eml")
	}) {
		t.Errorf("got %q, want names that begin with %q", got, want)
	}
	got = slices.DeleteFunc(got, func(name string) bool { return !strings.Contains(name, "no-date") })
	raw, err := os.ReadFile(filepath.Join(dir, "outbox", got[0]))
	if err != nil || string(raw) != string(letter("no-date").Raw) {
		t.Errorf("the file has %q, %v; want the letter byte for byte", raw, err)
	}
	if info, err := os.Stat(filepath.Join(dir, "outbox", got[0])); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestFolderHasOneFileAKey(t *testing.T) {
	dir := t.TempDir()
	for round := range 3 {
		// Each round is another process, another clock and another text of the same key.
		c, err := Open("file:outbox", Options{Dir: dir, Now: clock(fmt.Sprintf("2026-03-0%dT09:00:00Z", round+1))})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			m := letter("k1")
			m.Raw = append(m.Raw, fmt.Sprint("round ", round)...)
			if got := c.Deliver(t.Context(), m, yes); got.Verdict != Accepted {
				t.Errorf("round %d: got %+v, want accepted", round, got)
			}
		}
	}
	if got := names(t, dir); len(got) != 1 || !strings.HasPrefix(got[0], "20260301") {
		t.Errorf("got %q, want the first file alone", got)
	}
}

func TestFolderTellsKeysApartThatLookAlike(t *testing.T) {
	dir := t.TempDir()
	c := openOutbox(t, dir)
	keys := []string{"a/b", "a:b", "a-b", "A-B", "../../etc/passwd", ".hidden", "-rf", "con", strings.Repeat("x", 500), strings.Repeat("x", 501), "$(id)", "..", "~"}
	for _, key := range keys {
		m := letter("k")
		m.Key = key
		if got := c.Deliver(t.Context(), m, yes); got.Verdict != Accepted {
			t.Errorf("%q: got %+v, want accepted", key, got)
		}
	}
	got := names(t, dir)
	if len(got) != len(keys) {
		t.Errorf("%d files for %d keys: %q", len(got), len(keys), got)
	}
	for _, name := range got {
		if len(name) > 255 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" {
			t.Errorf("the name %q is not safe", name)
		}
	}
	if outside, err := os.ReadDir(dir); err != nil || len(outside) != 1 {
		t.Errorf("outside the folder: %v, %v", outside, err)
	}
}

func TestFolderHasNothingOfALetterThatWasWithheld(t *testing.T) {
	dir := t.TempDir()
	c := openOutbox(t, dir)
	got := c.Deliver(t.Context(), letter("k1"), func(context.Context) error {
		if there := names(t, dir); len(there) != 1 || !strings.HasSuffix(there[0], ".tmp") {
			t.Errorf("when ready is asked the folder has %q, want a draft", there)
		}
		return errors.New("no")
	})
	if got.Verdict != Withheld || len(names(t, dir)) != 0 {
		t.Errorf("got %+v and %q, want withheld and nothing", got, names(t, dir))
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range 2 { // the second time it is over before it begins
		got = c.Deliver(ctx, letter("k1"), func(context.Context) error { cancel(); return nil })
		if got.Verdict != NotSent || !errors.Is(got.Err, context.Canceled) || len(names(t, dir)) != 0 {
			t.Errorf("cancelled: got %+v and %q, want not sent and nothing", got, names(t, dir))
		}
	}
	if got := c.Deliver(t.Context(), letter("k1"), yes); got.Verdict != Accepted {
		t.Errorf("afterwards: got %+v, want accepted", got)
	}
}

func TestFolderSweepsWhatAKilledProcessLeft(t *testing.T) {
	dir := t.TempDir()
	openOutbox(t, dir)
	now := clock("2026-03-01T09:00:00Z")()
	for name, age := range map[string]time.Duration{".old.tmp": 2 * time.Hour, ".new.tmp": time.Minute, "old.tmp": 2 * time.Hour} {
		path := filepath.Join(dir, "outbox", name)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, now, now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	openOutbox(t, dir)
	if got := names(t, dir); !slices.Equal(got, []string{".new.tmp", "old.tmp"}) {
		t.Errorf("got %q, want all but the old draft", got)
	}
}

func TestFolderThatWasEmptiedIsFilledAnew(t *testing.T) {
	dir := t.TempDir()
	c := openOutbox(t, dir)
	for range 2 {
		if got := c.Deliver(t.Context(), letter("k1"), yes); got.Verdict != Accepted || len(names(t, dir)) != 1 {
			t.Errorf("got %+v, %q; want accepted and one file", got, names(t, dir))
		}
		if err := os.RemoveAll(filepath.Join(dir, "outbox")); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFolderThatCannotBeWrittenSendsNothing(t *testing.T) {
	dir := t.TempDir()
	c := openOutbox(t, dir)
	// A file where the folder was: nothing can be made in it, whoever we are.
	if err := errors.Join(os.Remove(filepath.Join(dir, "outbox")), os.WriteFile(filepath.Join(dir, "outbox"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	got := c.Deliver(t.Context(), letter("k1"), func(context.Context) error { t.Error("ready was asked"); return nil })
	if got.Verdict != NotSent || got.Scope != ScopeRelay || strings.Contains(got.Answer, dir) {
		t.Errorf("got %+v, want not sent, without a path in the answer", got)
	}
	if _, err := Open("file:outbox", Options{Dir: dir, Now: clock("2026-03-01T09:00:00Z")}); err == nil {
		t.Error("a file was opened as a folder")
	}
	_ = c.Close()
	if got := c.Deliver(t.Context(), letter("k2"), yes); !errors.Is(got.Err, ErrClosed) {
		t.Errorf("after Close: got %+v", got)
	}
}

func TestFolderThatGoesAtTheLastMomentHasNothing(t *testing.T) {
	dir := t.TempDir()
	c := openOutbox(t, dir)
	got := c.Deliver(t.Context(), letter("k1"), func(context.Context) error { return os.RemoveAll(filepath.Join(dir, "outbox")) })
	if got.Verdict != NotSent || got.Answer != "not written: name the mail" {
		t.Errorf("got %+v, want not sent", got)
	}
	bad := letter("k1")
	bad.To = ""
	if got := c.Deliver(t.Context(), bad, yes); got.Verdict != Refused || got.Scope != ScopeAddress {
		t.Errorf("a letter to nobody: got %+v, want refused", got)
	}
}

func TestFolderWritesAKeyOnlyOnceAtATime(t *testing.T) {
	dir := t.TempDir()
	c := openOutbox(t, dir)
	got := c.Deliver(t.Context(), letter("k1"), func(context.Context) error {
		if second := c.Deliver(t.Context(), letter("k1"), yes); second.Verdict != NotSent || !errors.Is(second.Err, errBusy) {
			t.Errorf("the second: got %+v, want not sent, busy", second)
		}
		return nil
	})
	if got.Verdict != Accepted || len(names(t, dir)) != 1 {
		t.Errorf("the first: got %+v, %q; want accepted and one file", got, names(t, dir))
	}
}

func TestFolderTakesLettersFromManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	c := openOutbox(t, dir)
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			got := c.Deliver(t.Context(), letter(fmt.Sprint("k", i%20)), yes)
			if got.Verdict != Accepted && !errors.Is(got.Err, errBusy) {
				t.Errorf("letter %d: got %+v", i, got)
			}
		})
	}
	all.Wait()
	if got := names(t, dir); len(got) != 20 {
		t.Errorf("%d files for 20 keys", len(got))
	}
}

func TestNullAcceptsWhatReadyAgreesTo(t *testing.T) {
	c := NewNull()
	if got := c.Deliver(t.Context(), letter("k1"), yes); got.Verdict != Accepted {
		t.Errorf("got %+v, want accepted", got)
	}
	if got := c.Deliver(t.Context(), letter("k1"), nil); got.Verdict != Accepted {
		t.Errorf("no ready: got %+v, want accepted", got)
	}
	if got := c.Deliver(t.Context(), letter("k1"), func(context.Context) error { return errors.New("no") }); got.Verdict != Withheld {
		t.Errorf("got %+v, want withheld", got)
	}
	if got := c.Deliver(t.Context(), Message{}, yes); got.Verdict != Refused {
		t.Errorf("got %+v, want refused", got)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
