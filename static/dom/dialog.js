import { actionButton, node } from "./nodes.js";

/**
 * The dialog with everything that stays in it; the views change inside `panel`, and `body` scrolls, so that results can
 * be reached in the smallest window.
 * @param {Record<string, string>} text
 * @param {string} placeholder
 */
export function buildDialog(text, placeholder) {
  const input = node("input", {
    role: "combobox",
    placeholder,
    "aria-label": placeholder,
    "aria-autocomplete": "list",
    "aria-controls": "hits",
    autocomplete: "off",
    enterkeyhint: "search",
  });
  const clear = actionButton("clear", text.clear);
  const list = node("div", { id: "hits", role: "listbox", "aria-label": text.launcher });
  const chips = node("div", { class: "chips" });
  const panel = node("div", { class: "panel" });
  const status = node("p", { role: "status" });
  const close = actionButton("close", text.close);
  const head = node("div", { class: "head" }, input, clear, close);
  const body = node("div", { class: "body" }, head, status, chips, list, panel);
  const dialog = node("dialog", { part: "dialog", "aria-label": text.launcher }, body);
  return { dialog, body, input, clear, chips, list, panel, status };
}
