package har

import (
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
)

// containers are inputs around well-formed entries. message is a part of the error's.
var containers = []struct {
	reason  string
	text    string
	creator string
	paths   []string
	message string
	offset  int64
}{
	{reason: "as the specification has it", text: log(get("/a"), get("/b")), creator: "hand 1", paths: []string{"/a", "/b"}},
	{reason: "no entry is no fault of the file", text: log(), creator: "hand 1"},
	{reason: "pretty-printed", text: strings.NewReplacer(",", "\r\n\t,\n ", "[", "[ \n").Replace(log(get("/a"), get("/b"))), creator: "hand 1", paths: []string{"/a", "/b"}},
	{reason: "members in another order, unknown ones among them",
		text:    `{"_x":[{"log":1}],"log":{"entries":[` + get("/a") + `],"pages":null,"_y":"]}","creator":{"_z":{},"version":2.5e1,"name":"x"},"comment":"\"\\"},"z":-0.5E+7}`,
		creator: "x 2.5e1", paths: []string{"/a"}},
	{reason: "names may be escaped", text: `{"\u006cog":{"entr\u0069es":[{"req\u0075est":{"\u006dethod":"GET","url":"https:\/\/api.example.com\/a"},"response":{"status":200,"content":{"text":""}}}]}}`, paths: []string{"/a"}},
	{reason: "creator a string, as Optic has it", text: `{"log":{"creator":"optic","entries":[]}}`, creator: "optic"},
	{reason: "creator null, of null, or of odd types", text: `{"log":{"creator":null,"entries":[]},"log":{"creator":{"name":null,"version":{"a":[]}},"entries":[]}}`},
	{reason: "control characters of a creator are removed", text: `{"log":{"creator":{"name":"a\u001b[2J\u0007\u202eb","version":"` + strings.Repeat("v", 500) + `"},"entries":[]}}`,
		creator: "a[2Jb " + strings.Repeat("v", 100)},
	{reason: "several logs are all read", text: `{"log":{"entries":[` + get("/a") + `]},"log":{"creator":"second","entries":[` + get("/b") + `],"entries":[` + get("/c") + `]}}`,
		creator: "second", paths: []string{"/a", "/b", "/c"}},
	{reason: "one HAR a line", text: log(get("/a")) + "\n" + log(get("/b")) + "\n", creator: "hand 1", paths: []string{"/a", "/b"}},
	{reason: "one entry a line", text: get("/a") + "\n" + get("/b"), paths: []string{"/a", "/b"}},
	{reason: "a single entry", text: `{"startedDateTime":"x",` + get("/a")[1:], paths: []string{"/a"}},
	{reason: "an array of entries", text: "[" + get("/a") + "," + get("/b") + "]", paths: []string{"/a", "/b"}},
	{reason: "an array of HARs", text: "[" + log(get("/a")) + "," + log(get("/b")) + "]", creator: "hand 1", paths: []string{"/a", "/b"}},
	{reason: "wrapped for HAR Viewer", text: "onInputData(" + log(get("/a")) + ");\n", creator: "hand 1", paths: []string{"/a"}},
	{reason: "wrapped by a method, without a semicolon", text: " HAR.load (" + log(get("/a")) + " )", creator: "hand 1", paths: []string{"/a"}},
	{reason: "a byte order mark", text: "\xef\xbb\xbf" + log(get("/a")), creator: "hand 1", paths: []string{"/a"}},
	{reason: "zero bytes at the end, as Firebug left them", text: log(get("/a")) + "\x00\x00\n\x00", creator: "hand 1", paths: []string{"/a"}},

	{reason: "a damaged line among lines of entries", text: get("/a") + "\n" + `{"time":1 2,"request":{}}` + "\n" + get("/b") + "\n", paths: []string{"/a", "!", "/b"}, message: "expected a comma", offset: int64(len(get("/a")) + 11)},
	{reason: "a line that is not an entry", text: get("/a") + "\r\nERROR: x\n" + get("/b"), paths: []string{"/a", "/b"}, message: "something else", offset: int64(len(get("/a")) + 2)},
	{reason: "a line that was cut off", text: get("/a") + "\n" + get("/x")[:69] + "\n" + get("/b") + "\n" + get("/c"), paths: []string{"/a", "!", "/b", "/c"}, message: "expected the rest of entry 1", offset: int64(len(get("/a")) + 70)},
	{reason: "a HAR a line, one cut off", text: log(get("/a")) + "\n" + log(get("/x"), "{")[:120] + "\n" + log(get("/b")), creator: "hand 1", paths: []string{"/a", "!", "/b"}, message: "expected the rest of entry 1", offset: int64(len(log(get("/a"))) + 121)},
	{reason: "no entry in an array of entries", text: "[" + get("/a") + ",null," + get("/b") + "]", paths: []string{"/a", "!", "/b"}},
	{reason: "files that were joined, each with its mark", text: "\xef\xbb\xbf" + log(get("/a")) + "\xef\xbb\xbf" + log(get("/b")), creator: "hand 1", paths: []string{"/a", "/b"}},
	{reason: "a JSON text sequence", text: "\x1e" + get("/a") + "\n\x1e" + get("/b") + "\n", paths: []string{"/a", "/b"}},
	{reason: "half of a mark", text: "\xef\xbb", message: "not JSON", offset: 2},
	{reason: "elements that are no objects are entries that cannot be read", text: log(`null`, `"x"`, get("/a"), `[{"a":[1]}]`, `-1`), creator: "hand 1", paths: []string{"!", "!", "/a", "!", "!"}},
	{reason: "an entry with a syntax error costs itself", text: log(get("/a"), `{"request":{"method":"GET" "url":1},"response":{}}`, get("/b")), creator: "hand 1", paths: []string{"/a", "!", "/b"}},
	{reason: "so does one that is no JSON at all", text: log(`{a b, c: 'd'}`, get("/b")), creator: "hand 1", paths: []string{"!", "/b"}},
	{reason: "and one with a line break in a string", text: log("{\"request\":{\"method\":\"GE\nT\"}}", get("/b")), creator: "hand 1", paths: []string{"!", "/b"}},
	{reason: "damage in a member that is not read costs nothing", text: log(strings.Replace(get("/a"), "{", `{"timings":{wait: NaN},"cache":[,],`, 1)), creator: "hand 1", paths: []string{"/a"}},

	{reason: "empty", text: "", message: "empty"},
	{reason: "blank", text: " \n\x00 ", message: "empty", offset: 4},
	{reason: "only a byte order mark", text: "\xef\xbb\xbf", message: "empty", offset: 3},
	{reason: "not JSON", text: "hello", message: "not JSON"},
	{reason: "not JSON, and no word", text: "\x01\x02", message: "not JSON"},
	{reason: "JSON of a scalar", text: "42", message: "not JSON"},
	{reason: "an empty object", text: "{}", message: "no log"},
	{reason: "JSON of something else", text: `{"openapi":"3.0.3","info":{}}`, message: "it looks like an OpenAPI document"},
	{reason: "a cassette", text: `{"interactions":[]}`, message: "cassette"},
	{reason: "a Postman collection", text: `{"info":{},"item":[]}`, message: "Postman"},
	{reason: "WireMock", text: `{"mappings":[]}`, message: "WireMock"},
	{reason: "an empty array", text: "[]", message: "empty array"},
	{reason: "an array of numbers", text: "[1]", message: "expected an entry", offset: 1},
	{reason: "log is no object", text: `{"log":[2,1,3]}`, message: "log is not an object", offset: 7},
	{reason: "log is null, but a later one is not", text: `{"log":null,"log":{"entries":[` + get("/a") + `]}}`, paths: []string{"/a"}, message: "log is not an object", offset: 7},
	{reason: "no entries", text: `{"log":{"creator":{"name":"x"}}}`, creator: "x", message: "no array of entries", offset: 7},
	{reason: "entries null", text: `{"log":{"entries":null}}`, message: "no array of entries", offset: 7},
	{reason: "entries an object", text: `{"log":{"entries":{"0":{}}}}`, message: "no array of entries", offset: 7},

	{reason: "something behind the HAR", text: log(get("/a")) + "x", creator: "hand 1", paths: []string{"/a"}, message: "something else", offset: int64(len(log(get("/a"))))},
	{reason: "a bracket too many", text: log(get("/a")) + "}", creator: "hand 1", paths: []string{"/a"}, message: "something else", offset: int64(len(log(get("/a"))))},
	{reason: "a comma too many", text: `{"log":{"entries":[` + get("/a") + `,]}}`, paths: []string{"/a"}, message: "expected a value", offset: int64(20 + len(get("/a")))},
	{reason: "a comma too few", text: `{"log":{"entries":[` + get("/a") + get("/b") + `]}}`, paths: []string{"/a", "/b"}, message: "expected a comma or ]", offset: int64(19 + len(get("/a")))},
	{reason: "commas too many", text: log(get("/a"), "", get("/b"), "", "", get("/c")), creator: "hand 1", paths: []string{"/a", "!", "/b", "!", "/c"}, message: "expected a value", offset: int64(76 + len(get("/a")))},
	{reason: "something between entries", text: log(get("/a"), "<br>"+get("/b"), get("/c")), creator: "hand 1", paths: []string{"/a", "!", "/b", "/c"}, message: "expected a value", offset: int64(76 + len(get("/a")))},
	{reason: "an entry without its last bracket", text: log(get("/a"), strings.TrimSuffix(get("/x"), "}"), get("/b")), creator: "hand 1", paths: []string{"/a", "!", "/b"}, message: "expected the rest of entry 1", offset: int64(76 + 2*len(get("/a")))},
	{reason: "an entry with a bracket too many", text: log(get("/a"), get("/b")+"}", get("/c")), creator: "hand 1", paths: []string{"/a", "/b", "/c"}, message: "expected a comma or ]", offset: int64(76 + 2*len(get("/a")))},
	{reason: "an entry with a quote that is not escaped", text: log(get("/a"), strings.Replace(get("/x"), `"{}"`, `"{"a":1}"`, 1), get("/b")), creator: "hand 1", paths: []string{"/a", "!", "/b"}},
	{reason: "an entry with a quote too few", text: log(get("/a"), strings.Replace(get("/x"), `"{}"`, `"{}`, 1), get("/b")), creator: "hand 1", paths: []string{"/a", "!", "/b"}, message: "expected the rest of entry 1", offset: int64(76 + 2*len(get("/a")))},
	{reason: "a bracket of the wrong kind", text: `{"log":{"entries":[{"request":{}]]}}`, message: "expected the rest of entry 0", offset: 32},
	{reason: "a name without quotes", text: `{log:{}}`, message: "expected the name of a member", offset: 1},
	{reason: "a member without a colon", text: `{"log" {}}`, message: "expected a colon", offset: 7},
	{reason: "an invalid literal", text: `{"a":<}`, message: "expected a value", offset: 5},
	{reason: "an invalid number", text: `{"a":-}`, message: "expected a digit", offset: 6},
	{reason: "an invalid escape", text: strings.Replace(log(get("/a")), "{", `{"a":"\x",`, 1), creator: "hand 1", paths: []string{"/a"}, message: "not strict JSON", offset: 7},
	{reason: "an escape that is short", text: strings.Replace(log(get("/a")), "{", `{"a":"\u12",`, 1), creator: "hand 1", paths: []string{"/a"}, message: "not strict JSON", offset: 10},
	{reason: "a control character", text: strings.Replace(log(get("/a")), "{", "{\"a\":\"\x01\",", 1), creator: "hand 1", paths: []string{"/a"}, message: "not strict JSON", offset: 6},
	{reason: "words that Python writes for numbers", text: strings.Replace(log(get("/a")), "{", `{"a":[NaN,-Infinity],`, 1), creator: "hand 1", paths: []string{"/a"}, message: "not strict JSON", offset: 6},
	{reason: "a call that is not closed", text: "f(" + log(get("/a")), creator: "hand 1", paths: []string{"/a"}, message: "cut off", offset: int64(2 + len(log(get("/a"))))},
	{reason: "a call in a call", text: strings.Repeat("f(", 1000), message: "a HAR in the parentheses", offset: 2},
	{reason: "nesting without end", text: strings.Repeat(`{"a":[`, 20_000), message: "too deeply", offset: 30_005},
	{reason: "cut off at the start", text: `{`, message: "cut off", offset: 1},
	{reason: "cut off in an entry", text: `{"log":{"entries":[` + get("/a") + `,` + get("/b")[:100], paths: []string{"/a"}, message: "cut off: expected the rest of entry 1", offset: int64(120 + len(get("/a")))},
	{reason: "cut off in a string outside of the entries", text: `{"log":{"comment":"ab\`, message: "cut off", offset: 22},
}

func TestContainers(t *testing.T) {
	for _, c := range containers {
		t.Run(c.reason, func(t *testing.T) {
			got := read(t, c.text, format.Options{})
			assert.Equal(t, append([]string{}, c.paths...), got.paths())
			assert.Equal(t, c.creator, got.Info.Creator)
			if c.message == "" {
				assert.Nil(t, got.Error)
				assert.Equal(t, "har", got.Info.Format)
				return
			}
			require.NotNil(t, got.Error)
			assert.Contains(t, got.Error.Message, c.message)
			assert.Equal(t, c.offset, got.Error.Offset, "the place of %q", got.Error.Message)
		})
	}
}

// TestDamageCostsOneEntry checks that damage anywhere in an entry loses at most that entry.
func TestDamageCostsOneEntry(t *testing.T) {
	sound := get("/x")
	with := func(damaged string) string { return log(get("/a"), damaged, get("/b"), get("/c")) }
	check := func(t *testing.T, text string) {
		got := readFrom(t, iotest.HalfReader(strings.NewReader(text)), format.Options{})
		others := slices.DeleteFunc(got.paths(), func(path string) bool { return path != "/a" && path != "/b" && path != "/c" })
		assert.Equal(t, []string{"/a", "/b", "/c"}, others, "%s", text)
	}
	for at := range len(sound) {
		check(t, with(sound[:at]))
		check(t, with(sound[:at]+sound[at+1:]))
		for _, c := range "{}[]\",:\\x\n" {
			check(t, with(sound[:at]+string(c)+sound[at:]))
			check(t, with(sound[:at]+string(c)+sound[at+1:]))
		}
	}
}

// TestDamageAtTheWindowsEnd checks that the beginning of an entry is found wherever the window
// ends.
func TestDamageAtTheWindowsEnd(t *testing.T) {
	for shift := range 40 {
		filler := get("/" + strings.Repeat("y", format.WindowSize-2*len(get("/x"))-20-shift))
		got := readFrom(t, strings.NewReader(log(get("/a"), filler, strings.TrimSuffix(get("/x"), "}"), get("/b"))), format.Options{})
		require.Len(t, got.Exchanges, 4)
		assert.Equal(t, []string{"!", "/b"}, got.paths()[2:])
		require.NotNil(t, got.Error)
		assert.EqualValues(t, 76+len(get("/a"))+len(filler)+1+len(get("/x")), got.Error.Offset)
	}
}

// TestPrefixesWithinEntries checks that text like the beginning of an entry does not count in the
// place of a value, or if entries are known to contain it.
func TestPrefixesWithinEntries(t *testing.T) {
	inner := get("/y")
	big := func(text string) string {
		return strings.Replace(get("/x"), `"content"`, `"_x":`+text+`,"_y":"`+strings.Repeat("y", format.WindowSize)+`","content"`, 1)
	}
	list := func(start, inner string) string { // an entry that begins with start and contains the same text inside
		return strings.Replace(start+get("/a")[1:], `"content"`, `"_x":[1,`+inner+`],"content"`, 1)
	}
	for reason, text := range map[string]string{
		"of two kinds":            log(list("{", inner), list(`{"_b":1,`, `{"_b":2}`), get("/a"), big("[1,"+inner+"]"), get("/b")),
		"a value":                 log(get("/a"), big(inner), get("/b")),
		"the first of a list":     log(get("/a"), big("[ "+inner+"]"), get("/b")),
		"any of a list, if known": log(strings.Replace(get("/a"), `"content"`, `"_x":[1,`+inner+`],"content"`, 1), big("[1,"+inner+"]"), get("/b")),
	} {
		got := read(t, text, format.Options{})
		assert.Equal(t, []string{"/a", "/x", "/b"}, slices.Compact(got.paths()), reason)
		assert.Nil(t, got.Error, reason)
	}
}

// TestTruncatedAnywhere checks that a truncated HAR delivers its complete entries and reports where
// it ends.
func TestTruncatedAnywhere(t *testing.T) {
	text := log(get("/a"), get("/b"))
	for n := 1; n < len(text); n++ {
		got := readFrom(t, strings.NewReader(text[:n]), format.Options{})
		require.NotNil(t, got.Error, "cut to %d", n)
		assert.Contains(t, got.Error.Message, "cut off", "cut to %d", n)
		assert.EqualValues(t, n, got.Error.Offset)
		assert.Equal(t, strings.Count(text[:n], `"text":"{}"}}}`), got.Info.Entries, "cut to %d", n)
	}
}
