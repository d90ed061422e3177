/**
 * Fills an element with what is there of its children.
 * @param {HTMLElement} element
 * @param {...(Node | string | boolean | undefined | null)} children
 */
export function put(element, ...children) {
  element.replaceChildren(...children.filter(Boolean));
  return element;
}

/**
 * Builds an element. Texts become text nodes, so nothing in them can become markup.
 * @param {string} tag
 * @param {Record<string, string | number | null | undefined>} attributes null sets none
 * @param {...(Node | string | undefined | null)} children
 * @returns {HTMLElement}
 */
export function node(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) {
    if (attributes[name] != null) element.setAttribute(name, attributes[name]);
  }
  return put(element, ...children);
}

/**
 * A button that names what it does; the dialog listens for all of them at once.
 * @param {string} action
 * @param {string} words
 * @param {string} [value] what the action is about
 * @param {string} [lang] the language of the words
 */
export function actionButton(action, words, value, lang) {
  return node("button", { class: "tool", "data-action": action, "data-value": value, lang }, words);
}

/**
 * A button that opens a section, or asks a question where there is none.
 * @param {{text: string, section?: string, lang?: string}} suggestion
 * @param {string} from what opens the section: the name of the action
 */
export function suggestionButton({ text, section, lang }, from) {
  return actionButton(section ? from : "search", text, section ?? text, lang);
}

/**
 * A link that opens in a new tab and shows it.
 * @param {string} address checked already
 * @param {string} className
 * @param {Node | string} content
 * @param {string} [action] see `actionButton`
 */
export function outsideLink(address, content, className, action) {
  const attributes = { class: className, href: address, target: "_blank", rel: "noopener", "data-action": action };
  return node("a", attributes, content, " ↗");
}
