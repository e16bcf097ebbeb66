package instance

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// A writer appends one JSON value.
type writer func(b []byte, rnd *rand.Rand) []byte

// textOf chooses what the strings of a member look like, by its name.
func textOf(name string) writer {
	switch {
	case strings.HasSuffix(name, "url"):
		return link
	case strings.HasSuffix(name, "id"), strings.HasSuffix(name, "token"), strings.HasSuffix(name, "secret"):
		return identifier
	case strings.HasSuffix(name, "message"), name == "description", name == "text", name == "prompt", name == "content":
		return sentence
	case strings.HasSuffix(name, "_at"):
		return moment
	}
	return phrase
}

// numberOf chooses what the numbers of a member look like.
func numberOf(name string) writer {
	if strings.HasSuffix(name, "_at") {
		return func(b []byte, rnd *rand.Rand) []byte {
			return strconv.AppendInt(b, 1_780_000_000+rnd.Int64N(5_000_000), 10)
		}
	}
	return func(b []byte, rnd *rand.Rand) []byte { return strconv.AppendInt(b, rnd.Int64N(5_000), 10) }
}

// words have what real titles have: letters of several lengths in UTF-8, and
// characters that JSON escapes.
var words = strings.Fields(`product launch quarterly update onboarding café Überblick welcome tour 発表 新機能
	sales pitch résumé training Grüße teaser \"final\" draft v2 portrait studio summer winter campaign a/b
	how-to señal 브이로그 explainer 🎬 interview R&D <b>promo</b> recap tutorial safety \u00e9t\u00e9`)

func phrase(b []byte, rnd *rand.Rand) []byte   { return some(b, rnd, 1+rnd.IntN(4)) }
func sentence(b []byte, rnd *rand.Rand) []byte { return some(b, rnd, 6+rnd.IntN(20)) }

func some(b []byte, rnd *rand.Rand, n int) []byte {
	b = append(b, '"')
	for i := range n {
		switch {
		case i > 0 && i%12 == 0:
			b = append(b, `.\n`...)
		case i > 0:
			b = append(b, ' ')
		}
		b = append(b, words[rnd.IntN(len(words))]...)
	}
	return append(b, '"')
}

func identifier(b []byte, rnd *rand.Rand) []byte {
	b = append(b, '"')
	b = hex(hex(b, rnd), rnd)
	return append(b, '"')
}

// link looks like a signed URL of a file store, with what JSON encoders do to
// an ampersand.
func link(b []byte, rnd *rand.Rand) []byte {
	b = append(b, `"https://files.example.net/aws_pacific/avatar_tmp/`...)
	b = append(hex(b, rnd), `.mp4?Expires=17`...)
	b = strconv.AppendInt(b, 80_000_000+rnd.Int64N(9_000_000), 10)
	if rnd.IntN(2) == 0 {
		b = append(b, `\u0026Signature=`...)
	} else {
		b = append(b, `&Signature=`...)
	}
	for range 8 {
		b = hex(b, rnd)
	}
	return append(b, `~&Key-Pair-Id=K38HBHX5LX3X2H"`...)
}

func moment(b []byte, rnd *rand.Rand) []byte {
	b = append(b, `"2026-07-`...)
	b = strconv.AppendInt(b, 10+rnd.Int64N(20), 10)
	return append(b, `T09:30:00Z"`...)
}

const digits = "0123456789abcdef"

// hex appends 16 digits.
func hex(b []byte, rnd *rand.Rand) []byte {
	for n, i := rnd.Uint64(), 0; i < 16; i++ {
		b = append(b, digits[n>>(4*i)&15])
	}
	return b
}
