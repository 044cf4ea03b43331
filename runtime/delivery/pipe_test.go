package delivery

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// pipeBuffer is what a pipe holds before a write blocks, as a kernel's socket does.
const pipeBuffer = 64 << 10

// half is one direction of a pipe.
type half struct {
	mu     sync.Mutex
	moved  *sync.Cond
	data   []byte
	closed bool // by the writer: what is left may still be read
	broken bool // by the reader: writes fail
	late   map[bool]bool
}

func newHalf() *half {
	h := &half{late: map[bool]bool{}}
	h.moved = sync.NewCond(&h.mu)
	return h
}

const reading, writing = false, true

func (h *half) read(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		switch {
		case h.late[reading]:
			return 0, os.ErrDeadlineExceeded
		case h.broken:
			return 0, net.ErrClosed
		case len(h.data) > 0:
			n := copy(p, h.data)
			h.data = h.data[n:]
			h.moved.Broadcast()
			return n, nil
		case h.closed:
			return 0, io.EOF
		}
		h.moved.Wait()
	}
}

func (h *half) write(p []byte) (n int, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(p) > 0 {
		room := min(pipeBuffer-len(h.data), len(p))
		switch {
		case h.late[writing]:
			return n, os.ErrDeadlineExceeded
		case h.broken, h.closed:
			return n, net.ErrClosed
		case room > 0:
			h.data = append(h.data, p[:room]...)
			p, n = p[room:], n+room
			h.moved.Broadcast()
		default:
			h.moved.Wait()
		}
	}
	return n, nil
}

func (h *half) set(change func()) {
	h.mu.Lock()
	change()
	h.mu.Unlock()
	h.moved.Broadcast()
}

// pipeEnd is a net.Conn in memory whose waits a synctest bubble can see through. Of deadlines it knows only those
// that are past or none at all, which is all that the package uses.
type pipeEnd struct{ in, out *half }

func pipe() (client, server *pipeEnd) {
	up, down := newHalf(), newHalf()
	return &pipeEnd{in: down, out: up}, &pipeEnd{in: up, out: down}
}

func (e *pipeEnd) Read(p []byte) (int, error)  { return e.in.read(p) }
func (e *pipeEnd) Write(p []byte) (int, error) { return e.out.write(p) }

func (e *pipeEnd) Close() error {
	e.out.set(func() { e.out.closed = true })
	e.in.set(func() { e.in.broken = true })
	return nil
}

func (e *pipeEnd) SetReadDeadline(at time.Time) error {
	e.in.set(func() { e.in.late[reading] = at.Equal(past) })
	return nil
}

func (e *pipeEnd) SetWriteDeadline(at time.Time) error {
	e.out.set(func() { e.out.late[writing] = at.Equal(past) })
	return nil
}

func (e *pipeEnd) SetDeadline(at time.Time) error {
	_ = e.SetReadDeadline(at)
	return e.SetWriteDeadline(at)
}

func (e *pipeEnd) LocalAddr() net.Addr  { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }
func (e *pipeEnd) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 2} }
