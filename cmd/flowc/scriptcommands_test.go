package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// exits runs a command that ends with a status: exits CODE COMMAND ARGS…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var failed *exec.ExitError
		if !errors.As(err, &failed) {
			ts.Fatalf("%v", err)
		}
		got = failed.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// service is a command that runs beside the script.
type service struct {
	cmd  *exec.Cmd
	log  strings.Builder
	done chan struct{} // closed once standard error has ended
}

// serviceWait bounds how long a service may take to begin or to end; the machine may be busy.
const serviceWait = 30 * time.Second

// begin starts a command beside the script and waits for a line of its standard error: begin NAME REGEXP COMMAND ARGS…
// What the expression's first group matches is $NAME from then on.
func begin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: begin NAME REGEXP COMMAND ARGS…")
	}
	ready, err := regexp.Compile(args[1])
	ts.Check(err)
	path := ""
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(filepath.ListSeparator)) {
		if found, err := exec.LookPath(filepath.Join(dir, args[2])); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		ts.Fatalf("there is no command %s", args[2])
	}
	s := &service{cmd: exec.Command(path, args[3:]...), done: make(chan struct{})}
	s.cmd.Dir = ts.MkAbs(".")
	s.cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "NOW=" + ts.Getenv("NOW"), "TZ=UTC", "HOME=" + ts.Getenv("HOME"), "TMPDIR=" + ts.Getenv("TMPDIR")}
	stderr, err := s.cmd.StderrPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() {
		_ = s.cmd.Process.Kill() // ended already where the script said so
		<-s.done
		_ = s.cmd.Wait()
	})
	found := make(chan string, 1)
	go func() {
		defer close(s.done)
		in := bufio.NewScanner(stderr)
		for in.Scan() {
			s.log.WriteString(in.Text() + "\n")
			if m := ready.FindStringSubmatch(in.Text()); m != nil {
				select {
				case found <- m[len(m)-1]:
				default:
				}
			}
		}
	}()
	select {
	case text := <-found:
		ts.Setenv(args[0], text)
	case <-s.done:
		ts.Fatalf("it ended before it was ready:\n%s", s.log.String())
	case <-time.After(serviceWait):
		ts.Fatalf("it is not ready after %s", serviceWait)
	}
	services(ts)[args[0]] = s
}

// end sends a signal to what begin began and checks its exit status: end NAME SIGNAL CODE. Its log is the file NAME.log then.
func end(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: end NAME SIGNAL CODE")
	}
	s := services(ts)[args[0]]
	if s == nil {
		ts.Fatalf("nothing named %s was begun", args[0])
	}
	ts.Check(s.cmd.Process.Signal(map[string]os.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT}[args[1]]))
	select {
	case <-s.done:
	case <-time.After(serviceWait):
		ts.Fatalf("it runs on %s after the signal", serviceWait)
	}
	_ = s.cmd.Wait() // the status is looked at
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".log"), []byte(s.log.String()), 0o644))
	if got := strconv.Itoa(s.cmd.ProcessState.ExitCode()); got != args[2] {
		ts.Fatalf("exit status %s, want %s:\n%s", got, args[2], s.log.String())
	}
}

func services(ts *testscript.TestScript) map[string]*service {
	return ts.Value("services").(map[string]*service)
}

// header puts a header of a letter into a variable: header VARIABLE NAME GLOB. One file matches.
func header(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: header VARIABLE NAME GLOB")
	}
	files, err := filepath.Glob(ts.MkAbs(args[2]))
	ts.Check(err)
	if len(files) != 1 {
		ts.Fatalf("%d files match %s", len(files), args[2])
	}
	letter, err := mail.ReadMessage(strings.NewReader(ts.ReadFile(files[0])))
	ts.Check(err)
	value := letter.Header.Get(args[1])
	if value == "" {
		ts.Fatalf("%s has no %s", files[0], args[1])
	}
	ts.Setenv(args[0], strings.Trim(value, "<>"))
}

// get asks for a page at an address, wherever its link points: get STATUS ADDRESS LINK FILE. The page becomes the file.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: get STATUS ADDRESS LINK FILE")
	}
	request(ts, http.MethodGet, "", args)
}

// post is get with a body, as a form: post STATUS ADDRESS LINK FILE BODY.
func post(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: post STATUS ADDRESS LINK FILE BODY")
	}
	request(ts, http.MethodPost, args[4], args)
}

func request(ts *testscript.TestScript, method, body string, args []string) {
	link, err := url.Parse(args[2])
	ts.Check(err)
	link.Scheme, link.Host = "http", args[1]
	req, err := http.NewRequest(method, link.String(), strings.NewReader(body))
	ts.Check(err)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := http.DefaultClient.Do(req)
	ts.Check(err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[3]), page, 0o644))
	if got := fmt.Sprint(answer.StatusCode); got != args[0] {
		ts.Fatalf("%s %s: %s, want %s\n%s", method, link, answer.Status, args[0], page)
	}
}
