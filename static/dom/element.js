import { readSettings } from "./settings.js";
import { createWidget } from "./widget.js";

/** What pages may call, on the element and on `window.HelpWidget`. */
export const METHODS = ["open", "close", "toggle", "search", "openSection", "destroy"];

/**
 * The `<help-widget>` element. It runs while it is in the page, and leaves nothing behind when it is taken out.
 * @param {string} scriptUrl where the default endpoint is
 * @returns {typeof HTMLElement}
 */
export function createElementClass(scriptUrl) {
  // A page that mounts its widget anew does not open the section of its address anew.
  let followed;

  class HelpWidgetElement extends HTMLElement {
    static observedAttributes = ["lang", "placeholder"];

    #root = this.attachShadow({ mode: "open" });
    #widget;

    static {
      for (const method of METHODS) {
        this.prototype[method] = function (...values) {
          this.#widget?.[method](...values);
        };
      }
    }

    connectedCallback() {
      this.#widget = createWidget(this.#root, readSettings(this, scriptUrl));
      if (followed !== location.href) this.#widget.follow();
    }

    disconnectedCallback() {
      followed = location.href;
      this.#widget?.stop();
      this.#widget = undefined;
    }

    attributeChangedCallback(name, before, after) {
      if (before === after) return;
      this.#widget?.whenClosed(() => {
        this.disconnectedCallback();
        this.connectedCallback();
      });
    }
  }

  return HelpWidgetElement;
}
