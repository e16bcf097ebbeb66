package errorbody

import (
	"cmp"
	"encoding/json"
	"strings"
)

// foreignMessage finds the message in the error bodies of gateways, frameworks and proxies, which
// do not have the API's format. It prefers messages about this error to messages that are the same
// for all errors of a kind.
func (m members) foreignMessage() string {
	return cmp.Or(
		m.oauthMessage(),
		itemMessage(m["detail"]),  // RFC 9457, and FastAPI
		itemMessage(m["details"]), // google.rpc.Status
		itemMessage(m["errors"]),  // GraphQL, JSON:API, and many frameworks
		textOf(m["Message"]),      // AWS
		textOf(m["msg"]),
		textOf(m["title"]), // RFC 9457: the same for all errors of a type
	)
}

// oauthMessage reads {"error":"invalid_token","error_description":…} (RFC 6749, section 5.2), or
// the error alone, as gateways send it.
func (m members) oauthMessage() string {
	name, description := textOf(m["error"]), textOf(m["error_description"])
	if name != "" && description != "" {
		return name + ": " + description
	}
	return cmp.Or(description, name)
}

// itemMessage returns the message of a value that describes an error: a string, an
// object with a message, or the first item of a list of these.
func itemMessage(raw json.RawMessage) string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		raw = list[0]
	}
	if isString(raw) {
		return textOf(raw)
	}
	item, _ := objectOf(raw)
	message := cmp.Or(textOf(item["message"]), textOf(item["msg"]), textOf(item["detail"]), textOf(item["title"]))
	if field := joinPath(item["loc"]); field != "" && message != "" {
		return field + ": " + message
	}
	return message
}

// joinPath joins the path of a member in FastAPI's form: ["body","title"].
func joinPath(raw json.RawMessage) string {
	var path []json.RawMessage
	_ = json.Unmarshal(raw, &path) // stays empty for anything but a list
	names := make([]string, 0, len(path))
	for _, step := range path {
		names = append(names, textOf(step))
	}
	return strings.Join(names, ".")
}
