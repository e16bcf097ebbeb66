package route_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/route"
)

// tableOf returns a table of templates, each "METHOD /path", of one server; the value of each is
// itself.
func tableOf(t testing.TB, server string, templates ...string) *route.Table[string] {
	t.Helper()
	var table route.Table[string]
	add(t, &table, server, templates...)
	return &table
}

func add(t testing.TB, table *route.Table[string], server string, templates ...string) {
	t.Helper()
	for _, template := range templates {
		method, path, _ := strings.Cut(template, " ")
		require.NoError(t, table.Add(server, method, path, template))
	}
}

func TestMatchServer(t *testing.T) {
	cases := []struct {
		server string
		uri    string
		known  bool
		found  bool
		reason string
	}{
		{"https://api.example.com", "https://api.example.com/v", true, true, "the plain case"},
		{"https://api.example.com", "https://api.example.com/other", true, false, "the host is known, the path is not"},
		{"https://api.example.com", "https://example.com/v", false, false, "a parent domain is another host"},
		{"https://api.example.com", "https://api.example.com.evil.org/v", false, false, "a longer name is another host"},
		{"https://api.example.com", "https://xapi.example.com/v", false, false, "a name that ends the same is another host"},
		{"https://API.Example.COM", "https://api.EXAMPLE.com/v", true, true, "host names compare without case, on both sides"},
		{"https://api.example.com", "HTTPS://api.example.com/v", true, true, "so do schemes"},
		{"https://api.example.com", "http://api.example.com/v", true, true, "the scheme is not compared: a proxy may have ended TLS"},
		{"https://api.example.com", "https://api.example.com:443/v", true, true, "a default port is no port"},
		{"https://api.example.com", "http://api.example.com:80/v", true, true, "the other default port neither"},
		{"https://api.example.com:443", "https://api.example.com/v", true, true, "a default port of the server neither"},
		{"https://api.example.com", "https://api.example.com:/v", true, true, "an empty port is no port (RFC 3986, section 6.2.3)"},
		{"https://api.example.com", "https://api.example.com:8443/v", false, false, "another port is another server"},
		{"http://localhost:8080", "http://localhost:8080/v", true, true, "a port of its own is compared"},
		{"http://localhost:8080", "http://localhost/v", false, false, "and must be there"},
		{"https://api.example.com", "https://user:secret@api.example.com/v", true, true, "user information is no part of the host"},
		{"https://api.example.com", "https://a@b@api.example.com/v", true, true, "the host follows the last @"},
		{"https://api.example.com", "https://api.example.com@evil.org/v", false, false, "a host dressed as user information is not the host"},
		{"https://api.example.com", "https://api.example.com./v", true, true, "a final dot names the same host"},
		{"https://api.example.com", "https://api.example.com.:443/v", true, true, "also before a port"},
		{"https://[::1]:8080", "https://[::1]:8080/v", true, true, "an IPv6 address has colons of its own"},
		{"https://[::1]", "https://[::1]:443/v", true, true, "its default port is cut"},
		{"https://[2001:DB8::80]", "https://[2001:db8::80]/v", true, true, "the end of the address is no port"},
		{"https://[::1]", "https://[::2]/v", false, false, "another address is another host"},
		{"https://{region}.example.com", "https://eu-1.example.com/v", true, true, "a variable matches a label"},
		{"https://{region}.example.com", "https://a.b.example.com/v", false, false, "and no more than one"},
		{"https://{region}.example.com", "https://.example.com/v", false, false, "but not for nothing"},
		{"https://{region}.example.com", "https://example.com/v", false, false, "nor for the dot beside it"},
		{"https://{Region}.EXAMPLE.com", "https://EU.example.COM/v", true, true, "patterns compare without case, too"},
		{"https://api.{env}.example.com", "https://apiXdev.example.com/v", false, false, "a dot is a dot, not any character"},
		{"https://{customer}.example.com:{port}/", "https://demo.example.com:8443/v", true, true, "the port may be a variable"},
		{"https://{customer}.example.com:{port}/", "https://demo.example.com/v", true, true, "whose default port is not written"},
		{"https://{customer}.example.com:{port}/", "https://demo.example.com:x/v", false, false, "and a port is a number"},
		{"https://api-{region}.example.com", "https://api-eu.example.com/v", true, true, "a variable may be a part of a label"},
		{"https://{customer}.example.com:8443/", "https://demo.example.com/v", false, false, "a port that is no variable counts"},
		{"https://{customer}.example.com:{port}/", "https://demo.example.org:8443/v", false, false, "the rest still counts"},
		{"//api.example.com/", "https://api.example.com/v", true, true, "a server may leave out the scheme"},
		{"/", "https://anything.example.org/v", true, true, "a relative server has no host: who answers its paths is the API"},
		{"/", "https://anything.example.org/other", false, false, "another host is another API"},
		{"", "/v", true, true, "no server at all is the server /"},
		{"/v2", "/v2/v", true, true, "a relative server has a base path"},
		{"/v2", "/v", false, false, "which is part of the path"},
		{"https://api.example.com", "/v", false, false, "a target without a host matches no server"},
		{"https://api.example.com", "//api.example.com/v", true, true, "a reference without a scheme has a host"},
		{"https://api.example.com", "api.example.com:443", false, false, "the authority form of CONNECT is no URL"},
		{"https://api.example.com", "https://api.example.com\\@evil.org/v", false, false, "a backslash ends no host: evil.org is asked"},
	}
	for _, c := range cases {
		t.Run(c.server+" "+c.uri, func(t *testing.T) {
			m := tableOf(t, c.server, "GET /v").Match("GET", c.uri)
			assert.Equal(t, c.known, m.HostMatched, "known: %s", c.reason)
			assert.Equal(t, c.found, m.Found, "found: %s", c.reason)
		})
	}
}

func TestMatchPath(t *testing.T) {
	videos := []string{"GET /videos", "POST /videos", "GET /videos/{id}", "DELETE /videos/{id}", "GET /videos/latest"}
	cases := []struct {
		templates []string
		request   string
		want      string // empty: not found
		reason    string
	}{
		{videos, "GET /videos", "GET /videos", "the plain case"},
		{videos, "GET /videos/17", "GET /videos/{id}", "an expression is a segment"},
		{videos, "GET /videos/latest", "GET /videos/latest", "literal text goes before an expression"},
		{videos, "DELETE /videos/latest", "DELETE /videos/{id}", "a literal path without the method does not hide one that has it"},
		{videos, "GET /videos/17/frames", "", "an expression is one segment only"},
		{videos, "GET /video", "", "a shorter word is another"},
		{videos, "GET /Videos", "", "paths have case"},
		{videos, "get /videos", "GET /videos", "methods are compared in upper case: recorders differ"},
		{videos, "PuT /videos", "", "but a method that is not there is not there"},
		{videos, "GET /videos?limit=1", "GET /videos", "a query is no part of the path"},
		{videos, "GET /videos?limit=/x", "GET /videos", "not even with a slash in it"},
		{videos, "GET /videos#top", "GET /videos", "nor is a fragment"},
		{videos, "GET /videos/a#b?c/d", "GET /videos/{id}", "nor a query in a fragment"},
		{videos, "GET ?x", "", "no path is the path /"},

		{videos, "GET /videos/", "", "a final slash that the template lacks is another path"},
		{videos, "GET /videos/17/", "", "also after an expression"},
		{videos, "GET /videos//", "", "one slash, not two"},
		{videos, "DELETE /videos/", "", "an expression never is nothing"},
		{videos, "GET //videos", "", "an empty segment is a segment"},
		{[]string{"GET /a", "GET /a/"}, "GET /a/", "GET /a/", "a template with the slash is the one meant"},
		{[]string{"GET /a", "GET /a/"}, "GET /a", "GET /a", "as is the one without"},
		{[]string{"GET /a/c", "GET /a/{x}/"}, "GET /a/c/", "GET /a/{x}/", "the slash is a part of the template"},
		{[]string{"GET /a/"}, "GET /a", "", "a slash that the template has is not made up"},
		{[]string{"GET /"}, "GET /", "GET /", "the root is a path"},
		{[]string{"GET /"}, "GET ", "GET /", "a URL without a path asks for the root"},
		{[]string{"GET /a"}, "GET /", "", "and only for the root"},

		{[]string{"GET /a/{x}/b", "GET /a/c/{y}"}, "GET /a/c/b", "GET /a/c/{y}", "the first segment that differs decides"},
		{[]string{"GET /a/{x}/b", "GET /a/c/{y}"}, "GET /a/d/b", "GET /a/{x}/b", "where the literal does not fit, the expression does"},
		{[]string{"GET /a/{x}/b", "GET /a/c/d"}, "GET /a/c/b", "GET /a/{x}/b", "a literal that leads nowhere is stepped back from"},
		{[]string{"GET /a/{x}/b/{y}/c", "GET /a/k/b/l/d", "GET /a/k/{z}/l/c"}, "GET /a/k/b/l/c", "GET /a/k/{z}/l/c", "over several segments"},
		{[]string{"GET /{x}/{y}", "GET /{x}/b", "GET /a/{y}"}, "GET /a/b", "GET /a/{y}", "from left to right"},
		{[]string{"GET /a/{x}", "POST /a/{y}"}, "POST /a/1", "POST /a/{y}", "templates that differ only in names are one path"},
		{[]string{"GET /a/{x}/b", "GET /a/{y}/c"}, "GET /a/1/c", "GET /a/{y}/c", "also at their beginning"},

		{[]string{"POST /jobs/{id}:cancel", "POST /jobs/{id}"}, "POST /jobs/7:cancel", "POST /jobs/{id}:cancel", "text beside an expression goes before the bare one"},
		{[]string{"POST /jobs/{id}:cancel", "POST /jobs/{id}"}, "POST /jobs/7:retry", "POST /jobs/{id}", "another action is an identifier like any other"},
		{[]string{"POST /jobs/{id}:cancel"}, "POST /jobs/:cancel", "", "an action needs its identifier"},
		{[]string{"POST /jobs/{id}:cancel"}, "POST /jobs/a:b:cancel", "POST /jobs/{id}:cancel", "identifiers may have colons"},
		{[]string{"POST /jobs/{id}:cancel", "POST /jobs/all:cancel"}, "POST /jobs/all:cancel", "POST /jobs/all:cancel", "literal text goes before mixed"},
		{[]string{"POST /jobs/{id}:c", "POST /jobs/{id}:abc"}, "POST /jobs/7:abc", "POST /jobs/{id}:abc", "an end that fits is compared whole"},
		{[]string{"GET /f/{name}.json", "GET /f/{name}.min.json"}, "GET /f/x.min.json", "GET /f/{name}.min.json", "the mixed segment with most text goes first"},
		{[]string{"GET /f/{file}.json"}, "GET /f/a.b.json", "GET /f/{file}.json", "a name may have dots"},
		{[]string{"GET /f/{file}.json"}, "GET /f/.json", "", "but not be empty"},
		{[]string{"GET /f/{file}.json"}, "GET /f/ajson", "", "a dot is a dot"},
		{[]string{"GET /d/{a}-{b}"}, "GET /d/1-2", "GET /d/{a}-{b}", "two expressions in one segment"},
		{[]string{"GET /d/{a}-{b}"}, "GET /d/1-2-3", "GET /d/{a}-{b}", "however it is divided"},
		{[]string{"GET /d/{a}-{b}"}, "GET /d/--", "", "both have text: nothing is left for one of them"},
		{[]string{"GET /d/{a}-{b}"}, "GET /d/---", "GET /d/{a}-{b}", "but here there is"},
		{[]string{"GET /d/{a}-{b}"}, "GET /d/-2", "", "nothing before"},
		{[]string{"GET /d/{a}-{b}"}, "GET /d/1-", "", "nothing after"},
		{[]string{"GET /d/{a}{b}"}, "GET /d/x", "", "two expressions need two characters"},
		{[]string{"GET /d/{a}{b}"}, "GET /d/é", "", "characters, not bytes"},
		{[]string{"GET /d/{a}{b}"}, "GET /d/xé", "GET /d/{a}{b}", "and no more"},
		{[]string{"GET /d/v{major}.{minor}-x"}, "GET /d/v1.2-x", "GET /d/v{major}.{minor}-x", "text before, between and after"},
		{[]string{"GET /d/a{x}a"}, "GET /d/aa", "", "the texts do not overlap"},

		{[]string{"GET /v/{id}", "GET /v/{id}/x"}, "GET /v/a%2Fx", "GET /v/{id}", "an encoded slash stays inside its segment"},
		{[]string{"GET /videos/{id}"}, "GET /%76ideos/1", "GET /videos/{id}", "an encoded letter is the letter (RFC 3986, section 6.2.2.2)"},
		{[]string{"GET /%76ideos/{id}"}, "GET /videos/1", "GET /%76ideos/{id}", "in a template as well"},
		{[]string{"POST /jobs/{id}:cancel"}, "POST /jobs/7%3Acancel", "POST /jobs/{id}:cancel", "an encoded colon is a colon: many clients write it so"},
		{[]string{"POST /jobs/{id}%3Acancel"}, "POST /jobs/7:cancel", "POST /jobs/{id}%3Acancel", "in a template as well"},
		{[]string{"GET /a b/{id}"}, "GET /a%20b/1", "GET /a b/{id}", "a template may be written as read"},
		{[]string{"GET /a%2fb"}, "GET /a%2Fb", "GET /a%2fb", "hexadecimal digits have no case"},
		{[]string{"GET /v/{id}"}, "GET /v/%", "GET /v/{id}", "a broken escape is text"},
		{[]string{"GET /v/{id}"}, "GET /v/%zz%2", "GET /v/{id}", "so are two"},
		{[]string{"GET /v/{id}"}, "GET /v/%00%ff\x01", "GET /v/{id}", "bytes that are no text are an identifier"},
		{[]string{"GET /v/{id}%FFx"}, "GET /v/1%ffx", "GET /v/{id}%FFx", "also in a template"},
		{[]string{"GET /v/%7B%7D", "GET /v/{id}"}, "GET /v/{}", "GET /v/%7B%7D", "encoded braces are braces, not an expression"},
		{[]string{"GET /v/{id"}, "GET /v/{id", "GET /v/{id", "a brace alone is text"},
		{[]string{"GET /v/{}"}, "GET /v/1", "GET /v/{}", "an expression without a name is one"},
		{[]string{"GET /v/(.*)[a-z]+$"}, "GET /v/xyz", "", "text is no regular expression"},
		{[]string{"GET /v/{id}.*"}, "GET /v/1xyz", "", "not even beside an expression"},
		{[]string{"GET /v/{id}"}, "GET /v/line\nbreak", "GET /v/{id}", "any character fits an expression"},
		{[]string{"GET /v/{id}"}, "GET /v/..", "GET /v/{id}", "dot segments are text: a recorder has resolved what was to be"},
	}
	for _, c := range cases {
		t.Run(c.request+" of "+strings.Join(c.templates, ", "), func(t *testing.T) {
			method, path, _ := strings.Cut(c.request, " ")
			m := tableOf(t, "https://api.example.com", c.templates...).Match(method, "https://api.example.com"+path)
			assert.True(t, m.HostMatched, c.reason)
			assert.Equal(t, c.want != "", m.Found, c.reason)
			assert.Equal(t, c.want, m.Value, c.reason)
			based := tableOf(t, "/base/{v}/", c.templates...).Match(method, "/base/1"+path)
			if path != "" && path[0] == '/' {
				assert.Equal(t, c.want, based.Value, "below a base path: %s", c.reason)
			}
		})
	}
}

func TestMatchBasePaths(t *testing.T) {
	var table route.Table[string]
	add(t, &table, "https://api.example.com/v1", "GET /a")
	require.NoError(t, table.Add("https://api.example.com/v2/", "GET", "/a", "v2"))
	require.NoError(t, table.Add("https://eu.example.com", "GET", "/a", "eu"))
	require.NoError(t, table.Add("https://{any}.example.com/v1", "GET", "/a", "any"))
	require.NoError(t, table.Add("https://{any}.example.com/v1", "GET", "/b", "any b"))
	require.NoError(t, table.Add("https://{other}.example.com/v1", "POST", "/b", "other b"))
	require.NoError(t, table.Add("/v1", "GET", "/a", "relative"))
	require.NoError(t, table.Add("https://api.example.com/{stage}", "GET", "/s", "stage"))
	cases := []struct{ request, want, reason string }{
		{"GET https://api.example.com/v1/a", "GET /a", "the base path is part of the path"},
		{"GET https://api.example.com/v2/a", "v2", "several base paths live on one host; a final slash is not doubled"},
		{"GET https://api.example.com/a", "", "without the base path nothing is there"},
		{"GET https://api.example.com/v1a", "", "a base path ends at a slash"},
		{"GET https://eu.example.com/a", "eu", "the same path on another server is another operation"},
		{"GET https://eu.example.com/v1/a", "any", "a host known by name may also fit a pattern"},
		{"GET https://us.example.com/v1/a", "any", "a pattern is asked where no name fits"},
		{"POST https://us.example.com/v1/b", "other b", "patterns that differ only in names are one host"},
		{"GET https://example.org/v1/a", "relative", "relative servers come last"},
		{"GET https://api.example.com/prod/s", "stage", "a variable in a base path is a segment"},
	}
	for _, c := range cases {
		t.Run(c.request, func(t *testing.T) {
			method, uri, _ := strings.Cut(c.request, " ")
			assert.Equal(t, c.want, table.Match(method, uri).Value, c.reason)
		})
	}
}

func TestMatchAllowed(t *testing.T) {
	table := tableOf(t, "https://api.example.com",
		"POST /v", "GET /v", "DELETE /v/{id}", "GET /v/{key}", "PATCH /v/latest", "GET /v/latest", "PUT /v/")
	cases := []struct {
		request string
		allowed []string
		reason  string
	}{
		{"PATCH /v", []string{"GET", "POST"}, "the methods of the path, sorted"},
		{"POST /v/latest", []string{"DELETE", "GET", "PATCH"}, "of all templates that fit, each once"},
		{"POST /v/7", []string{"DELETE", "GET"}, "and of no other"},
		{"PATCH /v/", []string{"PUT"}, "not of the path without its slash"},
		{"GET /w", nil, "an unknown path allows nothing"},
		{"GET /v", nil, "a request that is found needs no advice"},
	}
	for _, c := range cases {
		t.Run(c.request, func(t *testing.T) {
			method, path, _ := strings.Cut(c.request, " ")
			assert.Equal(t, c.allowed, table.Match(method, "https://api.example.com"+path).Allowed, c.reason)
		})
	}
}

func TestAddRejects(t *testing.T) {
	cases := []struct{ server, message, reason string }{
		{"https://api.example.com/v1?x=1", "without query", "a server has no query"},
		{"https://api.example.com/#f", "without query", "nor a fragment"},
		{"https://api.example.com/a b", "spaces", "a space is a slip"},
		{"https:///v1", "no host", "a scheme without a host leads nowhere"},
		{"mailto:me", "no host", "not every scheme has one"},
		{"localhost:8080", "no host", "the fix is to write the scheme, and the message says so"},
		{"api.example.com", "scheme://host/path", "a bare host is a relative path"},
		{"{scheme}://api.example.com", "scheme://host/path", "a variable for the scheme is the caller's to fill in"},
	}
	for _, c := range cases {
		t.Run(c.server, func(t *testing.T) {
			var table route.Table[int]
			assert.ErrorContains(t, table.Add(c.server, "GET", "/", 1), c.message, c.reason)
		})
	}
}

func TestZeroTable(t *testing.T) {
	var table route.Table[int]
	m := table.Match("GET", "https://api.example.com/v?x")
	assert.False(t, m.HostMatched)
	assert.False(t, m.Found)
	assert.Equal(t, route.Target{Scheme: "https", Host: "api.example.com", Path: "/v"}, m.Target, "a URI is split nevertheless")
}

// TestMatchHostile checks that no URL in a capture causes a panic or takes long.
func TestMatchHostile(t *testing.T) {
	var table route.Table[string]
	add(t, &table, "https://api.example.com", "GET /v/{a}-{b}-{c}.{d}", "GET /{a}/{b}/{c}", "GET /v/x", "GET /")
	add(t, &table, "https://{x}.{y}.example.org:{port}/{base}", "GET /v/{id}")
	add(t, &table, "https://{x}\xff.example.org/%FF", "GET /v/{id}%FF")
	long := strings.Repeat("a-", 1<<20)
	for _, uri := range []string{
		"", ":", "/", "//", "///", "?", "#", "*", "%", "http:", "http:/", "http://", "https://@", "https://:", "https://:443",
		"https://[", "https://]:80", "https://api.example.com:80:443/v/x", "https://api.example.com" + strings.Repeat("/", 1<<20),
		"https://api.example.com/v/" + long, "https://api.example.com/v/" + strings.Repeat("%", 1<<20),
		"https://api.example.com/" + strings.Repeat("%2F", 1<<20), "https://" + long + ".example.org/b/v/1",
		long, "data:text/plain," + long, "\x00\xff", "https://\xff.example.org/%FF/v/1", "https://api.example.com/{a}/{b}/{c}",
	} {
		assert.NotPanics(t, func() {
			m := table.Match("GET", uri)
			assert.True(t, strings.HasPrefix(m.Path, "/"), "a path begins with a slash")
		}, "%.60q", uri)
	}
	assert.True(t, table.Match("GET", "https://api.example.com/v/"+long+".x").Found, "length is no reason to refuse")
}

func TestMatchDoesNotAllocate(t *testing.T) {
	table := tableOf(t, "https://api.example.com", "GET /v3/videos/{id}", "POST /v3/jobs/{id}:cancel", "GET /v3/videos")
	cases := []struct {
		method, uri string
		most        float64
		reason      string
	}{
		{"GET", "https://api.example.com/v3/videos", 0, "conforming traffic is nearly all traffic"},
		{"GET", "https://api.example.com/v3/videos/abc?x=1", 0, "an expression costs nothing"},
		{"POST", "https://api.example.com/v3/jobs/7:cancel", 0, "nor does a mixed segment"},
		{"GET", "https://cdn.example.com/v3/videos", 0, "another host is most of a browser's capture"},
		{"get", "HTTPS://API.example.com/v3/videos/%41", 4, "odd spelling may cost a little"},
	}
	for _, c := range cases {
		t.Run(c.method+" "+c.uri, func(t *testing.T) {
			got := testing.AllocsPerRun(100, func() { table.Match(c.method, c.uri) })
			assert.LessOrEqual(t, got, c.most, c.reason)
		})
	}
}
