package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// bar is progress on a terminal, and nothing anywhere else.
type bar struct{ bar *progressbar.ProgressBar }

// progress draws a bar for work of a known size once it has taken a while.
func (c *command) progress(what string, total int) *bar {
	if !c.terminal || total == 0 {
		return &bar{}
	}
	return &bar{progressbar.NewOptions(total,
		progressbar.OptionSetWriter(c.stderr), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionShowIts(), progressbar.OptionSetWidth(30),
	)}
}

func (b *bar) to(n int) {
	if b.bar != nil {
		_ = b.bar.Set(n) // drawing is not worth failing for
	}
}

func (b *bar) done() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}
