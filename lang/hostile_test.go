package lang_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/machine"
)

// repeated is the text of n parts.
func repeated(n int, part func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(part(i))
	}
	return b.String()
}

const letterStep = "  step %q {\n    %s\n    email {\n      subject   = \"s\"\n      preheader = \"p\"\n      body      = \"m.md\"\n    }\n  }\n"

func oneFlow(name, body string) string {
	return fmt.Sprintf("flow %q {\n  topic = topic.orders\n  trigger { event = \"order.placed\" }\n%s}\n", name, body)
}

// attacks are projects that cost much more than they weigh, or try to.
var attacks = map[string]struct{ flows, letter string }{
	"fragments that multiply": {flows: repeated(6, func(i int) string {
		return fmt.Sprintf("fragment \"f%d\" {\n%s}\n", i, repeated(20, func(j int) string { return fmt.Sprintf("  use \"u%d\" { fragment = fragment.f%d }\n", j, i+1) }))
	}) + "fragment \"f6\" {\n" + fmt.Sprintf(letterStep, "s", "when = order.total > 5") + "}\n" + oneFlow("f", "  use \"u\" { fragment = fragment.f0 }\n")},
	"a large fragment many times": {flows: "fragment \"f\" {\n" + fmt.Sprintf(letterStep, "s", "when = "+strings.Repeat("order.total > 5 && ", 350)+"true") + "}\n" +
		oneFlow("f", repeated(4900, func(i int) string { return fmt.Sprintf("  use \"u%d\" { fragment = fragment.f }\n", i) }))},
	"a large letter many times": {letter: strings.Repeat("Hello ${order.number}, "+strings.Repeat("word ", 25)+"\n\n", 400),
		flows: oneFlow("f", repeated(3000, func(i int) string { return fmt.Sprintf(letterStep, fmt.Sprint("s", i), "") }))},
	"parameters that double": {flows: repeated(6, func(i int) string {
		return fmt.Sprintf("fragment \"f%d\" {\n  parameter \"x\" { type = number }\n  use \"u\" {\n    fragment = fragment.f%d\n    x = %s\n  }\n}\n", i, i+1, strings.TrimSuffix(strings.Repeat("var.x + ", 40), " + "))
	}) + "fragment \"f6\" {\n  parameter \"x\" { type = number }\n" + fmt.Sprintf(letterStep, "s", "when = var.x > 5") + "}\n" +
		oneFlow("f", "  use \"u\" {\n    fragment = fragment.f0\n    x = order.sequence\n  }\n")},
	"locals that double": {flows: "locals {\n" + repeated(60, func(i int) string { return fmt.Sprintf("  l%d = local.l%d + local.l%d\n", i+1, i, i) }) + "  l0 = 1\n}\n" +
		oneFlow("f", fmt.Sprintf(letterStep, "s", "when = local.l60 > order.sequence"))},
	"segments that double": {flows: "segment \"s0\" { where = customer.order_count > 1 }\n" +
		repeated(500, func(i int) string {
			return fmt.Sprintf("segment \"s%d\" { where = segment.s%d != segment.s%d }\n", i+1, i, i)
		}) + oneFlow("f", "  delay \"d\" { for = \"1d\" }\n")},
	"segments in a chain": {flows: "segment \"s0\" { where = customer.order_count > 1 }\n" +
		repeated(1990, func(i int) string { return fmt.Sprintf("segment \"s%d\" { where = !segment.s%d }\n", i+1, i) }) +
		oneFlow("f", fmt.Sprintf(letterStep, "s", "when = segment.s90"))},
	"a branch of many cases": {flows: oneFlow("f", "  branch \"b\" {\n"+repeated(6000, func(i int) string {
		return fmt.Sprintf("    case \"c%d\" {\n      when = customer.order_count == %d && customer.first_name == \"x\"\n    }\n", i, i)
	})+"  }\n")},
	"many steps that ask each other": {flows: oneFlow("f", repeated(4000, func(i int) string {
		return fmt.Sprintf(letterStep, fmt.Sprint("s", i), fmt.Sprintf("when = step.s%d.sent", max(i-1, 0)))
	}))},
	"many steps that ask nobody": {flows: oneFlow("f", repeated(4000, func(i int) string {
		return fmt.Sprintf(letterStep, fmt.Sprint("s", i), fmt.Sprintf("when = step.t%d.sent", i))
	}))},
	"many awaits since one step": {flows: oneFlow("f", fmt.Sprintf(letterStep, "s", "")+repeated(4900, func(i int) string {
		return fmt.Sprintf("  await \"a%d\" {\n    event = \"order.paid\"\n    since = step.s\n    timeout = \"1d\"\n  }\n", i)
	}))},
	"many goals and exits": {flows: oneFlow("f", repeated(3000, func(i int) string {
		return fmt.Sprintf("  goal \"g%d\" {\n    event = [\"order.placed\", \"review.submitted\"]\n    within = \"1d\"\n  }\n  exit \"x%d\" { event = \"order.paid\" }\n", i, i)
	})+repeated(900, func(i int) string { return fmt.Sprintf(letterStep, fmt.Sprint("s", i), "") }))},
	"many flows":             {flows: repeated(2500, func(i int) string { return oneFlow(fmt.Sprint("f", i), fmt.Sprintf(letterStep, "s", "")) })},
	"very many flows":        {flows: strings.Repeat("flow \"f\" {\n  trigger { event = \"order.paid\" }\n}\n", 11000)},
	"many names given twice": {flows: repeated(2500, func(i int) string { return oneFlow("f", fmt.Sprintf(letterStep, "s", "when = ordr.x")) })},
	"bodies sixty deep": {flows: oneFlow("f", repeated(60, func(i int) string { return fmt.Sprintf("repeat \"r%d\" {\n every = \"1d\"\n times = 9\n", i) })+
		repeated(2000, func(i int) string { return fmt.Sprintf("delay \"d%d\" { for = \"1d\" }\n", i) })+strings.Repeat("}\n", 60))},
	"branches twenty-five deep": {flows: oneFlow("f", repeated(25, func(i int) string {
		return fmt.Sprintf("branch \"b%d\" {\n case \"a\" {\n when = customer.order_count > %d\n %s }\n default {\n", i, i, fmt.Sprintf(letterStep, fmt.Sprint("s", i), ""))
	})+strings.Repeat("}\n}\n", 25))},
	"variants that are many": {flows: oneFlow("f", "  experiment \"e\" {\n"+repeated(9000, func(i int) string { return fmt.Sprintf("    variant \"v%d\" { weight = 1 }\n", i) })+"  }\n")},
	"a fragment of mistakes": {flows: "fragment \"f\" {\n" + repeated(40, func(i int) string {
		return fmt.Sprintf(letterStep, fmt.Sprint("s", i), fmt.Sprintf("when = order.x%d", i))
	}) + "}\n" +
		oneFlow("f", repeated(200, func(i int) string { return fmt.Sprintf("  use \"u%d\" { fragment = fragment.f }\n", i) }))},
}

func TestNoProjectTakesLongOrMuch(t *testing.T) {
	// Each takes a few seconds at most on a machine that does nothing else; this is for one that does, with the race detector on.
	const limit = 2 * time.Minute
	for name, a := range attacks {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{
				"base.flow.hcl": {Data: readCorpus(t, "invalid/base.flow.hcl.txt")},
				"f.flow.hcl":    {Data: []byte(a.flows)},
				"m.md":          {Data: readCorpus(t, "invalid/m.md")},
			}
			if a.letter != "" {
				files["m.md"].Data = []byte(a.letter)
			}
			begin := time.Now()
			got := lang.Compile(files)
			if took := time.Since(begin); took > limit {
				t.Errorf("it took %s", took)
			} else {
				t.Logf("%s, %d bytes, %d diagnostics", took.Round(time.Millisecond), len(a.flows), len(got.Diagnostics))
				if len(got.Diagnostics) > 0 {
					t.Logf("the first: %s %s", got.Diagnostics[0].Code, got.Diagnostics[0].Summary)
				}
			}
			sound(t, files, got.Diagnostics)
			if got.Program == nil {
				return
			}
			data, err := machine.Encode(got.Program)
			if err != nil || got.Program.Fingerprint() == "" {
				t.Errorf("it compiles and has no canonical form: %v", err)
			}
			t.Logf("%d bytes of JSON", len(data))
		})
	}
}

// TestBrokenSourcesNeverPanic takes the corpus apart at random.
func TestBrokenSourcesNeverPanic(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(corpus, "valid", "*"))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 5))
	for _, folder := range folders {
		for range 30 {
			files := shuffled(t, r, os.DirFS(folder))
			for _, name := range slices.Sorted(maps.Keys(files)) {
				if src := files[name].Data; r.IntN(3) == 0 && len(src) > 0 {
					files[name] = &fstest.MapFile{Data: damaged(r, src)}
				}
			}
			got := lang.Compile(files)
			sound(t, files, got.Diagnostics)
			if got.Program == nil && !got.Diagnostics.HasErrors() {
				t.Error("no program, and no word why")
			}
		}
	}
}

// damaged is a text with lines and words taken out, put in twice and swapped.
func damaged(r *rand.Rand, src []byte) []byte {
	words := strings.SplitAfter(string(src), " ")
	for range 1 + r.IntN(3) {
		i, j := r.IntN(len(words)), r.IntN(len(words))
		switch r.IntN(4) {
		case 0:
			words[i] = ""
		case 1:
			words[i] += words[j]
		case 2:
			words[i], words[j] = words[j], words[i]
		case 3:
			words[i] = strings.TrimRight(words[i], "\"}])\n ")
		}
	}
	return []byte(strings.Join(words, ""))
}
