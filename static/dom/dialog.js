import { icon } from "./icons.js";
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
    spellcheck: "false",
  });
}

/**
 * The dialog with everything that stays in it; the views change inside `panel`.
 * @param {Record<string, string>} text
 * @param {string} placeholder
 */
export function buildDialog(text, placeholder) {
  const input = buildField(placeholder);
  const clear = actionButton("clear", "tool", icon("clear"));
  clear.ariaLabel = text.clear;
  const list = node("div", { class: "hits", id: "hits", role: "listbox", "aria-label": text.launcher });
  const notice = node("p", { class: "notice" });
  const panel = node("div", { class: "panel" });
  const live = node("div", { class: "unseen", role: "status" });
  const close = actionButton("close", "tool", text.close);
  const head = node("div", { class: "head" }, icon("search"), input, clear, close);
  const dialog = node("dialog", { part: "dialog", "aria-label": text.launcher }, head, notice, list, panel, live);
  return { dialog, input, clear, list, notice, panel, live };
}
