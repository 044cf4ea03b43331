package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/lang/format"
)

func (c *command) fmtCommand() *cobra.Command {
	var check, diff bool
	cmd := &cobra.Command{
		Use:   "fmt [FILE or FOLDER…]",
		Short: "Put the project's files into the one layout",
		Long: `Lays out the *.flow.hcl and *.flowtest.hcl files that are named, those below the folders that are named, or those of the project, and
prints the names of those that it changed. With - it reads standard input and writes to standard output, as editors want it.`,
		Example: "  flowc fmt\n  flowc fmt -check       exit 3 where a file is laid out differently\n  flowc fmt -diff        show what would change",
		RunE: func(_ *cobra.Command, names []string) error {
			if slices.Equal(names, []string{"-"}) {
				return c.formatInput(check, diff)
			}
			if len(names) == 0 {
				names = []string{c.project}
			}
			return c.formatAll(names, check, diff)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "change nothing; exit with 3 where a file is laid out differently")
	cmd.Flags().BoolVar(&diff, "diff", false, "change nothing; show what would change")
	return cmd
}

// formatAll lays out files and folders. What cannot be read keeps the rest from nothing.
func (c *command) formatAll(names []string, check, diff bool) error {
	var files []string
	for _, name := range names {
		found, err := flowFiles(name)
		if err != nil {
			return err
		}
		files = append(files, found...)
	}
	changed, failed := false, false
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		differs, err := c.format(name, src, check, diff)
		if err != nil {
			fmt.Fprintf(c.stderr, "flowc: %v\n", err)
			failed = true
		}
		changed = changed || differs
	}
	switch {
	case failed:
		return exit(exitFailed)
	case check && changed:
		return exit(exitLayout)
	}
	return nil
}

// formatInput lays out standard input.
func (c *command) formatInput(check, diff bool) error {
	src, err := io.ReadAll(c.stdin)
	if err != nil {
		return err
	}
	if check || diff {
		differs, err := c.format("standard input", src, check, diff)
		if err == nil && check && differs {
			return exit(exitLayout)
		}
		return err
	}
	out, err := format.Source(src)
	if err != nil {
		return unreadable("standard input", err)
	}
	_, err = c.stdout.Write(out)
	return err
}

// isFlowFile says whether a file is one that is laid out.
func isFlowFile(name string) bool {
	return strings.HasSuffix(name, ".flow.hcl") || strings.HasSuffix(name, ".flowtest.hcl")
}

// flowFiles are the flow and test files at or below a path; hidden folders are skipped.
func flowFiles(path string) (files []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		if !isFlowFile(path) {
			return nil, fmt.Errorf("%s is neither a .flow.hcl nor a .flowtest.hcl file", path)
		}
		return []string{path}, nil
	}
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && name != path {
			return fs.SkipDir
		}
		if d.Type().IsRegular() && isFlowFile(name) {
			files = append(files, name)
		}
		return nil
	})
	return files, err
}

// unreadable puts the file and the line before what is wrong, as compilers do.
func unreadable(name string, err error) error {
	var at *format.Unreadable
	if errors.As(err, &at) {
		return fmt.Errorf("%s:%d: %s", name, at.At.Start.Line, at.Reason)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// format lays one file out and says whether it differed. It prints the names of files that it changes, or would.
func (c *command) format(name string, src []byte, check, diff bool) (differs bool, err error) {
	out, err := format.Source(src)
	if err != nil {
		return false, unreadable(name, err)
	}
	if bytes.Equal(src, out) {
		return false, nil
	}
	if !check && !diff {
		// Before the name is printed: it says that the file was changed.
		if err := replaceFile(name, out); err != nil {
			return true, fmt.Errorf("%s was left as it is: %w", name, err)
		}
	}
	switch {
	case diff:
		fmt.Fprint(c.stdout, format.Diff(name, src, out))
	default:
		fmt.Fprintln(c.stdout, name)
	}
	return true, nil
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
