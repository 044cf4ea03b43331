package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/flowc/flowc/runtime/interp"
)

// What a journey remembers is read and written once a transition, which makes its JSON the dearest part of one. So it is written by
// hand here: the same bytes as encoding/json makes of interp.Data, and read by hand where it has the usual form; a test holds the two
// together, field by field.

// AppendData appends the JSON form of what a journey remembers.
func AppendData(b []byte, d *interp.Data) []byte {
	o := object{b: append(b, '{')}
	o.integer("t", d.Trigger)
	o.text("i", d.Each)
	o.integer("s", int64(d.Since))
	o.integer("h", int64(d.Held))
	appendMap(&o, "g", d.Goals, appendSeen)
	appendMap(&o, "a", d.Awaits, appendSeen)
	appendMap(&o, "p", d.Steps, appendPassed)
	appendMap(&o, "v", d.Arms, appendText)
	appendMap(&o, "r", d.Rounds, appendRound)
	return append(o.b, '}')
}

// object is a JSON object that is being written.
type object struct {
	b    []byte
	some bool
}

func (o *object) key(name string) {
	if o.some {
		o.b = append(o.b, ',')
	}
	o.some = true
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

// integer, flag and text leave out what is zero, as omitempty does.
func (o *object) integer(name string, n int64) {
	if n != 0 {
		o.key(name)
		o.b = strconv.AppendInt(o.b, n, 10)
	}
}

func (o *object) flag(name string, v bool) {
	if v {
		o.key(name)
		o.b = append(o.b, "true"...)
	}
}

func (o *object) text(name, s string) {
	if s != "" {
		o.key(name)
		o.b = appendText(o.b, s)
	}
}

func appendMap[K ~string, V any](o *object, name string, m map[K]V, value func([]byte, V) []byte) {
	if len(m) == 0 {
		return
	}
	o.key(name)
	o.b = append(o.b, '{')
	if len(m) == 1 {
		for k, v := range m {
			o.b = value(append(appendText(o.b, string(k)), ':'), v)
		}
	} else {
		for i, k := range slices.Sorted(maps.Keys(m)) {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = value(append(appendText(o.b, string(k)), ':'), m[k])
		}
	}
	o.b = append(o.b, '}')
}

// appendText quotes a text. Names of nodes and variants need no escaping; what does is left to encoding/json.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic("this is a bug in flowc: " + err.Error())
			}
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// always writes a field that has no omitempty.
func (o *object) always(name string, n int64) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, n, 10)
}

func appendSeen(b []byte, s interp.Seen) []byte {
	o := object{b: append(b, '{')}
	o.always("t", int64(s.At))
	o.integer("e", s.Event)
	return append(o.b, '}')
}

func appendPassed(b []byte, p interp.Passed) []byte {
	o := object{b: append(b, '{')}
	o.always("t", int64(p.At))
	o.flag("s", p.Sent)
	o.flag("k", p.Skipped)
	o.text("v", p.Variant)
	return append(o.b, '}')
}

func appendRound(b []byte, r interp.Round) []byte {
	o := object{b: append(b, '{')}
	o.always("n", int64(r.N))
	o.always("t", int64(r.Start))
	return append(o.b, '}')
}

// ParseData reads the JSON form into d, which must be zero.
func ParseData(text []byte, d *interp.Data) error {
	p := dataReader{text: text}
	p.object(func(key byte) {
		switch key {
		case 't':
			d.Trigger = p.integer()
		case 'i':
			d.Each = p.string()
		case 's':
			d.Since = interp.Millis(p.integer())
		case 'h':
			d.Held = interp.Millis(p.integer())
		case 'g':
			d.Goals = readMap(&p, d.Goals, (*dataReader).seen)
		case 'a':
			d.Awaits = readMap(&p, d.Awaits, (*dataReader).seen)
		case 'p':
			d.Steps = readMap(&p, d.Steps, (*dataReader).passed)
		case 'v':
			d.Arms = readMap(&p, d.Arms, (*dataReader).string)
		case 'r':
			d.Rounds = readMap(&p, d.Rounds, (*dataReader).round)
		default:
			p.odd = true
		}
	})
	if !p.odd && p.at == len(text) {
		return nil
	}
	*d = interp.Data{}
	if err := json.Unmarshal(text, d); err != nil {
		return fmt.Errorf("what a journey remembers: %w", err)
	}
	return nil
}

// dataReader reads what AppendData writes. At the first thing that it does not expect it is odd, and encoding/json begins anew.
type dataReader struct {
	text []byte
	at   int
	odd  bool
}

// next takes a byte if it comes next.
func (p *dataReader) next(c byte) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *dataReader) expect(c byte) {
	if !p.next(c) {
		p.odd = true
	}
}

// members calls member at each value of an object, after its key.
func (p *dataReader) members(member func(key []byte)) {
	p.expect('{')
	if p.next('}') {
		return
	}
	for !p.odd {
		key := p.quoted()
		p.expect(':')
		if p.odd {
			return
		}
		member(key)
		if !p.next(',') {
			p.expect('}')
			return
		}
	}
}

// object calls member at each value of an object whose keys are of one letter.
func (p *dataReader) object(member func(key byte)) {
	p.members(func(key []byte) {
		if len(key) != 1 {
			p.odd = true
			return
		}
		member(key[0])
	})
}

// readMap reads a map that was not there before; of the same field twice encoding/json makes one.
func readMap[K ~string, V any](p *dataReader, before map[K]V, value func(*dataReader) V) map[K]V {
	p.odd = p.odd || before != nil
	m := map[K]V{}
	p.members(func(key []byte) { m[K(key)] = value(p) })
	return m
}

// quoted is a text without escapes, still part of what is read.
func (p *dataReader) quoted() []byte {
	p.expect('"')
	begin := p.at
	for p.at < len(p.text) && !p.odd {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return p.text[begin : p.at-1]
		case c == '\\' || c < ' ' || c > '~':
			p.odd = true
		default:
			p.at++
		}
	}
	p.odd = true
	return nil
}

func (p *dataReader) string() string { return string(p.quoted()) }

func (p *dataReader) integer() int64 {
	negative := p.next('-')
	begin, n := p.at, int64(0)
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		n = n*10 + int64(p.text[p.at]-'0')
		p.at++
	}
	if digits := p.at - begin; digits == 0 || digits > 18 || digits > 1 && p.text[begin] == '0' {
		p.odd = true
	}
	if negative {
		return -n
	}
	return n
}

// yes is the only truth that is written.
func (p *dataReader) yes() bool {
	for _, c := range []byte("true") {
		p.expect(c)
	}
	return true
}

func (p *dataReader) seen() (s interp.Seen) {
	p.object(func(key byte) {
		switch key {
		case 't':
			s.At = interp.Millis(p.integer())
		case 'e':
			s.Event = p.integer()
		default:
			p.odd = true
		}
	})
	return s
}

func (p *dataReader) passed() (s interp.Passed) {
	p.object(func(key byte) {
		switch key {
		case 't':
			s.At = interp.Millis(p.integer())
		case 's':
			s.Sent = p.yes()
		case 'k':
			s.Skipped = p.yes()
		case 'v':
			s.Variant = p.string()
		default:
			p.odd = true
		}
	})
	return s
}

func (p *dataReader) round() (r interp.Round) {
	p.object(func(key byte) {
		switch key {
		case 'n':
			r.N = int(p.integer())
		case 't':
			r.Start = interp.Millis(p.integer())
		default:
			p.odd = true
		}
	})
	return r
}
