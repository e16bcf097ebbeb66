package canary

import (
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Leak returns the encoding in which a text has a secret; empty if it has it in none. The secret is
// searched in plain text, percent-encoded, with the escapes of JSON, both several times over, in
// base64 at each alignment and in hexadecimal digits, in any case.
func Leak(text, secret string) string {
	for range maxLayers {
		for encoding, spelled := range spellings(secret) {
			if strings.Contains(text, spelled) {
				return encoding
			}
		}
		plain := percent.ReplaceAllStringFunc(text, unescape)
		plain = escape.ReplaceAllStringFunc(plain, unescape)
		plain = strings.NewReplacer(`\"`, `"`, `\\`, `\`, `\/`, `/`).Replace(plain)
		if plain == text {
			break
		}
		text = plain
	}
	return ""
}

const maxLayers = 6

var (
	percent = regexp.MustCompile(`%[0-9a-fA-F]{2}`)
	escape  = regexp.MustCompile(`\\+u[0-9a-fA-F]{4}`)
)

func unescape(s string) string {
	n, err := strconv.ParseUint(strings.TrimLeft(s, `%\u`), 16, 16)
	if err != nil {
		return s
	}
	if s[0] == '%' {
		return string([]byte{byte(n)})
	}
	return string(utf8.AppendRune(nil, rune(n)))
}

// spellings returns what a text has if it has the secret, by the encoding.
func spellings(secret string) map[string]string {
	all := map[string]string{"plain": secret, "hex": hex.EncodeToString([]byte(secret)), "HEX": strings.ToUpper(hex.EncodeToString([]byte(secret)))}
	for shift := range 3 {
		// The first and the last characters depend on what is around the secret.
		from := (3 - shift) % 3
		inner := secret[from : from+(len(secret)-from)/3*3]
		all["base64 "+strconv.Itoa(shift)] = base64.StdEncoding.EncodeToString([]byte(inner))
		all["base64url "+strconv.Itoa(shift)] = base64.URLEncoding.EncodeToString([]byte(inner))
	}
	return all
}
