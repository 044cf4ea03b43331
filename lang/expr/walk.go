package expr

// Walk calls f with the expression and everything in it, each before its parts. A segment's own condition is walked the first time that
// the segment is met, and not again.
func Walk(e Expr, f func(Expr)) {
	w := walker{f: f, seen: map[string]bool{}}
	w.walk(e)
}

type walker struct {
	f    func(Expr)
	seen map[string]bool
}

func (w *walker) walk(e Expr) {
	if e == nil {
		return
	}
	w.f(e)
	switch x := e.(type) {
	case *Lit, *Root, *Node, *Local:
	case *Field:
		w.walk(x.Of)
	case *Index:
		w.walk(x.Of)
		w.walk(x.At)
	case *Unary:
		w.walk(x.X)
	case *Binary:
		w.walk(x.X)
		w.walk(x.Y)
	case *Cond:
		w.walk(x.When)
		w.walk(x.Then)
		w.walk(x.Else)
	case *For:
		w.walk(x.Over)
		w.walk(x.Where)
		w.walk(x.Each)
	case *Call:
		w.each(x.Args)
	case *Count:
		for _, a := range x.Args {
			w.walk(a.Value)
		}
		w.walk(x.Where)
	case *Template:
		w.each(x.Parts)
	case *ListLit:
		w.each(x.Elems)
	case *ObjectLit:
		w.each(x.Elems)
	case *Segment:
		if !w.seen[x.Name] {
			w.seen[x.Name] = true
			w.walk(x.Body)
		}
	default:
		panic(unknown(e))
	}
}

func (w *walker) each(es []Expr) {
	for _, e := range es {
		w.walk(e)
	}
}
