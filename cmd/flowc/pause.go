package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/store"
)

// scopeArgs reads what a brake is about: all, marketing, or a kind and a name.
func scopeArgs(args []string) (scope store.Scope, name string, err error) {
	scope = store.All
	if len(args) > 0 {
		scope = store.Scope(args[0])
	}
	if len(args) > 1 {
		name = args[1]
	}
	switch {
	case len(args) > 2:
		return "", "", usage("say one thing: all, marketing, or flow, topic, sender or customer and a name")
	case scope == store.All || scope == store.Marketing:
		if name != "" {
			return "", "", usage("%s has no name", scope)
		}
		return scope, "", nil
	case !slices.Contains([]store.Scope{store.OfFlow, store.OfTopic, store.OfSender, store.OfOne}, scope):
		return "", "", usage("there is no %q to stop: say all, marketing, or flow, topic, sender or customer and a name", args[0])
	case name == "":
		return "", "", usage("which %s? Say flowc … %s NAME", scope, scope)
	}
	return scope, name, nil
}

// said is a scope in words.
func said(scope store.Scope, name string) string {
	switch scope {
	case store.All:
		return "everything"
	case store.Marketing:
		return "all marketing"
	default:
		return fmt.Sprintf("%s %q", scope, name)
	}
}

func (c *command) pauseCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "pause [all | marketing | flow NAME | topic NAME | sender NAME | customer ID]",
		Short: "Stop sending, at once",
		Long: `Stops the hand-over of messages: of everything, of all marketing, or of one flow, topic, sender or customer. It holds before the next
message's last byte; what is being handed over at this moment may still leave. People walk on through their flows, their messages wait in the
outbox, and what has become stale meanwhile is dropped.

It writes a row into the store and a line into a file beside it, STORE.paused. The file alone is enough: where the store cannot be written, or
flowc is not at hand, an empty file of that name stops everything.`,
		Example: "  flowc pause\n  flowc pause flow win_back -reason \"wrong discount\"\n  touch flowc.db.paused                  stops everything, without flowc",
		RunE: func(cmd *cobra.Command, args []string) error {
			scope, name, err := scopeArgs(args)
			if err != nil {
				return err
			}
			return c.pause(cmd.Context(), store.Pause{Scope: scope, Name: name, Reason: reason, At: c.now().UTC()})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "by hand", "why, for those who look later: a `TEXT`")
	return cmd
}

// pause writes the file first: it works when the store does not.
func (c *command) pause(ctx context.Context, p store.Pause) error {
	path, err := c.storePath()
	if err != nil {
		return err
	}
	fileErr := stopFileOf(path).add(p.Scope, p.Name)
	storeErr := c.onStore(ctx, func(tx store.Tx) error { return tx.Pause(ctx, p) })
	switch {
	case fileErr != nil && storeErr != nil:
		return errors.Join(fileErr, storeErr)
	case fileErr != nil:
		fmt.Fprintf(c.stderr, "Warning: the store stops it, the file beside it could not be written: %v\n", fileErr)
	case storeErr != nil:
		fmt.Fprintf(c.stderr, "Warning: the file beside the store stops it, the store could not be written: %v\n", storeErr)
	}
	fmt.Fprintf(c.stderr, "Paused: %s. `flowc resume` lets it go on.\n", said(p.Scope, p.Name))
	return nil
}

// onStore runs fn in a transaction of the store.
func (c *command) onStore(ctx context.Context, fn func(store.Tx) error) error {
	st, err := c.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	return st.Write(ctx, fn)
}

func (c *command) resumeCommand() *cobra.Command {
	var approved bool
	cmd := &cobra.Command{
		Use:   "resume [all | marketing | flow NAME | topic NAME | sender NAME | customer ID]",
		Short: "Let what was paused go on",
		Long: `Says what will happen to the messages that wait (how many go at once, how many came too late and are dropped), asks, and ends the
pause. Resuming all ends every pause that is on.`,
		Example: "  flowc resume flow win_back\n  flowc resume -auto-approve",
		RunE: func(cmd *cobra.Command, args []string) error {
			scope, name, err := scopeArgs(args)
			if err != nil {
				return err
			}
			return c.resume(cmd.Context(), scope, name, approved)
		},
	}
	cmd.Flags().BoolVar(&approved, "auto-approve", false, "do not ask")
	return cmd
}

func (c *command) resume(ctx context.Context, scope store.Scope, name string, approved bool) error {
	path, err := c.storePath()
	if err != nil {
		return err
	}
	st, err := c.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	var waiting store.Waiting
	var on []store.Pause
	err = st.Read(ctx, func(r store.Reader) (err error) {
		if on, err = r.Pauses(ctx); err != nil {
			return err
		}
		waiting, err = r.Waiting(ctx, scope, name, c.now().UTC())
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stderr, "%s: %s wait and go at once, %s came too late and are dropped, %s are held by a limit and stay held.\n", said(scope, name),
		view.Plural(int(waiting.Free), "message"), view.Thousands(waiting.Stale), view.Thousands(waiting.Held))
	if !approved && !c.yes("Let it go on?") {
		return errors.New("still paused")
	}
	err = st.Write(ctx, func(tx store.Tx) error {
		for _, p := range on {
			if scope == store.All || p.Scope == scope && p.Name == name {
				if _, err := tx.Resume(ctx, p.Scope, p.Name); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return errors.Join(err, stopFileOf(path).remove(scope, name))
}

// yes asks a question that only `yes` is a yes to.
func (c *command) yes(question string) bool {
	fmt.Fprintf(c.stdout, "\n%s Only `yes` is taken as a yes: ", question)
	answer, err := bufio.NewReader(c.stdin).ReadString('\n')
	if err != nil || !c.terminal {
		fmt.Fprintln(c.stdout) // nobody's return key has ended the line
	}
	return strings.TrimSpace(answer) == "yes"
}

func (c *command) releaseCommand() *cobra.Command {
	return c.heldCommand("release", "Let messages go that a limit holds", "released; no limit holds them again",
		func(ctx context.Context, tx store.Tx, scope store.Scope, name string) (int, error) {
			return tx.Free(ctx, scope, name)
		})
}

func (c *command) dropCommand() *cobra.Command {
	return c.heldCommand("drop", "Drop messages that a limit holds", "dropped",
		func(ctx context.Context, tx store.Tx, scope store.Scope, name string) (int, error) {
			return tx.DropHeld(ctx, scope, name, c.now().UTC())
		})
}

// heldCommand is a verb about the messages that limits hold.
func (c *command) heldCommand(verb, short, done string, do func(context.Context, store.Tx, store.Scope, string) (int, error)) *cobra.Command {
	return &cobra.Command{
		Use:     verb + " [all | marketing | flow NAME | topic NAME | sender NAME | customer ID]",
		Short:   short,
		Long:    short + ": `limits` in the project say how many may go; what is beyond them waits for a person. `flowc status` counts them.",
		Example: "  flowc " + verb + "\n  flowc " + verb + " flow win_back",
		RunE: func(cmd *cobra.Command, args []string) error {
			scope, name, err := scopeArgs(args)
			if err != nil {
				return err
			}
			n := 0
			err = c.onStore(cmd.Context(), func(tx store.Tx) (err error) {
				n, err = do(cmd.Context(), tx, scope, name)
				return err
			})
			if err == nil {
				fmt.Fprintf(c.stderr, "%s %s.\n", view.Plural(n, "message"), done)
			}
			return err
		},
	}
}
