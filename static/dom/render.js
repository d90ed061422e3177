import { announcement } from "../core/announcement.js";
import { contactLink } from "../core/links.js";
import { actionButton, outsideLink, put } from "./nodes.js";
import { showHits, showSelection } from "./results-view.js";
import { sectionView } from "./section-view.js";
import { questionsView } from "./status-view.js";

// What goes on where the question ends, and not with a mark of punctuation alone.
function chipsFor(suggestions, question) {
  const others = suggestions.filter(({ text }) => /[^\p{P}]/u.test(text.replace(question, "")));
  return others.slice(0, 5).map(({ section, text }) => actionButton(section ? "openSection" : "search", section ?? text, text));
}

/**
 * Draws states into the parts of a dialog, touching only what changed.
 * @param {ReturnType<typeof import("./dialog.js").buildDialog>} parts
 * @param {Record<string, string>} text
 * @param {object} settings read anew by each draw, since pages change attributes
 * @param {ReturnType<typeof import("../core/recent.js").createRecent>} recent
 * @returns {(state: object, before: object) => void}
 */
export function createRenderer({ input, body, clear, chips, list, panel, status: line }, text, settings, recent) {
  const popular = () => questionsView(text.popular, (settings.attribute("examples") ?? "").split("|"));
  const lately = () =>
    settings.attribute("recent") !== null && questionsView(text.recent, recent.list(), actionButton("forget", null, text.clear));
  const contact = (question) => {
    const address = contactLink(settings.attribute("contact-url"), location.href, question);
    return address && outsideLink(address, "tool", text.contact, "contact");
  };
  const views = {
    start: () => [lately(), popular()],
    none: (question) => [contact(question), popular()],
    error: () => [actionButton("retry", null, text.retry)],
  };

  return (state, before) => {
    const { hits, section, question } = state;
    const changed = (...names) => names.some((name) => state[name] !== before[name]);
    const shown = !section && hits.length > 0;
    clear.hidden = !state.query;
    chips.hidden = section;
    list.hidden = !shown;
    input.ariaExpanded = shown;
    if (changed("suggestions", "question")) put(chips, ...chipsFor(state.suggestions, question));
    if (changed("hits")) showHits(list, hits);
    if (changed("section", "status", "question")) {
      const content = section ? sectionView(section, text, settings.endpoint()) : (views[state.status]?.(question) ?? []);
      put(panel, ...content);
      body.scrollTop = 0;
    }
    showSelection(list, input, shown ? state.active : -1);
    line.textContent = announcement(state, text);
  };
}
