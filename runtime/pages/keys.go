package pages

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
)

// Key is a secret that links are signed with. Its ID is written into each token, so that a key can be replaced
// while links of the old one are still in people's mailboxes.
type Key struct {
	ID     byte
	Secret []byte
}

// minSecret is the least number of bytes of a secret; 32 random ones are as good as it gets.
const minSecret = 16

// Keys signs with its first key and verifies with all. The zero value can do neither.
type Keys struct{ ring []ring }

// ring holds what is derived from one key: a pair of keys for each kind of link, so that a link of one kind is
// noise to the page of another.
type ring struct {
	id    byte
	pairs [kinds]pair
}

type pair struct {
	mac    []byte
	cipher cipher.Block
}

// NewKeys takes the key that signs, and those that were used before. Unsubscribe links never expire, so a key is
// taken out only once it has leaked.
func NewKeys(signing Key, older ...Key) (Keys, error) {
	var k Keys
	seen := map[byte]bool{}
	for _, key := range append([]Key{signing}, older...) {
		if seen[key.ID] {
			return Keys{}, fmt.Errorf("two keys have the id %d", key.ID)
		}
		seen[key.ID] = true
		if len(key.Secret) < minSecret {
			return Keys{}, fmt.Errorf("the key %d has fewer than %d bytes", key.ID, minSecret)
		}
		r := ring{id: key.ID}
		for _, kind := range allKinds() {
			p, err := derive(key.Secret, kind)
			if err != nil {
				return Keys{}, fmt.Errorf("derive the key %d: %w", key.ID, err)
			}
			r.pairs[kind] = p
		}
		k.ring = append(k.ring, r)
	}
	return k, nil
}

func derive(secret []byte, kind Kind) (pair, error) {
	expand := func(use string) ([]byte, error) {
		return hkdf.Key(sha256.New, secret, nil, "flowc/pages/1/"+kind.letter()+"/"+use, sha256.Size)
	}
	mac, err := expand("mac")
	if err != nil {
		return pair{}, err
	}
	secrecy, err := expand("cipher")
	if err != nil {
		return pair{}, err
	}
	block, err := aes.NewCipher(secrecy)
	return pair{mac: mac, cipher: block}, err
}

// seal is SIV (after Rogaway and Shrimpton): the tag authenticates head and plain, and is the nonce under which
// plain is hidden. The same letter has the same links, made again after a crash, and no two letters share a
// nonce without being equal.
func (p pair) seal(head, plain []byte) []byte {
	out := make([]byte, len(head)+tagLen+len(plain))
	copy(out, head)
	tag := p.tag(head, plain)
	copy(out[len(head):], tag)
	cipher.NewCTR(p.cipher, tag).XORKeyStream(out[len(head)+tagLen:], plain)
	return out
}

var errTag = errors.New("the tag does not fit")

func (p pair) open(head, sealed []byte) (plain []byte, err error) {
	if len(sealed) < tagLen {
		return nil, errTag
	}
	plain = make([]byte, len(sealed)-tagLen)
	cipher.NewCTR(p.cipher, sealed[:tagLen]).XORKeyStream(plain, sealed[tagLen:])
	if !hmac.Equal(p.tag(head, plain), sealed[:tagLen]) {
		return nil, errTag
	}
	return plain, nil
}

// tagLen is the length of a tag in bytes: HMAC-SHA256, truncated to 128 bits.
const tagLen = 16

func (p pair) tag(head, plain []byte) []byte {
	mac := hmac.New(sha256.New, p.mac)
	mac.Write(head)
	mac.Write(plain)
	return mac.Sum(nil)[:tagLen]
}
