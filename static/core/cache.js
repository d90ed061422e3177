/** A map that forgets its least recently used entry when it grows beyond its limit. */
export class Cache {
  #entries = new Map();
  #limit;

  /** @param {number} limit the most entries it keeps */
  constructor(limit) {
    this.#limit = limit;
  }

  /** @param {string} key */
  get(key) {
    const value = this.#entries.get(key);
    if (value) this.set(key, value);
    return value;
  }

  /** @param {string} key @param {object} value */
  set(key, value) {
    const entries = this.#entries;
    entries.delete(key);
    entries.set(key, value);
    if (entries.size > this.#limit) entries.delete(entries.keys().next().value);
  }
}
