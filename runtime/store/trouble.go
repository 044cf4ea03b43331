package store

import "errors"

// What is wrong with the place where a database lives. Whatever it is, nothing is sent whose claim is not on the disk, and what could not be
// written is as if it had never begun.
var (
	ErrFull     = errors.New("there is no room left for the store; nothing is sent until there is")
	ErrReadOnly = errors.New("the store can be read and not written; nothing is sent until it can")
	ErrLocked   = errors.New("another program has locked the store; nothing is sent meanwhile")
	ErrDisk     = errors.New("the store's disk does not do what it should; nothing is sent until it does")
	ErrDamaged  = errors.New("the store is damaged; `flowc help backup` says how a backup is put in its place")
	// ErrHalf: some of the tables of the store's version are missing, or are there too early.
	ErrHalf = errors.New("the store is half migrated; `flowc help backup` says how a backup is put in its place")
)
