package traffic

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/apicontract/apicontract/validate"
)

// A failure is an error response in the making: faults change one thing of it.
type failure struct {
	status     int
	retryAfter string // empty: none
	members    []member
}

// A member is one of the error object, its value as JSON.
type member struct{ name, value string }

// fail makes an error response that conforms.
func (g *Generator) fail(x *Exchange) {
	g.failWith(x, pick(g, g.codes), func(*failure) {})
}

// failWith makes an error response of a code, after change.
func (g *Generator) failWith(x *Exchange, code validate.Code, change func(*failure)) {
	f := g.failure(code)
	change(&f)
	g.anyRequest(x)
	g.respond(x, f.status, g.json())
	if f.retryAfter != "" {
		name := pick(g, []string{"retry-after", "Retry-After"})
		x.Response.Fields = append(x.Response.Fields, validate.Field{Name: name, Value: f.retryAfter})
	}
	x.Response.Content = f.append(x.Response.Content)
}

// anyRequest fills in the request of some operation.
func (g *Generator) anyRequest(x *Exchange) {
	op := pick(g, g.singles)
	if g.chance(30) {
		op = pick(g, g.pages)
	}
	g.request(x, op.method, op.template)
}

// failure is what the error table promises for a code.
func (g *Generator) failure(code validate.Code) failure {
	f := failure{status: code.Statuses[0]}
	param := ""
	if code.Param == validate.Optional && g.chance(50) {
		param = pick(g, []string{"title", "video_inputs[0].voice.voice_id", "dimension.width", "url", "script"})
	}
	f.members = []member{
		{"code", quoted(code.Name)},
		{"message", quoted(g.message(code.Message, param))},
		{"doc_url", quoted(code.DocURL)},
	}
	if param != "" {
		f.members = append(f.members, member{"param", quoted(param)})
	}
	// The order differs from response to response, as it does in the wild.
	g.rnd.Shuffle(len(f.members), func(i, j int) { f.members[i], f.members[j] = f.members[j], f.members[i] })
	if code.RetryAfter == validate.Required || code.RetryAfter == validate.Optional && g.chance(50) {
		f.retryAfter = g.delay()
	}
	return f
}

func (g *Generator) message(promise validate.Promise, param string) string {
	text := pick(g, []string{
		"This cannot be done.", "The request was refused: \"see below\".", "Something is missing or not as it should be.",
		"Die Anfrage wurde abgelehnt – bitte prüfen.",
	})
	if promise.Numbers > 0 {
		text += fmt.Sprintf(" The account holds %d credits, this takes %d.", g.rnd.IntN(10), 10+g.rnd.IntN(90))
	}
	if promise.URL {
		text += fmt.Sprintf(" Not readable: https://files.example.net/%s.mp4?expires=1", g.identifier())
	}
	if promise.Param && param != "" {
		text += " Look at " + param + "."
	}
	return text
}

// delay is a Retry-After in both of its forms.
func (g *Generator) delay() string {
	if g.chance(20) {
		return g.clock.Add(time.Minute).Format(http.TimeFormat)
	}
	return strconv.Itoa(1 + g.rnd.IntN(120))
}

// member returns the member called name; there is one.
func (f *failure) member(name string) *member {
	for i := range f.members {
		if f.members[i].name == name {
			return &f.members[i]
		}
	}
	f.members = append(f.members, member{name: name})
	return &f.members[len(f.members)-1]
}

func (f *failure) remove(name string) {
	for i := range f.members {
		if f.members[i].name == name {
			f.members = append(f.members[:i], f.members[i+1:]...)
			return
		}
	}
}

// append writes the envelope.
func (f *failure) append(b []byte) []byte {
	b = append(b, `{"error":`...)
	return append(f.object(b), '}')
}

// object writes the error object.
func (f *failure) object(b []byte) []byte {
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

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string is always JSON
	}
	return string(b)
}
