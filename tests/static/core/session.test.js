import assert from "node:assert/strict";
import { test } from "node:test";
import { createSession } from "../../../static/core/session.js";
import { createClock } from "./clock.js";

const hit = (id) => ({ id, title: id, url: `/guides/${id}` });
const found = (...ids) => ({ hits: ids.map(hit), suggestion: null });
const asked = (requests) => requests.map(({ url }) => url.searchParams.get("q"));
const suggested = (...texts) => ({ suggestions: texts.map((text) => ({ text, section: null })) });

/**
 * A session whose requests are answered by the test, in any order, aborted or not. The page prevents the events in
 * `prevented`; `completions` are the requests for suggestions, `requests` all others.
 */
function setup(...prevented) {
  return setupWith({}, ...prevented);
}

/** The same on a page with these settings. */
function setupWith(chosen, ...prevented) {
  const settings = { endpoint: () => "https://help.example.com/", examples: () => undefined, ...chosen };
  const clock = createClock();
  const requests = [];
  const completions = [];
  const events = [];
  const fetch = (url, { signal }) =>
    new Promise((resolve, reject) => {
      const answer = async (body, status = 200, headers = {}) => {
        resolve({ ok: status < 400, status, headers: new Headers(headers), json: async () => body });
        await new Promise(setImmediate);
      };
      const fail = async () => {
        reject(new TypeError("offline"));
        await new Promise(setImmediate);
      };
      const request = { url: new URL(url), signal, answer, fail };
      (request.url.pathname === "/suggest" ? completions : requests).push(request);
    });
  const emit = (name, detail) => {
    events.push([name, detail]);
    return !prevented.includes(name);
  };
  const session = createSession(fetch, clock.wait, settings, () => {}, emit);
  return { clock, completions, events, requests, session, asked: () => asked(requests) };
}

async function answered(query, ...ids) {
  const world = setup();
  world.session.type(query, false);
  world.session.flush();
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
  session.flush();
  session.type("second");
  session.flush();
  assert.ok(requests[0].signal.aborted);
  await requests[1].answer(found("second"));
  await requests[0].answer(found("first"));
  assert.equal(session.state.hits[0].id, "second");
});

test("a reply that comes after the field was emptied is never shown", async () => {
  const { requests, session } = setup();
  session.type("first");
  session.flush();
  session.type("");
  await requests[0].answer(found("first"));
  assert.equal(session.state.status, "start");
  assert.deepEqual(session.state.hits, []);
});

test("a reply that came too late is still remembered", async () => {
  const { requests, session, asked } = setup();
  session.type("first");
  session.flush();
  session.type("second");
  await requests[0].answer(found("first"));
  session.type("first");
  session.flush();
  assert.deepEqual(asked(), ["first"]);
  assert.equal(session.state.hits[0].id, "first");
});

test("no hits is a state of its own", async () => {
  const { session } = await answered("xyz");
  assert.equal(session.state.status, "none");
});

test("a failure is shown after one more attempt, and can be retried", async () => {
  const { requests, session } = setup();
  session.type("续费");
  session.flush();
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
  session.flush();
  for (const request of [0, 1]) {
    assert.equal(session.state.status, "loading", "one more attempt, as after other failures");
    await requests[request].answer({ unexpected: true });
  }
  assert.equal(session.state.status, "error");
  session.retry();
  assert.equal(requests.length, 3);
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
  assert.equal(session.target(), undefined, "no guide of the question before is opened either");
  session.open();
  assert.equal(session.state.section, null);
  assert.deepEqual(asked(), ["续费", "密码"]);
});

test("a hit of the question before that was selected is meant, though a question is on its way", async () => {
  const { session } = await answered("续费", "a", "b");
  session.type("密码");
  session.move(-1);
  assert.equal(session.target().id, "b");
  session.open();
  assert.equal(session.state.section.id, "b");
});

test("leads back from the section to the selected hit", async () => {
  const { requests, session } = await answered("续费", "a", "b");
  session.select(1);
  session.open();
  await requests[1].answer({ id: "b", title: "b", blocks: [] });
  assert.equal(session.state.section.status, "read");
  session.back();
  assert.equal(session.state.section, null);
  assert.equal(session.state.active, 1);
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
  await requests[0].fail();
  await requests[1].fail();
  assert.equal(session.state.section.status, "error");
  session.retry();
  await requests[2].answer({ id: "a", title: "A" });
  assert.equal(session.state.section.title, "A");
});

test("what the service refuses for good is not there; everything else is a failure", async () => {
  for (const [code, ofSection, ofQuestion] of [[404, "none", "error"], [400, "error", "none"], [403, "error", "error"]]) {
    const { requests, session } = setup();
    session.read({ id: "a" });
    await requests[0].answer({}, code);
    assert.equal(session.state.section.status, ofSection);
    session.type("续费", false);
    session.flush();
    await requests[1].answer({}, code);
    assert.equal(session.state.status, ofQuestion);
  }
});

test("a question has 200 characters at most, and none is cut in half", () => {
  const { session, asked } = setup();
  session.type("𠮷".repeat(300));
  session.flush();
  assert.deepEqual(asked(), ["𠮷".repeat(200)]);
});

test("half a character is asked as what stands for it", async () => {
  const { requests, session, asked } = setup();
  session.type("a\ud800", false);
  session.flush();
  assert.deepEqual(asked(), ["a\ufffd"]);
  session.read({ id: "\udc00" });
  assert.equal(requests[1].url.pathname, "/sections/%EF%BF%BD");
});

test("an answer that lacks something is not remembered", async () => {
  const { requests, session, asked } = setup();
  for (const partial of [true, false, false]) {
    session.type("", false);
    session.type("续费", false);
    session.flush();
    await requests.at(-1).answer({ ...found("a"), partial });
    assert.equal(session.state.status, "results");
  }
  assert.deepEqual(asked(), ["续费", "续费"]);
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

test("asks for suggestions while something is half typed, once more when the typing pauses again", async () => {
  const { clock, completions, session } = setup();
  session.type("xu");
  clock.pass(120);
  assert.deepEqual(asked(completions), ["xu"]);
  await completions[0].answer(suggested("续费", "续航"));
  assert.deepEqual(session.state.suggestions.map(({ text }) => text), ["续费", "续航"]);
  session.type("xuf");
  assert.equal(session.state.suggestions.length, 2, "they stay until others come");
  clock.pass(120);
  assert.equal(completions.length, 2);
  session.type("");
  assert.deepEqual(session.state.suggestions, []);
});

test("asks for no suggestions to what an input method completed, unless nothing answers it", async () => {
  const { clock, completions, requests, session } = setup();
  session.type("续费", false);
  clock.pass(120);
  assert.equal(completions.length, 0);
  await requests[0].answer(found("a"));
  assert.equal(completions.length, 0);
  session.type("飞机票", false);
  clock.pass(120);
  await requests[1].answer(found());
  assert.deepEqual(asked(completions), ["飞机票", ""]);
});

test("where nothing answers, sections to begin with are asked for once, and kept", async () => {
  const { clock, completions, requests, session } = setup();
  session.type("飞机", false);
  clock.pass(120);
  assert.equal(completions.length, 0);
  await requests[0].answer(found());
  assert.deepEqual(asked(completions), ["飞机", ""]);
  await completions[0].answer(suggested());
  await completions[1].answer(suggested("1", "2", "3", "4", "5", "6"));
  assert.deepEqual(session.state.popular.map(({ text }) => text), ["1", "2", "3", "4", "5"]);
  assert.deepEqual(session.state.suggestions, []);
  session.type("");
  assert.equal(session.state.popular.length, 5, "for the empty field as well");
  session.type("机票", false);
  clock.pass(120);
  await requests[1].answer(found());
  assert.deepEqual(asked(completions), ["飞机", "", "机票"]);
});

test("where the page has questions to begin with, the service is asked for none", async () => {
  const { completions, requests, session } = setupWith({ examples: () => [] });
  session.type("飞机", false);
  session.flush();
  await requests[0].answer(found());
  assert.deepEqual(asked(completions), ["飞机"]);
});

test("a stopped session waits for no sections to begin with", async () => {
  const { completions, requests, session } = setup();
  session.type("飞机", false);
  session.flush();
  await requests[0].answer(found());
  session.stop();
  assert.deepEqual(completions.map(({ signal }) => signal.aborted), [true, true]);
});

test("a service without suggestions is no failure", async () => {
  const { completions, events, requests, session } = setup();
  session.type("xu");
  session.flush();
  await requests[0].answer(found("a"));
  await completions[0].answer({}, 404);
  assert.equal(session.state.status, "results");
  assert.deepEqual(session.state.suggestions, []);
  assert.deepEqual(events.map(([name]) => name), ["search", "results"]);
});

test("suggestions that make no sense are none", async () => {
  const { completions, session } = setup();
  session.type("xu");
  session.flush();
  await completions[0].answer({ unexpected: true });
  assert.deepEqual(session.state.suggestions, []);
});

test("hits stand together by guide, the guide of the best hit first", async () => {
  const { requests, session } = setup();
  session.type("续费", false);
  session.flush();
  const of = (guide, id) => ({ ...hit(id), guide: { id: guide } });
  await requests[0].answer({ hits: [of("b", "1"), of("a", "2"), of("b", "3"), hit("4"), of("a", "5")] });
  assert.deepEqual(session.state.hits.map(({ id }) => id), ["1", "3", "2", "5", "4"]);
});

test("everything that happens is told", async () => {
  const { events, requests, session } = await answered("续费", "a");
  session.open();
  await requests[1].answer({ id: "a", title: "A" });
  session.read({ id: "b", from: "link" });
  await requests[2].answer({}, 404);
  session.type("密码", false);
  session.flush();
  await requests[3].answer({}, 400);
  assert.deepEqual(events, [
    ["search", { query: "续费" }],
    ["results", found("a")],
    ["select", { ...hit("a"), from: "result" }],
    ["section", { id: "a", title: "A", from: "result" }],
    ["error", { id: "b", from: "link", code: 404 }],
    ["search", { query: "密码" }],
    ["error", { query: "密码", code: 400 }],
  ]);
});

for (const [event, status] of [["search", "start"], ["results", "start"], ["error", "start"]]) {
  test(`when the page prevents ${event}, nothing is shown`, async () => {
    const { requests, session } = setup(event);
    session.type("续费", false);
    session.flush();
    assert.equal(requests.length, event === "search" ? 0 : 1);
    await requests[0]?.answer(found("a"), event === "error" ? 400 : 200);
    assert.equal(session.state.status, status);
    assert.equal(session.state.query, "续费", "what stands in the field stays");
  });
}

test("what was chosen is told before it is asked for, and with it where from", async () => {
  const { events, requests, session } = await answered("续费", "a");
  session.choose({ id: "b", from: "neighbour" });
  assert.deepEqual(events.at(-1), ["select", { id: "b", from: "neighbour" }]);
  await requests[1].answer({ id: "b", title: "B" });
  assert.deepEqual(events.at(-1), ["section", { id: "b", title: "B", from: "neighbour" }]);
  assert.equal(session.state.section.from, "neighbour");

  const other = setup("select");
  other.session.choose({ id: "b", from: "popular" });
  assert.equal(other.requests.length, 0);
  assert.equal(other.session.state.section, null);
});

test("after one more attempt a service that asks to wait is not obeyed: there is one attempt more and no further", async () => {
  const { clock, requests, session } = setup();
  session.type("续费", false);
  session.flush();
  await requests[0].fail();
  await requests[1].answer({}, 503, { "Retry-After": "5" });
  assert.equal(session.state.status, "error");
  clock.pass(60_000);
  assert.equal(requests.length, 2);
});

test("what nobody waits for is not tried again", async () => {
  const { requests, session } = setup();
  session.type("续费", false);
  session.flush();
  session.type("");
  await requests[0].fail();
  assert.equal(requests.length, 1);
});

test("when the page prevents select or section, no section is shown", async () => {
  for (const event of ["select", "section"]) {
    const { requests, session } = setup(event);
    session.type("续费", false);
    session.flush();
    await requests[0].answer(found("a"));
    session.open();
    await requests[1]?.answer({ id: "a" });
    assert.equal(session.state.section, null);
    assert.equal(session.state.status, "results");
    assert.equal(requests.length, event === "select" ? 1 : 2);
  }
});

test("offline, what was asked before is still answered", async () => {
  const { requests, session } = await answered("续费", "a");
  session.open();
  await requests[1].answer({ id: "a", title: "A", text: "正文" });
  session.type("密码", false);
  session.flush();
  await requests[2].fail();
  await requests[3].fail();
  assert.equal(session.state.status, "error");
  session.type("续费", false);
  session.flush();
  assert.equal(session.state.status, "results");
  session.open();
  assert.equal(session.state.section.text, "正文");
  assert.equal(requests.length, 4);
});

test("where the service asks to wait, that is an error now and one more attempt then", async () => {
  const { clock, requests, session } = setup();
  session.type("续费", false);
  session.flush();
  await requests[0].answer({}, 429, { "Retry-After": "5" });
  assert.equal(session.state.status, "error");
  clock.pass(4999);
  assert.equal(requests.length, 1);
  clock.pass(1);
  assert.equal(requests.length, 2);
  await requests[1].answer({}, 503, { "Retry-After": "5" });
  clock.pass(60_000);
  assert.equal(requests.length, 2, "only once; from then on the visitor tries again");
  session.retry();
  await requests[2].answer(found("a"));
  assert.equal(session.state.status, "results");
});

test("the attempt after a wait can succeed", async () => {
  const { clock, requests, session } = setup();
  session.type("续费", false);
  session.flush();
  await requests[0].answer({}, 503, { "Retry-After": "60" });
  clock.pass(60_000);
  await requests[1].answer(found("a"));
  assert.equal(session.state.status, "results");
});

test("nobody waits for a question that was left, tried again or put off for too long", async () => {
  const leave = [
    ["3", (session) => session.type("")],
    ["3", (session) => session.stop()],
    ["3", (session) => session.retry(), 1],
    ["61", () => {}],
    ["9999999999", () => {}],
    ["-1", () => {}],
  ];
  for (const [pause, act, more = 0] of leave) {
    const { clock, requests, session } = setup();
    session.type("续费", false);
    session.flush();
    await requests[0].answer({}, 429, { "Retry-After": pause });
    act(session);
    clock.pass(3_600_000);
    assert.equal(requests.length, 1 + more, pause);
  }
});
