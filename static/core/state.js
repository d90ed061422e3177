import { byGuide } from "./groups.js";

const LONGEST = 200; // characters that the service takes

/**
 * What the visitor sees, as one value.
 *
 * `query` is the text in the field, `question` what `status` speaks about: start, loading, results, none (also where it can't be
 * asked) or error.
 * While a new question loads, `hits` and `suggestion` are still those of the one before. `active` is the selected hit, -1 for none.
 * `suggestions` are questions that what was typed may become.
 * `section` is the section being read: its id, what is known of it, what it was opened `from`, and its `status` (coming, read, none
 * where it is gone for good, or error).
 *
 * What is not named here stays when the field is emptied: `popular`, sections to begin with, once they are known.
 */
export const START = {
  query: "",
  question: "",
  status: "start",
  hits: [],
  suggestion: null,
  active: -1,
  section: null,
  suggestions: [],
};

const steps = {
  typed(state, query) {
    const question = [...query.trim()].slice(0, LONGEST).join("");
    if (!question) return { ...START, query };
    const asked = question !== state.question && { question, status: "loading", active: -1 };
    return { query, section: null, ...asked };
  },

  retried: () => ({ status: "loading" }),

  results(state, { hits: found, suggestion }) {
    const hits = byGuide(found).flat().map((hit) => ({ ...hit, from: "result" }));
    return { hits, suggestion, status: hits.length ? "results" : "none", active: -1 };
  },

  suggested: (state, { suggestions }) => ({ suggestions: [...suggestions] }),

  offered: (state, { suggestions }) => ({ popular: suggestions.slice(0, 5) }),

  failed: (state, { code }) => ({ hits: [], status: code === 400 ? "none" : "error" }),

  // The page takes over.
  halted: ({ query }) => ({ ...START, query }),

  selected: (state, active) => ({ active }),

  asked: (state, place) => ({ section: { ...place, status: "coming" } }),

  section: ({ section }, content) => ({ section: { ...section, ...content, status: "read" } }),

  unread: ({ section }, { code }) => ({ section: { ...section, status: code === 404 ? "none" : "error" } }),

  left: () => ({ section: null }),
};

/**
 * The state after something happened.
 * @param {typeof START} state
 * @param {keyof typeof steps} type what happened
 * @param {unknown} [detail] to what: the query, the reply, the index, the section
 * @returns {typeof START}
 */
export function transition(state, type, detail) {
  return { ...state, ...steps[type](state, detail) };
}
