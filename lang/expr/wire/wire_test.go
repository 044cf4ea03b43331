package wire

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// sample has a member of every kind.
type sample struct {
	name  string
	n     int64
	on    bool
	words []string
	inner []sample
	raw   []byte
}

func (s *sample) code(c *Coder) {
	c.Object(func() {
		if c.Member("name", s.name != "") {
			c.Text(&s.name)
		}
		if c.Member("n", s.n != 0) {
			c.Int(&s.n)
		}
		if c.Member("on", s.on) {
			c.Bool(&s.on)
		}
		c.Names("words", &s.words)
		Some(c, "inner", &s.inner, func(in *sample) { in.code(c) })
		if c.Member("raw", s.raw != nil) {
			c.Raw(&s.raw)
		}
	})
}

func write(s sample) (string, error) {
	c := Writer()
	s.code(c)
	data, err := c.Finish()
	return string(data), err
}

func readSample(in string) (s sample, err error) {
	c := Reader([]byte(in))
	s.code(c)
	_, err = c.Finish()
	return s, err
}

func TestOneDescriptionWritesAndReads(t *testing.T) {
	for want, s := range map[string]sample{
		`{}`: {},
		`{"name":"a\"b\\\n\u0001ü","n":-9223372036854775808,"on":true}`: {name: "a\"b\\\n\x01ü", n: math.MinInt64, on: true},
		`{"words":["a",""],"inner":[{},{"n":1}],"raw":[1,{"a":"]"}]}`:   {words: []string{"a", ""}, inner: []sample{{}, {n: 1}}, raw: []byte(`[1,{"a":"]"}]`)},
		`{"raw":"a\\\","}`: {raw: []byte(`"a\\\","`)},
		`{"raw":12}`:       {raw: []byte(`12`)},
	} {
		got, err := write(s)
		if err != nil || got != want {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
		back, err := readSample(want)
		if err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if again, _ := write(back); again != want {
			t.Errorf("%s came back as %s", want, again)
		}
	}
}

func TestNothingButTheWrittenFormIsRead(t *testing.T) {
	for _, in := range []string{
		"", "{", "}", `{"name"`, `{"name":`, `{"name":"a`, `{"name":"a"`, `{"name":"a"}}`, `{"name":"a"} `, ` {}`, `{ }`, `{"name" :"a"}`, `{"n":1,"name":"a"}`, `{"name":"a","name":"a"}`,
		`{"other":1}`, `{"name":1}`, `{"n":1.0}`, `{"n":01}`, `{"n":-0}`, `{"n":+1}`, `{"n":9223372036854775808}`, `{"n":1e2}`, `{"n":}`, `{"on":1}`, `{"on":null}`, `{"words":[]}`, `{"words":["a",]}`,
		`{"words":["a""b"]}`, `{"words":[,"a"]}`, `{"name":"\u00e4"}`, `{"name":"\/"}`, `{"name":"\u000A"}`, `{"name":"\u000a"}`, "{\"name\":\"\n\"}", "{\"name\":\"\xff\"}", `{"name":"\`, `{"name":"\u00`,
		`{"raw":}`, `{"raw":[}`, `{"raw":[1}`, `{"raw":"a}`, `{"inner":[{},{]}`, strings.Repeat(`{"inner":[`, 2000),
	} {
		if s, err := readSample(in); !errors.Is(err, ErrForm) {
			t.Errorf("%.60q is read as %+v, %v", in, s, err)
		}
	}
}

func TestDepthAndSizeAreBounded(t *testing.T) {
	deep := sample{}
	for range DepthMax {
		deep = sample{inner: []sample{deep}}
	}
	if _, err := write(deep); !errors.Is(err, ErrForm) {
		t.Errorf("%v, want ErrForm", err)
	}
	if _, err := write(sample{name: "\xff"}); !errors.Is(err, ErrForm) {
		t.Errorf("%v, want ErrForm", err)
	}
	if err := Reader(make([]byte, SizeMax+1)).Err(); !errors.Is(err, ErrForm) {
		t.Errorf("%v, want ErrForm", err)
	}
	c := &Coder{writing: true, buf: make([]byte, SizeMax-5)}
	long := "abcdef"
	if c.Text(&long); !errors.Is(c.Err(), ErrForm) {
		t.Errorf("%v, want ErrForm", c.Err())
	}
	n := -1
	c = Writer()
	if c.Count(&n); c.Err() == nil {
		t.Error("a negative count is written")
	}
}

func FuzzReader(f *testing.F) {
	f.Add(`{"name":"a\"b\\\n\u0001ü","n":-1,"on":true,"words":["a"],"inner":[{}],"raw":[{}]}`)
	f.Fuzz(func(t *testing.T, in string) {
		s, err := readSample(in)
		if err != nil || s.raw != nil || strings.Contains(in, `""`) || strings.Contains(in, `:0`) || strings.Contains(in, "false") {
			return // Zeros and raw bytes are the caller's to judge.
		}
		if again, err := write(s); err != nil || again != in {
			t.Fatalf("%v\nin  %s\nout %s", err, in, again)
		}
	})
}
