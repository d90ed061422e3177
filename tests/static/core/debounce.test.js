import assert from "node:assert/strict";
import { test } from "node:test";
import { createDebounce } from "../../../static/core/debounce.js";
import { createClock } from "./clock.js";

function setup() {
  const clock = createClock();
  const runs = [];
  return { clock, runs, debounce: createDebounce(() => runs.push(clock.now()), 120, clock.wait) };
}

test("runs once, after the last call has been followed by a pause", () => {
  const { clock, runs, debounce } = setup();
  debounce.call();
  clock.pass(119);
  debounce.call();
  clock.pass(119);
  assert.deepEqual(runs, []);
  clock.pass(1);
  clock.pass(500);
  assert.deepEqual(runs, [239]);
});

test("a hurried action runs at once and not again", () => {
  const { clock, runs, debounce } = setup();
  debounce.call();
  debounce.flush();
  debounce.flush();
  clock.pass(500);
  assert.deepEqual(runs, [0]);
});

test("a cancelled action never runs", () => {
  const { clock, runs, debounce } = setup();
  debounce.call();
  debounce.cancel();
  debounce.flush();
  clock.pass(500);
  assert.deepEqual(runs, []);
});
