package body

import "sort"

// The tokens stand for what the scanner took out. Their first and last characters are of a private-use area, which is refused
// in letters and taken out of data, and which goldmark treats like letters.
const (
	holeMark      = '\uE000' // holeMark number endMark: an expression in text
	componentMark = '\uE002' // componentMark number endMark: the rest of a component's line
	endMark       = '\uE001'
)

// piece maps a piece of the clean text to the file. A verbatim piece has the same bytes in both.
type piece struct {
	clean, origin       int
	cleanEnd, originEnd int
	verbatim            bool
}

// source is the clean text with its way back to the file.
type source struct {
	clean  []byte
	pieces []piece
}

// copy appends bytes of the file as they are.
func (s *source) copy(src []byte, from, to int) {
	if from >= to {
		return
	}
	if n := len(s.pieces); n > 0 && s.pieces[n-1].verbatim && s.pieces[n-1].originEnd == from {
		s.clean = append(s.clean, src[from:to]...)
		s.pieces[n-1].cleanEnd, s.pieces[n-1].originEnd = len(s.clean), to
		return
	}
	start := len(s.clean)
	s.clean = append(s.clean, src[from:to]...)
	s.pieces = append(s.pieces, piece{start, from, len(s.clean), to, true})
}

// stand appends text that stands for bytes of the file.
func (s *source) stand(text string, from, to int) {
	start := len(s.clean)
	s.clean = append(s.clean, text...)
	s.pieces = append(s.pieces, piece{start, from, len(s.clean), to, false})
}

// at is the piece that holds a byte of the clean text.
func (s *source) at(clean int) (piece, bool) {
	i := sort.Search(len(s.pieces), func(i int) bool { return s.pieces[i].cleanEnd > clean })
	if i == len(s.pieces) {
		return piece{}, false
	}
	return s.pieces[i], true
}

// origin is the byte of the file from which a byte of the clean text comes.
func (s *source) origin(clean int) int {
	p, ok := s.at(clean)
	if !ok {
		if n := len(s.pieces); n > 0 {
			return s.pieces[n-1].originEnd
		}
		return 0
	}
	if p.verbatim {
		return p.origin + max(0, clean-p.clean)
	}
	return p.origin
}

// originEnd is the byte of the file just after the one from which the byte before clean comes.
func (s *source) originEnd(clean int) int {
	if clean <= 0 {
		return s.origin(0)
	}
	p, ok := s.at(clean - 1)
	if !ok {
		return s.origin(clean)
	}
	if p.verbatim {
		return p.origin + clean - p.clean
	}
	return p.originEnd
}
