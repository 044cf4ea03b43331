package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

// folder opens the project's folder. Nothing outside of it can be read through the answer.
func (c *command) folder() (fs.FS, error) {
	root, err := os.OpenRoot(c.project)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no folder %s", c.project)
		}
		return nil, fmt.Errorf("open the project: %w", err)
	}
	return root.FS(), nil
}

// compile reads and compiles the project. Where it does not compile, the diagnostics are printed and the error says no more.
func (c *command) compile() (lang.Result, error) {
	files, err := c.folder()
	if err != nil {
		return lang.Result{}, err
	}
	result := lang.Compile(files)
	if result.Diagnostics.HasErrors() {
		view.Diagnostics(c.stderr, result.Diagnostics.Sorted(), result.Sources, c.colouredErrors())
		return result, exit(exitFailed)
	}
	return result, nil
}

// secret is the value of a setting: as written, or that of its environment variable.
func (c *command) secret(s machine.Secret, what string) (string, error) {
	if s.Env == "" {
		return s.Literal, nil
	}
	v := c.getenv(s.Env)
	if v == "" {
		return "", fmt.Errorf("%s: the environment variable %s is not set", what, s.Env)
	}
	return v, nil
}

// storeURL is where the store is: the flag, else the project's store block, else a file in the project's folder.
func (c *command) storeURL() (string, error) {
	if c.store != "" {
		return c.store, nil
	}
	files, err := c.folder()
	if err != nil {
		return "", err
	}
	switch s := lang.StoreOf(files); {
	case s.Env != "" && c.getenv(s.Env) != "":
		return c.getenv(s.Env), nil
	case s.Literal != "":
		return s.Literal, nil
	}
	return defaultStore, nil
}

const defaultStore = "sqlite:flowc.db"

// storePath is the file of an SQLite store; relative ones start from the project's folder, or from here where the flag named it.
func (c *command) storePath() (string, error) {
	url, err := c.storeURL()
	if err != nil {
		return "", err
	}
	path, isSQLite := strings.CutPrefix(url, "sqlite:")
	if !isSQLite || path == "" {
		if strings.HasPrefix(url, "postgres:") || strings.HasPrefix(url, "postgresql:") {
			return "", errors.New("PostgreSQL as the store is not there yet: say sqlite:FILE")
		}
		return "", usage("a store is written sqlite:FILE, not %q", url)
	}
	path = strings.TrimPrefix(path, "//")
	if !filepath.IsAbs(path) && c.store == "" {
		path = filepath.Join(c.project, path)
	}
	return path, nil
}

// openStore opens the store, and makes it where it is not there yet.
func (c *command) openStore(ctx context.Context) (*sqlite.DB, error) {
	path, err := c.storePath()
	if err != nil {
		return nil, err
	}
	db, err := sqlite.Open(ctx, path, storeOptions())
	if err != nil {
		return nil, fmt.Errorf("the store: %w", err) // which names the file
	}
	return db, nil
}

var errNoStore = errors.New("there is no store")

// existingStore opens a store that must be there: a question about an empty one is a typing mistake.
func (c *command) existingStore(ctx context.Context) (*sqlite.DB, error) {
	path, err := c.storePath()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w at %s: `flowc apply` makes it", errNoStore, path)
	}
	return c.openStore(ctx)
}

// deployed is the program that runs on a store, made ready.
func deployed(ctx context.Context, st store.Store) (*engine.Program, error) {
	var stored store.StoredProgram
	err := st.Read(ctx, func(r store.Reader) error {
		var err error
		stored, err = r.Deployed(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	p, err := machine.Decode(stored.Body)
	if err != nil {
		return nil, fmt.Errorf("the program in the store: %w", err)
	}
	return engine.Prepare(p)
}
