package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/schema/language"
)

func (c *command) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "explain CODE",
		Short:   "Explain a diagnostic's code",
		Example: "  flowc explain F0201\n  flowc explain              list all codes",
		Args:    atMost(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var all []string
			for _, code := range diag.Codes() {
				e, _ := diag.Lookup(code)
				all = append(all, string(code)+"\t"+e.Summary)
			}
			return all, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, code := range diag.Codes() {
					e, _ := diag.Lookup(code)
					fmt.Fprintf(c.stdout, "%s  %-7s  %s\n", code, e.Severity, e.Summary)
				}
				return nil
			}
			code := diag.Code(strings.ToUpper(args[0]))
			e, ok := diag.Lookup(code)
			if !ok {
				var all []string
				for _, known := range diag.Codes() {
					all = append(all, string(known))
				}
				if near, found := language.Nearest(string(code), all); found {
					return fmt.Errorf("there is no code %s; did you mean %s?", code, near)
				}
				return fmt.Errorf("there is no code %s; `flowc explain` lists all", code)
			}
			fmt.Fprintf(c.stdout, "%s (%s): %s\n\n%s\n", code, e.Severity, e.Summary, strings.TrimSpace(e.Explanation))
			return nil
		},
	}
}
