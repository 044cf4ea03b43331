package main

import (
	"github.com/spf13/cobra"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/machine"
)

// helpCommand is `flowc help`, which knows no verb that is not there.
func (c *command) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [VERB]",
		Short: "Tell more of a verb",
		Args:  atMost(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return verbs, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				root.InitDefaultHelpFlag()
				return root.Help()
			}
			verb, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownVerb(args[0])
			}
			verb.InitDefaultHelpFlag()
			return verb.Help()
		},
	}
}

// completionCommand writes what makes a shell complete verbs, flags, flows, steps and codes.
func (c *command) completionCommand(root *cobra.Command) *cobra.Command {
	shells := map[string]func() error{
		"bash":       func() error { return root.GenBashCompletionV2(c.stdout, true) },
		"zsh":        func() error { return root.GenZshCompletion(c.stdout) },
		"fish":       func() error { return root.GenFishCompletion(c.stdout, true) },
		"powershell": func() error { return root.GenPowerShellCompletionWithDesc(c.stdout) },
	}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Write what makes bash, zsh, fish or powershell complete flowc's verbs, flags, flows and codes",
		Long:  "Writes a script for the shell to evaluate. That for bash wants the package bash-completion.",
		Example: `  source <(flowc completion bash)                                   in ~/.bashrc
  flowc completion zsh > "${fpath[1]}/_flowc"
  flowc completion fish > ~/.config/fish/completions/flowc.fish`,
		Args:      one("a shell", "bash"),
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		RunE: func(_ *cobra.Command, args []string) error {
			write, known := shells[args[0]]
			if !known {
				return usage("there is no completion for %q; there is for bash, zsh, fish and powershell", args[0])
			}
			return write()
		},
	}
}

// completion is what a shell may put in an argument's place; files are not.
type completion = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective)

// completes completes the first argument, or a flag, with what names answers of the project, as far as it compiles.
func (c *command) completes(names func(*machine.Program) []string) completion {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		files, err := c.folder()
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		program := lang.Compile(files).Program
		if program == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return names(program), cobra.ShellCompDirectiveNoFileComp
	}
}

func flowNames(p *machine.Program) (names []string) {
	for _, m := range p.Machines {
		names = append(names, m.Flow)
	}
	return names
}

// letterNames are FLOW.STEP of all letters.
func letterNames(p *machine.Program) (names []string) {
	for _, m := range p.Machines {
		for _, step := range letterSteps(m) {
			names = append(names, m.Flow+"."+string(step.Name))
		}
	}
	return names
}
