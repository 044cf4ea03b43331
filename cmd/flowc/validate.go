package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/diag"
)

func (c *command) validateCommand() *cobra.Command {
	var asJSON, withSources bool
	cmd := &cobra.Command{
		Use:   "validate",
		Short: "Find every mistake in the project",
		Long: `Reads every *.flow.hcl below the project's folder and the letters that they name, and prints each mistake with its line, what is
wrong and what to write instead. Nothing is sent, no store is needed.`,
		Example: "  flowc validate\n  flowc validate -json | jq .errors\n  flowc validate -sources      ask the shop's databases about the queries, too",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			files, err := c.folder()
			if err != nil {
				return err
			}
			result := lang.Compile(files)
			list := result.Diagnostics
			if withSources && !list.HasErrors() {
				found, err := c.checkSources(cmd.Context(), files)
				if err != nil {
					return err
				}
				list = append(list, found...)
			}
			return c.showDiagnostics(list.Sorted(), result, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&withSources, "sources", false, "prepare the query of each source against its database or files and check its columns")
	return cmd
}

func (c *command) showDiagnostics(list diag.List, result lang.Result, asJSON bool) error {
	if asJSON {
		if err := view.DiagnosticsJSON(c.stdout, list, result.Sources); err != nil {
			return err
		}
	} else {
		view.Diagnostics(c.stderr, list, result.Sources, c.colouredErrors())
	}
	if list.HasErrors() {
		return exit(exitFailed)
	}
	if !asJSON {
		fmt.Fprintf(c.stdout, "The project is valid: %s, %s.\n", view.Plural(len(result.Program.Machines), "flow"), view.Plural(letters(result), "letter"))
	}
	return nil
}
