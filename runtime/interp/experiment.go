package interp

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
)

// experiment sends the journey down its variant's body, or past it where the unit is held out.
func (w *walker) experiment(s *machine.Experiment) machine.Name {
	arm, held := w.draw(&s.Draw, s.Name)
	if w.j.Data.Arms == nil {
		w.j.Data.Arms = map[machine.Name]string{}
	}
	w.j.Data.Arms[s.Name] = arm
	if held {
		return s.HeldOut
	}
	for i, v := range s.Draw.Variants {
		if v.Name == arm && i < len(s.To) {
			return s.To[i]
		}
	}
	return s.HeldOut // a variant that is gone: who had it goes on below
}

// draw answers the unit's variant: the stored one, else by the hash of contracts.md, which is then an effect.
func (w *walker) draw(d *machine.Draw, node machine.Name) (variant string, held bool) {
	unit := w.j.Customer
	if d.Unit == "order" {
		unit = w.j.Order
	}
	if stored, ok := w.known.Draw(d.Salt, d.Unit, unit); ok {
		return stored, stored == ""
	}
	variant = Assign(d, unit)
	w.emit(Drawn{Draw: d, Node: node, Unit: unit, Variant: variant, At: w.now})
	return variant, variant == ""
}

// Assign draws a unit's variant (contracts.md, "Assignment to variants and holdouts"): the holdout first, then the variants share
// those who are left, in proportion to their weights. Empty: held out.
func Assign(d *machine.Draw, unitID string) string {
	if d.Holdout > 0 && below(bucket(d.Address+"/holdout@1", d.Unit, unitID), uint64(d.Holdout), facts.Scale) {
		return ""
	}
	var sum, total uint64
	for _, v := range d.Variants {
		total += uint64(v.Weight)
	}
	b := bucket(d.Salt, d.Unit, unitID)
	for _, v := range d.Variants {
		sum += uint64(v.Weight)
		if below(b, sum, total) {
			return v.Name
		}
	}
	return d.Variants[len(d.Variants)-1].Name
}

// bucket is the first 53 bits of SHA-256("flowc/1" NUL salt NUL unit_type NUL unit_id): 2^53 times contracts.md's bucket.
func bucket(salt, unitType, unitID string) uint64 {
	h := sha256.Sum256([]byte("flowc/1\x00" + salt + "\x00" + unitType + "\x00" + unitID))
	return binary.BigEndian.Uint64(h[:8]) >> 11
}

// below says whether b/2^53 < part/whole, without rounding.
func below(b, part, whole uint64) bool {
	hi1, lo1 := bits.Mul64(b, whole)
	hi2, lo2 := bits.Mul64(part, 1<<53)
	return hi1 < hi2 || hi1 == hi2 && lo1 < lo2
}
