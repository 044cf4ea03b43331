package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestMain lets scripts call this binary as flowc.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"flowc": flowcOfScripts})
}

// flowcOfScripts is main with a clock that stands at $NOW where that is set.
func flowcOfScripts() {
	limitRoom()
	now := time.Now
	if text := os.Getenv("NOW"); text != "" {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			panic(err)
		}
		now = func() time.Time { return at }
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, environment{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: now}, os.Args[1:])
	stop()
	os.Exit(code)
}

const scripts = "../../testdata/script"

func TestScripts(t *testing.T) {
	before := readScripts(t)
	update := os.Getenv("FLOWC_UPDATE") == "1"
	t.Run("all", func(t *testing.T) {
		testscript.Run(t, testscript.Params{
			Dir: scripts, UpdateScripts: update, RequireUniqueNames: true, ContinueOnError: update,
			Setup: func(env *testscript.Env) error {
				env.Setenv("NOW", "2026-03-02T12:00:00Z") // a Monday
				env.Setenv("TZ", "UTC")
				env.Values["services"] = map[string]*service{}
				return nil
			},
			Cmds: map[string]func(*testscript.TestScript, bool, []string){
				"exits": exits, "begin": begin, "end": end, "header": header, "get": get, "post": post,
			},
		})
	})
	for name, after := range readScripts(t) {
		if after != before[name] {
			t.Errorf("rewrote %s", name)
		}
	}
}

// readScripts reads all scripts, and fails where a golden stands in one that it does not ask for.
func readScripts(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(scripts, "*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("scripts %v, %v", paths, err)
	}
	out := map[string]string{}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		archive := txtar.Parse(src)
		for _, f := range archive.Files {
			if strings.HasPrefix(filepath.Base(f.Name), "want") && !strings.Contains(string(archive.Comment), f.Name) {
				t.Errorf("%s: the script does not ask for the golden %s", path, f.Name)
			}
		}
		if !strings.HasSuffix(path, ".txtar") {
			t.Errorf("%s is no script", path)
		}
		out[path] = string(src)
	}
	return out
}
