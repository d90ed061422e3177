import { createCache } from "./cache.js";
import { createDebounce } from "./debounce.js";
import { createLane } from "./lane.js";
import { createLoader } from "./loader.js";
import { START, transition } from "./state.js";

const PAUSE = 120;
const PATIENCE = 8000;
const REMEMBERED = 50;

/**
 * One visitor's conversation with the service: what is typed, found, selected and read.
 * @param {object} world
 * @param {typeof fetch} world.fetch
 * @param {(action: () => void, delay: number) => () => void} world.wait
 * @param {() => string} world.endpoint the service's folder, ending in a slash
 * @param {(state: typeof START, before: typeof START) => void} world.onChange
 */
export function createSession({ fetch, wait, endpoint, onChange }) {
  const load = createLoader(fetch, PATIENCE);
  const cache = createCache(REMEMBERED);
  const searches = createLane(load, cache);
  const sections = createLane(load, cache);
  const pause = createDebounce(search, PAUSE, wait);
  let state = START;

  function apply(type, details) {
    const before = state;
    state = transition(state, { type, ...details });
    onChange(state, before);
  }

  function search() {
    const parameters = new URLSearchParams({ q: state.question, limit: 10 });
    searches.ask(
      `${endpoint()}search?${parameters}`,
      (reply) => apply("found", { reply }),
      () => apply("failed"),
    );
  }

  function stop() {
    pause.cancel();
    searches.cancel();
    sections.cancel();
  }

  function typed(query) {
    const { question } = state;
    if (query === state.query) return;
    sections.cancel();
    apply("typed", { query });
    if (state.question === question) return;
    stop();
    if (state.question) pause.call();
  }

  function read({ id, ...place }) {
    apply("asked", { id, place });
    sections.ask(
      `${endpoint()}sections/${encodeURIComponent(id)}`,
      (content) => apply("read", { content }),
      () => apply("unread"),
    );
  }

  function back() {
    sections.cancel();
    apply("left");
  }

  function target() {
    return state.section ?? state.reply?.hits[Math.max(state.active, 0)];
  }

  return {
    /** What the visitor sees now. */
    get state() {
      return state;
    },

    typed,
    read,
    back,
    stop,

    /** The section that a command without a name means: the one being read, else the selected hit, else the first. */
    target,

    /** Selects the next (1) or previous (-1) hit. */
    move: (step) => apply("moved", { step }),

    /** Searches now for what was typed, without waiting for a pause. */
    hurry: pause.flush,

    /** Reads the selected or first hit; a question still on its way is only hurried, never answered by an old hit. */
    open() {
      if (state.status === "loading" && state.active < 0) pause.flush();
      else if (target()) read(target());
    },

    /** Tries again what failed last. */
    retry() {
      if (state.section) return read(state.section);
      apply("retried");
      return search();
    },

    /** Takes one step back: out of the section, then out of the query. False when nothing was left to leave. */
    escape() {
      if (state.section) back();
      else if (state.query) typed("");
      else return false;
      return true;
    },
  };
}
