package machine

import (
	"crypto/sha256"
	"encoding/hex"
)

// Fingerprint names a version of a program: "sha256:" and the hash of its canonical form without the places of its states in the source, so
// that layout, comments and file names do not change it. Titles and owners do.
type Fingerprint string

// Fingerprint is the program's; empty for a program that Encode refuses.
func (p *Program) Fingerprint() Fingerprint {
	data, err := encode(p, false)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return Fingerprint("sha256:" + hex.EncodeToString(sum[:]))
}
