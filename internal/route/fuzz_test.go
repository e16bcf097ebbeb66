package route_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/route"
)

// overlapping are templates that match the same paths.
var overlapping = []string{
	"GET /", "GET /a", "POST /a", "GET /a/", "GET /a/{x}", "DELETE /a/{y}", "GET /a/c", "GET /a/{x}/", "GET /a/c/{y}",
	"GET /a/{x}/b", "POST /a/{x}/b", "GET /a/{id}:go", "POST /a/{id}:go", "GET /a/{id}:stop/b", "GET /a/v{n}:go",
	"GET /d/{a}-{b}", "GET /d/{a}-{b}-{c}", "GET /d/{a}{b}", "GET /d/x-{b}", "GET /f/{file}.json", "GET /f/{file}.min.json",
	"GET /%76/{id}", "GET /{x}/{y}/{z}", "PUT /{x}", "GET /é/{x}ü{y}",
}

const server = "https://api.example.com"

// FuzzMatch checks that the table agrees with a slow, simple implementation of the specification,
// and that every template matches the paths made from it.
func FuzzMatch(f *testing.F) {
	for i, path := range []string{
		"/", "/a", "/a/", "/a/1", "/a/c", "/a/c/", "/a/c/b", "/a/1/b", "/a/1:go", "/a/v1:go", "/a/v:go", "/a/1:stop/b",
		"/d/1-2", "/d/1-2-3", "/d/--", "/d/---", "/d/x-", "/d/x-1", "/d/é", "/f/x.min.json", "/f/.json", "/v/1", "/%76/1",
		"/a%2Fc", "/a/%3Ago", "/a/1%3Ago", "/a/%", "/a/%zz", "//", "/a//", "/a//b", "/x?y#z", "/\xff/%ff/\x00", "/%C3%A9/1%C3%BC2",
	} {
		f.Add([]string{"GET", "post", "DELETE", "PUT", ""}[i%5], path, uint8(i), "x/y", "é:%")
	}
	table := tableOf(f, server, overlapping...)
	// With a base path, all templates begin with one literal.
	based := map[string]*route.Table[string]{"/only": tableOf(f, server+"/only", overlapping...), "/on%6Cy/a%2Fb": tableOf(f, server+"/on%6Cy/a%2Fb", overlapping...)}
	f.Fuzz(func(t *testing.T, method, path string, index uint8, a, b string) {
		path = "/" + strings.TrimPrefix(path, "/")
		found := agree(t, table, method, path)
		for base, other := range based {
			assert.Equal(t, found, other.Match(method, server+base+path).Value, "%s %q behind %s", method, path, base)
		}
		template := overlapping[int(index)%len(overlapping)]
		method, path, _ = strings.Cut(template, " ")
		if a == "" || b == "" || !utf8.ValidString(a+"|"+b) {
			return // two halves of a character become one character, but {a}{b} needs two
		}
		path = fill(path, a, b)
		found = agree(t, table, method, path)
		assert.NotEmpty(t, found, "%s made from %s", path, template)
		assert.LessOrEqual(t, compare(rank(found), rank(template)), 0, "%s finds %s, less literal than %s", path, found, template)
	})
}

// agree compares the table's result with the reference's.
func agree(t *testing.T, table *route.Table[string], method, path string) string {
	m := table.Match(method, server+path)
	want, allowed := reference(overlapping, method, path)
	assert.True(t, m.HostMatched, "%s %q", method, path)
	assert.Equal(t, want, m.Value, "%s %q", method, path)
	assert.Equal(t, want != "", m.Found, "%s %q", method, path)
	assert.Equal(t, allowed, m.Allowed, "%s %q", method, path)
	return m.Value
}

// fill replaces a template's expressions by values.
func fill(template, a, b string) string {
	values := []string{a, b}
	i := 0
	return expression.ReplaceAllStringFunc(template, func(string) string {
		i++
		return url.PathEscape(values[i%2])
	})
}

var expression = regexp.MustCompile(`\{\w*\}`)

// reference tries every template as regular expressions, one a segment, and
// takes the most literal of those that have the method.
func reference(templates []string, method, path string) (value string, allowed []string) {
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	var fits []string
	for _, template := range templates {
		has, _, _ := strings.Cut(template, " ")
		switch {
		case !matches(template, path):
		case has == strings.ToUpper(method):
			fits = append(fits, template)
		default:
			allowed = append(allowed, has)
		}
	}
	if len(fits) > 0 {
		return slices.MinFunc(fits, func(a, b string) int { return compare(rank(a), rank(b)) }), nil
	}
	slices.Sort(allowed)
	return "", slices.Compact(allowed)
}

func matches(template, path string) bool {
	want, got := segments(template), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if !segmentExpression(want[i]).MatchString(unescape(got[i])) {
			return false
		}
	}
	return true
}

func segments(template string) []string {
	_, path, _ := strings.Cut(template, " ")
	return strings.Split(path, "/")
}

var compiled = map[string]*regexp.Regexp{}

func segmentExpression(segment string) *regexp.Regexp {
	if compiled[segment] == nil {
		parts := expression.Split(segment, -1)
		for i := range parts {
			parts[i] = regexp.QuoteMeta(unescape(parts[i]))
		}
		compiled[segment] = regexp.MustCompile(`(?s)\A` + strings.Join(parts, ".+") + `\z`)
	}
	return compiled[segment]
}

func unescape(s string) string {
	if d, err := url.PathUnescape(s); err == nil {
		return d
	}
	return s
}

// rank returns how literal each segment of a template is: 0 for text, most for a bare expression,
// and less for a mixed segment the more text it has.
func rank(template string) []int {
	var ranks []int
	for _, s := range segments(template) {
		switch text := expression.ReplaceAllString(s, ""); {
		case !expression.MatchString(s):
			ranks = append(ranks, 0)
		case expression.FindString(s) == s:
			ranks = append(ranks, 2000)
		default:
			ranks = append(ranks, 1000-len(unescape(text)))
		}
	}
	return ranks
}

func compare(a, b []int) int { return slices.Compare(a, b) }
