package rewrite

import (
	"regexp"
	"strings"

	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/internal/redact/spelling"
)

var (
	// urlStart matches the scheme and the slashes that a URL begins with.
	urlStart = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)
	// formStart matches the first pair of a form.
	formStart = regexp.MustCompile(`^[\w.%\[\]$+-]+=[^=&]*(?:&[\w.%\[\]$+-]+=|={0,2}$)`)
)

func isURL(s string) bool {
	query := strings.IndexByte(s, '?')
	return s[0] == '/' || strings.Contains(s, "://") && urlStart.MatchString(s) || query > 0 && strings.Contains(s[query:], "=") && !strings.ContainsAny(s[:query], `{"'<`)
}

func isForm(s string) bool { return strings.Contains(s, "=") && formStart.MatchString(s) }

// url returns a URL with its secrets replaced: user information, and what names and forms reveal
// in path, query and fragment. Scheme and host stay.
func (r *rewriter) url(at position, s string) string {
	if at.nesting > maxNesting {
		return r.secret(redact.Credential, at.place, s)
	}
	at = at.nested()
	rest, fragment, hasFragment := strings.Cut(s, "#")
	rest, query, hasQuery := strings.Cut(rest, "?")
	origin, path := cutOrigin(rest)
	out := r.origin(at, origin) + r.path(at.in(InPath), path)
	if hasQuery {
		out += "?" + r.form(at.in(InQuery), query, "&;")
	}
	if hasFragment {
		out += "#" + r.fragment(at, fragment)
	}
	return out
}

// cutOrigin cuts a URL before its path.
func cutOrigin(s string) (origin, path string) {
	i := strings.Index(s, "//")
	if i < 0 || i > 0 && s[i-1] != ':' || strings.Contains(s[:i], "/") {
		return "", s
	}
	if end := strings.IndexByte(s[i+2:], '/'); end >= 0 {
		return s[:i+2+end], s[i+2+end:]
	}
	return s, ""
}

// origin replaces the user information.
func (r *rewriter) origin(at position, s string) string {
	start := strings.Index(s, "//") + len("//")
	end := strings.LastIndexByte(s, '@')
	if end < start || start < len("//") {
		return s
	}
	user, password, ok := strings.Cut(s[start:end], ":")
	out := s[:start] + r.secret(redact.Credential, at.place, user)
	if ok {
		out += ":" + r.secret(redact.Credential, at.place, password)
	}
	return out + s[end:]
}

// fragment replaces secrets in a fragment: a form, as an implicit grant has one, or a URL of a
// page with routes.
func (r *rewriter) fragment(at position, s string) string {
	if strings.HasPrefix(s, "/") || strings.HasPrefix(s, "!/") {
		return r.url(at, s)
	}
	return r.form(at.in(InQuery), s, "&")
}

// path replaces secrets in the segments of a path, and the segment behind a word such as reset
// if it is no ordinary one.
func (r *rewriter) path(at position, s string) string {
	segments := strings.Split(s, "/")
	isBehindSecret := false
	for i, segment := range segments {
		decoded := spelling.Percent.Decode(segment)
		switch {
		case r.names.contract.segments[decoded]:
		case isBehindSecret && redact.IsOpaque(decoded):
			decoded = r.secret(redact.Credential, at.place, decoded)
		default:
			decoded = r.words(at, decoded)
		}
		isBehindSecret = redact.AnnouncesSecret(segment)
		segments[i] = spelling.Percent.Replace(segment, decoded)
	}
	return strings.Join(segments, "/")
}

// form returns the pairs of a form or a query with their secrets replaced.
func (r *rewriter) form(at position, s, separators string) string {
	if s == "" {
		return s
	}
	if at.place != InQuery {
		at = at.in(InForm)
	}
	var b strings.Builder
	for len(s) > 0 {
		end := strings.IndexAny(s, separators)
		if end < 0 {
			end = len(s)
		}
		b.WriteString(r.pair(at, s[:end]))
		if s = s[end:]; s != "" {
			b.WriteByte(s[0])
			s = s[1:]
		}
	}
	return b.String()
}

// pair returns a pair of a form with its secret replaced. One without a name is a value.
func (r *rewriter) pair(at position, s string) string {
	name, value, ok := strings.Cut(s, "=")
	if !ok {
		return r.formText(at, "", s)
	}
	return r.formText(at, "", name) + "=" + r.formText(at, spelling.Form.Decode(name), value)
}

func (r *rewriter) formText(at position, name, s string) string {
	decoded := spelling.Form.Decode(s)
	return spelling.Form.Replace(s, r.named(at.nested(), lastName(name), decoded))
}

// lastName returns the innermost name of a parameter such as user[password].
func lastName(name string) string {
	name = strings.TrimSuffix(name, "[]")
	if inner, ok := strings.CutSuffix(name, "]"); ok {
		return inner[strings.LastIndexByte(inner, '[')+1:]
	}
	return name
}
