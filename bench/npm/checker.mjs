// The checks: each is made of the document, and says whether an exchange is right.
import Ajv from 'ajv'
import formats from 'ajv-formats'
import responses from 'openapi-response-validator'

// Ajv, compiled, knows neither operations nor success: it holds an error body
// against the schema of its status.
function ajv(document) {
  const ajv = new Ajv({strict: false, discriminator: true})
  formats(ajv)
  ajv.addSchema({$id: 'doc', components: document.components}, 'doc')
  const validators = {}
  for (const [name, response] of Object.entries(document.components.responses)) {
    const schema = response.content?.['application/json']?.schema
    if (!/^Error\d{3}$/.test(name) || !schema) continue
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"doc#/components/')
    validators[name.slice(5)] = ajv.compile(JSON.parse(text))
  }
  return ({status, content}) => validators[status](JSON.parse(content))
}

// openapi-response-validator checks one operation's responses; finding the
// operation is its caller's work, here by one regular expression a method.
function byOperation(document) {
  const route = router(document)
  const validators = new Map() // made when first needed
  return ({method, path, status, content}) => {
    const operation = route(method, path)
    if (!operation) return false
    let v = validators.get(operation)
    if (!v) {
      const args = {responses: resolved(document, operation.responses), components: document.components}
      validators.set(operation, (v = new responses.default(args)))
    }
    return v.validateResponse(status, content === '' ? undefined : JSON.parse(content)) === undefined
  }
}

function resolved(document, responses) {
  return Object.fromEntries(Object.entries(responses).map(([status, r]) =>
    [status, r.$ref ? document.components.responses[r.$ref.split('/').pop()] : r]))
}

// router tries fixed paths before those with parameters.
function router(document) {
  const methods = {}
  const paths = Object.keys(document.paths).sort((a, b) => a.split('{').length - b.split('{').length)
  for (const path of paths) {
    for (const [method, operation] of Object.entries(document.paths[path])) {
      const text = path.replace(/[.:]/g, '\\$&').replace(/\{[^}]*\}/g, '[^/]+')
      const m = (methods[method.toUpperCase()] ??= {texts: [], operations: []})
      m.texts.push(`(${text})`)
      m.operations.push(operation)
    }
  }
  for (const m of Object.values(methods)) m.expression = new RegExp(`^(?:${m.texts.join('|')})$`)
  return (method, path) => {
    const m = methods[method]
    const found = m?.expression.exec(path)
    return found && m.operations[found.indexOf(found[0], 1) - 1]
  }
}

const checkers = {'ajv': ajv, 'openapi-response-validator': byOperation}

// check returns the check of that name. What is no JSON is wrong.
export function checker(name, document) {
  const right = checkers[name](document)
  return (exchange) => {
    try {
      return right(exchange)
    } catch {
      return false
    }
  }
}
