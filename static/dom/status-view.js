import { fill } from "../core/strings.js";
import { icon } from "./icons.js";
import { actionButton, node, outsideLink } from "./nodes.js";

/** Before the first question. */
export function startView(text, examples = []) {
  const buttons = examples.map((example) => actionButton("example", "tool", icon("search"), example));
  return [node("p", { class: "hint" }, text.hint), ...buttons];
}

/** While the first answer is on its way. */
export function loadingView(text) {
  return node("p", { class: "message loading" }, text.loading);
}

/** When nothing answers the question. */
export function noneView(text, question, contact) {
  return node(
    "div",
    { class: "message" },
    node("p", { class: "name" }, fill(text.none, question)),
    node("p", {}, text.hint),
    contact && outsideLink(contact, "pill", text, text.contact),
  );
}

/** When the service did not answer. */
export function errorView(text) {
  const retry = actionButton("retry", "pill", text.retry);
  return node("div", { class: "message" }, node("p", { class: "name" }, text.error), retry);
}
