package pages

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
)

// Claim is what a link says.
type Claim struct {
	// Customer is the customer's id.
	Customer string
	// Address is the e-mail address to which the letter went. A token carries its Mark only, and Verify gives that:
	// enough to tell whether the address is still the customer's, too little to write to it.
	Address string
	// Topic is the topic's name; empty for all marketing.
	Topic string
	// Key is the ledger's key of the letter, where the page needs to know which one it was.
	Key string
}

// Mark is 16 hexadecimal digits that stand for an address, whatever its case.
func Mark(address string) string {
	sum := sha256.Sum256([]byte("flowc/address/1\x00" + strings.ToLower(strings.TrimSpace(address))))
	return hex.EncodeToString(sum[:markLen])
}

// markLen is the length of a mark in bytes.
const markLen = 8

// The first byte of a packed claim says how the customer's id is written, and what else is there.
const (
	customerText   = iota // its length and its bytes
	customerUUID          // 16 bytes
	customerNumber        // 8 bytes
	customerForm   = 3    // the bits of these
	hasMark        = 4
	hasKey         = 8
)

// pack writes a claim as briefly as is easy: ids are most often UUIDs or numbers.
func (c Claim) pack(issued uint32) []byte {
	form, id := packID(c.Customer)
	flags := form
	mark := packMark(c.Address)
	if mark != nil {
		flags |= hasMark
	}
	if c.Key != "" {
		flags |= hasKey
	}
	b := binary.BigEndian.AppendUint32([]byte{flags}, issued)
	b = append(append(b, id...), mark...)
	b = appendText(b, c.Topic)
	if c.Key != "" {
		b = appendText(b, c.Key)
	}
	return b
}

// unpack reads what pack wrote, to the last byte.
func unpack(b []byte) (c Claim, issued uint32, ok bool) {
	if len(b) < 5 {
		return Claim{}, 0, false
	}
	flags := b[0]
	issued = binary.BigEndian.Uint32(b[1:])
	b = b[5:]
	if c.Customer, b, ok = unpackID(flags&customerForm, b); !ok {
		return Claim{}, 0, false
	}
	if flags&hasMark != 0 {
		if len(b) < markLen {
			return Claim{}, 0, false
		}
		c.Address, b = hex.EncodeToString(b[:markLen]), b[markLen:]
	}
	if c.Topic, b, ok = cutText(b); !ok {
		return Claim{}, 0, false
	}
	if flags&hasKey != 0 {
		if c.Key, b, ok = cutText(b); !ok {
			return Claim{}, 0, false
		}
	}
	return c, issued, len(b) == 0
}

func packID(id string) (form byte, b []byte) {
	if raw := parseUUID(id); raw != nil {
		return customerUUID, raw
	}
	// Only the one spelling that comes back: no sign, no zeros in front.
	if n, err := strconv.ParseUint(id, 10, 64); err == nil && len(id) > 8 && strconv.FormatUint(n, 10) == id {
		return customerNumber, binary.BigEndian.AppendUint64(nil, n)
	}
	return customerText, appendText(nil, id)
}

func unpackID(form byte, b []byte) (id string, rest []byte, ok bool) {
	switch form {
	case customerUUID:
		if len(b) < 16 {
			return "", nil, false
		}
		h := hex.EncodeToString(b[:16])
		return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], b[16:], true
	case customerNumber:
		if len(b) < 8 {
			return "", nil, false
		}
		return strconv.FormatUint(binary.BigEndian.Uint64(b), 10), b[8:], true
	case customerText:
		return cutText(b)
	}
	return "", nil, false
}

// parseUUID reads the one spelling that unpackID writes.
func parseUUID(id string) []byte {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' || id != strings.ToLower(id) {
		return nil
	}
	raw, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	if err != nil || len(raw) != 16 {
		return nil
	}
	return raw
}

func packMark(address string) []byte {
	if address == "" {
		return nil
	}
	if !strings.Contains(address, "@") {
		if raw, err := hex.DecodeString(address); err == nil && len(raw) == markLen {
			return raw // a mark already
		}
	}
	raw, err := hex.DecodeString(Mark(address))
	if err != nil {
		panic("pages: a mark that is not hexadecimal; this is a bug in flowc")
	}
	return raw
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func cutText(b []byte) (text string, rest []byte, ok bool) {
	n, used := binary.Uvarint(b)
	if used <= 0 || n > uint64(len(b)-used) {
		return "", nil, false
	}
	b = b[used:]
	return string(b[:n]), b[n:], true
}
