// Package ddl holds the tables of flowc's stores as numbered migrations, one folder a database. Migrations are appended and never
// changed: a database remembers by number which of them it has.
package ddl

import (
	"embed"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

//go:embed sqlite/*.sql
var files embed.FS

// Migration is one step from one layout of the tables to the next.
type Migration struct {
	Version int    // from 1, without gaps
	Name    string // order_store
	SQL     string
}

// SQLite lists the migrations of an SQLite store, in order.
func SQLite() []Migration { return read("sqlite") }

// read lists the migrations of a folder. Names are NNNN_name.sql; anything else is a bug in flowc, as a test shows.
func read(dir string) []Migration {
	entries, err := fs.ReadDir(files, dir) // sorted by name
	if err != nil {
		panic("this is a bug in flowc: " + err.Error())
	}
	var list []Migration
	for _, e := range entries {
		number, name, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".sql"), "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != len(list)+1 {
			panic("this is a bug in flowc: migration " + e.Name() + " is out of order")
		}
		text, err := files.ReadFile(path.Join(dir, e.Name()))
		if err != nil {
			panic("this is a bug in flowc: " + err.Error())
		}
		list = append(list, Migration{Version: version, Name: name, SQL: string(text)})
	}
	return list
}
