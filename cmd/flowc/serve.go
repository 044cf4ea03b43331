package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/runtime/pages"
	"github.com/flowc/flowc/runtime/store"
)

func (c *command) serveCommand() *cobra.Command {
	var listen, logFormat string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer the links in letters: unsubscribing, and pages that say what is to come",
		Long: `Serves the pages behind the links, on the address of -listen; put a web server with TLS before it, at the project's base_url.
Opening a page changes nothing; its button, and a mail program's own unsubscribe button, do. It works beside ` + "`flowc run`" + ` on the same store.`,
		Example: "  flowc serve -listen 127.0.0.1:8025",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.serve(cmd.Context(), listen, logFormat)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8025", "`ADDRESS` and port")
	cmd.Flags().StringVar(&logFormat, "log", "text", "`FORMAT` of what is written to standard error: text or json")
	return cmd
}

// The limits of one request: the pages are small, and whoever is slower is no person.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 15 * time.Second
	idleTimeout   = time.Minute
	headerBytes   = 16 << 10
	stopWithin    = 10 * time.Second
)

func (c *command) serve(ctx context.Context, listen, logFormat string) error {
	log, err := c.logger(logFormat)
	if err != nil {
		return err
	}
	st, err := c.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	program, err := deployed(ctx, st)
	if err != nil {
		return err
	}
	secret, err := st.Secret(ctx)
	if err != nil {
		return err
	}
	links, err := linksOf(program.Program, secret)
	if err != nil {
		return err
	}
	b := program.Brand
	handler, err := pages.New(pages.Config{
		Keys: links.keys, Store: pageStore{st, program}, Now: c.now, Locale: program.Project.Locale,
		Brand: pages.Brand{Name: b.Name, Website: b.Website, Accent: b.Accent, PostalAddress: b.PostalAddress},
		Healthy: func(ctx context.Context) error {
			return st.Read(ctx, func(r store.Reader) error { _, err := r.Deployed(ctx); return err })
		},
		Report: func(err error) { log.Error("a page failed", "err", err) },
	})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("-listen %s: %w", listen, err)
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: bodyTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: headerBytes,
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		stopped <- server.Shutdown(stop)
	}()
	log.Info("serving", "address", l.Addr().String())
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	err = <-stopped
	log.Info("stopped")
	return err
}
