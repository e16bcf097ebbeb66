// What a client generated from openapi.yaml gets from `apicontract mock`. Half of
// what is tested here the compiler tests: without the right types, nothing runs.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, operations, paths } from "./generated/heygen.js";
import { start } from "./mock.mjs";

const mock = await start("--rules", "rules.yaml");
const client = createClient<paths>({ baseUrl: mock.url, headers: { "X-Api-Key": "example-key-not-a-secret" } });

const video = (video_id: string, preference?: string) =>
  client.GET("/v3/videos/{video_id}", { params: { path: { video_id } }, headers: { Prefer: preference } });

/** The error objects of an operation, one for each status, told apart by their codes. */
type Failure = NonNullable<Awaited<ReturnType<typeof video>>["error"]>["error"];
type Responses = operations["getVideoV3"]["responses"];
type ErrorStatus = Exclude<keyof Responses, 200>;
type CodeOf<S extends ErrorStatus> = Responses[S]["content"]["application/json"]["error"]["code"];

/** What to do about an error. Each branch sees the codes of its own status only. */
function advice(e: Failure): string {
  switch (e.code) {
    case "rate_limit_exceeded": {
      const narrowed: components["schemas"]["ErrorDetail429"] = e;
      return `wait: ${narrowed.message}`;
    }
    case "resource_not_ready": {
      const narrowed: components["schemas"]["ErrorDetail409"] = e;
      // @ts-expect-error a code of 429
      return narrowed.code === "quota_exceeded" ? "never" : "ask again";
    }
    // @ts-expect-error a code that the error table does not have
    case "video_lost":
      return "never";
    default:
      return `give up: ${e.code}`;
  }
}

test("a video is created, and asked for until it is there", async () => {
  const created = await client.POST("/v3/videos", {
    params: { header: { "Idempotency-Key": "order-1" } },
    body: { type: "avatar", avatar_id: "lk_1", script: "Hello.", output_format: "webm" },
  });
  assert.equal(created.data?.data?.output_format, "webm", JSON.stringify(created.error));
  const id = created.data.data.video_id;

  const answers: string[] = [];
  for (let polls = 0; polls < 5 && answers.at(-1) !== "completed"; polls++) {
    const { data, error } = await video(id);
    answers.push(error ? advice(error.error) : (data.data?.status ?? "no video"));
    if (!error) assert.equal(data.data?.id, id);
    await setTimeout(10);
  }
  assert.deepEqual(answers, ["ask again", "ask again", "completed"]); // see rules.yaml
});

test("a request that the document forbids does not compile, and is refused", async () => {
  // @ts-expect-error an avatar video needs an avatar_id
  const { response, error } = await client.POST("/v3/videos", { body: { type: "avatar", script: "Hello." } });
  assert.equal(response.status, 400);
  assert.equal(error?.error.param, "avatar_id");
});

test("a list is read over all its pages", async () => {
  const ids = new Set<string>();
  const sizes: number[] = [];
  for (let token: string | null | undefined, more = true; more; ) {
    const { data, error } = await client.GET("/v3/videos", { params: { query: { limit: 10, ...(token && { token }) } } });
    assert.ok(data?.data, JSON.stringify(error));
    data.data.forEach((v) => ids.add(v.id));
    sizes.push(data.data.length);
    token = data.next_token;
    more = data.has_more ?? false;
    assert.equal(more, Boolean(token));
  }
  assert.deepEqual(sizes, [10, 10, 5]);
  assert.equal(ids.size, 25);
});

/** One code for each error status: the compiler wants all of them, and each with a code of its own. */
const errors: { [S in ErrorStatus]: CodeOf<S> } = {
  400: "invalid_parameter",
  401: "unauthorized",
  402: "insufficient_credit",
  403: "forbidden",
  404: "video_not_found",
  409: "resource_not_ready",
  413: "hyperframes_project_too_large",
  429: "rate_limit_exceeded",
  500: "internal_error",
  504: "gateway_timeout",
};
// @ts-expect-error that is a code of 404
const _mismatch: CodeOf<402> = "video_not_found";

for (const [status, code] of Object.entries(errors)) {
  test(`${status} ${code}`, async () => {
    const { data, error, response } = await video("vd_mine", `error=${code}`);
    assert.equal(data, undefined);
    assert.equal(response.status, Number(status));
    assert.equal(error?.error.code, code);
    assert.match(error.error.doc_url, /error-codes#/);
  });
}

test("the advice follows the type", async () => {
  const { error } = await video("vd_mine", "error=rate_limit_exceeded");
  assert.ok(error);
  assert.equal(advice(error.error), "wait: Too many requests. Slow down and try again.");
});

// The table has 413 for uploads of projects only: asked for elsewhere, it is a note, and nothing else is found.
test("check: what was recorded conforms", async () => {
  const { status, stdout } = await mock.check();
  assert.equal(status, 0, stdout);
  assert.match(stdout, /code "hyperframes_project_too_large" does not belong to this operation/);
  assert.match(stdout, /^1 finding: 1 note; 19 of 19 checked entries conform$/m);
});
