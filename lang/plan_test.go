package lang_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/flowc/flowc/flows"
	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/lang/plan"
)

// shippedFlows compiles the shipped project, with one text of a file replaced.
func shippedFlows(t *testing.T, file, old, now string) *machine.Program {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(flows.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(flows.Files, name)
		if name == file {
			if !strings.Contains(string(data), old) {
				t.Fatalf("%s does not hold %q", file, old)
			}
			data = []byte(strings.Replace(string(data), old, now, 1))
		}
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	result := lang.Compile(files)
	if result.Diagnostics.HasErrors() {
		t.Fatal(result.Diagnostics)
	}
	return result.Program
}

func TestPlanOfWhatRunsAlreadyIsEmpty(t *testing.T) {
	next := shippedFlows(t, "", "", "")
	data, err := machine.Encode(next)
	if err != nil {
		t.Fatal(err)
	}
	running, err := machine.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if p := plan.Diff(running, next, nil, time.Time{}); !p.Empty() || p.From != p.To {
		t.Errorf("got %d changes, from %s to %s: %+v", len(p.Changes), p.From, p.To, p.Changes)
	}
}

func TestPlanNamesTheOneNodeThatChangedAndNoOther(t *testing.T) {
	old := shippedFlows(t, "", "", "")
	next := shippedFlows(t, "product_education/product_education.flow.hcl", `for = "4d"`, `for = "5d"`)
	people := []plan.Standing{{Flow: "product_education", State: "let_it_settle", People: 7}}
	p := plan.Diff(old, next, people, time.Time{})
	if len(p.Changes) != 1 || len(p.Changes[0].Nodes) != 1 || len(p.Changes[0].Parts) != 0 {
		t.Fatalf("got %+v", p.Changes)
	}
	if n := p.Changes[0].Nodes[0]; n.Node != "let_it_settle" || n.Action != plan.Update || n.People != 7 {
		t.Errorf("got %+v", n)
	}
	if p.InFlight.Keep != 7 || len(p.Decisions) != 0 {
		t.Errorf("got %+v, decisions %+v", p.InFlight, p.Decisions)
	}
}

func TestPlanWantsADecisionWherePeopleStandInANodeThatIsGone(t *testing.T) {
	old := shippedFlows(t, "", "", "")
	next := shippedFlows(t, "product_education/product_education.flow.hcl", `delay "let_it_settle"`, `delay "another_name"`)
	p := plan.Diff(old, next, []plan.Standing{{Flow: "product_education", State: "let_it_settle", People: 7}}, time.Time{})
	if len(p.Decisions) != 1 || p.Decisions[0].Code != plan.NodeGone || p.Decisions[0].People != 7 || p.InFlight.Undecided != 7 {
		t.Errorf("got %+v, %+v", p.Decisions, p.InFlight)
	}
}

func TestPlanTellsOfANodePutInAndNotOfItsNeighbours(t *testing.T) {
	const file, step = "product_education/product_education.flow.hcl", `delay "let_it_settle"`
	old := shippedFlows(t, "", "", "")
	next := shippedFlows(t, file, step, `delay "before" { for = "1h" }`+"\n"+step)
	p := plan.Diff(old, next, nil, time.Time{})
	if len(p.Changes) != 1 || len(p.Changes[0].Parts) != 0 || len(p.Changes[0].Nodes) != 1 || p.Changes[0].Nodes[0].Node != "before" {
		t.Errorf("put in: got %+v", p.Changes)
	}
	p = plan.Diff(next, old, nil, time.Time{})
	if len(p.Changes) != 1 || len(p.Changes[0].Parts) != 0 || len(p.Changes[0].Nodes) != 1 || p.Changes[0].Nodes[0].Action != plan.Remove {
		t.Errorf("taken out: got %+v", p.Changes)
	}
}

func TestPlanTellsOfNodesThatChangedPlaces(t *testing.T) {
	const file, step = "product_education/product_education.flow.hcl", `delay "let_it_settle"`
	old := shippedFlows(t, file, step, `delay "one" { for = "1h" }`+"\n"+`delay "two" { for = "2h" }`+"\n"+step)
	next := shippedFlows(t, file, step, `delay "two" { for = "2h" }`+"\n"+`delay "one" { for = "1h" }`+"\n"+step)
	p := plan.Diff(old, next, nil, time.Time{})
	if len(p.Changes) != 1 || len(p.Changes[0].Nodes) != 0 || !slices.Equal(p.Changes[0].Parts, []string{"order of nodes"}) {
		t.Errorf("got %+v", p.Changes)
	}
}
