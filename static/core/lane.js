import { load, pauseAfter } from "./loader.js";

const LONGEST = 60; // seconds that a service may ask to wait; beyond, only the visitor tries again

/**
 * One lane of requests in which only the newest question may be answered: asking aborts the question before,
 * and a reply that arrives late all the same is dropped. Where the service asks to wait, that is a failure now, and one
 * more attempt then.
 * @param {typeof fetch} fetch
 * @param {ReturnType<typeof import("./cache.js").createCache>} cache
 * @param {(action: () => void, delay: number) => () => void} wait starts a timer, gives the way to cancel it
 */
export function createLane(fetch, cache, wait) {
  let newest;

  /** Drops the question under way. */
  function cancel() {
    newest?.abort();
  }

  /**
   * @param {string} url
   * @param {(reply: object) => void} onReply a reply that it cannot take is a failure
   * @param {(failure: Response | Error) => void} onFailure
   */
  async function ask(url, onReply, onFailure, again = true) {
    cancel();
    newest = new AbortController();
    const { signal } = newest;
    const known = cache.get(url);
    if (known) return onReply(known);
    try {
      const reply = await load(fetch, url, signal);
      if (!signal.aborted) onReply(reply);
      if (!reply.partial) cache.set(url, reply);
    } catch (failure) {
      if (signal.aborted) return;
      const pause = pauseAfter(failure);
      const once = () => ask(url, onReply, onFailure, false);
      if (again && !pause && !(failure.status < 500)) return once();
      if (again && pause > 0 && pause <= LONGEST) signal.onabort = wait(once, pause * 1000);
      onFailure(failure);
    }
  }

  return { ask, cancel };
}
