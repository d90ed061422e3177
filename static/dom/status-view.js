import { actionButton, node } from "./nodes.js";

/**
 * Questions to ask again with one press; what is none is left out.
 * @param {string} title
 * @param {string[]} questions
 * @param {Node} [tool] what can be done with all of them
 */
export function questionsView(title, questions, tool) {
  const asked = questions.filter((question) => question?.trim?.());
  const buttons = asked.map((question) => actionButton("search", question, question));
  return buttons[0] && node("div", { class: "questions" }, node("div", { class: "guide" }, title, tool), ...buttons);
}
