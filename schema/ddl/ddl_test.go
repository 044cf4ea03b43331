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
