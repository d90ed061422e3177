import { deepLink, webLink } from "../core/links.js";
import { copyAddress } from "./copy.js";

/**
 * What keys (see `commandFor`) and buttons (see `actionButton`) ask for, by name. Each takes the button's value and
 * the button; one that gives false keeps a link from leading on.
 * @param {HTMLInputElement} input
 * @param {import("../core/session.js").Session} session
 * @param {ReturnType<typeof import("./settings.js").readSettings>} settings
 * @param {ReturnType<typeof import("../core/recent.js").createRecent>} recent
 * @param {ReturnType<typeof import("./events.js").createEmitter>} emit
 * @param {ReturnType<typeof import("./calls.js").createCalls>} calls
 */
export function createActions(input, session, settings, recent, emit, calls) {
  // Told with what the visitor sees: the section being read, else the question.
  function told(name, act) {
    return (value, button) => {
      const { section, question } = session.state;
      return emit(name, section ?? { query: question }) && act?.(button);
    };
  }

  const back = told("back", session.back);
  const clear = told("clear", () => calls.search(""));

  function escape() {
    const { section, query } = session.state;
    if (section) back();
    else if (query) clear();
    else calls.close();
  }

  // The guide's own page is chosen, whatever led to the section.
  const select = () => emit("select", { ...session.target(), from: "guide" });

  function openGuide() {
    const address = webLink(session.target()?.url, settings.endpoint());
    if (address && select()) window.open(address, "_blank", "noopener");
  }

  function feedback(answer, button) {
    if (!emit("feedback", { id: session.state.section.id, helpful: !!answer })) return;
    for (const one of button.parentNode.children) one.ariaPressed = one === button;
  }

  function forget(button) {
    recent.clear();
    button.closest(".questions").remove();
    input.focus();
  }

  function read(index) {
    if (index) session.select(+index);
    session.open();
  }

  return {
    back,
    clear,
    escape,
    feedback,
    openGuide,
    read,
    contact: told("contact"),
    copy: told("copy", (button) => copyAddress(button, deepLink(location.href, session.state.section.id))),
    down: () => session.move(1),
    forget: told("forget", forget),
    retry: told("retry", session.retry),
    select,
    up: () => session.move(-1),
  };
}
