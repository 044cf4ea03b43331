package pages

import (
	"encoding/base64"
	"errors"
	"strings"
	"time"
)

// Kind is what a link is for. A token of one kind says nothing to the page of another: whoever gets hold of a
// review link can unsubscribe nobody.
type Kind int

// The kinds. Their numbers stand in tokens and never change.
const (
	KindUnsubscribe Kind = 1 + iota
	KindPreferences
	KindBrowser
	KindReview
	KindNPS
	KindReferral
	KindResubscribe // takes an unsubscription back

	kinds // one more than the last
)

func allKinds() []Kind {
	var all []Kind
	for k := KindUnsubscribe; k < kinds; k++ {
		all = append(all, k)
	}
	return all
}

// letter is the kind's folder in a URL. Short, since it stands in a header that should fit on a line.
func (k Kind) letter() string {
	switch k {
	case KindUnsubscribe:
		return "u"
	case KindPreferences:
		return "p"
	case KindBrowser:
		return "b"
	case KindReview:
		return "r"
	case KindNPS:
		return "n"
	case KindReferral:
		return "f"
	case KindResubscribe:
		return "s"
	default:
		panic("pages: a link of no kind; this is a bug in flowc")
	}
}

// kindOf is the kind with this letter, or 0.
func kindOf(letter string) Kind {
	for _, k := range allKinds() {
		if k.letter() == letter {
			return k
		}
	}
	return 0
}

// life is how long a link of this kind works; 0 is for ever. Nobody may be kept from unsubscribing because a
// letter is old.
func (k Kind) life() time.Duration {
	const day = 24 * time.Hour
	switch k {
	case KindReview, KindNPS:
		return 90 * day
	case KindBrowser, KindReferral:
		return 365 * day
	case KindResubscribe:
		return day
	default:
		return 0
	}
}

const (
	// version is the first byte of a token.
	version = 1
	// headLen is version, key and kind.
	headLen = 3
	// maxToken bounds what is decoded. It is far above what ids make, and of a size that costs nothing.
	maxToken = 64 << 10
)

// epoch is where the four bytes of the time of issue begin; they last until 2156.
var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// ErrToken is the one error of a token that does not verify, for whatever reason.
var ErrToken = errors.New("the link does not verify")

// Sign makes a token. The same kind, claim and second of at make the same token under the same key. It panics on
// the zero Keys and on a kind that does not exist.
//
// A token is base64url, without padding, of: version 1, the key's id, the kind, a tag of 16 bytes, and the claim
// with the time of issue, encrypted. Nothing about a person can be read from a link.
func (k Keys) Sign(kind Kind, claim Claim, at time.Time) string {
	if len(k.ring) == 0 || kind < KindUnsubscribe || kind >= kinds {
		panic("pages: signing without a key or a kind; this is a bug in flowc")
	}
	r := k.ring[0]
	issued := uint32(min(max(at.Unix()-epoch.Unix(), 0), 1<<32-1))
	head := []byte{version, r.id, byte(kind)}
	return base64.RawURLEncoding.EncodeToString(r.pairs[kind].seal(head, claim.pack(issued)))
}

// URL is the address of a link: base, the kind's letter and a token. With an id of 36 bytes and a short topic it
// stays below 120 bytes.
func (k Keys) URL(base string, kind Kind, claim Claim, at time.Time) string {
	return strings.TrimRight(base, "/") + "/" + kind.letter() + "/" + k.Sign(kind, claim, at)
}

// Verify opens a token of this kind. It gives the claim, whose Address is a Mark, and the time of issue to the
// second. Its only error is ErrToken.
func (k Keys) Verify(kind Kind, token string, now time.Time) (Claim, time.Time, error) {
	claim, issued, _, err := k.verify(kind, token, now)
	return claim, issued, err
}

func (k Keys) verify(kind Kind, token string, now time.Time) (c Claim, issued time.Time, tag [tagLen]byte, err error) {
	if kind < KindUnsubscribe || kind >= kinds || len(token) > maxToken {
		return Claim{}, time.Time{}, tag, ErrToken
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	// The decoder overlooks line ends and stray bits; one link has one spelling.
	if err != nil || len(raw) < headLen+tagLen || base64.RawURLEncoding.EncodeToString(raw) != token {
		return Claim{}, time.Time{}, tag, ErrToken
	}
	head, sealed := raw[:headLen], raw[headLen:]
	if head[0] != version || head[2] != byte(kind) {
		return Claim{}, time.Time{}, tag, ErrToken
	}
	for _, r := range k.ring {
		if r.id != head[1] {
			continue
		}
		plain, err := r.pairs[kind].open(head, sealed)
		if err != nil {
			break
		}
		claim, seconds, ok := unpack(plain)
		issued = epoch.Add(time.Duration(seconds) * time.Second)
		if !ok || kind.life() > 0 && now.Sub(issued) > kind.life() {
			break
		}
		return claim, issued, [tagLen]byte(sealed[:tagLen]), nil
	}
	return Claim{}, time.Time{}, tag, ErrToken
}
