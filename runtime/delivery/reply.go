package delivery

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
)

// reply is one answer of an SMTP server: its code and the text of its lines, without codes.
type reply struct {
	code  int
	lines []string
}

// Bounds of one answer. RFC 5321 allows 512 bytes a line; real servers write more, and no honest one writes
// 64 KB.
const (
	maxReplyLine = 4 << 10
	maxReply     = 64 << 10
)

var (
	errNotSMTP   = errors.New("the server's answer is not SMTP")
	errLongReply = errors.New("the server's answer is too long")
	errExtra     = errors.New("the server answered what was not asked")
)

// readReply reads one answer from r, whose buffer must hold maxReplyLine bytes. Lines may end in CRLF or a bare LF;
// every line must carry the same code between 200 and 599. An answer cut short is an error, never half an answer.
func readReply(r *bufio.Reader) (reply, error) {
	var answer reply
	for size := 0; ; {
		line, err := r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return reply{}, errLongReply
		}
		if err != nil {
			if errors.Is(err, io.EOF) && (len(line) > 0 || len(answer.lines) > 0) {
				err = io.ErrUnexpectedEOF
			}
			return reply{}, err
		}
		if size += len(line); size > maxReply {
			return reply{}, errLongReply
		}
		code, text, last, ok := parseReplyLine(string(line))
		if !ok || (answer.code != 0 && code != answer.code) {
			return reply{}, errNotSMTP
		}
		answer.code = code
		answer.lines = append(answer.lines, text)
		if last {
			return answer, nil
		}
	}
}

// parseReplyLine takes "250 text", "250-text" and a bare "250" apart.
func parseReplyLine(line string) (code int, text string, last, ok bool) {
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	if len(line) < 3 || line[0] < '2' || line[0] > '5' || !digit(line[1]) || !digit(line[2]) {
		return 0, "", false, false
	}
	code = int(line[0]-'0')*100 + int(line[1]-'0')*10 + int(line[2]-'0')
	switch {
	case len(line) == 3:
		return code, "", true, true
	case line[3] == ' ':
		return code, line[4:], true, true
	case line[3] == '-':
		return code, line[4:], false, true
	}
	return 0, "", false, false
}

// enhanced is the RFC 3463 code that the text begins with, if its class is that of the reply (RFC 2034).
func (r reply) enhanced() string {
	if len(r.lines) == 0 {
		return ""
	}
	word, _, _ := strings.Cut(r.lines[0], " ")
	class, rest, _ := strings.Cut(word, ".")
	subject, detail, _ := strings.Cut(rest, ".")
	if class != strconv.Itoa(r.code/100) || class == "3" || !shortNumber(subject) || !shortNumber(detail) {
		return ""
	}
	return word
}

func (r reply) String() string {
	if r.code == 0 {
		return ""
	}
	return oneLine(strconv.Itoa(r.code) + " " + strings.Join(r.lines, " "))
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func shortNumber(s string) bool {
	if len(s) < 1 || len(s) > 3 {
		return false
	}
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return true
}
