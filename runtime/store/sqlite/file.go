package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// prepareFile makes the database file before SQLite does, readable by its owner alone; SQLite gives its log the same mode. A file
// that everybody can read, and a file system that cannot lock, are refused.
func prepareFile(path string, readOnly bool) error {
	if network, err := networkFileSystem(filepath.Dir(path)); err != nil {
		return err
	} else if network != "" {
		return fmt.Errorf("%s is on a network file system (%s), on which SQLite cannot lock; keep the store on a local disk", path, network)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !readOnly:
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		return f.Close()
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no file", path)
	case info.Mode().Perm()&0o007 == 0:
		return nil
	case info.Size() == 0 && !readOnly:
		return os.Chmod(path, 0o600)
	default:
		return fmt.Errorf("everybody on this machine can open %s, which holds customers' data; run: chmod 600 %s", path, path)
	}
}
