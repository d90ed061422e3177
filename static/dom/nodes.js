/**
 * Builds an element. Texts become text nodes, so nothing in them can become markup.
 * @param {string} tag
 * @param {Record<string, string | number | undefined>} attributes undefined sets none
 * @param {...(Node | string | undefined | null)} children
 * @returns {HTMLElement}
 */
export function node(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) {
    if (attributes[name] !== undefined) element.setAttribute(name, attributes[name]);
  }
  element.append(...children.filter(Boolean));
  return element;
}

/**
 * A button that names what it does; the dialog listens for all of them at once.
 * @param {string} action
 * @param {string} className
 * @param {...(Node | string)} children
 */
export function actionButton(action, className, ...children) {
  return node("button", { class: className, "data-action": action }, ...children);
}

/**
 * A link that opens in a new tab and says so.
 * @param {string} address checked already
 * @param {string} className
 * @param {Record<string, string>} text
 * @param {Node | string} content
 */
export function outsideLink(address, className, text, content) {
  const attributes = { class: className, href: address, target: "_blank", rel: "noopener" };
  return node("a", attributes, content, node("span", { class: "unseen" }, text.newTab));
}
