import { actionButton, node, outsideLink } from "./nodes.js";

/**
 * Questions to ask again with one press.
 * @param {string} title
 * @param {string[]} questions
 * @param {Node} [tool] what can be done with all of them
 */
export function questionsView(title, questions, tool) {
  if (!questions.length) return null;
  const buttons = questions.map((question) => actionButton("search", question, question));
  return node("div", { class: "questions" }, node("div", { class: "guide" }, title, tool), ...buttons);
}

/** Whom to ask when nothing answers the question. */
export function noneView(text, contact) {
  return contact && node("div", { class: "message" }, outsideLink(contact, "tool", text.contact, "contact"));
}

/** What to do when the service did not answer. */
export function errorView(text) {
  return node("div", { class: "message" }, actionButton("retry", null, text.retry));
}
