package view

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/flowc/flowc/flows"
	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/machine"
)

// machines are those of the shipped flows and of the projects that are valid.
func machines(t *testing.T) (all []*machine.Machine) {
	t.Helper()
	all = append(all, lang.Compile(flows.Files).Program.Machines...)
	folders, err := filepath.Glob("../../../../testdata/valid/*")
	if err != nil || len(folders) == 0 {
		t.Fatal(folders, err)
	}
	for _, folder := range folders {
		all = append(all, lang.Compile(os.DirFS(folder)).Program.Machines...)
	}
	return all
}

func TestNoBoxOfAPictureStandsOnAnotherOrInTheWayOfAFirstEdge(t *testing.T) {
	for _, m := range machines(t) {
		g := GraphOf(m, nil)
		at := g.places()
		cells := map[place]string{}
		for _, n := range g.Nodes {
			p, placed := at[n.ID]
			if !placed && n.ID != finishNode { // a flow whose every way ends finishes nowhere
				t.Errorf("%s: %q has no place", m.Flow, n.ID)
			}
			if before := cells[p]; placed && before != "" {
				t.Errorf("%s: %q stands on %q", m.Flow, n.ID, before)
			}
			if placed {
				cells[p] = n.ID
			}
		}
		first := map[string]bool{}
		for _, e := range g.Edges {
			if e.Back || first[e.From] {
				continue
			}
			first[e.From] = true
			for row := at[e.From].row + 1; row < at[e.To].row; row++ {
				if box := cells[place{at[e.From].column, row}]; box != "" {
					t.Errorf("%s: %q stands in the way from %q to %q", m.Flow, box, e.From, e.To)
				}
			}
			if at[e.To].row <= at[e.From].row {
				t.Errorf("%s: the way from %q to %q leads up", m.Flow, e.From, e.To)
			}
		}
	}
}
