import { node } from "./nodes.js";

/**
 * The button in the corner of the page. As a popover it lies above whatever the page stacks up.
 * @param {Record<string, string>} text
 */
export function buildLauncher(text) {
  const attributes = { class: "launcher", part: "launcher", "data-action": "open", popover: "manual", "aria-haspopup": "dialog" };
  return node("button", attributes, text.launcher);
}
