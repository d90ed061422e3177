import assert from "node:assert/strict";
import { test } from "node:test";
import { createCache } from "../../../static/core/cache.js";

test("forgets the entry that was used longest ago", () => {
  const cache = createCache(2);
  const [first, second, third] = [{}, {}, {}];
  cache.set("first", first);
  cache.set("second", second);
  assert.equal(cache.get("first"), first);
  cache.set("third", third);
  assert.equal(cache.get("second"), undefined);
  assert.equal(cache.get("first"), first);
  assert.equal(cache.get("third"), third);
});
