/**
 * One lane of requests in which only the newest question may be answered: asking aborts the question before,
 * and a reply that arrives late all the same is dropped.
 */
export class Lane {
  #load;
  #cache;
  #newest;

  /**
   * @param {(url: string, signal: AbortSignal) => Promise<object>} load
   * @param {import("./cache.js").Cache} cache
   */
  constructor(load, cache) {
    this.#load = load;
    this.#cache = cache;
  }

  /**
   * @param {string} url
   * @param {(reply: object) => void} onReply a reply that it cannot take is a failure
   * @param {() => void} onFailure
   */
  async ask(url, onReply, onFailure) {
    this.cancel();
    const turn = (this.#newest = new AbortController());
    const known = this.#cache.get(url);
    if (known) return onReply(known);
    try {
      const reply = await this.#load(url, turn.signal);
      if (turn === this.#newest) onReply(reply);
      this.#cache.set(url, reply);
    } catch {
      if (turn === this.#newest) onFailure();
    }
  }

  /** Drops the question under way. */
  cancel() {
    this.#newest?.abort();
    this.#newest = undefined;
  }
}
