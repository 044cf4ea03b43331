package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/flowc/flowc/lang/plan"
)

// Plan writes a plan for a person: in people first, then flow by flow.
func Plan(w io.Writer, p plan.Plan, colours bool) error {
	paint := painter(colours)
	if p.Empty() {
		if p.From == p.To {
			_, err := fmt.Fprintln(w, "No changes: what runs is what the folder says.")
			return err
		}
		fmt.Fprintln(w, "No flow changes; something else does (a topic, a sender, the brand, a segment or the project).")
	}
	for _, c := range p.Changes {
		switch c.Action {
		case plan.Add:
			fmt.Fprintf(w, "%s flow %s: new, %s. It sees only events first seen after apply.\n", paint.green("+"), paint.bold(c.Flow), Plural(len(c.Nodes), "node"))
		case plan.Remove:
			fmt.Fprintf(w, "%s flow %s: gone, with %s inside.\n", paint.red("-"), paint.bold(c.Flow), people(c.Inside))
		case plan.Update:
			fmt.Fprintf(w, "%s flow %s: %s inside.\n", paint.yellow("~"), paint.bold(c.Flow), people(c.Inside))
		default:
			panic("this is a bug in flowc: an action of an unknown kind")
		}
		if len(c.Parts) > 0 {
			fmt.Fprintf(w, "    ~ %s\n", strings.Join(c.Parts, ", "))
		}
		for _, n := range c.Nodes {
			sign := map[plan.Action]string{plan.Add: paint.green("+"), plan.Remove: paint.red("-"), plan.Update: paint.yellow("~")}[n.Action]
			fmt.Fprintf(w, "    %s %s %s", sign, n.Kind, n.Node)
			if n.People > 0 {
				fmt.Fprintf(w, " (%s in it)", people(n.People))
			}
			fmt.Fprintln(w)
		}
	}
	inside := "nobody is under way"
	if f := p.InFlight; f.Total > 0 {
		inside = fmt.Sprintf("%s under way, of whom %s keep their place", people(f.Total), Thousands(f.Keep))
	}
	fmt.Fprintf(w, "\n%d to add, %d to change, %d to remove; %s.\n", p.Count(plan.Add), p.Count(plan.Update), p.Count(plan.Remove), inside)
	for _, d := range p.Decisions {
		fmt.Fprintf(w, "%s %s: %s while %s there. Keep it for now, or let them finish first.\n", paint.red("Undecided ["+d.Code+"]"), d.Address, d.Why, stand(d.People))
	}
	return nil
}

// Short is a fingerprint as people compare it: its first twelve digits.
func Short(fingerprint string) string {
	return fingerprint[:min(len(fingerprint), len("sha256:")+12)]
}

func people(n int64) string {
	if n == 1 {
		return "1 person"
	}
	return Thousands(n) + " people"
}

func stand(n int64) string {
	if n == 1 {
		return "1 person stands"
	}
	return Thousands(n) + " people stand"
}

type planCategory struct {
	Kind string `json:"kind"`
	Path string `json:"path"`
}

type planFlight struct {
	Node    string `json:"node"`
	Waiting int64  `json:"waiting"`
	Verdict string `json:"verdict"`
}

type planChange struct {
	Address    string         `json:"address"`
	Action     plan.Action    `json:"action"`
	Categories []planCategory `json:"categories"`
	InFlight   []planFlight   `json:"in_flight"`
}

type planDecision struct {
	Code    string   `json:"code"`
	Address string   `json:"address"`
	People  int64    `json:"waiting"`
	Options []string `json:"options"`
}

// PlanJSON writes contracts.md's form of `plan -json`, as far as a plan goes today: messages are not predicted yet, so their counts
// are left out rather than guessed.
func PlanJSON(w io.Writer, p plan.Plan) error {
	changes, decisions := []planChange{}, []planDecision{}
	for _, c := range p.Changes {
		jc := planChange{Address: c.Flow, Action: c.Action, Categories: []planCategory{}, InFlight: []planFlight{}}
		for _, part := range c.Parts {
			jc.Categories = append(jc.Categories, planCategory{category(part), part})
		}
		for _, n := range c.Nodes {
			kind := "structure"
			if n.Action == plan.Update {
				kind = map[string]string{"step": "content", "delay": "timing", "await": "timing", "branch": "routing", "experiment": "experiment", "repeat": "timing"}[n.Kind]
			} else if n.Action == plan.Remove {
				kind = "removal"
			}
			jc.Categories = append(jc.Categories, planCategory{kind, n.Node})
			if n.People > 0 {
				verdict := "keep"
				if n.Action == plan.Remove {
					verdict = "undecided"
				}
				jc.InFlight = append(jc.InFlight, planFlight{n.Node, n.People, verdict})
			}
		}
		changes = append(changes, jc)
	}
	for _, d := range p.Decisions {
		decisions = append(decisions, planDecision{d.Code, d.Address, d.People, d.Options})
	}
	return writeJSON(w, map[string]any{
		"format_version": "1.0", "from": p.From, "to": p.To, "digest": p.Digest, "as_of": FormatTime(p.AsOf),
		"summary": map[string]any{
			"flows": map[string]int{"add": p.Count(plan.Add), "change": p.Count(plan.Update), "remove": p.Count(plan.Remove)},
			// Nothing moves, leaves or drains by a plan yet.
			"in_flight": map[string]int64{
				"total": p.InFlight.Total, "keep": p.InFlight.Keep, "move": 0, "leave": 0, "drain": 0, "undecided": p.InFlight.Undecided,
			},
		},
		"changes": changes, "findings": []any{}, "decisions": decisions,
	})
}

func category(part string) string {
	if part == "trigger" || part == "enabled" {
		return "audience"
	}
	if part == "exits" || part == "goals" || part == "order of nodes" {
		return "routing"
	}
	return "metadata"
}
