package delivery

import (
	"bufio"
	"context"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// link is one connection to a mail server. Setting it up is a plain dialogue; from then on a goroutine of its own
// reads all answers, so that one that comes unasked, or the end of the connection, is noticed at once and not
// taken for the answer to something else.
type link struct {
	wire *wire
	conn net.Conn // wire, or TLS over it
	in   *bufio.Reader
	// alarm cuts the wire when an answer or a write takes too long. It is the only way a wait ends: a deadline would
	// need a clock.
	alarm *time.Timer
	// offers holds the server's extensions in upper case, with their parameters.
	offers map[string]string

	answers chan arrival

	mu     sync.Mutex
	inData bool // between the 354 and the dot
	early  bool // something arrived meanwhile

	// The fields below belong to whoever holds the link.
	used  bool // has carried a transaction
	spent bool // cut, or about to be: not for another transaction
	ajar  bool // a transaction was left half-way; RSET first
	idle  *time.Timer
}

// arrival is an answer, or the reason why no more will come.
type arrival struct {
	reply reply
	err   error
}

// maxUnread is how many answers may wait unread. Two are in order: those to MAIL and RCPT, sent together.
const maxUnread = 8

// wire counts what the kernel took, which is the difference between a message that was not sent and one that may
// have been.
type wire struct {
	net.Conn
	taken atomic.Int64
}

func (w *wire) Write(b []byte) (int, error) {
	n, err := w.Conn.Write(b)
	w.taken.Add(int64(n))
	return n, err
}

// goodbye bounds what politeness may cost.
const goodbye = time.Second

// past is a deadline that has passed, whatever the clock says.
var past = time.Unix(1, 0)

func newLink(conn net.Conn) *link {
	w := &wire{Conn: conn}
	l := &link{wire: w, answers: make(chan arrival, maxUnread)}
	l.alarm = time.AfterFunc(time.Hour, l.cut)
	l.alarm.Stop()
	l.wear(w)
	return l
}

// wear makes conn what is read and written from now on.
func (l *link) wear(conn net.Conn) {
	l.conn = conn
	l.in = bufio.NewReaderSize(conn, maxReplyLine)
}

// cut makes every read and write under way and to come fail.
func (l *link) cut() { _ = l.wire.SetDeadline(past) }

// within runs do, and cuts the link if it takes longer than limit.
func (l *link) within(limit time.Duration, do func() error) error {
	l.alarm.Reset(limit)
	err := do()
	if !l.alarm.Stop() {
		// It went off. If do was done all the same, the cut may still be on its way, into whatever is done next.
		l.spent = true
	}
	return err
}

func (l *link) write(limit time.Duration, b []byte) error {
	err := l.within(limit, func() error {
		_, err := l.conn.Write(b)
		return err
	})
	if err == nil && l.spent {
		return os.ErrDeadlineExceeded
	}
	return err
}

// ask writes one command and reads its answer, during set-up.
func (l *link) ask(limit time.Duration, line string) (reply, error) {
	if l.in.Buffered() > 0 {
		return reply{}, errExtra
	}
	if err := l.write(limit, []byte(line+"\r\n")); err != nil {
		return reply{}, err
	}
	return l.hear(limit)
}

// hear reads one answer, during set-up.
func (l *link) hear(limit time.Duration) (a reply, err error) {
	err = l.within(limit, func() error {
		a, err = readReply(l.in)
		return err
	})
	if err == nil && l.spent {
		err = os.ErrDeadlineExceeded
	}
	return a, err
}

// listen hands the reading to a goroutine; it ends with the connection.
func (l *link) listen() {
	go func() {
		for {
			a, err := readReply(l.in)
			l.mu.Lock()
			if l.inData {
				l.early = true
				// The body may be stuck in a full buffer, with a server that has stopped reading.
				_ = l.wire.SetWriteDeadline(past)
			}
			select {
			case l.answers <- arrival{a, err}:
			default:
				err = errExtra
			}
			l.mu.Unlock()
			if err != nil {
				close(l.answers)
				return
			}
		}
	}()
}

// next waits for the next answer, after listen. An answer that came is given even if the link was cut meanwhile.
func (l *link) next(limit time.Duration) (a reply, err error) {
	err = l.within(limit, func() error {
		got, open := <-l.answers
		if !open {
			return net.ErrClosed
		}
		a = got.reply
		return got.err
	})
	return a, err
}

// quiet reports that the server has said nothing since its last answer, and is still there.
func (l *link) quiet() bool { return len(l.answers) == 0 }

// begin says that the body follows. From here to end, any answer is an early one.
func (l *link) begin() {
	l.mu.Lock()
	l.inData, l.early = true, len(l.answers) > 0
	l.mu.Unlock()
}

// end says that the dot follows, and reports whether the server has kept silent until now.
func (l *link) end() (silent bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inData = false
	return !l.early
}

// quit ends a connection that is between transactions, with a word of goodbye whose answer nobody waits for.
func (l *link) quit() {
	if l.write(goodbye, []byte("QUIT\r\n")) == nil {
		_ = l.conn.Close()
	}
	l.close()
}

// close ends the connection.
func (l *link) close() {
	l.cut()
	_ = l.wire.Close()
}

// abort ends the connection inside DATA. It resets it where it can: there are servers that take a plain close for
// the end of the message.
func (l *link) abort() {
	if tcp, ok := l.wire.Conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	l.close()
}

// follow cuts the link when ctx ends. The function it returns lets go again.
func (l *link) follow(ctx context.Context) (release func()) {
	stop := context.AfterFunc(ctx, l.cut)
	return func() {
		if !stop() {
			l.spent = true
		}
	}
}
