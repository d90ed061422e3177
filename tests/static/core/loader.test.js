import assert from "node:assert/strict";
import { test } from "node:test";
import { load, pauseAfter } from "../../../static/core/loader.js";

const URL = "https://help.example.com/search?q=x";
const reply = (status, body = {}, headers = {}) => ({
  ok: status < 400,
  status,
  headers: new Headers(headers),
  json: async () => body,
});
const never = () => new AbortController().signal;

test("loads JSON and sends no credentials", async () => {
  const calls = [];
  const fetch = async (url, { credentials }) => {
    calls.push([url, credentials]);
    return reply(200, { hits: [] });
  };
  assert.deepEqual(await load(fetch, URL, never()), { hits: [] });
  assert.deepEqual(calls, [[URL, "omit"]]);
});

test("a refusal and a failure are thrown as they are", async () => {
  for (const outcome of [reply(400), reply(503, {}, { "Retry-After": "7" }), new TypeError("offline")]) {
    const fetch = async () => {
      if (outcome instanceof Error) throw outcome;
      return outcome;
    };
    await assert.rejects(load(fetch, URL, never()), (failure) => failure === outcome);
  }
});

/** A fetch that never answers, and fails when its signal says so. */
function hanging(url, { signal }) {
  return new Promise((resolve, reject) => {
    const fail = () => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail);
  });
}

test("what takes longer than eight seconds has failed", async (context) => {
  const limits = [];
  context.mock.method(AbortSignal, "timeout", (limit) => {
    limits.push(limit);
    return AbortSignal.abort(new DOMException("late", "TimeoutError"));
  });
  await assert.rejects(load(hanging, URL, never()), { name: "TimeoutError" });
  assert.deepEqual(limits, [8000]);
});

test("what nobody waits for is given up", async () => {
  const turn = new AbortController();
  const loading = load(hanging, URL, turn.signal);
  turn.abort();
  await assert.rejects(loading, { name: "AbortError" });
});

test("a pause is a number of seconds or none", () => {
  const after = (value) => pauseAfter({ headers: new Headers({ "Retry-After": value }) });
  assert.deepEqual(["3", "0", "", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"].map(after), [3, 0, 0, 0, 0]);
  assert.equal(pauseAfter(new TypeError("offline")), 0);
});
