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
  typed({ question: before }, query) {
    const question = query.trim();
    if (!question) return { ...START, query };
    if (question === before) return { query, section: null };
    return { query, question, status: "loading", active: -1, section: null };
  },

  retried: () => ({ status: "loading" }),

  found: (state, reply) => ({ reply, status: reply.hits.length ? "results" : "none", active: -1 }),

  failed: () => ({ reply: null, status: "error", active: -1 }),

  selected: (state, active) => ({ active }),

  asked: (state, place) => ({ section: { ...place, status: "loading" } }),

  read: ({ section }, content) => ({ section: { ...section, ...content, status: "results" } }),

  unread: ({ section }) => ({ section: { ...section, status: "error" } }),

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
