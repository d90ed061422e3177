import { node } from "./nodes.js";

/**
 * Copies an address; where the page may not, shows it selected in the button's place.
 * @param {HTMLButtonElement} button its last child is the place for a tick
 * @param {string} address
 */
export async function copyAddress(button, address) {
  try {
    await navigator.clipboard.writeText(address);
    button.lastChild.textContent = " ✓";
  } catch {
    const field = node("input", { readonly: "", value: address, "aria-label": button.textContent });
    button.replaceWith(field);
    field.select();
  }
}
