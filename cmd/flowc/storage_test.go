package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// roomVariable is the most bytes that a file of a child may have: what is beyond fails as on a full disk.
const roomVariable = "FLOWC_TEST_ROOM"

// limitRoom is called by a child before it is flowc.
func limitRoom() {
	text := os.Getenv(roomVariable)
	if text == "" {
		return
	}
	room, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		panic(err)
	}
	signal.Ignore(syscall.SIGXFSZ) // then a write fails, and does not kill
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: room, Max: room}); err != nil {
		panic(err)
	}
}

// child runs this test's binary as flowc, as a process of its own.
func (u *user) child(change func(*exec.Cmd), args ...string) (code int, said string) {
	u.t.Helper()
	self, err := os.Executable()
	if err != nil {
		u.t.Fatal(err)
	}
	cmd := exec.Command(self, append([]string{"-project", u.dir}, args...)...)
	cmd.Args[0] = "flowc" // by which TestMain knows it
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Env = append(os.Environ(), "NOW="+u.now.Format("2006-01-02T15:04:05Z07:00"))
	change(cmd)
	if err := cmd.Run(); cmd.ProcessState == nil {
		u.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}

// claimed checks that each letter that left is in the store as handed over, or was before.
func (u *user) wantClaims(when string) {
	u.t.Helper()
	db := u.sql()
	defer db.Close()
	var n int
	err := db.QueryRow(`select count(*) from outbox where status in ('handing_off', 'accepted', 'unknown')`).Scan(&n)
	if err != nil {
		u.t.Fatal(err)
	}
	if letters := u.mails(); letters > n {
		u.t.Errorf("%s: %d letters left, the store knows of %d", when, letters, n)
	}
}

func (u *user) sql() *sql.DB {
	u.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(u.dir, "flowc.db")+"?_busy_timeout=5000")
	if err != nil {
		u.t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

func TestAFullDiskLetsNothingGoWithoutAClaimAndLosesNothing(t *testing.T) {
	full := 0
	for _, kib := range []int{0, 4, 12, 24, 36, 48, 64, 96, 128, 192, 256} {
		u := newBrakes(t, "", 12)
		room := kib << 10
		code, said := u.child(func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, fmt.Sprint(roomVariable, "=", room)) }, "run", "-once")
		when := fmt.Sprintf("room for %d KiB", kib)
		u.wantClaims(when)
		if code != exitDone {
			full++
			if code != exitFailed || !strings.Contains(said, "nothing is sent until") {
				t.Errorf("%s: exit %d\n%s", when, code, said)
			}
		}
		u.must(exitDone, "run", "-once")
		u.must(exitDone, "ledger", "-json")
		sent, unknown := strings.Count(u.stdout.String(), `"outcome":"sent"`), strings.Count(u.stdout.String(), `"outcome":"unknown"`)
		if sent+unknown != 12 || u.mails() < sent || u.mails() > sent+unknown {
			t.Errorf("%s, then enough: %d sent, %d unknown, %d letters of 12", when, sent, unknown, u.mails())
		}
		u.must(exitDone, "recover")
	}
	if full < 3 {
		t.Errorf("the disk was full %d times only", full)
	}
}

func TestAReadOnlyStoreSendsNothingAndSaysSo(t *testing.T) {
	u := newBrakes(t, "", 3)
	nobody := func(*exec.Cmd) {}
	if os.Getuid() == 0 { // whom no mode keeps from writing
		const id = 65534
		nobody = func(cmd *exec.Cmd) {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: id, Gid: id}}
			cmd.Path = filepath.Join(u.dir, "flowc")
		}
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(self)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(u.dir, "flowc"), content, 0o755); err != nil {
			t.Fatal(err)
		}
		for dir := u.dir; dir != os.TempDir() && len(dir) > 1; dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chown(filepath.Join(u.dir, "flowc.db"), id, id); err != nil {
			t.Fatal(err)
		}
	}
	store := filepath.Join(u.dir, "flowc.db")
	for _, mode := range []struct{ file, dir os.FileMode }{{0o400, 0o755}, {0o600, 0o555}} {
		os.Chmod(store, mode.file)
		os.Chmod(u.dir, mode.dir)
		code, said := u.child(nobody, "run", "-once")
		os.Chmod(u.dir, 0o755)
		os.Chmod(store, 0o600)
		if code != exitFailed || !strings.Contains(said, "nothing is sent until it can") && !strings.Contains(said, "permission denied") {
			t.Errorf("%v: exit %d\n%s", mode, code, said)
		}
		u.wantMails(0, "a read-only store")
	}
	u.must(exitDone, "run", "-once")
	u.wantMails(3, "it can be written again")
}

func TestALockedStoreSendsNothingUntilItIsFree(t *testing.T) {
	u := newBrakes(t, "", 3)
	db := u.sql()
	defer db.Close()
	if _, err := db.Exec("begin immediate"); err != nil {
		t.Fatal(err)
	}
	u.must(exitFailed, "run", "-once")
	if !strings.Contains(u.stderr.String(), "another program has locked the store") {
		t.Errorf("it says %q", u.stderr.String())
	}
	u.wantMails(0, "locked")
	if _, err := db.Exec("rollback"); err != nil {
		t.Fatal(err)
	}
	u.must(exitDone, "run", "-once")
	u.wantMails(3, "free again")
}

// A store that is newer, or half of something, is left as it is: nothing is sent, and it works again when it is whole.
func TestAStoreOfAnotherLayoutSendsNothing(t *testing.T) {
	for _, c := range []struct{ what, do, undo, want string }{
		{"a newer one", "insert into migrations values (9999, 'of the future')", "delete from migrations where version = 9999", "made by a newer flowc"},
		{"a step is not written down", "delete from migrations where version = 2", "insert into migrations values (2, 'engine')", "half migrated"},
		{"the last step is not written down", "create table kept as select * from migrations order by version desc limit 1; delete from migrations where version = (select version from kept)",
			"insert into migrations select * from kept; drop table kept", "half migrated"},
		{"a table is missing", "alter table pauses rename to away", "alter table away rename to pauses", "half migrated"},
		{"a column is missing", "alter table outbox rename column freed to away", "alter table outbox rename column away to freed", "outbox.freed is missing"},
		{"an index is missing", "drop index outbox_next", "create index outbox_next on outbox (next_ms, id) where next_ms is not null", "half migrated"},
	} {
		u := newBrakes(t, "", 3)
		db := u.sql()
		if _, err := db.Exec(c.do); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		u.must(exitFailed, "run", "-once")
		if !strings.Contains(u.stderr.String(), c.want) {
			t.Errorf("%s: it says %q, want something with %q", c.what, u.stderr.String(), c.want)
		}
		u.wantMails(0, c.what)
		if _, err := db.Exec(c.undo); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		u.must(exitDone, "run", "-once")
		u.wantMails(3, c.what+", mended")
		db.Close()
	}
}
