package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "github.com/flowc/flowc/"

// mayImport is which of our packages each package may import, tests left out: schema ← lang ← runtime ← cmd, and runtime sees of lang only
// expr and machine. A name that ends in /* stands for the packages below it and itself. To change it is a change of the design.
var mayImport = map[string][]string{
	"flows": {}, "schema/facts": {}, "schema/calendar": {}, "schema/ddl": {}, "schema/letter": {}, "schema/locale": {}, "lang/diag": {}, "lang/expr/wire": {},
	"schema/order": {"schema/facts"}, "schema/language": {"schema/facts"},

	"lang/expr": {"lang/expr/wire", "schema/*"}, "lang/machine": {"lang/expr/*", "schema/*"},
	"lang/lex": {"lang/diag", "schema/language"}, "lang/lex/lextest": {},
	"lang/ast": {"lang/diag", "lang/lex", "schema/language"}, "lang/format": {"lang/diag", "lang/lex", "schema/language"},
	"lang/body": {"lang/diag", "lang/lex", "schema/language", "schema/letter"},
	"lang/ir":   {"lang/diag", "lang/expr", "schema/*"}, "lang/typing": {"lang/diag", "lang/expr", "schema/*"},
	"lang/check": {"lang/ast", "lang/body", "lang/diag", "lang/expr", "lang/ir", "lang/typing", "schema/*"},
	"lang/lower": {"lang/expr", "lang/ir", "lang/machine", "schema/*"}, // not diag: every error was found before
	"lang/plan":  {"lang/diag", "lang/expr", "lang/machine", "schema/*"},
	"lang":       {"lang/*", "schema/*"},

	"runtime/interp": {"lang/expr", "lang/machine", "schema/*"}, "runtime/email": {"schema/*"},
	"runtime/store":                    {"runtime/interp", "lang/expr", "lang/machine", "schema/*"},
	"runtime/store/sqlite":             {"runtime/store", "runtime/interp", "lang/expr", "lang/machine", "schema/*"},
	"runtime/store/sqlite/segmenttest": {}, "runtime/store/storetest": {"runtime/store", "runtime/interp", "lang/expr", "lang/machine", "schema/*"},
	"runtime/feed":     {"runtime/store", "lang/expr", "lang/machine", "schema/*"},
	"runtime/delivery": {}, "runtime/delivery/smtpsink": {}, "runtime/pages": {}, "runtime/journal": {},
	"runtime/engine": {"runtime/interp", "runtime/store", "runtime/journal", "runtime/feed", "runtime/email", "runtime/delivery", "lang/expr", "lang/machine", "schema/*"},
	"runtime/sim":    {"runtime/*", "lang/expr", "lang/machine", "schema/*"},

	"cmd/flowc": {"*"}, "cmd/flowc/internal/view": {"lang/*", "runtime/store", "schema/*"}, "cmd/flowc/internal/shop": {"schema/*"},
}

// fences are other people's packages that only some of ours may import.
var fences = map[string][]string{
	"github.com/hashicorp/hcl":    {"lang/diag", "lang/lex", "lang/ast", "lang/body", "lang/typing", "lang/check", "lang/format"},
	"github.com/zclconf/go-cty":   {"lang/diag", "lang/lex", "lang/ast", "lang/body", "lang/typing", "lang/check", "lang/format"},
	"github.com/yuin/goldmark":    {"lang/body"}, // what is checked is what is sent
	"github.com/robfig/cron":      {"runtime/engine", "lang/check"},
	"github.com/mattn/go-sqlite3": {"runtime/store/sqlite", "cmd/flowc"}, "github.com/jackc/pgx": {"runtime/store/postgres", "cmd/flowc"},
	"math/rand": {},
}

// pure may not reach the outside: they are handed what they read.
var pure = []string{"lang/*", "schema/calendar", "runtime/interp", "runtime/stats"}

func covers(pattern, pkg string) bool {
	if pattern == "*" {
		return true
	}
	if below, ok := strings.CutSuffix(pattern, "/*"); ok {
		return pkg == below || strings.HasPrefix(pkg, below+"/")
	}
	return pattern == pkg
}

func TestImportsFollowTheTable(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir("../..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." && d.Name() != ".") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") {
			return nil
		}
		rel, err := filepath.Rel("../..", file)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		seen[pkg] = true
		if strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			checkImport(t, rel, pkg, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range seen {
		if _, ok := mayImport[pkg]; !ok {
			t.Errorf("package %s has no row in the table of imports", pkg)
		}
	}
	for pkg := range mayImport {
		if !seen[pkg] {
			t.Errorf("the table of imports has a row for %s, which is not there", pkg)
		}
	}
}

func checkImport(t *testing.T, file, pkg, name string) {
	t.Helper()
	if ours, ok := strings.CutPrefix(name, modulePath); ok {
		if !slices.ContainsFunc(mayImport[pkg], func(p string) bool { return covers(p, ours) }) {
			t.Errorf("%s: package %s may not import %s", file, pkg, ours)
		}
		return
	}
	for fence, inside := range fences {
		if (name == fence || strings.HasPrefix(name, fence+"/")) && !slices.Contains(inside, pkg) && name != "math/rand/v2" {
			t.Errorf("%s: %s is not for package %s", file, name, pkg)
		}
	}
	for _, p := range pure {
		if covers(p, pkg) && pkg != "lang/lex/lextest" && slices.Contains([]string{"os", "net", "net/http", "database/sql", "math/rand/v2"}, name) {
			t.Errorf("%s: package %s reaches the outside through %s", file, pkg, name)
		}
	}
}
