package pages

import (
	"crypto/aes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func secret(c byte) []byte { return []byte(strings.Repeat(string(rune(c)), 32)) }

func newKeys(t testing.TB, signing Key, older ...Key) Keys {
	t.Helper()
	k, err := NewKeys(signing, older...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var issued = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

var claims = []Claim{
	{},
	{Customer: "c1"},
	{Customer: "c1", Topic: "reviews"},
	{Customer: "0b9f1c3e-8a4d-4f7e-9c21-5d6e7f8091a2", Address: "Ada@Example.test", Topic: "reviews"},
	{Customer: "0B9F1C3E-8A4D-4F7E-9C21-5D6E7F8091A2"},
	{Customer: "0b9f1c3e-8a4d-4f7e-9c21-5d6e7f8091ag"},
	{Customer: "6843201749091", Address: "ada@example.test", Topic: "offers"},
	{Customer: "18446744073709551615"},
	{Customer: "18446744073709551616"},
	{Customer: "00000000012"},
	{Customer: "+1234567890"},
	{Customer: "12"},
	{Customer: "ada@example.test", Address: "ada@example.test"},
	{Customer: "gid://shop/Customer/1", Topic: "offers", Key: "post_purchase:o1/ask_review/0"},
	{Customer: "kündin\x00\xff", Topic: "\n", Key: "\x00"},
	{Customer: strings.Repeat("x", 1000), Topic: strings.Repeat("y", 1000), Key: strings.Repeat("z", 1000)},
}

// opened is what a claim is once it went through a token.
func opened(c Claim) Claim {
	if c.Address != "" {
		c.Address = Mark(c.Address)
	}
	return c
}

func TestTokenSaysWhatWasSigned(t *testing.T) {
	k := newKeys(t, Key{7, secret('a')})
	for _, kind := range allKinds() {
		for _, c := range claims {
			token := k.Sign(kind, c, issued.Add(700*time.Millisecond))
			got, at, err := k.Verify(kind, token, issued.Add(time.Hour))
			if err != nil || got != opened(c) || !at.Equal(issued) {
				t.Errorf("%s %+v: got %+v at %v, %v", kind.letter(), c, got, at, err)
			}
			again := k.Sign(kind, c, issued)
			if again != token {
				t.Errorf("%s %+v: the same letter has another link", kind.letter(), c)
			}
			if marked := k.Sign(kind, opened(c), issued); marked != token {
				t.Errorf("%s %+v: signing the mark makes another link than signing the address", kind.letter(), c)
			}
			raw, err := base64.RawURLEncoding.DecodeString(token)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{c.Customer, c.Topic, c.Key, "Example", "example"} {
				if len(word) > 5 && strings.Contains(string(raw), word) {
					t.Errorf("%s: %q can be read in the link", kind.letter(), word)
				}
			}
		}
	}
}

func TestOrdinaryLinkFitsOnALine(t *testing.T) {
	k := newKeys(t, Key{1, secret('a')})
	url := k.URL("https://post.acme.example/", KindUnsubscribe, claims[3], issued)
	if !strings.HasPrefix(url, "https://post.acme.example/u/") || len(url) >= 120 {
		t.Errorf("%s has %d bytes, want fewer than 120", url, len(url))
	}
}

func TestChangedBitIsNoticed(t *testing.T) {
	k := newKeys(t, Key{0, secret('a')}, Key{1, secret('b')}, Key{2, secret('a')})
	rng := rand.New(rand.NewPCG(1, 1))
	flipped := 0
	for i := range 1000 {
		c := claims[i%(len(claims)-1)] // all but the long one
		c.Customer += fmt.Sprint(rng.IntN(1000))
		kind := allKinds()[i%len(allKinds())]
		token := k.Sign(kind, c, issued)
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			t.Fatal(err)
		}
		for bit := range 8 * len(raw) {
			raw[bit/8] ^= 1 << (bit % 8)
			as := []Kind{kind}
			if bit/8 == headLen-1 {
				as = allKinds() // the byte that says which
			}
			for _, as := range as {
				if got, _, err := k.Verify(as, base64.RawURLEncoding.EncodeToString(raw), issued); err != ErrToken {
					t.Fatalf("bit %d of %s: got %+v, %v", bit, token, got, err)
				}
			}
			raw[bit/8] ^= 1 << (bit % 8)
			flipped++
		}
		if i%20 > 0 {
			continue
		}
		for at := range token {
			for _, other := range []byte("A_") {
				if token[at] == other {
					continue
				}
				changed := token[:at] + string(rune(other)) + token[at+1:]
				if _, _, err := k.Verify(kind, changed, issued); err != ErrToken {
					t.Fatalf("character %d of %s: %s verifies", at, token, changed)
				}
			}
		}
		for _, spelt := range []string{token + "=", token + "A", " " + token, token + "\n", token[:4] + "\r\n" + token[4:], token[:len(token)-1], ""} {
			if _, _, err := k.Verify(kind, spelt, issued); err != ErrToken {
				t.Fatalf("%q verifies", spelt)
			}
		}
	}
	if flipped < 100_000 {
		t.Errorf("only %d bits were flipped", flipped)
	}
}

func TestTokenOfOneKindIsNoneOfAnother(t *testing.T) {
	k := newKeys(t, Key{1, secret('a')})
	for _, made := range allKinds() {
		token := k.Sign(made, claims[3], issued)
		raw, _ := base64.RawURLEncoding.DecodeString(token)
		for _, used := range allKinds() {
			raw[2] = byte(used)
			for _, try := range []string{token, base64.RawURLEncoding.EncodeToString(raw)} {
				if _, _, err := k.Verify(used, try, issued); (err == nil) != (used == made) {
					t.Errorf("made for %s, used for %s: %v", made.letter(), used.letter(), err)
				}
			}
		}
	}
	for _, kind := range []Kind{0, -1, kinds, 99} {
		if _, _, err := k.Verify(kind, k.Sign(KindReview, claims[3], issued), issued); err != ErrToken {
			t.Errorf("kind %d: %v", kind, err)
		}
	}
}

func TestKindsShareNoKey(t *testing.T) {
	seen := map[string]Kind{}
	for _, kind := range allKinds() {
		p, err := derive(secret('a'), kind)
		if err != nil {
			t.Fatal(err)
		}
		if other, twice := seen[string(p.mac)]; twice {
			t.Errorf("%s and %s are signed with one key", kind.letter(), other.letter())
		}
		seen[string(p.mac)] = kind
	}
}

func TestClaimIsReadToItsLastByte(t *testing.T) {
	for _, c := range claims {
		packed := c.pack(1)
		if _, _, ok := unpack(append(packed, 0)); ok {
			t.Errorf("%+v: a byte too many is overlooked", c)
		}
		for n := range len(packed) {
			if got, _, ok := unpack(packed[:n]); ok {
				t.Errorf("%+v: its first %d bytes of %d are read as %+v", c, n, len(packed), got)
			}
		}
	}
}

func TestKeysAreReplaced(t *testing.T) {
	old, new := Key{1, secret('a')}, Key{2, secret('b')}
	before, between, after := newKeys(t, old), newKeys(t, new, old), newKeys(t, new)
	stranger := newKeys(t, Key{2, secret('c')})
	oldLink, newLink := before.Sign(KindUnsubscribe, claims[3], issued), between.Sign(KindUnsubscribe, claims[3], issued)
	for _, c := range []struct {
		name  string
		keys  Keys
		token string
		want  bool
	}{
		{"an old link in between", between, oldLink, true},
		{"a new link in between", between, newLink, true},
		{"a new link after", after, newLink, true},
		{"an old link after", after, oldLink, false},
		{"a new link before", before, newLink, false},
		{"another secret with the same id", stranger, newLink, false},
		{"no keys", Keys{}, newLink, false},
	} {
		if _, _, err := c.keys.Verify(KindUnsubscribe, c.token, issued); (err == nil) != c.want {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestNewKeysRefusesWhatIsNoSecret(t *testing.T) {
	for name, keys := range map[string][]Key{
		"no secret":      {{1, nil}},
		"a short secret": {{1, []byte("123456789012345")}},
		"one id twice":   {{1, secret('a')}, {1, secret('b')}},
	} {
		if _, err := NewKeys(keys[0], keys[1:]...); err == nil || strings.Contains(err.Error(), "12345") {
			t.Errorf("%s: %v, want an error without the secret", name, err)
		}
	}
}

func TestLinksLiveAsLongAsTheyMust(t *testing.T) {
	k := newKeys(t, Key{1, secret('a')})
	const day = 24 * time.Hour
	for _, c := range []struct {
		kind Kind
		life time.Duration // 0: for ever
	}{
		{KindUnsubscribe, 0}, {KindPreferences, 0}, {KindBrowser, 365 * day}, {KindReview, 90 * day}, {KindNPS, 90 * day}, {KindReferral, 365 * day}, {KindResubscribe, day},
	} {
		token := k.Sign(c.kind, claims[3], issued)
		check := func(after time.Duration, want bool) {
			if _, _, err := k.Verify(c.kind, token, issued.Add(after)); (err == nil) != want {
				t.Errorf("%s after %v: %v, want %v", c.kind.letter(), after, err, want)
			}
		}
		check(-time.Hour, true) // two clocks
		if c.life == 0 {
			check(50*365*day, true)
			continue
		}
		check(c.life, true)
		check(c.life+time.Second, false)
	}
	for _, at := range []time.Time{{}, time.Unix(0, 0), epoch, time.Date(2156, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if _, got, err := k.Verify(KindUnsubscribe, k.Sign(KindUnsubscribe, claims[3], at), issued); err != nil || got.Before(epoch) {
			t.Errorf("issued %v: got %v, %v", at, got, err)
		}
	}
}

func TestMarkStandsForAnAddress(t *testing.T) {
	if Mark(" Ada@Example.TEST\n") != Mark("ada@example.test") || Mark("ada@example.test") == Mark("bob@example.test") || len(Mark("")) != 16 {
		t.Error("marks do not follow addresses")
	}
}

func TestSigningWithoutAKeyIsABug(t *testing.T) {
	for name, sign := range map[string]func(){
		"no keys": func() { Keys{}.Sign(KindReview, Claim{}, issued) },
		"no kind": func() { newKeys(t, Key{1, secret('a')}).Sign(0, Claim{}, issued) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			sign()
		}()
	}
}

func TestNoTwoClaimsAreHiddenUnderOneNonce(t *testing.T) {
	k := newKeys(t, Key{1, secret('a')})
	seen := map[string]Claim{}
	for i := range 20_000 {
		c := Claim{Customer: fmt.Sprint("c", i/2), Topic: []string{"reviews", "offers"}[i%2]}
		raw, _ := base64.RawURLEncoding.DecodeString(k.Sign(KindUnsubscribe, c, issued))
		nonce := string(raw[headLen : headLen+aes.BlockSize])
		if other, twice := seen[nonce]; twice {
			t.Fatalf("%+v and %+v", c, other)
		}
		seen[nonce] = c
	}
}

func FuzzVerify(f *testing.F) {
	k, err := NewKeys(Key{1, secret('a')})
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range claims {
		f.Add(k.Sign(KindUnsubscribe, c, issued))
	}
	f.Fuzz(func(t *testing.T, token string) {
		for _, kind := range allKinds() {
			c, at, err := k.Verify(kind, token, issued)
			if err == nil && k.Sign(kind, c, at) != token {
				t.Errorf("%q verifies as %+v at %v and was not signed", token, c, at)
			}
		}
	})
}

func FuzzClaim(f *testing.F) {
	for _, c := range claims {
		f.Add(c.Customer, c.Address, c.Topic, c.Key, uint32(1))
		f.Add("", "", "", string(c.pack(1)), uint32(0))
	}
	f.Fuzz(func(t *testing.T, customer, address, topic, key string, at uint32) {
		c := Claim{customer, address, topic, key}
		got, gotAt, ok := unpack(c.pack(at))
		want := opened(c)
		if len(address) == 2*markLen && packMark(address) != nil && string(packMark(address)) == string(packMark(got.Address)) {
			want.Address = got.Address // a mark is its own mark
		}
		if !ok || got != want || gotAt != at {
			t.Errorf("%+v: got %+v, %d, %v", c, got, gotAt, ok)
		}
		if c, at, ok := unpack([]byte(key)); ok {
			// Not every spelling is ours, but what was read can be written and read again.
			again, againAt, ok := unpack(c.pack(at))
			if !ok || again != c || againAt != at {
				t.Errorf("%x: read %+v, then %+v", key, c, again)
			}
		}
	})
}

func BenchmarkSign(b *testing.B) {
	k := newKeys(b, Key{1, secret('a')})
	b.ReportAllocs()
	for b.Loop() {
		k.Sign(KindUnsubscribe, claims[3], issued)
	}
}

func BenchmarkVerify(b *testing.B) {
	k := newKeys(b, Key{1, secret('a')})
	token := k.Sign(KindUnsubscribe, claims[3], issued)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := k.Verify(KindUnsubscribe, token, issued); err != nil {
			b.Fatal(err)
		}
	}
}
