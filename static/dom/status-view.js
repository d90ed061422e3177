import { actionButton, node, outsideLink } from "./nodes.js";

/** Questions that others ask; the page names them in one text, separated by bars. */
export function popularView(text, examples) {
  if (!examples) return [];
  const buttons = examples.split("|").map((example) => actionButton("example", null, example));
  return [node("p", { class: "guide" }, text.popular), ...buttons];
}

/** What to do when nothing answers the question. */
export function noneView(text, contact) {
  const person = contact && outsideLink(contact, "pill", text.contact, "contact");
  return [node("div", { class: "message" }, text.hint, " ", person)];
}

/** What to do when the service did not answer. */
export function errorView(text) {
  return [node("div", { class: "message" }, actionButton("retry", null, text.retry))];
}
