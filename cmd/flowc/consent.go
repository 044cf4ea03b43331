package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/language"
	"github.com/flowc/flowc/schema/order"
)

func (c *command) consentCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "consent",
		Short: "Show and change what people agreed to",
		Long: `Consent belongs to an address. Every word that was said stays, with its basis and its evidence; of choices the newest holds, of two at one
instant the denial. Where nobody chose, the topic's default holds. Transactional topics go out whatever the consent.`,
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, verb := range []*cobra.Command{c.consentShowCommand(), c.consentSetCommand(), c.consentImportCommand()} {
		verb.DisableFlagsInUseLine = true
		cmd.AddCommand(verb)
	}
	return cmd
}

func (c *command) consentShowCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "show CUSTOMER|ADDRESS",
		Short:   "Print each topic: whether it is agreed to, since when, by what",
		Example: "  flowc consent show ada@example.test\n  flowc consent show c1 -json",
		Args:    one("a customer or an address", "ada@example.test"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, err := c.existingStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			program, err := deployed(ctx, st)
			if err != nil {
				return err
			}
			var list []view.Standing
			err = st.Read(ctx, func(r store.Reader) error {
				list, err = c.standings(ctx, r, program, args[0])
				return err
			})
			if err != nil {
				return err
			}
			if asJSON {
				return view.StandingsJSON(c.stdout, c.now(), list)
			}
			return view.StandingsText(c.stdout, c.now(), list, c.colours)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, with all that was ever said")
	return cmd
}

// standings are how those stand who are meant by an id or an address; an address that is nobody's stands for itself.
func (c *command) standings(ctx context.Context, r store.Reader, program *engine.Program, who string) ([]view.Standing, error) {
	ids, err := r.Who(ctx, who)
	if err != nil {
		return nil, err
	}
	address := ""
	if len(ids) == 0 {
		if !store.ValidEmail(who) {
			return nil, fmt.Errorf("%q: %w", who, store.ErrNobody)
		}
		ids, address = []string{""}, who
	}
	var list []view.Standing
	for _, id := range ids {
		s, err := r.Standing(ctx, id, address)
		if err != nil {
			return nil, err
		}
		topics, err := c.topicsOf(ctx, r, program, s)
		if err != nil {
			return nil, err
		}
		list = append(list, view.Standing{Standing: s, Topics: topics})
	}
	return list, nil
}

// topicsOf is how a person stands with each topic of the project.
func (c *command) topicsOf(ctx context.Context, r store.Reader, program *engine.Program, s store.Standing) ([]view.TopicStanding, error) {
	facts, err := r.Facts(ctx, store.FactsQuery{Customers: []string{s.Customer}, Currency: program.Project.Currencies[0]})
	if err != nil {
		return nil, err
	}
	var out []view.TopicStanding
	for _, t := range program.Topics {
		standing := view.TopicStanding{Name: t.Name, Title: t.Title, Transactional: !t.Marketing, Granted: !t.Marketing}
		if t.Marketing {
			implied := true
			if p := facts.People[s.Customer]; p != nil && t.OptOut {
				standing.Implied = interp.ImpliedTo(t, p.Row.Get(order.CustomerType.Field("last_order_at")), expr.Zone(p.Timezone, program.Zone))
				implied = standing.Implied.IsZero() || !c.now().After(standing.Implied)
			}
			choices := map[string]bool{}
			for topic, d := range s.Decided {
				choices[topic] = d.Granted
			}
			standing.Granted = interp.Consented(t, choices, implied)
			if d, ok := s.Decided[t.Name]; ok {
				standing.By = d.By
			} else if d, ok := s.Decided["*"]; ok {
				standing.By = d.By
			}
		}
		out = append(out, standing)
	}
	return out, nil
}

func (c *command) consentSetCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "set CUSTOMER|ADDRESS TOPIC granted|denied -reason TEXT",
		Short: "Record what somebody has said",
		Long: `Adds a choice, dated now, with the basis "manual" and the reason as its evidence; what was said before stays. TOPIC is a marketing topic of the
project, or all. For a customer it counts at the address that is theirs now.`,
		Example: "  flowc consent set ada@example.test offers denied -reason \"called us\"\n  flowc consent set c1 all denied -reason \"letter of 3 March\"",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 3 || args[2] != "granted" && args[2] != "denied" {
				return usage("`%s` wants whose, which topic, and granted or denied", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(reason) == "" {
				return usage("-reason says why, for those who look later: -reason TEXT")
			}
			return c.setConsent(cmd.Context(), args[0], args[1], args[2], reason)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, for those who look later: a `TEXT`")
	return cmd
}

func (c *command) setConsent(ctx context.Context, who, topic, state, reason string) error {
	st, err := c.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	program, err := deployed(ctx, st)
	if err != nil {
		return err
	}
	if topic, err = marketingTopic(program.Program, topic); err != nil {
		return err
	}
	err = st.Write(ctx, func(tx store.Tx) error {
		standings, err := c.standings(ctx, tx, program, who)
		if err != nil {
			return err
		}
		for _, s := range standings {
			err := tx.Choose(ctx, store.Choice{
				Channel: "email", Address: s.Address, Customer: s.Customer, Topic: topic, State: state, Basis: store.BasisManual, Source: "flowc consent",
				At: c.now().UTC(), Evidence: reasonOf(reason),
			})
			if err != nil {
				return err
			}
			now, err := tx.Standing(ctx, s.Customer, s.Address)
			if err != nil {
				return err
			}
			if d := now.Decided[topic]; d.By != nil && d.Granted != (state == "granted") {
				return fmt.Errorf("nothing was recorded: a choice of %s is not earlier, and holds: %s", view.FormatTime(d.By.At), d.By.State)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stderr, "%s: %s %s.\n", who, said(store.OfTopic, topic), state)
	return nil
}

// marketingTopic finds a topic to which consent is given.
func marketingTopic(p *machine.Program, name string) (string, error) {
	if name == "all" || name == "*" {
		return "*", nil
	}
	names := marketingTopics(p)
	if slices.Contains(names, name) {
		return name, nil
	}
	if slices.ContainsFunc(p.Topics, func(t machine.Topic) bool { return t.Name == name }) {
		return "", fmt.Errorf("the topic %q is transactional: it goes out whatever the consent; `flowc suppress add` keeps an address from everything", name)
	}
	if near, ok := language.Nearest(name, names); ok {
		return "", fmt.Errorf("there is no topic %q; did you mean %q?", name, near)
	}
	return "", fmt.Errorf("there is no topic %q; there are %s, and all", name, strings.Join(names, ", "))
}

func marketingTopics(p *machine.Program) (names []string) {
	for _, t := range p.Topics {
		if t.Marketing {
			names = append(names, t.Name)
		}
	}
	return names
}
