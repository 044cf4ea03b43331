package main

import (
	"context"
	"io/fs"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/feed"
	"github.com/flowc/flowc/runtime/store/sqlite"
	"github.com/spf13/cobra"
)

type nolinks struct{}

func (nolinks) URL(kind string, _ engine.LinkFor) string { return "https://x.example/" + kind }

func linksOf(*engine.Program, []byte) engine.Links                 { return nolinks{} }
func secretOf(context.Context, *sqlite.DB) ([]byte, error)         { return []byte("x"), nil }
func (c *command) openSources(*engine.Program) ([]*feed.Source, error) { return nil, nil }
func (c *command) checkSources(context.Context, fs.FS) (diag.List, error) { return nil, nil }
func (c *command) serveCommand() *cobra.Command                    { return &cobra.Command{Use: "serve"} }
func (c *command) previewCommand() *cobra.Command                  { return &cobra.Command{Use: "preview"} }
