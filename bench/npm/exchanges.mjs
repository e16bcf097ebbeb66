// exchanges.mjs CHECKER FILE: check exchanges for a second, and print what it took
// and how many are wrong, as cmd/check does.
import {readFileSync} from 'node:fs'
import {checker} from './checker.mjs'

const [name, file] = process.argv.slice(2)
const {document, exchanges} = JSON.parse(readFileSync(file, 'utf8'))
for (const e of exchanges) e.content = Buffer.from(e.content, 'base64').toString()
const right = checker(name, document)

function pass(nanoseconds) {
  let checked = 0
  for (const end = process.hrtime.bigint() + nanoseconds; process.hrtime.bigint() < end; checked += exchanges.length) {
    for (const e of exchanges) right(e)
  }
  return checked
}

const wrong = exchanges.filter((e) => !right(e)).length
pass(1_000_000_000n) // the compiler wants time
const start = process.hrtime.bigint()
const before = process.cpuUsage()
const checked = pass(1_000_000_000n)
const {user, system} = process.cpuUsage(before)
const nanoseconds = Number(process.hrtime.bigint() - start)
console.log(JSON.stringify({exchanges: checked, nanoseconds, cpu: (user + system) * 1000, wrong}))
