package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// environment is all that a command may reach of its surroundings, so that a test can be the user.
type environment struct {
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	getenv   func(string) string
	now      func() time.Time
	terminal bool // stderr is one: progress is drawn
	colours  bool // stdout is one, and nobody asked for none (NO_COLOR)
}

func wantsColours(f *os.File) bool { return isTerminal(f) && os.Getenv("NO_COLOR") == "" }

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// colouredErrors says whether diagnostics on standard error have colours.
func (e *environment) colouredErrors() bool { return e.terminal && e.getenv("NO_COLOR") == "" }

// The exit codes of contracts.md, one table for every command.
const (
	exitDone    = 0
	exitFailed  = 1
	exitChanges = 2
	exitLayout  = 3
	exitRefused = 4
	exitStale   = 5
	exitUsage   = 64
)

// exitError ends a command with a code. A nil err prints nothing more: the command has said what there was to say.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func exit(code int) error { return &exitError{code: code} }

func refuse(format string, args ...any) error {
	return &exitError{code: exitRefused, err: fmt.Errorf(format, args...)}
}

func stale(format string, args ...any) error {
	return &exitError{code: exitStale, err: fmt.Errorf(format, args...)}
}

func usage(format string, args ...any) error {
	return &exitError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

// codeOf is the exit code of an error, and what is left to print.
func codeOf(err error) (code int, print error) {
	if err == nil {
		return exitDone, nil
	}
	var e *exitError
	if errors.As(err, &e) {
		return e.code, e.err
	}
	return exitFailed, err
}
