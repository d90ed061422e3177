import { announcement } from "../core/announcement.js";
import { contactLink } from "../core/links.js";
import { actionButton } from "./nodes.js";
import { showHits, showSelection } from "./results-view.js";
import { sectionView } from "./section-view.js";
import { errorView, noneView, popularView } from "./status-view.js";

/**
 * Draws states into the parts of a dialog, touching only what changed.
 * @param {ReturnType<typeof import("./dialog.js").buildDialog>} parts
 * @param {Record<string, string>} text
 * @param {object} settings read anew by each draw, since pages change attributes
 * @returns {(state: object, before: object) => void}
 */
export function createRenderer({ input, clear, chips, list, panel, status: line }, text, settings) {
  const popular = () => popularView(text, settings.attribute("examples"));
  const contact = ({ question }) => contactLink(settings.attribute("contact-url"), location.href, question);
  const views = {
    start: popular,
    none: (state) => [...noneView(text, contact(state)), ...popular()],
    error: () => errorView(text),
  };

  function drawPanel(state) {
    const { section, status } = state;
    const content = section ? sectionView(section, text, settings.endpoint()) : views[status]?.(state);
    panel.replaceChildren(...(content ?? []));
  }

  function drawSuggestions({ suggestions, section, question }) {
    const others = suggestions.filter((one) => one.text !== question).slice(0, 5);
    chips.replaceChildren(
      ...others.map((one) => actionButton(one.section ? "section" : "example", one.section, one.text)),
    );
    chips.hidden = section;
  }

  function drawHits({ reply, section, active, status }, before) {
    if (reply !== before.reply) showHits(list, reply?.hits ?? []);
    const shown = !section && /results|loading/.test(status) && list.childElementCount > 0;
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
