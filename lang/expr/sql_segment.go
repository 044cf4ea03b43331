package expr

import (
	"strconv"
	"strings"
)

const (
	// inlineMax is how many nodes a condition may have with every segment put in its place, wherever it is named. SQL that is in place is
	// the fastest; but segments that name each other twice, thirty deep, would take a thousand million times their own size.
	inlineMax = 5_000
	// layersMax bounds the layers: SQLite nests no more than 1,000 queries.
	layersMax = 200
)

// layered puts the segments that are named more than once into layers, where the whole would otherwise be too large. A layer is the
// customers of the layer below with one column more: whether they belong to the segment. with is the layers, from the name of the last
// one; both are empty where none are needed.
func (g *sqlGen) layered(e Expr) (with, from string) {
	s := segmentSizes{sizes: map[string]int{}, named: map[string]int{}}
	if s.expanded(e) <= inlineMax {
		return "", ""
	}
	var layers []string
	from = "customers"
	for _, x := range s.order {
		if s.named[x.Name] < 2 {
			continue
		}
		if len(layers) == layersMax {
			g.fail(ErrTooLarge)
			return "", ""
		}
		column := "segment_" + strconv.Itoa(len(layers)+1)
		where := g.truth(x.Body, sqlScope{})
		layers = append(layers, g.sql(column, " as materialized (select c.*, ((", where, ") is true) as ", column, " from ", from, " c)"))
		g.layers[x.Name] = column
		from = column
	}
	if len(layers) == 0 {
		return "", ""
	}
	return strings.Join(layers, ", "), from
}

// segmentSizes measures an expression with its segments in place.
type segmentSizes struct {
	sizes map[string]int // of each segment; 0 while under way
	named map[string]int // how often, in all of the project that is reached
	order []*Segment     // each after those that it names
}

// sizeMax keeps sums from overflowing.
const sizeMax = 1 << 40

func (s *segmentSizes) expanded(e Expr) int {
	size := 0
	w := walker{seen: map[string]bool{}}
	w.f = func(x Expr) {
		size++
		segment, ok := x.(*Segment)
		if !ok {
			return
		}
		w.seen[segment.Name] = true // Its body is walked here below, once for all.
		s.named[segment.Name]++
		of, known := s.sizes[segment.Name]
		if !known {
			s.sizes[segment.Name] = 0
			of = s.expanded(segment.Body)
			s.sizes[segment.Name] = of
			s.order = append(s.order, segment)
		}
		size = min(size+of, sizeMax)
	}
	w.walk(e)
	return size
}
