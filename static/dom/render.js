import { announcement } from "../core/announcement.js";
import { contactLink } from "../core/links.js";
import { actionButton, outsideLink, put, suggestionButton } from "./nodes.js";
import { showHits, showSelection } from "./results-view.js";
import { sectionView } from "./section-view.js";
import { suggestionsView } from "./status-view.js";

const LETTERS = /[^\p{L}\p{N}]+/gu;
const lettersOf = (text) => text.normalize("NFKC").toLowerCase().replace(LETTERS, "");

// A mark of punctuation more or less makes no other question.
function chipsFor(suggestions, question) {
  const others = suggestions.filter(({ text }) => lettersOf(text) !== lettersOf(question));
  return others.slice(0, 5).map((one) => suggestionButton(one, "suggestion"));
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
  const popular = (state) => suggestionsView(text.popular, settings.examples() ?? state.popular ?? []);
  const lately = () => suggestionsView(text.recent, recent.list(), actionButton("forget", text.clear));
  const contact = ({ question }) => {
    const address = contactLink(settings.attribute("contact-url"), location.href, question);
    return address && outsideLink(address, text.contact, "tool", "contact");
  };
  const views = {
    start: (state) => [lately(), popular(state)],
    none: (state) => [contact(state), popular(state)],
    error: () => [actionButton("retry", text.retry)],
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
    if (changed("section", "status", "question") || (!section && changed("popular"))) {
      const content = section ? sectionView(section, text, settings.endpoint()) : (views[state.status]?.(state) ?? []);
      put(panel, ...content);
      body.scrollTop = 0;
      // A long section takes the room of the field where that does not stick.
      if (section) panel.scrollIntoView({ block: "nearest" });
    }
    showSelection(list, input, shown ? state.active : -1);
    // What is put in once more is said once more.
    const said = announcement(state, text);
    if (line.textContent !== said) line.textContent = said;
  };
}
