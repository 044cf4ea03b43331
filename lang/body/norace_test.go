//go:build !race

package body

const raced = false
