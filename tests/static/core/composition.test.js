import assert from "node:assert/strict";
import { test } from "node:test";
import { createCompositionGuard } from "../../../static/core/composition.js";
import { createClock } from "./clock.js";

const ENTER = { key: "Enter", keyCode: 13, isComposing: false };

function setup(latinIsText = false) {
  const clock = createClock();
  clock.pass(1000);
  return { clock, guard: createCompositionGuard(clock.now, latinIsText) };
}

test("typed text may be searched, text being composed may not", () => {
  const { guard } = setup();
  assert.ok(guard.allows("xu"));
  guard.start();
  assert.ok(!guard.allows("xu"));
  assert.ok(!guard.allows("续费"));
  guard.end();
  assert.ok(guard.allows("续费"));
});

test("where phones compose Latin words, those are text and Chinese still is not", () => {
  const { guard } = setup(true);
  guard.start();
  assert.ok(guard.allows("lebara"));
  assert.ok(guard.allows("don’t"));
  assert.ok(!guard.allows("续"));
  assert.ok(!guard.allows("ㄒㄩˋ"));
});

test("keys belong to the input method while it composes, and while the browser says so", () => {
  const { guard } = setup();
  assert.ok(!guard.owns(ENTER));
  assert.ok(guard.owns({ ...ENTER, keyCode: 229 }));
  assert.ok(guard.owns({ ...ENTER, isComposing: true }));
  guard.start();
  assert.ok(guard.owns(ENTER));
});

test("the key that committed a word, reported late, is not taken for a command", () => {
  const { clock, guard } = setup();
  guard.start();
  guard.end();
  clock.pass(49);
  assert.ok(guard.owns(ENTER));
  clock.pass(1);
  assert.ok(!guard.owns(ENTER));
});

test("an end without a start, as when the focus leaves, guards nothing", () => {
  const { guard } = setup();
  guard.end();
  assert.ok(!guard.owns(ENTER));
});
