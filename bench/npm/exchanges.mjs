// exchanges.mjs JUDGE FILE: judge exchanges for a second, and print what it took
// and how many are wrong, as cmd/judge does.
import {readFileSync} from 'node:fs'
import {judge} from './judge.mjs'

const [name, file] = process.argv.slice(2)
const {document, exchanges} = JSON.parse(readFileSync(file, 'utf8'))
for (const e of exchanges) e.content = Buffer.from(e.content, 'base64').toString()
const right = judge(name, document)

function pass(nanoseconds) {
  let judged = 0
  for (const end = process.hrtime.bigint() + nanoseconds; process.hrtime.bigint() < end; judged += exchanges.length) {
    for (const e of exchanges) right(e)
  }
  return judged
}

const wrong = exchanges.filter((e) => !right(e)).length
pass(1_000_000_000n) // the compiler wants time
const start = process.hrtime.bigint()
const before = process.cpuUsage()
const judged = pass(1_000_000_000n)
const {user, system} = process.cpuUsage(before)
const nanoseconds = Number(process.hrtime.bigint() - start)
console.log(JSON.stringify({exchanges: judged, nanoseconds, cpu: (user + system) * 1000, wrong}))
