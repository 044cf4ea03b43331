package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const testSource = `
source "csv" "till" {
  files       = "till/*.csv"
  customers   = "customers.sql"
  orders      = "orders.sql"
  order_items = "items.sql"
}
`

// newShop is a user whose project reads two orders of one customer from a file.
func newShop(t *testing.T) *user {
	t.Helper()
	u := newUser(t, `"order.delivered"`)
	u.write("source.flow.hcl", testSource)
	if err := os.Mkdir(filepath.Join(u.dir, "till"), 0o755); err != nil {
		t.Fatal(err)
	}
	u.write("till/a.csv", "\ufeffno,who,at,what,n,price\n7,c1,2026-03-02 10:00:00,Serum,2,40.00\n8,c1,2026-03-02 11:00:00,Cream,1,32.50\n")
	u.write("customers.sql", "select who as id, who || '@example.test' as email from rows group by who;")
	u.write("orders.sql", "select no as id, min(at) as placed_at, min(who) as customer_id from rows group by no")
	u.write("items.sql", "select no as order_id, what as product, what as title, n as quantity, price as unit_price from rows")
	return u
}

func TestValidateSourcesFindsWhatIsWrongWithAQuery(t *testing.T) {
	newShop(t).must(exitDone, "validate", "-sources")
	for _, c := range []struct{ file, query, code, says string }{
		{"orders.sql", "select no as id from rowz", "F0811", "rowz"},
		{"orders.sql", "select no as id from rows", "F0812", "placed_at"},
		{"orders.sql", "select no as id, at as placed_at, who as customer_di from rows", "F0813", "customer_id"},
		{"orders.sql", "select no as id, 'soon' as placed_at from rows", "F0814", "soon"},
		{"items.sql", "select no as order_id, what as title, '1.5' as quantity from rows", "F0814", "1.5"},
	} {
		u := newShop(t)
		u.write(c.file, c.query)
		u.must(exitDone, "validate") // the query is looked at only when it is asked for
		u.must(exitFailed, "validate", "-sources", "-json")
		var out struct {
			Diagnostics []struct{ Code, Detail string }
		}
		if err := json.Unmarshal(u.stdout.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		if len(out.Diagnostics) != 1 || out.Diagnostics[0].Code != c.code || !strings.Contains(out.Diagnostics[0].Detail, c.says) {
			t.Errorf("%s: got %+v, want %s that says %q", c.query, out.Diagnostics, c.code, c.says)
		}
	}
}

func TestRunReadsASourceAndWhatIsAddedLater(t *testing.T) {
	u := newShop(t)
	u.must(exitDone, "apply", "-auto-approve")
	entered := func(want int) {
		t.Helper()
		u.must(exitDone, "run", "-once")
		u.must(exitDone, "ledger", "-json")
		if got := strings.Count(u.stdout.String(), `"outcome":"entered"`); got != want {
			t.Errorf("%d entered, want %d\n%s", got, want, u.stdout.String())
		}
	}
	entered(2)
	entered(2)
	u.write("till/b.csv", "no,who,at,what,n,price\n9,c2,2026-03-02 11:30:00,Balm,1,19.00\n")
	entered(3)
}

// A file that would lose rows, or text, is refused whole, with the line: an order that is silently not there gets no letter.
func TestACSVFileThatIsBrokenIsNamedWithItsLine(t *testing.T) {
	const header = "no,who,at,what,n,price\n"
	const good = "7,c1,2026-03-02 10:00:00,Serum,2,40.00\n"
	for _, c := range []struct{ content, says string }{
		{header + good + "8,c1,2026-03-02 11:00:00,\"Cream,1,32.50\n" + good, "till/a.csv: line 3: a field begins with a quote that is never closed"},
		{header + good + "8,c1,2026-03-02 11:00:00,Cr\xe8me,1,32.50\n", "till/a.csv: line 3 is no UTF-8 text"},
		{"\xff\xfen\x00o\x00\n\x00", "till/a.csv: line 1 is no UTF-8 text"},
	} {
		u := newShop(t)
		u.write("till/a.csv", c.content)
		u.must(exitFailed, "validate", "-sources")
		if got := u.stderr.String(); !strings.Contains(got, c.says) {
			t.Errorf("%q: got %q, want it to say %q", c.content, got, c.says)
		}
	}
	for _, whole := range []string{good + "8,c1,2026-03-02 11:00:00,5\" pot,1,32.50", good + "8,c1,2026-03-02 11:00:00,\"two\nlines\",1,\"32.50\"", good + "\n\n"} {
		u := newShop(t)
		u.write("till/a.csv", header+whole)
		u.must(exitDone, "validate", "-sources")
	}
}
