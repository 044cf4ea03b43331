package delivery

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestReadReplyTakesOneWholeAnswer(t *testing.T) {
	for _, c := range []struct {
		in    string
		want  reply
		class string
		rest  string
	}{
		{"250 Ok\r\nnext", reply{250, []string{"Ok"}}, "", "next"},
		{"250\r\n", reply{250, []string{""}}, "", ""},
		{"250-a\r\n250-b\n250 2.0.0 c\r\n", reply{250, []string{"a", "b", "2.0.0 c"}}, "", ""},
		{"550 5.1.1 No such user\r\n", reply{550, []string{"5.1.1 No such user"}}, "5.1.1", ""},
		{"550-5.7.133 No\r\n550 5.7.133 way\r\n", reply{550, []string{"5.7.133 No", "5.7.133 way"}}, "5.7.133", ""},
		{"550 4.1.1 Of another class\r\n", reply{550, []string{"4.1.1 Of another class"}}, "", ""},
		{"550 5.1.1.1 Too long\r\n", reply{550, []string{"5.1.1.1 Too long"}}, "", ""},
		{"550 5.1.1000 Too large\r\n", reply{550, []string{"5.1.1000 Too large"}}, "", ""},
		{"334 3.1.1 A challenge\r\n", reply{334, []string{"3.1.1 A challenge"}}, "", ""},
	} {
		in := bufio.NewReaderSize(strings.NewReader(c.in), maxReplyLine)
		got, err := readReply(in)
		rest, _ := io.ReadAll(in)
		if err != nil || got.code != c.want.code || !slices.Equal(got.lines, c.want.lines) || got.enhanced() != c.class || string(rest) != c.rest {
			t.Errorf("%q: got %v %q, enhanced %q, left %q, %v", c.in, got.code, got.lines, got.enhanced(), rest, err)
		}
	}
}

func TestReadReplyTakesNothingLess(t *testing.T) {
	for in, want := range map[string]error{
		"":                                    io.EOF,
		"250 Ok":                              io.ErrUnexpectedEOF,
		"250-Ok\r\n":                          io.ErrUnexpectedEOF,
		"25":                                  io.ErrUnexpectedEOF,
		"25 Ok\r\n":                           errNotSMTP,
		"2500 Ok\r\n":                         errNotSMTP,
		"250_Ok\r\n":                          errNotSMTP,
		"150 Ok\r\n":                          errNotSMTP,
		"600 Ok\r\n":                          errNotSMTP,
		" 250 Ok\r\n":                         errNotSMTP,
		"250-Ok\r\n251 Ok\r\n":                errNotSMTP,
		"\r\n":                                errNotSMTP,
		strings.Repeat("x", maxReplyLine):     errLongReply,
		strings.Repeat("250-x\r\n", maxReply): errLongReply,
	} {
		got, err := readReply(bufio.NewReaderSize(strings.NewReader(in), maxReplyLine))
		if !errors.Is(err, want) || got.code != 0 {
			t.Errorf("%.20q: got %v, %v; want %v", in, got, err, want)
		}
	}
}

func FuzzReadReply(f *testing.F) {
	f.Add([]byte("250-a\r\n250 b\r\n"))
	f.Add([]byte("550 5.1.1 no\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		source := strings.NewReader(string(in))
		got, err := readReply(bufio.NewReaderSize(source, maxReplyLine))
		if err != nil {
			if got.code != 0 || got.lines != nil {
				t.Errorf("%q: half an answer, %v, with %v", in, got, err)
			}
			return
		}
		if got.code < 200 || got.code > 599 || len(got.lines) == 0 {
			t.Errorf("%q: got %v", in, got)
		}
		if read := len(in) - source.Len(); read > maxReply+2*maxReplyLine {
			t.Errorf("%d bytes were read for one answer", read)
		}
		for _, at := range []moment{atGreeting, atMail, atRecipient, atData, atBody, atDot} {
			o := judge(at, got, nil)
			if (o.Verdict == Accepted) != (at == atDot && got.code/100 == 2) || o.Verdict == Withheld {
				t.Errorf("%q at %v: %+v", in, at, o)
			}
			if o.Verdict == Unknown && at != atDot {
				t.Errorf("%q at %v: unknown before the dot", in, at)
			}
		}
	})
}
