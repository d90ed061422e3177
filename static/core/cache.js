/**
 * A map that forgets its least recently used entry when it grows beyond its limit.
 * @param {number} limit the most entries it keeps
 */
export function createCache(limit) {
  const entries = new Map();

  /** @param {string} key @param {object} value */
  function set(key, value) {
    entries.delete(key);
    entries.set(key, value);
    if (entries.size > limit) entries.delete(entries.keys().next().value);
  }

  /** @param {string} key */
  function get(key) {
    const value = entries.get(key);
    if (value) set(key, value);
    return value;
  }

  return { get, set };
}
