package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/lang/format"
)

func (c *command) fmtCommand() *cobra.Command {
	var check, diff bool
	cmd := &cobra.Command{
		Use:     "fmt [FILE…]",
		Short:   "Put the project's files into the one layout",
		Example: "  flowc fmt\n  flowc fmt -check       exit 3 where a file is laid out differently\n  flowc fmt -diff        show what would change",
		RunE: func(_ *cobra.Command, files []string) error {
			if len(files) == 0 {
				var err error
				if files, err = c.flowFiles(); err != nil {
					return err
				}
			}
			changed := 0
			for _, name := range files {
				differs, err := c.format(name, check, diff)
				if err != nil {
					return err
				}
				if differs {
					changed++
				}
			}
			if check && changed > 0 {
				return exit(exitLayout)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "change nothing; exit with 3 where a file is laid out differently")
	cmd.Flags().BoolVar(&diff, "diff", false, "change nothing; show what would change")
	return cmd
}

// flowFiles are the project's flow and test files; hidden folders are skipped.
func (c *command) flowFiles() (files []string, err error) {
	err = filepath.WalkDir(c.project, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && strings.HasPrefix(name, ".") && path != c.project {
			return fs.SkipDir
		}
		if d.Type().IsRegular() && (strings.HasSuffix(name, ".flow.hcl") || strings.HasSuffix(name, ".flowtest.hcl")) {
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

// format lays one file out and says whether it differed. It prints the names of files that it changes, or would.
func (c *command) format(name string, check, diff bool) (differs bool, err error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return false, err
	}
	out, err := format.Source(src)
	if err != nil {
		return false, fmt.Errorf("%s: %w", name, err)
	}
	if bytes.Equal(src, out) {
		return false, nil
	}
	switch {
	case diff:
		fmt.Fprint(c.stdout, format.Diff(name, src, out))
	default:
		fmt.Fprintln(c.stdout, name)
	}
	if check || diff {
		return true, nil
	}
	return true, replaceFile(name, out)
}

// replaceFile writes a file whole or not at all; its mode stays.
func replaceFile(name string, content []byte) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".flowc-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone already where the rename went well
	if _, err := tmp.Write(content); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Chmod(info.Mode().Perm()); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}
