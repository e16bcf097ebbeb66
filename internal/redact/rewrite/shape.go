package rewrite

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A shape is a form of values that tokens keep, because contracts ask for it: a token of an
// address is an address.
type shape struct {
	fits func(value string) bool
	mask func(t tokenMaker, value string, n *noise) string
}

// shapes lists the shapes; the first that fits a value is that of its token.
var shapes = []shape{
	{uuidForm.MatchString, maskUUID},
	{dateForm.MatchString, maskDate},
	{timeForm.MatchString, func(_ tokenMaker, value string, n *noise) string { return maskTime(value, n) }},
	{addressForm.MatchString, maskAddress},
	{ipv4Form.MatchString, maskIPv4},
	{urlForm.MatchString, maskURL},
	{numberForm.MatchString, maskNumber},
	{hexForm.MatchString, maskHex},
	{issuerForm.MatchString, maskBehindIssuer},
	{keyForm.MatchString, maskKeyLines},
	{func(string) bool { return true }, func(_ tokenMaker, value string, n *noise) string { return maskCharacters(value, n) }},
}

// shapeOf returns the shape of a value.
func shapeOf(value string) shape {
	return shapes[slices.IndexFunc(shapes, func(s shape) bool { return s.fits(value) })]
}

var (
	uuidForm    = regexp.MustCompile(`^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)
	dateForm    = regexp.MustCompile(`^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?)?$`)
	timeForm    = regexp.MustCompile(`^\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?$`)
	addressForm = regexp.MustCompile(`^[^\s@:/?#]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$`)
	ipv4Form    = regexp.MustCompile(`^(?:\d{1,3}\.){3}\d{1,3}$`)
	urlForm     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#]*)`)
	numberForm  = regexp.MustCompile(`^-?(?:0|[1-9]\d*)(?:\.\d+)?[eE][+-]?\d+$`)
	hexForm     = regexp.MustCompile(`^[0-9a-fA-F:-]{8,}$`)
	// issuerForm matches the beginning by which a token of a known issuer is recognized.
	issuerForm = regexp.MustCompile(`^(?:eyJ|(?i:(?:sk|pk|rk)[-_](?:(?:live|test|prod|proj|ant)[-_])?)|(?:gh[a-z]|github_pat|npm|hf|whsec|shp[a-z]{2}|dop_v1|figd|lin_api|rnd|vercel|sntrys|sbp)_` +
		`|(?:glpat|xox[a-z]|xapp|pypi|dapi|r8)-|(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)|AIza|ya29\.|SG\.|EAA)`)
	keyForm = regexp.MustCompile(`^-----BEGIN [A-Z ]*KEY-----`)
)

// maskUUID keeps the version and the variant.
func maskUUID(_ tokenMaker, value string, n *noise) string {
	masked := []byte(maskHexDigits(value, n))
	masked[14], masked[19] = value[14], value[19]
	return string(masked)
}

func maskHex(_ tokenMaker, value string, n *noise) string { return maskHexDigits(value, n) }

// maskHexDigits replaces hexadecimal digits, letters by letters.
func maskHexDigits(value string, n *noise) string {
	masked := []byte(value)
	for i, c := range masked {
		switch {
		case isDigit(c):
			masked[i] = maskByte(c, i == 0, n)
		case isLetter(c):
			masked[i] = c&0x20 | 'A' + byte(n.below(6))
		}
	}
	return string(masked)
}

// maskDate makes a date that exists, at a time that does.
func maskDate(_ tokenMaker, value string, n *noise) string {
	const size = len("2026-01-02")
	date := fmt.Sprintf("%04d-%02d-%02d", 1950+n.below(70), 1+n.below(12), 1+n.below(28))
	if len(value) == size {
		return date
	}
	return date + value[size:size+1] + maskTime(value[size+1:], n)
}

// maskTime makes a time that exists. A zone stays.
func maskTime(value string, n *noise) string {
	const size = len("03:04:05")
	masked := []byte(fmt.Sprintf("%02d:%02d:%02d", n.below(24), n.below(60), n.below(60)) + value[size:])
	for i := size + 1; i < len(masked) && masked[size] == '.' && isDigit(masked[i]); i++ {
		masked[i] = '0' + byte(n.below(10))
	}
	return string(masked)
}

// maskAddress keeps the top-level domain. Addresses of one domain stay ones of one domain.
func maskAddress(t tokenMaker, value string, n *noise) string {
	local, domain, _ := strings.Cut(value, "@")
	dot := strings.LastIndexByte(domain, '.')
	own := t.noise("@"+domain, 0)
	return maskCharacters(local, n) + "@" + maskCharacters(domain[:dot], own) + domain[dot:]
}

func maskIPv4(_ tokenMaker, value string, n *noise) string {
	parts := strings.Split(value, ".")
	for i, part := range parts {
		if len(part) == 3 {
			parts[i] = string([]byte{'1', '0' + byte(n.below(10)), '0' + byte(n.below(10))})
			continue
		}
		parts[i] = maskCharacters(part, n)
	}
	return strings.Join(parts, ".")
}

// maskURL keeps the scheme and the host.
func maskURL(_ tokenMaker, value string, n *noise) string {
	host := urlForm.FindStringSubmatchIndex(value)
	scheme := strings.Index(value, "://") + len("://")
	return value[:scheme] + maskCharacters(value[scheme:host[2]], n) + value[host[2]:host[3]] + maskCharacters(value[host[3]:], n)
}

// maskNumber keeps the exponent.
func maskNumber(_ tokenMaker, value string, n *noise) string {
	exponent := strings.IndexAny(value, "eE")
	return maskCharacters(value[:exponent], n) + value[exponent:]
}

func maskBehindIssuer(_ tokenMaker, value string, n *noise) string {
	prefix := issuerForm.FindString(value)
	return prefix + maskCharacters(value[len(prefix):], n)
}

// maskKeyLines keeps the first and the last line of a private key.
func maskKeyLines(_ tokenMaker, value string, n *noise) string {
	head := keyForm.FindString(value)
	end := strings.Index(value, "-----END")
	if end < 0 {
		end = len(value)
	}
	return head + maskCharacters(value[len(head):end], n) + value[end:]
}
