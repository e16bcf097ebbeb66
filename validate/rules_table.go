package validate

// rules is the table that [Rules] hands out: the texts that the command line
// and the documentation show, in the order of the constants in rules.go.
var rules = []Rule{
	{
		ID:      OperationUndocumented,
		Level:   LevelWarning,
		Summary: "the host is the contract's, but no operation matches method and path",
		Help: "A client that calls what the document does not describe has no promise to rely on: nothing " +
			"of the response can be judged, and the next release may take it away. It is also what a " +
			"wrong base path looks like, so the run fails when no entry at all matches an operation.",
		Example: "GET /v1/videos\n\nwhere the document only knows GET /v3/videos",
		Mend: "Describe the operation in the document, or correct the client's method or path. " +
			"Traffic that is not meant to be checked is left out with --exclude.",
		Source: "OpenAPI 3.0.3, Paths Object; RFC 9110, section 9",
	},
	{
		ID:      StatusUndocumented,
		Level:   LevelError,
		Summary: "the operation documents no response for the status code",
		Help: "Callers branch on status codes. One that the document does not mention, not as itself, not as " +
			"a range such as 4XX and not as default, reaches no branch that anybody wrote, and most " +
			"generated clients drop its body without a word.",
		Example: "HTTP/1.1 502 Bad Gateway\nContent-Type: text/html\n\n<html>…",
		Mend: "Add the status to the operation's responses if the server means it; otherwise answer with " +
			"a documented one. For a status that only the edge sends, a default response says enough.",
		Source: "OpenAPI 3.0.3, Responses Object; RFC 9110, section 15",
	},
	{
		ID:      ContentTypeUndocumented,
		Level:   LevelError,
		Summary: "the response documents no such media type",
		Help: "The media type tells a client which parser to take. With one that the document does not list " +
			"there is no schema to hold the content against, and a client that trusts the document " +
			"parses the wrong thing.",
		Example: "HTTP/1.1 200 OK\nContent-Type: text/plain\n\n{\"data\":{}}",
		Mend: "Send the documented Content-Type, or add the media type to the response's content in the " +
			"document. A field that is missing altogether counts as a type that is not documented.",
		Source: "OpenAPI 3.0.3, Media Types and Response Object; RFC 9110, section 8.3",
	},
	{
		ID:      ContentTypeConflict,
		Level:   LevelError,
		Summary: "several Content-Type headers that contradict each other",
		Help: "A response has one Content-Type. Where a server and a proxy each add their own, some clients take the " +
			"first, some the last, and some both as one type that does not exist, so the same body is parsed in " +
			"different ways. Headers that agree, with or without a charset, do not contradict each other.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Type: text/html\n\n{\"data\":{}}",
		Mend:    "Set the header in one place, and let proxies replace it instead of adding another.",
		Source:  "RFC 9110, sections 5.3 and 8.3",
	},
	{
		ID:      BodyUndocumented,
		Level:   LevelWarning,
		Summary: "a body where the response documents none",
		Help: "A response without content in the document says that there is no body. Clients that are generated from " +
			"it drop what comes all the same, and no rule can check it. Statuses 204 and 205 never have a body.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\":1}\n\nwhere the response has a description and no content",
		Mend:    "Document the body with its media type and schema, or send none.",
		Source:  "OpenAPI 3.0.3, Response Object; RFC 9110, sections 6.4 and 15.3.6",
	},
	{
		ID:      BodyUnreadable,
		Level:   LevelError,
		Summary: "the content should be JSON and is not: syntax, trailing data, duplicate names, invalid UTF-8, cut off",
		Help: "Lenient parsers disagree about such content: one takes the first of two equal names, another " +
			"the last, a third refuses. So the same response succeeds for one client and fails for the next. " +
			"Only content that every parser reads in the same way is judged further.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_not_found\",\"mess",
		Mend: "Write the content with a JSON encoder and send it whole. If it ends early, look for a proxy " +
			"that cuts it, a wrong Content-Length, or a recorder with a size limit.",
		Source: "RFC 8259; RFC 7493 (I-JSON), section 2",
	},
	{
		ID:      BodySchema,
		Level:   LevelError,
		Summary: "the content breaks its schema, and no rule about errors says it better",
		Help: "The schema is what generated clients decode into. A member that is missing, or has another " +
			"type, becomes a zero value or a decoding failure far away from its cause.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"data\":{\"duration\":\"12.5\"}}\n\nwhere duration is documented as a number",
		Mend: "Compare the instance location with the line of the document that the finding names, and correct " +
			"whichever of the two is wrong.",
		Source: "OpenAPI 3.0.3, Schema Object; JSON Schema Validation (Wright draft 00)",
	},
	{
		ID:      MemberUndocumented,
		Level:   LevelOff,
		Summary: "a body has a member that its open schema does not name",
		Help: "An open schema allows any member, so a response with members that the document lacks conforms. Clients " +
			"begin to use them, and the next release removes them without a word. The rule is off; " +
			"--level member-undocumented=warning turns it on. A schema names a member by properties, " +
			"patternProperties, or an additionalProperties that says what members are like; one that names none " +
			"is a map, whose members are not reported. Members of error objects are not its subject.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\":1,\"debug\":{}}\n\nwhere the schema has only the property id",
		Mend:    "Document the member, or leave it out of the response.",
		Source:  "JSON Schema Core 2020-12, section 10.3.2; OpenAPI 3.0.3, Schema Object",
	},
	{
		ID:      BodyFormat,
		Level:   LevelError,
		Summary: "a string or number in the body breaks an asserted format",
		Help: "Clients parse dates, identifiers and addresses by the format that the document promises, and fail on " +
			"others: a date-time without an offset is another moment in each time zone. Asserted are date, " +
			"date-time, time, duration, uuid, ipv4, ipv6, email, hostname, uri, uri-reference, byte, int32 and " +
			"int64; all other formats are annotations. --schema-formats=annotate asserts none.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"created_at\":\"2026-02-30T10:00:00\"}\n\nwhere created_at has the format date-time",
		Mend: "Send the value in the documented format, or correct the format in the document: a Unix time is an " +
			"integer, not a date-time.",
		Source: "OpenAPI 3.1, Data Types; JSON Schema Validation 2020-12, section 7; RFC 3339",
	},
	{
		ID:      WriteOnlyPresent,
		Level:   LevelWarning,
		Summary: "a response contains a member that is writeOnly",
		Help: "What is writeOnly may be sent in a request and should not be sent in a response: mostly it is a " +
			"password, a key or a file that is not to be read again.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\":\"u1\",\"password\":\"…\"}\n\nwhere password is writeOnly",
		Mend:    "Leave the member out of the response, or remove writeOnly from its schema.",
		Source:  "OpenAPI 3.0.3, Schema Object; JSON Schema Validation 2020-12, section 9.4",
	},
	{
		ID:      HeaderSchema,
		Level:   LevelError,
		Summary: "a documented response field is missing though required, or breaks its schema",
		Help: "Fields carry what clients act on without looking at the content: pagination, limits, locations. " +
			"Retry-After is not judged here; it has rules of its own.",
		Example: "HTTP/1.1 200 OK\nX-RateLimit-Remaining: many\n\nwhere the field is documented as an integer",
		Mend:    "Send the field as documented, or correct its schema. A field that may be left out is not required: true.",
		Source:  "OpenAPI 3.0.3, Header Object; RFC 9110, section 5",
	},
	{
		ID:      EnvelopeMissing,
		Level:   LevelError,
		Summary: "an error status without the error envelope",
		Help: "Callers read the error's code to decide what to do next. Without the envelope they are left with " +
			"the status code, which often stands for several causes. The finding names what came instead: " +
			"the shape of another version of the API, HTML, or nothing.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"code\":400543,\"message\":\"Video not found\",\"data\":null}",
		Mend: "Answer with the envelope that the document describes. HTML and empty content usually come from a " +
			"gateway in front of the server: give the gateway an error page in the API's shape.",
		Source: "the document's error table: x-error-table, envelope and legacyFormats",
	},
	{
		ID:      CodeUnknown,
		Level:   LevelError,
		Summary: "an error code that the error table does not have",
		Help: "A client can only react to codes that it has heard of. A new code reaches the branch for the " +
			"unknown: it is not retried, not explained, and nobody learns that it exists. What hangs on the " +
			"code (its page, its param, its Retry-After) cannot be judged either.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"error\":{\"code\":\"not_found\",\"message\":\"No such video.\",\"doc_url\":\"…\"}}",
		Mend: "Use a code of the table (`apicontract codes` lists them), or add the code to the document: to the " +
			"enum of its status and to the error table.",
		Source: "the document's error table: the code enums of its error responses",
	},
	{
		ID:      CodeStatus,
		Level:   LevelError,
		Summary: "an error code with a status that is not its own",
		Help: "Clients, proxies and retry policies look at the status first and at the code second. When the two " +
			"disagree, one half of them does the wrong thing: a cause that waiting cannot cure is retried, " +
			"a throttled client gives up, a missing resource counts as an outage.",
		Example: "HTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_not_found\",\"message\":\"…\",\"doc_url\":\"…\"}}\n\nwhere the table has video_not_found under 404",
		Mend: "Send the code with its own status (`apicontract explain CODE` names it), or choose the code that " +
			"belongs to the status. If the server is right, move the code in the document.",
		Source: "the document's error table: the code enums of its error responses; RFC 9110, section 15",
	},
	{
		ID:      MessageEmpty,
		Level:   LevelError,
		Summary: "no error message, or a blank one",
		Help: "The message is what a person finds in a log at night. A code alone says which kind of fault it " +
			"was, never which value, which limit or which resource.",
		Example: "HTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{\"error\":{\"code\":\"invalid_parameter\",\"message\":\" \",\"doc_url\":\"…\"}}",
		Mend:    "Say what went wrong and, where it is known, what would put it right.",
		Source:  "the document's error table: x-error-table, envelope; RFC 9457, section 3.1.4 (detail)",
	},
	{
		ID:      MessageIncomplete,
		Level:   LevelNote,
		Summary: "the error message lacks what the error table promises for the code",
		Help: "For some codes the table promises facts that stand nowhere else in the response: an amount had and " +
			"an amount needed, the address that could not be fetched, the field at fault. Without them the " +
			"caller has to guess.",
		Example: "HTTP/1.1 402 Payment Required\nContent-Type: application/json\n\n{\"error\":{\"code\":\"insufficient_credit\",\"message\":\"Not enough credits.\",\"doc_url\":\"…\"}}\n\nwhere the message has to give two numbers",
		Mend:    "Put the promised facts into the message, or take the promise out of the error table.",
		Source:  "the document's error table: x-error-table, message",
	},
	{
		ID:      DocURL,
		Level:   LevelError,
		Summary: "the link to the documentation is missing, null, or not this code's",
		Help: "The link is how a developer gets from an error to its cure. One that leads to another code's " +
			"section explains the wrong fault, which is worse than none.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_not_found\",\"message\":\"…\",\"doc_url\":null}}",
		Mend:    "Send the URL that the error table has for the code; `apicontract explain CODE` prints it.",
		Source:  "the document's error table: x-error-table, docUrl",
	},
	{
		ID:      ParamUnexpected,
		Level:   LevelWarning,
		Summary: "param on a code that concerns no field of the request, or param: null",
		Help: "Clients take param as the name of the input to mark as wrong. On a code that is about rights, load " +
			"or a missing resource it marks an input that is right. Null is neither a name nor its absence: " +
			"leave the member out.",
		Example: "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{\"error\":{\"code\":\"unauthorized\",\"message\":\"…\",\"param\":\"title\",\"doc_url\":\"…\"}}",
		Mend:    "Leave param out, or choose a code that concerns the field.",
		Source:  "the document's error table: x-error-table, param",
	},
	{
		ID:      RetryAfterMissing,
		Level:   LevelError,
		Summary: "no Retry-After field, though the error table requires it for the code",
		Help: "A client that is told to slow down but not for how long has to guess. Guesses that are too short " +
			"keep the limit closed, and those of many clients come in step.",
		Example: "HTTP/1.1 429 Too Many Requests\nContent-Type: application/json\n\n{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"…\",\"doc_url\":\"…\"}}",
		Mend:    "Send Retry-After with the seconds until the next request has a chance.",
		Source:  "RFC 9110, section 10.2.3; RFC 6585, section 4; the document's error table: retryAfter",
	},
	{
		ID:      RetryAfterInvalid,
		Level:   LevelError,
		Summary: "a Retry-After field that is neither whole seconds nor an HTTP-date",
		Help: "Clients that cannot read the field either ignore it and retry at once, or fail. Fractions, units " +
			"and signs are the usual mistakes.",
		Example: "HTTP/1.1 429 Too Many Requests\nRetry-After: 1.5s",
		Mend:    "Send whole seconds, such as 30, or an HTTP-date, such as Sun, 06 Nov 1994 08:49:37 GMT.",
		Source:  "RFC 9110, sections 10.2.3 and 5.6.7",
	},
	{
		ID:      RetryAfterUnexpected,
		Level:   LevelWarning,
		Summary: "a Retry-After field on a code that no wait can help",
		Help: "The field invites a retry. Where only another request, another key or another plan can succeed, " +
			"the retry costs time, load and sometimes money, and ends where it began.",
		Example: "HTTP/1.1 404 Not Found\nRetry-After: 5\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_not_found\",\"message\":\"…\",\"doc_url\":\"…\"}}",
		Mend:    "Leave the field out. If waiting does help, change the code's retryAfter in the error table.",
		Source:  "RFC 9110, section 10.2.3; the document's error table: retry and retryAfter",
	},
	{
		ID:      ErrorInSuccess,
		Level:   LevelError,
		Summary: "a 2xx response that carries an error envelope",
		Help: "Everything between server and caller takes a 2xx for success: caches store it, retries stop, " +
			"dashboards stay green. The caller goes on with a result that is not there.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"error\":{\"code\":\"insufficient_credit\",\"message\":\"…\",\"doc_url\":\"…\"}}",
		Mend: "Answer with the code's own status. A failure that belongs to a resource, such as a job that " +
			"failed, is reported inside the resource, where its schema documents it.",
		Source: "RFC 9110, section 15.3; the document's error table: x-error-table, envelope",
	},
}
