package feed

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// fileSet is the files of a source, loaded into the table `rows`: one column a name in any header, all of them texts, and
// `file` and `line` of where a row stands.
type fileSet struct {
	dir, pattern string
	loaded       map[string]fileState
}

type fileState struct {
	size int64
	mod  time.Time
}

// load brings the table up to date: anew where a file is new, changed or gone.
func (f *fileSet) load(ctx context.Context, db *sql.DB) error {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	names, err := fs.Glob(root.FS(), path.Clean(f.pattern))
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("no file is called %s", f.pattern)
	}
	slices.Sort(names)
	now := map[string]fileState{}
	for _, name := range names {
		info, err := root.Stat(name)
		if err != nil {
			return err
		}
		now[name] = fileState{info.Size(), info.ModTime()}
	}
	if f.loaded != nil && mapsEqual(f.loaded, now) {
		return nil
	}
	f.loaded = nil
	if err := loadRows(ctx, db, root, names); err != nil {
		return err
	}
	f.loaded = now
	return nil
}

func mapsEqual(a, b map[string]fileState) bool {
	if len(a) != len(b) {
		return false
	}
	for name, s := range a {
		if t, ok := b[name]; !ok || t.size != s.size || !t.mod.Equal(s.mod) {
			return false
		}
	}
	return true
}

// columnsMax bounds the columns of all headers together.
const columnsMax = 500

func loadRows(ctx context.Context, db *sql.DB, root *os.Root, names []string) error {
	var columns []string
	for _, name := range names {
		header, err := headerOf(root, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, c := range header {
			if !slices.Contains(columns, c) {
				columns = append(columns, c)
			}
		}
	}
	if len(columns) > columnsMax {
		return fmt.Errorf("the files have %d columns; %d are the most", len(columns), columnsMax)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // of no effect after the commit
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = quoteName(c) + " text"
	}
	for _, statement := range []string{"drop table if exists rows", "create table rows (file text, line integer, " + strings.Join(quoted, ", ") + ")"} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	for _, name := range names {
		if err := loadFile(ctx, tx, root, name, columns); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return tx.Commit()
}

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// reader of a file's records; the byte order mark of a spreadsheet is passed over.
func openCSV(root *os.Root, name string) (*csv.Reader, io.Closer, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, nil, err
	}
	var mark [3]byte
	if n, _ := io.ReadFull(f, mark[:]); n < 3 || mark != [3]byte{0xEF, 0xBB, 0xBF} {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, nil, errors.Join(err, f.Close())
		}
	}
	r := csv.NewReader(io.MultiReader(f, strings.NewReader("\n"+endMark+"\n")))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true // a bare quote inside a field, as in 5" pot, is what it is
	r.ReuseRecord = true
	return r, f, nil
}

// endMark is put behind each file, as a record of its own. With lazy quotes a quote that is never closed takes all lines to the
// file's end into one field without an error; then the mark is in that field too, and the lost rows are noticed.
const endMark = "flowc: the end of the file"

// readRecord reads the next record, io.EOF behind the last one.
func readRecord(r *csv.Reader) ([]string, error) {
	record, err := r.Read()
	if err != nil {
		return nil, err
	}
	if len(record) == 1 && record[0] == endMark {
		return nil, io.EOF
	}
	last := len(record) - 1
	if line, _ := r.FieldPos(last); strings.HasSuffix(strings.TrimSuffix(record[last], "\n"), "\n"+endMark) {
		return nil, fmt.Errorf("line %d: a field begins with a quote that is never closed, so the rest of the file would be lost", line)
	}
	for i, field := range record {
		if !utf8.ValidString(field) {
			line, _ := r.FieldPos(i)
			return nil, fmt.Errorf("line %d is no UTF-8 text: save the file as UTF-8 (a spreadsheet calls it \"CSV UTF-8\")", line)
		}
	}
	return record, nil
}

func headerOf(root *os.Root, name string) ([]string, error) {
	r, file, err := openCSV(root, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	record, err := readRecord(r)
	if errors.Is(err, io.EOF) {
		return nil, nil // an empty file has no rows
	}
	if err != nil {
		return nil, err
	}
	header := make([]string, 0, len(record))
	for i, c := range record {
		c = strings.TrimSpace(c)
		if c == "" {
			c = fmt.Sprintf("column%d", i+1)
		}
		if c == "file" || c == "line" || slices.Contains(header, c) {
			return nil, fmt.Errorf("the column %q is there twice, or has the name of one of flowc's own (file, line)", c)
		}
		header = append(header, c)
	}
	return header, nil
}

func loadFile(ctx context.Context, tx *sql.Tx, root *os.Root, name string, columns []string) error {
	header, err := headerOf(root, name)
	if err != nil || header == nil {
		return err
	}
	r, file, err := openCSV(root, name)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := readRecord(r); err != nil {
		return err
	}
	quoted := make([]string, len(header))
	for i, c := range header {
		quoted[i] = quoteName(c)
	}
	insert, err := tx.PrepareContext(ctx, "insert into rows (file, line, "+strings.Join(quoted, ", ")+") values (?, ?"+strings.Repeat(", ?", len(header))+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	args := make([]any, len(header)+2)
	for {
		record, err := readRecord(r)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		args[0] = name
		args[1], _ = r.FieldPos(0)
		for i := range header {
			args[i+2] = nil
			if i < len(record) {
				args[i+2] = record[i]
			}
		}
		if _, err := insert.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
}
