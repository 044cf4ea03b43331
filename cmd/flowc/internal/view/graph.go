package view

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/lang/plan"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

// Node is one box of a flow's picture.
type Node struct {
	ID     string
	Kind   string // trigger, step, delay, await, branch, experiment, repeat, end
	Title  string
	Detail string
	People int64 // who stand in it; 0 is not shown
}

// Edge leads from one box to another. Back edges lead up, to a repeat.
type Edge struct {
	From, To string
	Label    string
	Back     bool
}

// Graph is a flow's picture as data.
type Graph struct {
	Title string
	Notes []string // exits and goals
	Nodes []Node   // in the order of the file
	Edges []Edge
}

// The boxes at both ends.
const (
	startNode  = "\x00start"
	finishNode = "\x00finish"
)

// GraphOf draws a machine. people counts who stand in each state; nil: nobody is shown.
func GraphOf(m *machine.Machine, people map[string]int64) Graph {
	g := Graph{Title: m.Flow}
	if m.Title != "" {
		g.Title = m.Title
	}
	g.Nodes = append(g.Nodes, Node{ID: startNode, Kind: "trigger", Title: triggerTitle(m.Trigger), Detail: condition(m.Trigger.Where)})
	g.edge(startNode, m.First, "")
	for _, s := range m.States {
		n := Node{ID: string(s.StateName()), Kind: plan.Kind(s), Title: string(s.StateName()), People: people[string(s.StateName())]}
		g.state(&n, s)
		g.Nodes = append(g.Nodes, n)
	}
	g.Nodes = append(g.Nodes, Node{ID: finishNode, Kind: "end", Title: "finished"})
	g.markBack()
	for _, x := range m.Exits {
		g.Notes = append(g.Notes, "leaves as “"+x.Name+"” on "+match(x.Match))
	}
	for _, goal := range m.Goals {
		g.Notes = append(g.Notes, fmt.Sprintf("goal “%s”: %s within %s", goal.Name, match(goal.Match), calendar.Span(goal.Within)))
	}
	return g
}

func (g *Graph) edge(from string, to machine.Name, label string) {
	id := string(to)
	if id == "" {
		id = finishNode
	}
	for i, e := range g.Edges {
		if e.From == from && e.To == id { // two ways to one box are one edge
			g.Edges[i].Label = e.Label + ", " + label
			return
		}
	}
	g.Edges = append(g.Edges, Edge{From: from, To: id, Label: label})
}

// state fills a box and draws the edges that leave it.
func (g *Graph) state(n *Node, s machine.State) {
	switch s := s.(type) {
	case *machine.Step:
		n.Detail = stepDetail(s)
		g.edge(n.ID, s.Next, "")
	case *machine.Delay:
		n.Detail = delayDetail(s)
		g.edge(n.ID, s.Next, "")
	case *machine.Await:
		n.Detail = strings.Join(s.Match.Events, " or ")
		g.edge(n.ID, s.Next, "happened")
		after := "timed out"
		if s.Timeout != nil {
			after = "not within " + duration(s.Timeout)
		}
		g.edge(n.ID, s.OnTimeout, after)
	case *machine.Branch:
		for _, c := range s.Cases {
			g.edge(n.ID, c.To, c.Name)
		}
		g.edge(n.ID, s.Default, "else")
	case *machine.Experiment:
		var total int64
		for _, v := range s.Draw.Variants {
			total += v.Weight
		}
		for i, v := range s.Draw.Variants {
			g.edge(n.ID, s.To[i], fmt.Sprintf("%s %.0f %%", v.Name, float64(v.Weight)*100/float64(max(total, 1))))
		}
		if s.Draw.Holdout > 0 {
			g.edge(n.ID, s.HeldOut, fmt.Sprintf("held out %.3g %%", float64(s.Draw.Holdout)*100/facts.Scale))
		}
	case *machine.Repeat:
		n.Detail = fmt.Sprintf("every %s, at most %d ×", duration(s.Every), s.Times)
		g.edge(n.ID, s.Body, "round")
		g.edge(n.ID, s.Next, "done")
	case *machine.End:
		n.Title, n.Detail = "end", ""
	default:
		panic("this is a bug in flowc: a state of an unknown kind")
	}
}

func triggerTitle(t machine.Trigger) string {
	if t.Schedule != "" {
		return "schedule " + t.Schedule
	}
	return t.Event
}

// detailMax bounds the text in a box.
const detailMax = 44

func condition(e expr.Expr) string {
	if e == nil {
		return ""
	}
	return short("if " + expr.String(e))
}

func short(s string) string {
	r := []rune(s)
	if len(r) <= detailMax {
		return s
	}
	return string(r[:detailMax-1]) + "…"
}

func stepDetail(s *machine.Step) string {
	mail, ok := s.Act.(*machine.Email)
	if !ok {
		return "webhook"
	}
	if mail.Experiment != nil {
		names := make([]string, len(mail.Experiment.Draw.Variants))
		for i, v := range mail.Experiment.Draw.Variants {
			names[i] = v.Name
		}
		return short("A/B: " + strings.Join(names, " / "))
	}
	return short(holes.ReplaceAllString(strings.Trim(expr.String(mail.Letters[0].Subject), `"`), "…"))
}

// holes are the places of a text that are filled for each customer.
var holes = regexp.MustCompile(`\$\{[^{}]*\}`)

func delayDetail(s *machine.Delay) string {
	var parts []string
	if s.For != nil {
		parts = append(parts, duration(s.For))
	}
	if s.Until != nil {
		parts = append(parts, "until "+expr.String(s.Until))
	}
	if s.On != 0 {
		parts = append(parts, calendar.Weekdays(s.On).String())
	}
	if s.At != "" {
		parts = append(parts, "at "+s.At)
	}
	return short(strings.Join(parts, ", "))
}

func duration(e expr.Expr) string {
	if l, ok := e.(*expr.Lit); ok && l.Value.Kind() == facts.Duration {
		return calendar.Span(l.Value.Span()).String()
	}
	return expr.String(e)
}

func match(m machine.Match) string {
	text := strings.Join(m.Events, " or ")
	if m.Where != nil {
		text += " " + condition(m.Where)
	}
	return text
}

// mermaidShapes are the brackets around a box, by kind.
var mermaidShapes = map[string][2]string{
	"trigger": {"([", "])"}, "step": {"[", "]"}, "delay": {"(", ")"}, "await": {"(", ")"}, "branch": {"{", "}"}, "experiment": {"{{", "}}"},
	"repeat": {"[[", "]]"}, "end": {"([", "])"},
}

// Mermaid is the picture in the language that git hosts draw.
func (g Graph) Mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	number := map[string]int{}
	for i, n := range g.Nodes {
		number[n.ID] = i
		text := n.Title
		if n.Detail != "" {
			text += "<br/>" + n.Detail
		}
		if n.People > 0 {
			text += "<br/>" + people(n.People)
		}
		shape := mermaidShapes[n.Kind]
		fmt.Fprintf(&b, "  n%d%s\"%s\"%s\n", i, shape[0], mermaidText(text), shape[1])
	}
	for _, e := range g.Edges {
		if e.Label == "" {
			fmt.Fprintf(&b, "  n%d --> n%d\n", number[e.From], number[e.To])
			continue
		}
		fmt.Fprintf(&b, "  n%d -->|\"%s\"| n%d\n", number[e.From], mermaidText(e.Label), number[e.To])
	}
	for i, note := range g.Notes {
		fmt.Fprintf(&b, "  note%d>\"%s\"]\n", i, mermaidText(note))
	}
	return b.String()
}

// mermaidText writes what would end a quoted text as mermaid's own entities; line breaks stay.
func mermaidText(s string) string {
	return strings.NewReplacer("<br/>", "<br/>", `"`, "#quot;", "#", "#35;", "<", "#lt;", ">", "#gt;", "\n", " ").Replace(s)
}
