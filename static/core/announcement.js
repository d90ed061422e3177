import { fill } from "./strings.js";

/**
 * What is said about a state, to the eye and to screen readers; over a section only why it can't be read.
 * @param {typeof import("./state.js").START} state
 * @param {Record<string, string>} text its phrases for states have their names
 */
export function announcement({ section, hits, suggestion, ...state }, text) {
  const { status, title, id, question } = section ?? state;
  if (status !== "results") return fill(text[status] ?? "", title ?? id ?? question);
  const count = fill(text.results, hits.length);
  return suggestion ? `${fill(text.suggestion, suggestion.query)} · ${count}` : count;
}
