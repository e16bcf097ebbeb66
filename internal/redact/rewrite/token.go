package rewrite

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/redact/spelling"
)

// A tokenMaker makes the tokens of a run. Equal values have equal tokens, whatever their
// spelling and their place.
type tokenMaker struct {
	key      []byte
	contract *Contract
}

// token returns the token of a value, in the value's own percent-encoding. It has the length of
// the value, and a shape that fits the same formats.
func (t tokenMaker) token(value string) string { return t.tokenWithin(value, maxNesting) }

// tokenWithin is token for a value that is percent-encoded at most so many times over.
func (t tokenMaker) tokenWithin(value string, layers int) string {
	if layers == 0 || !spelling.HasPercent(value) {
		return t.shaped(value)
	}
	return spelling.Percent.Replace(value, t.tokenWithin(spelling.Percent.Decode(value), layers-1))
}

// shaped returns the token of a value: by the shape of the value, or else with the beginning that a
// rule of the contract asks for, or else with its letters. Each is tried several times, because chance
// may make a token that breaks a rule, or is the value itself. If none fits, the first is the token.
func (t tokenMaker) shaped(value string) string {
	var first string
	prefix := t.contract.prefixOf(value)
	for i, mask := range []func(n *noise) string{
		func(n *noise) string { return shapeOf(value).mask(t, value, n) },
		func(n *noise) string { return prefix + shapeOf(value[len(prefix):]).mask(t, value[len(prefix):], n) },
		func(n *noise) string { return maskDigits(value, n) },
	} {
		for attempt := range uint32(maxAttempts) {
			token := mask(t.noise(value, uint32(i)*maxAttempts+attempt))
			if token != value && t.contract.keepsRules(value, token) {
				return token
			}
			if first == "" || first == value {
				first = token
			}
		}
	}
	return first
}

const maxAttempts = 4

// noise is an endless sequence of bytes that follows from the key and a value: HMAC-SHA-256 of
// the value, then of that with a counter.
type noise struct {
	key, seed, block []byte
	blocks           uint32
}

func (t tokenMaker) noise(value string, attempt uint32) *noise {
	n := &noise{key: t.key, seed: sum(t.key, []byte(value))}
	n.blocks = attempt << 24
	return n
}

func sum(key, text []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(text)
	return mac.Sum(nil)
}

// below returns a number from 0 to n-1; n is at most 1<<16.
func (n *noise) below(limit int) int {
	if len(n.block) < 4 {
		n.block = sum(n.key, binary.BigEndian.AppendUint32(n.seed[:sha256.Size:sha256.Size], n.blocks))
		n.blocks++
	}
	number := binary.BigEndian.Uint32(n.block)
	n.block = n.block[4:]
	return int(number % uint32(limit))
}

// maskCharacters replaces each letter and digit by another of its kind and size. Other
// characters stay, unless there is nothing else.
func maskCharacters(value string, n *noise) string {
	hasLetters := false
	for _, r := range value {
		hasLetters = hasLetters || r >= utf8.RuneSelf || isLetter(byte(r)) || isDigit(byte(r))
	}
	masked := make([]byte, 0, len(value))
	for i, r := range value {
		switch {
		case r == utf8.RuneError:
			_, size := utf8.DecodeRuneInString(value[i:])
			masked = append(masked, value[i:i+size]...)
		case r >= utf8.RuneSelf:
			masked = utf8.AppendRune(masked, letterOfSize(utf8.RuneLen(r), n))
		case !hasLetters && r > ' ':
			masked = append(masked, "-._~"[n.below(4)])
		default:
			masked = append(masked, maskByte(byte(r), i == 0, n))
		}
	}
	return string(masked)
}

// maskDigits replaces the digits only. A value that has few stays: its letters are the secret.
func maskDigits(value string, n *noise) string {
	masked, digits := []byte(value), 0
	for i, c := range masked {
		if isDigit(c) {
			masked[i] = maskByte(c, i == 0, n)
			digits++
		}
	}
	if 2*digits < len(value) {
		return value
	}
	return string(masked)
}

// maskByte replaces a letter or digit. A first digit other than 0 is none afterwards, so that a
// number stays one.
func maskByte(c byte, isFirst bool, n *noise) byte {
	switch {
	case isFirst && '1' <= c && c <= '9':
		return '1' + byte(n.below(9))
	case isDigit(c):
		return '0' + byte(n.below(10))
	case 'a' <= c && c <= 'z':
		return 'a' + byte(n.below(26))
	case 'A' <= c && c <= 'Z':
		return 'A' + byte(n.below(26))
	}
	return c
}

// letterOfSize returns a letter whose UTF-8 has that many bytes: Cyrillic, Chinese, or Chinese
// beyond the basic plane.
func letterOfSize(size int, n *noise) rune {
	switch size {
	case 2:
		return 'а' + rune(n.below(32))
	case 3:
		return '一' + rune(n.below(20_000))
	}
	return 0x20000 + rune(n.below(40_000))
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
