package typing

import (
	"maps"
	"strconv"
	"strings"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

// paths are values that are known not to be absent, each by the way to it: "customer.first_name", "goal.reviewed.event".
type paths map[string]bool

func (p paths) and(q paths) paths {
	if len(p) == 0 {
		return q
	}
	if len(q) == 0 {
		return p
	}
	out := maps.Clone(p)
	maps.Copy(out, q)
	return out
}

func (p paths) or(q paths) paths {
	var out paths
	for path := range p {
		if q[path] {
			if out == nil {
				out = paths{}
			}
			out[path] = true
		}
	}
	return out
}

// learned is what a condition shows to be there where it is true and where it is false.
type learned struct{ yes, no paths }

func (l learned) when(sense bool) paths {
	if sense {
		return l.yes
	}
	return l.no
}

// learner finds what conditions show, each part of them once.
type learner struct{ seen map[expr.Expr]learned }

func (l *learner) learn(x expr.Expr) learned {
	if known, ok := l.seen[x]; ok {
		return known
	}
	if l.seen == nil {
		l.seen = map[expr.Expr]learned{}
	}
	var out learned
	switch x := x.(type) {
	case *expr.Unary:
		if in := l.learn(x.X); x.Op == expr.Not {
			out = learned{yes: in.no, no: in.yes}
		}
	case *expr.Binary:
		out = l.binary(x)
	case *expr.Node:
		out.yes = besides(x)
	case *expr.Call:
		switch x.Func {
		case expr.Contains, expr.StartsWith, expr.EndsWith:
			out.yes = needs(x.Args[0]).and(needs(x.Args[1]))
		}
	default: // the other kinds have nothing to do here
	}
	l.seen[x] = out
	return out
}

func (l *learner) binary(x *expr.Binary) learned {
	switch x.Op {
	case expr.And:
		a, b := l.learn(x.X), l.learn(x.Y)
		return learned{yes: a.yes.and(b.yes), no: a.no.or(a.yes.and(b.no))}
	case expr.Or:
		a, b := l.learn(x.X), l.learn(x.Y)
		return learned{yes: a.yes.or(a.no.and(b.yes)), no: a.no.and(b.no)}
	case expr.Eq:
		return equal(x.X, x.Y)
	case expr.Ne:
		out := equal(x.X, x.Y)
		return learned{yes: out.no, no: out.yes}
	case expr.Lt, expr.Le, expr.Gt, expr.Ge:
		return learned{yes: needs(x.X).and(needs(x.Y))}
	default:
		return learned{}
	}
}

// equal is what x == y shows. An absent value equals only null, so what equals something that is there is there.
func equal(x, y expr.Expr) learned {
	switch {
	case isNull(y):
		return learned{no: needs(x)}
	case isNull(x):
		return learned{no: needs(y)}
	}
	var yes paths
	if !y.Type().Nullable {
		yes = needs(x)
	}
	if !x.Type().Nullable {
		yes = yes.and(needs(y))
	}
	return learned{yes: yes}
}

// besides are the fields that are there where a node's own boolean is true.
func besides(x *expr.Node) paths {
	beside := func(names ...string) paths {
		out := paths{}
		for _, n := range names {
			out[nodePath(x.Kind, x.Name, n)] = true
		}
		return out
	}
	switch {
	case x.Kind == expr.NodeGoal && x.Field == "reached", x.Kind == expr.NodeAwait && x.Field == "happened":
		return beside("at", "event")
	case x.Kind == expr.NodeStep && (x.Field == "sent" || x.Field == "clicked"):
		return beside("sent_at")
	default:
		return nil
	}
}

// needs are the values without which x would be absent.
func needs(x expr.Expr) paths {
	out := paths{}
	need(x, out)
	return out
}

func need(x expr.Expr, out paths) {
	if p := pathOf(x); p != "" {
		out[p] = true
	}
	switch x := x.(type) {
	case *expr.Field:
		need(x.Of, out)
	case *expr.Index:
		need(x.Of, out)
		need(x.At, out)
	case *expr.Unary:
		if x.Op == expr.Neg {
			need(x.X, out)
		}
	case *expr.Binary:
		switch x.Op {
		case expr.Add, expr.Sub, expr.Mul, expr.Div, expr.Mod:
			need(x.X, out)
			need(x.Y, out)
		}
	case *expr.Call:
		if strict(x.Func) {
			for _, a := range x.Args {
				need(a, out)
			}
		}
	default: // the other kinds have nothing to do here
	}
}

// strict says whether a function answers absent as soon as one argument is.
func strict(f expr.Func) bool {
	switch f {
	case expr.Coalesce, expr.Length, expr.Contains, expr.StartsWith, expr.EndsWith, expr.Any, expr.All, expr.Amounts:
		return false
	default:
		return true
	}
}

// pathOf is the way to a value that may be looked at twice, or "".
func pathOf(x expr.Expr) string {
	switch x := x.(type) {
	case *expr.Root:
		return string(x.Name)
	case *expr.Node:
		return nodePath(x.Kind, x.Name, x.Field)
	case *expr.Local:
		return "$" + strconv.Itoa(x.Slot)
	case *expr.Field:
		if of := pathOf(x.Of); of != "" {
			return of + "." + x.Field.Name
		}
	case *expr.Index:
		at, ok := x.At.(*expr.Lit)
		if of := pathOf(x.Of); of != "" && ok {
			return of + "[" + facts.FormatNumber(at.Value.Millionths()) + "]"
		}
	default: // the other kinds have nothing to do here
	}
	return ""
}

func nodePath(kind expr.NodeKind, name, field string) string {
	return string(kind) + " " + name + "." + field
}

// present is what the conditions around a place have shown, the innermost first. One with a name in hides has given that root
// another meaning: what was known of it before says nothing.
type present struct {
	paths paths
	hides string
	up    *present
}

// knows says whether the value at the path is known not to be absent.
func (s *Scope) knows(path string) bool {
	if path == "" {
		return false
	}
	for p := s.present; p != nil; p = p.up {
		if p.paths[path] {
			return true
		}
		if p.hides != "" && (path == p.hides || strings.HasPrefix(path, p.hides+".") || strings.HasPrefix(path, p.hides+"[")) {
			return false
		}
	}
	return false
}

func (s *Scope) narrow(p paths) *Scope {
	if len(p) == 0 {
		return s
	}
	out := *s
	out.present = &present{paths: p, up: s.present}
	return &out
}

// reset forgets what is known of a root.
func (s *Scope) reset(root expr.RootName) *Scope {
	out := *s
	out.present = &present{hides: string(root), up: s.present}
	return &out
}

// settle is a type that is not nullable where the value at the path is known to be there.
func (s *Scope) settle(t facts.Type, path string) facts.Type {
	if t.Nullable && s.knows(path) {
		return t.Surely()
	}
	return t
}

func isNull(x expr.Expr) bool {
	l, ok := x.(*expr.Lit)
	return ok && l.Value.IsAbsent()
}
