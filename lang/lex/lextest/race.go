//go:build race

package lextest

// slowness is what the race detector costs, in time and memory.
const slowness = 10
