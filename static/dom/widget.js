import { createCompositionGuard } from "../core/composition.js";
import { commandFor, isHotkey } from "../core/keys.js";
import { deepLink, linkedSection, webLink } from "../core/links.js";
import { Session } from "../core/session.js";
import { stringsFor } from "../core/strings.js";
import { copyAddress } from "./copy.js";
import { buildDialog } from "./dialog.js";
import { createEmitter } from "./events.js";
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
  #session;
  #emit;
  #guard = createCompositionGuard(() => performance.now(), /Android/.test(navigator.userAgent));
  #life = new AbortController();

  /** What a key (see `commandFor`) or a button (see `actionButton`) can ask for. */
  #commands = {
    back: () => this.#session.back(),
    clear: () => this.#write(""),
    close: () => this.close(),
    contact: (event) => this.#emit("contact", { query: this.#session.state.question }) || event.preventDefault(),
    copy: (event, value, button) => copyAddress(button, deepLink(location.href, this.#session.state.section.id)),
    down: () => this.#session.move(1),
    escape: () => this.#escape(),
    example: (event, value, button) => this.search(button.textContent),
    feedback: (event, answer, button) => this.#answer(answer, button),
    hit: (event, index) => {
      this.#session.select(+index);
      this.#session.open();
    },
    open: () => this.#session.open(),
    openGuide: () => this.#openGuide(),
    retry: () => this.#session.retry(),
    section: (event, id) => this.#session.read({ id }),
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
    this.#emit = createEmitter(root.host);
    const show = (state, before) => {
      render(state, before);
      this.#moveFocus(state, before);
    };
    this.#session = new Session((...call) => fetch(...call), wait, settings.endpoint, show, this.#emit);
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
    watchQuery(this.#input, this.#guard, (...typed) => this.#session.type(...typed), on);
    on(launcher, "click", () => this.open());
    on(dialog, "click", (event) => this.#onClick(event));
    on(dialog, "keydown", (event) => this.#onKey(event));
    on(dialog, "cancel", (event) => this.#onCancel(event));
    on(dialog, "mousedown", (event) => event.target === dialog && this.close());
    on(document, "keydown", (event) => this.#onPageKey(event));
    on(window, "hashchange", () => this.followLink());
  }

  #onClick(event) {
    const button = event.target.closest("[data-action]");
    if (button) this.#commands[button.dataset.action](event, button.dataset.value, button);
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
    if (section !== before.section) (this.#root.querySelector("article") ?? this.#input).focus();
  }

  #write(query) {
    this.#input.value = query;
    this.#session.type(query);
    this.#input.focus();
  }

  #openGuide() {
    const address = webLink(this.#session.target?.url, this.#settings.endpoint());
    if (address && this.#emit("select", this.#session.target)) window.open(address, "_blank", "noopener");
  }

  #escape() {
    if (!this.#session.escape()) this.close();
    else if (!this.#session.state.query) this.#input.value = "";
  }

  #answer(answer, button) {
    if (!this.#emit("feedback", { id: this.#session.state.section.id, helpful: answer === "yes" })) return;
    for (const one of button.parentNode.children) one.ariaPressed = one === button;
  }

  /** Opens the section that the page's address asks for, in the first widget of the page. */
  followLink() {
    const id = linkedSection(location.hash);
    if (id && document.querySelector(this.#root.host.localName) === this.#root.host) this.openSection(id);
  }

  /** Opens the dialog, with the last question selected; false when the page prevented it. */
  open() {
    const dialog = this.#dialog;
    if (!dialog.open && this.#emit("open")) {
      dialog.showModal();
      this.#input.focus();
      this.#input.select();
    }
    return dialog.open;
  }

  /** Closes the dialog; the focus returns to where it was. */
  close() {
    if (this.#dialog.open && this.#emit("close")) this.#dialog.close();
  }

  /** Opens the dialog, or closes it. */
  toggle() {
    if (this.#dialog.open) this.close();
    else this.open();
  }

  /** Opens the dialog and searches. @param {string} query */
  search(query) {
    if (!this.open()) return;
    this.#session.type("");
    this.#write(String(query));
    this.#session.hurry();
  }

  /** Opens the dialog and shows a section. @param {string} id */
  openSection(id) {
    if (this.open()) this.#session.read({ id });
  }

  /** Takes the widget out of the page. */
  destroy() {
    this.#root.host.remove();
  }

  /** Detaches everything, so that nothing is left of it. */
  stop() {
    this.#life.abort();
    this.#session.stop();
    this.#dialog.close();
    this.#root.replaceChildren();
    this.#root.adoptedStyleSheets = [];
  }
}
