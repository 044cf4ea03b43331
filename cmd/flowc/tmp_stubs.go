package main

import (
	"context"
	"io/fs"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/feed"
)

func (c *command) openSources(*engine.Program) ([]*feed.Source, error)    { return nil, nil }
func (c *command) checkSources(context.Context, fs.FS) (diag.List, error) { return nil, nil }
