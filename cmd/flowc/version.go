package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/lang/machine"
)

func (c *command) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of flowc and of what it stands on",
		Args:  nothing,
		RunE:  func(*cobra.Command, []string) error { return c.version() },
	}
}

func (c *command) version() error {
	version := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				version += " " + s.Value
			}
		}
	}
	_, err := fmt.Fprintf(c.stdout, "flowc %s\nprogram format %d, %s %s/%s\n", version, machine.Format, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
