import { node } from "./nodes.js";

/**
 * Copies an address; where the page may not, shows it selected in the button's place.
 * @param {HTMLButtonElement} button
 * @param {string} address
 */
export async function copyAddress(button, address) {
  try {
    await navigator.clipboard.writeText(address);
    button.ariaPressed = true; // shows a tick
  } catch {
    const field = node("input", { readonly: "", value: address, "aria-label": button.textContent });
    button.replaceWith(field);
    field.select();
  }
}
