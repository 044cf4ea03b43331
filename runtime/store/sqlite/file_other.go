//go:build !linux

package sqlite

// networkFileSystem cannot tell on this system.
func networkFileSystem(string) (string, error) { return "", nil }
