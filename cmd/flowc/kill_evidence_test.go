package main

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the judge reads the store with SQL of its own
)

// orderOf is the order of a journey of the flow: placed:ORDER.
func orderOf(journey string) string { return strings.TrimPrefix(journey, "placed:") }

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// readLedger reads what `flowc ledger -json` prints.
func readLedger(t *testing.T, text []byte) (lines []ledgerLine) {
	t.Helper()
	for line := range bytes.Lines(text) {
		var l ledgerLine
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatalf("the ledger's line %q: %v", line, err)
		}
		lines = append(lines, l)
	}
	return lines
}

// readStore reads from the tables what the ledger does not tell.
func readStore(t *testing.T, path string) (doubts map[string]int, open []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	doubts = map[string]int{}
	each(t, db, `select node, key, doubts from outbox where doubts > 0`, func(scan func(...any) error) error {
		var node, key string
		var n int
		err := scan(&node, &key, &n)
		doubts[node+" "+key] = n
		return err
	})
	const unfinished = `select 'message ' || node || ' ' || key || ' is ' || status from outbox where next_ms is not null
		or status not in ('accepted', 'failed', 'unknown', 'dropped', 'held_out')
	union all select 'journey ' || key || ' stands in ' || state from journeys where over = 0
	union all select 'event ' || id || ' was not looked at' from events where state <> 2`
	each(t, db, unfinished, func(scan func(...any) error) error {
		var what string
		err := scan(&what)
		open = append(open, what)
		return err
	})
	return doubts, open
}

func each(t *testing.T, db *sql.DB, query string, row func(scan func(...any) error) error) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// collect gathers the evidence.
func (k *killing) collect() *evidence {
	k.t.Helper()
	ledger := k.must("ledger", "-json")
	before, after := k.sink.Drops()
	e := &evidence{orders: k.shop.orders, lines: readLedger(k.t, ledger.stdout.Bytes()), kills: k.killed}
	k.hook.mu.Lock()
	defer k.hook.mu.Unlock()
	e.dropped = before + after + k.hook.before + k.hook.after
	e.calls = append(e.calls, k.hook.taken...)
	for _, m := range k.sink.Messages() {
		e.mails = append(e.mails, delivered{subject: m.Key, id: m.ID, to: m.To, sum: hex.EncodeToString(m.Sum[:])})
	}
	e.doubts, e.open = readStore(k.t, k.store())
	return e
}

func (s tally) String() string {
	return fmt.Sprintf("%d messages, %d of them ever in doubt; %d stay unknown, of those %d were received, %d marketing and %d others not; "+
		"%d received a second time as is allowed; doubles %d, losses %d",
		s.messages, s.doubted, s.unknown, s.received, s.lost, s.owed, s.resent, s.doubles, s.losses)
}
