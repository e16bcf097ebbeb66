// What got, an HTTP client of npm, gets from `apicontract mock`.
import assert from "node:assert/strict";
import test from "node:test";
import got, { HTTPError, ReadError, RequestError } from "got";
import { start } from "./mock.mjs";

/** An error of the API, read from its envelope. */
class APIError extends Error {
  constructor({ code, message, doc_url, param }, cause) {
    super(message, { cause });
    Object.assign(this, { code, param, status: cause.response.statusCode, docURL: doc_url });
  }
}

/** Turns what got throws into an APIError where the API has answered as one. */
function understand(error) {
  const envelope = error instanceof HTTPError && JSON.parse(String(error.response.rawBody)).error;
  throw envelope ? new APIError(envelope, error) : error;
}

const clientOf = (url) =>
  got.extend({ prefixUrl: `${url}/v3`, responseType: "json", timeout: { request: 20_000 }, headers: { "X-Api-Key": "example-key-not-a-secret" } });

const mock = await start("--rules", "rules.yaml");
const client = clientOf(mock.url);

const prefer = (preference) => ({ headers: { Prefer: preference } });

const order = { type: "avatar", avatar_id: "lk_1", script: "Hello.", output_format: "webm" };

test("a video is created", async () => {
  const { statusCode, body } = await client.post("videos", { json: order, headers: { "Idempotency-Key": "order-1" } });
  assert.equal(statusCode, 200);
  assert.equal(body.data.output_format, "webm");
});

test("an error envelope becomes a typed error", async () => {
  const request = client.get("videos/vd_mine", prefer("error=video_not_found"));
  await assert.rejects(request.catch(understand), {
    constructor: APIError,
    status: 404,
    code: "video_not_found",
    docURL: "https://developers.heygen.com/docs/error-codes#video-not-found",
  });
});

test("a wrong field is named by the error", async () => {
  const request = client.post("videos", { json: { ...order, output_format: "gif" } });
  await assert.rejects(request.catch(understand), { status: 400, code: "invalid_parameter", param: "output_format" });
});

test("429: got itself waits what Retry-After says, and then gets through", async () => {
  const limited = await start("--rate-limit", "1/3s");
  const waits = [];
  const patient = clientOf(limited.url).extend({
    hooks: { beforeRetry: [(error) => waits.push(Number(error.response.headers["retry-after"]))] },
  });
  await patient.get("videos");
  const from = performance.now();
  const { statusCode, retryCount } = await patient.get("videos");
  assert.deepEqual({ statusCode, retryCount }, { statusCode: 200, retryCount: 1 });
  assert.ok(waits[0] > 1, `Retry-After: ${waits}`); // without the field got comes back after one second
  assert.ok(performance.now() - from > waits[0] * 1000 - 50);
  assert.equal((await limited.check()).status, 0);
});

test("429: a POST is not repeated, since got does not know the Idempotency-Key", async () => {
  const request = client.post("videos", { json: order, ...prefer("error=rate_limit_exceeded") });
  await assert.rejects(request, ({ response }) => response.headers["retry-after"] === "1" && response.retryCount === 0);
});

test("a lost connection is tried again", async () => {
  const { statusCode, retryCount } = await client.get("voices"); // see rules.yaml
  assert.deepEqual({ statusCode, retryCount }, { statusCode: 200, retryCount: 1 });
});

test("a reset is an ECONNRESET", async () => {
  const request = client.get("users/me", { ...prefer("fault=reset"), retry: { limit: 0 } });
  await assert.rejects(request, (error) => error instanceof RequestError && error.code === "ECONNRESET");
});

test("a truncated body is an error, not half a result", async () => {
  const request = client.get("users/me", { ...prefer("fault=truncated"), retry: { limit: 0 } });
  await assert.rejects(request, ReadError);
});

test("check: what was recorded conforms", async () => {
  const { status, stdout } = await mock.check();
  assert.equal(status, 0, stdout);
  assert.match(stdout, /no findings/);
});
