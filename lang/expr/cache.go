package expr

import (
	"sync"

	"github.com/flowc/flowc/schema/facts"
)

// Cache keeps what Compile and CompileBool made, by the expression's address. The zero Cache is ready; it may be used by several
// goroutines at a time. It holds on to its expressions, so it belongs beside the program that owns them.
type Cache struct {
	values, bools sync.Map // Expr → valueFn, boolFn
}

// Value evaluates the expression.
func (c *Cache) Value(e Expr, env *Env) facts.Value {
	f, ok := c.values.Load(e)
	if !ok {
		f, _ = c.values.LoadOrStore(e, Compile(e))
	}
	return f.(valueFn)(env)
}

// True evaluates a condition. A nil expression is true: a place where no condition was written.
func (c *Cache) True(e Expr, env *Env) bool {
	if e == nil {
		return true
	}
	f, ok := c.bools.Load(e)
	if !ok {
		f, _ = c.bools.LoadOrStore(e, CompileBool(e))
	}
	return f.(boolFn)(env)
}
