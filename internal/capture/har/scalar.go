package har

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

// value reads a scalar and appends up to room bytes of it to dst: of a string,
// what it means, of others, what is written.
func (s *scanner) value(dst []byte, room int) []byte {
	s.kept, s.room = dst, len(dst)+room
	switch c := s.peek(); {
	case c == '"':
		s.str()
		if s.nonASCII && !s.deferUTF8Check && !utf8.Valid(s.kept[len(dst):]) {
			s.kept = append(dst, bytes.ToValidUTF8(s.kept[len(dst):], []byte("\uFFFD"))...)
		}
	case c == '-' || isDigit(c):
		s.number()
	case c == 't':
		s.literal("true")
	case c == 'f':
		s.literal("false")
	case c == 'n':
		s.literal("null")
	case isWord(c) && s.tolerate():
		s.word()
	default:
		s.fail("a value")
	}
	return s.kept
}

// word keeps what stands where a value should, up to the next delimiter.
func (s *scanner) word() {
	for c := s.Cur(); isWord(c) || c == '-' || c == '+'; c = s.Cur() {
		s.take()
	}
}

func (s *scanner) keepByte(c byte) {
	if len(s.kept) < s.room {
		s.kept = append(s.kept, c)
	}
}

// take moves past the current byte and keeps it.
func (s *scanner) take() {
	s.keepByte(s.Buf[s.Pos])
	s.Pos++
}

func (s *scanner) str() {
	s.Pos++
	s.high, s.nonASCII = 0, false
	for s.failure == nil {
		s.run()
		switch c := s.Cur(); {
		case c == '"':
			s.Pos++
			return
		case c == '\\':
			s.Pos++
			s.escape()
		case 0 <= c && c < ' ' && s.tolerate():
			s.take()
		case c < ' ': // the end, or a control character
			s.fail("the rest of a string")
		}
	}
}

// most is how many bytes of a string are looked at in one go.
const most = 4096

// run moves past what is ordinary in a string and whole in the window, or a part
// of it: characters, and escapes of two characters.
func (s *scanner) run() {
	free := s.room - len(s.kept)
	if free <= 0 {
		s.pass()
		return
	}
	chars := s.Buf[s.Pos:min(s.End, s.Pos+most)]
	if len(chars) > free {
		chars = chars[:free]
	}
	s.kept = slices.Grow(s.kept, len(chars)+8)
	read, written := s.copy(s.kept[len(s.kept):cap(s.kept)], chars)
	s.kept = s.kept[:len(s.kept)+written]
	s.Pos += read
}

// copy copies to out, which has room for eight bytes more, what is ordinary at
// the beginning of chars.
func (s *scanner) copy(out, chars []byte) (read, written int) {
	p, n, all := 0, 0, uint64(0)
	for p+8 <= len(chars) {
		w := jsonscan.Word(chars[p:])
		all |= w
		binary.LittleEndian.PutUint64(out[n:], w)
		found := jsonscan.MarkSpecial(w)
		if found == 0 {
			p, n = p+8, n+8
			continue
		}
		i := jsonscan.FirstMarked(found)
		p, n = p+i, n+i
		if chars[p] != '\\' || p+1 == len(chars) || jsonscan.Unescaped[chars[p+1]] == 0 {
			s.nonASCII = s.nonASCII || jsonscan.MarkNonASCII(all) != 0
			return p, n
		}
		out[n] = jsonscan.Unescaped[chars[p+1]]
		p, n = p+2, n+1
	}
	for p < len(chars) {
		c := chars[p]
		all |= uint64(c)
		switch {
		case !special[c]:
			out[n] = c
			p, n = p+1, n+1
			continue
		case c == '\\' && p+1 < len(chars) && jsonscan.Unescaped[chars[p+1]] != 0:
			out[n] = jsonscan.Unescaped[chars[p+1]]
			p, n = p+2, n+1
			continue
		}
		break
	}
	s.nonASCII = s.nonASCII || jsonscan.MarkNonASCII(all) != 0
	return p, n
}

// pass moves past what run does, and keeps nothing.
func (s *scanner) pass() {
	chars := s.Buf[s.Pos:s.End]
	p := 0
	for p < len(chars) {
		if p+8 <= len(chars) {
			found := jsonscan.MarkSpecial(jsonscan.Word(chars[p:]))
			if found == 0 {
				p += 8
				continue
			}
			p += jsonscan.FirstMarked(found)
		}
		if !special[chars[p]] {
			p++
			continue
		}
		if chars[p] != '\\' || p+1 == len(chars) || jsonscan.Unescaped[chars[p+1]] == 0 {
			break
		}
		p += 2
	}
	s.Pos += p
}

var special = func() (table [256]bool) {
	for c := range ' ' {
		table[c] = true
	}
	table['"'], table['\\'] = true, true
	return table
}()

func (s *scanner) escape() {
	c := s.Cur()
	if c == 'u' {
		s.Pos++
		s.unicode(s.hex4())
		return
	}
	if c >= 0 && jsonscan.Unescaped[c] == 0 && s.tolerate() {
		s.keepByte('\\')
		return
	}
	if c < 0 || jsonscan.Unescaped[c] == 0 {
		s.fail("an escape sequence")
		return
	}
	s.keepByte(jsonscan.Unescaped[c])
	s.Pos++
}

func (s *scanner) hex4() (r rune) {
	for range 4 {
		digit, ok := hexDigit(s.Cur())
		if !ok {
			if s.Cur() < 0 || !s.tolerate() {
				s.fail("four hexadecimal digits")
			}
			return utf8.RuneError
		}
		r = r<<4 | rune(digit)
		s.Pos++
	}
	return r
}

// unicode keeps an escaped character. The first half of a surrogate pair is
// kept as U+FFFD until the second follows; a half by itself stays so.
func (s *scanner) unicode(r rune) {
	if whole := utf16.DecodeRune(s.high, r); whole != utf8.RuneError && s.pair == len(s.kept) {
		s.kept = s.kept[:s.pair-len("\uFFFD")]
		r = whole
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	s.high = 0
	if len(s.kept)+n > s.room {
		return
	}
	s.kept = append(s.kept, buf[:n]...)
	s.high, s.pair = r, len(s.kept)
}

func (s *scanner) number() {
	if s.Cur() == '-' {
		s.take()
	}
	if isLetter(s.Cur()) && s.tolerate() { // -Infinity
		s.word()
		return
	}
	if s.Cur() == '0' {
		s.take()
	} else {
		s.digits()
	}
	if s.Cur() == '.' {
		s.take()
		s.digits()
	}
	if c := s.Cur(); c == 'e' || c == 'E' {
		s.take()
		if c := s.Cur(); c == '+' || c == '-' {
			s.take()
		}
		s.digits()
	}
}

func (s *scanner) digits() {
	if !isDigit(s.Cur()) {
		s.fail("a digit")
		return
	}
	for isDigit(s.Cur()) {
		s.take()
	}
}

func (s *scanner) literal(word string) {
	for _, c := range []byte(word) {
		switch {
		case s.Cur() == int(c):
			s.take()
		case isWord(s.Cur()) && s.tolerate():
			s.word()
			return
		default:
			s.fail("a value")
			return
		}
	}
}

func isLetter(c int) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c int) bool { return '0' <= c && c <= '9' }

func hexDigit(c int) (digit byte, ok bool) {
	if c < 0 {
		return 0, false
	}
	return jsonscan.HexDigit(byte(c))
}
