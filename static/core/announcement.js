import { fill } from "./strings.js";

/**
 * What is said about a state, to the eye and to screen readers; nothing over a section.
 * @param {typeof import("./state.js").START} state
 * @param {Record<string, string>} text
 */
export function announcement({ status, section, reply, question }, text) {
  if ((section ?? { status }).status === "error") return text.error;
  if (section || status === "start") return "";
  if (status === "loading") return text.loading;
  if (status === "none") return fill(text.none, question);
  const count = fill(text.count, reply.hits.length);
  return reply.suggestion ? `${fill(text.suggestion, reply.suggestion.query)} ${count}` : count;
}
