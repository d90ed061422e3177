import { createCompositionGuard } from "../core/composition.js";
import { commandFor, isHotkey } from "../core/keys.js";
import { webLink } from "../core/links.js";
import { createSession } from "../core/session.js";
import { stringsFor } from "../core/strings.js";
import { buildDialog } from "./dialog.js";
import { belongsToField } from "./focus.js";
import { buildLauncher } from "./launcher.js";
import { composesLatin, watchQuery } from "./query-field.js";
import { createRenderer } from "./render.js";
import css from "./widget.css";

function wait(action, delay) {
  const timer = setTimeout(action, delay);
  return () => clearTimeout(timer);
}

/**
 * Puts a working widget into an element, and gives what can be done with it.
 * @param {HTMLElement} host
 * @param {ShadowRoot} root
 * @param {ReturnType<typeof import("./settings.js").readSettings>} settings
 */
export function startWidget(host, root, settings) {
  const language = settings.language();
  const text = stringsFor(language);
  const parts = buildDialog(text, settings.placeholder() || text.placeholder);
  const { dialog, input, panel } = parts;
  const launcher = buildLauncher(text);
  const guard = createCompositionGuard(() => performance.now(), composesLatin);
  const render = createRenderer(parts, text, settings);
  const session = createSession({
    fetch: (...call) => fetch(...call),
    wait,
    endpoint: settings.endpoint,
    onChange: draw,
  });
  const life = new AbortController();

  function draw(state, before) {
    render(state, before);
    if (state.section?.id !== before.section?.id) (panel.querySelector("article") ?? input).focus();
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    input.select();
  }

  const close = () => dialog.close();

  function write(query) {
    input.value = query;
    session.typed(query);
    input.focus();
  }

  function search(query) {
    open();
    write(String(query));
    session.hurry();
  }

  function openSection(id) {
    open();
    session.read({ id: String(id) });
  }

  function openGuide(section) {
    const address = webLink(section?.url, settings.endpoint());
    if (address) window.open(address, "_blank", "noopener");
  }

  function escape() {
    if (!session.escape()) close();
    else if (!session.state.query) input.value = "";
  }

  const actions = {
    close,
    clear: () => write(""),
    back: session.back,
    retry: session.retry,
    example: (event, button) => search(button.textContent),
    hit(event, option) {
      const hit = session.state.reply.hits[option.dataset.value];
      if (event.ctrlKey || event.metaKey) openGuide(hit);
      else session.read(hit);
    },
  };

  const commands = {
    down: () => session.move(1),
    up: () => session.move(-1),
    open: session.open,
    openGuide: () => openGuide(session.target()),
    escape,
  };

  function onClick(event) {
    const button = event.target.closest("[data-action]");
    if (button) actions[button.dataset.action](event, button);
  }

  function onKey(event) {
    // The page sees its own element in place of the field, and would take letters for its shortcuts.
    event.stopPropagation();
    const command = commandFor(event);
    const held = guard.ownsKey(event);
    const closes = (event.ctrlKey || event.metaKey) && isHotkey(event, settings.hotkeys());
    const applies = command && (event.target === input || /escape|Guide/.test(command));
    if (command === "escape" || (!held && (applies || closes))) event.preventDefault();
    if (held) return;
    if (closes) close();
    else if (applies) commands[command]();
  }

  function onPageKey(event) {
    if (event.defaultPrevented || event.isComposing || dialog.open) return;
    if (!isHotkey(event, settings.hotkeys()) || belongsToField(event)) return;
    event.preventDefault();
    open();
  }

  // Asked to close without the keyboard, as the back gesture of a phone does.
  function onCancel(event) {
    event.preventDefault();
    if (!guard.ownsKey(event)) escape();
  }

  function onPress(event) {
    if (event.target === dialog) close();
  }

  function listen() {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: life.signal });
    watchQuery(input, guard, session.typed, on);
    on(launcher, "click", open);
    on(dialog, "click", onClick);
    on(dialog, "mousedown", onPress);
    on(dialog, "keydown", onKey);
    on(dialog, "cancel", onCancel);
    on(document, "keydown", onPageKey);
  }

  function stop() {
    life.abort();
    session.stop();
    close();
    root.replaceChildren();
    root.adoptedStyleSheets = [];
  }

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  launcher.lang = dialog.lang = language;
  root.append(launcher, dialog);
  render(session.state);
  listen();

  return {
    open,
    close,
    toggle: () => (dialog.open ? close() : open()),
    search,
    openSection,
    destroy: () => host.remove(),
    stop,
  };
}
