package validate_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// A schemaCase is a body and what a check says of it by a schema. "conforms" is what the
// verdict is where it is empty; "unchecked pattern" is an outcome, too.
type schemaCase struct {
	schema, body string
	want30       string
	want31       string // empty: want30
	message      string // of the first violation; a part of it
	problem      string // of the document, in both versions
	reason       string
}

// kindOutcome is found, or what is unchecked.
func kindOutcome(v validate.Result) string {
	if len(v.Violations) == 0 && len(v.Unchecked) > 0 {
		return fmt.Sprintf("unchecked %s", v.Unchecked[0])
	}
	return found(v)
}

// assertSchemas checks each case in both versions of OpenAPI, with and without the fast
// path.
func assertSchemas(t *testing.T, cases []schemaCase) {
	t.Helper()
	for _, c := range cases {
		for version, want := range map[string]string{"3.0.3": c.want30, "3.1.0": cmp.Or(c.want31, c.want30)} {
			if want == "-" {
				continue // the version does not have the keywords
			}
			t.Run(version+": "+c.reason, func(t *testing.T) {
				contract, err := validate.Parse("doc.yaml", []byte(withSchema(version, c.schema)))
				require.NoError(t, err)
				for _, options := range [][]validate.Option{nil, {withoutFastPath()}} {
					v, err := validate.New(contract, options...)
					require.NoError(t, err)
					result := v.Check(exchange("GET", "/x", 200, c.body, "Content-Type: application/json"))
					assert.Equal(t, cmp.Or(want, "conforms"), kindOutcome(result))
					assertMessages(t, result)
					if c.message != "" && len(result.Violations) > 0 {
						assert.Contains(t, result.Violations[0].Message, c.message)
					}
				}
				if c.problem != "" {
					assert.Contains(t, problemsOf(contract), c.problem)
				}
			})
		}
	}
}

// assertMessages holds what every message is like.
func assertMessages(t *testing.T, v validate.Result) {
	t.Helper()
	for _, violation := range v.Violations {
		assert.NotRegexp(t, `(not|or|and|of|is|:|;|,) *$`, violation.Message, "a message is a whole sentence")
		assert.NotContains(t, violation.Message, "  ")
		assert.NotRegexp(t, `\b1 (items|members|characters)\b`, violation.Message)
	}
}

func problemsOf(c *validate.Contract) string {
	var all []string
	for _, p := range c.Problems() {
		all = append(all, fmt.Sprintf("%d:%d %s: %s", p.Location.Line, p.Location.Column, p.Rule, p.Message))
	}
	return strings.Join(all, "\n")
}

const bad = "body-schema"

func TestNullKinds(t *testing.T) {
	const lenient = "--lenient-nullable accepts null here"
	assertSchemas(t, []schemaCase{
		{schema: "{}", body: "null", reason: "no type allows every type"},
		{schema: "{description: x, example: 1}", body: "null", reason: "annotations restrict nothing"},
		{schema: "{minimum: 3, minLength: 3}", body: "null", reason: "keywords of other types do not apply to null"},
		{schema: "{properties: {a: {}}, required: [a]}", body: "null", reason: "nor do those of objects"},
		{schema: "{not: {type: string}}", body: "null", reason: "null is no string"},
		{schema: "{type: string}", body: "null", want30: bad, message: "is of type null, not string", reason: "a type does not have null"},
		{schema: "{type: string, nullable: true}", body: "null", want31: bad, reason: "nullable beside type adds null in 3.0"},
		{schema: "{type: string, nullable: true, enum: [a, null]}", body: "null", want31: bad, reason: "the enum lists null"},
		{schema: "{type: string, nullable: true, enum: [a]}", body: "null", want30: bad, message: lenient, reason: "an enum without null excludes it"},
		{schema: "{enum: [a], nullable: true}", body: "null", want30: bad, message: lenient, reason: "also without type"},
		{schema: "{enum: [a, null]}", body: "null", reason: "an enum with null and without type allows it"},
		{schema: "{allOf: [{type: object}], nullable: true}", body: "null", want30: bad, message: lenient, reason: "nullable without type has no effect"},
		{schema: "{type: object, allOf: [{type: object}], nullable: true}", body: "null", want30: bad, message: lenient, reason: "it does not outweigh allOf"},
		{schema: "{type: object, nullable: true, allOf: [{type: object, nullable: true}]}", body: "null", want31: bad, reason: "all of them allow null"},
		{schema: "{anyOf: [{type: string}], nullable: true}", body: "null", want30: bad, message: lenient, reason: "nor anyOf"},
		{schema: "{oneOf: [{type: object}, {enum: [null]}], nullable: true}", body: "null", reason: "a branch allows null"},
		{schema: "{oneOf: [{type: string, nullable: true}, {type: integer, nullable: true}]}", body: "null", want30: bad, reason: "two branches allow null in 3.0, none in 3.1"},
		{schema: "{type: [string, 'null']}", body: "null", problem: "", reason: "a type list, which 3.0 reads as 3.1 does"},
		{schema: "{type: string, nullable: 'true'}", body: "null", want30: bad, reason: "a text is no boolean"},
	})
}

func TestNumberKinds(t *testing.T) {
	digits := func(n int) string { return "1" + strings.Repeat("0", n-1) }
	assertSchemas(t, []schemaCase{
		{schema: "{type: integer, maximum: 9007199254740993}", body: "9007199254740994", want30: bad, message: "9007199254740993", reason: "beyond 2^53"},
		{schema: "{type: integer, exclusiveMinimum: 9007199254740992}", body: "9007199254740993", reason: "the next one"},
		{schema: "{enum: [9007199254740993]}", body: "9007199254740992", want30: bad, reason: "in an enum"},
		{schema: "{enum: [1.0]}", body: "10e-1", reason: "equal numbers are written in many ways"},
		{schema: "{type: integer}", body: "1.50e2", reason: "no fraction, however it is written"},
		{schema: "{type: integer}", body: "1e-400", want30: bad, message: "is of type number, not integer", reason: "a tiny fraction"},
		{schema: "{type: integer}", body: "1e400", reason: "beyond float64"},
		{schema: "{minimum: 1e400}", body: "1e399", want30: bad, reason: "a bound beyond float64"},
		{schema: "{maximum: 0.3}", body: "0.30000000000000001", want30: bad, reason: "digits that float64 does not hold"},
		{schema: "{multipleOf: 0.01}", body: "19.99", reason: "which float64 cannot divide"},
		{schema: "{multipleOf: 0.01}", body: "19.995", want30: bad, reason: "half of it"},
		{schema: "{multipleOf: 3}", body: "9007199254740994", want30: bad, reason: "a remainder beyond 2^53"},
		{schema: "{multipleOf: 0.1}", body: "1e400", reason: "beyond float64"},
		{schema: "{uniqueItems: true}", body: "[1e400, 10e399]", want30: bad, reason: "the same number twice"},
		{schema: "{uniqueItems: true}", body: "[0, -0]", want30: bad, reason: "there is one zero"},
		{schema: "{uniqueItems: true}", body: `[1, "1", true, [1], {"a": 1}]`, reason: "values of other types differ"},
		{schema: "{minimum: 5}", body: digits(10_000), reason: "10,000 digits"},
		{schema: "{minimum: 5}", body: digits(10_001), want30: "unchecked number", reason: "one more"},
		{schema: "{minimum: 5}", body: "1e10000", reason: "the largest exponent"},
		{schema: "{minimum: 5}", body: "1e10001", want30: "unchecked number", reason: "beyond it"},
		{schema: "{minimum: 5}", body: "1e99999999999999999999", want30: "unchecked number", reason: "far beyond it"},
		{schema: "{type: string}", body: "1e99999", want30: bad, reason: "no number is a string"},
		{schema: "{type: integer, format: int32}", body: "2147483648", want30: "body-format", message: "it is not between -2147483648 and 2147483647", reason: "2^31"},
		{schema: "{type: integer, format: int64}", body: "9223372036854775807.0", reason: "2^63 - 1, with a fraction of zero"},
		{schema: "{type: integer, format: int64}", body: "-9223372036854775809", want30: "body-format", reason: "-2^63 - 1"},
		{schema: "{type: number, format: double}", body: "1e400", reason: "double is an annotation"},
		{schema: "{type: integer, minimum: '5'}", body: "3", want30: "unchecked keyword", problem: "`minimum` must be a number", reason: "a bound that is a text"},
		{schema: "{multipleOf: 0}", body: "3", want30: "unchecked keyword", problem: "`multipleOf` must be more than 0", reason: "nothing is a multiple of 0"},
		{schema: "{maxItems: 2.0}", body: "[1, 2, 3]", want30: bad, reason: "a size may be written as 2.0"},
		{schema: "{minItems: -1}", body: "[]", want30: "unchecked keyword", reason: "no array is that short"},
		{schema: "{minimum: 0, exclusiveMinimum: true}", body: "0", want30: bad, want31: "conforms", problem: "", reason: "the bound of 3.0 is a boolean"},
		{schema: "{exclusiveMinimum: 0}", body: "0", want30: "conforms", want31: bad, reason: "that of 3.1 a number"},
	})
}

func TestPatternKinds(t *testing.T) {
	pattern := func(source string) string { return "{type: string, pattern: '" + source + "'}" }
	const legacy, invalid = "pattern-legacy", "pattern-invalid"
	assertSchemas(t, []schemaCase{
		{schema: pattern(`^\S+$`), body: `"\u00a0"`, want30: bad, reason: "a no-break space is white space"},
		{schema: pattern(`^\s$`), body: `"\ufeff"`, reason: "so is a byte order mark"},
		{schema: pattern(`^\d+$`), body: `"٣"`, want30: bad, reason: "digits are those of ASCII"},
		{schema: pattern(`^\w+$`), body: `"é"`, want30: bad, reason: "so are the letters of words"},
		{schema: pattern(`^.$`), body: `"\u2028"`, want30: bad, reason: "a line separator ends a line"},
		{schema: pattern(`^.$`), body: `"😀"`, reason: "a character beyond 16 bits is one"},
		{schema: pattern(`^[^a]$`), body: `"\n"`, reason: "a class takes line breaks"},
		{schema: pattern(`^a$`), body: `"a\n"`, want30: bad, reason: "$ is the end of the text"},
		{schema: pattern(`^\ud83d\ude00$`), body: `"😀"`, reason: "a pair of surrogates"},
		{schema: pattern(`^[\u{1F600}-\u{1F64F}]$`), body: `"😀"`, reason: "code points"},
		{schema: pattern(`^\p{Letter}\p{Lu}\P{L}$`), body: `"éÉ1"`, reason: "general categories"},
		{schema: pattern(`^\p{Script=Greek}+$`), body: `"αβγ"`, reason: "scripts"},
		{schema: pattern(`^(?<q>a)(?=b)b\k<q>\1(?<!c)$`), body: `"abaa"`, reason: "groups, references, lookaround"},
		{schema: pattern(`^(a|aa)+$`), body: `"` + strings.Repeat("a", 60) + `b"`, want30: bad, reason: "no backtracking where none is needed"},
		{schema: pattern(`^[[:alpha:]]+$`), body: `"abc"`, want30: bad, problem: legacy, reason: "POSIX classes are not ECMA-262"},
		{schema: pattern(`^\-\_\:$`), body: `"-_:"`, problem: legacy, reason: "escapes that need none"},
		{schema: pattern(`^a{,3}$`), body: `"a{,3}"`, problem: legacy, reason: "braces that count nothing are themselves"},
		{schema: pattern(`\Aabc\Z`), body: `"abc"`, want30: bad, problem: legacy, reason: "anchors of other languages are letters"},
		{schema: pattern(`(?i)abc`), body: `"ABC"`, want30: "unchecked pattern", problem: invalid, reason: "flags are not ECMA-262"},
		{schema: pattern(`(?P<n>a)`), body: `"a"`, want30: "unchecked pattern", problem: invalid, reason: "groups as Python writes them"},
		{schema: pattern(`a++`), body: `"a"`, want30: "unchecked pattern", problem: invalid, reason: "possessive quantifiers"},
		{schema: pattern(`^\p{Greek}$`), body: `"α"`, want30: "unchecked pattern", problem: invalid, reason: "a property that is none"},
		{schema: pattern(`^(a`), body: `"b"`, want30: "unchecked pattern", problem: invalid, reason: "a group that is not closed"},
		{schema: "{not: {pattern: '('}}", body: `"a"`, want30: "unchecked pattern", reason: "under not it is unknown, too"},
		{schema: "{pattern: '('}", body: `5`, reason: "a pattern asks nothing of numbers"},
		{schema: "{oneOf: [{type: string, pattern: '('}, {type: integer}]}", body: `5`, reason: "nor of the branch that is not meant"},
		{schema: "{properties: {a: {type: string, pattern: '('}, b: {type: integer}}}", body: `{"a": "x", "b": "y"}`, want30: bad + " /b", reason: "what else is wrong is said"},
		{schema: "{type: string, pattern: 5}", body: `"a"`, want30: "unchecked keyword", reason: "a pattern that is a number"},
	})
}

// A pattern that takes too long is given up, and the body is unchecked, also if it has many
// texts that take long: without that, the test would not end.
func TestPatternTime(t *testing.T) {
	text := `"` + strings.Repeat("ab", 30) + strings.Repeat("a", 40) + `!"`
	bodies := []string{text, "[" + strings.Repeat(text+", ", 999) + text + "]"}
	for _, pattern := range []string{`(?=(a+)+$)b`, `^([a-z]+)*\1$`, `^(?:(a|b|ab)*\1)*$`} {
		v := parse(t, withSchema("3.1.0", "{pattern: '"+pattern+"', items: {pattern: '"+pattern+"'}}"))
		for _, body := range bodies {
			result := v.Check(exchange("GET", "/x", 200, body, "Content-Type: application/json"))
			assert.Equal(t, "unchecked pattern", kindOutcome(result), pattern)
		}
	}
}

func TestDirectionKinds(t *testing.T) {
	const present = "write-only-present"
	assertSchemas(t, []schemaCase{
		{schema: "{required: [p], properties: {p: {writeOnly: true}}}", body: "{}", reason: "a writeOnly member may be missing"},
		{schema: "{required: [p], properties: {p: {writeOnly: true}}}", body: `{"p": 1}`, want30: present + " /p", reason: "one that is there is said"},
		{schema: "{required: [p], properties: {p: {writeOnly: true, type: string}}}", body: `{"p": 1}`, want30: bad + " /p, " + present + " /p", reason: "and checked"},
		{schema: "{required: [p], properties: {p: {readOnly: true}}}", body: "{}", want30: bad, reason: "a readOnly member is required in responses"},
		{schema: "{items: {properties: {p: {writeOnly: true}}}}", body: `[{}, {"p": 1}]`, want30: present + " /1/p", reason: "in items"},
		{schema: "{allOf: [{required: [p]}, {properties: {p: {writeOnly: true}}}]}", body: "{}", reason: "required in one part, declared in another"},
		{schema: "{properties: {p: {allOf: [{writeOnly: true}]}}, required: [p]}", body: "{}", reason: "declared behind allOf"},
		{schema: "{anyOf: [{required: [p], properties: {p: {writeOnly: true}}}, {required: [q]}]}", body: `{"p": 1}`, want30: present + " /p", reason: "in a branch"},
		{schema: "{required: [p], additionalProperties: {writeOnly: true}}", body: `{}`, reason: "declared for all further members"},
		{schema: "{additionalProperties: {writeOnly: true}}", body: `{"z": 1}`, want30: present + " /z", reason: "a further member"},
		{schema: "{required: [p], patternProperties: {^p: {writeOnly: true}}}", body: "{}", want30: "-", want31: "conforms", reason: "declared by a pattern of its name"},
		{schema: "{properties: {p: {writeOnly: true}}, dependentRequired: {a: [p]}}", body: `{"a": 1}`, want30: "-", want31: "conforms", reason: "required by another member"},
		{schema: "{properties: {p: {writeOnly: 'yes'}}}", body: `{"p": 1}`, problem: "`writeOnly` must be a boolean", reason: "a text is no boolean"},
	})
}

// Failures of anyOf and oneOf name the branch that is nearest, alike in both versions.
func TestChoiceMessages(t *testing.T) {
	objects := "{type: object, required: [a], properties: {a: {type: integer}}}, {type: object, required: [b], properties: {b: {type: string}}}"
	assertSchemas(t, []schemaCase{
		{schema: "{anyOf: [" + objects + "]}", body: `{"b": 1}`, want30: bad + " /b", message: "is of type integer, not string (in number 2, the nearest of the 2 anyOf schemas)", reason: "the second branch of anyOf"},
		{schema: "{oneOf: [" + objects + "]}", body: `{"a": "x"}`, want30: bad + " /a", message: "is of type string, not integer (in number 1, the nearest of the 2 oneOf schemas)", reason: "the first of oneOf"},
		{schema: "{anyOf: [" + objects + "]}", body: `{}`, want30: bad, message: `does not have the required member "a" (in number 1`, reason: "no member tells which"},
		{schema: "{anyOf: [{type: integer, minimum: 5}, {type: string, minLength: 3}]}", body: `"x"`, want30: bad, message: "has 1 character, not at least 3 characters (in number 2", reason: "the type tells which"},
		{schema: "{anyOf: [{type: integer}, {type: string}]}", body: `true`, want30: bad, message: "fits none of the anyOf schemas: is of type boolean, not integer or string", reason: "no type fits"},
		{schema: "{anyOf: [{anyOf: [{type: integer}]}, {oneOf: [{type: boolean}, {type: object}]}]}", body: `"x"`, want30: bad, message: "is of type string, not boolean or integer or object", reason: "types of inner branches"},
		{schema: "{anyOf: [{format: date}, {format: date-time}], type: string}", body: `"x"`, want30: "body-format", message: "(in number 1", reason: "a format"},
		{schema: "{oneOf: [{type: string}, {minLength: 1}]}", body: `"x"`, want30: bad, message: "matches more than one of the oneOf schemas: number 1 and number 2", reason: "two match"},
		{schema: "{oneOf: [{}, {}]}", body: `1`, want30: bad, message: "number 1 and number 2", reason: "equal branches are two"},
		{schema: "{allOf: [{not: {}}]}", body: `1`, want30: bad, message: "matches the schema that `not` excludes", reason: "not"},
		{schema: "{additionalProperties: false}", body: `{"a": 1}`, want30: bad + " /a", message: "is not allowed", reason: "a member too many"},
		{schema: "{minProperties: 2}", body: `{"a": 1}`, want30: bad, message: "has 1 member, not at least 2 members", reason: "a size"},
		{schema: "{maxItems: 1}", body: `[1, 2]`, want30: bad, message: "has 2 items, not at most 1 item", reason: "another size"},
		{schema: "false", body: `1`, want30: "-", want31: bad, message: "is not allowed here", reason: "the schema false"},
		{schema: "{propertyNames: {maxLength: 2}}", body: `{"abc": 1}`, want30: "-", want31: bad + " /abc", message: `has the name "abc", which has 3 characters`, reason: "a name"},
		{schema: "{contains: {type: integer}}", body: `[]`, want30: "-", want31: bad, message: "has fewer than 1 item that `contains` describes", reason: "contains"},
		{schema: "{const: {a: 1}}", body: `1`, want30: "-", want31: bad, message: "is not the value", reason: "const"},
	})
}

// What a schema gets wrong leaves unchecked what depends on it, and is a problem.
func TestKeywordKinds(t *testing.T) {
	const unchecked = "unchecked keyword"
	assertSchemas(t, []schemaCase{
		{schema: "{type: []}", body: "1", want30: unchecked, problem: "`type` must be", reason: "no type at all"},
		{schema: "{type: String}", body: `"x"`, want30: unchecked, problem: `"String" is not a type`, reason: "types are in lower case"},
		{schema: "{type: file}", body: `"x"`, want30: unchecked, problem: `"file" is not a type`, reason: "a type of Swagger 2"},
		{schema: "{type: 5}", body: `"x"`, want30: unchecked, problem: "`type` must be", reason: "a number"},
		{schema: "{enum: []}", body: "1", want30: bad, problem: "`enum` lists no value", reason: "nothing conforms"},
		{schema: "{enum: 1}", body: "1", want30: unchecked, problem: "`enum` must be an array", reason: "no list"},
		{schema: "{required: a}", body: "{}", want30: unchecked, problem: "`required` must be an array", reason: "a name alone"},
		{schema: "{properties: {a: {required: true}}}", body: "{}", problem: "`required` must be an array", reason: "a boolean, as JSON Schema had it once"},
		{schema: "{required: [a, a]}", body: `{"a": 1}`, problem: "`required` lists \"a\" again", reason: "a name twice"},
		{schema: "{properties: []}", body: "{}", want30: unchecked, problem: "`properties` must be an object", reason: "a list"},
		{schema: "{properties: {a: 5}}", body: `{"a": 1}`, want30: unchecked, problem: "a schema is an object", reason: "a number as schema"},
		{schema: "{properties: {a: 5}}", body: `{}`, problem: "a schema is an object", reason: "which nothing depends on"},
		{schema: "{properties: {a: }}", body: `{"a": 1}`, want30: unchecked, problem: "a schema is an object, not null", reason: "null as schema"},
		{schema: "{items: [{type: string}]}", body: `[1]`, want30: unchecked, problem: "`items` must be a schema", reason: "a list of schemas, as JSON Schema had it once"},
		{schema: "{allOf: {type: string}}", body: `1`, want30: unchecked, problem: "`allOf` must be an array", reason: "one schema"},
		{schema: "{anyOf: []}", body: `1`, want30: unchecked, problem: "`anyOf` must be an array with at least one schema", reason: "no schema"},
		{schema: "{additionalProperties: 'false'}", body: `{"a": 1}`, want30: unchecked, problem: "a schema is an object, not a string", reason: "a boolean in quotes"},
		{schema: "{uniqueItems: 'x'}", body: `[1, 1]`, want30: unchecked, problem: "`uniqueItems` must be a boolean", reason: "a text"},
		{schema: "{format: 5}", body: `1`, problem: "`format` must be a string", reason: "a format asks nothing if it is none"},
		{schema: "{const: 1}", body: "2", want30: "conforms", want31: bad, reason: "a keyword of 3.1"},
		{schema: "{maximun: 1}", body: "2", reason: "a keyword of no version"},
		{schema: "{$ref: 5}", body: "1", want30: "conforms", want31: unchecked, reason: "a reference that is no text"},
		{schema: "{properties: {$ref: {type: string}}}", body: `{"$ref": 1}`, want30: bad + " /$ref", reason: "a member may have that name"},
		{schema: "{type: string, maxLength: 2}", body: `"e\u0301😀"`, want30: bad, message: "3 characters", reason: "lengths count code points"},
		{schema: "{type: string, enum: [2020-01-01]}", body: `"2020-01-01"`, reason: "a date of YAML is a text"},
	})
}

func TestReferenceKinds(t *testing.T) {
	const unchecked = "unchecked reference"
	assertSchemas(t, []schemaCase{
		{schema: "{$ref: '#/components/schemas/No'}", body: "1", want30: unchecked, problem: "leads nowhere", reason: "nothing there"},
		{schema: "{$ref: '#/components/schemas'}", body: "1", want30: unchecked, problem: "reference-unresolved", reason: "not there either"},
		{schema: "{$ref: '#'}", body: "1", want30: unchecked, problem: "does not lead to a schema", reason: "the document"},
		{schema: "{$ref: '#/info'}", body: "1", want30: unchecked, problem: "does not lead to a schema", reason: "another object"},
		{schema: "{$ref: '#/paths/~1x/get/responses/200'}", body: "1", reason: "what may be a schema is read as one"},
		{schema: "{$ref: 'https://example.com/x.json'}", body: "1", want30: unchecked, problem: "references are followed only to files", reason: "a URL"},
		{schema: "{$ref: '../x.json'}", body: "1", want30: unchecked, problem: "references reach no further", reason: "out of the folder"},
		{schema: "{$ref: x.json}", body: "1", want30: unchecked, problem: "cannot be followed: x.json: no such file", reason: "no such file"},
		{schema: "{$ref: '#nope'}", body: "1", want30: unchecked, problem: "reference-unresolved", reason: "no such anchor"},
		{schema: "{properties: {a: {$ref: '#/no'}}}", body: "{}", reason: "nothing depends on it"},
		{schema: "{anyOf: [{$ref: '#/no'}, {type: integer}]}", body: "1", reason: "another branch conforms"},
		{schema: "{anyOf: [{$ref: '#/no'}, {type: integer}]}", body: `"x"`, want30: unchecked, reason: "the branch may conform"},
		{schema: "{$ref: '#/paths/~1x/get/responses/200/content/application~1json/schema'}", body: "1", want30: unchecked, problem: "does not end", reason: "itself"},
		{schema: "{allOf: [{$ref: '#/paths/~1x/get/responses/200/content/application~1json/schema'}]}", body: "1", problem: "schema-recursion", reason: "itself behind allOf asks nothing more"},
		{schema: "{not: {$ref: '#/paths/~1x/get/responses/200/content/application~1json/schema'}}", body: "1", want30: unchecked, problem: "schema-recursion", reason: "itself behind not has no answer"},
		{schema: "{properties: {a: {$ref: '#/paths/~1x/get/responses/200/content/application~1json/schema'}}, type: object}", body: `{"a": {"a": 1}}`, want30: bad + " /a/a", reason: "recursion with progress"},
		{schema: "{$id: 'https://e.example/s', $defs: {A: {$anchor: q, type: string}}, $ref: '#q'}", body: "1", want30: "-", want31: bad, reason: "an anchor"},
		{schema: "{$id: 'https://e.example/s', $dynamicAnchor: n, properties: {c: {$dynamicRef: '#n'}}, type: object}", body: `{"c": 1}`, want30: "-", want31: bad + " /c", reason: "a dynamic reference"},
		{schema: "{$ref: '#/paths/~1x/get/responses/200/content/application~1json/schema/$defs/A', $defs: {A: {type: string}}}", body: "1", want30: "-", want31: bad, reason: "a definition"},
		{schema: "{$schema: 'https://e.example/dialect', type: string}", body: "1", want30: bad, reason: "a dialect that is not known"},
	})
}

// The discriminator never changes the outcome. It chooses the branch that is explained.
func TestDiscriminatorKinds(t *testing.T) {
	const components = `
components:
  schemas:
    Cat: {type: object, required: [kind, meow], properties: {kind: {type: string}, meow: {type: string}}}
    Dog: {type: object, required: [kind, bark], properties: {kind: {type: string}, bark: {type: string}}}
    Any: {type: object}
`
	const branches = "oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]"
	for _, c := range []struct{ schema, body, want, message, reason string }{
		{"{" + branches + ", discriminator: {propertyName: kind}}", `{"kind": "Cat", "meow": "m"}`, "conforms", "", "the branch that is named"},
		{"{" + branches + ", discriminator: {propertyName: kind}}", `{"kind": "Dog", "meow": "m"}`, "conforms", "", "another branch conforms"},
		{"{" + branches + ", discriminator: {propertyName: kind}}", `{"kind": "Dog", "meow": 1}`, bad, `"bark" (in Dog`, "the implicit name chooses"},
		{"{" + branches + ", discriminator: {propertyName: kind, mapping: {pet: Dog}}}", `{"kind": "pet", "meow": 1}`, bad, `"bark" (in Dog`, "so does a mapping by name"},
		{"{" + branches + ", discriminator: {propertyName: kind, mapping: {pet: '#/components/schemas/Dog'}}}", `{"kind": "Dog", "meow": 1}`, bad, `"bark" (in Dog`, "implicit names work beside a mapping"},
		{"{" + branches + ", discriminator: {propertyName: kind}}", `{"kind": "Bird", "meow": "m"}`, "conforms", "", "a name of no branch"},
		{"{" + branches + ", discriminator: {propertyName: kind}}", `{"meow": "m"}`, bad, "which says which of the oneOf schemas is meant", "the member is missing"},
		{"{anyOf: [{$ref: '#/components/schemas/Any'}], discriminator: {propertyName: kind}}", `{}`, "conforms", "", "a member that no schema requires"},
		{"{" + branches + ", discriminator: {propertyName: kind, mapping: {x: '#/no'}}}", `{"kind": "x", "meow": "m"}`, "conforms", "", "a mapping that leads nowhere"},
		{"{" + branches + ", discriminator: kind}", `{"kind": "x", "meow": "m"}`, "conforms", "", "a discriminator of another type"},
	} {
		for _, version := range []string{"3.0.3", "3.1.0"} {
			t.Run(version+": "+c.reason, func(t *testing.T) {
				result := parse(t, withSchema(version, c.schema)+components).Check(exchange("GET", "/x", 200, c.body, "Content-Type: application/json"))
				assert.Equal(t, c.want, found(result))
				if c.message != "" {
					require.NotEmpty(t, result.Violations)
					assert.Contains(t, result.Violations[0].Message, c.message)
				}
			})
		}
	}
}

// Schemas that double the work with every level take no time: equal branches are
// evaluated once, and what was decided is remembered.
func TestChoiceBombs(t *testing.T) {
	for reason, branch := range map[string]string{
		"equal branches":           "anyOf: [{$ref: '#/components/schemas/S%[1]d'}, {$ref: '#/components/schemas/S%[1]d'}]",
		"branches that differ":     "anyOf: [{allOf: [{$ref: '#/components/schemas/S%[1]d'}], maximum: %[1]d}, {allOf: [{$ref: '#/components/schemas/S%[1]d'}]}]",
		"all of equal schemas":     "allOf: [{$ref: '#/components/schemas/S%[1]d'}, {$ref: '#/components/schemas/S%[1]d'}]",
		"exactly one of them":      "oneOf: [{$ref: '#/components/schemas/S%[1]d'}, {allOf: [{$ref: '#/components/schemas/S%[1]d'}], minLength: 5}]",
		"a choice for each member": "type: object, properties: {a: {anyOf: [{$ref: '#/components/schemas/S%[1]d'}, {$ref: '#/components/schemas/S%[1]d'}]}}",
	} {
		for _, version := range []string{"3.0.3", "3.1.0"} {
			t.Run(version+": "+reason, func(t *testing.T) {
				var document strings.Builder
				document.WriteString(withSchema(version, "{$ref: '#/components/schemas/S26'}") + "components:\n  schemas:\n    S0: {type: integer}\n")
				for i := range 26 {
					fmt.Fprintf(&document, "    S%d: {%s}\n", i+1, fmt.Sprintf(branch, i))
				}
				v := parse(t, document.String())
				result := v.Check(exchange("GET", "/x", 200, `"x"`, "Content-Type: application/json"))
				assert.False(t, result.Conforms(), "and the test ends")
			})
		}
	}
}
