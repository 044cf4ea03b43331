package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
)

// What mail programs show of a subject and a preheader, in characters.
const (
	subjectMax   = 60
	preheaderMax = 110
)

// lineLints speaks of a subject and a preheader that compile and serve nobody.
func (l *lettering) lineLints(subject, preheader *ast.Arg, letter ir.Letter) {
	if n := written(letter.Subject); subject != nil && n > subjectMax {
		l.report("W0611", subject.Range, "This subject has at least %d characters, and mail programs show about %d. Begin with what matters, or say it in fewer words.", n, subjectMax)
	}
	if n := written(letter.Preheader); preheader != nil && n > preheaderMax {
		l.report("W0611", preheader.Range, "This preheader has at least %d characters, and mail programs show about %d of it.", n, preheaderMax)
	}
	if preheader != nil && letter.Subject != nil && reflect.DeepEqual(letter.Subject, letter.Preheader) {
		l.report("W0612", preheader.Range, "The preheader says the same as the subject, and the two stand beside each other. Say something that the subject does not.")
	}
}

// written is how many characters of a text are known before anybody gets it.
func written(x expr.Expr) int {
	n := 0
	switch x := x.(type) {
	case *expr.Lit:
		n = utf8.RuneCountInString(x.Value.Text())
	case *expr.Template:
		for _, p := range x.Parts {
			n += written(p)
		}
	default: // the other kinds have nothing to do here
	}
	return n
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// asked is what one letter asks of people.
type asked struct {
	step      *node
	goals     []string      // those that the letter works towards
	review    bool          // it links to the page for a review
	marketing bool          // whether it is advertising
	lead      time.Duration // how long after entering it may go out at the latest, as far as that is known
}

// asks notes what a letter asks for: a goal that an experiment around it or on it compares by, a review or a recommendation
// that it links to.
func (f *flow) asks(n *node, e *ir.Email, t *topic, at spot) {
	a := &asked{step: n, lead: at.lead, marketing: t != nil && t.Marketing}
	for x := at.tested; x != nil; x = x.up {
		a.goals = append(a.goals, x.goal)
	}
	all := slices.Clone(e.Letters)
	links := map[string]bool{}
	if e.Test != nil {
		a.goals = append(a.goals, e.Test.Draw.Goal)
		for _, v := range e.Test.Variants {
			all = append(all, v...)
		}
	}
	for _, name := range []string{"review", "referral"} {
		links[name] = slices.ContainsFunc(all, func(l ir.Letter) bool { return linksTo(l, name) })
	}
	a.review = links["review"]
	for _, g := range f.out.Goals {
		for _, event := range g.Match.Events {
			if links[askedBy[event]] {
				a.goals = append(a.goals, g.Name)
			}
		}
	}
	f.asked = append(f.asked, a)
}

// askedBy are the links by which a letter asks for an event.
var askedBy = map[string]string{
	"review.submitted":   "review",
	"review.published":   "review",
	"referral.made":      "referral",
	"referral.converted": "referral",
}

// linksTo is true where a letter's body has a link of that name.
func linksTo(l ir.Letter, name string) bool {
	return slices.ContainsFunc(l.Holes, func(x expr.Expr) bool { return readsLink(x, name) })
}

func readsLink(x expr.Expr, name string) bool {
	for in := range all(x) {
		if field, ok := in.(*expr.Field); ok && field.Field.Name == name {
			if root, ok := field.Of.(*expr.Root); ok && root.Name == expr.RootLinks {
				return true
			}
		}
	}
	return false
}

// goalWindows compares how long each goal is watched with how late what asks for it may go out.
func (f *flow) goalWindows() {
	for i, g := range f.out.Goals {
		at := f.ast.Goals[i].Within
		within := g.Within.Nominal()
		if !at.Readable() || within == 0 {
			continue
		}
		if late := f.lateAsk(g.Name, within); late != nil {
			f.report("W0501", at.Range, "The step %s, which works towards this goal, may go out as late as %s after entering, and by then the goal is over: what comes of it does not count. Watch the goal for longer.", quoted(late.step.name), lasting(late.lead))
		}
	}
}

// lateAsk is a letter that works towards a goal and may go out when it is over. Where no letter says that it does, and there is
// one goal, it is the first marketing letter.
func (f *flow) lateAsk(goal string, within time.Duration) *asked {
	var first *asked
	named := false
	for i := range f.asked {
		a := f.asked[i]
		if slices.Contains(a.goals, goal) {
			named = true
			if a.lead > within {
				return a
			}
		}
		if a.marketing && (first == nil || a.lead < first.lead) {
			first = a
		}
	}
	if !named && len(f.out.Goals) == 1 && first != nil && first.lead > within {
		return first
	}
	return nil
}

// lasting is a length of time in words.
func lasting(d time.Duration) string {
	if days := d / day; days >= 2 {
		return fmt.Sprintf("%d days", days)
	}
	return fmt.Sprintf("%d hours", d/time.Hour)
}

// compareMax bounds with how many earlier cases a case is compared.
const compareMax = 100

// caseLints speaks of a case that nobody can come by.
func (f *flow) caseLints(r *reaches, when expr.Expr, c *ast.Case, at spot) {
	if when == nil {
		return
	}
	v, ok := constant(when)
	switch {
	case r.always:
		f.report("W0405", c.Header, "A case above holds for everybody, so nobody comes here.")
	case ok && !v.True():
		f.report("W0405", c.When.Range, "This never holds, so nobody comes here.")
	case f.covered(r, when):
		f.report("W0405", c.When.Range, "A case above holds wherever this one does, and the first that holds is taken, so nobody comes here. Put the narrower case first.")
	default:
		f.tooSoon(when, c, at)
	}
}

// covered is true where an earlier case asks for nothing that this one does not ask for too.
func (f *flow) covered(r *reaches, when expr.Expr) bool {
	mine := conjuncts(when)
	if len(mine) > compareMax || len(r.earlier) > compareMax {
		return false
	}
	return slices.ContainsFunc(r.earlier, func(earlier expr.Expr) bool {
		theirs := conjuncts(earlier)
		if len(theirs) > len(mine) {
			return false
		}
		return !slices.ContainsFunc(theirs, func(x expr.Expr) bool {
			return !slices.ContainsFunc(mine, func(y expr.Expr) bool { return reflect.DeepEqual(x, y) })
		})
	})
}

// conjuncts are the conditions that && puts together.
func conjuncts(x expr.Expr) []expr.Expr {
	if b, ok := x.(*expr.Binary); ok && b.Op == expr.And {
		return append(conjuncts(b.X), conjuncts(b.Y)...)
	}
	return []expr.Expr{x}
}

// tooSoon speaks of asking for the answer to a letter in the instant in which it goes out.
func (f *flow) tooSoon(when expr.Expr, c *ast.Case, at spot) {
	for x := range all(when) {
		if step := f.justAsked(x, at); step != "" {
			f.report("W0503", c.When.Range, "The step %s goes out in the instant in which this is asked, so nothing can have come of it yet. Put an await or a delay between them.", quoted(step))
			return
		}
	}
}

// freshMax is how many letters that went out at one instant are looked at.
const freshMax = 20

// justAsked is the step since which no time has passed and whose answer an expression reads.
func (f *flow) justAsked(x expr.Expr, at spot) string {
	for s, n := at.fresh, 0; s != nil && n < freshMax; s, n = s.up, n+1 {
		switch x := x.(type) {
		case *expr.Node:
			if x.Kind == expr.NodeGoal && slices.Contains(s.asked.goals, x.Name) ||
				x.Kind == expr.NodeStep && x.Name == s.step.address && x.Field == "clicked" {
				return s.step.name
			}
		case *expr.Count:
			if x.What == expr.ReviewsWritten && s.asked.review {
				return s.step.name
			}
		default: // the other kinds have nothing to do here
		}
	}
	return ""
}
