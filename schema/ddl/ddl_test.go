package ddl

import (
	"strings"
	"testing"
)

func TestMigrationsAreNumberedWithoutGapsAndLowerCase(t *testing.T) {
	list := SQLite()
	if len(list) < 2 {
		t.Fatalf("%d migrations, want at least the order store and the engine", len(list))
	}
	for i, m := range list {
		if m.Version != i+1 {
			t.Errorf("migration %d has the version %d", i, m.Version)
		}
		if m.Name == "" || m.Name != strings.ToLower(m.Name) {
			t.Errorf("migration %d is named %q", m.Version, m.Name)
		}
		if strings.Contains(m.SQL, "CREATE ") {
			t.Errorf("migration %d shouts", m.Version)
		}
	}
}

// A check with a long list makes SQLite fill a table for each row that it writes.
func TestNoCheckHasAList(t *testing.T) {
	for _, m := range SQLite() {
		for n, line := range strings.Split(m.SQL, "\n") {
			if statement, _, _ := strings.Cut(line, "--"); strings.Contains(statement, " in (") {
				t.Errorf("%04d_%s.sql:%d: %s", m.Version, m.Name, n+1, line)
			}
		}
	}
}
