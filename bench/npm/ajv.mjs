// Checks values with ajv: each line of standard input is {"version", "document", "bodies"},
// and its answer a line with true, false or null for each body. null: ajv refuses the schema,
// or throws.
import readline from 'node:readline'
import Ajv2020 from 'ajv/dist/2020.js'
import Ajv04 from 'ajv-draft-04'

const options = {strict: false, validateFormats: false, unicodeRegExp: true, logger: false}

// Each document has one schema, S, which may refer to other components. OpenAPI 3.0 has the
// boolean exclusiveMinimum of draft 4, and nullable, which ajv knows in every draft.
function validator({version, document}) {
  const ajv = version === '3.0' ? new Ajv04(options) : new Ajv2020(options)
  try {
    ajv.addSchema({components: document.components}, 'doc')
    return ajv.compile({$ref: 'doc#/components/schemas/S'})
  } catch {
    return null
  }
}

// Some of the code that ajv makes for unevaluatedItems throws a ReferenceError.
function verdict(check, value) {
  try {
    return check && check(value)
  } catch {
    return null
  }
}

for await (const line of readline.createInterface({input: process.stdin})) {
  const request = JSON.parse(line)
  const check = validator(request)
  const verdicts = request.bodies.map(body => verdict(check, JSON.parse(body)))
  process.stdout.write(JSON.stringify(verdicts) + '\n')
}
