package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/feed"
	"github.com/flowc/flowc/schema/order"
)

// input is lines with where each came from, and those that were refused.
type input struct {
	lines   []*order.Line
	origins []origin
	refused []refusal
}

// origin is where a line stands: in a file, or in a row of a source.
type origin struct {
	file   string
	nth    int // of the files named
	number int
	row    string // of a source, in place of the number
}

func (o origin) String() string {
	if o.row != "" {
		return o.file + " " + o.row
	}
	return fmt.Sprintf("%s:%d", o.file, o.number)
}

type refusal struct {
	origin
	why string
}

func (in *input) refuse(index int, why string) {
	in.refused = append(in.refused, refusal{in.origins[index], why})
}

// refusedMax bounds how many refused lines are shown.
const refusedMax = 50

// report says which lines were refused, and why, in the order of the files.
func (in *input) report(w io.Writer) {
	slices.SortStableFunc(in.refused, func(a, b refusal) int { return cmp.Or(a.nth-b.nth, a.number-b.number) })
	for i, r := range in.refused {
		if i == refusedMax {
			fmt.Fprintf(w, "… and %s more.\n", view.Thousands(int64(len(in.refused)-refusedMax)))
			break
		}
		fmt.Fprintf(w, "%s: %s\n", r.origin, r.why)
	}
}

// warnings counts what was taken and is probably not meant.
type warnings map[string]int

// report prints the warnings, the most frequent first.
func (ws warnings) report(w io.Writer) {
	texts := slices.SortedFunc(maps.Keys(ws), func(a, b string) int { return cmp.Or(ws[b]-ws[a], cmp.Compare(a, b)) })
	for i, text := range texts {
		if i == refusedMax {
			fmt.Fprintf(w, "… and %s more warnings.\n", view.Thousands(int64(len(texts)-refusedMax)))
			return
		}
		fmt.Fprintf(w, "Warning: %s (%s)\n", text, view.Plural(ws[text], "line"))
	}
}

// readLines reads files of JSON lines whole.
func (c *command) readLines(files []string, program *engine.Program) (*input, error) {
	in := &input{}
	if err := readable(files); err != nil {
		return nil, err
	}
	for nth, name := range files {
		err := c.eachLine(name, nth, program, func(o origin, line *order.Line, err error) error {
			if err != nil {
				in.refused = append(in.refused, refusal{o, err.Error()})
				return nil
			}
			in.lines = append(in.lines, line)
			in.origins = append(in.origins, o)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return in, nil
}

// readable says which of the files cannot be read, before the first line of any is taken.
func readable(files []string) error {
	for i, name := range files {
		if name == "-" {
			if slices.Contains(files[:i], name) {
				return usage("standard input can be read once")
			}
			continue
		}
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("there is no file %s", name)
		case err != nil:
			return err
		case info.IsDir():
			return fmt.Errorf("%s is a folder: name the files in it", name)
		}
	}
	return nil
}

// eachLine reads one file of JSON lines; - is standard input. A line that cannot be read is yielded with its error.
func (c *command) eachLine(name string, nth int, program *engine.Program, yield func(origin, *order.Line, error) error) error {
	r := c.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		r = f
	}
	return feed.JSONLines(r, feed.Options{Currency: program.Project.Currencies[0]}, func(number int, line *order.Line, err error) error {
		if name == "-" {
			name = "standard input"
		}
		return yield(origin{file: name, nth: nth, number: number}, line, err)
	})
}
