// har.mjs CHECKER DOCUMENT HAR: check a capture that is read as a whole, as the
// check's users would, and print the counts as JSON.
import {readFileSync} from 'node:fs'
import {checker} from './checker.mjs'

const [name, document, capture] = process.argv.slice(2)
const {document: description} = JSON.parse(readFileSync(document, 'utf8'))
const right = checker(name, description)
const hosts = new Set(description.servers.map((s) => new URL(s.url).host))
const counts = {entries: 0, otherHost: 0, notChecked: 0, ok: 0, bad: 0}

for (const {request, response} of JSON.parse(readFileSync(capture, 'utf8')).log.entries) {
  counts.entries++
  const url = new URL(request.url)
  const {text, size, encoding} = response.content
  if (!hosts.has(url.host)) {
    counts.otherHost++
  } else if (response.status < 100 || response.status === 304 || request.method === 'OPTIONS' || (text === undefined && size > 0)) {
    counts.notChecked++
  } else {
    const content = encoding === 'base64' ? Buffer.from(text, 'base64').toString() : (text ?? '')
    const conforms = right({method: request.method, path: url.pathname, status: response.status, content})
    counts[conforms ? 'ok' : 'bad']++
  }
}
console.log(JSON.stringify(counts))
