package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

// command is one run of flowc: its surroundings and the flags that every verb takes.
type command struct {
	environment
	project   string
	store     string
	pretended bool   // the clock was given on the command line
	journal   string // of the verbs that have the flag
}

// run is flowc as a function: arguments in, exit code out.
func run(ctx context.Context, env environment, args []string) int {
	c := &command{environment: env}
	root := c.root()
	root.SetArgs(twoDashes(args))
	root.SetIn(env.stdin)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	cmd, failed := root.ExecuteContextC(ctx)
	code, err := codeOf(failed)
	if err == nil {
		return code
	}
	if code == exitUsage {
		more := "flowc help"
		if cmd.HasParent() {
			more += strings.TrimPrefix(cmd.CommandPath(), root.Name())
		}
		fmt.Fprintf(env.stderr, "flowc: %v\nTry `%s`.\n", err, more)
		return code
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("stopped before the end")
	}
	fmt.Fprintf(env.stderr, "flowc: %v\n", err)
	return code
}

// longFlag is a flag with one dash and a name of more than one letter.
var longFlag = regexp.MustCompile(`^-[a-zA-Z][a-zA-Z0-9-]+(=|$)`)

// twoDashes lets every flag have one dash or two (contracts.md). Nothing after a bare -- is a flag.
func twoDashes(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if a == "--" {
			copy(out[i:], args[i:])
			break
		}
		if longFlag.MatchString(a) {
			a = "-" + a
		}
		out[i] = a
	}
	return out
}

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "flowc",
		Short: "Lifecycle marketing as code",
		Long: `flowc compiles post-purchase flows written in HCL with Markdown letters, says what a change does to people,
and walks each customer through them against the order store.`,
		Example: `  flowc demo                      see it at work: a generated shop, some months in under a minute
  flowc init shop && cd shop      a project that compiles, with a flow to edit
  flowc validate                  find every mistake
  flowc apply && flowc run        make it the one that runs, and run it`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(wrongFlag)
	root.SetUsageFunc(func(cmd *cobra.Command) error { return printUsage(c.stdout, cmd) })
	flags := root.PersistentFlags()
	flags.StringVar(&c.project, "project", ".", "the project's `DIR`")
	flags.StringVar(&c.store, "store", "", "the store, as `sqlite:FILE` (default: the store block, else sqlite:flowc.db in the project's folder)")
	root.AddGroup(groups...)
	root.SetHelpCommand(c.helpCommand(root))
	root.CompletionOptions.DisableDefaultCmd = true
	for id, of := range map[string][]*cobra.Command{
		groupWrite: {c.initCommand(), c.validateCommand(), c.fmtCommand(), c.previewCommand(), c.graphCommand(), c.simulateCommand(), c.explainCommand()},
		groupRun:   {c.planCommand(), c.applyCommand(), c.importCommand(), c.runCommand(), c.serveCommand()},
		groupLook: {c.statusCommand(), c.ledgerCommand(),
			c.pauseCommand(), c.resumeCommand(), c.releaseCommand(), c.dropCommand(), c.backupCommand(), c.recoverCommand(), c.demoCommand()},
		groupPeople: {c.consentCommand(), c.suppressCommand(), c.exportCommand(), c.eraseCommand()},
		"":          {c.completionCommand(root), c.versionCommand()},
	} {
		for _, verb := range of {
			verb.GroupID = id
			verb.DisableFlagsInUseLine = true
			root.AddCommand(verb)
		}
	}
	version := root.Flags().Bool("version", false, "print the version")
	root.Args = func(_ *cobra.Command, given []string) error {
		if len(given) > 0 {
			return unknownVerb(given[0])
		}
		return nil
	}
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if *version {
			return c.version()
		}
		return cmd.Help()
	}
	return root
}
