import assert from "node:assert/strict";
import { test } from "node:test";
import { createRecent } from "../../../static/core/recent.js";

const texts = (entries) => entries.map(({ text }) => text);
const DAY = 24 * 3600 * 1000;

/** Storage as browsers have it: properties, and `removeItem` takes one away. */
function setup(storage = {}) {
  const clock = { time: 1000 * DAY };
  return { clock, storage, recent: createRecent(() => storage, () => clock.time) };
}

test("the newest question comes first, each once, five at most", () => {
  const { recent } = setup();
  for (const question of ["a", "b", "c", "a", "d", "e", "f"]) recent.add(question);
  assert.deepEqual(texts(recent.list()), ["f", "e", "d", "a", "c"]);
});

test("what is asked stays in the storage, for the next page", () => {
  const { clock, recent, storage } = setup();
  recent.add("续费");
  assert.deepEqual(texts(createRecent(() => storage, () => clock.time).list()), ["续费"]);
});

test("after 30 days a question is forgotten, and gone from the storage too", () => {
  const { clock, recent, storage } = setup();
  recent.add("old");
  clock.time += 29 * DAY;
  recent.add("new");
  assert.deepEqual(texts(recent.list()), ["new", "old"]);
  clock.time += DAY;
  assert.deepEqual(texts(recent.list()), ["new"]);
  assert.ok(!JSON.stringify(storage).includes("old"));
  clock.time += 30 * DAY;
  assert.deepEqual(texts(recent.list()), []);
  assert.deepEqual(storage, {});
});

test("clearing leaves nothing in the storage", () => {
  const { recent, storage } = setup();
  recent.add("a");
  recent.clear();
  assert.deepEqual(texts(recent.list()), []);
  assert.deepEqual(storage, {});
});

test("looking into an empty storage writes nothing", () => {
  const { recent, storage } = setup(Object.freeze({}));
  assert.deepEqual(texts(recent.list()), []);
  assert.deepEqual(storage, {});
});

test("a storage that is forbidden or full keeps nothing and fails nothing", () => {
  const forbidden = () => {
    throw new DOMException("denied", "SecurityError");
  };
  const full = new Proxy({}, { set: forbidden, deleteProperty: forbidden });
  for (const storage of [forbidden, () => null, () => false, () => full]) {
    const recent = createRecent(storage, Date.now);
    recent.add("a");
    recent.clear();
    assert.deepEqual(texts(recent.list()), []);
  }
});

for (const spoilt of ["", "{", "null", "7", "{}", '"text"', "[1]", "[null]"]) {
  test(`a storage spoilt with ${spoilt || "nothing"} is begun anew`, () => {
    const { recent } = setup({ "help-widget": spoilt });
    assert.deepEqual(texts(recent.list()), []);
    recent.add("a");
    assert.deepEqual(texts(recent.list()), ["a"]);
  });
}
