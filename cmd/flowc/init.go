package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/flows"
	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/schema/language"
)

// ignoreFile keeps customers' data out of git.
const (
	ignoreFile = ".gitignore"
	ignored    = "flowc.db*\noutbox/\npreview/\n"
)

// starter is the flow of a fresh project.
const starter = "order_thanks"

func (c *command) initCommand() *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Begin a project that compiles, with a flow to edit",
		Long: `Writes project.flow.hcl and one flow with its letters. Nothing that is there already is overwritten. Letters go to a folder
of files until a mail server is named, so that nothing leaves a machine by accident.`,
		Example: "  flowc init shop\n  flowc init shop -from review_request      one of the shipped flows, also into a project that is there\n  flowc init -from list                     which flows are shipped",
		Args:    atMost(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := c.project
			if len(args) == 1 {
				dir = args[0]
			}
			if from == "list" {
				return c.listShipped()
			}
			return c.init(dir, from)
		},
	}
	cmd.Flags().StringVar(&from, "from", starter, "the shipped `FLOW` to begin with; list names them")
	must(cmd.RegisterFlagCompletionFunc("from", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return append(shipped(), "list"), cobra.ShellCompDirectiveNoFileComp
	}))
	return cmd
}

// must is for what fails only where a flag is misspelt in this program.
func must(err error) {
	if err != nil {
		panic("this is a bug in flowc: " + err.Error())
	}
}

// shipped names the flows that flowc brings along.
func shipped() (names []string) {
	entries, err := fs.ReadDir(flows.Files, ".")
	if err != nil {
		panic("this is a bug in flowc: its own flows cannot be read: " + err.Error())
	}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// listShipped prints the names of the shipped flows with their titles.
func (c *command) listShipped() error {
	titles := map[string]string{}
	if p := lang.Compile(flows.Files).Program; p != nil {
		for _, m := range p.Machines {
			titles[m.Flow] = m.Title
		}
	}
	tab := tabwriter.NewWriter(c.stdout, 0, 0, 3, ' ', 0)
	for _, name := range shipped() {
		fmt.Fprintf(tab, "%s\t%s\n", name, titles[name])
	}
	return tab.Flush()
}

func (c *command) init(dir, from string) error {
	if !slices.Contains(shipped(), from) {
		if near, ok := language.Nearest(from, shipped()); ok {
			return fmt.Errorf("no flow %q is shipped; did you mean %q?", from, near)
		}
		return fmt.Errorf("no flow %q is shipped; there are %s", from, strings.Join(shipped(), ", "))
	}
	files := []string{ignoreFile, "project.flow.hcl"}
	entries, err := fs.ReadDir(flows.Files, from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		files = append(files, path.Join(from, e.Name()))
	}
	written := 0
	for _, name := range files {
		content := []byte(ignored)
		if name != ignoreFile {
			if content, err = fs.ReadFile(flows.Files, name); err != nil {
				return err
			}
		}
		done, err := writeNew(filepath.Join(dir, filepath.FromSlash(name)), content)
		if err != nil {
			return err
		}
		if done {
			written++
			fmt.Fprintln(c.stdout, filepath.Join(dir, filepath.FromSlash(name)))
		}
	}
	if written == 0 {
		fmt.Fprintln(c.stderr, "Everything is there already: nothing was written.")
		return nil
	}
	next := "flowc validate"
	if dir != "." {
		next += " -project " + dir
	}
	fmt.Fprintf(c.stderr, "\nEdit the flow, then: %s\n", next)
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(name string, content []byte) (written bool, err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return false, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = f.Write(content)
	return true, errors.Join(err, f.Close())
}
