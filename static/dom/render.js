import { announcement } from "../core/announcement.js";
import { contactLink } from "../core/links.js";
import { fill } from "../core/strings.js";
import { showHits, showSelection } from "./results-view.js";
import { sectionView } from "./section-view.js";
import { errorView, loadingView, noneView, startView } from "./status-view.js";

/**
 * Draws states into the parts of a dialog, touching only what changed.
 * @param {ReturnType<typeof import("./dialog.js").buildDialog>} parts
 * @param {Record<string, string>} text
 * @param {object} settings read anew by each draw, since pages change attributes
 * @returns {(state: object, before: object) => void}
 */
export function createRenderer({ dialog, input, clear, list, notice, panel, live }, text, settings) {
  const views = {
    start: () => startView(text, settings.attribute("examples")?.split("|")),
    loading: ({ reply }) => (reply?.hits.length ? [] : [loadingView(text)]),
    results: () => [],
    none: ({ question }) => [noneView(text, question, contactLink(settings.attribute("contact-url"), location.href, question))],
    error: () => [errorView(text)],
  };

  function drawPanel(state) {
    const { section, status } = state;
    const content = section ? sectionView(section, text, settings.endpoint()) : views[status](state);
    panel.replaceChildren(...content);
  }

  function drawHits({ reply, section, active, status }, before) {
    if (reply !== before.reply) showHits(list, reply?.hits ?? []);
    const shown = !section && /results|loading/.test(status) && list.childElementCount > 0;
    list.hidden = !shown;
    input.ariaExpanded = shown;
    showSelection(list, input, shown ? active : -1);
    const other = shown && reply.suggestion?.query;
    notice.textContent = other ? fill(text.suggestion, other) : "";
  }

  return (state, before) => {
    dialog.classList.toggle("busy", state.status === "loading");
    clear.hidden = !state.query;
    drawHits(state, before);
    if (["section", "status", "question"].some((name) => state[name] !== before[name])) drawPanel(state);
    live.textContent = announcement(state, text);
  };
}
