import assert from "node:assert/strict";
import { test } from "node:test";
import { commandFor, isHotkey } from "../../../static/core/keys.js";

const press = (key, held = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test("arrows, Enter and Escape are commands", () => {
  assert.equal(commandFor(press("ArrowDown")), "down");
  assert.equal(commandFor(press("ArrowUp")), "up");
  assert.equal(commandFor(press("Enter")), "read");
  assert.equal(commandFor(press("Escape")), "escape");
});

test("Ctrl or Cmd with Enter means the guide", () => {
  assert.equal(commandFor(press("Enter", { ctrlKey: true })), "openGuide");
  assert.equal(commandFor(press("Enter", { metaKey: true })), "openGuide");
});

test("other keys, and arrows that move by words, are left alone", () => {
  for (const event of [press("a"), press("ArrowUp", { altKey: true }), press("ArrowDown", { metaKey: true }), {}]) {
    assert.equal(commandFor(event), undefined);
  }
});

test("Ctrl+K, Cmd+K and / open the widget when the page says nothing else", () => {
  assert.ok(isHotkey(press("k", { ctrlKey: true }), null));
  assert.ok(isHotkey(press("K", { metaKey: true }), null));
  assert.ok(isHotkey(press("/"), null));
  assert.ok(isHotkey(press("/", { shiftKey: true }), null), "a keyboard with / above 7");
});

test("a key that only resembles a hotkey does not", () => {
  assert.ok(!isHotkey(press("k"), null));
  assert.ok(!isHotkey(press("K", { ctrlKey: true, shiftKey: true }), null));
  assert.ok(!isHotkey(press("/", { ctrlKey: true }), null));
  assert.ok(!isHotkey(press("k", { ctrlKey: true, altKey: true }), null));
  assert.ok(!isHotkey({}, null), "a saved value was filled in");
});

test("pages choose other hotkeys, or none", () => {
  assert.ok(isHotkey(press("F1"), "F1 mod+shift+h"));
  assert.ok(isHotkey(press("H", { ctrlKey: true, shiftKey: true }), "F1 mod+shift+h"));
  assert.ok(!isHotkey(press("/"), "F1 mod+shift+h"));
  for (const off of ["", "none"]) {
    assert.ok(!isHotkey(press("/"), off));
    assert.ok(!isHotkey({}, off));
  }
});
