package lint

import "strings"

// objectTable describes the objects of OpenAPI (3.0.3 and 3.1.0, section 4.7): the members of each
// and what they hold.
//
//	s string   b boolean   n number   a any value   Name an object of this table
//	[x a list of x   {x a map of x
//
// An exclamation mark means that the member is required; @0 and @1 mean that only OpenAPI 3.0, or
// only 3.1 and later, has or requires it.
var objectTable = map[string]string{
	"OpenAPI": `openapi !s, info !Info, jsonSchemaDialect s@1, servers [Server, paths !Paths@0, paths Paths@1,
		webhooks {PathItem@1, components Components, security [Security, tags [Tag, externalDocs ExternalDocs`,
	"Info":           `title !s, summary s@1, description s, termsOfService s, contact Contact, license License, version !s`,
	"Contact":        `name s, url s, email s`,
	"License":        `name !s, identifier s@1, url s`,
	"Server":         `url !s, description s, variables {ServerVariable`,
	"ServerVariable": `enum [s, default !s, description s`,
	"Components": `schemas {Schema, responses {Response, parameters {Parameter, examples {Example, requestBodies {RequestBody,
		headers {Header, securitySchemes {SecurityScheme, links {Link, callbacks {Callback, pathItems {PathItem@1`,
	"PathItem": `$ref s, summary s, description s, get Operation, put Operation, post Operation, delete Operation, options Operation,
		head Operation, patch Operation, trace Operation, servers [Server, parameters [Parameter`,
	"Operation": `tags [s, summary s, description s, externalDocs ExternalDocs, operationId s, parameters [Parameter, requestBody RequestBody,
		responses !Responses@0, responses Responses@1, callbacks {Callback, deprecated b, security [Security, servers [Server`,
	"ExternalDocs": `description s, url !s`,
	"Parameter": `name !s, in !s, description s, required b, deprecated b, allowEmptyValue b, style s, explode b, allowReserved b,
		schema Schema, example a, examples {Example, content {MediaType`,
	"Header": `description s, required b, deprecated b, allowEmptyValue b, style s, explode b, allowReserved b, schema Schema, example a,
		examples {Example, content {MediaType`,
	"RequestBody": `description s, content !{MediaType, required b`,
	"MediaType":   `schema Schema, example a, examples {Example, encoding {Encoding`,
	"Encoding":    `contentType s, headers {Header, style s, explode b, allowReserved b`,
	"Response":    `description !s, headers {Header, content {MediaType, links {Link`,
	"Example":     `summary s, description s, value a, externalValue s`,
	"Link":        `operationRef s, operationId s, parameters {a, requestBody a, description s, server Server`,
	"Tag":         `name !s, description s, externalDocs ExternalDocs`,
	"SecurityScheme": `type !s, description s, name s, in s, scheme s, bearerFormat s, flows OAuthFlows,
		openIdConnectUrl s`,
	"OAuthFlows": `implicit OAuthFlow, password OAuthFlow, clientCredentials OAuthFlow, authorizationCode OAuthFlow`,
	"OAuthFlow":  `authorizationUrl s, tokenUrl s, refreshUrl s, scopes !{s`,
}

// mapObjects are the objects whose member names the author chooses, with what each member holds.
var mapObjects = map[string]string{"Paths": "PathItem", "Responses": "Response", "Callback": "PathItem", "Security": "[s"}

// referable are the objects that a Reference Object may replace.
var referable = map[string]bool{"Response": true, "Parameter": true, "Example": true, "RequestBody": true, "Header": true,
	"SecurityScheme": true, "Link": true, "Callback": true, "PathItem": true}

// An objectMember is a member of an object in one version of OpenAPI.
type objectMember struct {
	holds    string
	required bool
	only     string // "3.0" or "3.1" if the other version lacks it; empty if both have it
}

// objectMembers holds the members of each object; the key says whether the version is 3.0.
var objectMembers = map[bool]map[string]map[string]objectMember{true: parseObjects(true), false: parseObjects(false)}

// parseObjects parses the table for OpenAPI 3.0, or for later versions. It keeps a member that the
// version lacks, with the version that has it.
func parseObjects(is30 bool) map[string]map[string]objectMember {
	all := make(map[string]map[string]objectMember)
	for object, text := range objectTable {
		all[object] = make(map[string]objectMember)
		for row := range strings.SplitSeq(text, ",") {
			name, holds, _ := strings.Cut(strings.TrimSpace(row), " ")
			holds, version, _ := strings.Cut(holds, "@")
			m := objectMember{holds: strings.TrimPrefix(holds, "!"), required: strings.HasPrefix(holds, "!")}
			if version != "" {
				m.only = "3." + version
			}
			if known, has := all[object][name]; !has || !known.appliesTo(is30) {
				all[object][name] = m
			}
		}
	}
	return all
}

func (m objectMember) appliesTo(is30 bool) bool { return m.only == "" || (m.only == "3.0") == is30 }
