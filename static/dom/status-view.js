import { node, suggestionButton } from "./nodes.js";

/**
 * What to go on with, by one press: sections to open and questions to ask; nothing where there is none.
 * @param {string} title
 * @param {{text: string, section?: string, lang?: string}[]} suggestions
 * @param {Node} [tool] what can be done with all of them
 */
export function suggestionsView(title, suggestions, tool) {
  const buttons = suggestions.filter(({ text }) => text?.trim?.()).map((one) => suggestionButton(one, "popular"));
  return buttons[0] && node("div", { class: "questions" }, node("div", { class: "guide" }, title, tool), ...buttons);
}
