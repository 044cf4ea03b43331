// Package sqlite keeps a store in one SQLite file, or in memory: store.Store with go-sqlite3 and SQL of its own. One connection
// writes, a few read; what a Write committed is on disk.
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"github.com/flowc/flowc/runtime/store"
)

// Options are how a store is opened. The zero Options are those of a runner.
type Options struct {
	ReadOnly bool
	// Synchronous is FULL (the default) or NORMAL, which may lose the last commits in a power cut: for benchmarks.
	Synchronous string
	// RegisterFuncs are functions that SQL may call, by name: expr.SQLFuncs.
	RegisterFuncs map[string]any
}

const (
	// readersMax is how many connections read beside the writer.
	readersMax = 4
	// writerCacheKiB and readerCacheKiB are page caches. Due journeys that lie far apart are found again in the writer's; readers mostly
	// read a table once, and there are several.
	writerCacheKiB = 48 << 10
	readerCacheKiB = 8 << 10
	// checkpointPages is the length of the log from which it is put back into the database: 48 MiB. A page that is written in many
	// batches is then put back once.
	checkpointPages = 12 << 10
	// waitMax is how long a call waits for its connection. A Write inside of a Write would wait for ever, and, in memory, a Read.
	waitMax = time.Minute
)

// DB is one database.
type DB struct {
	pool    *sql.DB
	writer  chan *conn // holds the one that writes while nobody uses it
	readers chan *conn // in memory: nil, since the only connection does both
	once    sync.Once
}

var _ store.Store = (*DB)(nil)

// Open opens the database file at path, makes it where it is missing, and brings its tables up to date; ":memory:" is a new database
// that lives as long as the DB. A database of a newer flowc is store.ErrNewer.
func Open(ctx context.Context, path string, opt Options) (*DB, error) {
	memory := path == ":memory:"
	if !memory {
		if err := prepareFile(path, opt.ReadOnly); err != nil {
			return nil, err
		}
	}
	source, err := dsn(path, opt)
	if err != nil {
		return nil, err
	}
	db := &DB{
		pool:   sql.OpenDB(&connector{dsn: source, funcs: opt.RegisterFuncs}),
		writer: make(chan *conn, 1),
	}
	if err := db.connect(ctx, memory, opt.ReadOnly); err != nil {
		db.pool.Close()
		return nil, fmt.Errorf("open %s: %w", path, explained(err))
	}
	return db, nil
}

func (db *DB) connect(ctx context.Context, memory, readOnly bool) error {
	w, err := newConn(ctx, db.pool)
	if err != nil {
		return err
	}
	if err := w.script(fmt.Sprintf("pragma cache_size = %d", -writerCacheKiB)); err != nil {
		return err
	}
	if err := migrate(w, readOnly); err != nil {
		return err
	}
	db.writer <- w
	if memory {
		return nil
	}
	db.readers = make(chan *conn, readersMax)
	for range readersMax {
		db.readers <- &conn{} // opened when it is first needed: most commands read little
	}
	return nil
}

// dsn is the data source name. Every setting on which safety rests is written out: go-sqlite3's own are synchronous = NORMAL, with
// which a power cut takes back what was committed, and deferred transactions, which fail when they begin to write.
func dsn(path string, opt Options) (string, error) {
	sync := opt.Synchronous
	if sync == "" {
		sync = "FULL"
	}
	if sync != "FULL" && sync != "NORMAL" {
		return "", fmt.Errorf("synchronous is FULL or NORMAL, not %q", sync)
	}
	q := url.Values{
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"on"},
		"_synchronous":  {sync},
		"_cache_size":   {fmt.Sprint(-readerCacheKiB)},
	}
	if path == ":memory:" {
		return "file::memory:?" + q.Encode(), nil
	}
	q.Set("_journal_mode", "WAL")
	q.Set("mode", "rw")
	if opt.ReadOnly {
		q.Del("_journal_mode")
		q.Set("mode", "ro")
		q.Set("_query_only", "on")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String(), nil
}

// connector opens connections that know the functions of expressions.
type connector struct {
	dsn   string
	funcs map[string]any
}

func (c *connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(sc *sqlite3.SQLiteConn) error {
		for _, name := range slices.Sorted(maps.Keys(c.funcs)) {
			if err := sc.RegisterFunc(name, c.funcs[name], true); err != nil {
				return fmt.Errorf("function %s: %w", name, err)
			}
		}
		_, err := sc.Exec(fmt.Sprintf("pragma wal_autocheckpoint = %d", checkpointPages), nil)
		return err
	}}
}

func (c *connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.dsn) }

// take waits for a connection.
func take(ctx context.Context, from chan *conn) (*conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case c := <-from:
		return open(c)
	default:
	}
	limit := time.NewTimer(waitMax)
	defer limit.Stop()
	select {
	case c := <-from:
		return open(c)
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-limit.C:
		return nil, errBusy
	}
}

func open(c *conn) (*conn, error) {
	if c == nil {
		return nil, errClosed
	}
	return c, nil
}

var (
	errClosed = errors.New("the store is closed")
	errBusy   = fmt.Errorf("waited %v for another use of the store to end", waitMax)
)

// Write runs fn in one immediate transaction.
func (db *DB) Write(ctx context.Context, fn func(store.Tx) error) error {
	c, err := take(ctx, db.writer)
	if err != nil {
		return err
	}
	defer func() { db.writer <- c }()
	return explained(c.transaction("begin immediate", func() error { return fn(&tx{reader: reader{c: c}}) }))
}

// Read runs fn on one snapshot.
func (db *DB) Read(ctx context.Context, fn func(store.Reader) error) error {
	from := db.readers
	if from == nil {
		from = db.writer
	}
	c, err := take(ctx, from)
	if err != nil {
		return err
	}
	// One that is open already is taken before another is opened. While this one is held, nobody closes the channel.
	for n := len(from); n > 0 && c.sc == nil; n-- {
		select {
		case other := <-from:
			from <- c
			c = other
		default:
		}
	}
	defer func() { from <- c }()
	if err := c.ready(ctx, db.pool); err != nil {
		return explained(err)
	}
	return explained(c.transaction("begin", func() error { return fn(&reader{c: c}) }))
}

// Close waits for what is under way and closes the database.
func (db *DB) Close() (err error) {
	db.once.Do(func() { err = db.shut() })
	return err
}

func (db *DB) shut() error {
	var errs []error
	shut := func(from chan *conn, n int) {
		for range n {
			if c, ok := <-from; ok && c != nil {
				errs = append(errs, c.close())
			}
		}
		close(from)
	}
	if db.readers != nil {
		shut(db.readers, readersMax)
	}
	shut(db.writer, 1)
	return errors.Join(append(errs, db.pool.Close())...)
}

// reader answers questions on one connection inside one transaction; tx is reader and all that changes.
type (
	reader struct{ c *conn }
	tx     struct {
		reader
		ord *int64 // where this transaction's place in what happened begins; nil: not asked for yet
	}
)

var (
	_ store.Reader = (*reader)(nil)
	_ store.Tx     = (*tx)(nil)
)
