package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode"
)

// wordsIn splits a name into lower-case words: video_url, videoUrl and Video-URL
// are the same.
func wordsIn(name string) []string {
	var b strings.Builder
	last := ' '
	for _, c := range name {
		if unicode.IsUpper(c) && (unicode.IsLower(last) || unicode.IsDigit(last)) {
			b.WriteByte(' ')
		}
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			c = ' '
		}
		b.WriteRune(unicode.ToLower(c))
		last = c
	}
	return strings.Fields(b.String())
}

func lastWord(name string) string {
	words := wordsIn(name)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

func hasWord(name string, words ...string) bool {
	return slices.ContainsFunc(wordsIn(name), func(word string) bool { return slices.Contains(words, word) })
}

// isIdentity reports whether a name suggests unique values.
func isIdentity(name string) bool {
	return slices.Contains([]string{"id", "ids", "uuid", "guid", "key", "token", "url", "slug"}, lastWord(name))
}

func isState(name string) bool {
	return slices.Contains([]string{"status", "state"}, lastWord(name))
}

// goodStates are the states of an object when all went well, the best first.
var goodStates = []string{"completed", "complete", "succeeded", "success", "ready", "done", "finished", "active", "enabled", "available", "ok"}

// prefersNull reports whether a member with this name is null when all goes well.
func prefersNull(name string) bool {
	return hasWord(name, "error", "errors", "failure", "failed", "deleted", "cancelled", "next", "cursor", "prev", "previous") && lastWord(name) != "deleted"
}

// suggestsText reports whether a name suggests a text.
func suggestsText(name string) bool {
	return isIdentity(name) || isState(name) || sampleText(name) != "" || isTime(name)
}

// suggestedText returns the text that a name suggests.
func suggestedText(at valuePath) string {
	switch last := lastWord(at.name); {
	case last == "url" || last == "uri" || last == "href" || last == "link" || last == "website":
		return makeURL(at)
	case last == "uuid" || last == "guid":
		return makeUUID(at)
	case isIdentity(at.name):
		return makeID(at)
	case isState(at.name):
		return goodStates[0]
	case isTime(at.name):
		return timeFor(at).Format(time.RFC3339)
	}
	if v := sampleText(at.name); v != "" {
		return v
	}
	if at.name == "" {
		return "sample"
	}
	return makeSlug(at)
}

// sampleTexts are texts by the last word of a name.
var sampleTexts = map[string]string{
	"name": "Sample", "title": "A short welcome", "description": "What it is, in a few words.", "summary": "What it is, in a few words.",
	"text": "Hello, and welcome.", "script": "Hello, and welcome to our short tour.", "prompt": "A friendly welcome, half a minute long.",
	"message": "All is well.", "content": "Hello, and welcome.", "comment": "Looks good.", "note": "Looks good.", "caption": "Welcome", "label": "Sample", "query": "welcome",
	"email": "ada@example.com", "username": "ada", "user": "ada", "author": "Ada", "phone": "+15550100", "company": "Example", "organization": "Example",
	"language": "en", "lang": "en", "locale": "en-US", "country": "US", "currency": "USD", "timezone": "UTC", "city": "London", "address": "1 Example Street", "zip": "00501",
	"color": "#3366ff", "colour": "#3366ff", "version": "1.0.0", "domain": "example.com", "host": "example.com", "hostname": "example.com", "ip": "192.0.2.1",
	"filename": "sample.mp4", "file": "sample.mp4", "path": "/sample", "format": "mp4", "extension": "mp4", "gender": "female", "role": "user", "model": "standard",
	"base64": "c2FtcGxl", "data": "c2FtcGxl", "checksum": "9f86d081884c7d659a2feaa0c55ad015", "hash": "9f86d081884c7d659a2feaa0c55ad015", "secret": "sample-secret", "password": "correct-horse-battery-staple",
	"ratio": "16:9", "resolution": "1080p", "first": "Ada", "last": "Lovelace", "reason": "as asked", "tag": "sample", "category": "sample", "cursor": "c2FtcGxl",
}

func sampleText(name string) string {
	words := wordsIn(name)
	switch {
	case len(words) >= 2 && words[0] == "first" && words[1] == "name":
		return "Ada"
	case len(words) >= 2 && words[0] == "last" && words[1] == "name":
		return "Lovelace"
	case len(words) >= 2 && hasWord(name, "type") && hasWord(name, "media", "mime", "content"):
		return "video/mp4"
	case len(words) >= 2 && words[len(words)-1] == "name" && hasWord(name, "file"):
		return "sample.mp4"
	}
	return sampleTexts[lastWord(name)]
}

// makeID returns an ID that begins with the kind of its object: video_3f9a01c2.
func makeID(at valuePath) string {
	kind := "id"
	if words := wordsIn(at.name); len(words) > 1 {
		kind = words[len(words)-2]
	} else if len(words) == 1 && words[0] != "id" && words[0] != "ids" {
		kind = words[0]
	}
	return fmt.Sprintf("%s_%08x", asciiOnly(kind), uint32(at.random().Uint64()))
}

func makeSlug(at valuePath) string {
	words := wordsIn(at.name)
	for i := range words {
		words[i] = asciiOnly(words[i])
	}
	if s := strings.Trim(strings.Join(words, "-"), "-"); s != "" {
		return s
	}
	return "sample"
}

func asciiOnly(word string) string {
	return strings.Map(func(c rune) rune {
		if c > unicode.MaxASCII {
			return -1
		}
		return c
	}, word)
}

// makeURL returns a URL of the kind of file that its name suggests. The URL does not exist.
func makeURL(at valuePath) string {
	ending := ""
	for _, kind := range []struct {
		ending string
		words  []string
	}{
		{".srt", []string{"subtitle", "caption", "srt"}}, {".jpg", []string{"thumbnail", "image", "photo", "picture", "avatar", "poster"}},
		{".gif", []string{"gif"}}, {".mp3", []string{"audio", "voice", "sound", "music"}}, {".mp4", []string{"video", "clip"}}, {".zip", []string{"zip", "archive"}},
	} {
		if hasWord(at.name, kind.words...) && !hasWord(at.name, "page", "callback", "webhook") {
			ending = kind.ending
			break
		}
	}
	return fmt.Sprintf("https://files.example.com/%08x%s", uint32(at.random().Uint64()), ending)
}

func makeBoolean(at valuePath) bool {
	switch {
	case hasWord(at.name, "more", "test", "debug", "dry", "error", "failed"):
		return false
	case hasWord(at.name, "deleted", "success", "ok", "enabled", "active", "available"):
		return true
	}
	return at.random().IntN(2) == 0
}

// suggestedNumber returns the number that a name suggests.
func suggestedNumber(at valuePath, isInteger bool) float64 {
	r := at.random()
	switch last := lastWord(at.name); {
	case isTime(at.name):
		return float64(timeFor(at).Unix())
	case slices.Contains([]string{"progress", "percent", "percentage"}, last):
		return 100
	case last == "width":
		return 1920
	case last == "height":
		return 1080
	case last == "fps":
		return 25
	case slices.Contains([]string{"index", "position", "offset"}, last):
		return float64(at.index)
	case slices.Contains([]string{"version", "speed", "volume", "scale", "opacity", "ratio"}, last):
		return 1
	case slices.Contains([]string{"size", "bytes"}, last):
		return float64(1000 + r.IntN(1<<20))
	case last == "id":
		return float64(1 + r.IntN(math.MaxInt32)) // so many that two hardly ever are the same
	case slices.Contains([]string{"year"}, last):
		return float64(startTime.Year())
	}
	return sampleNumber(r, isInteger)
}

func sampleNumber(r *rand.Rand, isInteger bool) float64 {
	if isInteger {
		return float64(1 + r.IntN(100))
	}
	return float64(10+r.IntN(600)) / 10
}
