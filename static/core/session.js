import { createCache } from "./cache.js";
import { createDebounce } from "./debounce.js";
import { createLane } from "./lane.js";
import { moveSelection } from "./selection.js";
import { START, transition } from "./state.js";

const PAUSE = 120;
const REMEMBERED = 50;

/**
 * One visitor's conversation with the service: what is typed, found, selected and read.
 * @param {typeof fetch} fetch
 * @param {(action: () => void, delay: number) => () => void} wait starts a timer, gives the way to cancel it
 * @param {{endpoint: () => string, examples: () => object[] | undefined}} settings the service's folder, ending in a
 *   slash; what the page offers in place of popular sections
 * @param {(state: typeof START, before: typeof START) => void} onChange
 * @param {(event: string, detail: object) => boolean} emit tells the page; false when the page takes over
 */
export function createSession(fetch, wait, settings, onChange, emit) {
  const cache = createCache(REMEMBERED);
  const searches = createLane(fetch, cache, wait);
  const sections = createLane(fetch, cache, wait);
  const suggestions = createLane(fetch, cache, wait);
  const popular = createLane(fetch, cache, wait);
  const pause = createDebounce(search, PAUSE, wait);
  let halfTyped;
  let state = START;

  function apply(type, details) {
    const before = state;
    state = transition(before, type, details);
    onChange(state, before);
  }

  function address(path, value) {
    return settings.endpoint() + path + encodeURIComponent(value.toWellFormed());
  }

  function tell(event, detail, otherwise, step = event) {
    apply(emit(event, detail) ? step : otherwise, detail);
  }

  function search() {
    const query = state.question;
    if (!emit("search", { query })) return apply("halted");
    if (halfTyped) suggest(suggestions, "suggested", query);
    return searches.ask(
      address("search?q=", query),
      (reply) => {
        tell("results", reply, "halted");
        if (state.status !== "none") return;
        if (!halfTyped) suggest(suggestions, "suggested", query);
        if (!settings.examples()) suggest(popular, "offered", "");
      },
      ({ status: code }) => tell("error", { query, code }, "halted", "failed"),
    );
  }

  // A service without suggestions is no failure.
  function suggest(lane, step, text) {
    const show = (reply) => apply(step, reply);
    lane.ask(address("suggest?q=", text), show, () => show(START));
  }

  /**
   * Takes what stands in the field now; searches when the visitor pauses.
   * @param {string} query
   * @param {boolean} [typing] false for what an input method has completed already
   */
  function type(query, typing = true) {
    const { query: known, question } = state;
    if (query === known) return;
    halfTyped = typing;
    sections.cancel();
    apply("typed", query);
    if (state.question === question) return;
    stop();
    if (state.question) pause.call();
  }

  /** Selects a hit. @param {number} index */
  function select(index) {
    apply("selected", index);
  }

  /** Selects the next (1) or previous (-1) hit. @param {1 | -1} step */
  function move(step) {
    select(moveSelection(state.active, step, state.hits.length));
  }

  // What a command without a name means: the section being read, else the selected hit, else the first, but never that
  // of the question before.
  function target() {
    return state.section ?? state.hits[state.status === "loading" ? state.active : Math.max(state.active, 0)];
  }

  /** Reads what the visitor chose. @param {{id: string}} [place] with what is known of it already */
  function choose(place) {
    if (place && emit("select", place)) read(place);
  }

  /** Reads the selected or first hit; a question still on its way is only hurried, never answered by an old hit. */
  function open() {
    if (target()) choose(target());
    else pause.flush();
  }

  /** Reads a section. @param {{id: string}} place with what is known of it already */
  function read(place) {
    apply("asked", place);
    sections.ask(
      address("sections/", place.id),
      (content) => tell("section", { ...content, from: place.from }, "left"),
      ({ status: code }) => tell("error", { ...place, code }, "left", "unread"),
    );
  }

  /** Leaves the section. */
  function back() {
    sections.cancel();
    apply("left");
  }

  /** Tries again what failed last. */
  function retry() {
    if (state.section) return read(state.section);
    apply("retried");
    return search();
  }

  /** Ends everything under way. */
  function stop() {
    pause.cancel();
    searches.cancel();
    sections.cancel();
    suggestions.cancel();
    popular.cancel();
  }

  return {
    /** What the visitor sees now. */
    get state() {
      return state;
    },
    back,
    choose,
    /** Searches now for what was typed, without waiting for a pause. */
    flush: pause.flush,
    move,
    open,
    read,
    retry,
    select,
    stop,
    target,
    type,
  };
}
