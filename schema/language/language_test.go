package language

import (
	"slices"
	"strings"
	"testing"
)

// everyBlock calls visit with each block of the language once, and the words above it.
func everyBlock(visit func(path string, b *Block)) {
	seen := map[*Block]bool{}
	var walk func(path string, b *Block)
	walk = func(path string, b *Block) {
		if seen[b] {
			return
		}
		seen[b] = true
		visit(path, b)
		for _, n := range b.Blocks {
			walk(path+" "+n.Name, n.Block)
		}
		if b.Body {
			for _, n := range Nodes() {
				walk(path+" "+n.Name, n)
			}
		}
	}
	walk("", File())
}

func TestTheTableIsInOrder(t *testing.T) {
	everyBlock(func(path string, b *Block) {
		if !strings.HasSuffix(b.Doc, ".") {
			t.Errorf("%s: its sentence is %q", path, b.Doc)
		}
		words := b.Words()
		seen := map[string]bool{}
		for _, a := range b.Args {
			if !strings.HasSuffix(a.Doc, ".") {
				t.Errorf("%s %s: its sentence is %q", path, a.Name, a.Doc)
			}
			if seen[a.Name+a.For] {
				t.Errorf("%s %s stands twice in the table", path, a.Name)
			}
			seen[a.Name+a.For] = true
			if a.Required && (a.Later || a.Default != "") {
				t.Errorf("%s %s is required, and for later or with a default", path, a.Name)
			}
			if (a.Kind == Word) != (len(a.Set) > 0) && a.Kind != WordList {
				t.Errorf("%s %s is of the kind %d and has the words %q", path, a.Name, a.Kind, a.Set)
			}
			if (a.Kind == Reference || a.Kind == References) != (a.To != "") {
				t.Errorf("%s %s is of the kind %d and refers to %q", path, a.Name, a.Kind, a.To)
			}
			if a.To != "" && len(Places(a.To, true)) == 0 {
				t.Errorf("%s %s refers to a block %s, which there is not", path, a.Name, a.To)
			}
			if a.For != "" && !slices.Contains(b.Labels[0].Set, a.For) {
				t.Errorf("%s %s is for the label %s, which there is not", path, a.Name, a.For)
			}
		}
		aliases := map[string]string{}
		for _, a := range b.Args {
			for _, alias := range a.Alias {
				if slices.Contains(words, alias) && !sameWordElsewhere(b, alias) {
					t.Errorf("%s: %s is called %s elsewhere, and that is a word of the block", path, a.Name, alias)
				}
				if other, ok := aliases[a.For+alias]; ok {
					t.Errorf("%s: %s is called %s elsewhere, and so is %s", path, a.Name, alias, other)
				}
				aliases[a.For+alias] = a.Name
			}
		}
		clear(aliases)
		for _, word := range words {
			inner, ok := b.Block(word)
			if !ok {
				continue
			}
			for _, alias := range inner.Alias {
				if other, ok := aliases[alias]; ok {
					t.Errorf("%s: %s is called %s elsewhere, and so is %s", path, word, alias, other)
				}
				aliases[alias] = word
			}
		}
		for _, c := range b.Choices {
			for _, word := range c.Of {
				if !slices.Contains(words, word) {
					t.Errorf("%s: a choice names %s, which cannot stand there", path, word)
				}
			}
			if c.Max > 0 && c.Min > c.Max {
				t.Errorf("%s: a choice of %d to %d", path, c.Min, c.Max)
			}
		}
		for _, n := range b.Blocks {
			if n.Max > 0 && n.Min > n.Max {
				t.Errorf("%s %s: from %d to %d", path, n.Name, n.Min, n.Max)
			}
		}
		if b.Later && (len(b.Args) > 0 || len(b.Blocks) > 0) {
			t.Errorf("%s is for later, and the table says what stands in it", path)
		}
	})
}

// sameWordElsewhere is true for an alias that is a word of the block only for another label, or as a word for later.
func sameWordElsewhere(b *Block, alias string) bool {
	if a, ok := b.Arg(alias); ok {
		return a.For != "" || a.Later
	}
	inner, ok := b.Block(alias)
	return ok && inner.Later
}

// TestWhatIsRequired holds the table against the list in the language's definition.
func TestWhatIsRequired(t *testing.T) {
	tests := []struct{ block, want string }{
		{"project", "timezone currencies locale base_url"},
		{"topic", "title kind"},
		{"segment", "where"},
		{"flow goal", "event within"},
		{"flow exit", ""},
		{"flow step email", "subject preheader body"},
		{"flow step email locale", "subject preheader"},
		{"flow step experiment variant", "weight"},
		{"flow step experiment variant email", ""},
		{"flow step experiment variant email locale", ""},
		{"flow experiment variant", "weight"},
		{"flow repeat", "every times"},
		{"flow branch case", "when"},
		{"flow delay", ""},
		{"flow await", "event"},
		{"flow use", "fragment"},
		{"flow end", ""},
		{"sender", "from url"},
		{"brand", ""},
	}
	for _, test := range tests {
		b, ok := Lookup(strings.Fields(test.block)...)
		if !ok {
			t.Errorf("there is no block %s", test.block)
			continue
		}
		var got []string
		for _, a := range b.Args {
			if a.Required {
				got = append(got, a.Name)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s requires %q, want %q", test.block, got, test.want)
		}
	}
}

// TestWordsForLater: the words that this version answers with "not yet", each where it belongs.
func TestWordsForLater(t *testing.T) {
	blocks := []string{"coupon", "recommendation", "page", "moved", "removed", "test", "flow step sms"}
	for _, path := range blocks {
		if b, ok := Lookup(strings.Fields(path)...); !ok || !b.Later {
			t.Errorf("the block %s is not for later", path)
		}
	}
	args := []string{
		"limits immediate_sends", "flow on_change", "flow justification", "flow step channel", "flow step resume_completed",
		"flow step email coupon", "flow delay reschedule", "flow delay spread",
	}
	for _, path := range args {
		words := strings.Fields(path)
		b, _ := Lookup(words[:len(words)-1]...)
		if a, ok := b.Arg(words[len(words)-1]); !ok || !a.Later {
			t.Errorf("the argument %s is not for later", path)
		}
	}
	count := 0
	everyBlock(func(path string, b *Block) {
		if b.Later {
			count++
		}
		for _, a := range b.Args {
			// The override of a letter says again what the letter says.
			if a.Later && path != " flow step experiment variant email" {
				count++
			}
		}
	})
	if count != len(blocks)+len(args) {
		t.Errorf("%d words are for later, want the %d above", count, len(blocks)+len(args))
	}
}

func TestExperimentsHaveTheirHoldoutNow(t *testing.T) {
	for _, path := range [][]string{{"flow", "experiment"}, {"flow", "step", "experiment"}} {
		b, _ := Lookup(path...)
		if a, ok := b.Arg("holdout"); !ok || a.Later {
			t.Errorf("%v has no holdout", path)
		}
	}
}

func TestAliasedKnowsTheWordsOfOtherTools(t *testing.T) {
	tests := []struct {
		in, name string
		block    bool
		want     string
	}{
		{"sender webhook", "address", false, "url"},
		{"sender email", "address", false, "from"},
		{"flow", "wait", true, "delay"},
		{"flow", "if", true, "branch"},
		{"flow", "split_test", true, "experiment"},
		{"flow repeat", "wait", true, "delay"},
		{"flow repeat", "wait", false, "every"},
		{"flow branch case", "if", true, "branch"},
		{"flow branch case", "if", false, "when"},
		{"flow step", "mail", false, "email"},
		{"flow step email", "preview_text", false, "preheader"},
		{"flow branch", "else", true, "default"},
		{"", "workflow", true, "flow"},
		{"flow", "nothing", true, ""},
	}
	for _, test := range tests {
		words, label := strings.Fields(test.in), ""
		if len(words) > 0 && words[0] == "sender" {
			words, label = words[:1], words[1]
		}
		b, _ := Lookup(words...)
		if got, ok := b.Aliased(label, test.name, test.block); got != test.want || ok != (test.want != "") {
			t.Errorf("in %q, %s is %q, want %q", test.in, test.name, got, test.want)
		}
	}
}

func TestPlacesSaysWhereAWordBelongs(t *testing.T) {
	tests := []struct {
		name  string
		block bool
		want  string
	}{
		{"trigger", true, "flow"},
		{"topic", true, ""},
		{"email", true, "step variant"},
		{"end", true, "flow fragment case default on_timeout variant repeat"},
		{"subject", false, "email locale"},
		{"timezone", false, "project source"},
		{"nothing", false, "-"},
	}
	for _, test := range tests {
		got := slices.Compact(Places(test.name, test.block))
		want := strings.Fields(test.want)
		if test.want == "" {
			want = []string{""}
		} else if test.want == "-" {
			want = nil
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: got %q, want %q in it", test.name, got, w)
			}
		}
		for _, g := range got {
			if !slices.Contains(want, g) {
				t.Errorf("%s: got %q, which has %q too much", test.name, got, g)
			}
		}
	}
}

func TestNearestForgivesTypingMistakes(t *testing.T) {
	words := []string{"step", "delay", "await", "branch", "experiment", "repeat", "use", "end", "trigger", "exit", "goal", "if_already_in", "first_name"}
	tests := []struct{ name, want string }{
		{"stpe", "step"},      // swapped
		{"stp", "step"},       // left out
		{"stepp", "step"},     // doubled
		{"sted", "step"},      // replaced
		{"STEP", "step"},      // capitals
		{"dleay", "delay"},    // swapped
		{"dely", "delay"},     // left out
		{"brnach", "branch"},  // swapped
		{"brench", "branch"},  // replaced
		{"triger", "trigger"}, // left out
		{"experimant", "experiment"},
		{"exprmnt", ""}, // three are too many for seven letters
		{"expermint", "experiment"},
		{"if-already-in", "if_already_in"},
		{"firstname", "first_name"},
		{"fist_nmae", "first_name"},
		{"wait", "await"},
		{"us", "use"},
		{"x", ""},
		{"abc", ""},
		{"", ""},
		{"something_else", ""},
		{strings.Repeat("step", 1000), ""},
	}
	for _, test := range tests {
		got, ok := Nearest(test.name, words)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Nearest(%.30q) = %q, %v; want %q", test.name, got, ok, test.want)
		}
	}
}

func TestNearestPrefersTheLongerCommonBeginningThenTheFirst(t *testing.T) {
	tests := []struct {
		name       string
		candidates []string
		want       string
	}{
		{"vip", []string{"vis", "vips"}, "vips"},
		{"orders", []string{"borders", "order"}, "order"},
		{"ab1", []string{"ab2", "ab3"}, "ab2"},
		{"vip", []string{"vip", "vipx"}, "vipx"}, // what is there already was not meant
		{"vip", nil, ""},
	}
	for _, test := range tests {
		if got, _ := Nearest(test.name, test.candidates); got != test.want {
			t.Errorf("Nearest(%q, %q) = %q, want %q", test.name, test.candidates, got, test.want)
		}
	}
}

// TestDistance holds the bounded distance against a plain one.
func TestDistance(t *testing.T) {
	words := []string{"", "a", "ab", "ba", "abc", "acb", "cab", "abcd", "abdc", "bacd", "delay", "dleay", "dealy", "delya", "trigger", "tirgger", "xtrigger"}
	for _, a := range words {
		for _, b := range words {
			want := plainDistance([]rune(a), []rune(b))
			for limit := range 5 {
				got := distance([]rune(a), []rune(b), limit)
				if want <= limit && got != want || want > limit && got <= limit {
					t.Errorf("distance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
				}
			}
		}
	}
}

func plainDistance(a, b []rune) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a) + len(b)
	case a[0] == b[0]:
		return plainDistance(a[1:], b[1:])
	}
	d := 1 + min(plainDistance(a[1:], b), plainDistance(a, b[1:]), plainDistance(a[1:], b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, 1+plainDistance(a[2:], b[2:]))
	}
	return d
}
