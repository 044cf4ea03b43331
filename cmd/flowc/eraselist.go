package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// eraseList is a file beside the store, STORE.erased, that says who was erased: one JSON object a line. It outlives the store, so that a copy
// from before an erasure does not bring the person back. It holds the shop's ids and keyed hashes, no address and no name.
type eraseList struct{ path string }

func eraseListOf(storePath string) *eraseList { return &eraseList{path: storePath + ".erased"} }

type erasedLine struct {
	Customer string        `json:"customer"`
	At       time.Time     `json:"at"`
	Refused  []refusedLine `json:"refused,omitempty"`
}

type refusedLine struct {
	Channel string    `json:"channel"`
	Address string    `json:"address"` // keyed hash
	Topic   string    `json:"topic,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	At      time.Time `json:"at"`
}

// read is all that the list holds. A last line without its end was never finished, and neither was its erasure; any other line that cannot be
// read is an error, since without it somebody may come back.
func (l *eraseList) read() ([]store.Erasure, error) {
	text, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the list of who was erased: %w", err)
	}
	var out []store.Erasure
	for number, line := range bytes.Split(whole(text), []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var e erasedLine
		if err := json.Unmarshal(line, &e); err != nil || e.Customer == "" || e.At.IsZero() {
			return nil, fmt.Errorf("%s:%d says nothing of who was erased; without it somebody who was erased might get mail again: mend the line", l.path, number+1)
		}
		erasure := store.Erasure{Customer: e.Customer, At: e.At}
		for _, r := range e.Refused {
			if !store.IsHash(r.Address) {
				return nil, fmt.Errorf("%s:%d: %q is no keyed hash", l.path, number+1, r.Address)
			}
			erasure.Refused = append(erasure.Refused, store.Refusal(r))
		}
		out = append(out, erasure)
	}
	return out, nil
}

// whole is a text up to the end of its last whole line.
func whole(text []byte) []byte { return text[:bytes.LastIndexByte(text, '\n')+1] }

// add writes erasures to the end of the list, and to the disk.
func (l *eraseList) add(list []store.Erasure) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("the list of who was erased: %w", err)
		}
	}()
	var lines bytes.Buffer
	for _, e := range list {
		line := erasedLine{Customer: e.Customer, At: e.At}
		for _, r := range e.Refused {
			line.Refused = append(line.Refused, refusedLine(r))
		}
		text, err := json.Marshal(line)
		if err != nil {
			return err
		}
		lines.Write(append(text, '\n'))
	}
	before, err := os.ReadFile(l.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	end := int64(len(whole(before)))
	if err := f.Truncate(end); err != nil {
		return errors.Join(err, f.Close())
	}
	if _, err := f.WriteAt(lines.Bytes(), end); err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(f.Sync(), f.Close())
}
