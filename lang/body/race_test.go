//go:build race

package body

// raced: the race detector makes everything ten times slower, so that times say nothing. The same tests run without it, in full.
const raced = true
