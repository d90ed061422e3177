import assert from "node:assert/strict";
import { test } from "node:test";
import { Session } from "../../../static/core/session.js";
import { createClock } from "./clock.js";

const hit = (id) => ({ id, title: id, url: `/guides/${id}` });
const found = (...ids) => ({ hits: ids.map(hit), suggestion: null });

/** A session whose requests are answered by the test, in any order, aborted or not. */
function setup() {
  const clock = createClock();
  const requests = [];
  const fetch = (url, { signal }) =>
    new Promise((resolve, reject) => {
      const answer = async (body, status = 200) => {
        resolve({ ok: status < 400, status, json: async () => body });
        await new Promise(setImmediate);
      };
      const fail = async () => {
        reject(new TypeError("offline"));
        await new Promise(setImmediate);
      };
      requests.push({ url: new URL(url), signal, answer, fail });
    });
  const session = new Session(fetch, clock.wait, () => "https://help.example.com/", () => {});
  return { clock, requests, session, asked: () => requests.map(({ url }) => url.searchParams.get("q")) };
}

async function answered(query, ...ids) {
  const world = setup();
  world.session.type(query);
  world.session.hurry();
  await world.requests[0].answer(found(...ids));
  return world;
}

test("asks once for what was typed, when the typing pauses", () => {
  const { clock, requests, session, asked } = setup();
  for (const query of ["续", "续费", "续费后", "续费后 "]) {
    session.type(query);
    clock.pass(50);
  }
  assert.deepEqual(asked(), []);
  clock.pass(500);
  assert.deepEqual(asked(), ["续费后"]);
  assert.equal(requests[0].url.pathname, "/search");
  assert.equal(requests[0].url.searchParams.get("limit"), "10");
});

test("asks nothing for an empty query, and for the same question twice", async () => {
  const { clock, session, asked } = await answered("续费", "a");
  session.type("  ");
  clock.pass(500);
  assert.equal(session.state.status, "start");
  session.type("续费");
  session.type("续费 ");
  clock.pass(500);
  assert.deepEqual(asked(), ["续费"], "the second answer came from the cache");
  assert.equal(session.state.status, "results");
});

test("a late reply is never shown", async () => {
  const { requests, session } = setup();
  session.type("first");
  session.hurry();
  session.type("second");
  session.hurry();
  assert.ok(requests[0].signal.aborted);
  await requests[1].answer(found("second"));
  await requests[0].answer(found("first"));
  assert.equal(session.state.reply.hits[0].id, "second");
});

test("a reply that comes after the field was emptied is never shown", async () => {
  const { requests, session } = setup();
  session.type("first");
  session.hurry();
  session.type("");
  await requests[0].answer(found("first"));
  assert.equal(session.state.status, "start");
  assert.equal(session.state.reply, null);
});

test("a reply that came too late is still remembered", async () => {
  const { requests, session, asked } = setup();
  session.type("first");
  session.hurry();
  session.type("second");
  await requests[0].answer(found("first"));
  session.type("first");
  session.hurry();
  assert.deepEqual(asked(), ["first"]);
  assert.equal(session.state.reply.hits[0].id, "first");
});

test("no hits is a state of its own", async () => {
  const { session } = await answered("xyz");
  assert.equal(session.state.status, "none");
});

test("a failure is shown after one more attempt, and can be retried", async () => {
  const { requests, session } = setup();
  session.type("续费");
  session.hurry();
  await requests[0].fail();
  assert.equal(session.state.status, "loading");
  await requests[1].fail();
  assert.equal(session.state.status, "error");
  session.retry();
  assert.equal(session.state.status, "loading");
  await requests[2].answer(found("a"));
  assert.equal(session.state.status, "results");
});

test("a reply that makes no sense is a failure, and is not remembered", async () => {
  const { requests, session } = setup();
  session.type("续费");
  session.hurry();
  await requests[0].answer({ unexpected: true });
  assert.equal(session.state.status, "error");
  session.retry();
  assert.equal(requests.length, 2);
});

test("opens the selected hit, or the first", async () => {
  const { requests, session } = await answered("续费", "a#1", "b/c#2");
  session.open();
  assert.equal(requests[1].url.pathname, "/sections/a%231");
  session.back();
  session.move(-1);
  session.open();
  assert.equal(requests[2].url.pathname, "/sections/b%2Fc%232");
  assert.equal(session.state.section.title, "b/c#2", "what the hit tells is shown while the rest loads");
});

test("a question on its way is hurried, not answered by a hit of the question before", async () => {
  const { session, asked } = await answered("续费", "a");
  session.type("密码");
  session.open();
  assert.equal(session.state.section, null);
  assert.deepEqual(asked(), ["续费", "密码"]);
});

test("leads back from the section to the selected hit, then to the empty field, then out", async () => {
  const { requests, session } = await answered("续费", "a", "b");
  session.select(1);
  session.open();
  await requests[1].answer({ id: "b", title: "b", blocks: [] });
  assert.equal(session.state.section.status, "results");
  assert.ok(session.escape());
  assert.equal(session.state.section, null);
  assert.equal(session.state.active, 1);
  assert.ok(session.escape());
  assert.equal(session.state.query, "");
  assert.equal(session.state.status, "start");
  assert.ok(!session.escape());
});

test("a section that comes after it was left is not shown", async () => {
  const { requests, session } = await answered("续费", "a");
  session.open();
  session.back();
  await requests[1].answer({ id: "a", title: "a" });
  assert.equal(session.state.section, null);
});

test("a section that failed can be retried", async () => {
  const { requests, session } = setup();
  session.read({ id: "a" });
  await requests[0].answer({}, 404);
  assert.equal(session.state.section.status, "error");
  session.retry();
  await requests[1].answer({ id: "a", title: "A" });
  assert.equal(session.state.section.title, "A");
});

test("typing leaves the section", async () => {
  const { session } = await answered("续费", "a");
  session.open();
  session.type("续费后");
  assert.equal(session.state.section, null);
});

test("a stopped session asks nothing more and shows nothing more", async () => {
  const { clock, requests, session } = await answered("续费", "a");
  session.type("密码");
  session.stop();
  clock.pass(500);
  assert.equal(requests.length, 1);
});
