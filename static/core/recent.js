const KEY = "help-widget";
const LIFE = 30 * 24 * 3600 * 1000; // milliseconds
const KEPT = 5;

/**
 * Questions that led this visitor to a result, kept in the browser for 30 days. Storage that is forbidden, full or spoilt
 * keeps nothing, and that is no failure.
 * @param {() => Storage | false} storage false where the page wants none to be touched
 * @param {() => number} now milliseconds since 1970
 */
export function createRecent(storage, now) {
  function read() {
    try {
      return JSON.parse(storage()[KEY]).filter(([, askedAt]) => now() - askedAt < LIFE);
    } catch {
      return [];
    }
  }

  function write(entries) {
    try {
      if (entries.length) storage()[KEY] = JSON.stringify(entries);
      else delete storage()[KEY];
    } catch {
      // Private windows may refuse.
    }
    return entries.map(([text]) => ({ text }));
  }

  /** Keeps a question as the newest. @param {string} question */
  function add(question) {
    const others = read().filter(([other]) => other !== question);
    write([[question, now()], ...others].slice(0, KEPT));
  }

  return { add, clear: () => write([]), list: () => write(read()) };
}
