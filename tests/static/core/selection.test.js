import assert from "node:assert/strict";
import { test } from "node:test";
import { moveSelection } from "../../../static/core/selection.js";

test("the first press reaches the first or the last option", () => {
  assert.equal(moveSelection(-1, 1, 3), 0);
  assert.equal(moveSelection(-1, -1, 3), 2);
});

test("both ends meet", () => {
  assert.equal(moveSelection(2, 1, 3), 0);
  assert.equal(moveSelection(0, -1, 3), 2);
});

test("nothing can be selected where nothing is", () => {
  assert.equal(moveSelection(-1, 1, 0), -1);
});
