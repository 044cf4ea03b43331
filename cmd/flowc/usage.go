package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/flowc/flowc/schema/language"
)

// The verbs by what they are for.
const (
	groupWrite  = "write"
	groupRun    = "run"
	groupLook   = "look"
	groupPeople = "people"
)

var groups = []*cobra.Group{
	{ID: groupWrite, Title: "Write flows:"}, {ID: groupRun, Title: "Let them run:"}, {ID: groupLook, Title: "Look:"},
	{ID: groupPeople, Title: "What people want:"},
}

// verbs is the order in which they are listed, that in which a project grows.
var verbs = []string{
	"init", "validate", "fmt", "preview", "graph", "simulate", "explain", "plan", "apply", "import", "run", "serve", "status", "ledger",
	"pause", "resume", "release", "drop", "backup", "recover", "demo", "consent", "suppress", "export-person", "erase",
	"completion", "version", "help",
}

// exitCodes is the table of contracts.md for `flowc help`.
const exitCodes = `
Exit codes: 0 done, 1 mistakes or the work could not be done, 2 plan -detailed-exitcode: changes, 3 fmt -check: the layout differs,
4 a decision about people is missing, 5 another apply was here meanwhile, 64 the command line is wrong.
`

// printUsage writes what stands below a verb's description. Flags are shown with one dash, as the documentation writes them.
func printUsage(w io.Writer, cmd *cobra.Command) error {
	line := cmd.UseLine()
	if cmd.HasSubCommands() {
		line = cmd.CommandPath() + " VERB"
	}
	fmt.Fprintf(w, "Usage:\n  %s\n", line)
	if cmd.Example != "" {
		fmt.Fprintf(w, "\nExamples:\n%s\n", cmd.Example)
	}
	tab := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, g := range append(cmd.Groups(), &cobra.Group{Title: "More:"}) {
		title := "\n" + g.Title + "\n"
		subs := slices.Clone(cmd.Commands())
		slices.SortFunc(subs, func(a, b *cobra.Command) int { return slices.Index(verbs, a.Name()) - slices.Index(verbs, b.Name()) })
		for _, sub := range subs {
			if sub.GroupID == g.ID && (sub.IsAvailableCommand() || sub.Name() == "help") {
				fmt.Fprintf(tab, "%s  %s\t%s\n", title, sub.Name(), sub.Short)
				title = ""
			}
		}
	}
	fmt.Fprintln(tab, "\nFlags (one dash or two):")
	show := func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		if f.Name == "help" {
			text = "show this"
		}
		if !strings.Contains(text, "default") && f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" && f.DefValue != "0s" {
			text += fmt.Sprintf(" (default %s)", f.DefValue)
		}
		name := "-" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		fmt.Fprintf(tab, "  %s\t%s\n", strings.TrimSpace(name+" "+value), text)
	}
	cmd.NonInheritedFlags().VisitAll(show)
	cmd.InheritedFlags().VisitAll(show)
	if err := tab.Flush(); err != nil {
		return err
	}
	if !cmd.HasParent() {
		fmt.Fprint(w, exitCodes+"\n`flowc help VERB` tells more of one.\n")
	}
	return nil
}

// nothing is for verbs that take flags alone.
func nothing(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("`%s` takes no %q; another folder is named with -project", cmd.CommandPath(), args[0])
	}
	return nil
}

// atMost takes up to n of what the verb's usage line names.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usage("`%s` takes no more than that: %q is too much", cmd.UseLine(), args[n])
		}
		return nil
	}
}

// one wants exactly one of what is meant; such is an example.
func one(what, such string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage("`%s` wants %s, such as %s", cmd.CommandPath(), what, such)
		}
		return atMost(1)(cmd, args)
	}
}

// wrongFlag says what is wrong with a flag in plain words.
func wrongFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		name := unknown.GetSpecifiedName()
		if near, ok := language.Nearest(name, names); ok {
			return usage("there is no flag -%s; did you mean -%s?", name, near)
		}
		return usage("`%s` has no flag -%s", cmd.CommandPath(), name)
	case errors.As(err, &bare):
		value, _ := pflag.UnquoteUsage(bare.GetFlag())
		return usage("-%s wants a value: -%s %s", bare.GetFlag().Name, bare.GetFlag().Name, value)
	case errors.As(err, &invalid):
		kinds := map[string]string{"duration": "a length of time such as 5m or 2h", "int": "a whole number", "uint64": "a whole number", "bool": "true or false"}
		return usage("-%s: %q is not %s", invalid.GetFlag().Name, invalid.GetValue(), kinds[invalid.GetFlag().Value.Type()])
	}
	return &exitError{code: exitUsage, err: err}
}

// unknownVerb says which verb may have been meant.
func unknownVerb(name string) error {
	if near, ok := language.Nearest(name, verbs); ok {
		return usage("there is no command %q; did you mean %q?", name, near)
	}
	return usage("there is no command %q", name)
}

// some wants at least one file.
func some(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usage("`%s` wants files of JSON lines, such as orders.jsonl; - is standard input", cmd.CommandPath())
	}
	return nil
}
