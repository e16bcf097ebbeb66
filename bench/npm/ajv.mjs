// How many error bodies a second does ajv judge? It reads what cmd/bodies wrote,
// and compiles each status's schema once.
import {readFileSync} from 'node:fs'
import Ajv from 'ajv'
import formats from 'ajv-formats'

const {schemas, components, bodies} = JSON.parse(readFileSync(process.argv[2] ?? 0, 'utf8'))
const ajv = new Ajv({strict: false, discriminator: true})
formats(ajv)
ajv.addSchema({$id: 'doc', components}, 'doc')
const validators = {}
for (const [status, schema] of Object.entries(schemas)) {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"doc#/components/')
  validators[status] = ajv.compile(JSON.parse(text))
}

const judge = ({status, content}) => {
  try {
    return validators[status](JSON.parse(content))
  } catch {
    return false
  }
}

const wrong = bodies.filter((b) => !judge(b)).length
const rates = []
for (let run = 0; run < 6; run++) {
  let n = 0
  const start = process.hrtime.bigint()
  const end = start + 1_000_000_000n
  let now = start
  while (now < end) {
    for (const b of bodies) judge(b)
    n += bodies.length
    now = process.hrtime.bigint()
  }
  if (run > 0) rates.push(n / (Number(now - start) / 1e9)) // the first warms up
}
rates.sort((a, b) => a - b)
console.log(`ajv, compiled, no routing: ${Math.round(rates[2])} exchanges/s (median of 5); ${wrong} of ${bodies.length} wrong`)
