/**
 * One lane of requests in which only the newest question may be answered: asking aborts the question before,
 * and a reply that arrives late all the same is dropped.
 * @param {(url: string, signal: AbortSignal) => Promise<object>} load
 * @param {ReturnType<typeof import("./cache.js").createCache>} cache
 */
export function createLane(load, cache) {
  let newest;

  /** Drops the question under way. */
  function cancel() {
    newest?.abort();
    newest = undefined;
  }

  /**
   * @param {string} url
   * @param {(reply: object) => void} onReply a reply that it cannot take is a failure
   * @param {() => void} onFailure
   */
  async function ask(url, onReply, onFailure) {
    cancel();
    const turn = (newest = new AbortController());
    const known = cache.get(url);
    if (known) return onReply(known);
    try {
      const reply = await load(url, turn.signal);
      if (turn === newest) onReply(reply);
      cache.set(url, reply);
    } catch {
      if (turn === newest) onFailure();
    }
  }

  return { ask, cancel };
}
