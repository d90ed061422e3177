import assert from "node:assert/strict";
import { test } from "node:test";
import { openOrder, reordered } from "../../../static/build/ordering.mjs";

const REST = "@media print{a{color:red}}";
const CSS = `a,b{color:red;margin:0;margin-top:1px}b{color:blue;top:0}c{all:initial;width:1px}d{font:12px/1 x;line-height:2}${REST}`;

test("what overlaps nothing may change places", () => {
  const css = `d{font:12px/1 x;line-height:2}b,a{margin:0;color:red;margin-top:1px}c{all:initial;width:1px}b{top:0;color:blue}${REST}`;
  assert.equal(reordered(CSS, css), css);
});

const OTHERS = {
  "a part before its shorthand": ["margin:0;margin-top:1px", "margin-top:1px;margin:0"],
  "a line before its font": ["font:12px/1 x;line-height:2", "line-height:2;font:12px/1 x"],
  "anything before what sets everything": ["all:initial;width:1px", "width:1px;all:initial"],
  "rules that set the same": ["a,b{color:red;margin:0;margin-top:1px}b{color:blue;top:0}", "b{color:blue;top:0}a,b{color:red;margin:0;margin-top:1px}"],
  "another value": ["width:1px", "width:2px"],
  "another selector": ["c{", "e{"],
  "something less": ["top:0", "color:blue"],
  "other at-rules": ["print", "screen"],
};
for (const [what, [part, other]] of Object.entries(OTHERS)) {
  test(`what looks different is refused: ${what}`, () => {
    assert.ok(CSS.includes(part));
    assert.equal(reordered(CSS, CSS.replace(part, other)), undefined);
  });
}

test("an order that is opened tells whether it still holds", () => {
  const order = openOrder(CSS);
  assert.equal(order.print(), CSS);
  const [rules, selectors, declarations] = order.lists();
  selectors.reverse();
  rules.push(rules.splice(2, 1)[0]);
  assert.ok(order.holds());
  assert.ok(reordered(CSS, order.print()));
  declarations.reverse();
  assert.ok(!order.holds());
});
