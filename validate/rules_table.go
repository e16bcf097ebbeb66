package validate

// rules is the table that [Rules] returns, in the order of the constants in
// rules.go. The command line and the documentation show its texts.
var rules = []Rule{
	{
		ID:      OperationUndocumented,
		Level:   LevelWarning,
		Summary: "the host is the contract's, but no operation matches method and path",
		Help: "The document says nothing about such a call: its response cannot be checked, and the next release " +
			"may remove it. A wrong base path has the same effect, so the run fails if no entry matches an " +
			"operation.",
		Example: "GET /v1/videos\n\nwhere the document has only GET /v3/videos",
		Fix:     "Add the operation to the document, or correct the client's method or path.",
		Source:  "OpenAPI 3.0.3, Paths Object; RFC 9110, section 9",
	},
	{
		ID:      OperationRetired,
		Level:   LevelError,
		Summary: "a call that the contract lists as retired",
		Help: "The contract says from which day on the call is retired, and which operation replaces it. The call breaks the " +
			"rule before that day, too, because the client has to change before it; the message says whether the day had " +
			"passed when the call was made, by the time in the capture. The response is not checked, and an error in the " +
			"format of another version of the API is right there. With the level off, such a call counts as undocumented.",
		Example: "POST /v2/video/generate\n\nwhere the contract has it under `retired`, with the successor POST /v3/videos",
		Fix:     "Call the successor that the message names. If the call is not retired, remove it from `retired`.",
		Source:  "the document's error table: x-error-table, retired",
	},
	{
		ID:      OperationPreview,
		Level:   LevelNote,
		Summary: "a call of an operation that the contract marks as a preview",
		Help: "A preview may change or disappear without notice, and keys without access to it are refused. The contract " +
			"describes it as it was seen; the response is checked as any other.",
		Example: "POST /v3/workflows\n\nwhere the contract has /v3/workflows/** under `preview`",
		Fix:     "Expect changes, or use an operation that is not a preview. If it is one no longer, remove it from `preview`.",
		Source:  "the document's error table: x-error-table, preview",
	},
	{
		ID:      ResponseDeprecated,
		Level:   LevelNote,
		Summary: "a response with a Deprecation or Sunset header",
		Help: "The server says that the operation is deprecated, or on which day it goes away. Clients that ignore it stop working " +
			"on that day. The dates of both headers are shown, if they are of the form that the standards have.",
		Example: "HTTP/1.1 200 OK\nDeprecation: @1775001600\nSunset: Sat, 31 Oct 2026 23:59:59 GMT\nContent-Type: application/json\n\n{\"data\":{}}",
		Fix:     "Call what replaces the operation before that day.",
		Source:  "RFC 9745, section 2; RFC 8594, section 3",
	},
	{
		ID:      StatusUndocumented,
		Level:   LevelError,
		Summary: "the operation documents no response for the status code",
		Help: "Clients branch on status codes. A status that the document lists neither by number, nor by a range " +
			"such as 4XX, nor by default reaches no branch, and most generated clients drop its body.",
		Example: "HTTP/1.1 502 Bad Gateway\nContent-Type: text/html\n\n<html>…",
		Fix: "Add the status to the operation's responses if the server sends it on purpose; otherwise respond with " +
			"a documented status. A default response covers statuses that only a gateway sends.",
		Source: "OpenAPI 3.0.3, Responses Object; RFC 9110, section 15",
	},
	{
		ID:      ContentTypeUndocumented,
		Level:   LevelError,
		Summary: "the response documents no such media type",
		Help: "The media type tells a client which parser to use. A media type that the document does not list has " +
			"no schema, so the body cannot be checked, and a client that trusts the document fails to parse it.",
		Example: "HTTP/1.1 200 OK\nContent-Type: text/plain\n\n{\"data\":{}}",
		Fix: "Send the documented Content-Type, or add the media type to the response's content in the " +
			"document. A missing Content-Type header counts as undocumented.",
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
		Fix:     "Set the header in one place, and let proxies replace it instead of adding another.",
		Source:  "RFC 9110, sections 5.3 and 8.3",
	},
	{
		ID:      BodyUndocumented,
		Level:   LevelWarning,
		Summary: "a body where the response documents none",
		Help: "A response without content in the document says that there is no body. Clients that are generated from " +
			"it drop what comes all the same, and no rule can check it. Statuses 204 and 205 never have a body.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\":1}\n\nwhere the response has a description and no content",
		Fix:     "Document the body with its media type and schema, or send none.",
		Source:  "OpenAPI 3.0.3, Response Object; RFC 9110, sections 6.4 and 15.3.6",
	},
	{
		ID:      BodyUnreadable,
		Level:   LevelError,
		Summary: "the body should be JSON and is not: syntax, trailing data, duplicate names, invalid UTF-8, cut off",
		Help: "JSON parsers disagree about such a body: of two equal names one parser takes the first, another " +
			"the last, and a third fails. The same response works for one client and fails for the next. " +
			"No other rule checks such a body.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_not_found\",\"mess",
		Fix: "Write the body with a JSON encoder and send all of it. If it ends early, look for a proxy " +
			"that cuts it off, a wrong Content-Length, or a recorder with a size limit.",
		Source: "RFC 8259; RFC 7493 (I-JSON), section 2",
	},
	{
		ID:      BodySchema,
		Level:   LevelError,
		Summary: "the body does not match its schema, and no more specific rule applies",
		Help: "Generated clients decode bodies into types made from the schema. A member that is missing or has " +
			"another type becomes a zero value, or an error far away from its cause.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"data\":{\"duration\":\"12.5\"}}\n\nwhere duration is documented as a number",
		Fix: "Compare the body at the instance location with the line of the document that the finding names, and " +
			"correct the one that is wrong.",
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
		Fix:     "Document the member, or leave it out of the response.",
		Source:  "JSON Schema Core 2020-12, section 10.3.2; OpenAPI 3.0.3, Schema Object",
	},
	{
		ID:      BodyFormat,
		Level:   LevelError,
		Summary: "a string or number in the body breaks an asserted format",
		Help: "Clients parse dates, identifiers and addresses in the documented format and fail on others. A " +
			"date-time without an offset, for example, is a different moment in each time zone. The asserted " +
			"formats are date, date-time, time, duration, uuid, ipv4, ipv6, email, hostname, uri, uri-reference, " +
			"byte, int32 and int64; all others are annotations. The option schema-formats=annotate asserts none.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"created_at\":\"2026-02-30T10:00:00\"}\n\nwhere created_at has the format date-time",
		Fix: "Send the value in the documented format, or correct the format in the document: a Unix time is an " +
			"integer, not a date-time.",
		Source: "OpenAPI 3.1, Data Types; JSON Schema Validation 2020-12, section 7; RFC 3339",
	},
	{
		ID:      WriteOnlyPresent,
		Level:   LevelWarning,
		Summary: "a response contains a member that is writeOnly",
		Help: "A writeOnly member may be sent in a request and should not appear in a response. It is often a " +
			"password or a key.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\":\"u1\",\"password\":\"…\"}\n\nwhere password is writeOnly",
		Fix:     "Remove the member from the response, or remove writeOnly from its schema.",
		Source:  "OpenAPI 3.0.3, Schema Object; JSON Schema Validation 2020-12, section 9.4",
	},
	{
		ID:      HeaderSchema,
		Level:   LevelError,
		Summary: "a required response header is missing, or a documented one does not match its schema",
		Help: "Clients use headers without reading the body, for pagination, rate limits and locations. " +
			"Retry-After has its own rules and is not checked by this one.",
		Example: "HTTP/1.1 200 OK\nX-RateLimit-Remaining: many\n\nwhere the header is documented as an integer",
		Fix:     "Send the header as documented, or correct its schema. Remove required: true from a header that is optional.",
		Source:  "OpenAPI 3.0.3, Header Object; RFC 9110, section 5",
	},
	{
		ID:      EnvelopeMissing,
		Level:   LevelError,
		Summary: "an error status without the error envelope",
		Help: "Clients read the error's code to decide what to do next. Without the envelope they have only " +
			"the status, which often has several causes. The finding names the actual format: " +
			"the error format of another version of the API, HTML, or nothing.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"code\":400543,\"message\":\"Video not found\",\"data\":null}",
		Fix: "Send the envelope that the document describes. HTML and empty bodies usually come from a " +
			"gateway in front of the server: configure it to send errors in the API's format.",
		Source: "the document's error table: x-error-table, envelope and legacyFormats",
	},
	{
		ID:      EnvelopeMemberUnknown,
		Level:   LevelNote,
		Summary: "a member inside or beside the error object that the contract does not document",
		Help: "The schema allows further members, so that clients must ignore them. Still, what the contract does not " +
			"document may change or disappear, and a name that differs little from a documented one is often a mistake.",
		Example: "HTTP/1.1 409 Conflict\nContent-Type: application/json\n\n{\"error\":{\"code\":\"request_in_progress\",\"message\":\"…\",\"video_id\":\"…\",\"doc_url\":\"…\"}}\n\nwhere no schema of the response names video_id",
		Fix:     "Add the member to the schema, or do not send it.",
		Source:  "the document's error table: x-error-table, envelope; OpenAPI 3.0.3, Schema Object",
	},
	{
		ID:      CodeUnknown,
		Level:   LevelError,
		Summary: "an error code that the error table does not have",
		Help: "A client can only react to codes that are documented. An unknown code is neither retried nor " +
			"explained. The rules that depend on the code (doc_url, param, Retry-After) cannot check it either.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"error\":{\"code\":\"not_found\",\"message\":\"No such video.\",\"doc_url\":\"…\"}}",
		Fix: "Use a code of the table, or add the code to the document, both to the " +
			"enum of its status and to the error table.",
		Source: "the document's error table: the code enums of its error responses",
	},
	{
		ID:      CodeUndocumented,
		Level:   LevelWarning,
		Summary: "an error code that is known to occur though the published table lacks it",
		Help: "The API sends codes that its own documentation does not have. The contract lists those that are known, so that " +
			"they are not taken for mistakes of the server; what they promise is not known, and nothing more is checked.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"error\":{\"code\":\"not_found\",\"message\":\"…\",\"doc_url\":null}}\n\nwhere the contract has not_found under `undocumented`",
		Fix:     "Treat the code by its status. If it is yours, document it: move it to `codes` and to the enum of its status.",
		Source:  "the document's error table: x-error-table, undocumented",
	},
	{
		ID:      CodeStatus,
		Level:   LevelError,
		Summary: "an error code sent with the wrong HTTP status",
		Help: "Proxies and retry policies act on the status, clients on the code. If the two disagree, one of them " +
			"does the wrong thing: a permanent error is retried, a throttled client gives up, or a missing " +
			"resource counts as an outage.",
		Example: "HTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_not_found\",\"message\":\"…\",\"doc_url\":\"…\"}}\n\nwhere the table has video_not_found with status 404",
		Fix: "Send the code with its own status, or send a code that " +
			"belongs to the status. If the server is right, correct the document.",
		Source: "the document's error table: the code enums of its error responses; RFC 9110, section 15",
	},
	{
		ID:      CodeMisplaced,
		Level:   LevelNote,
		Summary: "an error code on an operation that the error table does not list for it",
		Help: "The table says which operations answer with the code. On another one it is a surprise to callers, and " +
			"often a sign that the server reports a different fault than the one that happened.",
		Example: "DELETE /v3/lipsyncs/l1\n\nHTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_delete_failed\",\"message\":\"…\",\"doc_url\":\"…\"}}\n\nwhere the table lists DELETE /v3/videos/{video_id}",
		Fix:     "Send a code that belongs to the operation, or add the operation to the code's `operations`.",
		Source:  "the document's error table: x-error-table, operations",
	},
	{
		ID:      MessageEmpty,
		Level:   LevelError,
		Summary: "no error message, or a blank one",
		Help: "A person who reads the log needs the message. The code alone says which kind of error occurred, " +
			"not which value, limit or resource caused it.",
		Example: "HTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{\"error\":{\"code\":\"invalid_parameter\",\"message\":\" \",\"doc_url\":\"…\"}}",
		Fix:     "Say what went wrong and, if known, how to fix it.",
		Source:  "the document's error table: x-error-table, envelope; RFC 9457, section 3.1.4 (detail)",
	},
	{
		ID:      MessageIncomplete,
		Level:   LevelNote,
		Summary: "the error message lacks what the error table promises for the code",
		Help: "For some codes the table promises facts that appear nowhere else in the response: the amount left and " +
			"the amount needed, the URL that could not be fetched, the name of the wrong field. Without them the " +
			"client has to guess.",
		Example: "HTTP/1.1 402 Payment Required\nContent-Type: application/json\n\n{\"error\":{\"code\":\"insufficient_credit\",\"message\":\"Not enough credits.\",\"doc_url\":\"…\"}}\n\nwhere the message must contain two numbers",
		Fix:     "Add the promised facts to the message, or remove the requirement from the error table.",
		Source:  "the document's error table: x-error-table, message",
	},
	{
		ID:      DocURL,
		Level:   LevelError,
		Summary: "the link to the documentation is missing, null, or the link of another code",
		Help: "The link leads a developer from an error to its fix. A link to another code's section explains the " +
			"wrong error, which is worse than no link.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_not_found\",\"message\":\"…\",\"doc_url\":null}}",
		Fix:     "Send the URL that the error table lists for the code.",
		Source:  "the document's error table: x-error-table, docUrl",
	},
	{
		ID:      ParamUnexpected,
		Level:   LevelWarning,
		Summary: "`param` on a code that is not about a request field, `param` with another field, or `param: null`",
		Help: "Clients mark the input that `param` names as wrong. On a code about permissions, load " +
			"or a missing resource they would mark an input that is right. Null names no field: " +
			"omit the member instead.",
		Example: "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{\"error\":{\"code\":\"unauthorized\",\"message\":\"…\",\"param\":\"title\",\"doc_url\":\"…\"}}",
		Fix:     "Omit `param`, or send a code that is about the field. If the code is about the field, list it in the code's `fields`.",
		Source:  "the document's error table: x-error-table, param and fields",
	},
	{
		ID:      ProblemStatus,
		Level:   LevelError,
		Summary: "the `status` member of problem details differs from the HTTP status",
		Help: "Problem details repeat the status for programs that see only the body. If the two differ, a client that " +
			"reads the body and a proxy that reads the status act on different errors.",
		Example: "HTTP/1.1 404 Not Found\nContent-Type: application/problem+json\n\n{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":400}",
		Fix:     "Send the same number in both places, or leave the member out.",
		Source:  "RFC 9457, section 3.1.2",
	},
	{
		ID:      RetryAfterMissing,
		Level:   LevelError,
		Summary: "no Retry-After header, although the error table requires it for the code",
		Help: "Without Retry-After a client has to guess how long to wait. If it guesses too short, it stays " +
			"throttled, and many clients retry at the same moment.",
		Example: "HTTP/1.1 429 Too Many Requests\nContent-Type: application/json\n\n{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"…\",\"doc_url\":\"…\"}}",
		Fix:     "Send Retry-After with the number of seconds after which a retry may succeed.",
		Source:  "RFC 9110, section 10.2.3; RFC 6585, section 4; the document's error table: retryAfter",
	},
	{
		ID:      RetryAfterInvalid,
		Level:   LevelError,
		Summary: "a Retry-After header that is not in the form that the error table requires: whole seconds, an HTTP-date, or either",
		Help: "Clients that cannot parse the header ignore it and retry at once, or fail. Fractions, units " +
			"and signs are the usual mistakes.",
		Example: "HTTP/1.1 429 Too Many Requests\nRetry-After: 1.5s",
		Fix:     "Send whole seconds, such as 30, or an HTTP-date, such as Sun, 06 Nov 1994 08:49:37 GMT.",
		Source:  "RFC 9110, sections 10.2.3 and 5.6.7",
	},
	{
		ID:      RetryAfterUnexpected,
		Level:   LevelWarning,
		Summary: "a Retry-After header on a code that a retry cannot fix",
		Help: "Retry-After asks clients to retry. If only another request, key or plan can succeed, " +
			"the retry costs time and load and fails again.",
		Example: "HTTP/1.1 404 Not Found\nRetry-After: 5\nContent-Type: application/json\n\n{\"error\":{\"code\":\"video_not_found\",\"message\":\"…\",\"doc_url\":\"…\"}}",
		Fix:     "Remove the header. If a retry can succeed, change the code's retryAfter in the error table.",
		Source:  "RFC 9110, section 10.2.3; the document's error table: retry and retryAfter",
	},
	{
		ID:      ErrorInSuccess,
		Level:   LevelError,
		Summary: "a 2xx response whose body is an error envelope",
		Help: "Caches, retry policies and dashboards take a 2xx for success: the response is stored, retries stop, " +
			"and no alarm is raised. The client goes on with a result that does not exist.",
		Example: "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"error\":{\"code\":\"insufficient_credit\",\"message\":\"…\",\"doc_url\":\"…\"}}",
		Fix: "Send the code with its own status. A failure that belongs to a resource, such as a failed job, " +
			"is reported inside the resource, where the schema documents it.",
		Source: "RFC 9110, section 15.3; the document's error table: x-error-table, envelope",
	},
}
