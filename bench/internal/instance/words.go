package instance

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

// A valueWriter appends one JSON value.
type valueWriter func(b []byte, rnd *rand.Rand) []byte

// textOf selects the form of a member's strings by its name.
func textOf(name string) valueWriter {
	switch {
	case strings.HasSuffix(name, "url"):
		return appendURL
	case strings.HasSuffix(name, "id"), strings.HasSuffix(name, "token"), strings.HasSuffix(name, "secret"):
		return appendID
	case strings.HasSuffix(name, "message"), name == "description", name == "text", name == "prompt", name == "content":
		return appendSentence
	case strings.HasSuffix(name, "_at"):
		return appendTime
	}
	return appendPhrase
}

// numberOf selects the form of a member's numbers by its name.
func numberOf(name string) valueWriter {
	if strings.HasSuffix(name, "_at") {
		return func(b []byte, rnd *rand.Rand) []byte {
			return strconv.AppendInt(b, 1_780_000_000+rnd.Int64N(5_000_000), 10)
		}
	}
	return func(b []byte, rnd *rand.Rand) []byte { return strconv.AppendInt(b, rnd.Int64N(5_000), 10) }
}

// numberWithin appends whole numbers from the minimum to less than the maximum by at least 1, so
// that a fraction has a place behind them.
func numberWithin(minimum, maximum *float64) valueWriter {
	low, size := int64(0), int64(5_000)
	if minimum != nil {
		low = int64(math.Ceil(*minimum))
	} else if *maximum < 1 {
		low = int64(*maximum) - size
	}
	if maximum != nil {
		size = max(1, min(size, int64(*maximum)-low))
	}
	return func(b []byte, rnd *rand.Rand) []byte { return strconv.AppendInt(b, low+rnd.Int64N(size), 10) }
}

// titleWords have what real titles have: characters of several lengths in UTF-8, and characters
// that JSON escapes.
var titleWords = strings.Fields(`product launch quarterly update onboarding café Überblick welcome tour 発表 新機能
	sales pitch résumé training Grüße teaser \"final\" draft v2 portrait studio summer winter campaign a/b
	how-to señal 브이로그 explainer 🎬 interview R&D <b>promo</b> recap tutorial safety \u00e9t\u00e9`)

func appendPhrase(b []byte, rnd *rand.Rand) []byte   { return appendWords(b, rnd, 1+rnd.IntN(4)) }
func appendSentence(b []byte, rnd *rand.Rand) []byte { return appendWords(b, rnd, 6+rnd.IntN(20)) }

func appendWords(b []byte, rnd *rand.Rand, n int) []byte {
	b = append(b, '"')
	for i := range n {
		switch {
		case i > 0 && i%12 == 0:
			b = append(b, `.\n`...)
		case i > 0:
			b = append(b, ' ')
		}
		b = append(b, titleWords[rnd.IntN(len(titleWords))]...)
	}
	return append(b, '"')
}

func appendID(b []byte, rnd *rand.Rand) []byte {
	b = append(b, '"')
	b = appendHex(appendHex(b, rnd), rnd)
	return append(b, '"')
}

// appendURL appends a URL like the signed ones of a file store. Half of them have an escaped
// ampersand, as some JSON encoders write it.
func appendURL(b []byte, rnd *rand.Rand) []byte {
	b = append(b, `"https://files.example.net/aws_pacific/avatar_tmp/`...)
	b = append(appendHex(b, rnd), `.mp4?Expires=17`...)
	b = strconv.AppendInt(b, 80_000_000+rnd.Int64N(9_000_000), 10)
	if rnd.IntN(2) == 0 {
		b = append(b, `\u0026Signature=`...)
	} else {
		b = append(b, `&Signature=`...)
	}
	for range 8 {
		b = appendHex(b, rnd)
	}
	return append(b, `~&Key-Pair-Id=K38HBHX5LX3X2H"`...)
}

func appendTime(b []byte, rnd *rand.Rand) []byte {
	b = append(b, `"2026-07-`...)
	b = strconv.AppendInt(b, 10+rnd.Int64N(20), 10)
	return append(b, `T09:30:00Z"`...)
}

const digits = "0123456789abcdef"

// appendHex appends 16 digits.
func appendHex(b []byte, rnd *rand.Rand) []byte {
	for n, i := rnd.Uint64(), 0; i < 16; i++ {
		b = append(b, digits[n>>(4*i)&15])
	}
	return b
}
