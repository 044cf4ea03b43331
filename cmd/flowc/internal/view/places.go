package view

import (
	"slices"
)

// place is a box's column and row.
type place struct{ column, row int }

// markBack finds the edges that lead up: those to a box on the path from the start to their own.
func (g *Graph) markBack() {
	out := map[string][]int{}
	for i, e := range g.Edges {
		out[e.From] = append(out[e.From], i)
	}
	state := map[string]int{} // 1 on the path, 2 done
	var visit func(id string)
	visit = func(id string) {
		state[id] = 1
		for _, i := range out[id] {
			switch state[g.Edges[i].To] {
			case 0:
				visit(g.Edges[i].To)
			case 1:
				g.Edges[i].Back = true
			}
		}
		state[id] = 2
	}
	visit(startNode)
}

// ways are the edges that lead down, by the box that they leave.
func (g Graph) ways() map[string][]string {
	out := map[string][]string{}
	for _, e := range g.Edges {
		if !e.Back {
			out[e.From] = append(out[e.From], e.To)
		}
	}
	return out
}

// rows gives each box that can be reached its row, the longest way from the start, and names the boxes row by row.
func (g Graph) rows(out map[string][]string) (row map[string]int, order []string) {
	row = map[string]int{}
	into := map[string]int{}
	seen := map[string]bool{startNode: true}
	reach := []string{startNode}
	for len(reach) > 0 {
		id := reach[0]
		reach = reach[1:]
		for _, to := range out[id] {
			into[to]++
			if !seen[to] {
				seen[to] = true
				reach = append(reach, to)
			}
		}
	}
	queue := []string{startNode}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		order = append(order, id)
		for _, to := range out[id] {
			row[to] = max(row[to], row[id]+1)
			if into[to]--; into[to] == 0 {
				queue = append(queue, to)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return row[a] - row[b] })
	return row, order
}

// places gives each box that can be reached its row and its column: that of the box above for the first way out of it, the nearest free
// one to the right for each further way. The cells between a box and where its first way leads stay free.
func (g Graph) places() map[string]place {
	out := g.ways()
	row, order := g.rows(out)
	wanted := map[string]int{} // the column, once a box above has its place
	at := map[string]place{}
	taken := map[place]bool{}
	for _, id := range order {
		p := place{wanted[id], row[id]}
		for taken[p] {
			p.column++
		}
		at[id], taken[p] = p, true
		for i, to := range out[id] {
			column := p.column
			if i > 0 {
				column++
			}
			if before, known := wanted[to]; !known || column < before {
				wanted[to] = column
			}
			for r := p.row + 1; i == 0 && r < row[to]; r++ {
				taken[place{p.column, r}] = true
			}
		}
	}
	return at
}
