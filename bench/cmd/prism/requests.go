package main

// A request is one that both mocks get, with its right response.
type request struct {
	document string
	line     string   // method and path
	fields   []string // header, as "Name: value"
	body     string
	// want is the right response: its status, or several if the document leaves that open, and what
	// else the response must have: /a/b=text for a member, /a# for the length of an array, /a! for no
	// member, Name: for a header, Name!text for a header without a text. A response with a documented
	// status must conform to the document, too.
	want string
	why  string
}

const (
	jsonBody = "Content-Type: application/json"
	formBody = "Content-Type: application/x-www-form-urlencoded"
	someKey  = "X-Api-Key: any"

	heygen     = "HeyGen"
	parcels    = "parcels"
	parameters = "parameters"
	schemas    = "schemas"
)

const (
	goodVideo = `{"type":"avatar","avatar_id":"a","voice_id":"v","title":"T","script":"Hello"}`
	multipart = "Content-Type: multipart/form-data; boundary=b"
	filePart  = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nabc\r\n"
)

func metaPart(content string) string {
	return filePart + "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n" + content + "\r\n--b--\r\n"
}

// requests are those of the comparison. The order is that of the table.
var requests = []request{
	{heygen, "GET /v3/videos/v1", []string{someKey}, "", "200", "a valid request"},
	{heygen, "GET /v3/videos/v1", []string{"Authorization: Bearer any"}, "", "200", "the other scheme of the document"},
	{heygen, "GET /v3/videos/v1", nil, "", "401 /error/code=unauthorized", "no credentials"},
	{heygen, "GET /v3/videos/v1", []string{"Authorization: Basic any"}, "", "401 /error/code=unauthorized", "another scheme"},
	{heygen, "GET /v3/videos?limit=10", []string{someKey}, "", "200", "a valid parameter"},
	{heygen, "GET /v3/videos?limit=0", []string{someKey}, "", "400 /error/code=invalid_parameter /error/param=limit", "below the minimum; the error names the parameter"},
	{heygen, "GET /v3/videos?limit=many", []string{someKey}, "", "400 /error/code=invalid_parameter /error/param=limit", "no integer"},
	{heygen, "POST /v3/videos", []string{someKey, jsonBody}, goodVideo, "200", "a valid body"},
	{heygen, "POST /v3/videos", []string{someKey, jsonBody}, `{}`, "400 /error/code=invalid_parameter", "required members are missing"},
	{heygen, "POST /v3/videos", []string{someKey, jsonBody}, `{"type":`, "400 /error/code=invalid_parameter", "no JSON"},
	{heygen, "POST /v3/videos", []string{someKey}, "", "400 /error/code=invalid_parameter", "the required body is missing"},
	{heygen, "POST /v3/videos", []string{someKey, "Content-Type: text/plain"}, goodVideo, "400|415", "the document has no such media type"},
	{heygen, "POST /v3/videos", []string{someKey, jsonBody, "Idempotency-Key: a b"}, goodVideo, "400 /error/param=Idempotency-Key", "the header breaks its pattern"},
	{heygen, "POST /v3/webhooks/endpoints", []string{someKey, jsonBody}, `{"url":7}`, "400 /error/param=url", "a member of the wrong type"},
	{heygen, "POST /v3/webhooks/endpoints", []string{someKey, jsonBody}, `{"url":"https://a.example","events":"all"}`, "400 /error/param=events", "text where an array is documented"},
	{heygen, "GET /v3/nothing", []string{someKey}, "", "404", "no such path"},
	{heygen, "PUT /v3/videos", []string{someKey}, "", "404|405", "no such method"},
	{heygen, "HEAD /v3/videos/v1", []string{someKey}, "", "200", "HEAD is GET without a body (RFC 9110)"},
	{heygen, "DELETE /v3/videos/v1", []string{someKey}, "", "200", "a valid request"},
	{heygen, "GET /v3/videos/v1", []string{someKey, "Prefer: code=404"}, "", "404 /error/code=video_not_found", "the code of a 404 for a video"},
	{heygen, "GET /v3/videos/v1", []string{someKey, "Prefer: code=429"}, "", "429 Retry-After:", "the table requires Retry-After for each code with 429"},
	{heygen, "POST /v3/videos", []string{someKey, jsonBody, "Prefer: code=402"}, goodVideo, "402", "an error on demand"},
	{heygen, "GET /v3/videos/v1", []string{someKey, "Prefer: code=418"}, "", "400|404|500|501", "the document has no 418, so no response may pretend it"},
	{heygen, "GET /v3/videos/v1", []string{someKey, "Prefer: dynamic=true"}, "", "200", "generated values conform"},

	{parcels, "GET /parcels", []string{someKey}, "", "200", "a valid request"},
	{parcels, "GET /parcels?limit=1", []string{someKey}, "", "200 /data#=1", "a page has as many items as asked for"},
	{parcels, "GET /parcels?limit=101", []string{someKey}, "", "400 /error/code=invalid_parameter", "above the maximum"},
	{parcels, "GET /parcels", nil, "", "401 /error/code=unauthorized", "no credentials"},
	{parcels, "POST /parcels", []string{someKey, jsonBody}, `{"recipient":"Bo","weight_grams":800}`, "201", "a valid body"},
	{parcels, "POST /parcels", []string{someKey, jsonBody}, `{"recipient":"Bo","weight_grams":800.0}`, "201", "800.0 is an integer in JSON Schema"},
	{parcels, "POST /parcels", []string{someKey, jsonBody}, `{"recipient":"Bo","weight_grams":1.5}`, "400 /error/param=weight_grams", "no integer"},
	{parcels, "POST /parcels", []string{someKey, jsonBody}, `{"recipient":"Bo","weight_grams":"800"}`, "400 /error/param=weight_grams", "text is no integer"},
	{parcels, "POST /parcels", []string{someKey, jsonBody}, `{"recipient":"","weight_grams":800}`, "400 /error/param=recipient", "too short"},
	{parcels, "GET /parcels/p1", []string{someKey}, "", "200", "a valid request"},
	{parcels, "DELETE /parcels/p1", []string{someKey}, "", "204", "a response without a body"},
	{parcels, "GET /parcels/p1", []string{someKey, "Prefer: code=404"}, "", "404 /error/doc_url=https://parcels.example/errors#parcel-not-found", "the link that the error table has for the code"},
	{parcels, "POST /parcels", []string{someKey, jsonBody, "Prefer: code=429"}, `{"recipient":"Bo","weight_grams":800}`, "429 Retry-After:", "without a code asked for, the usual one requires Retry-After"},

	{parameters, "GET /numbers?max=9&step=0.3&flag=true&day=2026-02-28", nil, "", "200", "valid numbers; 0.3 is 3 × 0.1"},
	{parameters, "GET /numbers?max=10", nil, "", "400", "the maximum is exclusive"},
	{parameters, "GET /numbers?step=0.35", nil, "", "400", "no multiple of 0.1"},
	{parameters, "GET /numbers?flag=True", nil, "", "400", "only true and false are booleans"},
	{parameters, "GET /numbers?flag=1", nil, "", "400", "1 is no boolean"},
	{parameters, "GET /numbers?day=2026-02-30", nil, "", "400", "no date"},
	{parameters, "GET /lists?ids=1,2", nil, "", "200", "an array without explode"},
	{parameters, "GET /lists?ids=1", nil, "", "400", "too few items"},
	{parameters, "GET /lists?tags=a%7Cb", nil, "", "200", "values separated by |"},
	{parameters, "GET /lists?tags=a%7Cc", nil, "", "400", "a value that is not in the enum"},
	{parameters, "GET /lists?one=a&one=b", nil, "", "400", "two values for a parameter that has one"},
	{parameters, "GET /filter?by%5Bsize%5D=3", nil, "", "200", "deepObject"},
	{parameters, "GET /filter?by%5Bsize%5D=x", nil, "", "400", "its member is no integer"},
	{parameters, "GET /filter?json=%7B%22n%22%3A%22x%22%7D", nil, "", "400", "a parameter in JSON whose member is no integer"},
	{parameters, "GET /paths/1,2/.5", nil, "", "200", "the styles simple and label"},
	{parameters, "GET /headers", []string{"X-Counts: 1,x"}, "", "400", "a header whose second item is no integer"},
	{parameters, "GET /headers", []string{"X-Counts: 1,2", "Cookie: session=ab"}, "", "400", "a cookie that is too short"},
	{parameters, "POST /accounts", []string{jsonBody}, `{"password":"secret"}`, "201 /password!", "readOnly members are required of responses only, writeOnly ones of requests only (OpenAPI 3.0)"},
	{parameters, "POST /forms", []string{formBody}, "name=a", "200", "optional members are absent"},
	{parameters, "POST /forms", []string{formBody}, "name=a&sizes=1&sizes=2", "200", "an array in a form"},
	{parameters, "POST /forms", []string{formBody}, "name=a&agree=t", "400", "t is no boolean"},
	{parameters, "POST /forms", []string{formBody}, "name=a&other=1", "400", "additionalProperties is false"},
	{parameters, "POST /forms", []string{multipart}, metaPart(`{"n":1}`), "200", "an object in a part is JSON (OpenAPI, Encoding Object)"},
	{parameters, "POST /forms", []string{multipart}, metaPart(`{"n":"x"}`), "400", "and this one is wrong"},

	{schemas, "POST /things", []string{jsonBody}, `{"kind":"box","name":null,"pair":["a",1]}`, "201", "valid members"},
	{schemas, "POST /things", []string{jsonBody}, `{"kind":"box","pair":["a",1,2]}`, "422", "more items than prefixItems"},
	{schemas, "POST /things", []string{jsonBody}, `{"kind":"box","lid":true}`, "422", "dependentRequired"},
	{schemas, "POST /things", []string{jsonBody}, `{"kind":"bag","lid":true,"color":"red"}`, "422", "if and then"},
	{schemas, "POST /things", []string{jsonBody}, `{"kind":"box","other":1}`, "422", "unevaluatedProperties"},
	{schemas, "POST /things", []string{jsonBody}, `{"kind":"box","big":9007199254740994}`, "422", "beyond a maximum that a float64 cannot hold"},
	{schemas, "GET /ids", nil, "", "200 /low=9007199254740993 /fixed=9007199254740995", "integers beyond 2^53 keep all digits"},
	{schemas, "GET /examples", nil, "", "200 /name=first", "the first example of the document"},
	{schemas, "GET /report", []string{"Accept: application/xml"}, "", "200|406|501 Content-Type!application/xml", "no XML can be made of the document; another documented type or an error"},
}
