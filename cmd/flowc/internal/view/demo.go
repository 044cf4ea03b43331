package view

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/flowc/flowc/lang/machine"
)

// Demo writes one row a flow: who entered, who is inside, what was sent and what was not, and why. journeys counts by flow those under
// way, finished and left; messages by flow and outcome.
func Demo(w io.Writer, p *machine.Program, journeys map[string][3]int64, messages map[string]map[string]int64, colours bool) error {
	paint := painter(colours)
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "flow\tentered\tunder way\tfinished\tleft\tsent\tnot sent, and why")
	for _, m := range p.Machines {
		j, outcomes := journeys[m.Flow], messages[m.Flow]
		var held []string
		for _, o := range slices.Sorted(maps.Keys(outcomes)) {
			if o != "sent" {
				held = append(held, fmt.Sprintf("%s %s", Thousands(outcomes[o]), o))
			}
		}
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", m.Flow, Thousands(j[0]+j[1]+j[2]), Thousands(j[0]), Thousands(j[1]), Thousands(j[2]),
			Thousands(outcomes["sent"]), paint.faint(strings.Join(held, ", ")))
	}
	return tab.Flush()
}
