import { createElementClass, METHODS } from "./dom/element.js";

const TAG = "help-widget";

function addLauncher() {
  if (!document.querySelector(TAG)) document.body.append(document.createElement(TAG));
}

function callFirst(method) {
  return (...values) => document.querySelector(TAG)?.[method](...values);
}

// A second copy of the script finds the element defined and leaves everything as it is.
if (!customElements.get(TAG)) {
  customElements.define(TAG, createElementClass(document.currentScript?.src || document.baseURI));
  window.HelpWidget = Object.fromEntries(METHODS.map((method) => [method, callFirst(method)]));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", addLauncher);
  else addLauncher();
}
