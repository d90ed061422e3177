/**
 * A map that forgets its least recently used entry when it grows beyond its limit.
 * @param {number} limit the most entries it keeps
 */
export function createCache(limit) {
  const entries = new Map();

  function touch(key, value) {
    entries.delete(key);
    entries.set(key, value);
  }

  return {
    /** @param {string} key */
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) touch(key, value);
      return value;
    },

    /** @param {string} key @param {unknown} value */
    set(key, value) {
      touch(key, value);
      if (entries.size > limit) entries.delete(entries.keys().next().value);
    },
  };
}
