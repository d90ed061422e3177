import { announcement } from "../core/announcement.js";
import { contactLink } from "../core/links.js";
import { actionButton } from "./nodes.js";
import { showHits, showSelection } from "./results-view.js";
import { sectionView } from "./section-view.js";
import { errorView, noneView, questionsView } from "./status-view.js";

/**
 * Draws states into the parts of a dialog, touching only what changed.
 * @param {ReturnType<typeof import("./dialog.js").buildDialog>} parts
 * @param {Record<string, string>} text
 * @param {object} settings read anew by each draw, since pages change attributes
 * @param {ReturnType<typeof import("../core/recent.js").createRecent>} recent
 * @returns {(state: object, before: object) => void}
 */
export function createRenderer({ input, clear, chips, list, panel, status: line }, text, settings, recent) {
  const popular = () => questionsView(text.popular, settings.attribute("examples")?.split("|") ?? []);
  const lately = () =>
    settings.attribute("recent") !== null && questionsView(text.recent, recent.list(), actionButton("forget", null, text.clear));
  const contact = ({ question }) => contactLink(settings.attribute("contact-url"), location.href, question);
  const views = {
    start: () => [lately(), popular()],
    none: (state) => [noneView(text, contact(state)), popular()],
    error: () => [errorView(text)],
  };

  function drawPanel(state) {
    const { section, status } = state;
    const content = section ? sectionView(section, text, settings.endpoint()) : (views[status]?.(state) ?? []);
    panel.replaceChildren(...content.filter(Boolean));
  }

  function drawSuggestions({ suggestions, section, question }) {
    const others = suggestions.filter((one) => one.text !== question).slice(0, 5);
    chips.replaceChildren(
      ...others.map((one) => actionButton(one.section ? "openSection" : "search", one.section ?? one.text, one.text)),
    );
    chips.hidden = section;
  }

  function drawHits({ hits, section, active }, before) {
    if (hits !== before.hits) showHits(list, hits);
    const shown = !section && hits.length > 0;
    list.hidden = !shown;
    input.ariaExpanded = shown;
    showSelection(list, input, shown ? active : -1);
  }

  return (state, before) => {
    const changed = (...names) => names.some((name) => state[name] !== before[name]);
    clear.hidden = !state.query;
    drawHits(state, before);
    if (changed("section", "suggestions", "question")) drawSuggestions(state);
    if (changed("section", "status", "question")) drawPanel(state);
    line.textContent = announcement(state, text);
  };
}
