package mediatype

import "strings"

// A Kind says how a body is decoded.
type Kind uint8

// The kinds.
const (
	Opaque       Kind = iota // a body that is not decoded, such as an image
	Structured               // data in a form that is not decoded, such as XML
	JSON                     // RFC 8259
	JSONLines                // a JSON text on each line (NDJSON, JSON Lines)
	JSONSequence             // JSON texts, each after a record separator (RFC 7464)
	EventStream              // server-sent events (HTML Living Standard, section 9.2)
	Text                     // one string
	Form                     // application/x-www-form-urlencoded
	Multipart                // RFC 2046, section 5.1
)

// kinds are the kinds of media types whose names do not show it.
var kinds = map[string]Kind{
	"application/json": JSON,
	"text/json":        JSON,

	"application/x-ndjson":              JSONLines,
	"application/ndjson":                JSONLines,
	"application/nd-json":               JSONLines,
	"application/jsonl":                 JSONLines,
	"application/x-jsonl":               JSONLines,
	"application/jsonlines":             JSONLines,
	"application/x-jsonlines":           JSONLines,
	"application/json-lines":            JSONLines,
	"application/x-json-lines":          JSONLines,
	"application/stream+json":           JSONLines,
	"application/x-stream+json":         JSONLines,
	"application/x-json-stream":         JSONLines,
	"text/x-ndjson":                     JSONLines,
	"text/ndjson":                       JSONLines,
	"text/jsonl":                        JSONLines,
	"text/x-jsonl":                      JSONLines,
	"application/json-seq":              JSONSequence,
	"text/event-stream":                 EventStream,
	"application/x-www-form-urlencoded": Form,

	"application/xml":                 Structured,
	"application/csv":                 Structured,
	"application/yaml":                Structured,
	"application/x-yaml":              Structured,
	"application/vnd.yaml":            Structured,
	"application/toml":                Structured,
	"application/cbor":                Structured,
	"application/msgpack":             Structured,
	"application/x-msgpack":           Structured,
	"application/vnd.msgpack":         Structured,
	"application/protobuf":            Structured,
	"application/x-protobuf":          Structured,
	"application/vnd.google.protobuf": Structured,
	"application/bson":                Structured,
	"application/avro":                Structured,
	"application/graphql":             Text,
	"application/javascript":          Text,
}

// suffixes are the kinds of structured syntax suffixes (RFC 6839, RFC 8091).
var suffixes = map[string]Kind{
	"json": JSON, "ndjson": JSONLines, "jsonl": JSONLines, "json-seq": JSONSequence,
	"xml": Structured, "yaml": Structured, "cbor": Structured, "cbor-seq": Structured,
	"protobuf": Structured, "msgpack": Structured, "ber": Structured, "der": Structured,
}

// KindOf returns the kind of a media type, in lower case and without parameters.
func KindOf(essence string) Kind {
	if kind, known := kinds[essence]; known {
		return kind
	}
	top, sub, _ := strings.Cut(essence, "/")
	switch top {
	case "image", "audio", "video", "font", "model":
		return Opaque // image/svg+xml is an image
	}
	if i := strings.LastIndexByte(sub, '+'); i >= 0 {
		if kind, known := suffixes[sub[i+1:]]; known {
			return kind
		}
	}
	switch top {
	case "text":
		return Text
	case "multipart":
		return Multipart
	}
	return Opaque
}
