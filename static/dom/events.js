/**
 * Tells the page what happens, as `help-widget:NAME`; false when the page prevented it to do something else instead.
 * @param {HTMLElement} host
 * @returns {(name: string, detail?: object) => boolean}
 */
export function createEmitter(host) {
  return (name, detail) =>
    host.dispatchEvent(new CustomEvent(`help-widget:${name}`, { bubbles: true, cancelable: true, composed: true, detail }));
}
