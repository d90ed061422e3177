import assert from "node:assert/strict";
import { test } from "node:test";
import { splitMatches } from "../../../static/core/segments.js";

const shown = (text, matches) =>
  splitMatches(text, matches)
    .map((part, index) => (part && index % 2 ? `[${part}]` : part))
    .join("");

test("marks what matched and leaves the rest", () => {
  assert.equal(shown("续费后多久生效", [[0, 2], [5, 2]]), "[续费]后多久[生效]");
});

test("a text without matches is one part", () => {
  assert.deepEqual(splitMatches("便利店"), ["便利店"]);
  assert.deepEqual(splitMatches("", []), [""]);
});

test("offsets count UTF-16 units, past an emoji and an Extension B character", () => {
  assert.equal(shown("📱𠮷卡充值", [[5, 2]]), "📱𠮷卡[充值]");
  assert.equal(shown("📱𠮷卡", [[2, 2]]), "📱[𠮷]卡");
});

test("matches may touch, overlap, come unsorted or reach beyond the text", () => {
  assert.equal(shown("abcdef", [[4, 9], [0, 2], [1, 2]]), "[ab][c]d[ef]");
  assert.equal(shown("abc", [[7, 2]]), "abc");
});

test("the parts joined are the text, whatever the matches say", () => {
  const text = "自动续费 eSIM 🛰️ 續費";
  for (let start = -2; start < text.length + 2; start += 1) {
    for (const length of [-1, 0, 1, 4, 99]) {
      const parts = splitMatches(text, [[start, length], [3, 4]]);
      assert.equal(parts.join(""), text, `${start}, ${length}`);
    }
  }
});
