import { createCache } from "./cache.js";
import { createDebounce } from "./debounce.js";
import { createLane } from "./lane.js";
import { createLoader } from "./loader.js";
import { moveSelection } from "./selection.js";
import { START, transition } from "./state.js";

const PAUSE = 120;
const PATIENCE = 8000;
const REMEMBERED = 50;

/** One visitor's conversation with the service: what is typed, found, selected and read. */
export class Session {
  /** What the visitor sees now. */
  state = START;

  #emit;
  #endpoint;
  #halfTyped;
  #onChange;
  #pause;
  #searches;
  #sections;
  #suggestions;

  /**
   * @param {typeof fetch} fetch
   * @param {(action: () => void, delay: number) => () => void} wait starts a timer, gives the way to cancel it
   * @param {() => string} endpoint the service's folder, ending in a slash
   * @param {(state: typeof START, before: typeof START) => void} onChange
   * @param {(event: string, detail: object) => boolean} emit tells the page; false when the page takes over
   */
  constructor(fetch, wait, endpoint, onChange, emit) {
    const load = createLoader(fetch, PATIENCE);
    const cache = createCache(REMEMBERED);
    this.#searches = createLane(load, cache, wait);
    this.#sections = createLane(load, cache, wait);
    this.#suggestions = createLane(load, cache, wait);
    this.#pause = createDebounce(() => this.#search(), PAUSE, wait);
    this.#endpoint = endpoint;
    this.#onChange = onChange;
    this.#emit = emit;
  }

  #apply(type, details) {
    const before = this.state;
    this.state = transition(before, type, details);
    this.#onChange(this.state, before);
  }

  #address(path, value) {
    return this.#endpoint() + path + encodeURIComponent(value);
  }

  #tell(event, detail, otherwise, step = event) {
    this.#apply(this.#emit(event, detail) ? step : otherwise, detail);
  }

  #search() {
    const query = this.state.question;
    if (!this.#emit("search", { query })) return this.#apply("halted");
    if (this.#halfTyped) this.#suggest();
    return this.#searches.ask(
      this.#address("search?q=", query),
      (reply) => {
        this.#tell("results", reply, "halted");
        if (this.state.status === "none" && !this.#halfTyped) this.#suggest();
      },
      () => this.#tell("error", { query }, "halted", "failed"),
    );
  }

  // A service without suggestions is no failure.
  #suggest() {
    const show = (reply) => this.#apply("suggested", reply);
    this.#suggestions.ask(this.#address("suggest?q=", this.state.question), show, () => show(START));
  }

  /**
   * Takes what stands in the field now; searches when the visitor pauses.
   * @param {string} query
   * @param {boolean} [halfTyped] false for what an input method has completed already
   */
  type(query, halfTyped = true) {
    const { query: known, question } = this.state;
    if (query === known) return;
    this.#halfTyped = halfTyped;
    this.#sections.cancel();
    this.#apply("typed", query);
    if (this.state.question === question) return;
    this.stop();
    if (this.state.question) this.#pause.call();
  }

  /** Searches now for what was typed, without waiting for a pause. */
  flush() {
    this.#pause.flush();
  }

  /** Selects a hit. @param {number} index */
  select(index) {
    this.#apply("selected", index);
  }

  /** Selects the next (1) or previous (-1) hit. @param {1 | -1} step */
  move(step) {
    const { active, hits } = this.state;
    this.select(moveSelection(active, step, hits.length));
  }

  /** What a command without a name means: the section being read, else the selected hit, else the first. */
  get target() {
    const { section, hits, active } = this.state;
    return section ?? hits[Math.max(active, 0)];
  }

  /** Reads the selected or first hit; a question still on its way is only hurried, never answered by an old hit. */
  open() {
    if (this.state.status === "loading" && this.state.active < 0) this.flush();
    else if (this.target && this.#emit("select", this.target)) this.read(this.target);
  }

  /** Reads a section. @param {{id: string}} place with what is known of it already */
  read(place) {
    this.#apply("asked", place);
    this.#sections.ask(
      this.#address("sections/", place.id),
      (content) => this.#tell("section", content, "left"),
      () => this.#tell("error", place, "left", "unread"),
    );
  }

  /** Leaves the section. */
  back() {
    this.#sections.cancel();
    this.#apply("left");
  }

  /** Tries again what failed last. */
  retry() {
    if (this.state.section) return this.read(this.state.section);
    this.#apply("retried");
    return this.#search();
  }

  /** Ends everything under way. */
  stop() {
    this.#pause.cancel();
    this.#searches.cancel();
    this.#sections.cancel();
    this.#suggestions.cancel();
  }
}
