import { moveSelection } from "./selection.js";

/**
 * What the visitor sees, as one value.
 *
 * `query` is the text in the field, `question` what `status` speaks about: start, loading, results, none or error.
 * While a new question loads, `reply` still holds the answer before. `active` is the selected hit, -1 for none.
 * `section` is the section being read: its id, what is known of it, and its `status` (loading, results or error).
 */
export const START = Object.freeze({
  query: "",
  question: "",
  status: "start",
  reply: null,
  active: -1,
  section: null,
});

const steps = {
  typed(state, { query }) {
    const question = query.trim();
    if (!question) return { ...START, query };
    if (question === state.question) return { query, section: null };
    return { query, question, status: "loading", active: -1, section: null };
  },

  retried: () => ({ status: "loading" }),

  found: (state, { reply }) => ({ reply, status: reply.hits.length ? "results" : "none", active: -1 }),

  failed: () => ({ reply: null, status: "error", active: -1 }),

  moved: ({ active, reply }, { step }) => ({ active: moveSelection(active, step, reply?.hits.length ?? 0) }),

  asked: (state, { id, place }) => ({ section: { ...place, id, status: "loading" } }),

  read: ({ section }, { content }) => ({ section: { ...section, ...content, status: "results" } }),

  unread: ({ section }) => ({ section: { ...section, status: "error" } }),

  left: () => ({ section: null }),
};

/**
 * The state after an event.
 * @param {typeof START} state
 * @param {{type: keyof typeof steps}} event
 * @returns {typeof START}
 */
export function transition(state, event) {
  return { ...state, ...steps[event.type](state, event) };
}
