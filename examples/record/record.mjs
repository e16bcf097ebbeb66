// Records the example capture: drives a browser through scenario.json and lets
// Playwright's own HAR recorder write what went over the wire.
//
//   node record.mjs ADDRESS FILE
//
// ADDRESS is what the server printed, FILE the HAR to write. CHROMIUM names the
// browser's executable; the default is "chromium" as Debian installs it.
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const api = "https://api.heygen.com";
const [address, file] = process.argv.slice(2);
if (!file) {
  console.error("usage: node record.mjs ADDRESS FILE");
  process.exit(2);
}

const scenario = JSON.parse(await readFile(new URL("scenario.json", import.meta.url), "utf8"));

// Every host that the scenario names leads to the server, all others nowhere:
// a recording can reach no real host. Proxies of the environment are ignored
// for the same reason.
const hosts = new Set(scenario.map((step) => new URL(target(step)).host));
const rules = [...hosts].map((host) => `MAP ${host}:443 ${address}`).concat("MAP * ~NOTFOUND");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    `--host-resolver-rules=${rules.join(",")}`,
    "--ignore-certificate-errors", "--no-proxy-server", "--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
const context = await browser.newContext({
  ignoreHTTPSErrors: true,
  locale: "en-US",
  recordHar: { path: file, content: "embed", mode: "full" },
});
const page = await context.newPage();
await page.goto("https://app.example.com/", { waitUntil: "networkidle" });

for (const step of scenario.filter((step) => step.by !== "page")) {
  for (const answer of step.answers) {
    for (let i = 0; i < (answer.times ?? 1); i++) await take(step, answer);
  }
}
await context.close(); // writes the file
await browser.close();

// take makes one call and stops the recording when it went another way than scripted.
async function take(step, answer) {
  const got = await page.evaluate((request) => call(request), request(step, answer));
  const want = answer.fate || answer.status === 302 ? undefined : answer.status;
  if (want && got !== want) throw new Error(`${step.call}: got ${got}, want ${want}`);
}

function request(step, answer) {
  const headers = { ...credentials(step), ...step.headers };
  if (step.key) headers["Idempotency-Key"] = step.key;
  if (step.send) headers["Content-Type"] = "application/json";
  return {
    method: step.call.split(" ")[0],
    url: target(step),
    headers,
    body: step.send && JSON.stringify(step.send),
    upload: step.upload,
    abortAfter: answer.fate === "hold" ? 300 : undefined,
  };
}

// Nothing here opens anything: the values only have a credential's place.
function credentials(step) {
  switch (step.auth) {
    case "none": return {};
    case "bearer": return { Authorization: "Bearer example-token-not-a-secret" };
    default: return { "X-Api-Key": "example-key-not-a-secret" };
  }
}

function target(step) {
  const [, where] = step.call.split(" ");
  return where.startsWith("/") ? api + where : where;
}
