package har

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

// readValue reads a scalar and appends at most room bytes of it to dst: a string unescaped, others
// as written.
func (s *jsonScanner) readValue(dst []byte, room int) []byte {
	s.kept, s.room = dst, len(dst)+room
	switch c := s.peekToken(); {
	case c == '"':
		s.scanString()
		if s.nonASCII && !s.deferUTF8Check && !utf8.Valid(s.kept[len(dst):]) {
			s.kept = append(dst, bytes.ToValidUTF8(s.kept[len(dst):], []byte("\uFFFD"))...)
		}
	case c == '-' || isDigit(c):
		s.scanNumber()
	case c == 't':
		s.scanLiteral("true")
	case c == 'f':
		s.scanLiteral("false")
	case c == 'n':
		s.scanLiteral("null")
	case isWordByte(c) && s.tolerate():
		s.scanWord()
	default:
		s.failExpecting("a value")
	}
	return s.kept
}

// scanWord reads a word that is not a JSON value, up to the next delimiter.
func (s *jsonScanner) scanWord() {
	for c := s.PeekByte(); isWordByte(c) || c == '-' || c == '+'; c = s.PeekByte() {
		s.keepCurrent()
	}
}

func (s *jsonScanner) keepByte(c byte) {
	if len(s.kept) < s.room {
		s.kept = append(s.kept, c)
	}
}

// keepCurrent moves past the current byte and keeps it.
func (s *jsonScanner) keepCurrent() {
	s.keepByte(s.Buf[s.Pos])
	s.Pos++
}

func (s *jsonScanner) scanString() {
	s.Pos++
	s.highSurrogate, s.nonASCII = 0, false
	for s.failure == nil {
		s.copyOrdinary()
		switch c := s.PeekByte(); {
		case c == '"':
			s.Pos++
			return
		case c == '\\':
			s.Pos++
			s.scanEscape()
		case 0 <= c && c < ' ' && s.tolerate():
			s.keepCurrent()
		case c < ' ': // the end of the input, or a control character
			s.failExpecting("the rest of a string")
		}
	}
}

// maxStringStep is the number of bytes of a string that are handled in one step.
const maxStringStep = 4096

// copyOrdinary copies the part of a string that needs no special care: characters that are complete
// in the window, and escapes of two characters.
func (s *jsonScanner) copyOrdinary() {
	free := s.room - len(s.kept)
	if free <= 0 {
		s.skipOrdinary()
		return
	}
	chars := s.Buf[s.Pos:min(s.End, s.Pos+maxStringStep)]
	if len(chars) > free {
		chars = chars[:free]
	}
	s.kept = slices.Grow(s.kept, len(chars)+8)
	read, written := s.copyChars(s.kept[len(s.kept):cap(s.kept)], chars)
	s.kept = s.kept[:len(s.kept)+written]
	s.Pos += read
}

// copyChars copies the characters at the beginning of chars that need no special care to out, which
// has room for eight more bytes.
func (s *jsonScanner) copyChars(out, chars []byte) (read, written int) {
	p, n, all := 0, 0, uint64(0)
	for p+8 <= len(chars) {
		w := jsonscan.LoadWord(chars[p:])
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
		case !isSpecial[c]:
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

// skipOrdinary moves past what copyOrdinary would copy.
func (s *jsonScanner) skipOrdinary() {
	chars := s.Buf[s.Pos:s.End]
	p := 0
	for p < len(chars) {
		if p+8 <= len(chars) {
			found := jsonscan.MarkSpecial(jsonscan.LoadWord(chars[p:]))
			if found == 0 {
				p += 8
				continue
			}
			p += jsonscan.FirstMarked(found)
		}
		if !isSpecial[chars[p]] {
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

var isSpecial = func() (table [256]bool) {
	for c := range ' ' {
		table[c] = true
	}
	table['"'], table['\\'] = true, true
	return table
}()

func (s *jsonScanner) scanEscape() {
	c := s.PeekByte()
	if c == 'u' {
		s.Pos++
		s.keepRune(s.readHex4())
		return
	}
	if c >= 0 && jsonscan.Unescaped[c] == 0 && s.tolerate() {
		s.keepByte('\\')
		return
	}
	if c < 0 || jsonscan.Unescaped[c] == 0 {
		s.failExpecting("an escape sequence")
		return
	}
	s.keepByte(jsonscan.Unescaped[c])
	s.Pos++
}

func (s *jsonScanner) readHex4() (r rune) {
	for range 4 {
		digit, ok := hexDigit(s.PeekByte())
		if !ok {
			if s.PeekByte() < 0 || !s.tolerate() {
				s.failExpecting("four hexadecimal digits")
			}
			return utf8.RuneError
		}
		r = r<<4 | rune(digit)
		s.Pos++
	}
	return r
}

// keepRune keeps an escaped character. The first half of a surrogate pair is kept as U+FFFD until
// the second half follows; a single half stays so.
func (s *jsonScanner) keepRune(r rune) {
	if whole := utf16.DecodeRune(s.highSurrogate, r); whole != utf8.RuneError && s.pair == len(s.kept) {
		s.kept = s.kept[:s.pair-len("\uFFFD")]
		r = whole
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	s.highSurrogate = 0
	if len(s.kept)+n > s.room {
		return
	}
	s.kept = append(s.kept, buf[:n]...)
	s.highSurrogate, s.pair = r, len(s.kept)
}

func (s *jsonScanner) scanNumber() {
	if s.PeekByte() == '-' {
		s.keepCurrent()
	}
	if isLetter(s.PeekByte()) && s.tolerate() { // -Infinity
		s.scanWord()
		return
	}
	if s.PeekByte() == '0' {
		s.keepCurrent()
	} else {
		s.scanDigits()
	}
	if s.PeekByte() == '.' {
		s.keepCurrent()
		s.scanDigits()
	}
	if c := s.PeekByte(); c == 'e' || c == 'E' {
		s.keepCurrent()
		if c := s.PeekByte(); c == '+' || c == '-' {
			s.keepCurrent()
		}
		s.scanDigits()
	}
}

func (s *jsonScanner) scanDigits() {
	if !isDigit(s.PeekByte()) {
		s.failExpecting("a digit")
		return
	}
	for isDigit(s.PeekByte()) {
		s.keepCurrent()
	}
}

func (s *jsonScanner) scanLiteral(word string) {
	for _, c := range []byte(word) {
		switch {
		case s.PeekByte() == int(c):
			s.keepCurrent()
		case isWordByte(s.PeekByte()) && s.tolerate():
			s.scanWord()
			return
		default:
			s.failExpecting("a value")
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
