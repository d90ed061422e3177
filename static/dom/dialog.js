import { actionButton, node } from "./nodes.js";

function buildField(placeholder) {
  return node("input", {
    role: "combobox",
    placeholder,
    "aria-label": placeholder,
    "aria-autocomplete": "list",
    "aria-controls": "hits",
    autocomplete: "off",
    enterkeyhint: "search",
    maxlength: 200,
  });
}

/**
 * The dialog with everything that stays in it; the views change inside `panel`.
 * @param {Record<string, string>} text
 * @param {string} placeholder
 */
export function buildDialog(text, placeholder) {
  const input = buildField(placeholder);
  const clear = actionButton("clear", null, text.clear);
  const list = node("div", { class: "hits", id: "hits", role: "listbox", "aria-label": text.launcher });
  const chips = node("div", { class: "chips" });
  const panel = node("div", { class: "panel" });
  const status = node("p", { role: "status" });
  const close = actionButton("close", null, text.close);
  const head = node("div", { class: "head" }, input, clear, close);
  const dialog = node("dialog", { part: "dialog", "aria-label": text.launcher }, head, status, chips, list, panel);
  return { dialog, input, clear, chips, list, panel, status };
}
