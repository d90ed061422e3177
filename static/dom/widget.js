import { CompositionGuard } from "../core/composition.js";
import { commandFor, isHotkey } from "../core/keys.js";
import { webLink } from "../core/links.js";
import { Session } from "../core/session.js";
import { stringsFor } from "../core/strings.js";
import { buildDialog } from "./dialog.js";
import { belongsToField } from "./focus.js";
import { buildLauncher } from "./launcher.js";
import { watchQuery } from "./query-field.js";
import { createRenderer } from "./render.js";
import css from "./widget.css";

function wait(action, delay) {
  const timer = setTimeout(action, delay);
  return () => clearTimeout(timer);
}

function adoptStyles(root) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}

/** A working widget inside a shadow root, from its construction until `stop`. */
export class Widget {
  #root;
  #settings;
  #dialog;
  #input;
  #panel;
  #session;
  #guard = new CompositionGuard(() => performance.now(), /Android/.test(navigator.userAgent));
  #life = new AbortController();

  /** What a key (see `commandFor`) or a button (see `actionButton`) can ask for. */
  #commands = {
    back: () => this.#session.back(),
    clear: () => this.#write(""),
    close: () => this.close(),
    down: () => this.#session.move(1),
    escape: () => this.#escape(),
    example: (event) => this.search(event.target.textContent),
    hit: (event, index) => this.#pick(event, index),
    open: () => this.#session.open(),
    openGuide: () => this.#openGuide(),
    retry: () => this.#session.retry(),
    up: () => this.#session.move(-1),
  };

  /**
   * @param {ShadowRoot} root
   * @param {ReturnType<typeof import("./settings.js").readSettings>} settings
   */
  constructor(root, settings) {
    const language = settings.language();
    const text = stringsFor(language);
    const parts = buildDialog(text, settings.attribute("placeholder") || text.placeholder);
    const launcher = buildLauncher(text);
    const render = createRenderer(parts, text, settings);
    this.#root = root;
    this.#settings = settings;
    this.#dialog = parts.dialog;
    this.#input = parts.input;
    this.#panel = parts.panel;
    this.#session = new Session((...call) => fetch(...call), wait, settings.endpoint, (state, before) => {
      render(state, before);
      this.#moveFocus(state, before);
    });
    launcher.lang = this.#dialog.lang = language;
    adoptStyles(root);
    root.append(launcher, this.#dialog);
    launcher.showPopover();
    render(this.#session.state, {});
    this.#listen(launcher);
  }

  #listen(launcher) {
    const dialog = this.#dialog;
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#life.signal });
    watchQuery(this.#input, this.#guard, (query) => this.#session.type(query), on);
    on(launcher, "click", () => this.open());
    on(dialog, "click", (event) => this.#onClick(event));
    on(dialog, "keydown", (event) => this.#onKey(event));
    on(dialog, "cancel", (event) => this.#onCancel(event));
    on(dialog, "mousedown", (event) => event.target === dialog && this.close());
    on(document, "keydown", (event) => this.#onPageKey(event));
  }

  #onClick(event) {
    const button = event.target.closest("[data-action]");
    if (button) this.#commands[button.dataset.action](event, button.dataset.value);
  }

  #onKey(event) {
    // The page sees its own element in place of the field, and would take letters for its shortcuts.
    event.stopPropagation();
    const command = this.#commandFor(event);
    const owned = this.#guard.ownsKey(event);
    if (command === "escape" || (command && !owned)) event.preventDefault();
    if (command && !owned) this.#commands[command]();
  }

  #commandFor(event) {
    if ((event.ctrlKey || event.metaKey) && isHotkey(event, this.#settings.attribute("hotkeys"))) return "close";
    const command = commandFor(event);
    return event.target === this.#input || /escape|Guide/.test(command) ? command : undefined;
  }

  #onPageKey(event) {
    if (event.defaultPrevented || event.isComposing || this.#dialog.open) return;
    if (!isHotkey(event, this.#settings.attribute("hotkeys")) || belongsToField(event)) return;
    event.preventDefault();
    this.open();
  }

  // Asked to close without the keyboard, as the back gesture of a phone does.
  #onCancel(event) {
    event.preventDefault();
    if (!this.#guard.ownsKey(event)) this.#escape();
  }

  #moveFocus({ section }, before) {
    if (section !== before.section) (this.#panel.querySelector("article") ?? this.#input).focus();
  }

  #write(query) {
    this.#input.value = query;
    this.#session.type(query);
    this.#input.focus();
  }

  #pick(event, index) {
    this.#session.select(+index);
    if (event.ctrlKey || event.metaKey) this.#openGuide();
    else this.#session.open();
  }

  #openGuide() {
    const address = webLink(this.#session.target?.url, this.#settings.endpoint());
    if (address) window.open(address, "_blank", "noopener");
  }

  #escape() {
    if (!this.#session.escape()) this.close();
    else if (!this.#session.state.query) this.#input.value = "";
  }

  /** Opens the dialog, with the last question selected. */
  open() {
    if (this.#dialog.open) return;
    this.#dialog.showModal();
    this.#input.focus();
    this.#input.select();
  }

  /** Closes the dialog; the focus returns to where it was. */
  close() {
    this.#dialog.close();
  }

  /** Opens the dialog, or closes it. */
  toggle() {
    if (this.#dialog.open) this.close();
    else this.open();
  }

  /** Opens the dialog and searches. @param {string} query */
  search(query) {
    this.open();
    this.#session.type("");
    this.#write(String(query));
    this.#session.hurry();
  }

  /** Opens the dialog and shows a section. @param {string} id */
  openSection(id) {
    this.open();
    this.#session.read({ id });
  }

  /** Takes the widget out of the page. */
  destroy() {
    this.#root.host.remove();
  }

  /** Detaches everything, so that nothing is left of it. */
  stop() {
    this.#life.abort();
    this.#session.stop();
    this.close();
    this.#root.replaceChildren();
    this.#root.adoptedStyleSheets = [];
  }
}
