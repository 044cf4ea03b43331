// Package lextest turns hostile input into a test: everything that reads files or expressions must answer each of its shapes
// with a diagnostic, in bounded time and memory, without ending the process.
package lextest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What an input of 1 MB may cost. The time is of the processor, since tests share theirs with others; the race detector
// multiplies both.
const (
	timeMax   = 2 * time.Second
	memoryMax = 256 << 20
)

// Shape is one kind of hostile file.
type Shape struct {
	Name string
	// Harmless is true where the size alone is unusual: an answer without a diagnostic is right as well.
	Harmless bool
	make     func(size int) []byte
}

// Source is a file of that shape with about size bytes.
func (s Shape) Source(size int) []byte { return s.make(size) }

func fill(before, unit, after string) func(int) []byte {
	return func(size int) []byte {
		n := max(1, (size-len(before)-len(after))/len(unit))
		return []byte(before + strings.Repeat(unit, n) + after)
	}
}

// nest opens and closes.
func nest(before, open, middle, shut, after string) func(int) []byte {
	return func(size int) []byte {
		n := max(1, (size-len(before)-len(middle)-len(after))/(len(open)+len(shut)))
		return []byte(before + strings.Repeat(open, n) + middle + strings.Repeat(shut, n) + after)
	}
}

// Shapes are all that were found to crash, stall or bloat a reader of HCL, and their neighbours.
func Shapes() []Shape {
	return []Shape{
		{Name: "parentheses", make: nest("a = ", "(", "1", ")", "\n")},
		{Name: "lists", make: nest("a = ", "[", "1", "]", "\n")},
		{Name: "objects", make: nest("a = ", "{a=", "1", "}", "\n")},
		{Name: "calls", make: nest("a = ", "f(", "1", ")", "\n")},
		{Name: "indices in one another", make: nest("a = b", "[b", "", "]", "\n")},
		{Name: "indices in a row", make: fill("a = b", "[b]", "\n")},
		{Name: "stars in a row", make: fill("a = b", "[*]", "\n")},
		{Name: "texts in texts", make: nest("a = ", `"${`, "1", `}"`, "\n")},
		{Name: "for in for", make: nest("a = ", "[for x in ", "y", ": x]", "\n")},
		{Name: "if in if", make: nest(`a = "`, "%{ if true }", "x", "%{ endif }", "\"\n")},
		{Name: "not", make: fill("a = ", "!", "true\n")},
		{Name: "minus", make: fill("a = ", "-", "1\n")},
		{Name: "minus with spaces", make: fill("a = ", "- ", "1\n")},
		{Name: "conditions", make: fill("a = ", "b ? c : ", "d\n")},
		{Name: "conditions in braces of for", make: fill("a = {for x in y : x => ", "b ? c : \n", "d}\n")},
		{Name: "conditions to the left", make: nest("a = ", "b ? ", "c", " : d", "\n")},
		{Name: "sums", make: fill("a = ", "1+", "1\n")},
		{Name: "sums in brackets", make: nest("a = ", "(", "1", "+1+1+1+1+1+1)", "\n")},
		{Name: "sums in a list", make: fill("a = [", "1+1, ", "1]\n")},
		{Name: "blocks in blocks", make: nest("", "a {\n", "", "}\n", "")},
		{Name: "blocks", make: fill("", "a {}\n", "")},
		{Name: "blocks of the language", make: fill("", "flow \"a\" {}\n", "")},
		{Name: "labels", make: fill("flow", " a", " {}\n")},
		{Name: "open braces", make: fill("", "{", "")},
		{Name: "open blocks", make: fill("", "flow \"a\" {\n", "")},
		{Name: "closed braces", make: fill("", "}\n", "")},
		{Name: "mixed brackets", make: fill("a = ", "([{", "\n")},
		{Name: "wrong brackets", make: fill("a = ", "(])[", "\n")},
		{Name: "large exponent", make: fill("a = 1e10000000\n", "#\n", "")},
		{Name: "large negative exponent", make: fill("a = 1e-10000000\n", "#\n", "")},
		{Name: "large exponent in a text", make: fill("a = \"x${1e1000000}\"\n", "#\n", "")},
		{Name: "large exponent as an index", make: fill("a = b.1e10000000\n", "#\n", "")},
		{Name: "long number", make: fill("a = ", "7", "\n")},
		{Name: "points", make: fill("a = 1", ".", "\n")},
		{Name: "numbers with points", make: fill("a = 1", "....1", "\n")},
		{Name: "dollars", make: fill(`a = "`, "$", "\"\n")},
		{Name: "percents", make: fill(`a = "`, "%", "\"\n")},
		{Name: "values in a text", make: fill(`a = "`, "${b}", "\"\n")},
		{Name: "escapes", Harmless: true, make: fill(`locals { a = "`, `\n`, "\" }\n")},
		{Name: "accents on one letter", Harmless: true, make: fill(`locals { a = "`, "\u0301", "\" }\n")},
		{Name: "joined pictures", Harmless: true, make: fill(`locals { a = "`, "👩\u200d", "\" }\n")},
		{Name: "scoped names", make: fill("a = b", "::b", "()\n")},
		{Name: "texts of many lines", make: fill("", "a = <<A\n", "")},
		{Name: "texts of many lines in one another", make: fill("", "a = <<A\n${", "")},
		{Name: "one text of many lines", make: fill("a = <<A\n", "b\n", "A\n")},
		{Name: "open texts", make: fill("", "a = \"b\n", "")},
		{Name: "open texts on one line each", make: fill("", "\"\n", "")},
		{Name: "open values in texts", make: fill("", "a = \"${b\n", "")},
		{Name: "open comments", make: fill("", "/* ", "")},
		{Name: "open comments behind open texts", make: fill("", "\"/*\n", "")},
		{Name: "open comments and stars", make: fill("", "/*/", "")},
		{Name: "line breaks", make: fill("", "\n", "")},
		{Name: "line breaks under conditions", make: fill("a = ("+strings.Repeat("b ? ", 60)+"b", "\n", strings.Repeat(": b", 60)+")\n")},
		{Name: "line breaks under signs", make: fill("a = ("+strings.Repeat("!", 60)+"b", "\n", ")\n")},
		{Name: "carriage returns", make: fill("", "\r", "")},
		{Name: "comments", make: fill("", "#\n", "")},
		{Name: "words", make: fill("", "a\n", "")},
		{Name: "words in a line", make: fill("", "a ", "")},
		{Name: "one word", make: fill("", "a", " = 1\n")},
		{Name: "one argument again and again", make: fill("", "a = 1\n", "")},
		{Name: "commas", make: fill("a = [", ",", "]\n")},
		{Name: "a long list", make: fill("a = [", "1,", "]\n")},
		{Name: "a long object", make: fill("a = {", "b=1,", "}\n")},
		{Name: "a long call", make: fill("a = f(", "b,", ")\n")},
		{Name: "a long path", make: fill("a = b", ".b", "\n")},
		{Name: "curly quotes", make: fill("a = ", "“", "\n")},
		{Name: "signs from elsewhere", make: fill("a = ", "@;'`", "\n")},
		{Name: "zero bytes", make: fill("", "\x00", "")},
		{Name: "no text", make: fill("", "\xff", "")},
		{Name: "broken text", make: fill("a = \"", "\xc3", "\"\n")},
		{Name: "UTF-16", make: fill("\xff\xfe", "a\x00", "")},
		{Name: "marks of byte order", make: fill("", "\ufeff", "")},
	}
}

// Long skips a test unless FLOWC_LONG is set, but for the process of one shape that such a test began.
func Long(t *testing.T) {
	t.Helper()
	if os.Getenv("FLOWC_LONG") == "" && os.Getenv(child) == "" {
		t.Skip("takes a minute: set FLOWC_LONG=1")
	}
}

// child names the shape that a process of its own is to read.
const child = "FLOWC_LEXTEST_SHAPE"

// Run gives every shape in the given size to read, each in a process of its own, and fails where one crashes, takes too much, or
// is answered without a mistake. Read answers how many mistakes it reported. The test that calls Run does nothing else.
func Run(t *testing.T, size int, read func(src []byte) (mistakes int)) {
	if name := os.Getenv(child); name != "" {
		for _, s := range Shapes() {
			if s.Name == name {
				fmt.Printf("mistakes=%d;", read(s.Source(size)))
			}
		}
		return
	}
	for _, s := range Shapes() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			test, _, _ := strings.Cut(t.Name(), "/")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+test+"$", "-test.count=1")
			cmd.Env = append(os.Environ(), child+"="+s.Name, "GOCOVERDIR="+os.TempDir())
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%d bytes: %v\n%s", size, err, out[:min(len(out), 2000)])
			}
			if !s.Harmless && (bytes.Contains(out, []byte("mistakes=0;")) || !bytes.Contains(out, []byte("mistakes="))) {
				t.Errorf("%d bytes: no mistake was reported: %s", size, out)
			}
			took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			if took > timeMax*slowness {
				t.Errorf("%d bytes took %v of the processor, want at most %v", size, took, timeMax)
			}
			t.Logf("%v of the processor", took)
			if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && usage.Maxrss*1024 > memoryMax*slowness {
				t.Errorf("%d bytes took %d MB, want at most %d", size, usage.Maxrss>>10, memoryMax>>20)
			}
		})
	}
}
