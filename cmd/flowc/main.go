// Command flowc compiles lifecycle flows, says what a change does to people, and walks each customer through.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // a machine without zone files knows the zones all the same
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, environment{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now,
		terminal: isTerminal(os.Stderr), colours: wantsColours(os.Stdout),
	}, os.Args[1:])
	stop()
	os.Exit(code)
}
