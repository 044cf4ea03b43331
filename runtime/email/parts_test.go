package email

import (
	"bytes"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"
)

// comesBack checks that what was encoded is read as it was by the standard library, and keeps the format's rules.
func comesBack(t *testing.T, content string) {
	t.Helper()
	encoded := appendQuoted(nil, []byte(content))
	for _, line := range strings.Split(string(encoded), "\r\n") {
		if len(line) > quotedMax || strings.ContainsAny(line, "\r\n") || strings.HasSuffix(line, " ") || strings.HasSuffix(line, "\t") || strings.HasPrefix(line, ".") || strings.HasPrefix(line, "-") || strings.HasPrefix(line, "From ") {
			t.Fatalf("%q has the line %q", content, line)
		}
		for i := range len(line) {
			if line[i] != '\t' && (line[i] < ' ' || line[i] > '~') {
				t.Fatalf("%q has the line %q", content, line)
			}
		}
	}
	back, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(encoded)))
	want := strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(content, "\r\n", "\n"), "\r", "\n"), "\n", "\r\n")
	if err != nil || string(back) != want {
		t.Fatalf("%q was encoded as %q and comes back as %q, %v", content, encoded, back, err)
	}
}

func TestQuotedPrintableComesBack(t *testing.T) {
	pieces := []string{"", "a", " ", "\t", "=", ".", "From ", "F", "-", "--", "\n", "\r\n", "\r", "ä", "👩", "\x00", "\xff", strings.Repeat("a", 74), strings.Repeat("a", 75), strings.Repeat("a", 76), strings.Repeat("=", 30), strings.Repeat(" ", 80), "word ", "\n.\n"}
	for _, a := range pieces {
		for _, b := range pieces {
			for _, c := range pieces {
				comesBack(t, a+b+c)
			}
		}
	}
}

func FuzzQuotedPrintableComesBack(f *testing.F) {
	f.Add("a =\n. b\r\nFrom c\rä")
	f.Fuzz(comesBack)
}
