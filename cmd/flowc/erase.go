package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

func (c *command) eraseCommand() *cobra.Command {
	var approved bool
	cmd := &cobra.Command{
		Use:   "erase CUSTOMER…",
		Short: "Take a person out of the store, for good",
		Long: `Erases who somebody is, what they wrote and what was written to them: name, addresses, attributes, notes of orders, texts of reviews, properties of
events, letters. Journeys under way leave (erased). What stays: the ledger's keys, with the shop's own ids, so that nothing is sent twice; orders, which are
nobody's from then on; and keyed hashes of the addresses for what they had refused, so that whoever comes back in an import does not get that.

The erasure is also written to a file beside the store, STORE.erased: where an older copy of the store is restored, flowc run erases again before it
begins. Erase the person in the shop as well, or the next import brings them back.`,
		Example: "  flowc erase c1\n  flowc erase -auto-approve c1 c2",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("`%s` wants a customer, such as c1", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return c.erase(cmd.Context(), args, approved) },
	}
	cmd.Flags().BoolVar(&approved, "auto-approve", false, "do not ask")
	return cmd
}

func (c *command) erase(ctx context.Context, names []string, approved bool) error {
	path, err := c.storePath()
	if err != nil {
		return err
	}
	st, err := c.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	var ids []string
	err = st.Read(ctx, func(r store.Reader) error {
		for _, name := range names {
			id, err := single(ctx, r, name)
			if err != nil {
				return err
			}
			if err := c.sayWhat(ctx, r, id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !approved && !c.yes("Erase for good?") {
		return errors.New("nobody was erased")
	}
	list := eraseListOf(path)
	err = st.Write(ctx, func(tx store.Tx) error {
		var done []store.Erasure
		for _, id := range ids {
			e, err := tx.Erase(ctx, id, c.now())
			if err != nil {
				return err
			}
			done = append(done, e)
		}
		// The list first: what stands there and not in the store is erased when the runner starts, never the other way round.
		return list.add(done)
	})
	if err != nil {
		return err
	}
	if err := st.Scrub(ctx); err != nil {
		return fmt.Errorf("erased, but traces are left in the files of the store (the same command again takes them out): %w", err)
	}
	fmt.Fprintf(c.stderr, "Erased: %s. Backups still hold them; flowc run erases again what is restored, by %s.\n", strings.Join(ids, ", "), list.path)
	return nil
}

// single is the customer who is meant; of several who share an address nobody is.
func single(ctx context.Context, r store.Reader, name string) (string, error) {
	ids, err := r.Who(ctx, name)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", fmt.Errorf("%q: %w", name, store.ErrNobody)
	case len(ids) > 1:
		return "", fmt.Errorf("%s is the address of %s: say which", name, strings.Join(ids, ", "))
	}
	return ids[0], nil
}

// sayWhat says whose data it is about to be.
func (c *command) sayWhat(ctx context.Context, r store.Reader, id string) error {
	e, err := r.Export(ctx, id)
	if err != nil {
		return err
	}
	under := 0
	for _, raw := range e.Journeys {
		var j struct{ Outcome string }
		if err := json.Unmarshal(raw, &j); err != nil {
			return err
		}
		if j.Outcome == "under_way" {
			under++
		}
	}
	fmt.Fprintf(c.stderr, "%s: %s, %s, %s, %s, %s under way.\n", id, view.Plural(len(e.Orders), "order"), view.Plural(len(e.Events), "event"),
		view.Plural(len(e.Reviews), "review"), view.Plural(len(e.Messages), "message"), view.Plural(under, "journey"))
	if strings.Contains(id, "@") {
		fmt.Fprintln(c.stderr, "Warning: the shop's id of this customer is an address. Ids are keys of the ledger, and stay.")
	}
	return nil
}

// eraseAgain erases who was erased before and is in this store all the same, since it is an older copy.
func (c *command) eraseAgain(ctx context.Context, st *sqlite.DB, path string, log *slog.Logger) error {
	list, err := eraseListOf(path).read()
	if err != nil || len(list) == 0 {
		return err
	}
	again := 0
	err = st.Write(ctx, func(tx store.Tx) error {
		for _, e := range list {
			did, err := tx.EraseAgain(ctx, e, c.now())
			if err != nil {
				return err
			}
			if did {
				again++
			}
		}
		return nil
	})
	if err != nil || again == 0 {
		return err
	}
	log.Warn("the store is older than erasures: they were done again", "erasures", again)
	if err := st.Scrub(ctx); err != nil {
		log.Error("traces of who was erased are left in the file of the store", "err", err)
	}
	return nil
}

func (c *command) exportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export-person CUSTOMER",
		Short: "Print all that is known of one person, as JSON",
		Long: `Prints one JSON object: the customer, by what they are found, orders with their items, events, reviews, consents, suppressions, journeys with what happened
in them, and messages with their subject and what filled them.`,
		Example: "  flowc export-person c1 > c1.json",
		Args:    one("a customer", "c1"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, err := c.existingStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			return st.Read(ctx, func(r store.Reader) error {
				id, err := single(ctx, r, args[0])
				if err != nil {
					return err
				}
				e, err := r.Export(ctx, id)
				if err != nil {
					return err
				}
				return view.ExportJSON(c.stdout, c.now(), e)
			})
		},
	}
}
