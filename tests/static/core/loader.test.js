import assert from "node:assert/strict";
import { test } from "node:test";
import { createLoader, pauseAfter } from "../../../static/core/loader.js";

const URL = "https://help.example.com/search?q=x";
const reply = (status, body = {}, headers = {}) => ({
  ok: status < 400,
  status,
  headers: new Headers(headers),
  json: async () => body,
});
const never = () => new AbortController().signal;

/** A fetch that gives one outcome a call. */
function scripted(...outcomes) {
  const calls = [];
  const fetch = async (url, options) => {
    calls.push(options);
    const outcome = outcomes[calls.length - 1];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { calls, fetch };
}

test("loads JSON and sends no credentials", async () => {
  const { calls, fetch } = scripted(reply(200, { hits: [] }));
  assert.deepEqual(await createLoader(fetch, 1000)(URL, never()), { hits: [] });
  assert.deepEqual(calls.map((call) => call.credentials), ["omit"]);
});

test("tries once more when the network or the server failed", async () => {
  for (const failure of [new TypeError("offline"), reply(503)]) {
    const { calls, fetch } = scripted(failure, reply(200, { hits: [1] }));
    assert.deepEqual(await createLoader(fetch, 1000)(URL, never()), { hits: [1] });
    assert.equal(calls.length, 2);
  }
});

test("gives up after the second failure", async () => {
  const { calls, fetch } = scripted(reply(500), reply(500), reply(200));
  await assert.rejects(createLoader(fetch, 1000)(URL, never()));
  assert.equal(calls.length, 2);
});

test("does not repeat what the service refused", async () => {
  const { calls, fetch } = scripted(reply(400), reply(200));
  await assert.rejects(createLoader(fetch, 1000)(URL, never()));
  assert.equal(calls.length, 1);
});

test("does not repeat what nobody waits for", async () => {
  const turn = new AbortController();
  let calls = 0;
  const fetch = async () => {
    calls += 1;
    turn.abort();
    throw turn.signal.reason;
  };
  await assert.rejects(createLoader(fetch, 1000)(URL, turn.signal));
  assert.equal(calls, 1);
});

test("an attempt that takes too long has failed", async () => {
  let calls = 0;
  const fetch = (url, { signal }) => {
    calls += 1;
    if (calls > 1) return Promise.resolve(reply(200, { hits: [2] }));
    return new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  assert.deepEqual(await createLoader(fetch, 1)(URL, never()), { hits: [2] });
});

test("does not repeat what the service asked to wait with, and says how long", async () => {
  for (const status of [429, 503]) {
    const { calls, fetch } = scripted(reply(status, {}, { "Retry-After": "7" }), reply(200));
    await assert.rejects(createLoader(fetch, 1000)(URL, never()), (failure) => pauseAfter(failure) === 7);
    assert.equal(calls.length, 1);
  }
});

test("a pause is a number of seconds or none", () => {
  const after = (value) => pauseAfter({ headers: new Headers({ "Retry-After": value }) });
  assert.deepEqual(["3", "0", "", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"].map(after), [3, 0, 0, 0, 0]);
  assert.equal(pauseAfter(new TypeError("offline")), 0);
});
