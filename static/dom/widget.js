import { createCompositionGuard } from "../core/composition.js";
import { linkedSection } from "../core/links.js";
import { createRecent } from "../core/recent.js";
import { createSession } from "../core/session.js";
import { stringsFor } from "../core/strings.js";
import { createActions } from "./actions.js";
import { createCalls } from "./calls.js";
import { buildDialog } from "./dialog.js";
import { createEmitter } from "./events.js";
import { watchKeys } from "./keyboard.js";
import { buildLauncher } from "./launcher.js";
import { watchQuery } from "./query-field.js";
import { createRenderer } from "./render.js";
import css from "./widget.css";

function wait(action, delay) {
  const timer = setTimeout(action, delay);
  return () => clearTimeout(timer);
}

function build(root, settings, text) {
  const launcher = buildLauncher(text);
  const parts = buildDialog(text, settings.attribute("placeholder") || text.placeholder);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  launcher.lang = parts.dialog.lang = settings.language();
  root.append(launcher, parts.dialog);
  launcher.showPopover();
  return parts;
}

function startSession(root, parts, text, settings, recent, emit) {
  const render = createRenderer(parts, text, settings, recent);
  const session = createSession(
    fetch,
    wait,
    settings,
    (state, before) => {
      render(state, before);
      // What had the focus may be gone.
      if (state.section === before.section && root.activeElement) return;
      (root.querySelector("article") ?? parts.input).focus({ preventScroll: true });
    },
    emit,
  );
  render(session.state, {});
  return session;
}

function watchPresses(root, dialog, session, actions, on) {
  on(root, "click", (event) => {
    const button = event.target.closest("[data-action]");
    if (!button) return;
    const { action: from, value: id } = button.dataset;
    const act = actions[from] ?? (() => session.choose({ id, from }));
    if (act(id, button) === false) event.preventDefault();
  });
  on(dialog, "mousedown", (event) => event.target === dialog && actions.close());
}

/**
 * A working widget inside a shadow root, from now until `stop`: what pages may call, and
 * `follow`, which opens the section that the page's address asks for, in the first widget of the page;
 * `stop`, which detaches everything, so that nothing is left of it;
 * `whenClosed`, which runs an action as soon as the visitor is not using it.
 * @param {ShadowRoot} root
 * @param {ReturnType<typeof import("./settings.js").readSettings>} settings
 */
export function createWidget(root, settings) {
  const { host } = root;
  const text = stringsFor(settings.language());
  const emit = createEmitter(host);
  const recent = createRecent(() => settings.attribute("recent") !== null && localStorage, Date.now);
  const guard = createCompositionGuard(Date.now, /Android/.test(navigator.userAgent));
  const life = new AbortController();
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal: life.signal });
  const parts = build(root, settings, text);
  const session = startSession(root, parts, text, settings, recent, emit);
  const calls = createCalls(host, parts, session, emit);
  const actions = { ...calls, ...createActions(parts.input, session, settings, recent, emit, calls) };

  function follow() {
    const id = linkedSection(location.hash);
    if (id && document.querySelector(host.localName) === host) calls.openSection(id, "link");
  }

  function stop() {
    life.abort();
    session.stop();
    parts.dialog.close();
    root.replaceChildren();
    root.adoptedStyleSheets = [];
  }

  watchQuery(parts.input, guard, session.type, on);
  watchKeys(parts, settings, guard, actions, on);
  watchPresses(root, parts.dialog, session, actions, on);
  on(host, "help-widget:select", () => {
    const { question, hits } = session.state;
    if (hits[0]) recent.add(question);
  });
  on(window, "hashchange", follow);
  const whenClosed = (action) => (parts.dialog.open ? on(parts.dialog, "close", action) : action());
  return { ...calls, follow, stop, whenClosed };
}
