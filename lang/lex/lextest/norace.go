//go:build !race

package lextest

const slowness = 1
