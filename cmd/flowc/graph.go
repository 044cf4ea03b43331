package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/language"
)

func (c *command) graphCommand() *cobra.Command {
	var as, out string
	var withPeople bool
	cmd := &cobra.Command{
		Use:               "graph FLOW",
		Short:             "Draw a flow, as mermaid or SVG",
		Example:           "  flowc graph review_request                          mermaid, for a pull request\n  flowc graph review_request -format svg -o flow.svg\n  flowc graph review_request -people                  with how many stand where",
		Args:              one("a flow", "review_request"),
		ValidArgsFunction: c.completes(flowNames),
		RunE: func(cmd *cobra.Command, args []string) error {
			result, err := c.compile()
			if err != nil {
				return err
			}
			m, err := flowNamed(result.Program, args[0])
			if err != nil {
				return err
			}
			var people map[string]int64
			if withPeople {
				if people, err = c.standing(cmd.Context(), m.Flow); err != nil {
					return err
				}
			}
			if as == "" {
				as = "mermaid"
				if strings.HasSuffix(out, ".svg") {
					as = "svg"
				}
			}
			g := view.GraphOf(m, people)
			var text string
			switch as {
			case "mermaid":
				text = g.Mermaid()
			case "svg":
				text = g.SVG()
			default:
				return usage("-format is mermaid or svg, not %q", as)
			}
			if out == "" {
				_, err = fmt.Fprint(c.stdout, text)
				return err
			}
			return os.WriteFile(out, []byte(text), 0o644)
		},
	}
	cmd.Flags().StringVar(&as, "format", "", "`FORMAT`: mermaid or svg (default: mermaid, or what the name of the output says)")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to this `FILE`")
	cmd.Flags().BoolVar(&withPeople, "people", false, "show how many people stand in each node of the store")
	return cmd
}

// flowNamed finds a flow, or says which name is near.
func flowNamed(p *machine.Program, name string) (*machine.Machine, error) {
	var names []string
	for _, m := range p.Machines {
		if m.Flow == name {
			return m, nil
		}
		names = append(names, m.Flow)
	}
	if near, ok := language.Nearest(name, names); ok {
		return nil, fmt.Errorf("there is no flow %q; did you mean %q?", name, near)
	}
	return nil, fmt.Errorf("there is no flow %q", name)
}

// standing counts the people under way in a flow by state.
func (c *command) standing(ctx context.Context, flow string) (map[string]int64, error) {
	st, err := c.existingStore(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	people := map[string]int64{}
	err = st.Read(ctx, func(r store.Reader) error {
		counts, err := r.Census(ctx)
		for _, n := range counts {
			if n.Flow == flow && n.Over == 0 {
				people[n.State] += n.N
			}
		}
		return err
	})
	return people, err
}
