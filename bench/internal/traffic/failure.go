package traffic

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/apicontract/apicontract/validate"
)

// An errorResponse is an error response to be encoded. A fault changes one part of it.
type errorResponse struct {
	status     int
	retryAfter string // empty means none
	members    []errorMember
}

// An errorMember is a member of the error object. Its value is JSON.
type errorMember struct{ name, value string }

// makeError generates an error response that conforms.
func (g *Generator) makeError(x *Exchange) {
	g.makeErrorWith(x, pickOne(g, g.codes), func(*errorResponse) {})
}

// makeErrorWith generates an error response with a code, and changes it with change.
func (g *Generator) makeErrorWith(x *Exchange, code validate.ErrorCode, change func(*errorResponse)) {
	f := g.newErrorResponse(code)
	change(&f)
	g.anyRequest(x)
	g.fillResponse(x, f.status, g.jsonType())
	if f.retryAfter != "" {
		name := pickOne(g, []string{"retry-after", "Retry-After"})
		x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: name, Value: f.retryAfter})
	}
	x.Response.Body = f.appendEnvelope(x.Response.Body)
}

// anyRequest sets the request to one of a random operation.
func (g *Generator) anyRequest(x *Exchange) {
	op := pickOne(g, g.singles)
	if g.chance(30) {
		op = pickOne(g, g.pages)
	}
	g.fillRequest(x, op.method, op.template)
}

// newErrorResponse returns the error response that the error table requires for a code.
func (g *Generator) newErrorResponse(code validate.ErrorCode) errorResponse {
	f := errorResponse{status: code.Statuses[0]}
	param := ""
	if code.Param == validate.Optional && g.chance(50) {
		param = pickOne(g, []string{"title", "video_inputs[0].voice.voice_id", "dimension.width", "url", "script"})
	}
	f.members = []errorMember{
		{"code", quoteJSON(code.Name)},
		{"message", quoteJSON(g.newMessage(code.Message, param))},
		{"doc_url", quoteJSON(code.DocURL)},
	}
	if param != "" {
		f.members = append(f.members, errorMember{"param", quoteJSON(param)})
	}
	// The order differs from response to response, as in real traffic.
	g.rnd.Shuffle(len(f.members), func(i, j int) { f.members[i], f.members[j] = f.members[j], f.members[i] })
	if code.RetryAfter == validate.Required || code.RetryAfter == validate.Optional && g.chance(50) {
		f.retryAfter = g.newRetryAfter(code.DelayForm)
	}
	return f
}

func (g *Generator) newMessage(promise validate.MessageRequirements, param string) string {
	text := pickOne(g, []string{
		"This cannot be done.", "The request was refused: \"see below\".", "Something is missing or not as it should be.",
		"Die Anfrage wurde abgelehnt – bitte prüfen.",
	})
	if promise.Numbers > 0 {
		text += fmt.Sprintf(" The account holds %d credits, this takes %d.", g.rnd.IntN(10), 10+g.rnd.IntN(90))
	}
	if promise.URL {
		text += fmt.Sprintf(" Not readable: https://files.example.net/%s.mp4?expires=1", g.newID())
	}
	if promise.Param && param != "" {
		text += " Look at " + param + "."
	}
	return text
}

// newRetryAfter returns a Retry-After in the given form, or in either form if none is given.
func (g *Generator) newRetryAfter(form validate.DelayForm) string {
	if form != validate.DelaySeconds && g.chance(20) {
		return g.clock.Add(time.Minute).Format(http.TimeFormat)
	}
	return strconv.Itoa(1 + g.rnd.IntN(120))
}

// memberNamed returns the member called name, which must exist.
func (f *errorResponse) memberNamed(name string) *errorMember {
	for i := range f.members {
		if f.members[i].name == name {
			return &f.members[i]
		}
	}
	f.members = append(f.members, errorMember{name: name})
	return &f.members[len(f.members)-1]
}

func (f *errorResponse) removeMember(name string) {
	for i := range f.members {
		if f.members[i].name == name {
			f.members = append(f.members[:i], f.members[i+1:]...)
			return
		}
	}
}

// appendEnvelope appends the envelope.
func (f *errorResponse) appendEnvelope(b []byte) []byte {
	b = append(b, `{"error":`...)
	return append(f.appendObject(b), '}')
}

// appendObject appends the error object.
func (f *errorResponse) appendObject(b []byte) []byte {
	b = append(b, '{')
	for i, m := range f.members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, m.name...)
		b = append(b, `":`...)
		b = append(b, m.value...)
	}
	return append(b, '}')
}

func quoteJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be encoded
	}
	return string(b)
}
